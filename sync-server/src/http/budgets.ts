/**
 * The budgets of the server put together (N5, N6): per person, per network for who shows no session, and for the firm.
 *
 * Who is told to wait is told a moment a little later than the first possible one, each another: those who were refused
 * together do not come back together. Knows no request and no room.
 */
import type { DeviceNumber, UserId } from '@navette/kernel/ids';
import type { Clock, Random } from '@navette/kernel/ports';
import type { Budgets, Metrics } from '../ports.ts';
import { SERVER_LIMITS, type ServerLimits } from '../server-limits.ts';
import { makeBudget } from './budget.ts';

/** Lets everything pass: for tests and measurements of what lies behind. */
export const NO_BUDGETS: Budgets = {
  writes: { take: () => 0 },
  command: () => 0,
  replication: () => 0,
  promiseNext: () => undefined,
  file: () => 0,
  question: () => 0,
  stranger: () => 0,
  enter: () => () => undefined,
};

/** Milliseconds over which those who were told to wait are spread: a person's own devices; a whole firm. */
const SPREAD = { one: 2_000, firm: 10_000 };
const MOST_PROMISES = 10_000;
const FIRM = 'firm';

export type BudgetsParts = {
  readonly clock: Clock;
  readonly random: Random;
  readonly metrics: Metrics;
  readonly limits?: Partial<ServerLimits>;
};

export function makeBudgets({ clock, random, metrics, limits: given }: BudgetsParts): Budgets {
  const limits: ServerLimits = { ...SERVER_LIMITS, ...given };
  const bucket = (name: 'writes' | 'commands' | 'replications' | 'firm-replications' | 'files' | 'questions' | 'strangers') =>
    makeBudget(clock, { burst: limits[`${name}-burst`], perSecond: limits[`${name}-per-second`] });
  const writes = bucket('writes');
  const commands = bucket('commands');
  const replications = bucket('replications');
  const firm = bucket('firm-replications');
  const files = bucket('files');
  const questions = bucket('questions');
  const strangers = bucket('strangers');
  const promises = new Set<string>();
  const places = new Map<string, number>();

  function told(budget: string, wait: number, spread = SPREAD.one): number {
    if (wait === 0) return 0;
    metrics.count('rate_refused', 1, budget);
    return wait + Math.floor(((random.bytes(1)[0] ?? 0) / 256) * spread);
  }

  return {
    writes: { take: (user, updates) => (updates === 0 ? 0 : told('writes', writes.take(user, updates))) },
    command: (user) => told('commands', commands.take(user)),
    replication(user, device) {
      if (promises.delete(promiseOf(user, device))) return 0;
      const own = told('replications', replications.take(user));
      return own > 0 ? own : told('firm', firm.take(FIRM), SPREAD.firm);
    },
    promiseNext(user, device) {
      promises.add(promiseOf(user, device));
      const oldest = promises.values().next().value;
      if (promises.size > MOST_PROMISES && oldest !== undefined) promises.delete(oldest);
    },
    file: (user) => told('files', files.take(user)),
    question: (user) => told('questions', questions.take(user)),
    stranger: (network) => told('strangers', strangers.take(network)),
    enter(what, user) {
      const key = `${what} ${user}`;
      const taken = places.get(key) ?? 0;
      if (taken >= limits[`parallel-${what}`]) {
        metrics.count('rate_refused', 1, `parallel-${what}`);
        return null;
      }
      places.set(key, taken + 1);
      let given = false;
      return () => {
        if (given) return;
        given = true;
        const left = (places.get(key) ?? 1) - 1;
        if (left > 0) places.set(key, left);
        else places.delete(key);
      };
    },
  };
}

function promiseOf(user: UserId, device: DeviceNumber): string {
  return `${user} ${device}`;
}
