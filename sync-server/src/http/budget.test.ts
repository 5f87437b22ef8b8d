import { expect, test } from 'vitest';
import { makeBudget } from './budget.ts';

test('N5: a burst is served, then one request at a time as the bucket fills, each person on their own', () => {
  let now = 1_000_000;
  const budget = makeBudget({ now: () => now }, { burst: 3, perSecond: 0.5 });
  expect([1, 2, 3, 4].map(() => budget.take('a'))).toEqual([0, 0, 0, 2000]);
  expect(budget.take('b')).toBe(0);
  now += 2000;
  expect([budget.take('a'), budget.take('a')]).toEqual([0, 2000]);
  now += 3600_000;
  expect([1, 2, 3, 4].map(() => budget.take('a'))).toEqual([0, 0, 0, 2000]);
});
