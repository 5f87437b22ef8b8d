/**
 * The worker in which a file is read and a ledger is held: a million lines freeze nothing here. One a reading, one an open ledger;
 * it ends with what it holds.
 */
import { answer } from '@navette/domain/ledger/questions';
import type { Ledger } from '@navette/domain/ledger/ledger';
import { openLedger } from '@navette/formats/ledger-file';
import { writeFec } from '@navette/formats/write-fec';
import { compareLedgers } from './compare-ledgers.ts';
import { readBook } from './read-book.ts';
import { unzipped } from './zipping.ts';
import type { FromBooks, ToBooks } from './worker-messages.ts';

const say = (message: FromBooks): void => (self as unknown as Worker).postMessage(message);
let held: Ledger | null = null;

async function ledgerOf({ figures, words }: { readonly figures: Blob; readonly words: Blob }): Promise<Ledger | null> {
  const [hot, cold] = await Promise.all([unzipped(figures), unzipped(words)]);
  if (hot === null || cold === null) return null;
  const opened = openLedger(hot, cold);
  return opened.ok ? opened.value : null;
}

async function take(message: ToBooks): Promise<void> {
  if ('read' in message) {
    say({ read: await readBook(message.read, (read, of) => say({ progress: [read, of] })) });
  } else if ('open' in message) {
    held = await ledgerOf(message.open);
    say({ opened: held !== null });
  } else if ('compare' in message) {
    const other = await ledgerOf(message.with);
    say({ compared: message.compare, changes: held && other && compareLedgers(other, held) });
  } else if ('write' in message) {
    if (held === null) return say({ failed: message.write });
    const { pieces, replaced } = writeFec(held, message.options);
    say({ written: message.write, file: new Blob([...pieces], { type: 'text/plain' }), replaced });
  } else if (held === null) say({ failed: message.ask });
  else {
    const { what, ...ask } = message.question;
    say({ of: message.ask, answer: answer(held, what, ask as never) });
  }
}

self.addEventListener('message', ({ data }: MessageEvent<ToBooks>) => {
  void take(data).catch(() => {
    if ('ask' in data) say({ failed: data.ask });
    else if ('write' in data) say({ failed: data.write });
    else if ('compare' in data) say({ compared: data.compare, changes: null });
    else if ('open' in data) say({ opened: false });
    else say({ read: { ok: false, refusal: { tag: 'fec-not-read' } } });
  });
});
