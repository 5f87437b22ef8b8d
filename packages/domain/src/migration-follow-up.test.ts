import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  countSteps,
  daysSince,
  dossierSilentSince,
  dossierStep,
  followUpNeeds,
  isReminderDue,
  reminderSkip,
  silentSince,
  type Migrant,
} from './migration-follow-up.ts';
import { MIGRATION_STEPS } from './migration.ts';

const DAY = 24 * 3600_000;
const NOW = Date.parse('2026-11-20T13:50:00Z');
const somebody = (more: Partial<Migrant> = {}): Migrant => ({ state: 'active', migration: 'code-sent', since: NOW - 20 * DAY, ...more });

describe('a dossier', () => {
  test('R054 is finalised when the last of its people is, and not before', () => {
    expect(dossierStep([somebody({ migration: 'finalised' }), somebody({ migration: 'verified' })], 0)).toBe('verified');
    expect(dossierStep([somebody({ migration: 'finalised' }), somebody({ migration: 'finalised' })], 0)).toBe('finalised');
  });

  test('waits for the firm as soon as one of its people does, however far the others are', () => {
    expect(dossierStep([somebody({ migration: 'not-started' }), somebody({ migration: 'to-decide' })], 0)).toBe('to-decide');
    expect(dossierStep([somebody({ migration: 'finalised' })], 1)).toBe('to-decide');
  });

  test('does not wait for whoever was deactivated, nor for whoever was only invited', () => {
    const gone = somebody({ state: 'off', migration: 'not-started' });
    expect(dossierStep([gone, somebody({ migration: 'finalised' })], 0)).toBe('finalised');
    expect(dossierStep([somebody({ state: 'invited', migration: 'finalised' })], 0)).toBe('not-started');
    expect(dossierStep([], 0)).toBe('not-started');
  });

  test('stands at one step: the counts of a firm add up to its dossiers', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...MIGRATION_STEPS)), (steps) => {
        expect(Object.values(countSteps(steps)).reduce((sum, n) => sum + n, 0)).toBe(steps.length);
      }),
    );
  });
});

describe('a reminder', () => {
  test('is due after the firm’s number of days without news, to the minute', () => {
    const since = NOW - 14 * DAY;
    expect(isReminderDue(silentSince(somebody({ since })), NOW, 14)).toBe(true);
    expect(isReminderDue(silentSince(somebody({ since: since + 1 })), NOW, 14)).toBe(false);
    expect(isReminderDue(silentSince(somebody({ since })), NOW, 15)).toBe(false);
  });

  test('is due at once to whoever never opened the assistant', () => {
    expect(isReminderDue(silentSince(somebody({ migration: 'not-started', since: 0 })), NOW, 90)).toBe(true);
  });

  test('starts the wait again', () => {
    expect(isReminderDue(silentSince(somebody({ reminded: NOW - 2 * DAY })), NOW, 14)).toBe(false);
    expect(isReminderDue(silentSince(somebody({ reminded: NOW - 15 * DAY })), NOW, 14)).toBe(true);
  });

  test('is due to nobody who has nothing left to do, or cannot come in', () => {
    for (const person of [
      somebody({ migration: 'finalised' }),
      somebody({ migration: 'to-decide' }),
      somebody({ state: 'off' }),
      somebody({ state: 'invited' }),
    ])
      expect(isReminderDue(silentSince(person), NOW, 1)).toBe(false);
  });

  test('of a dossier is due when it is due to one of its people', () => {
    const people = [somebody({ reminded: NOW - DAY }), somebody({ since: NOW - 30 * DAY })];
    expect(dossierSilentSince(people)).toBe(NOW - 30 * DAY);
    expect(dossierSilentSince([somebody({ migration: 'finalised' })])).toBeNull();
  });

  test('leaves people out with a reason, and nobody is reminded twice in a day', () => {
    expect(reminderSkip(somebody(), NOW)).toBeNull();
    expect(reminderSkip(somebody({ reminded: NOW - DAY + 1 }), NOW)).toBe('reminded-lately');
    expect(reminderSkip(somebody({ reminded: NOW - DAY }), NOW)).toBeNull();
    expect(reminderSkip(somebody({ migration: 'finalised' }), NOW)).toBe('finalised');
    expect(reminderSkip(somebody({ migration: 'to-decide' }), NOW)).toBe('to-decide');
    expect(reminderSkip(somebody({ state: 'off', migration: 'finalised' }), NOW)).toBe('not-active');
  });
});

test('a badge counts the decisions to take and the dossiers to remind, and grows by itself as days go by', () => {
  const followUp = { decisions: 2, silences: [NOW - 20 * DAY, NOW - 13 * DAY, NOW] };
  expect(followUpNeeds(followUp, NOW, 14)).toBe(3);
  expect(followUpNeeds(followUp, NOW + DAY, 14)).toBe(4);
  expect(followUpNeeds(followUp, NOW, 7)).toBe(4);
  expect(followUpNeeds({ decisions: 0, silences: [] }, NOW, 14)).toBe(0);
});

test('a moment ahead of this computer’s clock is no day ago', () => {
  expect(daysSince(NOW + DAY, NOW)).toBe(0);
  expect(daysSince(NOW - 3 * DAY - 1, NOW)).toBe(3);
});
