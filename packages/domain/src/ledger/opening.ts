/** Opening journals (à-nouveaux) and closing entries: what must not be counted as the year's own (accounting formats, 2, 4.5 and F14). */
import type { Ledger, Named } from './ledger.ts';

const CODES: ReadonlySet<string> = new Set(['AN', 'ANO', 'ANC', 'RAN', 'AD', 'AA', 'A-N', 'AN1']);
const LABELS = /a ?-?nouveau|report a nouveau|ouverture|bilan (?:de )?debut|reprise (?:des )?soldes/;
const MARKS = /\p{M}/gu;

/** Whether a journal holds the opening balances, by its code or its label. */
export function isOpeningJournal({ code, label }: Named): boolean {
  return CODES.has(code.toUpperCase()) || LABELS.test(label.normalize('NFD').replaceAll(MARKS, '').toLowerCase());
}

/** 1 for each journal of the ledger that holds the opening balances. */
export function openingJournals({ journals }: Pick<Ledger, 'journals'>): Uint8Array {
  return Uint8Array.from(journals, (journal) => (isOpeningJournal(journal) ? 1 : 0));
}

/**
 * Entries of the last day that take the accounts of classes 6 and 7 to zero against a 12: the year closed in its own file, which
 * the article forbids (F14).
 * @returns 1 for each such entry
 */
export function closingEntries(ledger: Ledger): Uint8Array {
  const { rows, entries, entry, date, account, accounts, debit, credit } = ledger;
  const RESULT = 1;
  const OTHER = 2;
  const kinds = Uint8Array.from(accounts, ({ code }) => (code.startsWith('12') ? RESULT : /^[67]/.test(code) ? 0 : OTHER));
  let last = 0;
  for (let row = 0; row < rows; row++) if ((date[row] as number) > last) last = date[row] as number;
  // An entry of that day made of classes 6 and 7 and of 12 only, with both.
  const seen = new Uint8Array(entries);
  for (let row = 0; row < rows; row++) {
    const at = entry[row] as number;
    const kind = kinds[account[row] as number] as number;
    seen[at] = (seen[at] as number) | (kind === RESULT ? 1 : kind === OTHER ? 4 : 2) | (date[row] === last ? 0 : 4);
  }
  const closing = Uint8Array.from(seen, (what) => (what === 3 ? 1 : 0));
  if (!closing.includes(1)) return closing;
  // And it must zero what it touches.
  const before = new Float64Array(accounts.length);
  const within = new Float64Array(accounts.length);
  for (let row = 0; row < rows; row++) {
    const into = closing[entry[row] as number] ? within : before;
    const id = account[row] as number;
    into[id] = (into[id] as number) + (debit[row] as number) - (credit[row] as number);
  }
  let [zeroed, touched] = [0, 0];
  for (let id = 0; id < accounts.length; id++) {
    if (kinds[id] !== 0 || within[id] === 0) continue;
    touched++;
    if ((before[id] as number) + (within[id] as number) === 0) zeroed++;
  }
  return zeroed > 0 && zeroed * 2 >= touched ? closing : new Uint8Array(entries);
}
