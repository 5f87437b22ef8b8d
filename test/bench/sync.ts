/**
 * `npm run bench -- sync`: our server beside the peers installed in the folders of SYNC_PEERS, in one run, as ratios with
 * their goals. Without peers: beside a bare relay, which keeps nothing.
 *
 * Options: --targets=a,b  --work=a,b,c  --reps=3  --scale=0.1 (a quick look)  --nice=-15 (as root)  --json
 */
import { parseArgs } from 'node:util';
import { round, type Figures } from './sync/figures.ts';
import { lines } from './sync/goals.ts';
import { runPlan, WORKLOADS } from './sync/run.ts';
import { settle } from './sync/server-process.ts';
import { table } from './sync/table.ts';
import { NAVETTE, targetsWith } from './sync/targets.ts';

const { values } = parseArgs({
  options: {
    targets: { type: 'string' },
    work: { type: 'string' },
    reps: { type: 'string', default: '3' },
    scale: { type: 'string', default: '1' },
    nice: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

settle(values.nice);
const named = values.targets?.split(',');
const letters = values.work?.split(',');
const targets = targetsWith(process.env['SYNC_PEERS']).filter(({ name }) => named?.includes(name) ?? true);
const work = WORKLOADS.filter(({ letter }) => letters?.includes(letter) ?? true);

const results = await runPlan({
  targets,
  work,
  reps: Number(values.reps),
  scale: Number(values.scale),
  progress: (target, letter, outcome) => process.stderr.write(`${target} ${letter} ${JSON.stringify(outcome)}\n`),
});

const found = lines(results, NAVETTE.name);
if (values.json) {
  const figures = [...results].map(([name, ofTarget]) => [name, Object.fromEntries([...ofTarget].map(rounded))]);
  console.log(JSON.stringify({ node: process.version, figures: Object.fromEntries(figures), lines: found }));
} else {
  console.log(
    table(
      found,
      targets.map(({ name }) => name).filter((name) => name !== NAVETTE.name),
    ),
  );
}

function rounded([letter, figures]: readonly [string, Figures]): [string, Figures] {
  return [letter, Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, round(value)]))];
}
