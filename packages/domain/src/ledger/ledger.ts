/**
 * A fiscal year's entry lines, as columns: what an import makes and every figure is computed from.
 *
 * Lines are numbers in typed columns, words are ids in lists, so that a million of them is a few megabytes and no line is an
 * object. Money is whole cents, days are days since 1970. Nothing here is ever changed: another import makes another ledger.
 */

/** A column of ids: positions in a list of words. */
export type Ids = Uint8Array | Uint16Array | Uint32Array;
/** Whole cents; `Float64Array` only where an amount does not fit in 32 bits. */
export type CentsColumn = Int32Array | Float64Array;
/** Days since 1970; 0 where there is none, or none that can be read. */
export type Days = Uint16Array;

/** Words of lines: kept once where the line before has the same. */
export type TextColumn = {
  /** @returns the text of a line; `''` when it is blank */
  readonly at: (row: number) => string;
  /** All of it, as it is stored. */
  readonly words: () => Words;
};

/** Texts in UTF-8, one after another: `ids` is nondecreasing by one, `ends[id]` is where a text ends. */
export type Words = { readonly ids: Uint32Array; readonly ends: Uint32Array; readonly bytes: Uint8Array };

/** A name and its label, as the file gives them. */
export type Named = { readonly code: string; readonly label: string };

/** A value that is not what the format asks for; what the file says is kept. */
export type OddValue = {
  readonly row: number;
  readonly column: string;
  readonly text: string;
  /** `unreadable`: taken for none; `form`: read, though written otherwise; `digits`: more than two decimals. */
  readonly fault: 'unreadable' | 'form' | 'digits';
};

export type Ledger = {
  readonly rows: number;
  readonly journal: Ids;
  readonly account: Ids;
  /** 0 is none; others are positions in `thirdParties`. */
  readonly thirdParty: Ids;
  /** 0 is none; others are positions in `letterings`. */
  readonly lettering: Ids;
  readonly date: Days;
  readonly pieceDate: Days;
  readonly validDate: Days;
  readonly letteringDate: Days;
  readonly debit: CentsColumn;
  readonly credit: CentsColumn;
  /** Which entry a line belongs to: the lines of one have the same journal, number and date (2.10). */
  readonly entry: Uint32Array;
  readonly entries: number;
  /** The first line of each entry. */
  readonly entryRow: Uint32Array;
  readonly journals: readonly Named[];
  readonly accounts: readonly Named[];
  /** The first is nobody. */
  readonly thirdParties: readonly Named[];
  /** The first is blank. */
  readonly letterings: readonly string[];
  /** EcritureNum, of an entry and not of a line. */
  readonly number: TextColumn;
  readonly pieceRef: TextColumn;
  readonly label: TextColumn;
  /** Columns that only some files have, by their name: Montantdevise, Idevise, DateRglt, and whatever else stands there. */
  readonly others: ReadonlyMap<string, TextColumn>;
  /** Lines whose amounts cannot be read: they count for nothing, and are shown. */
  readonly unread: ReadonlySet<number>;
  readonly odd: readonly OddValue[];
  /** What an amount of more than two decimals is beyond its cents: millionths of a cent, by line. */
  readonly rest: ReadonlyMap<number, { readonly debit: number; readonly credit: number }>;
  /** Lines of the file as an editor numbers them: `line = row + 2 + skipped lines before`. */
  readonly skippedBefore: readonly { readonly row: number; readonly lines: number }[];
};

/** @returns the line of the file on which a row stands, the header being line 1 */
export function fileLine(ledger: Pick<Ledger, 'skippedBefore'>, row: number): number {
  let skipped = 0;
  for (const one of ledger.skippedBefore) {
    if (one.row > row) break;
    skipped = one.lines;
  }
  return row + 2 + skipped;
}

const DAY = 86_400_000;

/** @returns `AAAA-MM-JJ`; null for no day */
export function dayText(day: number): string | null {
  return day === 0 ? null : new Date(day * DAY).toISOString().slice(0, 10);
}

/** @param text `AAAA-MM-JJ` of a real day; @returns days since 1970 */
export function dayNumber(text: string): number {
  return Math.round(Date.parse(`${text}T00:00:00Z`) / DAY);
}
