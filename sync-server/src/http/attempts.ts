/**
 * Growing delays after failed attempts, per account and network and per network, never per account alone: nobody can
 * lock somebody else out (A3).
 *
 * The first failures cost nothing; each further one doubles the wait, from 1 second to 5 minutes. A success forgets the
 * account's failures from that network. Held in memory: a restart forgives, which costs an attacker nothing he gains by.
 */
import type { Clock } from '@navette/kernel/ports';

export type AttemptLimits = {
  /** Failures without a wait: of one account from one network, and of one network. */
  readonly perAccount: number;
  readonly perNetwork: number;
  readonly longestWait: number;
  /** Silence after which failures are forgotten. */
  readonly forgetAfter: number;
};

export const DEFAULT_ATTEMPT_LIMITS: AttemptLimits = { perAccount: 5, perNetwork: 20, longestWait: 5 * 60_000, forgetAfter: 3600_000 };

const MOST_KEYS = 50_000;

type Failures = { count: number; last: number };

export type Attempts = {
  /** Milliseconds to wait before this attempt may be made; 0 for now. */
  wait(network: string, account: string): number;
  failed(network: string, account: string): void;
  succeeded(network: string, account: string): void;
};

export function makeAttempts(clock: Clock, limits: AttemptLimits = DEFAULT_ATTEMPT_LIMITS): Attempts {
  const failures = new Map<string, Failures>();
  const own = (network: string, account: string) => `${network} ${account}`;

  const waitOf = (key: string, free: number): number => {
    const known = failures.get(key);
    if (!known || known.count < free) return 0;
    if (clock.now() - known.last > limits.forgetAfter) {
      failures.delete(key);
      return 0;
    }
    const delay = Math.min(limits.longestWait, 1000 * 2 ** Math.min(30, known.count - free));
    // A clock set back makes nobody wait longer than that.
    return Math.min(delay, Math.max(0, known.last + delay - clock.now()));
  };
  const count = (key: string): void => {
    const known = failures.get(key);
    failures.delete(key);
    failures.set(key, { count: (known?.count ?? 0) + 1, last: clock.now() });
    const oldest = failures.keys().next().value;
    if (failures.size > MOST_KEYS && oldest !== undefined) failures.delete(oldest);
  };

  return {
    wait: (network, account) => Math.max(waitOf(own(network, account), limits.perAccount), waitOf(network, limits.perNetwork)),
    failed(network, account) {
      count(own(network, account));
      count(network);
    },
    succeeded: (network, account) => void failures.delete(own(network, account)),
  };
}
