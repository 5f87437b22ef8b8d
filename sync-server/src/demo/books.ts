// The books of one exercise of a demonstration company: every entry from the opening to the last closed month.
// Recursive: an exercise opens with the close of the one before; the first one opens with the profile's balances.
// Invariants: every entry balances; opening lines equal the former close account by account; entries stand in date order.

import { type IsoDay, addDays, dayOf, monthEnd } from './calendar-days.ts';
import { JOURNALS, type JournalCode } from './chart-of-accounts.ts';
import type { DemoCompanyCode } from './demo-companies.ts';
import { type LedgerEntry, type LedgerLine, balanceOf, entry } from './ledger-entry.ts';
import { LEDGER_PROFILES } from './ledger-profiles.ts';
import { bankMonthEntries, closingEntries, payrollEntries, transitEntries, vatEntries, yearlyEntries } from './running-entries.ts';
import { invoiceEntry, paymentEntry, takingsEntries, thirdPartyLine } from './trade-entries.ts';
import { FIRST_YEAR, type Trade, tradesOf } from './trades.ts';

/** The books of an exercise. */
export interface Books {
  readonly fiscalYear: number;
  /** Last day covered: the end of the last month closed by the firm. */
  readonly through: IsoDay;
  readonly entries: readonly LedgerEntry[];
  /** Invoices not paid at the end. */
  readonly open: readonly Trade[];
}

/** Day of the following month the firm closes a month on. */
export const CLOSING_DAY = 12;

/** Last closed month of the exercise, 0 (none) to 12, as of `today`. */
export function lastClosedMonth(fiscalYear: number, today: IsoDay): number {
  let month = 0;
  while (month < 12 && addDays(monthEnd(fiscalYear, month + 1), CLOSING_DAY) <= today) month += 1;
  return month;
}

function balances(entries: readonly LedgerEntry[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const each of entries) {
    for (const line of each.lines) sums.set(line.account, (sums.get(line.account) ?? 0) + line.cents);
  }
  return sums;
}

/** The opening entry: one line per balance-sheet account, one per unpaid invoice on the third-party accounts. */
function openingEntry(
  fiscalYear: number,
  accounts: readonly (readonly [string, number])[],
  open: readonly Trade[],
  balancing: string,
): LedgerEntry {
  const items: LedgerLine[] = open.map((trade) => ({
    ...thirdPartyLine(trade),
    piece: trade.number,
    pieceDate: trade.date,
    label: trade.party.name,
  }));
  const lines = [...accounts.map(([account, cents]) => ({ account, cents })), ...items];
  const rest = -lines.reduce((sum, line) => sum + line.cents, 0);
  const all = rest === 0 ? lines : [...lines, { account: balancing, cents: rest }];
  return entry(
    'AN',
    dayOf(fiscalYear, 1, 1),
    `AN${fiscalYear}`,
    'Reprise des soldes',
    all.toSorted((a, b) => (a.account < b.account ? -1 : a.account > b.account ? 1 : 0)),
  );
}

function firstOpening(code: DemoCompanyCode, today: IsoDay): { entry: LedgerEntry; open: readonly Trade[] } {
  const start = dayOf(FIRST_YEAR, 1, 1);
  const open = tradesOf(code, FIRST_YEAR - 1, today).filter((trade) => trade.payOn >= start && trade.planned === undefined);
  return { entry: openingEntry(FIRST_YEAR, LEDGER_PROFILES[code].opening, open, '106800'), open };
}

function nextOpening(former: Books): { entry: LedgerEntry; open: readonly Trade[] } {
  const kept = [...balances(former.entries)].filter(
    ([account, cents]) => cents !== 0 && /^[1-5]/.test(account) && !/^4[01]1/.test(account),
  );
  const result = -balanceOf(former.entries, '6') - balanceOf(former.entries, '7');
  // the result of the year is the only gap left: it lands on 120 or 129
  return { entry: openingEntry(former.fiscalYear + 1, kept, former.open, result < 0 ? '129000' : '120000'), open: former.open };
}

const RANK = new Map(Object.keys(JOURNALS).map((code, index) => [code as JournalCode, index]));

function inOrder(a: LedgerEntry, b: LedgerEntry): number {
  if (a.date !== b.date) return a.date < b.date ? -1 : 1;
  return (RANK.get(a.journal) ?? 0) - (RANK.get(b.journal) ?? 0);
}

/**
 * The books of a company for a fiscal year (calendar years from 2025), as known on `today`.
 * Throws RangeError before 2025 and for a year of which no month is closed yet.
 */
export function booksOf(code: DemoCompanyCode, fiscalYear: number, today: IsoDay): Books {
  const months = lastClosedMonth(fiscalYear, today);
  if (fiscalYear < FIRST_YEAR || months === 0) throw new RangeError(`no books for ${fiscalYear} on ${today}`);
  const profile = LEDGER_PROFILES[code];
  const start = fiscalYear === FIRST_YEAR ? firstOpening(code, today) : nextOpening(booksOf(code, fiscalYear - 1, today));
  const through = monthEnd(fiscalYear, months);
  const trades = tradesOf(code, fiscalYear, today).filter((trade) => trade.date <= through && trade.planned?.fate !== 'refused');
  const known = [...start.open, ...trades];
  const growth = (1 + profile.growth / 100) ** (fiscalYear - FIRST_YEAR);
  const entries: LedgerEntry[] = [
    start.entry,
    ...trades.map(invoiceEntry),
    ...known.filter((trade) => trade.payOn <= through).map(paymentEntry),
    ...transitEntries(start.entry, fiscalYear),
    ...(profile.takings === undefined ? [] : takingsEntries(code, profile.takings, profile.salesAccount, fiscalYear, growth)),
    ...yearlyEntries(profile, start.entry, fiscalYear),
  ].filter((each) => each.date <= through);
  for (let month = 1; month <= months; month += 1) {
    entries.push(...payrollEntries(code, profile, entries, fiscalYear, month), ...bankMonthEntries(code, profile, fiscalYear, month));
    const end = monthEnd(fiscalYear, month);
    entries.push(
      ...vatEntries(
        entries.filter((each) => each.date <= end),
        fiscalYear,
        month,
      ),
    );
  }
  if (months === 12) entries.push(...closingEntries(profile, entries, fiscalYear));
  return { fiscalYear, through, entries: entries.toSorted(inOrder), open: known.filter((trade) => trade.payOn > through) };
}
