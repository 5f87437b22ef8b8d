// Entries of the demonstration books. Invariant: an entry that leaves `entry` balances, to the cent.

import type { IsoDay } from './calendar-days.ts';
import type { JournalCode } from './chart-of-accounts.ts';
import type { DemoParty } from './demo-companies.ts';

/** One line: debit positive, credit negative, in cents. */
export interface LedgerLine {
  readonly account: string;
  readonly cents: number;
  readonly party?: DemoParty;
  /** Voucher of the line when it differs from the entry's (opening items). */
  readonly piece?: string;
  readonly pieceDate?: IsoDay;
  readonly label?: string;
  /** Settlement this line belongs to: lines sharing a key are matched (lettrage) when they sum to zero. */
  readonly settles?: string;
}

/** A balanced entry. */
export interface LedgerEntry {
  readonly journal: JournalCode;
  readonly date: IsoDay;
  readonly piece: string;
  readonly pieceDate: IsoDay;
  readonly label: string;
  readonly lines: readonly LedgerLine[];
}

/** Makes an entry, leaving out lines of zero. Throws RangeError when it does not balance. */
export function entry(
  journal: JournalCode,
  date: IsoDay,
  piece: string,
  label: string,
  lines: readonly LedgerLine[],
  pieceDate: IsoDay = date,
): LedgerEntry {
  const kept = lines.filter((line) => line.cents !== 0);
  const gap = kept.reduce((sum, line) => sum + line.cents, 0);
  if (gap !== 0) throw new RangeError(`entry ${piece} of ${date} is off by ${gap} cents`);
  return { journal, date, piece, pieceDate, label, lines: kept };
}

/** Balance (debit positive) of the accounts starting with a prefix. */
export function balanceOf(entries: readonly LedgerEntry[], prefix: string): number {
  let sum = 0;
  for (const each of entries) {
    for (const line of each.lines) if (line.account.startsWith(prefix)) sum += line.cents;
  }
  return sum;
}
