import { describe, expect, test } from 'vitest';
import { ledgerOf } from './ledger-of-lines.ts';
import { agedByDocument, openItems } from './open-items.ts';
import { dayNumber } from './ledger.ts';

const reference = dayNumber('2026-12-31');
const open = (lines: Parameters<typeof ledgerOf>[0], more: Partial<Parameters<typeof openItems>[1]> = {}) => {
  const ledger = ledgerOf(lines);
  const { items, parties, way } = openItems(ledger, { side: 'customers', reference, ...more });
  return { way, items: items.map(({ amount, party, row }) => [parties[party]?.code, amount, row]) };
};

describe('open items (5.2)', () => {
  test('by lettrage, what has no code is open and a group that sums to zero is closed', () => {
    expect(
      open([
        { account: '411000', third: 'C1', debit: 100, letter: 'AA', date: '2026-01-05' },
        { account: '411000', third: 'C1', credit: 100, letter: 'AA', date: '2026-02-05' },
        { account: '411000', third: 'C1', debit: 40, date: '2026-03-05' },
        { account: '418000', debit: 7, date: '2026-03-05' },
      ]),
    ).toEqual({ way: 'lettrage', items: [['C1', 40, 2]] });
  });
  test('the rest of a group that does not sum to zero is that of the latest, paid from the oldest on', () => {
    expect(
      open([
        { account: '411000', third: 'C1', debit: 100, letter: 'a', date: '2026-02-05' },
        { account: '411000', third: 'C1', debit: 50, letter: 'a', date: '2026-01-05' },
        { account: '411000', third: 'C1', credit: 70, letter: 'a', date: '2026-03-05' },
      ]),
    ).toEqual({ way: 'lettrage', items: [['C1', 80, 0]] });
  });
  test('without any code, first in first out over the third party; a payment without invoice stays negative', () => {
    expect(
      open([
        { account: '411000', third: 'C1', debit: 100, date: '2026-02-05' },
        { account: '411100', third: 'C1', credit: 30, date: '2026-03-05' },
        { account: '411200', credit: 20, date: '2026-03-05' },
      ]),
    ).toEqual({
      way: 'fifo',
      items: [
        ['C1', 70, 0],
        ['411200', -20, 2],
      ],
    });
  });
  test('asked of a past day, lines and lettrages that came after are not known', () => {
    const lines = [
      { account: '411000', third: 'C1', debit: 100, letter: 'AA', letterDate: '2026-05-01', date: '2026-01-05' },
      { account: '411000', third: 'C1', credit: 100, letter: 'AA', letterDate: '2026-05-01', date: '2026-05-01' },
      { account: '411000', third: 'C2', debit: 1, letter: 'AB', letterDate: '2026-01-06', date: '2026-01-06' },
      { account: '411000', third: 'C2', credit: 1, letter: 'AB', letterDate: '2026-01-06', date: '2026-01-06' },
    ];
    expect(open(lines, { reference: dayNumber('2026-03-31'), asOf: true }).items).toEqual([['C1', 100, 0]]);
    expect(open(lines).items).toEqual([]);
  });
  test('ages are those of the document, dates to come being the youngest', () => {
    const ledger = ledgerOf([
      { account: '401000', credit: 1, date: '2027-01-10' },
      { account: '401000', credit: 2, date: '2026-12-01' },
      { account: '401000', credit: 4, date: '2026-11-30' },
      { account: '401000', credit: 8, date: '2026-10-02' },
      { account: '401000', credit: 16, date: '2026-10-01', pieceDate: '2026-10-01' },
    ]);
    expect(agedByDocument(openItems(ledger, { side: 'suppliers', reference, way: 'lettrage' }).items, reference)).toEqual({
      buckets: { '0-30': 3, '31-60': 4, '61-90': 8, '>90': 16 },
      total: 31,
      items: 5,
    });
  });
});
