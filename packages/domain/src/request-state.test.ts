import { describe, expect, test } from 'vitest';
import { nextReminder, requestState } from './request-state.ts';

const facts = { closedByFirm: false, none: false, answers: [] } as const;

describe('a request', () => {
  test('is open until something answers it', () => {
    expect(requestState(facts)).toBe('open');
    expect(requestState({ ...facts, answers: ['refused'] })).toBe('open');
    expect(requestState({ ...facts, answers: ['refused', 'local'] })).toBe('answered');
    expect(requestState({ ...facts, none: true })).toBe('none');
    expect(requestState({ ...facts, none: true, answers: ['received'] })).toBe('answered');
  });

  test('closes when the firm accepts, not when a file arrives', () => {
    for (const state of ['local', 'sent', 'received', 'taken'] as const)
      expect(requestState({ ...facts, answers: [state] })).toBe('answered');
    expect(requestState({ ...facts, answers: ['refused', 'accepted'] })).toBe('closed');
    expect(requestState({ ...facts, closedByFirm: true })).toBe('closed');
  });

  test('is recalled at the rhythm it was given, or never', () => {
    expect(nextReminder(1000, 7)).toBe(1000 + 7 * 86_400_000);
    expect(nextReminder(1000, undefined)).toBeNull();
  });
});
