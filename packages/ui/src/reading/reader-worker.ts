/**
 * The worker in which files nobody trusts are read: whoever asked ends it when it takes too long. It fetches nothing but pdf.js, from our
 * own origin, and knows no account and no store.
 */
import { bytesToHex } from '@navette/kernel/bytes';
import type { BlobHash } from '@navette/kernel/ids';
import { readPdf, type PdfJs } from '@navette/formats/pdf-facts';
import { readFile, unpack } from './read-file.ts';
import type { ReaderAnswer, ReaderQuestion } from './reading.ts';

let pdfjs: Promise<PdfJs> | undefined;

/** pdf.js and its own worker's code in this one thread: one `terminate` ends both. */
async function loadPdfJs(address: string): Promise<PdfJs> {
  if (new URL(address, location.href).origin !== location.origin) throw new Error('pdf.js is of another origin');
  Object.assign(globalThis, { pdfjsWorker: await import(/* @vite-ignore */ address) });
  return (await import('pdfjs-dist')) as unknown as PdfJs;
}

async function hash(bytes: Uint8Array): Promise<BlobHash> {
  return bytesToHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>))) as BlobHash;
}

async function answerTo(question: ReaderQuestion, say: (answer: ReaderAnswer) => void): Promise<void> {
  const bytes = new Uint8Array(await question.file.arrayBuffer());
  if (question.ask === 'unpack') {
    for await (const answer of unpack(bytes)) say(answer);
    return;
  }
  const { name, known } = question;
  const reading = await readFile(bytes, name, known, {
    hash,
    readPdf: async (pdf) => readPdf(await (pdfjs ??= loadPdfJs(question.pdfjs)), pdf),
  });
  say({ answer: 'reading', reading });
}

// Beside it stands pdf.js's own listener, whose messages have no `ask`.
addEventListener('message', ({ data }: MessageEvent<Partial<ReaderQuestion>>) => {
  if (data.ask === undefined) return;
  const say = (answer: ReaderAnswer): void => postMessage(answer);
  answerTo(data as ReaderQuestion, say).catch(() => say({ answer: 'not-read' }));
});
