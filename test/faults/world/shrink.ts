/**
 * Makes a failing plan short: leaves out acts, faults, devices and people one after the other, in halves first, then shortens
 * the waits, as long as the same invariant still breaks.
 */
import type { Plan } from './plan.ts';
import { runPlan, type Outcome } from './run-plan.ts';
import type { Seams } from './world.ts';

/** The words before the first colon: which invariant broke. */
export function kindOfFailure(failure: string): string {
  return failure.split(/[:\n]/)[0] ?? failure;
}

/** @param plant the bug under which it fails, made anew for each run */
export async function shrink(
  plan: Plan,
  plant: () => Seams = () => ({}),
  most = 400,
): Promise<{ readonly plan: Plan; readonly outcome: Outcome }> {
  const first = await runPlan(plan, plant());
  if (first.failure === null) return { plan, outcome: first };
  const wanted = kindOfFailure(first.failure);
  let best = { plan, outcome: first };
  let runs = 0;
  const accept = async (candidate: Plan): Promise<boolean> => {
    if (runs++ >= most) return false;
    const outcome = await runPlan(candidate, plant());
    if (outcome.failure === null || kindOfFailure(outcome.failure) !== wanted) return false;
    best = { plan: candidate, outcome };
    return true;
  };
  for (let before = Infinity; weight(best.plan) < before && runs < most;) {
    before = weight(best.plan);
    await dropFrom('faults', () => best.plan, accept);
    await dropFrom('acts', () => best.plan, accept);
    // Devices and people are named by their place: only the last ones can go.
    while (best.plan.devices.length > 1 && (await accept({ ...best.plan, devices: best.plan.devices.slice(0, -1) })));
    for (let i = best.plan.acts.length - 1; i > 0; i--) await accept(withoutGap(best.plan, i));
  }
  return best;
}

/** Half of them, a quarter, … one. */
async function dropFrom(part: 'acts' | 'faults', plan: () => Plan, accept: (candidate: Plan) => Promise<boolean>): Promise<void> {
  for (let size = Math.ceil(plan()[part].length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let start = 0; start < plan()[part].length;) {
      const left = plan()[part].filter((_, i) => i < start || i >= start + size);
      if (!(await accept({ ...plan(), [part]: left }))) start += size;
    }
  }
}

/** The wait before the i-th act is as short as any. */
function withoutGap(plan: Plan, i: number): Plan {
  const gap = (plan.acts[i]?.at ?? 0) - (plan.acts[i - 1]?.at ?? 0) - 50;
  if (gap <= 0) return plan;
  return { ...plan, acts: plan.acts.map((act, at) => (at < i ? act : { ...act, at: act.at - gap })) };
}

function weight(plan: Plan): number {
  return plan.acts.length * 1_000_000 + plan.faults.length * 1_000_000 + plan.devices.length * 1_000_000 + (plan.acts.at(-1)?.at ?? 0);
}
