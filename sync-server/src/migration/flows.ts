/**
 * Moves under way, in the identity database: a restart between two steps loses none. Each is found again by a secret that
 * only its device has, and is kept as a hash; so is the password that waits for the mailbox to be proved.
 */
import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { bytesToBase64Url } from '@navette/kernel/bytes';
import type { UserId } from '@navette/kernel/ids';
import type { Clock, Random } from '@navette/kernel/ports';

/** A day: whoever left the assistant at noon finds it again in the evening. */
const FLOW_LIFETIME = 24 * 3600_000;

export type Flow = {
  /** Normalised (`domain/migration`). */
  readonly email: string;
  /** Who was signed in when it began: their identity is changed. Null: one is made. */
  readonly user: UserId | null;
  /** What was typed before the mailbox was proved. */
  readonly identity: { readonly name: string; readonly passwordHash: string } | null;
  readonly proved: boolean;
};

export type Flows = {
  /** @returns the device's secret */
  begin(flow: Pick<Flow, 'email' | 'user'>): string;
  /** @returns null for a secret nobody was given, or whose day is over */
  find(secret: string): Flow | null;
  keepIdentity(secret: string, identity: NonNullable<Flow['identity']>): void;
  markProved(secret: string): void;
  end(secret: string): void;
};

export function makeFlows(database: DatabaseSync, clock: Clock, random: Random): Flows {
  const run = (sql: string, ...values: (string | number | null)[]) => void database.prepare(sql).run(...values);
  return {
    begin({ email, user }) {
      const secret = bytesToBase64Url(random.bytes(24));
      run('DELETE FROM migration_flow WHERE until < ?', clock.now());
      run(
        'INSERT INTO migration_flow (id_hash, email, user_id, until) VALUES (?, ?, ?, ?)',
        hashOf(secret),
        email,
        user,
        clock.now() + FLOW_LIFETIME,
      );
      return secret;
    },
    find(secret) {
      const row = database.prepare('SELECT * FROM migration_flow WHERE id_hash = ? AND until >= ?').get(hashOf(secret), clock.now());
      if (!row) return null;
      const name = row['name'];
      return {
        email: String(row['email']),
        user: (row['user_id'] as UserId | null) ?? null,
        identity: typeof name === 'string' ? { name, passwordHash: String(row['password_hash']) } : null,
        proved: row['proved_at'] !== null,
      };
    },
    keepIdentity: (secret, { name, passwordHash }) =>
      run('UPDATE migration_flow SET name = ?, password_hash = ? WHERE id_hash = ?', name, passwordHash, hashOf(secret)),
    markProved: (secret) => run('UPDATE migration_flow SET proved_at = ? WHERE id_hash = ?', clock.now(), hashOf(secret)),
    end: (secret) => run('DELETE FROM migration_flow WHERE id_hash = ?', hashOf(secret)),
  };
}

function hashOf(secret: string): string {
  return createHash('sha256').update(`navette-migration ${secret}`).digest('base64url');
}
