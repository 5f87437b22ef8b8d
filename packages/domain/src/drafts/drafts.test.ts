import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DocumentId } from '@navette/kernel/ids';
import { parseAmount } from './amount.ts';
import { balancedAt, totalsOf } from './balance.ts';
import { chartWith, completeAccount, thirdPartiesOf } from './chart.ts';
import { isDay } from './day.ts';
import { checkEntry, EMPTY_LINE, type EntryLine, type JournalEntry } from './entry.ts';
import { exerciseOf, exerciseOn, isExercise, overlap } from './exercise.ts';
import { reachable, standingRevisions } from './revisions.ts';
import { reversalOf, takesBack } from './reversal.ts';
import { sealedText } from './sealed-text.ts';

const EXERCISE = exerciseOf(2026);
const line = (account: string, debit: number, credit: number, more: Partial<EntryLine> = {}): EntryLine => ({
  ...EMPTY_LINE,
  account,
  accountLabel: 'Compte',
  debit,
  credit,
  ...more,
});
const entry = (lines: readonly EntryLine[], more: Partial<JournalEntry> = {}): JournalEntry => ({
  journal: 'AC',
  date: '2026-03-14',
  pieceRef: 'F-118',
  pieceDate: '2026-03-12',
  label: 'Farine',
  lines,
  documents: [],
  ...more,
});
const PURCHASE = entry([line('601000', 10_000, 0), line('445660', 550, 0), line('401000', 0, 10_550)]);
const tags = (of: JournalEntry) => checkEntry(of, EXERCISE).map(({ tag, line: at }) => (at === null ? tag : `${tag} ${at}`));

describe('an entry before it enters the books', () => {
  it('R151 may be validated when it is balanced, dated in the exercise and complete', () => expect(tags(PURCHASE)).toEqual([]));

  it('R155 is refused with every reason at once, each at its place', () => {
    expect(tags(entry([line('601000', 100, 0), line('401000', 0, 99)]))).toEqual(['unbalanced']);
    expect(tags(entry([line('601000', 100, 0)]))).toEqual(['few-lines', 'unbalanced']);
    expect(tags(entry([line('60', 100, 0), line('4A1', 0, 100)]))).toEqual(['account 0', 'account 1']);
    expect(tags(entry([line('601', 100, 100), line('401', 0, 0)]))).toEqual(['both-sides 0', 'no-amount 1']);
    expect(tags(entry([line('601', -5, 0), line('401', 0, -5)]))).toEqual(['amount 0', 'amount 1']);
    expect(tags(entry(PURCHASE.lines, { date: '2025-12-31' }))).toEqual(['date-outside']);
    expect(tags(entry(PURCHASE.lines, { date: '2026-02-30' }))).toEqual(['no-date']);
    expect(tags(entry(PURCHASE.lines, { journal: '', pieceRef: ' ', pieceDate: '', label: '' }))).toEqual([
      'no-journal',
      'no-piece-ref',
      'no-piece-date',
      'no-label',
    ]);
    expect(tags(entry([line('601', 5, 0, { accountLabel: '' }), line('401', 0, 5, { auxiliary: 'F1' })]))).toEqual([
      'account-label 0',
      'third-party 1',
    ]);
  });

  it('R155 holds no sign that a file of entries could not: tabulation, vertical bar, end of line', () => {
    for (const sign of ['\t', '|', '\n', '\r', '\u2028', '\u0000']) {
      expect(tags(entry(PURCHASE.lines, { label: `Farine${sign}T65` }))).toEqual(['forbidden-character']);
      expect(tags(entry([line('601', 5, 0, { label: sign }), line('401', 0, 5)]))).toEqual(['forbidden-character 0']);
    }
    expect(tags(entry(PURCHASE.lines, { label: 'L’été « à » 5 € ; œuvre' }))).toEqual([]);
  });

  it('R155 knows the calendar', () => {
    expect(['2024-02-29', '2026-12-31', '2000-02-29'].every(isDay)).toBe(true);
    expect(['2026-02-29', '1900-02-29', '2026-13-01', '2026-00-10', '2026-04-31', '14/03/2026', ''].some(isDay)).toBe(false);
  });
});

