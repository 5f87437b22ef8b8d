/**
 * How often one person or one network may ask for something costly: a bucket that fills steadily up to a burst (N5).
 * In memory; full buckets are forgotten.
 */
import type { Clock } from '@navette/kernel/ports';

export type BudgetLimits = { readonly burst: number; readonly perSecond: number };

/** Room for a person and their devices, not for a script. */
export const ENROLMENTS: BudgetLimits = { burst: 300, perSecond: 1 / 60 };
/** Each costs the server a password hash. */
export const SIGN_INS: BudgetLimits = { burst: 100, perSecond: 2 };

export type Budget = {
  /** Milliseconds to wait; 0 when the request was counted and may go on. */
  take(key: string): number;
};

const SWEEP_FROM = 10_000;

export function makeBudget(clock: Clock, { burst, perSecond }: BudgetLimits): Budget {
  const buckets = new Map<string, { left: number; at: number }>();
  const filled = (bucket: { left: number; at: number }) => Math.min(burst, bucket.left + ((clock.now() - bucket.at) / 1000) * perSecond);

  return {
    take(key) {
      if (buckets.size > SWEEP_FROM) for (const [name, bucket] of buckets) if (filled(bucket) >= burst) buckets.delete(name);
      const left = filled(buckets.get(key) ?? { left: burst, at: clock.now() });
      if (left < 1) return Math.ceil(((1 - left) / perSecond) * 1000);
      buckets.set(key, { left: left - 1, at: clock.now() });
      return 0;
    },
  };
}
