// Runs stages one after the other and closes with the sum.
// Invariant: the last line printed is the sum, and the exit code is 0 only if no stage failed.

import type { Stage } from './stages.ts';
import { closingLine, NOTHING, plus, type Counts } from './test-counts.ts';

interface Line {
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'absent' | 'not run';
  readonly seconds: number;
  readonly counts: Counts;
}

/** Runs the stages, prints one line for each and the sum of the tests last; answers the exit code. */
export async function runStages(stages: readonly Stage[], args: readonly string[]): Promise<number> {
  const lines: Line[] = [];
  for (const stage of stages) {
    const started = performance.now();
    const blocked = stage.after.find((name) => lines.some((line) => line.name === name && line.outcome === 'failed'));
    console.log(`\n── ${stage.title}${blocked === undefined ? '' : `: not run, because "${blocked}" failed`}`);
    const result = blocked === undefined ? await stage.run(args) : { outcome: 'not run' as const, counts: NOTHING };
    if (result.outcome === 'absent') console.log('nothing of this in the tree: left out');
    lines.push({ name: stage.name, seconds: (performance.now() - started) / 1000, ...result });
  }
  const sum = sumOf(lines);
  console.log('');
  for (const line of lines) {
    const tests = line.counts === NOTHING ? '' : `   ${closingLine(line.counts)}`;
    console.log(`${line.name.padEnd(10)} ${line.outcome.padEnd(8)} ${line.seconds.toFixed(1).padStart(7)} s${tests}`);
  }
  console.log(closingLine(sum));
  return sum.failed === 0 ? 0 : 1;
}

/** The sum of the tests, where a stage that failed or could not run without a failing test counts as one failure. */
function sumOf(lines: readonly Line[]): Counts {
  return lines.reduce((sum, line) => {
    const bad = line.outcome === 'failed' || line.outcome === 'not run';
    return plus(sum, bad && line.counts.failed === 0 ? { ...line.counts, failed: 1 } : line.counts);
  }, NOTHING);
}
