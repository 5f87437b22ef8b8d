/**
 * Which identity of which provider is which person here: by (issuer, subject), and by an address only in the domains the firm
 * declared for that provider (A5). An address alone, verified by whomever, opens no account of another domain.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { UserId } from '@navette/kernel/ids';
import type { Clock } from '@navette/kernel/ports';
import type { OidcProvider } from './providers.ts';
import type { Identity } from './relying-party.ts';

export type IdentityLinks = {
  /** Whose identity this is; `isNew` when it was found by its address, and is linked from now on. */
  find(identity: Identity, provider: OidcProvider): { readonly user: UserId; readonly isNew: boolean } | null;
  /** @returns false when it is somebody else's */
  link(identity: Identity, user: UserId): boolean;
  unlink(issuer: string, user: UserId): boolean;
  /** Issuers linked to a person. */
  of(user: UserId): readonly string[];
};

export type IdentityLinksParts = {
  readonly database: DatabaseSync;
  readonly personByEmail: (email: string) => { readonly id: UserId } | null;
  /** The person's address had never been proved: whoever made the account loses it to the one who proves it now. */
  readonly onUnproved: (user: UserId) => void;
  readonly clock: Clock;
};

export function makeIdentityLinks({ database, personByEmail, onUnproved, clock }: IdentityLinksParts): IdentityLinks {
  const owner = ({ issuer, subject }: Identity) =>
    (database.prepare('SELECT user_id FROM identity_link WHERE issuer = ? AND subject = ?').get(issuer, subject)?.['user_id'] as
      | UserId
      | undefined) ?? null;
  const link = (identity: Identity, user: UserId): boolean => {
    database
      .prepare('INSERT OR IGNORE INTO identity_link (issuer, subject, user_id, at) VALUES (?, ?, ?, ?)')
      .run(identity.issuer, identity.subject, user, clock.now());
    return owner(identity) === user;
  };
  return {
    find(identity, provider) {
      const known = owner(identity);
      if (known) return { user: known, isNew: false };
      const { email } = identity;
      const proved = email !== null && (identity.emailVerified || provider.provesAddresses);
      if (!proved || !provider.domains.includes(email.slice(email.lastIndexOf('@') + 1))) return null;
      const person = personByEmail(email);
      if (!person || !link(identity, person.id)) return null;
      if (database.prepare('SELECT emailVerified FROM user WHERE id = ?').get(person.id)?.['emailVerified'] !== 1) {
        onUnproved(person.id);
        database.prepare('UPDATE user SET emailVerified = 1 WHERE id = ?').run(person.id);
      }
      return { user: person.id, isNew: true };
    },
    link,
    unlink: (issuer, user) =>
      Number(database.prepare('DELETE FROM identity_link WHERE issuer = ? AND user_id = ?').run(issuer, user).changes) > 0,
    of: (user) =>
      database
        .prepare('SELECT DISTINCT issuer FROM identity_link WHERE user_id = ? ORDER BY issuer')
        .all(user)
        .map((row) => String(row['issuer'])),
  };
}
