/**
 * Which movements of a new statement are there already. Two identical coffees on one day are two movements: of each, as many
 * are kept as the file that has most of them says, and never one for all (accounting formats, 10).
 */
import { plainWords } from '../classify.ts';
import { decimalToCents } from '../decimal.ts';
import type { BankMovement } from '../bank/bank-statement.ts';

export type MergedMovements = { readonly fresh: readonly BankMovement[]; readonly known: number };

/** Day, amount and words: what makes two movements of one account alike; what has no amount is told by its words. */
export function movementKey({ booked, valued, amount, label }: BankMovement): string {
  const value = amount === null ? null : (decimalToCents(amount) ?? amount);
  return `${booked ?? valued ?? ''}\n${value ?? ''}\n${plainWords(label)
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim()}`;
}

/**
 * @param known movements of the account so far
 * @param incoming those of one file for the same account
 * @returns the incoming ones that are new, in their order. The bank's own id tells first; an id that is used again for another
 *   day or amount tells nothing
 */
export function newMovements(known: readonly BankMovement[], incoming: readonly BankMovement[]): MergedMovements {
  const byId = new Map<string, Set<number>>();
  const byKey = new Map<string, Set<number>>();
  for (const [index, movement] of known.entries()) {
    const id = idKey(movement);
    if (id !== null) put(byId, id, index);
    put(byKey, movementKey(movement), index);
  }
  const taken = new Set<number>();
  const matched = new Set<number>();
  const take = (incomingIndex: number, those: ReadonlySet<number> | undefined, fits: (index: number) => boolean): void => {
    const found = [...(those ?? [])].find((index) => !taken.has(index) && fits(index));
    if (found === undefined) return;
    taken.add(found);
    matched.add(incomingIndex);
  };
  // By the bank's ids first, so that none of them is used up by a movement that only looks alike.
  for (const [index, movement] of incoming.entries()) {
    const id = idKey(movement);
    if (id !== null) take(index, byId.get(id), () => true);
  }
  for (const [index, movement] of incoming.entries()) {
    if (matched.has(index)) continue;
    take(index, byKey.get(movementKey(movement)), (at) => movement.bankId === undefined || known[at]?.bankId === undefined);
  }
  return { fresh: incoming.filter((_, index) => !matched.has(index)), known: matched.size };
}

function idKey(movement: BankMovement): string | null {
  const { bankId, booked, valued, amount } = movement;
  const value = amount === null ? null : (decimalToCents(amount) ?? amount);
  return bankId === undefined || bankId === '' ? null : `${bankId}\n${booked ?? valued ?? ''}\n${value ?? ''}`;
}

function put(into: Map<string, Set<number>>, key: string, index: number): void {
  const those = into.get(key) ?? new Set();
  those.add(index);
  into.set(key, those);
}
