/** DSO and DPO (accounting formats, 4.4): how many days of sales customers owe, and of purchases suppliers are owed. */
import { startsWithOne } from './balances.ts';
import type { Ledger } from './ledger.ts';

export type Turnovers = {
  /** Sales with their taxes: Σ(D−C) on 41 of the entries that have a line on 70; in cents. */
  readonly salesWithTax: number;
  /** Purchases with theirs: Σ(C−D) on 40 but 404 and 405, of the entries that have one on 60, 61 or 62. */
  readonly purchasesWithTax: number;
};

export function turnoversOf(ledger: Ledger): Turnovers {
  const flag = (code: string) =>
    (code.startsWith('70') ? 1 : 0) |
    (startsWithOne(code, ['60', '61', '62']) ? 2 : 0) |
    (code.startsWith('41') ? 4 : 0) |
    (code.startsWith('40') && !startsWithOne(code, ['404', '405']) ? 8 : 0);
  const flags = Uint8Array.from(ledger.accounts, ({ code }) => flag(code));
  const { rows, account, entry, debit, credit, unread } = ledger;
  const ofEntry = new Uint8Array(ledger.entries);
  for (let row = 0; row < rows; row++) {
    const at = flags[account[row] as number] as number;
    if (at & 3 && !unread.has(row)) ofEntry[entry[row] as number] = (ofEntry[entry[row] as number] as number) | at;
  }
  let [salesWithTax, purchasesWithTax] = [0, 0];
  for (let row = 0; row < rows; row++) {
    const at = flags[account[row] as number] as number;
    if ((at & 12) === 0) continue;
    const of = ofEntry[entry[row] as number] as number;
    const amount = (debit[row] as number) - (credit[row] as number);
    if (at & 4 && of & 1) salesWithTax += amount;
    if (at & 8 && of & 2) purchasesWithTax -= amount;
  }
  return { salesWithTax, purchasesWithTax };
}

/** Days, to one decimal; null where there is no turnover to divide by. */
export function daysOf(outstanding: number, turnover: number, days: number): number | null {
  return turnover <= 0 ? null : Math.round((outstanding / turnover) * days * 10) / 10;
}

/** Whether a DSO means something: half of the sales at least go through customers' accounts, over 60 days at least. */
export function showsDso(salesWithTax: number, revenue: number, days: number): boolean {
  return days >= 60 && salesWithTax * 2 >= revenue && salesWithTax > 0;
}
