/** A ledger to its two sections: what every figure needs, and what only lists of lines need (the words). */
import type { Ledger, Named, OddValue, TextColumn, Words } from '@navette/domain/ledger/ledger';
import { ok, refuse, type Result } from '@navette/kernel/result';
import { isLedgerHeader, type LedgerHeader, type WordsHeader } from './headers.ts';
import { readSection, writeSection, type Column, type SectionRefusal } from './sections.ts';

export type PackedLedger = { readonly figures: Uint8Array<ArrayBuffer>; readonly words: Uint8Array<ArrayBuffer> };

/** Little endian, deterministic: lists in the order of first appearance, ids as narrow as they allow. */
export function packLedger(ledger: Ledger): PackedLedger {
  const header: LedgerHeader = {
    kind: 'figures',
    rows: ledger.rows,
    entries: ledger.entries,
    journals: pairs(ledger.journals),
    accounts: pairs(ledger.accounts),
    thirdParties: pairs(ledger.thirdParties),
    letterings: [...ledger.letterings],
    unread: [...ledger.unread],
    rest: [...ledger.rest].map(([row, { debit, credit }]) => [row, debit, credit]),
  };
  const figures = writeSection(header, {
    journal: ledger.journal,
    account: ledger.account,
    thirdParty: ledger.thirdParty,
    lettering: ledger.lettering,
    date: ledger.date,
    pieceDate: ledger.pieceDate,
    letteringDate: ledger.letteringDate,
    debit: ledger.debit,
    credit: ledger.credit,
    // Most lines are of the entry before or of the next: steps are small, and zip to nothing.
    entry: steps(ledger.entry),
  });
  const others = [...ledger.others];
  const columns: Record<string, Column> = { validDate: ledger.validDate };
  packWords(columns, 'number', ledger.number.words());
  packWords(columns, 'pieceRef', ledger.pieceRef.words());
  packWords(columns, 'label', ledger.label.words());
  for (const [at, [, column]] of others.entries()) packWords(columns, `other${at}`, column.words());
  const wordsHeader: WordsHeader = {
    kind: 'words',
    rows: ledger.rows,
    others: others.map(([name]) => name),
    odd: ledger.odd.map(({ row, column, text, fault }) => [row, column, text, fault]),
    skipped: ledger.skippedBefore.map(({ row, lines }) => [row, lines]),
  };
  return { figures, words: writeSection(wordsHeader, columns) };
}

const pairs = (named: readonly Named[]): [string, string][] => named.map(({ code, label }) => [code, label]);

function steps(entry: Uint32Array): Int32Array {
  const from = new Int32Array(entry.length);
  let before = -1;
  for (let row = 0; row < entry.length; row++) {
    from[row] = (entry[row] as number) - before;
    before = entry[row] as number;
  }
  return from;
}

/** New texts by one bit a line, their lengths, and their bytes. */
function packWords(columns: Record<string, Column>, name: string, { ids, ends, bytes }: Words): void {
  const bits = new Uint8Array(Math.ceil(ids.length / 8));
  for (let row = 1; row < ids.length; row++) if (ids[row] !== ids[row - 1]) bits[row >> 3] = (bits[row >> 3] as number) | (1 << (row & 7));
  const lengths = new Uint32Array(ends.length);
  let longest = 0;
  for (let at = 0; at < ends.length; at++) {
    const length = (ends[at] as number) - (at === 0 ? 0 : (ends[at - 1] as number));
    lengths[at] = length;
    if (length > longest) longest = length;
  }
  columns[`${name}.new`] = bits;
  columns[`${name}.lengths`] = longest < 256 ? Uint8Array.from(lengths) : longest < 65_536 ? Uint16Array.from(lengths) : lengths;
  columns[`${name}.bytes`] = bytes;
}

/** What has no words yet: figures need none. */
const NO_WORDS: TextColumn = {
  at: () => '',
  words: () => ({ ids: new Uint32Array(0), ends: new Uint32Array(0), bytes: new Uint8Array(0) }),
};

/**
 * @param words null until lists are asked for: figures are then all there, and every text is blank
 * @returns the ledger; columns are views of the bytes
 */
