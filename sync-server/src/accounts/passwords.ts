/**
 * Passwords: checked, changed, and refused while too easy (A3). The hash is the library's; nothing else of it is asked.
 *
 * A check takes the same time whether the address is known or not, and never says which.
 */
import type { DatabaseSync } from 'node:sqlite';
import { makeId, type UserId } from '@navette/kernel/ids';
import type { Clock, Random } from '@navette/kernel/ports';
import { hashPassword, verifyPassword } from 'better-auth/crypto';
import { isWeakPassword } from './weak-passwords.ts';

export type Passwords = {
  /** @returns whose password it is; null for a wrong one, an unknown address, or somebody without a password */
  check(email: string, password: string): Promise<UserId | null>;
  has(user: UserId): boolean;
  /** @returns false, and changes nothing, for a password that is too easy to guess */
  set(user: UserId, password: string): Promise<boolean>;
  remove(user: UserId): void;
};

export function makePasswords(database: DatabaseSync, clock: Clock, random: Random): Passwords {
  // Checked where there is nothing to check, so that both take the same time.
  let nobodys: Promise<string> | undefined;
  const credential = (user: UserId) =>
    database.prepare("SELECT password FROM account WHERE userId = ? AND providerId = 'credential'").get(user)?.['password'];

  return {
    async check(email, password) {
      const user = database.prepare('SELECT id FROM user WHERE email = ?').get(email)?.['id'] as UserId | undefined;
      const hash = user === undefined ? undefined : credential(user);
      nobodys ??= hashPassword('nobody’s password');
      const right = await verifyPassword({ hash: typeof hash === 'string' ? hash : await nobodys, password });
      return right && user !== undefined && typeof hash === 'string' ? user : null;
    },
    has: (user) => typeof credential(user) === 'string',
    async set(user, password) {
      if (isWeakPassword(password)) return false;
      const hash = await hashPassword(password);
      const now = new Date(clock.now()).toISOString();
      const changed = database
        .prepare("UPDATE account SET password = ?, updatedAt = ? WHERE userId = ? AND providerId = 'credential'")
        .run(hash, now, user);
      if (Number(changed.changes) === 0)
        database
          .prepare(
            "INSERT INTO account (id, accountId, providerId, userId, password, createdAt, updatedAt) VALUES (?, ?, 'credential', ?, ?, ?, ?)",
          )
          .run(makeId(clock.now(), random.bytes(10)), user, user, hash, now, now);
      return true;
    },
    remove: (user) => void database.prepare("DELETE FROM account WHERE userId = ? AND providerId = 'credential'").run(user),
  };
}
