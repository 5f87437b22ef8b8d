import { describe, expect, it } from 'vitest';
import { EMPTY_LINE, type JournalEntry } from '@navette/domain/drafts/entry';
import type { EntryView } from '@navette/device/model';
import { balancedForm, emptyLine, entryOf, formOf, newForm, sameEntry, unreadAmounts, withLine } from './entry-form.ts';
import { amountOf, foundEntries } from './found-entries.ts';

const ENTRY: JournalEntry = {
  journal: 'AC',
  date: '2026-11-03',
  pieceRef: 'F-118',
  pieceDate: '2026-11-02',
  label: 'Électricité de novembre',
  lines: [
    { ...EMPTY_LINE, account: '606100', accountLabel: 'Électricité', debit: 123_456 },
    { ...EMPTY_LINE, account: '401000', accountLabel: 'Fournisseurs', auxiliary: 'EDF', auxiliaryLabel: 'EDF', credit: 123_456 },
  ],
  documents: [],
};

describe('an entry while it is typed', () => {
  it('R151 comes back from the form as it went in, and lines with nothing in them are left out', () => {
    const form = formOf(ENTRY);
    expect(entryOf(form)).toEqual(ENTRY);
    expect(sameEntry(entryOf({ ...form, lines: [...form.lines, emptyLine()] }), ENTRY)).toBe(true);
    expect(newForm('2026-11-03', 'AC').lines).toHaveLength(2);
    expect(entryOf(newForm('2026-11-03', 'AC')).lines).toEqual([]);
  });

  it('R151 says which amount it cannot read rather than guess one', () => {
    const form = formOf(ENTRY);
    const [first] = form.lines;
    if (!first) throw new Error('no line');
    expect(unreadAmounts(withLine(form, first.key, { debit: '12,345' }))).toEqual([{ tag: 'amount', line: 0 }]);
    expect(unreadAmounts(form)).toEqual([]);
  });

  it('R151 puts the missing amount on the line in hand, on the side where it is missing', () => {
    const form = formOf(ENTRY);
    const line = emptyLine();
    const [first] = form.lines;
    if (!first) throw new Error('no line');
    const more = {
      ...withLine(form, first.key, { debit: '2 000' }),
      lines: [...withLine(form, first.key, { debit: '2 000' }).lines, line],
    };
    expect(balancedForm(more, line.key).lines.at(-1)).toMatchObject({ debit: '', credit: '765,44' });
    expect(balancedForm(form, first.key).lines[0]).toMatchObject({ debit: '1\u202f234,56', credit: '' });
  });
});

describe('the list of entries', () => {
  const view = (also: Partial<EntryView>): EntryView => ({
    id: 'a',
    dossier: 'd' as never,
    year: 2026,
    state: 'draft',
    entry: ENTRY,
    standing: [],
    revisions: [],
    validated: null,
    refused: null,
    leftOut: [],
    reversedBy: null,
    ...also,
  });
  const all = [view({}), view({ id: 'b', state: 'validated', validated: { number: 12, by: 'u' as never, at: 1, hash: 'h' } })];

  it('R151 finds an entry by anything it says: words without accents, account, third party, amount, day, number', () => {
    for (const text of ['electricite', '6061', 'edf', '1234,56', '03/11/2026', 'f-118 elec'])
      expect(foundEntries(all, 'all', text)).toHaveLength(2);
    expect(foundEntries(all, 'all', 'n° 12').map(({ id }) => id)).toEqual(['b']);
    expect(foundEntries(all, 'all', 'gaz')).toEqual([]);
    expect(foundEntries(all, 'drafts', '').map(({ id }) => id)).toEqual(['a']);
    expect(foundEntries(all, 'validated', '').map(({ id }) => id)).toEqual(['b']);
    expect(amountOf(ENTRY)).toBe(123_456);
  });
});
