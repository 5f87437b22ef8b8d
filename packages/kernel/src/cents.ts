/** Money as a safe integer of cents; text becomes cents without passing through a float. */
import type { Branded } from './ids.ts';

export type Cents = Branded<number, 'Cents'>;

/** @throws when the number is not a safe integer: that is a bug, never a refusal */
export function cents(value: number): Cents {
  if (!Number.isSafeInteger(value)) throw new RangeError(`not a whole number of cents: ${value}`);
  return value as Cents;
}
