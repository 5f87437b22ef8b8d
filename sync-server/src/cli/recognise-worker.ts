/** The thread in which untrusted files are read: one at a time, with a limit of memory; whoever waits ends it when it takes too long. */
import { readFileSync } from 'node:fs';
import { parentPort, threadId } from 'node:worker_threads';
import type { PdfJs } from '@navette/formats/pdf-facts';
import { inflateBy } from '@navette/formats/zip-compression';
import { readPdf } from '@navette/formats/pdf-facts';
import { recogniseFile, type RecognitionPorts } from '@navette/formats/recognise';
import { inspectedFec } from './inspected-fec.ts';
import { inspectedFile } from './inspected-file.ts';

/** Path of the file, and the name it is known by. */
export type FileToRead = {
  readonly file: string;
  readonly name: string;
  /** After it took too much: what it is by its bytes, of an archive the list; nothing is unpacked and no page is read. */
  readonly shallow?: boolean;
};

/** Loaded with the first PDF; its own thread is this one. */
let pdfjs: Promise<PdfJs> | undefined;

async function loadPdfJs(): Promise<PdfJs> {
  // @ts-expect-error the package has no types for its worker
  const worker: unknown = await import('pdfjs-dist/legacy/build/pdf.worker.mjs');
  Object.assign(globalThis, { pdfjsWorker: worker });
  return (await import('pdfjs-dist/legacy/build/pdf.mjs')) as unknown as PdfJs;
}

const PORTS: RecognitionPorts = {
  readPdf: async (pdf) => readPdf(await (pdfjs ??= loadPdfJs()), pdf),
  inflate: inflateBy(() => new DecompressionStream('deflate-raw')),
};
const SHALLOW: RecognitionPorts = { readPdf: async () => ({ ok: false, refusal: { tag: 'pdf-not-read' } }) };

if (threadId !== 0) {
  parentPort?.on('message', ({ file, name, shallow = false }: FileToRead) => {
    void (async () => {
      const ledger = inspectedFec(file, name);
      if (ledger !== null) return parentPort?.postMessage(ledger);
      const bytes = new Uint8Array(readFileSync(file));
      const seen = await recogniseFile(bytes, name, shallow ? SHALLOW : PORTS);
      return parentPort?.postMessage(inspectedFile(name, bytes, seen));
    })();
  });
}