describe('an exercise', () => {
  const split = { year: 2026, from: '2025-07-01', to: '2026-06-30' };

  it('R150 is the calendar year until somebody says its days, and a day falls in one alone', () => {
    expect(exerciseOf(2026)).toEqual({ year: 2026, from: '2026-01-01', to: '2026-12-31' });
    expect(exerciseOf(2026, [split])).toEqual(split);
    expect(exerciseOn('2025-08-01', [split]).year).toBe(2026);
    expect(exerciseOn('2025-06-30', [split]).year).toBe(2025);
    expect(overlap(split, exerciseOf(2025))).toBe(true);
    expect(overlap(split, { year: 2025, from: '2024-07-01', to: '2025-06-30' })).toBe(false);
  });

  it('R155 closes in its year, after it began, at most two years later', () => {
    expect(isExercise(split)).toBe(true);
    expect(isExercise({ year: 2026, from: '2025-01-01', to: '2026-12-31' })).toBe(true);
    for (const [from, to] of [
      ['2024-12-31', '2026-12-31'],
      ['2026-07-01', '2026-06-30'],
      ['2025-07-01', '2025-12-31'],
      ['2026-02-30', '2026-12-31'],
      ['', '2026-12-31'],
    ] as const)
      expect(isExercise({ year: 2026, from, to })).toBe(false);
  });
});

const amount = fc.integer({ min: 1, max: 10 ** 11 });
const anyLine = fc.tuple(amount, fc.boolean()).map(([value, left]) => line('471000', left ? value : 0, left ? 0 : value));

describe('balancing', () => {
  it('R151 whatever the other lines say, the line that balances makes both sums equal, on one side alone', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { minLength: 2, maxLength: 40 }), fc.nat(39), (lines, at) => {
        const index = at % lines.length;
        const balanced = balancedAt(lines, index);
        const others = totalsOf(lines.filter((_, i) => i !== index));
        expect(balanced === null).toBe(others.debit === others.credit);
        if (balanced === null) return;
        const { debit, credit } = totalsOf(balanced);
        expect(debit).toBe(credit);
        expect(tags(entry(balanced))).toEqual([]);
        expect(balanced.filter((_, i) => i !== index)).toEqual(lines.filter((_, i) => i !== index));
      }),
    );
    expect(balancedAt([], 0)).toBeNull();
  });

  it('R151 an entry one cent off is never taken for balanced', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { minLength: 1, maxLength: 20 }), (lines) => {
        const balanced = balancedAt([...lines, line('512000', 0, 0)], lines.length);
        const last = balanced?.at(-1);
        if (!balanced || !last) return;
        const off = last.debit > 0 ? { ...last, debit: last.debit + 1 } : { ...last, credit: last.credit + 1 };
        expect(tags(entry(balanced.with(-1, off)))).toContain('unbalanced');
      }),
    );
  });
});

describe('amounts as they are typed', () => {
  it('R151 French ways of writing come out in whole cents', () => {
    const read = ['1 234,56', '1\u202f234,56', '1\u00a0234,5', '12', '0,07', ',5', '1234.56', '', '12,', '3 €'].map(parseAmount);
    expect(read).toEqual([123_456, 123_456, 123_450, 1200, 7, 50, 123_456, 0, 1200, 300]);
  });

  it('R151 what is no amount is refused rather than guessed', () => {
    const read = ['1,234', 'abc', '-5', '1,2,3', '12e3', '99999999999999999', '+1', '.,'].map(parseAmount);
    expect(read.every((one) => one === null)).toBe(true);
  });

  it('R151 any number of cents written in French is read back the same', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 13 }), (cents) => {
        const whole = String(Math.floor(cents / 100)).replace(/\B(?=(\d{3})+$)/g, '\u202f');
        expect(parseAmount(`${whole},${String(cents % 100).padStart(2, '0')}`)).toBe(cents);
      }),
    );
  });
});

