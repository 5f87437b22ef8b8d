/**
 * How many letters may leave: 6 an hour and 20 a day to one address, 2,000 a day in all, so that the firm's name never becomes
 * spam. Kept in the identity database: a restart forgives nothing. Addresses are kept as hashes.
 */
import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '@navette/kernel/ports';

export type LetterLimits = { readonly perHour: number; readonly perDay: number; readonly firmPerDay: number };
export const LETTER_LIMITS: LetterLimits = { perHour: 6, perDay: 20, firmPerDay: 2000 };

const HOUR = 3600_000;
const DAY = 24 * HOUR;

export type LetterBudget = {
  /** Counts a letter. @returns what gives it back, when it did not leave after all; null when there is no room */
  take(to: string): (() => void) | null;
};

export function makeLetterBudget(database: DatabaseSync, clock: Clock, limits: LetterLimits = LETTER_LIMITS): LetterBudget {
  const count = (where: string, ...values: (string | number)[]) =>
    Number(database.prepare(`SELECT count(*) AS n FROM letter_sent WHERE ${where}`).get(...values)?.['n']);
  return {
    take(to) {
      const now = clock.now();
      const recipient = createHash('sha256').update(to.trim().toLowerCase()).digest('base64url');
      database.prepare('DELETE FROM letter_sent WHERE at <= ?').run(now - DAY);
      const spent =
        count('recipient = ? AND at > ?', recipient, now - HOUR) >= limits.perHour ||
        count('recipient = ?', recipient) >= limits.perDay ||
        count('1 = 1') >= limits.firmPerDay;
      if (spent) return null;
      const { lastInsertRowid } = database.prepare('INSERT INTO letter_sent (recipient, at) VALUES (?, ?)').run(recipient, now);
      return () => void database.prepare('DELETE FROM letter_sent WHERE n = ?').run(lastInsertRowid);
    },
  };
}
