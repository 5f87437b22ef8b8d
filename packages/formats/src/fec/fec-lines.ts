/**
 * The lines of a FEC as columns being made: each record is read where its bytes stand, and the ledger is made of them at the end,
 * once the encoding is known.
 */
import type { Ledger, Named, OddValue, TextColumn } from '@navette/domain/ledger/ledger';
import { decodeStrictly } from '../text/decode-text.ts';
import { AmountSeen, centsOf } from './amount-field.ts';
import { ByteDictionary, BytePool, TextLines, type Decode } from './bytes.ts';
import { dayOfBytes, dayOfOtherForm } from './date-field.ts';
import { EntryTable } from './entry-table.ts';
import type { FecColumn, FecHeader } from './fec-columns.ts';
import { MUST_BE_FILLED, type FecEncoding, type FecSeen, type MustBeFilled } from './fec-file.ts';
import { grown, narrowCents, narrowIds } from './number-column.ts';
import { blankBetween } from './record-ends.ts';
import { RowList } from './row-list.ts';
import { textColumn } from './text-column.ts';

const SPACE = 32;
const ODD_KEPT = 100_000;

type Optional = { readonly name: string; readonly index: number; readonly lines: TextLines; filled: boolean };

export class FecLines {
  readonly #header: FecHeader;
  readonly #expected: number;
  readonly #montant: boolean;
  /** Where each column that is read stands, in the order of the article. */
  readonly #at: Int32Array;
  #rows = 0;
  /** The field that was found last. */
  #s = 0;
  #e = 0;
  #ends: Int32Array = new Int32Array(0);
  /** Labels with letters beyond ASCII that are not kept: they have a say in what the encoding is. */
  readonly #strays = new ByteDictionary();
  readonly #journals = new ByteDictionary();
  readonly #accounts = new ByteDictionary();
  readonly #thirdParties = new ByteDictionary();
  readonly #letterings = new ByteDictionary();
  readonly #journalLabels = new BytePool();
  readonly #accountLabels = new BytePool();
  readonly #thirdPartyLabels = new BytePool();
  readonly #labelled = { journals: [] as number[], accounts: [] as number[], thirdParties: [] as number[] };
  readonly #entries = new EntryTable();
  #journal: Uint16Array;
  #account: Uint32Array;
  #thirdParty: Uint32Array;
  #lettering: Uint32Array;
  #date: Uint16Array;
  #pieceDate: Uint16Array;
  #validDate: Uint16Array;
  #letteringDate: Uint16Array;
  #debit: Float64Array;
  #credit: Float64Array;
  #entry: Uint32Array;
  readonly #pieceRef: TextLines;
  readonly #label: TextLines;
  readonly #others: readonly Optional[];
  readonly #unread = new Set<number>();
  readonly #odd: { row: number; column: FecColumn; bytes: Uint8Array; fault: OddValue['fault'] }[] = [];
  readonly #rests = new Map<number, { debit: number; credit: number }>();
  readonly #badFieldCounts = new RowList();
  readonly #dots = new RowList();
  readonly #negatives = new RowList();
  readonly #blank = Object.fromEntries(MUST_BE_FILLED.map((name) => [name, new RowList()])) as Record<MustBeFilled, RowList>;
  readonly #amount = new AmountSeen();

  /** @param sizeHint bytes of the file, when they are known: columns are then made once, long enough */
  constructor(header: FecHeader, sizeHint: number) {
    this.#header = header;
    this.#expected = header.names.length;
    const place = (column: FecColumn) => header.at.get(column) ?? -1;
    const montant = header.amounts === 'Montant/Sens';
    this.#montant = montant;
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
    const rows = Math.min(2_000_000, Math.max(1_000, Math.ceil(sizeHint / 120)));
    this.#journal = new Uint16Array(rows);
    this.#account = new Uint32Array(rows);
    this.#thirdParty = new Uint32Array(rows);
    this.#lettering = new Uint32Array(rows);
    this.#date = new Uint16Array(rows);
    this.#pieceDate = new Uint16Array(rows);
    this.#validDate = new Uint16Array(rows);
    this.#letteringDate = new Uint16Array(rows);
    this.#debit = new Float64Array(rows);
    this.#credit = new Float64Array(rows);
    this.#entry = new Uint32Array(rows);
    this.#pieceRef = new TextLines(rows);
    this.#label = new TextLines(rows);
    // Nobody, and no code, come first.
    this.#thirdParties.idOf(new Uint8Array(0), 0, 0);
    this.#letterings.idOf(new Uint8Array(0), 0, 0);
  }

  get rows(): number {
    return this.#rows;
  }

