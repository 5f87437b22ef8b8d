/**
 * Devices somebody has signed in from before: a mark of 256 bits that the server gives at each sign-in and sees again at the
 * next one. Whoever shows it has a lane of their own when others on their network guess passwords (A3), and no letter tells
 * them of a new device. It opens nothing.
 *
 * The portal keeps it in a cookie no script reads, an extension in its keychain. It is another one after each sign-in: a mark
 * that somebody planted is worth nothing to them afterwards. Kept as a hash.
 */
import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { bytesToBase64Url } from '@navette/kernel/bytes';
import type { UserId } from '@navette/kernel/ids';
import type { Clock, Random } from '@navette/kernel/ports';
import { KNOWN_DEVICE_HEADER } from '@navette/protocol/version';
import type { SessionForm } from './auth.ts';

const DAY = 24 * 3600_000;
/** As long as browsers keep a cookie. */
const LIFETIME = 400 * DAY;

export type KnownDevices = {
  /** Whether these headers show a mark that this person got. */
  isOf(headers: Headers, user: UserId): boolean;
  /** Which lane the attempts of an account are counted in: the device's own, or its network's. */
  lane(headers: Headers, user: UserId | null, network: string): string;
  /** Whether the person ever signed in from anywhere. */
  any(user: UserId): boolean;
  /** The person signed in here. @returns the headers that give the device its new mark */
  note(headers: Headers, user: UserId, form: SessionForm): readonly (readonly [string, string])[];
  /** Nobody's device is known any more: after a password was reset or an address taken back. */
  forget(user: UserId): void;
};

export function makeKnownDevices(parts: {
  readonly database: DatabaseSync;
  /** Whether the portal is on https. */
  readonly secure: boolean;
  readonly clock: Clock;
  readonly random: Random;
}): KnownDevices {
  const { database, secure, clock, random } = parts;
  const cookie = `${secure ? '__Host-' : ''}navette.known`;
  const inCookie = new RegExp(`(?:^|;\\s*)${cookie.replaceAll('.', '\\.')}=([\\w-]{43})(?:;|$)`);
  const shown = (headers: Headers): string | null => {
    const mark = headers.get(KNOWN_DEVICE_HEADER) ?? inCookie.exec(headers.get('cookie') ?? '')?.[1];
    return mark ? hashOf(mark) : null;
  };
  const isOf = (hash: string | null, user: UserId): boolean =>
    hash !== null && database.prepare('SELECT 1 FROM known_device WHERE hash = ? AND user_id = ?').get(hash, user) !== undefined;

  return {
    isOf: (headers, user) => isOf(shown(headers), user),
    lane(headers, user, network) {
      const hash = shown(headers);
      return user && isOf(hash, user) ? `device ${hash}` : network;
    },
    any: (user) => database.prepare('SELECT 1 FROM known_device WHERE user_id = ?').get(user) !== undefined,
    note(headers, user, form) {
      const now = clock.now();
      const mark = bytesToBase64Url(random.bytes(32));
      const before = shown(headers);
      database.prepare('DELETE FROM known_device WHERE at < ?').run(now - LIFETIME);
      if (before !== null) database.prepare('UPDATE known_device SET hash = ? WHERE hash = ?').run(hashOf(mark), before);
      database.prepare('INSERT OR REPLACE INTO known_device (hash, user_id, at) VALUES (?, ?, ?)').run(hashOf(mark), user, now);
      if (form === 'bearer') return [[`set-${KNOWN_DEVICE_HEADER}`, mark]];
      const attributes = ['Path=/', 'HttpOnly', 'SameSite=Lax', ...(secure ? ['Secure'] : []), `Max-Age=${LIFETIME / 1000}`];
      return [['set-cookie', [`${cookie}=${mark}`, ...attributes].join('; ')]];
    },
    forget: (user) => void database.prepare('DELETE FROM known_device WHERE user_id = ?').run(user),
  };
}

function hashOf(mark: string): string {
  return createHash('sha256').update(`navette-known-device ${mark}`).digest('hex');
}
