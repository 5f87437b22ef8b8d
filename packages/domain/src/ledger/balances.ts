/** What each account holds: the one pass over the lines from which the headline figures and the SIG are made. */
import type { Ledger } from './ledger.ts';

/** Of one account, in whole cents. */
export type AccountBalance = {
  readonly code: string;
  readonly label: string;
  readonly lines: number;
  readonly debit: number;
  readonly credit: number;
};

const REST = 1_000_000;

/** Which lines count: all but those that cannot be read, which are zero already; `null` for all. */
export type Keep = ((row: number) => boolean) | null;

/** @returns one balance an account, in the order of first appearance; rests of more than two decimals rounded into them */
export function accountBalances(ledger: Ledger, keep: Keep = null): readonly AccountBalance[] {
  const { rows, account, debit, credit, accounts } = ledger;
  const debits = new Float64Array(accounts.length);
  const credits = new Float64Array(accounts.length);
  const lines = new Uint32Array(accounts.length);
  for (let row = 0; row < rows; row++) {
    if (keep !== null && !keep(row)) continue;
    const id = account[row] as number;
    debits[id] = (debits[id] as number) + (debit[row] as number);
    credits[id] = (credits[id] as number) + (credit[row] as number);
    lines[id] = (lines[id] as number) + 1;
  }
  if (ledger.rest.size > 0) {
    const restOf = [new Float64Array(accounts.length), new Float64Array(accounts.length)] as const;
    for (const [row, rest] of ledger.rest) {
      if (keep !== null && !keep(row)) continue;
      const id = account[row] as number;
      restOf[0][id] = (restOf[0][id] as number) + rest.debit;
      restOf[1][id] = (restOf[1][id] as number) + rest.credit;
    }
    for (let id = 0; id < accounts.length; id++) {
      debits[id] = (debits[id] as number) + Math.round((restOf[0][id] as number) / REST);
      credits[id] = (credits[id] as number) + Math.round((restOf[1][id] as number) / REST);
    }
  }
  return accounts.map(({ code, label }, id) => ({
    code,
    label,
    lines: lines[id] as number,
    debit: debits[id] as number,
    credit: credits[id] as number,
  }));
}

/**
 * `S(p…)` of the specification: Σ(debit − credit) over accounts that start with one of `prefixes` and with none of `except`.
 * Products and liabilities are shown as its opposite (4).
 */
export function sumOf(balances: readonly AccountBalance[], prefixes: readonly string[], except: readonly string[] = []): number {
  let sum = 0;
  for (const { code, debit, credit } of balances) if (startsWithOne(code, prefixes) && !startsWithOne(code, except)) sum += debit - credit;
  return sum;
}

export function startsWithOne(code: string, prefixes: readonly string[]): boolean {
  for (const prefix of prefixes) if (code.startsWith(prefix)) return true;
  return false;
}
