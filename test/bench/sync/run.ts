/** Runs workloads on targets: one new process and data folder for each, targets in turn so that a noisy hour disturbs all alike. */
import { behind } from './behind.ts';
import { comeBack, killed } from './durability.ts';
import { fanOut } from './fan-out.ts';
import { medianOf, type Figures } from './figures.ts';
import { firstSync } from './first-sync.ts';
import type { Results } from './goals.ts';
import { manyRooms } from './many-rooms.ts';
import { memory } from './memory.ts';
import { ServerProcess } from './server-process.ts';
import { stuckReader } from './stuck-reader.ts';
import type { Target } from './targets.ts';
import type { Workload } from './workload.ts';

export const WORKLOADS: readonly Workload[] = [firstSync, fanOut, manyRooms, memory, killed, comeBack, stuckReader, behind];

export type Plan = {
  readonly targets: readonly Target[];
  readonly work: readonly Workload[];
  readonly reps: number;
  readonly scale: number;
  /** Told of each run as it ends; `error` when it did not come to its end. */
  progress(target: string, letter: string, outcome: Figures | { readonly error: string }): void;
};

/** @returns medians over the repetitions; a run that failed leaves no figures */
export async function runPlan({ targets, work, reps, scale, progress }: Plan): Promise<Results> {
  const runs = new Map<string, Map<string, Figures[]>>();
  for (let rep = 0; rep < reps; rep++) {
    for (const target of targets) {
      for (const workload of work.filter(({ suits }) => suits(target))) {
        const outcome = await runOne(target, workload, scale);
        progress(target.name, workload.letter, outcome);
        if (typeof outcome['error'] === 'string') continue;
        const ofTarget = runs.get(target.name) ?? new Map<string, Figures[]>();
        runs.set(target.name, ofTarget);
        ofTarget.set(workload.letter, [...(ofTarget.get(workload.letter) ?? []), outcome as Figures]);
      }
    }
  }
  return new Map([...runs].map(([name, ofTarget]) => [name, new Map([...ofTarget].map(([letter, each]) => [letter, medianOf(each)]))]));
}

async function runOne(target: Target, workload: Workload, scale: number): Promise<Figures | { readonly error: string }> {
  const server = new ServerProcess(target);
  try {
    await server.start();
    return await workload.run(server, scale);
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  } finally {
    await server.remove();
  }
}
