/**
 * `npm run faults`: the fault harness by hand.
 *
 *   -- --seeds 50000 [--from 1]   runs that many seeds, shrinks what fails, says what was met
 *   -- --seed 76 [--tell]         runs one, prints its plan, shrunk when it fails; --tell prints every step
 *   -- --teeth [--seeds 2000]     looks for each planted bug, and says in which seed it was found
 */
import { parseArgs } from 'node:util';
import { campaign, neverMet } from './campaign.ts';
import { planOf } from './draw-plan.ts';
import { printPlan } from './plan.ts';
import { shrink } from './shrink.ts';
import { TEETH } from './teeth.ts';
import { runPlan } from './run-plan.ts';

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    seeds: { type: 'string' },
    from: { type: 'string', default: '1' },
    teeth: { type: 'boolean', default: false },
    tell: { type: 'boolean', default: false },
  },
});

if (values.teeth) await findTeeth(Number(values.seeds ?? 2000));
else if (values.seed !== undefined) await one(Number(values.seed));
else await many(Number(values.from), Number(values.seeds ?? 500));

async function one(seed: number): Promise<void> {
  const plan = planOf(seed);
  const outcome = await runPlan(plan, {}, values.tell);
  if (outcome.told) say(outcome.told.join('\n'));
  say(printPlan(plan));
  if (outcome.failure === null) return say(`holds, ${outcome.steps} steps, trace ${outcome.trace.toString(16)}`);
  say(outcome.failure);
  const short = await shrink(plan);
  say(
    `\nthe shortest plan that breaks the same invariant:\n${printPlan(short.plan)}\n${short.outcome.failure ?? ''}\n${JSON.stringify(short.plan)}`,
  );
  process.exitCode = 1;
}

async function many(from: number, count: number): Promise<void> {
  const start = process.hrtime.bigint();
  const done = await campaign({
    from,
    count,
    twiceEvery: 50,
    onFailure: (seed, { failure }) => say(`seed ${seed}: ${failure?.split('\n')[0] ?? ''}`),
    onProgress: (runs) => say(`${runs} runs`),
  });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  say(
    `${done.runs} runs, ${done.steps} steps, ${seconds.toFixed(0)} s, ${done.failures.length} failed, ${done.unrepeated.length} not repeatable`,
  );
  const missing = neverMet(done);
  if (missing.length > 0) say(`met in fewer than 1 % of runs: ${missing.join(', ')}`);
  if (done.failures.length + done.unrepeated.length + missing.length > 0) process.exitCode = 1;
}

async function findTeeth(most: number): Promise<void> {
  for (const tooth of TEETH) {
    const seed = await firstSeed(tooth, most);
    say(`${tooth.name.padEnd(36)} ${seed === null ? `not found in ${most}` : `seed ${seed.seed}: ${seed.failure}`}`);
    if (seed === null) process.exitCode = 1;
  }
}

/** The first seed that holds without the bug and breaks with it. */
async function firstSeed(tooth: (typeof TEETH)[number], most: number): Promise<{ seed: number; failure: string } | null> {
  for (let seed = 1; seed <= most; seed++) {
    const plan = planOf(seed);
    const { failure } = await runPlan(plan, tooth.plant());
    if (failure !== null && (await runPlan(plan)).failure === null) return { seed, failure: failure.split('\n')[0] ?? '' };
  }
  return null;
}
