/** Sums of an entry's two sides, and what is missing for them to be equal. Whole cents. */
import type { EntryLine } from './entry.ts';

export type Totals = { readonly debit: number; readonly credit: number };

export function totalsOf(lines: readonly Pick<EntryLine, 'debit' | 'credit'>[]): Totals {
  return lines.reduce((sum, { debit, credit }) => ({ debit: sum.debit + debit, credit: sum.credit + credit }), { debit: 0, credit: 0 });
}

/**
 * "Équilibrer": the same lines with the line at `index` on the side and of the amount that make both sums equal.
 * @returns null where no amount on that line could: there is no such line, or the others are equal already
 */
export function balancedAt(lines: readonly EntryLine[], index: number): readonly EntryLine[] | null {
  const line = lines[index];
  if (line === undefined) return null;
  const others = totalsOf(lines.filter((_, at) => at !== index));
  const missing = others.debit - others.credit;
  if (missing === 0) return null;
  return lines.with(index, { ...line, debit: missing < 0 ? -missing : 0, credit: missing > 0 ? missing : 0 });
}
