/**
 * Secrets that open one thing once: reset and undo links, a hand-over code, a passkey ceremony, the state and the pass of an
 * OpenID Connect sign-in. One table, one purpose each; what stands in it is a hash, so that a copied table opens nothing.
 *
 * Taken in one statement: of two that come together one gets it. Over is as good as unknown.
 */
import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { bytesToBase64Url } from '@navette/kernel/bytes';
import type { UserId } from '@navette/kernel/ids';
import type { Clock, Random } from '@navette/kernel/ports';
import * as v from 'valibot';

export type SecretPurpose = 'password-reset' | 'undo-email' | 'hand-over' | 'passkey-add' | 'passkey-sign-in' | 'oidc-state' | 'oidc-pass';

type Issued = { readonly purpose: SecretPurpose; readonly user?: UserId; readonly facts?: unknown; readonly lifetime: number };
export type Taken<F> = { readonly user: UserId | null; readonly facts: F };

export type OneTimeSecrets = {
  /** @param secret one of the caller's own making, where people have to type it; 256 bits otherwise */
  issue(what: Issued, secret?: string): string;
  /** Uses it up. @returns what it was issued with; null for one that is unknown, used or over */
  take<S extends v.GenericSchema>(purpose: SecretPurpose, secret: string, facts: S): Taken<v.InferOutput<S>> | null;
  /** The same without using it up: a link is not spent by a weak password. */
  look<S extends v.GenericSchema>(purpose: SecretPurpose, secret: string, facts: S): Taken<v.InferOutput<S>> | null;
  /** Makes those of a person worthless: an older link, or all of one kind after a change. */
  drop(purpose: SecretPurpose, user: UserId): void;
};

export function makeOneTimeSecrets(database: DatabaseSync, clock: Clock, random: Random): OneTimeSecrets {
  const read = <S extends v.GenericSchema>(row: Record<string, unknown> | undefined, schema: S): Taken<v.InferOutput<S>> | null => {
    if (!row || Number(row['until']) <= clock.now()) return null;
    return { user: row['user_id'] as UserId | null, facts: v.parse(schema, JSON.parse(String(row['facts']))) };
  };
  return {
    issue({ purpose, user, facts = null, lifetime }, secret = bytesToBase64Url(random.bytes(32))) {
      database.prepare('DELETE FROM one_time_secret WHERE until <= ?').run(clock.now());
      database
        .prepare('INSERT INTO one_time_secret (hash, purpose, user_id, facts, until) VALUES (?, ?, ?, ?, ?)')
        .run(hashOf(purpose, secret), purpose, user ?? null, JSON.stringify(facts), clock.now() + lifetime);
      return secret;
    },
    take: (purpose, secret, facts) =>
      read(database.prepare('DELETE FROM one_time_secret WHERE hash = ? RETURNING *').get(hashOf(purpose, secret)), facts),
    look: (purpose, secret, facts) =>
      read(database.prepare('SELECT * FROM one_time_secret WHERE hash = ?').get(hashOf(purpose, secret)), facts),
    drop: (purpose, user) => void database.prepare('DELETE FROM one_time_secret WHERE purpose = ? AND user_id = ?').run(purpose, user),
  };
}

/** The purpose is in it: a secret of one kind is none of another. */
function hashOf(purpose: SecretPurpose, secret: string): string {
  return createHash('sha256').update(`navette-${purpose} ${secret}`).digest('hex');
}
