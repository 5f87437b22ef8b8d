/** What the hash of a validated entry is made of: every field in one order, and the hash of the entry before it in the exercise. */
import type { JournalEntry } from './entry.ts';

export type SealedFacts = {
  readonly dossier: string;
  readonly year: number;
  readonly number: number;
  readonly at: number;
  readonly by: string;
  readonly previous: string;
  readonly entry: JournalEntry;
};

/** The same text for the same entry, on any machine. */
export function sealedText({ dossier, year, number, at, by, previous, entry }: SealedFacts): string {
  const { journal, date, pieceRef, pieceDate, label, lines, documents, reverses = '' } = entry;
  return JSON.stringify([
    'navette-entry-1',
    dossier,
    year,
    number,
    at,
    by,
    previous,
    [journal, date, pieceRef, pieceDate, label, reverses, documents],
    lines.map((line) => [line.account, line.accountLabel, line.auxiliary, line.auxiliaryLabel, line.label, line.debit, line.credit]),
  ]);
}
