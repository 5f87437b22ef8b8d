/** In a worker of Chromium: the file is given by the page, in pieces. */
import { measure } from './measures.ts';

self.addEventListener('message', ({ data }: MessageEvent<readonly Uint8Array[]>) => {
  const size = data.reduce((sum, { length }) => sum + length, 0);
  const { sections, ...times } = measure(() => data, size);
  (self as unknown as Worker).postMessage({ ...times, figuresBytes: sections.figures.length, size });
});
