import { describe, expect, test } from 'vitest';
import { accountBalances } from './balances.ts';
import { figureOf, sigOf } from './indicators.ts';
import { answer } from './questions.ts';
import { SIG_NAMES, sigParts } from './sig-parts.ts';
import { ledgerOf, type WrittenLine } from './ledger-of-lines.ts';

/** One line on each account of three figures of classes 6 and 7, and of those that are excepted somewhere, no two of one amount. */
const codes = [6, 7].flatMap((first) => Array.from({ length: 100 }, (_, n) => `${first}${String(n).padStart(2, '0')}`));
const lines: WrittenLine[] = [...codes, '6037', '6097', '7097'].map((account, n) => ({
  account,
  debit: 1_000 + n * 37 + (n % 7) * 1_001,
  date: '2025-05-01',
}));

describe('G14 the lines of the SIG and their accounts', () => {
  test.each([false, true])('each line is the sum of the accounts it says it is made of (PCG of 2025: %s)', (from2025) => {
    const balances = accountBalances(ledgerOf(lines));
    const sig = sigOf(balances, from2025);
    for (const name of SIG_NAMES) expect([name, figureOf(balances, sigParts(name, from2025))]).toEqual([name, sig[name]]);
  });
});

describe('R214 an expense leads to its supplier', () => {
  const common = { journal: 'AC', journalLabel: 'Achats', date: '2025-03-20' };
  const ledger = ledgerOf([
    { ...common, number: '1', account: '601000', debit: 5_000 },
    { ...common, number: '1', account: '401000', third: 'F1', credit: 5_000 },
    { ...common, number: '2', date: '2025-04-02', account: '601000', debit: 700 },
    { ...common, number: '2', date: '2025-04-02', account: '401000', third: 'F2', credit: 700 },
    { ...common, number: '3', account: '601000', debit: 300 },
    { ...common, number: '3', account: '401000', third: 'F1', credit: 100 },
    { ...common, number: '3', account: '401000', third: 'F2', credit: 200 },
  ]);
  const of = (more: object = {}) =>
    answer(ledger, 'balance', { accounts: ['60'], by: 'entry-party', ...more }).map(({ code, balance }) => [code, balance]);

  test('R214 an account without third parties is shown by those of its entries; an entry of several counts for none of them', () => {
    expect(of()).toEqual([
      ['601000', 300],
      ['F1', 5_000],
      ['F2', 700],
    ]);
  });

  test('R207 of a month, and its lines are those of the sum', () => {
    expect(of({ from: '2025-04-01', until: '2025-04-30' })).toEqual([['F2', 700]]);
    const lines = (entryParty: string) =>
      answer(ledger, 'lines', { query: { accounts: ['60'], entryParty }, offset: 0, limit: 10 }).lines.map(({ debit }) => debit);
    expect([lines('F1'), lines('F2'), lines(''), lines('F9')]).toEqual([[5_000], [700], [300], []]);
  });

  test('F14 entries that close the year are left out where figures leave them out', () => {
    const closed = ledgerOf([
      { account: '601000', debit: 900, date: '2025-06-01', number: '1' },
      { account: '512000', credit: 900, date: '2025-06-01', number: '1' },
      { account: '601000', credit: 900, date: '2025-12-31', number: '2' },
      { account: '120000', debit: 900, date: '2025-12-31', number: '2' },
    ]);
    const balance = (leaveClosing: boolean) => answer(closed, 'balance', { accounts: ['6'], leaveClosing })[0]?.balance;
    expect([balance(false), balance(true)]).toEqual([0, 900]);
    expect(answer(closed, 'lines', { query: { accounts: ['6'], leaveClosing: true }, offset: 0, limit: 9 }).total).toBe(1);
  });
});