  /**
   * One record.
   * @param ends where its fields end, `found` of them; @param high whether it has a byte beyond ASCII
   */
  add(bytes: Uint8Array, start: number, ends: Int32Array, found: number, high: boolean): void {
    this.#ends = ends;
    const row = this.#rows;
    if (row === this.#date.length) this.#grow();
    let fields = found;
    if (
      fields === this.#expected + 1 &&
      this.#header.trailingSeparator &&
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
    this.#journal[row] = journal;

    // EcritureDate, before the number: both name the entry.
    const date = this.#day(bytes, start, fields, at[3] as number, row, 'EcritureDate', this.#blank.EcritureDate);
    this.#date[row] = date;

    // EcritureNum
    this.#find(bytes, start, fields, at[2] as number);
    if (this.#s === this.#e) this.#blank.EcritureNum.add(row);
    this.#entry[row] = this.#entries.entryOf(row, journal, date, bytes, this.#s, this.#e);

    // CompteNum, CompteLib
    this.#find(bytes, start, fields, at[4] as number);
    if (this.#s === this.#e) this.#blank.CompteNum.add(row);
    const account = this.#accounts.idOf(bytes, this.#s, this.#e);
    this.#account[row] = account;
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
    this.#thirdParty[row] = thirdParty;

    // PieceRef, PieceDate, EcritureLib
    this.#find(bytes, start, fields, at[8] as number);
    if (this.#s === this.#e) this.#blank.PieceRef.add(row);
    this.#pieceRef.add(bytes, this.#s, this.#e);
    this.#pieceDate[row] = this.#day(bytes, start, fields, at[9] as number, row, 'PieceDate', this.#blank.PieceDate);
    this.#find(bytes, start, fields, at[10] as number);
    if (this.#s === this.#e) this.#blank.EcritureLib.add(row);
    this.#label.add(bytes, this.#s, this.#e);

    this.#amounts(bytes, start, fields, row, this.#montant);

    // EcritureLet, DateLet, ValidDate
    this.#find(bytes, start, fields, at[13] as number);
    this.#lettering[row] = this.#e > this.#s ? this.#letterings.idOf(bytes, this.#s, this.#e) : 0;
    this.#letteringDate[row] = this.#day(bytes, start, fields, at[14] as number, row, 'DateLet', null);
    this.#validDate[row] = this.#day(bytes, start, fields, at[15] as number, row, 'ValidDate', this.#blank.ValidDate);

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
    if (high) for (const label of LABELS) this.#stray(bytes, start, fields, at[label] as number);
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
    this.#debit[row] = debit;
    this.#credit[row] = credit;
  }

  /** Twice as many rows, in every column. */
  #grow(): void {
    this.#journal = grown(this.#journal);
    this.#account = grown(this.#account);
    this.#thirdParty = grown(this.#thirdParty);
    this.#lettering = grown(this.#lettering);
    this.#date = grown(this.#date);
    this.#pieceDate = grown(this.#pieceDate);
    this.#validDate = grown(this.#validDate);
    this.#letteringDate = grown(this.#letteringDate);
    this.#debit = grown(this.#debit);
    this.#credit = grown(this.#credit);
    this.#entry = grown(this.#entry);
  }

  #stray(bytes: Uint8Array, start: number, fields: number, field: number): void {
    this.#find(bytes, start, fields, field);
    for (let p = this.#s; p < this.#e; p++) if ((bytes[p] as number) > 127) return void this.#strays.idOf(bytes, this.#s, this.#e);
  }

  /** What only the reading sees. */
  get seen(): FecSeen {
    return { badFieldCounts: this.#badFieldCounts, dots: this.#dots, negatives: this.#negatives, blank: this.#blank };
  }

  /** @param encoding as `encoding` tells it */
  ledger(encoding: FecEncoding, skippedBefore: Ledger['skippedBefore']): Ledger {
    const rows = this.#rows;
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
    return {
      rows,
      journal: narrowIds(this.#journal, rows),
      account: narrowIds(this.#account, rows),
      thirdParty: narrowIds(this.#thirdParty, rows),
      lettering: narrowIds(this.#lettering, rows),
      date: this.#date.slice(0, rows),
      pieceDate: this.#pieceDate.slice(0, rows),
      validDate: this.#validDate.slice(0, rows),
      letteringDate: this.#letteringDate.slice(0, rows),
      debit: narrowCents(this.#debit, rows),
      credit: narrowCents(this.#credit, rows),
      entry: this.#entry.slice(0, rows),
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
      skippedBefore,
    };
  }

  /** UTF-8 when every word is UTF-8: separators are ASCII, so no character of it can span two fields (2.1). @param marked by a byte order mark */
  encoding(marked: boolean, high: boolean): FecEncoding {
    if (!high) return marked ? 'utf-8-bom' : 'ascii';
    const pools = this.#pools();
    if (pools.every((pool) => decodeStrictly(pool.bytes.subarray(0, pool.size), 'utf-8') !== null)) return marked ? 'utf-8-bom' : 'utf-8';
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
      this.#strays.pool,
      ...this.#others.map(({ lines }) => lines.pool),
    ];
  }
}

/** JournalLib, CompteLib and CompAuxLib, in the order of the columns. */
const LABELS = [1, 5, 7] as const;

/** Sens: D or C, +1 or -1 (X of the article); lower case as the tool takes it. */
function sideOf(bytes: Uint8Array, start: number, end: number): 'debit' | 'credit' | null {
  if (end - start === 1) {
    const byte = (bytes[start] as number) | 32;
    return byte === 100 ? 'debit' : byte === 99 ? 'credit' : bytes[start] === 49 ? 'debit' : null;
  }
  if (end - start === 2 && bytes[start + 1] === 49) return bytes[start] === 43 ? 'debit' : bytes[start] === 45 ? 'credit' : null;
  return null;
}
