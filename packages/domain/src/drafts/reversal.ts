/** Taking back a validated entry: nothing is erased from the books, the same lines come again on the other side (R151, R155). */
import type { EntryLine, JournalEntry } from './entry.ts';

/** @returns the entry that takes `entry` back, a draft like another until it is validated */
export function reversalOf(
  entry: JournalEntry,
  said: { readonly of: string; readonly date: string; readonly label: string },
): JournalEntry {
  return {
    journal: entry.journal,
    date: said.date,
    pieceRef: entry.pieceRef,
    pieceDate: entry.pieceDate,
    label: said.label,
    lines: entry.lines.map(turned),
    documents: entry.documents,
    reverses: said.of,
  };
}

/** Whether `reversal` takes back `entry`: every line once, on the other side, in any order; labels of lines may say otherwise. */
export function takesBack(reversal: JournalEntry, entry: JournalEntry): boolean {
  const moved = (lines: readonly EntryLine[]): string[] =>
    lines.map(({ account, auxiliary, debit, credit }) => [account, auxiliary, debit, credit].join('\t')).toSorted();
  return moved(reversal.lines).join('\n') === moved(entry.lines.map(turned)).join('\n');
}

function turned(line: EntryLine): EntryLine {
  return { ...line, debit: line.credit, credit: line.debit };
}
