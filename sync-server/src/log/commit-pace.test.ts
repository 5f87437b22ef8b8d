/** How long a write waits for others to share its commit: not at all when it is alone. */
import { expect, test } from 'vitest';
import { makeCommitPace } from './commit-pace.ts';

test('a lone update waits for nobody', () => {
  const pace = makeCommitPace(8);
  expect(pace.delay(100)).toBe(0);
  pace.begins(100, 1);
  expect(pace.delay(108)).toBe(0);
});

test('under load a commit begins as long after the one before it as was asked', () => {
  const pace = makeCommitPace(8);
  pace.begins(100, 3);
  expect(pace.delay(103)).toBe(5);
  pace.begins(108, 3);
  expect(pace.delay(109)).toBe(7);
});

test('who writes one thing after the other soon stops waiting for company, and is asked again only now and then', () => {
  const pace = makeCommitPace(8);
  let [now, waited] = [0, 0];
  for (let i = 0; i < 1000; i++) {
    const delay = pace.delay(now);
    if (delay > 0) waited++;
    now += delay;
    pace.begins(now, 1);
    now += 1;
  }
  expect(waited).toBeLessThan(25);
  expect(waited).toBeGreaterThan(5);
});

test('company brings the waiting back', () => {
  const pace = makeCommitPace(8);
  let now = 0;
  const commit = (calls: number): number => {
    const delay = pace.delay(now);
    now += delay;
    pace.begins(now, calls);
    now += 1;
    return delay;
  };
  for (let i = 0; i < 200; i++) commit(1);
  const busy = Array.from({ length: 200 }, () => commit(4));
  expect(busy.slice(100).every((delay) => delay === 7)).toBe(true);
});
