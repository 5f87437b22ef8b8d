/**
 * Links sent by mail that let somebody in: 256 bits in the address's fragment, kept as a hash, good for 72 hours and once (A6,
 * G15). Looking at one uses nothing up; a newer one to the same person replaces it.
 *
 * A link leads to an invitation that waits, or to a person who has access already and wants back in.
 */
import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { bytesToBase64Url } from '@navette/kernel/bytes';
import type { DossierId, UserId } from '@navette/kernel/ids';
import type { Clock, Random } from '@navette/kernel/ports';

export const LINK_LIFETIME = 72 * 3600_000;
const DAY = 24 * 3600_000;
/** For how long after it was sent somebody may ask for another one by themselves. */
const RENEWABLE_FOR = 30 * DAY;
const KEPT_FOR = 90 * DAY;
/** Between two that one person asks for. */
const PAUSE = 60_000;

export type LinkTarget =
  | { readonly to: 'invitation'; readonly invitation: string }
  | { readonly to: 'person'; readonly user: UserId; readonly dossier: DossierId };

/** Where a link stands; `closed` says why it opens nothing. */
export type Link = LinkTarget & {
  readonly by: UserId;
  readonly until: number;
  readonly state: 'open' | 'expired' | 'replaced' | 'used';
  readonly renewable: boolean;
};

export type Links = {
  /** A new link, which replaces those sent before. @returns its path with the fragment, and its end */
  make(target: LinkTarget, by: UserId): { readonly link: string; readonly until: number };
  find(token: string): Link | null;
  /** Part of the commit that lets somebody in. @returns false when it was used meanwhile */
  use(token: string): boolean;
  /** No link to this person for this dossier opens anything any more. */
  drop(user: UserId, dossier: DossierId): void;
  /** Links somebody sent within a day. */
  sentBy(user: UserId): number;
};

export function makeLinks({ database, clock, random }: { database: DatabaseSync; clock: Clock; random: Random }): Links {
  database.prepare('DELETE FROM access_link WHERE at <= ?').run(clock.now() - KEPT_FOR);
  return {
    make(target, by) {
      const token = bytesToBase64Url(random.bytes(32));
      const [now, until] = [clock.now(), clock.now() + LINK_LIFETIME];
      const [invitation, user, dossier] =
        target.to === 'invitation' ? [target.invitation, null, null] : [null, target.user, target.dossier];
      database
        .prepare(
          'INSERT INTO access_link (token_hash, invitation_id, user_id, dossier_id, by_user, at, until) VALUES (?, ?, ?, ?, ?, ?, ?)',
        )
        .run(hashOf(token), invitation, user, dossier, by, now, until);
      return { link: `/#/welcome?link=${token}`, until };
    },
    find(token) {
      const row = database
        .prepare(
          `SELECT *, (SELECT max(at) FROM access_link AS newer WHERE newer.rowid > access_link.rowid AND (
             newer.invitation_id = access_link.invitation_id
             OR (newer.user_id = access_link.user_id AND newer.dossier_id = access_link.dossier_id))) AS newer
           FROM access_link WHERE token_hash = ?`,
        )
        .get(hashOf(token));
      if (!row) return null;
      const now = clock.now();
      const target: LinkTarget =
        row['invitation_id'] === null
          ? { to: 'person', user: row['user_id'] as UserId, dossier: row['dossier_id'] as DossierId }
          : { to: 'invitation', invitation: String(row['invitation_id']) };
      const lastSent = Number(row['newer'] ?? row['at']);
      return {
        ...target,
        by: row['by_user'] as UserId,
        until: Number(row['until']),
        state: row['used_at'] !== null ? 'used' : row['newer'] !== null ? 'replaced' : Number(row['until']) <= now ? 'expired' : 'open',
        renewable: Number(row['at']) + RENEWABLE_FOR > now && lastSent + PAUSE <= now,
      };
    },
    use: (token) =>
      Number(
        database.prepare('UPDATE access_link SET used_at = ? WHERE token_hash = ? AND used_at IS NULL').run(clock.now(), hashOf(token))
          .changes,
      ) === 1,
    drop: (user, dossier) => void database.prepare('DELETE FROM access_link WHERE user_id = ? AND dossier_id = ?').run(user, dossier),
    sentBy: (user) =>
      Number(database.prepare('SELECT count(*) AS n FROM access_link WHERE by_user = ? AND at > ?').get(user, clock.now() - DAY)?.['n']),
  };
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
