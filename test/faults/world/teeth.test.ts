/** Each planted bug is found: in the world that found it first, which holds without the bug (`npm run faults -- --teeth` looks anew). */
import { describe, expect, test } from 'vitest';
import type { Plan } from './plan.ts';
import found from './teeth.json' with { type: 'json' };
import { TEETH } from './teeth.ts';
import { runPlan } from './run-plan.ts';

describe('a planted bug is found', () => {
  test.each(TEETH.map(({ name }) => name))('%s', async (name) => {
    const [tooth, where] = [TEETH.find((one) => one.name === name), found.find((one) => one.name === name)];
    if (!tooth || !where) throw new Error('no world is known that finds this bug');
    const plan = where.plan as Plan;
    const outcome = await runPlan(plan, tooth.plant());
    expect(outcome.failure, 'with the bug').toMatch(/^[ID]\d+|^I14/);
    expect((await runPlan(plan)).failure, 'without it').toBeNull();
  });
});
