/**
 * A FEC as it comes, in pieces, to typed columns (article A.47 A-1 LPF; accounting formats, 1 and 2).
 *
 * One pass: the separators of a record are found, then its fields are read where they stand. No string is made for a line and
 * no object either; words become ids by their bytes, and are decoded once each, when the last byte has told the encoding. The
 * file is never held whole: what is kept is columns, words met for the first time, and the end of the piece before.
 */
import type { Days, Ledger, Named, OddValue, TextColumn } from '@navette/domain/ledger/ledger';
import { ok, refuse, type Result } from '@navette/kernel/result';
import { decodeStrictly } from '../text/decode-text.ts';
import { AmountSeen, centsOf } from './amount-field.ts';
import { ByteDictionary, BytePool, TextLines, type Decode } from './bytes.ts';
import { dayOfBytes, dayOfOtherForm } from './date-field.ts';
import { EntryTable } from './entry-table.ts';
import { readHeader, type FecColumn, type FecHeader } from './fec-columns.ts';
import { numbersColumn, type NumbersColumn } from './number-column.ts';

export type FecEncoding = 'ascii' | 'utf-8' | 'utf-8-bom' | 'windows-1252' | 'iso-8859-15';
export type FecSeparator = 'tab' | 'pipe' | 'semicolon';
export type FecLineEnd = 'LF' | 'CRLF' | 'CR' | 'CRCRLF';

/** Why a file cannot be taken at all (F1). */
export type FecRefusal =
  | { readonly tag: 'fec-empty' }
  | { readonly tag: 'fec-utf16' }
  | { readonly tag: 'fec-no-separator' }
  | { readonly tag: 'fec-missing-columns'; readonly columns: readonly FecColumn[] }
  | { readonly tag: 'fec-no-lines' }
  | { readonly tag: 'fec-line-too-long'; readonly line: number }
  | { readonly tag: 'fec-too-many-lines' };

/** What the file is, beside its lines. */
export type FecForm = {
  readonly encoding: FecEncoding;
  readonly separator: FecSeparator;
  readonly lineEnd: FecLineEnd;
  readonly header: FecHeader;
  readonly xml: boolean;
};

/** Lines of a fault: how many, and the first of them, by row. */
export type Rows = { readonly count: number; readonly first: readonly number[] };

/** What only the reading sees. */
export type FecSeen = {
  readonly badFieldCounts: Rows;
  readonly dots: Rows;
  readonly negatives: Rows;
  readonly blank: Readonly<Record<MustBeFilled, Rows>>;
};

export const MUST_BE_FILLED = [
  'JournalCode',
  'EcritureNum',
  'EcritureDate',
  'CompteNum',
  'CompteLib',
  'PieceRef',
  'PieceDate',
  'EcritureLib',
  'ValidDate',
] as const;
export type MustBeFilled = (typeof MUST_BE_FILLED)[number];

export type FecFile = { readonly form: FecForm; readonly ledger: Ledger; readonly seen: FecSeen };

const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
const SEPARATORS: readonly { readonly byte: number; readonly name: FecSeparator }[] = [
  { byte: TAB, name: 'tab' },
  { byte: 124, name: 'pipe' },
  { byte: 59, name: 'semicolon' },
];
const MAX_FIELDS = 256;
/** Of one record: beyond it the file is something else. */
const MAX_RECORD = 1024 * 1024;
const MAX_ROWS = 20_000_000;
/** A faulty file names its first faults, and counts them all. */
const FIRST_ROWS = 500;
const ODD_KEPT = 100_000;

class RowList {
  count = 0;
  readonly first: number[] = [];
  add(row: number): void {
    if (this.count++ < FIRST_ROWS) this.first.push(row);
  }
}

type Optional = { readonly name: string; readonly index: number; readonly lines: TextLines; filled: boolean };

export class FecReader {
  #rest: Uint8Array = new Uint8Array(0);
  #refusal: FecRefusal | null = null;
  #started = false;
  #bom = false;
  #lineEnd: FecLineEnd | null = null;
  #separator = SEPARATORS[0] as (typeof SEPARATORS)[number];
  #header: FecHeader | null = null;
  #high = false;
  #skippedLines = 0;
  #skippedBefore: { row: number; lines: number }[] = [];

