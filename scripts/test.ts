// `npm test`: everything, in order, ending with `N passed, N failed, N skipped`.
//   npm test -- --only unit,browser     only those stages (a stage that needs another takes it along)
//   npm test -- --only unit name …      passes file name filters on to the test runner

import { runStages } from './project/run-stages.ts';
import { STAGES } from './project/stages.ts';

const args = process.argv.slice(2);
const only = takeOnly();
const known = STAGES.map((stage) => stage.name);
const unknown = only?.filter((name) => !known.includes(name)) ?? [];

if (unknown.length > 0) {
  console.error(`No such stage: ${unknown.join(', ')}. Stages: ${known.join(', ')}.`);
  process.exitCode = 1;
} else {
  const wanted = new Set(only ?? known);
  for (const stage of STAGES) if (wanted.has(stage.name)) for (const before of stage.after) wanted.add(before);
  process.exitCode = await runStages(
    STAGES.filter((stage) => wanted.has(stage.name)),
    args,
  );
}

/** Takes `--only a,b` out of the arguments. */
function takeOnly(): string[] | undefined {
  const at = args.findIndex((arg) => arg === '--only' || arg.startsWith('--only='));
  if (at < 0) return undefined;
  const [option = '', next = ''] = args.slice(at, at + 2);
  args.splice(at, option === '--only' ? 2 : 1);
  return (option === '--only' ? next : option.slice('--only='.length)).split(',').filter((name) => name !== '');
}
