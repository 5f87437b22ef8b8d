/** A ledger from lines as one writes them: entries that were validated here, and what tests invent. */
import { dayNumber, type Ledger, type Named, type TextColumn } from './ledger.ts';

export type WrittenLine = {
  readonly account: string;
  readonly accountLabel?: string;
  /** CompAuxNum; none without it. */
  readonly third?: string;
  readonly thirdLabel?: string;
  /** Whole cents. */
  readonly debit?: number;
  readonly credit?: number;
  /** `AAAA-MM-JJ`, as the others; the validation is of that day where none is given. */
  readonly date?: string;
  readonly pieceDate?: string;
  readonly validDate?: string;
  readonly letter?: string;
  readonly letterDate?: string;
  readonly journal?: string;
  readonly journalLabel?: string;
  readonly number?: string;
  readonly ref?: string;
  readonly label?: string;
};

/** @param lines lines of one journal, number and date are one entry; labels are the first that a code is given */
export function ledgerOf(lines: readonly WrittenLine[]): Ledger {
  const days = (of: (line: WrittenLine) => string | undefined) => Uint16Array.from(lines, (line) => dayOf(of(line)));
  const journal = wordsOf(lines, [], ({ journal: code = 'OD' }) => code);
  const account = wordsOf(lines, [], ({ account: code }) => code);
  const third = wordsOf(lines, [''], ({ third: code = '' }) => code);
  const letter = wordsOf(lines, [''], ({ letter: code = '' }) => code);
  const entry = wordsOf(lines, [], ({ journal: code = 'OD', number = '1', date = '' }) => `${code}|${number}|${date}`);
  const entryRow = new Uint32Array(entry.list.length).fill(lines.length);
  for (const [row, at] of entry.ids.entries()) if (entryRow[at] === lines.length) entryRow[at] = row;
  return {
    rows: lines.length,
    journal: journal.ids,
    account: account.ids,
    thirdParty: third.ids,
    lettering: letter.ids,
    date: days(({ date }) => date),
    pieceDate: days(({ pieceDate, date }) => pieceDate ?? date),
    validDate: days(({ validDate, date }) => validDate ?? date),
    letteringDate: days(({ letterDate }) => letterDate),
    debit: Float64Array.from(lines, ({ debit = 0 }) => debit),
    credit: Float64Array.from(lines, ({ credit = 0 }) => credit),
    entry: entry.ids,
    entries: entry.list.length,
    entryRow,
    journals: named(lines, journal, ({ journalLabel }) => journalLabel, 'Journal '),
    accounts: named(lines, account, ({ accountLabel }) => accountLabel, 'Compte '),
    thirdParties: named(lines, third, ({ thirdLabel }) => thirdLabel, 'Tiers '),
    letterings: letter.list,
    number: column(Array.from(entryRow, (row) => lines[row]?.number ?? '1')),
    pieceRef: column(lines.map(({ ref = '' }) => ref)),
    label: column(lines.map(({ label = '' }) => label)),
    others: new Map(),
    unread: new Set(),
    odd: [],
    rest: new Map(),
    skippedBefore: [],
  };
}

type IdsOfWords = { readonly list: readonly string[]; readonly ids: Uint32Array };

function wordsOf(lines: readonly WrittenLine[], first: readonly string[], of: (line: WrittenLine) => string): IdsOfWords {
  const known = new Map(first.map((word, at) => [word, at]));
  const ids = Uint32Array.from(lines, (line) => {
    const word = of(line);
    const at = known.get(word) ?? known.size;
    known.set(word, at);
    return at;
  });
  return { list: [...known.keys()], ids };
}

/** Of a code that nobody named, `before` and the code. */
function named(
  lines: readonly WrittenLine[],
  { list, ids }: IdsOfWords,
  of: (line: WrittenLine) => string | undefined,
  before: string,
): Named[] {
  const labels = new Map<number, string>();
  for (const [row, id] of ids.entries()) {
    const label = of(lines[row] as WrittenLine);
    if (label !== undefined && label !== '' && !labels.has(id)) labels.set(id, label);
  }
  return list.map((code, id) => ({ code, label: labels.get(id) ?? (code === '' ? '' : `${before}${code}`) }));
}

const dayOf = (text: string | undefined): number => (text === undefined || text === '' ? 0 : dayNumber(text));

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
