/**
 * 500 drawn worlds on each commit: devices, people and a server live through cuts, kills, full disks, lost answers, copied
 * profiles, withdrawn rights and wrong clocks, and ten quiet minutes later nothing is lost, nothing is there twice, and
 * everybody sees the same (I1-I7, I9-I14). `npm run faults -- --seed N` plays one again.
 */
import { describe, expect, test } from 'vitest';
import { campaign, neverMet } from './campaign.ts';
import type { Plan } from './plan.ts';
import kept from './seeds.json' with { type: 'json' };
import { runPlan } from './run-plan.ts';

const SEED = Number(process.env['NAVETTE_SEED'] ?? 1);
const WORLDS = 500;

describe('worlds', () => {
  test(`${WORLDS} of them, from seed ${SEED}, keep every promise, and a seed always does the same`, { timeout: 240_000 }, async () => {
    const done = await campaign({ from: SEED, count: WORLDS, twiceEvery: 25 });
    expect(done.failures.slice(0, 5), 'npm run faults -- --seed N plays one again').toEqual([]);
    expect(done.unrepeated, 'seeds that did otherwise the second time').toEqual([]);
    expect(neverMet(done), 'faults and recoveries met too seldom to prove anything').toEqual([]);
  });

  test.each(kept)('the world of seed $seed holds: $what', async ({ plan }) => {
    expect((await runPlan(plan as Plan)).failure).toBeNull();
  });
});
