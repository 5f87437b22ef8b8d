/** Readings and open ledgers, each in a worker of this page; where none starts, in this context. */
import type { QuestionName, Questions, Question, Answer } from '@navette/domain/ledger/questions';
import { refuse, type Result } from '@navette/kernel/result';
import type { BookChanges, OpenBook, ReadBook, ReadingBook, ReadRefusal } from '../ledger-model.ts';
import type { FromBooks, ToBooks } from './worker-messages.ts';

export type StoredBook = { readonly figures: Blob; readonly words: Blob };

/** A ledger in a worker, and what only the library asks of it. */
export type HeldBook = OpenBook & { compare(before: StoredBook): Promise<BookChanges | null> };

export type BookWorkers = {
  read(file: File, progress: (read: number, of: number) => void): ReadingBook;
  /** @returns null when the bytes are no ledger */
  open(book: StoredBook): Promise<HeldBook | null>;
};

/** @param start starts `books-worker.ts` as a module */
export function workerBooks(start: () => Worker): BookWorkers {
  return {
    read(file, progress) {
      const worker = start();
      let cancel: () => void = () => undefined;
      const result = new Promise<Result<ReadBook, ReadRefusal>>((resolve) => {
        const end = (outcome: Result<ReadBook, ReadRefusal>): void => {
          worker.terminate();
          resolve(outcome);
        };
        cancel = () => end(refuse({ tag: 'cancelled' }));
        worker.addEventListener('message', ({ data }: MessageEvent<FromBooks>) => {
          if ('progress' in data) progress(...data.progress);
          else if ('read' in data) end(data.read);
        });
        worker.addEventListener('error', () => end(refuse({ tag: 'fec-not-read' })));
        worker.postMessage({ read: file } satisfies ToBooks);
      });
      return { result, cancel: () => cancel() };
    },
    async open(book) {
      const worker = start();
      const waiting = new Map<number, { resolve: (answer: never) => void; reject: (error: Error) => void }>();
      let number = 0;
      const opened = Promise.withResolvers<boolean>();
      worker.addEventListener('message', ({ data }: MessageEvent<FromBooks>) => {
        if ('opened' in data) opened.resolve(data.opened);
        else if ('of' in data) waiting.get(data.of)?.resolve(data.answer as never);
        else if ('written' in data) waiting.get(data.written)?.resolve(data as never);
        else if ('compared' in data) waiting.get(data.compared)?.resolve(data.changes as never);
        else if ('failed' in data) waiting.get(data.failed)?.reject(new Error('the ledger cannot answer'));
      });
      worker.addEventListener('error', () => {
        opened.resolve(false);
        for (const { reject } of waiting.values()) reject(new Error('the ledger is gone'));
      });
      worker.postMessage({ open: book } satisfies ToBooks);
      if (!(await opened.promise)) {
        worker.terminate();
        return null;
      }
      const wait = <T>(message: (at: number) => ToBooks): Promise<T> => {
        const at = ++number;
        const { promise, resolve, reject } = Promise.withResolvers<T>();
        waiting.set(at, { resolve: resolve as (answer: never) => void, reject });
        worker.postMessage(message(at));
        return promise.finally(() => waiting.delete(at));
      };
      return {
        ask: <N extends QuestionName>(what: N, ask: Questions[N]['ask']) =>
          wait<Answer<N>>((at) => ({ ask: at, question: { what, ...ask } as unknown as Question })),
        write: async (options) => {
          const { file, replaced } = await wait<{ file: Blob; replaced: number }>((at) => ({ write: at, options }));
          return { file, replaced };
        },
        compare: (before) => wait<BookChanges | null>((at) => ({ compare: at, with: before })),
        close: () => worker.terminate(),
      };
    },
  };
}
