/**
 * Reminders that were sent: kept, counted, and told to whoever publishes accesses.
 *
 * A reminder speaks of a person's one migration: it counts for every dossier they belong to. One whose letter did not leave
 * does not count; one of which nobody knows any more whether it left (a crash) does.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { DossierId, UserId } from '@navette/kernel/ids';

export type Reminded = { readonly at: number; readonly count: number };

export type Reminders = {
  /** The last one of a person, and how many. */
  of(user: UserId): Reminded | null;
  /** Of everybody reminded in a dossier: what `AccessUser` says as `reminded` and `reminders`. */
  remindersOf(dossier: DossierId): ReadonlyMap<UserId, Reminded>;
  /** Notes one that is about to leave. @returns what notes how it went */
  begin(reminder: {
    readonly user: UserId;
    readonly dossier: DossierId;
    readonly by: UserId;
    readonly at: number;
  }): (outcome: 'sent' | 'too-many' | 'failed') => void;
};

const COUNTED = "outcome IN ('leaving', 'sent')";

export function makeReminders(database: DatabaseSync): Reminders {
  return {
    of(user) {
      const row = database
        .prepare(`SELECT max(at) AS at, count(*) AS n FROM migration_reminder WHERE user_id = ? AND ${COUNTED}`)
        .get(user);
      return row === undefined || row['at'] === null ? null : { at: Number(row['at']), count: Number(row['n']) };
    },
    remindersOf(dossier) {
      const rows = database
        .prepare(
          `SELECT user_id, max(at) AS at, count(*) AS n FROM migration_reminder
           WHERE user_id IN (SELECT user_id FROM dossier_right WHERE dossier_id = ?) AND ${COUNTED} GROUP BY user_id`,
        )
        .all(dossier);
      return new Map(rows.map((row) => [row['user_id'] as UserId, { at: Number(row['at']), count: Number(row['n']) }]));
    },
    begin({ user, dossier, by, at }) {
      const { lastInsertRowid } = database
        .prepare("INSERT INTO migration_reminder (user_id, dossier_id, by_user, at, outcome) VALUES (?, ?, ?, ?, 'leaving')")
        .run(user, dossier, by, at);
      return (outcome) => void database.prepare('UPDATE migration_reminder SET outcome = ? WHERE n = ?').run(outcome, lastInsertRowid);
    },
  };
}
