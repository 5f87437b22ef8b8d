/**
 * Who was proved once and has a second factor: a half-session, good for five minutes and five tries, which opens nothing but
 * the second step (A4). Kept as a hash, so that it outlives a restart and a copied table holds none.
 *
 * Bound to the form of session it was begun for: one begun in an extension cannot be ended in a portal page.
 */
import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { bytesToBase64Url } from '@navette/kernel/bytes';
import type { UserId } from '@navette/kernel/ids';
import type { Clock, Random } from '@navette/kernel/ports';
import type { SessionForm } from './auth.ts';
import type { WayIn } from './ways-in.ts';

const HALF_LIFETIME = 5 * 60_000;
export const HALF_TRIES = 5;

export type HalfSession = { readonly user: UserId; readonly way: WayIn; readonly form: SessionForm };

export type HalfSessions = {
  begin(half: HalfSession): { readonly secret: string; readonly until: number };
  /** Whose it is, without a try; null for one that is over. */
  find(secret: string): HalfSession | null;
  /** Counts a try before anything is looked at. @returns null when it is over, or has none left */
  try(secret: string): (HalfSession & { readonly triesLeft: number }) | null;
  end(secret: string): void;
  /** Whatever changes somebody's password, address or factors ends what they had under way. */
  endAll(user: UserId): void;
};

export function makeHalfSessions(database: DatabaseSync, clock: Clock, random: Random): HalfSessions {
  const read = (row: Record<string, unknown> | undefined) =>
    row && Number(row['until']) > clock.now() && Number(row['tries']) <= HALF_TRIES
      ? {
          user: row['user_id'] as UserId,
          way: row['way'] as WayIn,
          form: row['form'] as SessionForm,
          triesLeft: HALF_TRIES - Number(row['tries']),
        }
      : null;
  return {
    begin({ user, way, form }) {
      database.prepare('DELETE FROM half_session WHERE until <= ?').run(clock.now());
      const secret = bytesToBase64Url(random.bytes(32));
      const until = clock.now() + HALF_LIFETIME;
      database
        .prepare('INSERT INTO half_session (hash, user_id, way, form, until, tries) VALUES (?, ?, ?, ?, ?, 0)')
        .run(hashOf(secret), user, way, form, until);
      return { secret, until };
    },
    find: (secret) => read(database.prepare('SELECT * FROM half_session WHERE hash = ?').get(hashOf(secret))),
    try: (secret) => read(database.prepare('UPDATE half_session SET tries = tries + 1 WHERE hash = ? RETURNING *').get(hashOf(secret))),
    end: (secret) => void database.prepare('DELETE FROM half_session WHERE hash = ?').run(hashOf(secret)),
    endAll: (user) => void database.prepare('DELETE FROM half_session WHERE user_id = ?').run(user),
  };
}

function hashOf(secret: string): string {
  return createHash('sha256').update(`navette-half-session ${secret}`).digest('hex');
}
