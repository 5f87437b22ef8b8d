/** The page beside the worker: it makes the file, and says how long anything kept it from drawing meanwhile. */
import { madeFec } from './made-fec.ts';

export type SeenInChromium = {
  readonly scan: number;
  readonly parse: number;
  readonly figures: number;
  readonly openItems: number;
  readonly lines: number;
  readonly size: number;
  /** Longest task of the page while the worker read, ms. */
  readonly longestTask: number;
};

declare global {
  var measureLedger: (lines: number) => Promise<SeenInChromium>;
}

globalThis.measureLedger = async (lines) => {
  const pieces = [...madeFec(lines)];
  // What making the file took is over before anything is looked at.
  await new Promise((resolve) => setTimeout(resolve, 500));
  let longestTask = 0;
  const watch = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longestTask = Math.max(longestTask, duration);
  });
  watch.observe({ entryTypes: ['longtask'] });
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  const seen = await new Promise<Omit<SeenInChromium, 'longestTask'>>((resolve, reject) => {
    worker.addEventListener('message', ({ data }) => resolve(data));
    worker.addEventListener('error', ({ message }) => reject(new Error(message)));
    worker.postMessage(
      pieces,
      pieces.map(({ buffer }) => buffer),
    );
  });
  await new Promise((resolve) => setTimeout(resolve, 200));
  watch.disconnect();
  worker.terminate();
  return { ...seen, longestTask };
};
