import { describe, expect, test } from 'vitest';
import { closingLine, countReport, countVitest, NOTHING, plus } from './test-counts.ts';

describe('adding up test runs', () => {
  test('passed, failed and skipped tests are added, and tests still to be written count as skipped', () => {
    const counts = countReport({ numPassedTests: 3, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1, testResults: [] });
    expect(closingLine(plus(counts, { passed: 1, failed: 0, skipped: 0 }))).toBe('4 passed, 1 failed, 3 skipped');
  });

  test('a test file that could not be read counts as one failure', () => {
    const counts = countReport({
      numPassedTests: 1,
      numFailedTests: 1,
      testResults: [
        { status: 'failed', assertionResults: [] },
        { status: 'failed', assertionResults: [{ status: 'failed' }] },
        { status: 'passed', assertionResults: [{ status: 'passed' }] },
      ],
    });
    expect(counts).toEqual({ passed: 1, failed: 2, skipped: 0 });
  });

  test('a report that was never written counts as nothing', () => {
    expect(countVitest('/no/such/report.json')).toEqual(NOTHING);
  });
});
