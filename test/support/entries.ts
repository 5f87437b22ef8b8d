/** Entries for tests: a purchase of flour, balanced and complete, and a request to validate it. */
import { EMPTY_LINE, type JournalEntry } from '@navette/domain/drafts/entry';
import type { DossierId } from '@navette/kernel/ids';
import type { EntryValidation } from '@navette/protocol/entries';
import { freshId } from './sync-world.ts';

export function purchase(also: Partial<JournalEntry> = {}): JournalEntry {
  return {
    journal: 'AC',
    date: '2026-11-03',
    pieceRef: 'F-2026-118',
    pieceDate: '2026-11-02',
    label: 'Moulin Rey, farine T65',
    lines: [
      { ...EMPTY_LINE, account: '601000', accountLabel: 'Achats de matières premières', debit: 10_000 },
      { ...EMPTY_LINE, account: '445660', accountLabel: 'TVA déductible', debit: 550 },
      {
        ...EMPTY_LINE,
        account: '401000',
        accountLabel: 'Fournisseurs',
        auxiliary: 'MOULIN',
        auxiliaryLabel: 'Moulin Rey',
        credit: 10_550,
      },
    ],
    documents: [],
    ...also,
  };
}

export function validation(dossier: DossierId, also: Partial<EntryValidation> = {}): EntryValidation {
  return { id: freshId(), dossier, year: 2026, draft: freshId(), of: ['v1'], entry: purchase(), ...also };
}