  #rows = 0;
  #expected = 0;
  #at = new Int32Array(0);
  /** The field that was found last. */
  #s = 0;
  #e = 0;
  readonly #ends = new Int32Array(MAX_FIELDS + 1);
  readonly #journals = new ByteDictionary();
  readonly #accounts = new ByteDictionary();
  readonly #thirdParties = new ByteDictionary();
  readonly #letterings = new ByteDictionary();
  readonly #journalLabels = new BytePool();
  readonly #accountLabels = new BytePool();
  readonly #thirdPartyLabels = new BytePool();
  readonly #labelled = { journals: [] as number[], accounts: [] as number[], thirdParties: [] as number[] };
  readonly #entries = new EntryTable();
  readonly #journal: NumbersColumn;
  readonly #account: NumbersColumn;
  readonly #thirdParty: NumbersColumn;
  readonly #lettering: NumbersColumn;
  readonly #date: NumbersColumn;
  readonly #pieceDate: NumbersColumn;
  readonly #validDate: NumbersColumn;
  readonly #letteringDate: NumbersColumn;
  readonly #debit: NumbersColumn;
  readonly #credit: NumbersColumn;
  readonly #entry: NumbersColumn;
  readonly #pieceRef: TextLines;
  readonly #label: TextLines;
  #others: Optional[] = [];
  readonly #unread = new Set<number>();
  readonly #odd: { row: number; column: FecColumn; bytes: Uint8Array; fault: OddValue['fault'] }[] = [];
  readonly #rests = new Map<number, { debit: number; credit: number }>();
  readonly #badFieldCounts = new RowList();
  readonly #dots = new RowList();
  readonly #negatives = new RowList();
  readonly #blank = Object.fromEntries(MUST_BE_FILLED.map((name) => [name, new RowList()])) as Record<MustBeFilled, RowList>;
  readonly #amount = new AmountSeen();

  /** @param sizeHint bytes of the file, when they are known: columns are then made once, long enough */
  constructor(sizeHint = 0) {
    const rows = Math.min(2_000_000, Math.max(1_000, Math.ceil(sizeHint / 120)));
    this.#journal = numbersColumn('u16', rows);
    this.#account = numbersColumn('u32', rows);
    this.#thirdParty = numbersColumn('u32', rows);
    this.#lettering = numbersColumn('u32', rows);
    this.#date = numbersColumn('u16', rows);
    this.#pieceDate = numbersColumn('u16', rows);
    this.#validDate = numbersColumn('u16', rows);
    this.#letteringDate = numbersColumn('u16', rows);
    this.#debit = numbersColumn('f64', rows);
    this.#credit = numbersColumn('f64', rows);
    this.#entry = numbersColumn('u32', rows);
    this.#pieceRef = new TextLines(rows);
    this.#label = new TextLines(rows);
    // Nobody, and no code, come first.
    this.#thirdParties.idOf(new Uint8Array(0), 0, 0);
    this.#letterings.idOf(new Uint8Array(0), 0, 0);
  }

  /** Lines read so far. */
  get rows(): number {
    return this.#rows;
  }

