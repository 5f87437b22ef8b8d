/** What screens are told of standing in the portal. */
import { nearestLanguage } from '@navette/texts/texts';
import type { Host } from '@navette/ui/host';
// oxlint-disable-next-line import/default
import readerScript from '@navette/ui/reader-worker?worker&url';
// The bundler's address of a file, not the module.
// oxlint-disable-next-line import/default
import pdfWorker from 'pdfjs-dist/build/pdf.worker.min.mjs?url';

export function portalHost(origin: string): Host {
  return {
    kind: 'portal',
    language: nearestLanguage(navigator.language),
    workerUrl: pdfWorker,
    reader: { script: readerScript, pdfjs: pdfWorker },
    origin,
    openPage: (url) => void open(url, '_blank', 'noopener,noreferrer'),
  };
}
