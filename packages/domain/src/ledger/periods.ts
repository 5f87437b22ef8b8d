/** Figures by month and by day (accounting formats, 4.5). */
import type { Ledger } from './ledger.ts';
import { closingEntries, openingJournals } from './opening.ts';

/** `AAAA-MM`. */
export type Month = string;

export type MonthFigures = {
  readonly month: Month;
  /** Of the month, in cents. */
  readonly revenue: number;
  readonly expenses: number;
  /** At the end of the month, in cents. */
  readonly cash: number;
  readonly receivables: number;
  readonly payables: number;
};

const DAY = 86_400_000;

function monthIndex(day: number): number {
  const date = new Date(day * DAY);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

export function monthText(index: number): Month {
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
}

const REVENUE = 1;
const EXPENSE = 2;
const CASH = 4;
const RECEIVABLE = 8;
const PAYABLE = 16;

/** Which figures an account is in; the same prefixes as `COMPOSITION`. */
function flagsOf(code: string): number {
  const two = code.slice(0, 2);
  if (two === '70') return REVENUE;
  if (code.startsWith('6')) return EXPENSE;
  if (two === '51' || two === '53' || two === '54') return CASH;
  if (two === '41') return code.startsWith('419') ? 0 : RECEIVABLE;
  if (two === '40') return code.startsWith('409') ? 0 : PAYABLE;
  return 0;
}

/**
 * The five figures by month of EcritureDate: sales and expenses of the month, without the opening journal and closing entries;
 * cash, receivables and payables as they stand at its end. Lines without a date are in no month.
 * @returns every month from the first to the last with a line
 */
export function monthlyFigures(ledger: Ledger): readonly MonthFigures[] {
  const { rows, account, accounts, date, journal, entry, debit, credit } = ledger;
  const [first, last] = spanOfDays(ledger);
  if (last === 0) return [];
  const flags = Uint8Array.from(accounts, ({ code }) => flagsOf(code));
  const opening = openingJournals(ledger);
  const closing = closingEntries(ledger);
  const from = monthIndex(first);
  const count = monthIndex(last) - from + 1;
  // The month of each day, so that no date is made for a line.
  const monthOf = new Uint16Array(last - first + 1);
  for (let day = first; day <= last; day++) monthOf[day - first] = monthIndex(day) - from;
  const sums = Array.from({ length: 5 }, () => new Float64Array(count));
  const [revenue, expenses, cash, receivables, payables] = sums as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
  for (let row = 0; row < rows; row++) {
    const flag = flags[account[row] as number] as number;
    const day = date[row] as number;
    if (flag === 0 || day === 0) continue;
    const month = monthOf[day - first] as number;
    const amount = (debit[row] as number) - (credit[row] as number);
    if (flag <= EXPENSE) {
      if (opening[journal[row] as number] || closing[entry[row] as number]) continue;
      if (flag === REVENUE) revenue[month] = (revenue[month] as number) - amount;
      else expenses[month] = (expenses[month] as number) + amount;
    } else if (flag === CASH) cash[month] = (cash[month] as number) + amount;
    else if (flag === RECEIVABLE) receivables[month] = (receivables[month] as number) + amount;
    else payables[month] = (payables[month] as number) - amount;
  }
  for (const running of [cash, receivables, payables])
    for (let month = 1; month < count; month++) running[month] = (running[month] as number) + (running[month - 1] as number);
  return Array.from({ length: count }, (_, month) => ({
    month: monthText(from + month),
    revenue: plain(revenue[month]),
    expenses: plain(expenses[month]),
    cash: plain(cash[month]),
    receivables: plain(receivables[month]),
    payables: plain(payables[month]),
  }));
}

const plain = (value: number | undefined): number => value || 0;

/** First and last day with a line; zeros when there is none. */
export function spanOfDays({ rows, date }: Pick<Ledger, 'rows' | 'date'>): readonly [first: number, last: number] {
  let [first, last] = [65_535, 0];
  for (let row = 0; row < rows; row++) {
    const day = date[row] as number;
    if (day === 0) continue;
    if (day < first) first = day;
    if (day > last) last = day;
  }
  return last === 0 ? [0, 0] : [first, last];
}

/** What is on the accounts 51, 53 and 54 at the end of each day on which it moved: days since 1970 and cents. */
export function runningCash(ledger: Ledger): readonly { readonly day: number; readonly cash: number }[] {
  const { rows, account, accounts, date, debit, credit } = ledger;
  const [first, last] = spanOfDays(ledger);
  if (last === 0) return [];
  const isCash = Uint8Array.from(accounts, ({ code }) => (flagsOf(code) === CASH ? 1 : 0));
  const moved = new Float64Array(last - first + 1);
  const touched = new Uint8Array(last - first + 1);
  for (let row = 0; row < rows; row++) {
    const day = date[row] as number;
    if (day === 0 || !isCash[account[row] as number]) continue;
    moved[day - first] = (moved[day - first] as number) + (debit[row] as number) - (credit[row] as number);
    touched[day - first] = 1;
  }
  let cash = 0;
  const days: { day: number; cash: number }[] = [];
  for (let at = 0; at < moved.length; at++) {
    cash += moved[at] as number;
    if (touched[at]) days.push({ day: first + at, cash });
  }
  return days;
}
