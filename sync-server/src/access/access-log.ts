/**
 * Who changed which access, when: for the firm's administrators. Only grows; a name is kept as it was then.
 *
 * What was read is another trace, kept elsewhere.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { DossierId, UserId } from '@navette/kernel/ids';
import type { Clock } from '@navette/kernel/ports';
import { ACCESS_ACTS, type AccessAct, type AccessEvent } from '@navette/protocol/access-administration';

export type AccessNote = {
  /** Null for what happens by itself. */
  readonly by: UserId | null;
  readonly what: AccessAct;
  readonly dossier?: DossierId;
  /** Whom it is about. */
  readonly name: string;
  readonly detail?: string;
};

export type AccessLog = {
  /** Part of the commit that changes the access. */
  note(note: AccessNote): void;
  /** A page, newest first. @param before the number of the last one seen */
  page(dossier: DossierId | null, before: number | null): { readonly events: AccessEvent[]; readonly more: boolean };
};

const PAGE = 50;

export function makeAccessLog(database: DatabaseSync, clock: Clock): AccessLog {
  return {
    note({ by, what, dossier, name, detail = '' }) {
      database
        .prepare('INSERT INTO access_event (at, by_user, what, dossier_id, name, detail) VALUES (?, ?, ?, ?, ?, ?)')
        .run(clock.now(), by, what, dossier ?? null, name, detail);
    },
    page(dossier, before) {
      const rows = database
        .prepare(
          `SELECT access_event.*, user.name AS by_name, dossier.name AS dossier_name FROM access_event
           LEFT JOIN user ON user.id = by_user LEFT JOIN dossier ON dossier.id = dossier_id
           WHERE (?1 IS NULL OR dossier_id = ?1) AND (?2 IS NULL OR n < ?2) ORDER BY n DESC LIMIT ?3`,
        )
        .all(dossier, before, PAGE + 1);
      const events = rows.slice(0, PAGE).flatMap((row): AccessEvent[] => {
        const what = ACCESS_ACTS.find((known) => known === row['what']);
        if (what === undefined) return [];
        const text = (column: string) => (row[column] === null ? null : String(row[column]));
        return [
          {
            n: Number(row['n']),
            at: Number(row['at']),
            by: text('by_name'),
            what,
            dossier: text('dossier_name'),
            name: String(row['name']),
            detail: String(row['detail']),
          },
        ];
      });
      return { events, more: rows.length > PAGE };
    },
  };
}
