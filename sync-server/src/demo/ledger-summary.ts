// The five headline figures of demonstration books, month by month (G14), by the project's definitions:
// revenue -S(70), charges S(6), cash S(51, 53, 54), receivables S(41) without 419, payables -S(40) without 409,
// where S is debit minus credit. Revenue and charges leave the opening journal out; balances include it.

import { dayOf } from './calendar-days.ts';
import type { Books } from './books.ts';

/** Five figures in integer cents. */
export interface LedgerFigures {
  readonly revenue: number;
  readonly charges: number;
  readonly cash: number;
  readonly receivables: number;
  readonly payables: number;
}

/** Figures of a month: its revenue and charges, and the balances at its end. */
export interface LedgerMonth extends LedgerFigures {
  /** 'YYYY-MM'. */
  readonly month: string;
}

/** Figures of an exercise, up to the last day covered. */
export interface LedgerSummary {
  readonly fiscalYear: number;
  /** 'YYYY-MM-DD'. */
  readonly through: string;
  readonly months: readonly LedgerMonth[];
  /** Revenue and charges of the whole period, balances at its end. */
  readonly totals: LedgerFigures;
}

function figures(books: Books, from: string, to: string): LedgerFigures {
  let revenue = 0;
  let charges = 0;
  let cash = 0;
  let receivables = 0;
  let payables = 0;
  for (const each of books.entries) {
    if (each.date > to) continue;
    const inPeriod = each.date >= from && each.journal !== 'AN';
    for (const { account, cents } of each.lines) {
      if (inPeriod && account.startsWith('70')) revenue -= cents;
      if (inPeriod && account.startsWith('6')) charges += cents;
      if (/^5[134]/.test(account)) cash += cents;
      if (account.startsWith('41') && !account.startsWith('419')) receivables += cents;
      if (account.startsWith('40') && !account.startsWith('409')) payables -= cents;
    }
  }
  return { revenue, charges, cash, receivables, payables };
}

/** The summary of books. */
export function summaryOf(books: Books): LedgerSummary {
  const last = Number(books.through.slice(5, 7));
  const months = Array.from({ length: last }, (_, index) => {
    const first = dayOf(books.fiscalYear, index + 1, 1);
    return { month: first.slice(0, 7), ...figures(books, first, dayOf(books.fiscalYear, index + 1, 31)) };
  });
  return {
    fiscalYear: books.fiscalYear,
    through: books.through,
    months,
    totals: figures(books, dayOf(books.fiscalYear, 1, 1), books.through),
  };
}
