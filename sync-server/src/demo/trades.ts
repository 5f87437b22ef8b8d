// A year of invoices of a demonstration company, bought and sold: the planned ones (which exist as documents)
// and generated ones around them. Knows dates, parties and totals; knows no account entry and no drawing.
// Invariant: sales are numbered without a gap in date order; a supplier never gives the same number twice.

import type { DemoCompanyCode, DemoParty } from './demo-companies.ts';
import { type IsoDay, addDays, dayOf, workingDay } from './calendar-days.ts';
import { DEMO_CUSTOMERS, type DemoCustomerKey } from './demo-customers.ts';
import { DEMO_SUPPLIERS, type DemoSupplierKey } from './demo-suppliers.ts';
import { type InvoiceTotals, invoiceTotals, totalsOf } from './invoice-amounts.ts';
import { LEDGER_PROFILES, type LedgerProfile, type PurchaseHabit } from './ledger-profiles.ts';
import { PLANNED_INVOICES, type PlannedInvoice } from './planned-invoices.ts';
import { type SeededRandom, seededRandom } from './seeded-random.ts';

/** First year the books exist. */
export const FIRST_YEAR = 2025;

/** One invoice, bought or sold. */
export interface Trade {
  readonly direction: 'purchase' | 'sale';
  readonly party: DemoParty;
  readonly number: string;
  readonly date: IsoDay;
  readonly due: IsoDay;
  /** The day it is (or will be) paid. */
  readonly payOn: IsoDay;
  /** Collected by direct debit. */
  readonly debited: boolean;
  /** Expense or revenue account. */
  readonly account: string;
  readonly totals: InvoiceTotals;
  /** Present when the invoice also exists as a document. */
  readonly planned?: PlannedInvoice;
}

function purchase(
  code: DemoCompanyCode,
  key: DemoSupplierKey,
  account: string,
  date: IsoDay,
  totals: InvoiceTotals,
  planned?: PlannedInvoice,
): Trade {
  const supplier = DEMO_SUPPLIERS[key];
  const number = supplier.numberOn(date);
  const due = addDays(date, supplier.terms);
  const delay = supplier.debited ? 0 : seededRandom(`${code}:paid:${number}`).between(0, 6);
  const payOn = workingDay(addDays(due, delay));
  return {
    direction: 'purchase',
    debited: supplier.debited,
    party: supplier,
    number,
    date,
    due,
    payOn,
    account,
    totals,
    ...(planned && { planned }),
  };
}

function sale(
  code: DemoCompanyCode,
  key: DemoCustomerKey,
  account: string,
  date: IsoDay,
  totals: InvoiceTotals,
  planned?: PlannedInvoice,
): Trade {
  const customer = DEMO_CUSTOMERS[key];
  const due = addDays(date, customer.terms);
  const delay = seededRandom(`${code}:paid:${customer.auxiliary}:${date}`).between(-4, customer.lateness);
  const payOn = workingDay(addDays(due, delay));
  return { direction: 'sale', debited: false, party: customer, number: '', date, due, payOn, account, totals, ...(planned && { planned }) };
}

function plannedTrade(code: DemoCompanyCode, profile: LedgerProfile, planned: PlannedInvoice, today: IsoDay): Trade {
  const date = addDays(today, -planned.daysAgo);
  const totals = invoiceTotals(planned.lines);
  const { party } = planned;
  if (party.direction === 'sale') return sale(code, party.key, profile.salesAccount, date, totals, planned);
  const habit = profile.purchases.find((each) => each.supplier === party.key);
  return purchase(code, party.key, habit?.account ?? '606300', date, totals, planned);
}

function monthPurchases(code: DemoCompanyCode, habit: PurchaseHabit, year: number, month: number, planned: readonly Trade[]): Trade[] {
  if (habit.months !== undefined && !habit.months.includes(month)) return [];
  const random = seededRandom(`${code}:buy:${habit.supplier}:${year}:${month}`);
  const taken = new Set(planned.filter((trade) => trade.party === DEMO_SUPPLIERS[habit.supplier]).map((trade) => trade.date));
  const made: Trade[] = [];
  for (let wanted = habit.count - taken.size; wanted > 0;) {
    const date = dayOf(year, month, habit.day ?? random.between(2, 27));
    if (taken.has(date)) continue;
    taken.add(date);
    const net = random.between(habit.low, habit.high);
    made.push(purchase(code, habit.supplier, habit.account, date, totalsOf(new Map([[habit.vatRate, net]]))));
    wanted -= 1;
  }
  return made;
}

function shares(random: SeededRandom, count: number): number[] {
  const weights = Array.from({ length: count }, () => 0.35 + random.next() * random.next() * 3);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

function monthSales(code: DemoCompanyCode, profile: LedgerProfile, year: number, month: number, planned: readonly Trade[]): Trade[] {
  const random = seededRandom(`${code}:sell:${year}:${month}`);
  const growth = (1 + profile.growth / 100) ** (year - FIRST_YEAR);
  const target = (profile.annualSales / 12) * (profile.season[month - 1] ?? 1) * growth * (0.96 + random.next() * 0.08);
  const already = planned.reduce((sum, trade) => sum + trade.totals.net, 0);
  const count = Math.max(2, profile.salesPerMonth + random.between(-1, 1) - planned.length);
  const left = Math.max(target - already, 900_00 * count);
  return shares(random, count).map((share) => {
    const [key, vatRate] = profile.customers[random.between(0, profile.customers.length - 1)] ?? ['marchand', 2000];
    const net = Math.max(80_00, Math.round((left * share) / 10_00) * 10_00);
    const date = workingDay(dayOf(year, month, random.between(2, 26)));
    return sale(code, key, profile.salesAccount, date, totalsOf(new Map([[vatRate, net]])));
  });
}

/** Every invoice of a company in a calendar year, in date order. */
export function tradesOf(code: DemoCompanyCode, year: number, today: IsoDay): readonly Trade[] {
  const profile = LEDGER_PROFILES[code];
  const planned = PLANNED_INVOICES[code].map((each) => plannedTrade(code, profile, each, today));
  const trades: Trade[] = [];
  for (let month = 1; month <= 12; month += 1) {
    const prefix = dayOf(year, month, 1).slice(0, 7);
    const here = planned.filter((trade) => trade.date.startsWith(prefix));
    const bought = here.filter((trade) => trade.direction === 'purchase');
    const sold = here.filter((trade) => trade.direction === 'sale');
    trades.push(...here);
    for (const habit of profile.purchases) trades.push(...monthPurchases(code, habit, year, month, bought));
    trades.push(...monthSales(code, profile, year, month, sold));
  }
  let sales = 0;
  return trades
    .toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0))
    .map((trade) => {
      if (trade.direction === 'purchase') return trade;
      sales += 1;
      return { ...trade, number: `VE-${year}-${String(sales).padStart(4, '0')}` };
    });
}
