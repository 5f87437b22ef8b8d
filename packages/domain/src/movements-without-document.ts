/**
 * Which movements of a bank statement have a document: same amount and at most five days between the two dates, never two movements
 * to one document (accounting formats, section 4). Pure; what it says is a proposal, which a person reads before anything is asked.
 */
import type { Cents } from '@navette/kernel/cents';

/** Dates are real days 'YYYY-MM-DD'. */
export type DatedAmount = { readonly date: string; readonly amount: Cents };

/** Days between a movement and its document at most, either way. */
export const DAYS_APART = 5;

/**
 * Signs are left aside: what is paid stands with a minus on the statement and without on the invoice, a credit note the other way.
 * Of all ways to pair them one that leaves fewest movements without a document is taken: nobody is asked for what is there.
 * @param documents dates and amounts including VAT
 * @returns for each movement, in order, the number of its document; null where it has none
 */
export function documentsOfMovements(movements: readonly DatedAmount[], documents: readonly DatedAmount[]): (number | null)[] {
  const found: (number | null)[] = movements.map(() => null);
  const papers = byAmount(documents);
  for (const [amount, wanting] of byAmount(movements)) {
    const there = papers.get(amount) ?? [];
    // Both in the order of their dates: the earliest paper still near enough never serves a later movement better.
    let next = 0;
    for (const movement of wanting) {
      while (next < there.length && (there[next]?.day ?? 0) < movement.day - DAYS_APART) next++;
      const paper = there[next];
      if (paper === undefined || paper.day > movement.day + DAYS_APART) continue;
      found[movement.at] = paper.at;
      next++;
    }
  }
  return found;
}

type Placed = { readonly at: number; readonly day: number };

function byAmount(those: readonly DatedAmount[]): Map<number, Placed[]> {
  const groups = new Map<number, Placed[]>();
  for (const [at, { date, amount }] of those.entries()) {
    const key = Math.abs(amount);
    const group = groups.get(key) ?? [];
    group.push({ at, day: Date.parse(`${date}T00:00Z`) / 86_400_000 });
    groups.set(key, group);
  }
  for (const group of groups.values()) group.sort((a, b) => a.day - b.day || a.at - b.at);
  return groups;
}
