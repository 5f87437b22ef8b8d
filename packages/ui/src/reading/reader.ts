/**
 * Reading as pages see it: one worker, one file at a time, ended when a file takes longer than it may, so that a hostile one costs itself
 * and nothing else (F1). Readings are remembered by hash while the page lives.
 */
import type { BlobHash } from '@navette/kernel/ids';
import { ok, refuse, type Result } from '@navette/kernel/result';
import { makeWorker } from '../viewer/make-worker.ts';
import type { KnownOfPerson, NotRead, ReaderAnswer, ReaderQuestion, Reading } from './reading.ts';

/** Of the platform: a test gives its own. */
export type ReaderPorts = { readonly start: () => Worker; readonly pdfjs: string; readonly patience?: number };

export type Reader = {
  /** @returns what is in it, or why it was not read; asked twice for the same bytes, they are read once */
  read(
    file: Blob,
    about: { readonly name: string; readonly hash: BlobHash | null; readonly known: KnownOfPerson },
  ): Promise<Result<Reading, NotRead>>;
  /** Gives each file of an archive to `take`, one after the other. @returns names that could not be taken out */
  unpack(archive: Blob, take: (file: File) => Promise<void>): Promise<Result<readonly string[], NotRead>>;
};

/** A file, or one entry of an archive, that takes longer is given up. */
const PATIENCE = 20_000;
/** Beyond it nothing is read: the whole file would stand in memory several times. */
export const MOST_READ = 60 * 1024 * 1024;
const REMEMBERED = 200;

export function makeReader({ start, pdfjs, patience = PATIENCE }: ReaderPorts): Reader {
  let worker: Worker | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  const remembered = new Map<BlobHash, Promise<Result<Reading, NotRead>>>();

  /** Asks once and hears answers until `hear` says that it is over; each answer has its own time. */
  function ask(question: ReaderQuestion, hear: (answer: ReaderAnswer) => Promise<boolean>): Promise<NotRead | null> {
    const asked = turn.then(
      () =>
        new Promise<NotRead | null>((resolve) => {
          const current = (worker ??= start());
          let timer: ReturnType<typeof setTimeout>;
          const end = (problem: NotRead | null): void => {
            clearTimeout(timer);
            current.removeEventListener('message', onMessage);
            current.removeEventListener('error', onError);
            if (problem !== null) {
              // Whatever it still does, it does no more.
              current.terminate();
              worker = null;
            }
            resolve(problem);
          };
          const wait = (): void => {
            clearTimeout(timer);
            timer = setTimeout(() => end('took-too-long'), patience);
          };
          const onError = (event: Event): void => {
            event.preventDefault();
            end('unreadable');
          };
          const onMessage = ({ data }: MessageEvent<Partial<ReaderAnswer>>): void => {
            if (data.answer === undefined) return;
            if (data.answer === 'not-read') return end('unreadable');
            clearTimeout(timer);
            void hear(data as ReaderAnswer).then((over) => (over ? end(null) : wait()));
          };
          current.addEventListener('message', onMessage);
          current.addEventListener('error', onError);
          wait();
          current.postMessage(question);
        }),
    );
    turn = asked.catch(() => undefined);
    return asked;
  }

  async function readNow(file: Blob, name: string, about: KnownOfPerson): Promise<Result<Reading, NotRead>> {
    if (file.size > MOST_READ) return refuse('too-large');
    let reading: Reading | null = null;
    const problem = await ask({ ask: 'read', file, name, pdfjs, known: about }, async (answer) => {
      if (answer.answer === 'reading') reading = answer.reading;
      return true;
    });
    return reading !== null ? ok(reading) : refuse(problem ?? 'unreadable');
  }

  return {
    read(file, { name, hash, known }) {
      const before = hash === null ? undefined : remembered.get(hash);
      if (before !== undefined) return before;
      const reading = readNow(file, name, known);
      if (hash !== null) {
        remembered.set(hash, reading);
        const [oldest] = remembered.keys();
        if (remembered.size > REMEMBERED && oldest !== undefined) remembered.delete(oldest);
      }
      return reading;
    },
    async unpack(archive, take) {
      const left: string[] = [];
      // Entries come as fast as they are unpacked; they are kept one after the other.
      let kept: Promise<void> = Promise.resolve();
      const problem = await ask({ ask: 'unpack', file: archive }, async (answer) => {
        if (answer.answer === 'entry') {
          const file = new File([answer.bytes], answer.name);
          kept = kept.then(() => take(file));
        } else if (answer.answer === 'entry-refused') left.push(answer.name);
        return answer.answer === 'end';
      });
      await kept;
      return problem === null ? ok(left) : refuse(problem);
    },
  };
}

let shared: { readonly script: string; readonly reader: Reader } | null = null;

/** The one reader of this page. @param at addresses of the worker's script and of pdf.js's, of our own origin */
export function readerAt(at: { readonly script: string; readonly pdfjs: string }): Reader {
  if (shared === null || shared.script !== at.script)
    shared = {
      script: at.script,
      reader: makeReader({ start: () => makeWorker(at.script), pdfjs: new URL(at.pdfjs, location.href).href }),
    };
  return shared.reader;
}
