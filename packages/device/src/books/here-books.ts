/** The same without a worker: for tests, and where none starts. */
import { answer } from '@navette/domain/ledger/questions';
import { openLedger } from '@navette/formats/ledger-file';
import { writeFec } from '@navette/formats/write-fec';
import { refuse } from '@navette/kernel/result';
import { compareLedgers } from './compare-ledgers.ts';
import { readBook } from './read-book.ts';
import type { BookWorkers, StoredBook } from './worker-books.ts';
import { unzipped } from './zipping.ts';

async function opened({ figures, words }: StoredBook) {
  const [hot, cold] = await Promise.all([unzipped(figures), unzipped(words)]);
  const ledger = hot && cold ? openLedger(hot, cold) : null;
  return ledger?.ok ? ledger.value : null;
}

export const hereBooks: BookWorkers = {
  read(file, progress) {
    let cancelled = false;
    return {
      result: readBook(file, progress).then((read) => (cancelled ? refuse({ tag: 'cancelled' as const }) : read)),
      cancel: () => void (cancelled = true),
    };
  },
  async open(book) {
    const ledger = await opened(book);
    if (!ledger) return null;
    return {
      ask: async (what, ask) => answer(ledger, what, ask),
      async write(options) {
        const { pieces, replaced } = writeFec(ledger, options);
        return { file: new Blob([...pieces], { type: 'text/plain' }), replaced };
      },
      async compare(before) {
        const other = await opened(before);
        return other && compareLedgers(other, ledger);
      },
      close: () => undefined,
    };
  },
};
