// Adds up test runs. Invariant: a run that failed never counts as zero failures.

import { existsSync, readFileSync } from 'node:fs';

/** How many tests passed, failed and were skipped. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** No test at all. */
export const NOTHING: Counts = { passed: 0, failed: 0, skipped: 0 };

/** Two counts together. */
export function plus(a: Counts, b: Counts): Counts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/** The closing line of a run. */
export function closingLine(counts: Counts): string {
  return `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`;
}

/** The counts of a vitest JSON report; a file that could not even load counts as one failure, a missing report as nothing. */
export function countVitest(reportFile: string): Counts {
  if (!existsSync(reportFile)) return NOTHING;
  return countReport(JSON.parse(readFileSync(reportFile, 'utf8')));
}

/** The counts of a parsed vitest JSON report. */
export function countReport(report: unknown): Counts {
  const numbers = report as Record<string, unknown>;
  const files = Array.isArray(numbers['testResults']) ? (numbers['testResults'] as Record<string, unknown>[]) : [];
  const unloaded = files.filter((file) => file['status'] === 'failed' && !anyFailed(file['assertionResults'])).length;
  return {
    passed: asNumber(numbers['numPassedTests']),
    failed: asNumber(numbers['numFailedTests']) + unloaded,
    skipped: asNumber(numbers['numPendingTests']) + asNumber(numbers['numTodoTests']),
  };
}

function anyFailed(tests: unknown): boolean {
  return Array.isArray(tests) && tests.some((test: Record<string, unknown>) => test['status'] === 'failed');
}

function asNumber(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