  /**
   * Reads a piece of the file; pieces may end anywhere.
   * @returns false once the file is known not to be one we take: the rest need not be given
   */
  push(piece: Uint8Array): boolean {
    if (this.#refusal !== null) return false;
    if (piece.length === 0) return true;
    let bytes = piece;
    if (!this.#started) {
      const held = joined(this.#rest, piece);
      if (held.length < 3) {
        this.#rest = held.slice();
        return true;
      }
      this.#started = true;
      this.#rest = new Uint8Array(0);
      if (isUtf16(held)) return this.#refuse({ tag: 'fec-utf16' });
      this.#bom = held[0] === 0xef && held[1] === 0xbb && held[2] === 0xbf;
      bytes = this.#bom ? held.subarray(3) : held;
    }
    // NUL characters are removed, as the tax office's tool does.
    if (bytes.includes(0)) bytes = bytes.filter((byte) => byte !== 0);
    const block = this.#rest.length === 0 ? bytes : joined(this.#rest, bytes);
    const whole = endOfRecords(block);
    if (whole > 0) this.#records(block, whole);
    this.#rest = whole < block.length ? block.slice(whole) : new Uint8Array(0);
    if (this.#rest.length > MAX_RECORD) this.#refuse({ tag: 'fec-line-too-long', line: this.#rows + 2 + this.#skippedLines });
    return this.#refusal === null;
  }

  /** @returns the file's columns, or why it cannot be taken */
  finish(): Result<FecFile, FecRefusal> {
    if (!this.#started && this.#rest.length > 0 && this.#refusal === null) this.#started = true;
    if (this.#rest.length > 0 && this.#refusal === null) {
      const last = this.#rest.at(-1) === CR ? this.#rest : joined(this.#rest, new Uint8Array([LF]));
      this.#rest = new Uint8Array(0);
      this.#records(last, last.length);
    }
    if (this.#refusal !== null) return refuse(this.#refusal);
    if (this.#header === null) return refuse({ tag: 'fec-empty' });
    if (this.#rows === 0) return refuse({ tag: 'fec-no-lines' });
    return ok(this.#file(this.#header));
  }

  #refuse(refusal: FecRefusal): false {
    this.#refusal ??= refusal;
    return false;
  }

  /** Every record that ends before `end`. */
  #records(bytes: Uint8Array, end: number): void {
    const ends = this.#ends;
    const separator = this.#separator.byte;
    let p = 0;
    while (p < end) {
      // Nothing before a line end: an empty record, skipped and counted as a line.
      const first = bytes[p] as number;
      if (first === LF || first === CR) {
        p = afterLineEnd(bytes, p, end);
        this.#skipLine();
        continue;
      }
      if (this.#header === null) {
        p = this.#readHeader(bytes, p, end);
        if (this.#refusal !== null) return;
        return p < end ? this.#records(bytes.subarray(p), end - p) : undefined;
      }
      const start = p;
      let fields = 0;
      let all = 0;
      if (separator === TAB) {
        for (; ; p++) {
          const byte = bytes[p] as number;
          all |= byte;
          if (byte > 13) continue;
          if (byte === TAB) {
            if (fields < MAX_FIELDS) ends[fields++] = p;
          } else if (byte === LF || byte === CR) break;
        }
      } else {
        for (; ; p++) {
          const byte = bytes[p] as number;
          all |= byte;
          if (byte === separator) {
            if (fields < MAX_FIELDS) ends[fields++] = p;
          } else if (byte === LF || byte === CR) break;
        }
      }
      ends[fields++] = p;
      if (all > 127) this.#high = true;
      this.#record(bytes, start, fields);
      p = afterLineEnd(bytes, p, end);
      if (this.#rows >= MAX_ROWS) return void this.#refuse({ tag: 'fec-too-many-lines' });
    }
  }

  #skipLine(): void {
    this.#skippedLines++;
    const last = this.#skippedBefore.at(-1);
    if (last && last.row === this.#rows) last.lines = this.#skippedLines;
    else if (this.#skippedBefore.length < ODD_KEPT) this.#skippedBefore.push({ row: this.#rows, lines: this.#skippedLines });
  }

  /** @returns past the header's line end */
  #readHeader(bytes: Uint8Array, start: number, end: number): number {
    let stop = start;
    while (stop < end && bytes[stop] !== LF && bytes[stop] !== CR) stop++;
    const text = headerText(bytes.subarray(start, stop));
    if (bytes.subarray(start, stop).some((byte) => byte > 127)) this.#high = true;
    const counts = SEPARATORS.map((one) => ({ one, count: text.split(String.fromCharCode(one.byte)).length - 1 }));
    const best = counts.reduce((a, b) => (b.count > a.count ? b : a));
    if (best.count === 0) {
      this.#refuse({ tag: 'fec-no-separator' });
      return end;
    }
    this.#separator = best.one;
    const header = readHeader(text.split(String.fromCharCode(best.one.byte)));
    this.#header = header;
    if (header.indispensable.length > 0) {
      this.#refuse({ tag: 'fec-missing-columns', columns: header.indispensable });
      return end;
    }
    this.#expected = header.names.length;
    const place = (column: FecColumn) => header.at.get(column) ?? -1;
    const montant = header.amounts === 'Montant/Sens';
    this.#at = Int32Array.from([
      place('JournalCode'),
      place('JournalLib'),
      place('EcritureNum'),
      place('EcritureDate'),
      place('CompteNum'),
      place('CompteLib'),
      place('CompAuxNum'),
      place('CompAuxLib'),
      place('PieceRef'),
      place('PieceDate'),
      place('EcritureLib'),
      place(montant ? 'Montant' : 'Debit'),
      place(montant ? 'Sens' : 'Credit'),
      place('EcritureLet'),
      place('DateLet'),
      place('ValidDate'),
    ]);
    const read = new Set(this.#at);
    this.#others = header.names.flatMap((name, index) =>
      read.has(index) ? [] : [{ name, index, lines: new TextLines(16), filled: false }],
    );
    const next = afterLineEnd(bytes, stop, end);
    const ends = next - stop;
    this.#lineEnd = bytes[next - 1] === CR ? 'CR' : ends === 1 ? 'LF' : ends === 2 ? 'CRLF' : 'CRCRLF';
    return next;
  }

  /** One record: its fields stand between `#ends`. */
  #record(bytes: Uint8Array, start: number, found: number): void {
    const ends = this.#ends;
    const header = this.#header as FecHeader;
    const row = this.#rows;
    let fields = found;
    if (
      fields === this.#expected + 1 &&
      header.trailingSeparator &&
      blankBetween(bytes, (ends[fields - 2] as number) + 1, ends[fields - 1] as number)
    )
      fields--;
    if (fields !== this.#expected) this.#badFieldCounts.add(row);
    const at = this.#at;

    this.#find(bytes, start, fields, at[0] as number);
    if (this.#s === this.#e) this.#blank.JournalCode.add(row);
    const journal = this.#journals.idOf(bytes, this.#s, this.#e);
    if (this.#labelled.journals[journal] === undefined)
      this.#keepLabel(bytes, start, fields, at[1] as number, journal, this.#labelled.journals, this.#journalLabels);
    this.#journal.set(row, journal);

    // EcritureDate, before the number: both name the entry.
    const date = this.#day(bytes, start, fields, at[3] as number, row, 'EcritureDate', this.#blank.EcritureDate);
    this.#date.set(row, date);

    // EcritureNum
    this.#find(bytes, start, fields, at[2] as number);
    if (this.#s === this.#e) this.#blank.EcritureNum.add(row);
    this.#entry.set(row, this.#entries.entryOf(row, journal, date, bytes, this.#s, this.#e));

    // CompteNum, CompteLib
    this.#find(bytes, start, fields, at[4] as number);
    if (this.#s === this.#e) this.#blank.CompteNum.add(row);
    const account = this.#accounts.idOf(bytes, this.#s, this.#e);
    this.#account.set(row, account);
    if (this.#labelled.accounts[account] === undefined)
      this.#keepLabel(bytes, start, fields, at[5] as number, account, this.#labelled.accounts, this.#accountLabels);
    this.#find(bytes, start, fields, at[5] as number);
    if (this.#s === this.#e) this.#blank.CompteLib.add(row);

    // CompAuxNum, CompAuxLib
    this.#find(bytes, start, fields, at[6] as number);
    let thirdParty = 0;
    if (this.#e > this.#s) {
      thirdParty = this.#thirdParties.idOf(bytes, this.#s, this.#e);
      if (this.#labelled.thirdParties[thirdParty] === undefined)
        this.#keepLabel(bytes, start, fields, at[7] as number, thirdParty, this.#labelled.thirdParties, this.#thirdPartyLabels);
    }
    this.#thirdParty.set(row, thirdParty);

    // PieceRef, PieceDate, EcritureLib
    this.#find(bytes, start, fields, at[8] as number);
    if (this.#s === this.#e) this.#blank.PieceRef.add(row);
    this.#pieceRef.add(bytes, this.#s, this.#e);
    this.#pieceDate.set(row, this.#day(bytes, start, fields, at[9] as number, row, 'PieceDate', this.#blank.PieceDate));
    this.#find(bytes, start, fields, at[10] as number);
    if (this.#s === this.#e) this.#blank.EcritureLib.add(row);
    this.#label.add(bytes, this.#s, this.#e);

    this.#amounts(bytes, start, fields, row, header.amounts === 'Montant/Sens');

    // EcritureLet, DateLet, ValidDate
    this.#find(bytes, start, fields, at[13] as number);
    this.#lettering.set(row, this.#e > this.#s ? this.#letterings.idOf(bytes, this.#s, this.#e) : 0);
    this.#letteringDate.set(row, this.#day(bytes, start, fields, at[14] as number, row, 'DateLet', null));
    this.#validDate.set(row, this.#day(bytes, start, fields, at[15] as number, row, 'ValidDate', this.#blank.ValidDate));

    const others = this.#others;
    for (let o = 0; o < others.length; o++) {
      const other = others[o] as Optional;
      if (other.index >= fields) continue;
      this.#find(bytes, start, fields, other.index);
      if (this.#s === this.#e && !other.filled) continue;
      other.filled = true;
      while (other.lines.rows < row) other.lines.add(bytes, 0, 0);
      other.lines.add(bytes, this.#s, this.#e);
    }
    this.#rows = row + 1;
  }

  /** Where a field of the record stands, without the spaces around: `#s` to `#e`; nowhere when the record has no such field. */
  #find(bytes: Uint8Array, start: number, fields: number, field: number): void {
    let s = 0;
    let e = 0;
    if (field >= 0 && field < fields) {
      s = field === 0 ? start : (this.#ends[field - 1] as number) + 1;
      e = this.#ends[field] as number;
      while (s < e && bytes[s] === SPACE) s++;
      while (e > s && bytes[e - 1] === SPACE) e--;
    }
    this.#s = s;
    this.#e = e;
  }

  /** The first label of a code that is not blank. */
  #keepLabel(bytes: Uint8Array, start: number, fields: number, field: number, id: number, labelled: number[], pool: BytePool): void {
    this.#find(bytes, start, fields, field);
    if (this.#e > this.#s) labelled[id] = pool.add(bytes, this.#s, this.#e);
  }

  #day(bytes: Uint8Array, start: number, fields: number, field: number, row: number, column: FecColumn, blank: RowList | null): number {
    this.#find(bytes, start, fields, field);
    if (this.#s === this.#e) {
      blank?.add(row);
      return 0;
    }
    const day = dayOfBytes(bytes, this.#s, this.#e);
    return day === 0 ? this.#oddDay(bytes, this.#s, this.#e, row, column) : day;
  }

  #oddDay(bytes: Uint8Array, s: number, e: number, row: number, column: FecColumn): number {
    const day = e - s > 40 ? 0 : dayOfOtherForm(String.fromCharCode(...bytes.subarray(s, e)));
    this.#keepOdd(row, column, bytes, s, e, day === 0 ? 'unreadable' : 'form');
    return day;
  }

  #keepOdd(row: number, column: FecColumn, bytes: Uint8Array, s: number, e: number, fault: OddValue['fault']): void {
    if (this.#odd.length < ODD_KEPT) this.#odd.push({ row, column, bytes: bytes.slice(s, Math.min(e, s + 80)), fault });
  }

  #amounts(bytes: Uint8Array, start: number, fields: number, row: number, montant: boolean): void {
    const seen = this.#amount;
    seen.dot = false;
    seen.negative = false;
    seen.rest = 0;
    this.#find(bytes, start, fields, this.#at[11] as number);
    const s1 = this.#s;
    const e1 = this.#e;
    this.#find(bytes, start, fields, this.#at[12] as number);
    const s2 = this.#s;
    const e2 = this.#e;
    let debit = centsOf(bytes, s1, e1, seen);
    const restOfDebit = seen.rest;
    if (restOfDebit !== 0) this.#keepOdd(row, montant ? 'Montant' : 'Debit', bytes, s1, e1, 'digits');
    seen.rest = 0;
    let credit = 0;
    if (montant) {
      const side = sideOf(bytes, s2, e2);
      if (side === 'credit') [debit, credit] = [0, debit];
      else if (side === null && !(s1 === e1 && s2 === e2)) debit = Number.NaN;
      if (restOfDebit !== 0)
        this.#rests.set(row, side === 'credit' ? { debit: 0, credit: restOfDebit } : { debit: restOfDebit, credit: 0 });
    } else {
      credit = centsOf(bytes, s2, e2, seen);
      const restOfCredit = seen.rest;
      if (restOfCredit !== 0) this.#keepOdd(row, 'Credit', bytes, s2, e2, 'digits');
      if (restOfDebit !== 0 || restOfCredit !== 0) this.#rests.set(row, { debit: restOfDebit, credit: restOfCredit });
    }
    if (debit !== debit || credit !== credit) {
      this.#unread.add(row);
      this.#rests.delete(row);
      if (montant) this.#keepOdd(row, 'Montant', bytes, s1, e2 > e1 ? e2 : e1, 'unreadable');
      else if (debit !== debit) this.#keepOdd(row, 'Debit', bytes, s1, e1, 'unreadable');
      else this.#keepOdd(row, 'Credit', bytes, s2, e2, 'unreadable');
      debit = 0;
      credit = 0;
    } else {
      if (seen.dot) this.#dots.add(row);
      if (seen.negative) this.#negatives.add(row);
    }
    this.#debit.set(row, debit);
    this.#credit.set(row, credit);
  }

  #file(header: FecHeader): FecFile {
    const rows = this.#rows;
    const encoding = this.#encoding();
    const label = encoding === 'utf-8-bom' || encoding === 'ascii' ? 'utf-8' : encoding;
    const decoder = new TextDecoder(label, { ignoreBOM: true });
    const decode: Decode = (bytes) => decoder.decode(bytes);
    const utf8 = label === 'utf-8';
    const named = (dictionary: ByteDictionary, labelled: readonly number[], labels: BytePool): Named[] =>
      dictionary.words(decode).map((code, id) => {
        const at = labelled[id];
        return { code, label: at === undefined ? '' : decode(labels.slice(at)) };
      });
    const others = new Map<string, TextColumn>();
    for (const { name, lines, filled } of this.#others) {
      if (!filled) continue;
      while (lines.rows < rows) lines.add(new Uint8Array(0), 0, 0);
      others.set(name, textColumn(lines.pool, lines.ids, rows, decode, utf8));
    }
    const numbers = this.#entries.numbers;
    const ledger: Ledger = {
      rows,
      journal: this.#journal.ids(rows),
      account: this.#account.ids(rows),
      thirdParty: this.#thirdParty.ids(rows),
      lettering: this.#lettering.ids(rows),
      date: this.#date.values(rows) as Days,
      pieceDate: this.#pieceDate.values(rows) as Days,
      validDate: this.#validDate.values(rows) as Days,
      letteringDate: this.#letteringDate.values(rows) as Days,
      debit: this.#debit.cents(rows),
      credit: this.#credit.cents(rows),
      entry: this.#entry.values(rows) as Uint32Array,
      entries: this.#entries.count,
      entryRow: this.#entries.rows(),
      journals: named(this.#journals, this.#labelled.journals, this.#journalLabels),
      accounts: named(this.#accounts, this.#labelled.accounts, this.#accountLabels),
      thirdParties: named(this.#thirdParties, this.#labelled.thirdParties, this.#thirdPartyLabels),
      letterings: this.#letterings.words(decode),
      number: textColumn(numbers, null, this.#entries.count, decode, utf8),
      pieceRef: textColumn(this.#pieceRef.pool, this.#pieceRef.ids, rows, decode, utf8),
      label: textColumn(this.#label.pool, this.#label.ids, rows, decode, utf8),
      others,
      unread: this.#unread,
      odd: this.#odd.map(({ row, column, bytes, fault }) => ({ row, column, text: decode(bytes), fault })),
      rest: this.#rests,
      skippedBefore: this.#skippedBefore,
    };
    return {
      form: {
        encoding,
        separator: this.#separator.name,
        lineEnd: this.#lineEnd ?? 'LF',
        header,
        xml: false,
      },
      ledger,
      seen: { badFieldCounts: this.#badFieldCounts, dots: this.#dots, negatives: this.#negatives, blank: this.#blank },
    };
  }

  /** UTF-8 when every word is UTF-8: separators are ASCII, so no character of it can span two fields (2.1). */
  #encoding(): FecEncoding {
    if (this.#bom) return 'utf-8-bom';
    if (!this.#high) return 'ascii';
    const pools = this.#pools();
    if (pools.every((pool) => decodeStrictly(pool.bytes.subarray(0, pool.size), 'utf-8') !== null)) return 'utf-8';
    const controls = pools.some((pool) => pool.bytes.subarray(0, pool.size).some((byte) => byte >= 0x80 && byte <= 0x9f));
    return controls ? 'windows-1252' : 'iso-8859-15';
  }

  #pools(): readonly BytePool[] {
    return [
      this.#journals.pool,
      this.#accounts.pool,
      this.#thirdParties.pool,
      this.#letterings.pool,
      this.#journalLabels,
      this.#accountLabels,
      this.#thirdPartyLabels,
      this.#entries.numbers,
      this.#pieceRef.pool,
      this.#label.pool,
      ...this.#others.map(({ lines }) => lines.pool),
    ];
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

/**
 * Past one line end: CR and LF, LF, CR, or several CR and an LF, as some software writes it.
 * @param p where it begins
 */
function afterLineEnd(bytes: Uint8Array, p: number, end: number): number {
  if (bytes[p] === LF) return p + 1;
  let q = p + 1;
  while (q < end && bytes[q] === CR) q++;
  return q < end && bytes[q] === LF ? q + 1 : p + 1;
}

/** Past the last line end that is whole: one that ends on CR may go on in the next piece. */
function endOfRecords(bytes: Uint8Array): number {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === CR) end--;
  if (end === bytes.length) return Math.max(bytes.lastIndexOf(LF), bytes.lastIndexOf(CR)) + 1;
  return Math.max(bytes.lastIndexOf(LF, end - 1), bytes.lastIndexOf(CR, end - 1)) + 1;
}

function isUtf16(bytes: Uint8Array): boolean {
  const marked = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  return marked || (bytes[0] !== 0 && bytes[1] === 0 && bytes[2] !== 0) || (bytes[0] === 0 && bytes[1] !== 0 && bytes[2] === 0);
}

function headerText(bytes: Uint8Array): string {
  return decodeStrictly(bytes, 'utf-8') ?? new TextDecoder('windows-1252').decode(bytes);
}

function blankBetween(bytes: Uint8Array, start: number, end: number): boolean {
  for (let p = start; p < end; p++) if (bytes[p] !== SPACE) return false;
  return true;
}

/** Sens: D or C, +1 or -1 (X of the article); lower case as the tool takes it. */
function sideOf(bytes: Uint8Array, start: number, end: number): 'debit' | 'credit' | null {
  if (end - start === 1) {
    const byte = (bytes[start] as number) | 32;
    return byte === 100 ? 'debit' : byte === 99 ? 'credit' : bytes[start] === 49 ? 'debit' : null;
  }
  if (end - start === 2 && bytes[start + 1] === 49) return bytes[start] === 43 ? 'debit' : bytes[start] === 45 ? 'credit' : null;
  return null;
}

/** @param ids null where each text is its own number */
function textColumn(pool: BytePool, ids: Uint32Array | null, rows: number, decode: Decode, utf8: boolean): TextColumn {
  return {
    at: (row) => (row < rows ? decode(pool.slice(ids === null ? row : (ids[row] as number))) : ''),
    words() {
      const own = ids === null ? Uint32Array.from({ length: rows }, (_, row) => row) : ids.subarray(0, rows);
      if (utf8) return { ids: own, ends: pool.ends.subarray(0, pool.count), bytes: pool.bytes.subarray(0, pool.size) };
      const encoder = new TextEncoder();
      const again = new BytePool();
      for (let at = 0; at < pool.count; at++) {
        const bytes = encoder.encode(decode(pool.slice(at)));
        again.add(bytes, 0, bytes.length);
      }
      return { ids: own, ends: again.ends.subarray(0, again.count), bytes: again.bytes.subarray(0, again.size) };
    },
  };
}