describe('completion', () => {
  const chart = [
    { account: '626000', label: 'Frais postaux et de télécommunications' },
    { account: '606100', label: 'Électricité' },
    { account: '606140', label: 'Carburants' },
    { account: '401000', label: 'Fournisseurs' },
  ];

  it('R151 an account is found by the beginning of its number or of the words of its label, without accents', () => {
    const found = (typed: string) => completeAccount(chart, typed).map(({ account }) => account);
    expect(found('606')).toEqual(['606100', '606140']);
    expect(found('elec')).toEqual(['606100']);
    expect(found('tele frais')).toEqual(['626000']);
    expect([found(''), found('lectricite'), found('9'), found('-')]).toEqual([[], [], [], []]);
    expect(completeAccount(chart, '6', 1)).toHaveLength(1);
  });

  it('R151 what entries call an account and a third party is proposed again', () => {
    const lines = [line('401000', 0, 5, { accountLabel: 'Fournisseurs locaux', auxiliary: 'MOULIN', auxiliaryLabel: 'Moulin Rey' })];
    expect(chartWith(chart, lines).find(({ account }) => account === '401000')?.label).toBe('Fournisseurs locaux');
    expect(thirdPartiesOf(lines)).toEqual([{ account: 'MOULIN', label: 'Moulin Rey', of: '401000' }]);
  });
});

describe('versions of a draft', () => {
  const revision = (id: string, ...replaces: string[]) => ({ id, replaces });
  const ids = (of: readonly ReturnType<typeof revision>[]) => standingRevisions(of).map(({ id }) => id);

  it('R9 R153 one that replaces the others stands alone; two written apart both stand, until a third replaces them', () => {
    expect(ids([revision('a'), revision('b', 'a')])).toEqual(['b']);
    expect(ids([revision('a'), revision('b', 'a'), revision('c', 'a')])).toEqual(['b', 'c']);
    expect(ids([revision('a'), revision('b', 'a'), revision('c', 'a'), revision('d', 'b', 'c')])).toEqual(['d']);
  });

  it('R9 whatever versions claim to replace, each one stands or is behind one that stands, and the order of arrival changes nothing', () => {
    const some = fc.uniqueArray(
      fc.record({ id: fc.integer({ min: 0, max: 9 }).map(String), replaces: fc.array(fc.integer({ min: 0, max: 9 }).map(String)) }),
      { selector: ({ id }) => id, maxLength: 10 },
    );
    fc.assert(
      fc.property(some, (revisions) => {
        const standing = standingRevisions(revisions);
        const seen = reachable(new Map(revisions.map((one) => [one.id, one])), standing);
        expect(revisions.every(({ id }) => seen.has(id))).toBe(true);
        expect(standingRevisions(revisions.toReversed())).toEqual(standing);
      }),
    );
  });
});

describe('taking back', () => {
  it('R151 deleting a validated entry is the same lines on the other side, and nothing else is', () => {
    const reversal = reversalOf(PURCHASE, { of: 'entry-1', date: '2026-04-01', label: 'Contre-passation' });
    expect(tags(reversal)).toEqual([]);
    expect(reversal).toMatchObject({ reverses: 'entry-1', date: '2026-04-01', pieceRef: 'F-118' });
    expect(takesBack(reversal, PURCHASE)).toBe(true);
    expect(takesBack({ ...reversal, lines: reversal.lines.toReversed() }, PURCHASE)).toBe(true);
    expect(takesBack(PURCHASE, PURCHASE)).toBe(false);
    expect(takesBack({ ...reversal, lines: reversal.lines.slice(1) }, PURCHASE)).toBe(false);
    const other = reversal.lines.with(0, { ...line('602000', 0, 10_000) });
    expect(takesBack({ ...reversal, lines: other }, PURCHASE)).toBe(false);
  });

  it('R155 the hash of an entry covers each of its fields, and the entry before it', () => {
    const facts = { dossier: 'd', year: 2026, number: 1, at: 1, by: 'u', previous: '', entry: PURCHASE };
    const texts = [
      facts,
      { ...facts, number: 2 },
      { ...facts, previous: 'x' },
      { ...facts, entry: { ...PURCHASE, label: 'Autre' } },
      { ...facts, entry: { ...PURCHASE, documents: ['1' as DocumentId] } },
      { ...facts, entry: { ...PURCHASE, reverses: 'y' } },
      { ...facts, entry: { ...PURCHASE, lines: PURCHASE.lines.toReversed() } },
    ].map(sealedText);
    expect(new Set(texts).size).toBe(texts.length);
  });
});
