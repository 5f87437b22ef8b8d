import { describe, expect, test } from 'vitest';
import { ledgerOf, type WrittenLine } from './ledger-of-lines.ts';
import { answer } from './questions.ts';
import { taxDates } from './tax-calendar.ts';

const sale = (number: string, date: string, ttc: number, third = 'C1', letter = ''): WrittenLine[] => {
  const common = { journal: 'VE', journalLabel: 'Ventes', number, date, ref: `F-${number}`, label: `Facture Chauvet ${number}` };
  return [
    { ...common, account: '411000', third, debit: ttc, letter },
    { ...common, account: '706000', credit: (ttc * 5) / 6 },
    { ...common, account: '445710', credit: ttc / 6 },
  ];
};
const LEDGER = ledgerOf([
  { account: '512000', debit: 50_000, date: '2025-01-01', journal: 'AN', journalLabel: 'À-nouveaux' },
  { account: '101000', credit: 50_000, date: '2025-01-01', journal: 'AN', journalLabel: 'À-nouveaux' },
  ...sale('1', '2025-01-15', 12_000),
  ...sale('2', '2025-03-15', 24_000, 'C2'),
  { account: '512000', debit: 12_000, date: '2025-02-20', journal: 'BQ', number: '3', ref: 'V', label: 'Virement' },
  { account: '411000', third: 'C1', credit: 12_000, date: '2025-02-20', journal: 'BQ', number: '3', ref: 'V', label: 'Virement' },
  { account: '613000', debit: 6_000, date: '2025-03-20', journal: 'AC', number: '4', ref: 'L3', label: 'Loyer' },
  { account: '401000', third: 'F1', credit: 6_000, date: '2025-03-20', journal: 'AC', number: '4', ref: 'L3', label: 'Loyer' },
]);

