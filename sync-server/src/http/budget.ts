/**
 * How often one person or one network may ask for something: buckets that fill steadily up to a burst (N5).
 *
 * In memory, and bounded: beyond `most` names the one that asked longest ago is forgotten, which only forgives. A restart
 * forgives too.
 */
import type { Clock } from '@navette/kernel/ports';

export type BudgetLimits = { readonly burst: number; readonly perSecond: number };

/** Room for a person and their devices, not for a script. */
export const ENROLMENTS: BudgetLimits = { burst: 300, perSecond: 1 / 60 };
/** Each costs the server a password hash. */
export const SIGN_INS: BudgetLimits = { burst: 100, perSecond: 2 };

export type Budget = {
  /**
   * Counts `amount`, one without it. A full bucket's worth may pass as soon as there is anything in it, and is owed then:
   * a batch as large as the burst is never starved by small ones.
   * @returns milliseconds to wait; 0 when it was counted and may go on
   */
  take(key: string, amount?: number): number;
};

type Bucket = { readonly left: number; readonly at: number };

const MOST_KEYS = 50_000;

export function makeBudget(clock: Clock, { burst, perSecond }: BudgetLimits, most = MOST_KEYS): Budget {
  /** The one that asked longest ago is first. */
  const buckets = new Map<string, Bucket>();

  function forgetOldest(): void {
    const oldest = buckets.keys().next().value;
    if (oldest !== undefined) buckets.delete(oldest);
  }

  return {
    take(key, amount = 1) {
      const now = clock.now();
      const bucket = buckets.get(key) ?? { left: burst, at: now };
      // A clock set back fills nothing and takes nothing away.
      const left = Math.min(burst, bucket.left + (Math.max(0, now - bucket.at) / 1000) * perSecond);
      const wait = left < 1 ? Math.ceil(((1 - left) / perSecond) * 1000) : 0;
      buckets.delete(key);
      buckets.set(key, { left: wait > 0 ? left : left - amount, at: now });
      if (buckets.size > most) forgetOldest();
      return wait;
    },
  };
}
