/** Ledgers for tests, from lines as one writes them. */
import { dayNumber, type Ledger, type Named, type TextColumn } from '../ledger.ts';

export type MadeLine = {
  readonly account: string;
  readonly third?: string;
  readonly debit?: number;
  readonly credit?: number;
  /** `AAAA-MM-JJ`. */
  readonly date?: string;
  readonly pieceDate?: string;
  readonly letter?: string;
  readonly letterDate?: string;
  readonly journal?: string;
  readonly journalLabel?: string;
  readonly number?: string;
  readonly ref?: string;
  readonly label?: string;
};

/** @param lines amounts in whole cents; lines of one journal, number and date are one entry */
export function ledgerOf(lines: readonly MadeLine[]): Ledger {
  const words = (first: readonly string[], of: (line: MadeLine) => string) => {
    const list = [...first];
    const ids = lines.map((line) => {
      const word = of(line);
      const at = list.indexOf(word);
      return at < 0 ? list.push(word) - 1 : at;
    });
    return { list, ids: Uint32Array.from(ids) };
  };
  const named = (list: readonly string[], label: (code: string) => string): Named[] => list.map((code) => ({ code, label: label(code) }));
  const day = (text: string | undefined) => (text === undefined ? 0 : dayNumber(text));
  const days = (of: (line: MadeLine) => string | undefined) => Uint16Array.from(lines, (line) => day(of(line)));
  const texts = (of: (line: MadeLine) => string | undefined): TextColumn => column(lines.map((line) => of(line) ?? ''));
  const journal = words([], ({ journal: code = 'OD' }) => code);
  const account = words([], ({ account: code }) => code);
  const third = words([''], ({ third: code = '' }) => code);
  const letter = words([''], ({ letter: code = '' }) => code);
  const entry = words([], ({ journal: code = 'OD', number = '1', date = '' }) => `${code}|${number}|${date}`);
  const entryRow = Uint32Array.from(entry.list, (_, at) => entry.ids.indexOf(at));
  return {
    rows: lines.length,
    journal: journal.ids,
    account: account.ids,
    thirdParty: third.ids,
    lettering: letter.ids,
    date: days(({ date }) => date),
    pieceDate: days(({ pieceDate, date }) => pieceDate ?? date),
    validDate: days(({ date }) => date),
    letteringDate: days(({ letterDate }) => letterDate),
    debit: Float64Array.from(lines, ({ debit = 0 }) => debit),
    credit: Float64Array.from(lines, ({ credit = 0 }) => credit),
    entry: entry.ids,
    entries: entry.list.length,
    entryRow,
    journals: named(journal.list, (code) => lines.find((line) => (line.journal ?? 'OD') === code)?.journalLabel ?? `Journal ${code}`),
    accounts: named(account.list, (code) => `Compte ${code}`),
    thirdParties: named(third.list, (code) => (code === '' ? '' : `Tiers ${code}`)),
    letterings: letter.list,
    number: column(Array.from(entryRow, (row) => lines[row]?.number ?? '1')),
    pieceRef: texts(({ ref }) => ref),
    label: texts(({ label }) => label),
    others: new Map(),
    unread: new Set(),
    odd: [],
    rest: new Map(),
    skippedBefore: [],
  };
}

function column(texts: readonly string[]): TextColumn {
  return {
    at: (row) => texts[row] ?? '',
    words() {
      const encoded = texts.map((text) => new TextEncoder().encode(text));
      const bytes = new Uint8Array(encoded.reduce((sum, { length }) => sum + length, 0));
      const ends = new Uint32Array(texts.length);
      let size = 0;
      for (const [at, one] of encoded.entries()) {
        bytes.set(one, size);
        ends[at] = size += one.length;
      }
      return { ids: Uint32Array.from(texts, (_, at) => at), ends, bytes };
    },
  };
}
