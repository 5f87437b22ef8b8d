import { describe, expect, test } from 'vitest';
import { answer } from '@navette/domain/ledger/questions';
import { sampleLedger } from '../testing/sample-books.ts';
import type { DossierId } from '@navette/kernel/ids';
import type { Lists } from '../ledger/use-lists.ts';
import { plainText } from '@navette/domain/ledger/lines';
import { likeOnes } from './like-ones.ts';
import { journalHash, parseJournalPlace, START, type JournalPlace } from './journal-place.ts';
import { balanceAsk, carriedAsk, hasRunning, lineQuery, searchedText } from './line-query.ts';

const DOSSIER = '0123456789abcdef01234567' as DossierId;
const LEDGER = sampleLedger(2026);
const found = answer(LEDGER, 'lists', {});
const parties = [{ code: '', label: '' }, ...found.thirdParties];
const lists: Lists = {
  accounts: found.accounts,
  parties,
  journals: found.journals,
  months: found.months,
  accountAt: (code) => found.accounts.findIndex((one) => one.code === code),
  partyAt: (code) => parties.findIndex((one) => one.code === code),
  only: (at) => ({ accounts: [found.accounts[at]?.code ?? ''], except: [] }),
};
const at = (more: Partial<JournalPlace>): JournalPlace => ({ ...START, ...more });
const linesOf = (place: JournalPlace, text = '') => {
  const query = lineQuery(place, text, lists);
  if (query === null) throw new Error('nothing is asked');
  return answer(LEDGER, 'lines', { query, offset: 0, limit: 5000, running: hasRunning(place, text) });
};

describe('a place in the journal', () => {
  test('is read again from its address as it was', () => {
    const place = at({
      tab: 'ledger',
      exercise: 'e1',
      month: '2026-03',
      account: 2,
      party: 4,
      open: true,
      order: 'amount-down',
      kind: 'customers',
      entry: 7,
      row: 20,
    });
    expect(parseJournalPlace(journalHash(place, DOSSIER))).toEqual(place);
    expect(parseJournalPlace('#/journal')).toEqual(START);
  });
  test('an address that makes no sense is the journal itself', () => {
    expect(parseJournalPlace('#/journal/secret?month=2026-13&account=-1&party=x&order=up&kind=all&entry=1e9&exercise=../x')).toEqual(START);
  });
});

describe('what a place asks of a ledger', () => {
  test('entries in the order of the file, all of them', () => {
    const page = linesOf(START);
    expect(page.total).toBe(LEDGER.rows);
    expect(page.debit).toBe(page.credit);
  });
  test('a general ledger without an account asks nothing', () => {
    expect(lineQuery(at({ tab: 'ledger' }), '', lists)).toBeNull();
  });
  test('a month of an account carries what stood before it, and ends where the balance of that month does', () => {
    const place = at({ tab: 'ledger', account: lists.accountAt('512000'), month: '2026-03' });
    const ask = carriedAsk(place, lists);
    if (ask === null) throw new Error('nothing is carried');
    const carried = answer(LEDGER, 'balance', ask).find(({ code }) => code === '512000')?.balance ?? Number.NaN;
    const end = answer(LEDGER, 'balance', balanceAsk('general', '2026-03')).find(({ code }) => code === '512000')?.balance;
    expect(carried + (linesOf(place).lines.at(-1)?.running ?? Number.NaN)).toBe(end);
  });
  test('the ledger of a customer adds up to what the balance of customers says of them', () => {
    const place = at({ tab: 'ledger', party: lists.partyAt('C001'), kind: 'customers' });
    const { debit, credit } = linesOf(place);
    expect(debit - credit).toBe(answer(LEDGER, 'balance', balanceAsk('customers', null)).find(({ code }) => code === 'C001')?.balance);
  });
  test('a running balance only where a whole account stands in the order of its days', () => {
    const place = at({ tab: 'ledger', account: 3 });
    expect(hasRunning(place, '')).toBe(true);
    for (const more of [{ open: true }, { journal: 1 }, { order: 'amount' as const }, { order: 'date-down' as const }])
      expect(hasRunning({ ...place, ...more }, '')).toBe(false);
    expect(hasRunning(place, 'loyer')).toBe(false);
  });
  test('words without accents, and amounts as they are copied from a screen', () => {
    expect(linesOf(START, 'electricite').total).toBeGreaterThan(0);
    const [line] = linesOf(START).lines;
    const written = `${Math.floor((line?.debit || line?.credit || 0) / 100)}`.replaceAll(/\B(?=(?:\d{3})+$)/g, '\u202f');
    expect(linesOf(START, `${written},00`).lines.map(({ row }) => row)).toContain(line?.row);
    expect(searchedText(' 1 234,56 F 2026 001 ')).toBe('1234,56 F 2026 001');
  });
  test('an account or third party that is none selects nothing', () => {
    expect(linesOf(at({ party: 9999 })).total).toBe(0);
  });
});

describe('an account found by a few letters', () => {
  const plain = [
    ['', ''],
    ['606100', 'Eau, gaz, électricité'],
    ['411000', 'Clients'],
    ['401000', 'Fournisseurs'],
    ['641000', 'Rémunérations 40 h'],
  ].map(([code = '', label = '']) => ({ code: plainText(code), all: plainText(`${code} ${label}`) }));
  test('numbers that begin so come first, in their order; names answer without accents; nobody is never proposed', () => {
    expect(likeOnes(plain, '40')).toEqual([3, 4]);
    expect(likeOnes(plain, 'electr')).toEqual([1]);
    expect(likeOnes(plain, '')).toEqual([3, 2, 1, 4]);
    expect(likeOnes(plain, 'x')).toEqual([]);
  });
});
