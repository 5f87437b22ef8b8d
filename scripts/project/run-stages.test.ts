import { afterEach, describe, expect, test, vi } from 'vitest';
import { runStages } from './run-stages.ts';
import type { Stage, StageResult } from './stages.ts';
import { NOTHING } from './test-counts.ts';

function stage(name: string, result: StageResult, after: readonly string[] = []): Stage {
  return { name, title: name, after, run: async () => result };
}

async function closing(stages: readonly Stage[]): Promise<{ code: number; last: string; all: string }> {
  const lines: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((line: unknown) => void lines.push(String(line)));
  const code = await runStages(stages, []);
  return { code, last: lines.at(-1) ?? '', all: lines.join('\n') };
}

describe('running the stages', () => {
  afterEach(() => void vi.restoreAllMocks());

  test('the last line is the sum of all stages', async () => {
    const two: StageResult = { outcome: 'passed', counts: { passed: 2, failed: 0, skipped: 1 } };
    expect(await closing([stage('a', two), stage('b', two)])).toMatchObject({ code: 0, last: '4 passed, 0 failed, 2 skipped' });
  });

  test('a stage that fails without a failing test, such as the types, counts as one failure', async () => {
    expect(await closing([stage('types', { outcome: 'failed', counts: NOTHING })])).toMatchObject({
      code: 1,
      last: '0 passed, 1 failed, 0 skipped',
    });
  });

  test('what needs a failed stage does not run, and counts as failed', async () => {
    const ran = vi.fn<Stage['run']>();
    const ending = await closing([
      stage('build', { outcome: 'failed', counts: NOTHING }),
      { name: 'journeys', title: 'journeys', after: ['build'], run: ran },
    ]);
    expect(ran).not.toHaveBeenCalled();
    expect(ending).toMatchObject({ code: 1, last: '0 passed, 2 failed, 0 skipped' });
  });

  test('a stage of which nothing exists is left out with a line that says so', async () => {
    const ending = await closing([stage('journeys', { outcome: 'absent', counts: NOTHING })]);
    expect(ending.code).toBe(0);
    expect(ending.all).toContain('left out');
  });
});