export function openLedger(figures: Uint8Array, words: Uint8Array | null): Result<Ledger, SectionRefusal> {
  const damaged = refuse({ tag: 'ledger-file-damaged' as const });
  const hot = readSection(figures);
  if (!hot.ok) return hot;
  const { header, columns } = hot.value;
  if (!isLedgerHeader(header)) return damaged;
  const { rows } = header;
  const of = (name: string): Column | null => {
    const column = columns.get(name);
    return column && column.length === rows ? column : null;
  };
  const [journal, account, thirdParty, lettering] = [of('journal'), of('account'), of('thirdParty'), of('lettering')];
  const [date, pieceDate, letteringDate] = [of('date'), of('pieceDate'), of('letteringDate')];
  const [debit, credit, entrySteps] = [of('debit'), of('credit'), of('entry')];
  if (!ids(journal, header.journals.length) || !ids(account, header.accounts.length)) return damaged;
  if (!ids(thirdParty, header.thirdParties.length) || !ids(lettering, header.letterings.length)) return damaged;
  if (!(date instanceof Uint16Array && pieceDate instanceof Uint16Array && letteringDate instanceof Uint16Array)) return damaged;
  if (!isMoney(debit) || !isMoney(credit) || !(entrySteps instanceof Int32Array)) return damaged;
  const entry = new Uint32Array(rows);
  const entryRow = new Uint32Array(header.entries).fill(rows);
  let at = -1;
  for (let row = 0; row < rows; row++) {
    at += entrySteps[row] as number;
    if (at < 0 || at >= header.entries) return damaged;
    entry[row] = at;
    if (entryRow[at] === rows) entryRow[at] = row;
  }
  const texts = words === null ? null : openWords(words, rows, header.entries);
  if (texts !== null && !texts.ok) return texts;
  const named = (list: readonly (readonly [string, string])[]): Named[] => list.map(([code, label]) => ({ code, label }));
  return ok({
    rows,
    journal,
    account,
    thirdParty,
    lettering,
    date,
    pieceDate,
    validDate: new Uint16Array(rows),
    letteringDate,
    debit,
    credit,
    entry,
    entries: header.entries,
    entryRow,
    journals: named(header.journals),
    accounts: named(header.accounts),
    thirdParties: named(header.thirdParties),
    letterings: header.letterings,
    number: NO_WORDS,
    pieceRef: NO_WORDS,
    label: NO_WORDS,
    others: new Map(),
    unread: new Set(header.unread),
    odd: [],
    rest: new Map(header.rest.map(([row, d, c]) => [row, { debit: d, credit: c }])),
    skippedBefore: [],
    ...(texts === null ? {} : texts.value),
  });
}

type WordsPart = Pick<Ledger, 'validDate' | 'number' | 'pieceRef' | 'label' | 'others' | 'odd' | 'skippedBefore'>;

function openWords(bytes: Uint8Array, rows: number, entries: number): Result<WordsPart, SectionRefusal> {
  const damaged = refuse({ tag: 'ledger-file-damaged' as const });
  const cold = readSection(bytes);
  if (!cold.ok) return cold;
  const header = cold.value.header as Partial<WordsHeader>;
  const { columns } = cold.value;
  if (header.kind !== 'words' || header.rows !== rows || !Array.isArray(header.others)) return damaged;
  const validDate = columns.get('validDate');
  const number = textColumn(columns, 'number', entries);
  const pieceRef = textColumn(columns, 'pieceRef', rows);
  const label = textColumn(columns, 'label', rows);
  if (!(validDate instanceof Uint16Array) || validDate.length !== rows || !number || !pieceRef || !label) return damaged;
  const others = new Map<string, TextColumn>();
  for (const [at, name] of header.others.entries()) {
    const column = textColumn(columns, `other${at}`, rows);
    if (!column) return damaged;
    others.set(String(name), column);
  }
  const odd = (header.odd ?? []).map(([row, column, text, fault]): OddValue => ({ row, column, text, fault }));
  const skippedBefore = (header.skipped ?? []).map(([row, lines]) => ({ row, lines }));
  return ok({ validDate, number, pieceRef, label, others, odd, skippedBefore });
}

function textColumn(columns: ReadonlyMap<string, Column>, name: string, rows: number): TextColumn | null {
  const bits = columns.get(`${name}.new`);
  const lengths = columns.get(`${name}.lengths`);
  const bytes = columns.get(`${name}.bytes`);
  if (!(bits instanceof Uint8Array) || !lengths || !(bytes instanceof Uint8Array) || bits.length < Math.ceil(rows / 8)) return null;
  const ids = new Uint32Array(rows);
  let id = 0;
  for (let row = 1; row < rows; row++) {
    id += ((bits[row >> 3] as number) >> (row & 7)) & 1;
    ids[row] = id;
  }
  const ends = new Uint32Array(lengths.length);
  let size = 0;
  for (let at = 0; at < lengths.length; at++) ends[at] = size += lengths[at] as number;
  if (size > bytes.length || (rows > 0 && id >= ends.length)) return null;
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  return {
    at(row) {
      if (row >= rows) return '';
      const of = ids[row] as number;
      return decoder.decode(bytes.subarray(of === 0 ? 0 : ends[of - 1], ends[of]));
    },
    words: () => ({ ids, ends, bytes }),
  };
}

function ids(column: Column | null, count: number): column is Uint8Array | Uint16Array | Uint32Array {
  if (!(column instanceof Uint8Array || column instanceof Uint16Array || column instanceof Uint32Array)) return false;
  for (let row = 0; row < column.length; row++) if ((column[row] as number) >= count) return false;
  return true;
}

function isMoney(column: Column | null): column is Int32Array | Float64Array {
  return column instanceof Int32Array || column instanceof Float64Array;
}