describe('what screens ask of a ledger', () => {
  test('R206 figures, by month, with the days they cover', () => {
    const figures = answer(LEDGER, 'figures', {});
    expect(figures.indicators).toMatchObject({
      revenue: 30_000,
      expenses: 6_000,
      cash: 62_000,
      receivables: 24_000,
      payables: 6_000,
      result: 24_000,
    });
    expect(figures.months.map(({ month, revenue, cash, receivables }) => [month, revenue, cash, receivables])).toEqual([
      ['2025-01', 10_000, 50_000, 12_000],
      ['2025-02', 0, 62_000, 0],
      ['2025-03', 20_000, 62_000, 24_000],
    ]);
    expect(figures).toMatchObject({
      first: '2025-01-01',
      last: '2025-03-20',
      days: 79,
      from2025: true,
      dso: 52.7,
      proposedKind: 'commercial',
    });
  });
  test('R206 of its first months, for a comparison', () => {
    expect(answer(LEDGER, 'figures', { until: '2025-02-28' }).indicators).toMatchObject({ revenue: 10_000, cash: 62_000, receivables: 0 });
  });
  test('G14 cash, day by day', () => {
    expect(answer(LEDGER, 'cash', {})).toEqual([
      { day: '2025-01-01', cash: 50_000 },
      { day: '2025-02-20', cash: 62_000 },
    ]);
  });
  test('a list is the same however its pages and those of another are asked for in turn', () => {
    const ask = (order: 'date' | 'amount', offset: number) => answer(LEDGER, 'lines', { query: { order }, offset, limit: 3 });
    const whole = answer(LEDGER, 'lines', { query: { order: 'amount' }, offset: 0, limit: 100 });
    expect([...ask('amount', 0).lines, ...ask('amount', 3).lines]).toEqual(whole.lines.slice(0, 6));
    ask('date', 0);
    expect(ask('amount', 3)).toEqual({ ...whole, lines: whole.lines.slice(3, 6) });
  });
  test('R207 R214 from a figure to its accounts, its third parties, its lines, its entry', () => {
    expect(answer(LEDGER, 'balance', { accounts: ['41'] }).map(({ code, balance }) => [code, balance])).toEqual([['411000', 24_000]]);
    expect(answer(LEDGER, 'balance', { accounts: ['41'], by: 'third-party' }).map(({ code, balance }) => [code, balance])).toEqual([
      ['C1', 0],
      ['C2', 24_000],
    ]);
    const { lines, total, debit } = answer(LEDGER, 'lines', { query: { accounts: ['41'], thirdParty: 'C2' }, offset: 0, limit: 50 });
    expect([total, debit, lines[0]?.pieceRef]).toEqual([1, 24_000, 'F-2']);
    expect(answer(LEDGER, 'entry', { entry: lines[0]?.entry ?? 0 }).map(({ account }) => account)).toEqual(['411000', '706000', '445710']);
  });
  test('lines are found by words, amounts, journal and month, without accents, with what stands after each', () => {
    const of = (query: object) => answer(LEDGER, 'lines', { query, offset: 0, limit: 50 }).lines.map(({ row }) => row);
    expect(of({ text: 'CHAUVÉT f-2' })).toEqual([5, 6, 7]);
    expect(of({ text: '60,00', journal: 'AC' })).toEqual([10, 11]);
    expect(of({ month: '2025-02' })).toEqual([8, 9]);
    expect(of({ text: 'rien' })).toEqual([]);
    const { lines } = answer(LEDGER, 'lines', { query: { accounts: ['512'], order: 'date' }, offset: 1, limit: 1, running: true });
    expect(lines[0]?.running).toBe(62_000);
  });
  test('from a document back to its lines: by number, else by amount', () => {
    expect(answer(LEDGER, 'of-document', { number: 'f 2', total: 1 }).map(({ row }) => row)).toEqual([5]);
    expect(answer(LEDGER, 'of-document', { number: 'inconnu', total: 6_000 }).map(({ row }) => row)).toEqual([11]);
  });
  test('what is open, with due dates: of the invoice, of the third party, or estimated', () => {
    const invoices = [{ document: 'd1', number: 'F 2', date: '2025-03-15', due: '2025-05-31', total: 24_000, party: 'C2' }];
    const terms = { of: new Map([['C1', { days: 45, endOfMonth: true }]]) };
    const view = answer(LEDGER, 'open-items', { side: 'customers', reference: '2025-06-15', invoices, terms });
    expect(view.items.map(({ party, due, source, late, amount, document }) => [party, due, source, late, amount, document])).toEqual([
      ['C2', '2025-05-31', 'invoice', 15, 24_000, 'd1'],
    ]);
    expect(view.byDue.buckets['1-30']).toBe(24_000);
    const supplier = answer(LEDGER, 'open-items', { side: 'suppliers', reference: '2025-03-31' });
    expect(supplier.items[0]).toMatchObject({ due: '2025-04-19', source: 'estimated', late: -19 });
    expect(answer(LEDGER, 'open-items', { side: 'customers', reference: '2025-02-01', terms }).items[0]).toMatchObject({
      party: 'C1',
      due: '2025-03-31',
      source: 'term',
    });
  });
});

describe('tax dates (5.3)', () => {
  test('without settings there are none', () => {
    expect(taxDates({}, '2026-01-01', '2027-01-01')).toEqual([]);
  });
  test('by the month, by the quarter, and the yearly return until it ends', () => {
    const days = (settings: Parameters<typeof taxDates>[0], from = '2026-01-01', until = '2027-01-01') =>
      taxDates(settings, from, until).map(({ day }) => day);
    expect(days({ vat: { period: 'monthly', day: 19 } })).toHaveLength(12);
    expect(days({ vat: { period: 'quarterly', day: 24 } })).toEqual(['2026-01-24', '2026-04-24', '2026-07-24', '2026-10-24']);
    expect(days({ vat: { period: 'yearly', day: 3 } }, '2026-01-01', '2028-01-01')).toEqual(['2026-05-03']);
    expect(days({ corporateTax: { closingMonth: 12 } })).toEqual(['2026-03-15', '2026-05-15', '2026-06-15', '2026-09-15', '2026-12-15']);
  });
});
