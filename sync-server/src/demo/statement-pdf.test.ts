import { describe, expect, it } from 'vitest';
import { booksOf } from './books.ts';
import { DEMO_COMPANIES, type DemoCompanyCode } from './demo-companies.ts';
import { statementOf, statementPdf } from './statement-pdf.ts';
import { summaryOf } from './ledger-summary.ts';

const books = booksOf('bonnefoy', 2026, '2026-11-20');

describe('the bank statement', () => {
  it('ties: former balance plus movements gives the new balance, for every company', () => {
    for (const code of Object.keys(DEMO_COMPANIES) as DemoCompanyCode[]) {
      const statement = statementOf(booksOf(code, 2026, '2026-11-20'));
      expect(statement.opening + statement.movements.reduce((sum, { cents }) => sum + cents, 0)).toBe(statement.closing);
      expect(statement.movements.every(({ date }) => date >= '2026-10-01' && date <= '2026-10-31')).toBe(true);
      expect(statement.movements.length).toBeGreaterThan(15);
    }
  });

  it('ends on the cash of the books when the company holds only its bank account', () => {
    expect(statementOf(books).closing).toBe(summaryOf(books).totals.cash);
  });

  it('is refused when its balances do not tie', async () => {
    const statement = statementOf(books);
    await expect(statementPdf(DEMO_COMPANIES.bonnefoy, { ...statement, closing: statement.closing + 1 })).rejects.toThrow('does not tie');
  });
});
