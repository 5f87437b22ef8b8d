/**
 * The sessions that stand: whose, on which device, until when; and their end. Better-auth makes the rows, nobody else does.
 *
 * Thirty days from the sign-in, never lengthened (R071); ten a person, the oldest ends (ASVS 7.3). A session is bound to one
 * device number: it speaks for that device and no other (N2).
 */
import type { DatabaseSync } from 'node:sqlite';
import type { DeviceNumber, UserId } from '@navette/kernel/ids';

export type SessionRow = {
  readonly id: string;
  readonly device: DeviceNumber | null;
  readonly userAgent: string;
  readonly since: number;
  readonly seen: number;
  readonly until: number;
};

export type SessionBook = {
  /** Standing ones, the newest first. */
  list(user: UserId): readonly SessionRow[];
  /** By the system's clock, as the library judges a request. */
  alive(session: string): boolean;
  /** Binds a session to its device, in the place of the one it spoke for. */
  bind(session: string, device: DeviceNumber): void;
  seen(session: string, at: number): void;
  /** Only a person's own. @returns whether there was one */
  end(user: UserId, session: string): boolean;
  endAll(user: UserId, but?: string): void;
  /** Ends the oldest beyond `most`. */
  trim(user: UserId, most: number): void;
};

export function makeSessionBook(database: DatabaseSync): SessionBook {
  // Made by the library, after our own tables: prepared at first use.
  const run = (sql: string, ...values: (string | number)[]) => Number(database.prepare(sql).run(...values).changes);
  return {
    list: (user) =>
      database
        .prepare(
          'SELECT id, device, userAgent, createdAt, seenAt, expiresAt FROM session WHERE userId = ? ORDER BY createdAt DESC, rowid DESC',
        )
        .all(user)
        .map(toSession)
        .filter(({ until }) => until > Date.now()),
    alive: (id) => Date.parse(String(database.prepare('SELECT expiresAt FROM session WHERE id = ?').get(id)?.['expiresAt'])) > Date.now(),
    bind: (id, device) => void run('UPDATE session SET device = ? WHERE id = ?', device, id),
    seen: (id, at) => void run('UPDATE session SET seenAt = ? WHERE id = ?', at, id),
    end: (user, id) => run('DELETE FROM session WHERE userId = ? AND id = ?', user, id) === 1,
    endAll: (user, but = '') => void run('DELETE FROM session WHERE userId = ? AND id <> ?', user, but),
    trim: (user, most) =>
      void run(
        'DELETE FROM session WHERE userId = ? AND id NOT IN (SELECT id FROM session WHERE userId = ? ORDER BY createdAt DESC, rowid DESC LIMIT ?)',
        user,
        user,
        most,
      ),
  };
}

function toSession(row: Record<string, unknown>): SessionRow {
  const since = Date.parse(String(row['createdAt']));
  return {
    id: String(row['id']),
    device: row['device'] === null ? null : (Number(row['device']) as DeviceNumber),
    userAgent: String(row['userAgent'] ?? ''),
    since,
    seen: row['seenAt'] === null ? since : Number(row['seenAt']),
    until: Date.parse(String(row['expiresAt'])),
  };
}
