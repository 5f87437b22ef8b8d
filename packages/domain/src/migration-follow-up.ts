/**
 * The firm's follow-up of its clients' moves to the single sign-in: how far a dossier has come, and to whom a reminder is due.
 *
 * The same answers on the device, which shows and counts, and on the server, which sends. Knows no room and no letter.
 */
import { MIGRATION_STEPS, type MigrationStep } from './migration.ts';

const DAY = 24 * 3600_000;

/** Days without news after which a reminder is due, unless the firm sets others. */
export const REMIND_AFTER_DAYS = 14;
export const REMIND_AFTER_LIMITS = { least: 1, most: 90 } as const;
/** Nobody is reminded twice within this time, whoever asks. */
export const REMINDER_PAUSE = DAY;

/** What the follow-up looks at of one person of a client company. */
export type Migrant = {
  readonly state: 'invited' | 'active' | 'off';
  readonly migration: MigrationStep;
  /** Moment of the last change of `migration`; 0 for one that never changed. */
  readonly since: number;
  readonly reminded?: number | undefined;
};

/**
 * Why somebody is left out of a reminder: nothing is left for them to do, the firm has to act first, they cannot come in at
 * all (an invitation has its own letter), or they were reminded less than a day ago.
 */
export const REMINDER_SKIPS = ['finalised', 'to-decide', 'not-active', 'reminded-lately'] as const;
export type ReminderSkip = (typeof REMINDER_SKIPS)[number];

/** @returns null for somebody a reminder may go to */
export function reminderSkip(person: Migrant, now: number): ReminderSkip | null {
  if (person.state !== 'active') return 'not-active';
  if (person.migration === 'finalised') return 'finalised';
  if (person.migration === 'to-decide') return 'to-decide';
  return person.reminded !== undefined && now - person.reminded < REMINDER_PAUSE ? 'reminded-lately' : null;
}

/** Since when somebody has been silent: their last step or their last reminder. Null for whoever has nothing left to do themselves. */
export function silentSince(person: Migrant): number | null {
  if (person.state !== 'active' || person.migration === 'finalised' || person.migration === 'to-decide') return null;
  return Math.max(person.since, person.reminded ?? 0);
}

/** Of several people, the longest silence; null where nobody has anything to do. */
export function dossierSilentSince(people: Iterable<Migrant>): number | null {
  let longest: number | null = null;
  for (const person of people) {
    const since = silentSince(person);
    if (since !== null) longest = Math.min(longest ?? since, since);
  }
  return longest;
}

/** Whether a silence has lasted long enough for a reminder. */
export function isReminderDue(silence: number | null, now: number, days: number): boolean {
  return silence !== null && now - silence >= days * DAY;
}

/** How many things of the follow-up need the staff: decisions to take, and dossiers to remind. What a badge says. */
export function followUpNeeds(
  followUp: { readonly decisions: number; readonly silences: readonly number[] },
  now: number,
  days: number,
): number {
  return followUp.decisions + followUp.silences.filter((silence) => isReminderDue(silence, now, days)).length;
}

/** Whole days since a moment; none for one that lies ahead by another clock. */
export function daysSince(moment: number, now: number): number {
  return Math.max(0, Math.floor((now - moment) / DAY));
}

/**
 * A dossier is as far as the last of its people, and waits for the firm as soon as one of them does. Of nobody who could
 * come in, it has not begun.
 */
export function dossierStep(people: Iterable<Migrant>, openDecisions: number): MigrationStep {
  if (openDecisions > 0) return 'to-decide';
  let least: number = MIGRATION_STEPS.length;
  for (const { state, migration } of people) {
    if (state !== 'active') continue;
    if (migration === 'to-decide') return 'to-decide';
    least = Math.min(least, MIGRATION_STEPS.indexOf(migration));
  }
  return MIGRATION_STEPS[least] ?? 'not-started';
}

/** How many of `steps` stand at each step. */
export function countSteps(steps: Iterable<MigrationStep>): Readonly<Record<MigrationStep, number>> {
  const counts = Object.fromEntries(MIGRATION_STEPS.map((step) => [step, 0])) as Record<MigrationStep, number>;
  for (const step of steps) counts[step] += 1;
  return counts;
}
