import { describe, expect, test } from 'vitest';
import { ledgerOfEntries } from '@navette/domain/drafts/entries-ledger';
import { EMPTY_LINE, type JournalEntry } from '@navette/domain/drafts/entry';
import { accountBalances } from '@navette/domain/ledger/balances';
import { indicatorsOf } from '@navette/domain/ledger/indicators';
import { checkFec } from './check-fec.ts';
import { readFec } from './read-fec.ts';
import { writeFec } from './write-fec.ts';

const entry = (date: string, label: string, net: number): JournalEntry => ({
  journal: 'VE',
  date,
  pieceRef: '',
  pieceDate: '',
  label,
  lines: [
    { ...EMPTY_LINE, account: '411000', accountLabel: 'Clients', auxiliary: 'HDA', auxiliaryLabel: 'Hôtel des Arts', debit: net },
    { ...EMPTY_LINE, account: '706000', accountLabel: 'Prestations', label: 'Pose', credit: net },
  ],
  documents: [],
});

describe('entries that were validated here, as a FEC (R155)', () => {
  test('are in the order of their numbers, pass the checks and give their figures again', () => {
    const ledger = ledgerOfEntries([
      { number: 2, validated: '2026-12-31', entry: entry('2026-12-31', 'Deuxième', 30_000) },
      { number: 1, validated: '2026-06-30', entry: entry('2026-06-15', 'Première', 12_050) },
    ]);
    const { pieces } = writeFec(ledger, { encoding: 'utf-8', separator: 'tab' });
    const read = readFec(Uint8Array.from(pieces.flatMap((piece) => [...piece])));
    if (!read.ok) throw new Error(read.refusal.tag);
    expect(checkFec(read.value, '732829320FEC20261231.txt')).toEqual([]);
    const again = read.value.ledger;
    expect([0, 2].map((row) => again.number.at(again.entry[row] as number))).toEqual(['1', '2']);
    expect([again.label.at(0), again.label.at(1), again.thirdParties[1]?.label]).toEqual(['Première', 'Pose', 'Hôtel des Arts']);
    expect(indicatorsOf(accountBalances(again))).toMatchObject({ revenue: 42_050, receivables: 42_050 });
  });
});
