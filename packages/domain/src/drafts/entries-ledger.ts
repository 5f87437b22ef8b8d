/** Validated entries as a ledger (R155): what the server numbered, and nothing else. */
import { ledgerOf, type WrittenLine } from '../ledger/ledger-of-lines.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { JournalEntry } from './entry.ts';

export type NumberedEntry = {
  readonly number: number;
  /** `AAAA-MM-JJ`: the day the server entered it into the books. */
  readonly validated: string;
  readonly entry: JournalEntry;
};

/** @returns their lines in the order of their numbers; the label of a line is its own, else the entry's */
export function ledgerOfEntries(entries: readonly NumberedEntry[]): Ledger {
  return ledgerOf(
    entries
      .toSorted((a, b) => a.number - b.number)
      .flatMap(({ number, validated, entry }) =>
        entry.lines.map(
          (line): WrittenLine => ({
            journal: entry.journal,
            number: String(number),
            date: entry.date,
            pieceDate: entry.pieceDate === '' ? entry.date : entry.pieceDate,
            validDate: validated,
            ref: entry.pieceRef === '' ? '-' : entry.pieceRef,
            label: line.label === '' ? entry.label : line.label,
            account: line.account,
            accountLabel: line.accountLabel,
            debit: line.debit,
            credit: line.credit,
            ...(line.auxiliary === '' ? {} : { third: line.auxiliary, thirdLabel: line.auxiliaryLabel }),
          }),
        ),
      ),
  );
}
