/**
 * What stands of somebody's security in their own account room, so that "Mon compte" shows it without a network: which factors,
 * which ways in; never a secret, never a code.
 */
import type { UserId } from '@navette/kernel/ids';
import { AccountSecurity } from '@navette/rooms/records';
import * as v from 'valibot';
import type { OidcProvider } from '../oidc/providers.ts';
import type { Directory } from '../ports.ts';
import type { Factors } from './factors.ts';
import type { Passwords } from './passwords.ts';

export type SecurityParts = {
  readonly directory: Pick<Directory, 'membership'>;
  readonly factors: Factors;
  readonly passwords: Pick<Passwords, 'has'>;
  readonly providers: readonly OidcProvider[];
  /** Issuers linked to a person. */
  readonly linked: (user: UserId) => readonly string[];
};

export function securityRecord({ directory, factors, passwords, providers, linked }: SecurityParts, user: UserId): AccountSecurity {
  const issuers = linked(user);
  return v.parse(AccountSecurity, {
    v: 1,
    password: passwords.has(user),
    totp: factors.totpSince(user),
    passkeys: factors.passkeysOf(user).map(({ id, name, addedAt }) => ({ id, name, added: addedAt })),
    recoveryCodes: factors.recoveryCodesLeft(user),
    wanted: factorWanted(directory, user),
    providers: providers.filter(({ issuer }) => issuers.includes(issuer)).map(({ id, name }) => ({ id, name })),
  });
}

/** Staff, a company's administrators, and whoever has a secured module (A4, R197): asked for, and said on their page. */
function factorWanted(directory: Pick<Directory, 'membership'>, user: UserId): boolean {
  const membership = directory.membership(user);
  if (!membership) return false;
  return (
    membership.firmRole !== null ||
    [...membership.dossiers.values()].some((right) => right.side === 'staff' || right.admin || (right.secured?.length ?? 0) > 0)
  );
}
