/**
 * Identity put together: the ways in, what people change of their own account, what the firm does for them. Its one door
 * (`waysIn`) is given to whatever else lets people in; nothing of the rest is.
 */
import type { DatabaseSync } from 'node:sqlite';
import { Hono } from 'hono';
import type { Log, Random } from '@navette/kernel/ports';
import { passkeyOrigins, makePasskeys } from './passkeys.ts';
import { commandRoutes, type CommandRouteParts } from '../http/command-routes.ts';
import type { Attempts } from '../http/attempts.ts';
import type { Origins } from '../http/origins.ts';
import type { PostOffice } from '../mail/post-office.ts';
import { oidcRoutes } from '../oidc/oidc-routes.ts';
import type { IdentityLinks } from '../oidc/identity-links.ts';
import type { OidcProvider } from '../oidc/providers.ts';
import type { Directory } from '../ports.ts';
import type { Auth } from './auth.ts';
import type { DirectoryActs } from './directory.ts';
import type { Factors } from './factors.ts';
import { firmCommands } from './firm-commands.ts';
import { makeHalfSessions } from './half-sessions.ts';
import { makeKnownDevices, type KnownDevices } from './known-devices.ts';
import { mailboxCommands } from './mailbox-commands.ts';
import type { MailedCodes } from './mailed-codes.ts';
import { makeNotices, noticeTexts, type Notices } from './notices.ts';
import { makeOneTimeSecrets } from './one-time-secrets.ts';
import { ownAccountCommands } from './own-account-commands.ts';
import type { Passwords } from './passwords.ts';
import { passwordDoor, signInCommands, type PasswordDoor } from './sign-in-commands.ts';
import { makeWaysIn, type WaysIn } from './ways-in.ts';

export type IdentityParts = CommandRouteParts & {
  readonly database: DatabaseSync;
  readonly auth: Auth;
  readonly directory: Directory & DirectoryActs;
  readonly factors: Factors;
  readonly passwords: Passwords;
  readonly links: IdentityLinks;
  readonly providers: readonly OidcProvider[];
  readonly attempts: Attempts;
  readonly origins: Origins;
  /** Chromium ids of our extensions, and Firefox's. */
  readonly extensions: { readonly chromium: readonly string[]; readonly firefox: string };
  readonly post: PostOffice;
  readonly codes: MailedCodes;
  /** Sessions one person may have at once. */
  readonly mostSessions: number;
  readonly random: Random;
  readonly log: Log;
};

export type Identity = {
  readonly routes: Hono;
  /** The one door, for every way in. */
  readonly waysIn: WaysIn;
  /** Whether a device signed in as somebody before. */
  readonly known: KnownDevices;
  readonly notices: Notices;
  readonly byPassword: PasswordDoor;
  close(): Promise<void>;
};

export function openIdentity(parts: IdentityParts): Identity {
  const { database, directory, factors, origins, clock, random } = parts;
  const routes = new Hono();
  const commands = commandRoutes(parts);

  const secrets = makeOneTimeSecrets(database, clock, random);
  const halves = makeHalfSessions(database, clock, random);
  const known = makeKnownDevices({ database, secure: origins.portal.startsWith('https://'), clock, random });
  const notices = makeNotices(directory, parts.post);
  const say = noticeTexts(clock);
  const passkeys = makePasskeys({
    factors,
    secrets,
    portal: origins.portal,
    extensions: passkeyOrigins(parts.extensions.chromium, parts.extensions.firefox),
    firm: () => directory.firm().name,
  });
  const waysIn = makeWaysIn({ ...parts, halves, known, notices, say, most: parts.mostSessions });
  const all = { ...parts, secrets, halves, known, notices, say, passkeys, waysIn };

  const byPassword = passwordDoor(all);
  signInCommands(commands, all, byPassword);
  ownAccountCommands(commands, all);
  mailboxCommands(commands, all);
  firmCommands(commands, all);
  oidcRoutes(commands, routes, { ...all, touch: (user) => directory.touch(user) });
  // Hono takes what is there when it is told: last.
  routes.route('/', commands.routes);
  return { routes, waysIn, known, notices, byPassword, close: () => notices.settled() };
}
