// Door to the demonstration ledgers: the FEC of a company's exercise and its summary.
// Pure computation: same company, year and day, same bytes.

import { booksOf } from './books.ts';
import { DEMO_COMPANIES, DEMO_TODAY, type DemoCompanyCode } from './demo-companies.ts';
import { fecText } from './fec-text.ts';
import { type LedgerSummary, summaryOf } from './ledger-summary.ts';

export type { LedgerFigures, LedgerMonth, LedgerSummary } from './ledger-summary.ts';

/** A FEC with what it adds up to. */
export interface DemoLedger {
  /** The file: UTF-8, tabulations, CR LF. */
  readonly fec: Uint8Array;
  /** Legal name, SIREN + 'FEC' + closing date of the exercise: '999100413FEC20261231.txt'. */
  readonly fileName: string;
  readonly summary: LedgerSummary;
}

/**
 * The ledger of a company for a fiscal year (calendar year, 2025 at the earliest), as known on `today`:
 * months count once closed, on the 12th of the month after. Throws RangeError when no month of that year is closed.
 */
export function demoLedger(company: DemoCompanyCode, fiscalYear: number, today: string = DEMO_TODAY): DemoLedger {
  const books = booksOf(company, fiscalYear, today);
  return {
    fec: new TextEncoder().encode(fecText(books)),
    fileName: `${DEMO_COMPANIES[company].siren}FEC${fiscalYear}1231.txt`,
    summary: summaryOf(books),
  };
}
