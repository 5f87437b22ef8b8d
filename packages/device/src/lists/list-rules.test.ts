import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DOCUMENT_KINDS } from '@navette/domain/document-kinds';
import { DOCUMENT_STATES } from '@navette/domain/document-state';
import { documentView } from '../fold/document-view.ts';
import { DOCUMENT_ORDERS, type DocumentQuery, type DocumentRow } from '../document-model.ts';
import { madeDocument, madeDossier, madeReceipt } from '../testing/made-documents.ts';
import { comparison, listed, pageOf } from './list-rules.ts';

const rows: readonly DocumentRow[] = Array.from({ length: 400 }, (_, n) => {
  const stored = madeDocument(n, 3);
  const row = documentView(stored, {
    receipt: n % 3 === 0 ? undefined : madeReceipt(stored),
    upload: undefined,
    comments: n % 11 === 0 ? 2 : 0,
  });
  if (row === null) throw new Error('no row');
  return {
    ...row,
    binnedAt: n % 29 === 0 ? 1 : null,
    booked: n % 6 === 0 ? { on: '2026-11-20', by: null } : null,
    answers: n % 13 === 0 ? `r${n % 2}` : null,
    withdrawn: n % 37 === 0,
  };
});
const all: DocumentQuery = { dossier: null, limit: 1000 };
const of = (query: Partial<DocumentQuery>) => pageOf(rows, { ...all, ...query });

describe('filters of documents', () => {
  test('R212 sent documents can be filtered by document type, one or several', () => {
    const bank = of({ kind: 'bank' });
    expect(bank.total).toBeGreaterThan(10);
    expect(bank.rows.every(({ kind }) => kind === 'bank')).toBe(true);
    const two = of({ kind: ['bank', 'cash'] });
    expect(two.total).toBe(bank.total + of({ kind: 'cash' }).total);
    // Each type says how many it would leave, whatever type is chosen now.
    expect(two.byKind?.payroll).toBe(of({ kind: 'payroll' }).rows.filter((row) => !row.withdrawn).length);
  });

  test('R213 by state, one or several, with the count of each', () => {
    const page = of({ state: ['taken', 'accepted'] });
    expect(new Set(page.rows.map(({ state }) => state))).toEqual(new Set(['taken', 'accepted']));
    for (const state of DOCUMENT_STATES) expect(page.byState[state]).toBe(of({ state }).rows.filter((row) => !row.withdrawn).length);
  });

  test('by a period of the document’s own date where it has one, else of its capture, in Paris days', () => {
    const month = { from: '2026-11-01', to: '2026-11-30' } as const;
    const dated = of({ period: { ...month, by: 'date' } });
    expect(dated.rows.some(({ facts }) => facts?.date === undefined)).toBe(true);
    expect(dated.rows.every(({ facts }) => facts?.date === undefined || facts.date.startsWith('2026-11'))).toBe(true);
    const captured = of({ period: { from: '2026-11-20', to: '2026-11-20', by: 'captured' } });
    expect(
      captured.rows.every(({ capturedAt }) => capturedAt >= Date.UTC(2026, 10, 19, 23) && capturedAt < Date.UTC(2026, 10, 20, 23)),
    ).toBe(true);
    expect(captured.total).toBeGreaterThan(3);
    expect(of({ period: { to: '2000-01-01', by: 'captured' } }).total).toBe(0);
  });

  test('by dossier, supplier, amount whatever its sign, box, request, comments, books', () => {
    expect(of({ dossier: madeDossier(1) }).rows.every(({ dossier }) => dossier === madeDossier(1))).toBe(true);
    expect(of({ dossiers: [madeDossier(0), madeDossier(1)] }).total).toBe(
      of({ dossier: madeDossier(0) }).total + of({ dossier: madeDossier(1) }).total,
    );
    expect(of({ supplier: 'scierie vua' }).rows.every(({ facts }) => facts?.issuer === 'Scierie du Vuache')).toBe(true);
    expect(of({ amount: { min: 100_000, max: 200_000 } }).rows.every(({ facts }) => (facts?.total ?? 0) >= 100_000)).toBe(true);
    const credit = { ...rows[1], facts: { v: 1, by: 'text', total: -150_00 } } as DocumentRow;
    expect(pageOf([credit], { ...all, amount: { min: 150_00, max: 150_00 } }).total).toBe(1);
    expect(of({ box: ['pay'] }).rows.every(({ box }) => box === 'pay')).toBe(true);
    expect(of({ answers: 'r1' }).rows.every(({ answers }) => answers === 'r1')).toBe(true);
    expect(of({ answers: true }).total + of({ answers: false }).total).toBe(of({}).total);
    expect(of({ commented: true }).total + of({ commented: false }).total).toBe(of({}).total);
    expect(of({ booked: true }).total + of({ booked: false }).total).toBe(of({}).total);
  });

  test('what is in the bin or was moved is hidden, and shown on shelves of their own', () => {
    expect(of({}).rows.every(({ binnedAt }) => binnedAt === null)).toBe(true);
    expect(of({ shelf: 'bin' }).rows.every(({ binnedAt }) => binnedAt !== null)).toBe(true);
    const moved = { ...rows[1], moved: { dossier: madeDossier(2), document: rows[2]?.id } } as DocumentRow;
    expect(pageOf([moved], all).total).toBe(0);
    expect(pageOf([moved], { ...all, shelf: 'moved' }).total).toBe(1);
  });

  test('withdrawn before it arrived, a document is nowhere', () => {
    expect(pageOf([{ ...rows[1], withdrawn: true, receivedAt: null } as DocumentRow], all).total).toBe(0);
  });

  test('words in a file stand behind what the fields say, and say so', () => {
    const texts = new Map([[rows[5]?.hash ?? '', ' chantier du moulin ']]);
    const page = pageOf(rows.slice(0, 20), { ...all, text: 'chantier moulin' }, texts);
    expect(page.rows.map(({ id }) => id)).toEqual([rows[5]?.id]);
    expect(page.inText).toEqual([rows[5]?.id]);
  });
});

