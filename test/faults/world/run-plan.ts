/** One world from its first moment to its last, with the globals of the process guarded meanwhile. */
import { guardGlobals } from './guarded-globals.ts';
import type { Plan } from './plan.ts';
import { World, type Seams } from './world.ts';

export type Outcome = {
  readonly failure: string | null;
  readonly trace: number;
  readonly steps: number;
  /** Faults that struck and recovery branches that ran. */
  readonly met: ReadonlyMap<string, number>;
  readonly told: readonly string[] | null;
};

/** Lives through a plan. A broken invariant, a bug or a livelock is its failure. */
export async function runPlan(plan: Plan, seams: Seams = {}, tell = false): Promise<Outcome> {
  const world = new World(plan, seams);
  if (tell) world.sim.told = [];
  const restore = guardGlobals(world.sim);
  let failure: string | null = null;
  try {
    await world.begin();
    await world.live();
  } catch (error) {
    failure = error instanceof Error ? `${error.message}${error.name === 'Broken' ? '' : `\n${error.stack ?? ''}`}` : String(error);
  } finally {
    restore();
  }
  return { failure, trace: world.sim.trace, steps: world.sim.steps, met: world.met, told: world.sim.told };
}