const query: fc.Arbitrary<DocumentQuery> = fc.record(
  {
    dossier: fc.constantFrom(null, madeDossier(0), madeDossier(1)),
    limit: fc.nat(50),
    offset: fc.nat(100),
    kind: fc.subarray([...DOCUMENT_KINDS]),
    state: fc.subarray([...DOCUMENT_STATES]),
    text: fc.constantFrom('', 'scierie', 'pdf 12', '"du vuache"'),
    booked: fc.boolean(),
    commented: fc.boolean(),
    amount: fc.record({ min: fc.nat(900_000) }),
    sort: fc.record({ by: fc.constantFrom(...DOCUMENT_ORDERS), down: fc.boolean() }),
  },
  { requiredKeys: ['dossier', 'limit'] },
);

describe('whatever is asked', () => {
  test('a page is a piece of the whole, the whole is in order, and each filter alone explains what is missing', () => {
    fc.assert(
      fc.property(query, (asked) => {
        const page = pageOf(rows, asked);
        const { offset: _offset, ...unshifted } = asked;
        const whole = pageOf(rows, { ...unshifted, limit: 1000 });
        expect(page.rows).toEqual(whole.rows.slice(asked.offset ?? 0, (asked.offset ?? 0) + asked.limit));
        expect(page.total).toBe(whole.rows.length);
        const compare = comparison(asked.sort ?? { by: 'captured', down: true });
        const made = whole.rows.map((row) => listed(row));
        for (let i = 1; i < made.length; i++) expect(compare(made[i - 1] as never, made[i] as never)).toBeLessThan(0);
        const states = asked.state && asked.state.length > 0 ? asked.state : DOCUMENT_STATES;
        const counted = whole.rows.filter((row) => !row.withdrawn).length;
        expect([...states].reduce((sum, state) => sum + page.byState[state as keyof typeof page.byState], 0)).toBe(counted);
      }),
      { numRuns: 200 },
    );
  });
});
