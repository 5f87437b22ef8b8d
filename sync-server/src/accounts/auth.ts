/**
 * Sign-in and sessions, by better-auth on the identity database.
 *
 * E-mail and password; sessions of 30 days from sign-in, never lengthened (R071). Nobody signs up: accounts are made by
 * the set-up link, an invitation or the demonstration. The session's token leaves the server signed, so that a copied
 * table opens nothing (N2); it travels in `Authorization` or in the portal's cookie, nowhere else.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { UserId } from '@navette/kernel/ids';
import { makeId } from '@navette/kernel/ids';
import type { Clock, Log, Random } from '@navette/kernel/ports';
import { betterAuth } from 'better-auth';
import { hashPassword } from 'better-auth/crypto';
import { getMigrations } from 'better-auth/db/migration';
import { bearer } from 'better-auth/plugins';
import type { Session, Sessions } from '../ports.ts';
import { knownUserSignIn, type KnownUserSignIn } from './known-user-sign-in.ts';

/** How long a sign-in holds; never lengthened (R071). */
export const SESSION_SECONDS = 30 * 24 * 3600;
const PASSWORD_LENGTH = { least: 12, most: 128 } as const;

export type AuthOptions = {
  readonly database: DatabaseSync;
  readonly secret: string;
  /** The portal's public origin. */
  readonly origin: string;
  /** Exact origins, or `moz-extension://*`, that may sign in. */
  readonly trustedOrigins: readonly string[];
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
};

export type Auth = {
  /** Answers a request to /api/auth; the caller has checked which routes are open. */
  handle(request: Request): Promise<Response>;
  readonly sessions: Sessions;
  /** Signs in a person who proved who they are otherwise (the demonstration's links): the answer carries cookie and token. */
  readonly signInKnown: KnownUserSignIn;
  /** Ends every session of a person; all but one, where it is named. */
  endSessions(user: UserId, but?: string): void;
};

/** The hash kept of a password. */
export const passwordHash: (password: string) => Promise<string> = hashPassword;

/** @throws when the tables cannot be made */
export async function makeAuth(options: AuthOptions): Promise<Auth> {
  const secure = options.origin.startsWith('https://');
  const settings = {
    appName: 'Navette',
    baseURL: options.origin,
    basePath: '/api/auth',
    secret: options.secret,
    database: options.database,
    trustedOrigins: [...options.trustedOrigins],
    telemetry: { enabled: false },
    // Ours stands before it, with one delay per account and network (`http/attempts.ts`): two would disagree.
    rateLimit: { enabled: false },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH.least,
      maxPasswordLength: PASSWORD_LENGTH.most,
    },
    session: { expiresIn: SESSION_SECONDS, disableSessionRefresh: true, cookieCache: { enabled: false } },
    advanced: {
      // `__Host-` binds the cookie to this one host over https (N3); the library would put `__Secure-` before it.
      useSecureCookies: false,
      cookiePrefix: secure ? '__Host-navette' : 'navette',
      defaultCookieAttributes: { secure, httpOnly: true, sameSite: 'lax' as const, path: '/' },
      database: { generateId: () => makeId<string>(options.clock.now(), options.random.bytes(10)) },
      ipAddress: { disableIpTracking: true },
    },
    // The library's own messages may quote addresses: only their level is kept (O1).
    logger: { log: (level: string) => options.log('auth-library', { level }) },
    plugins: [bearer({ requireSignature: true }), knownUserSignIn.plugin()],
  };
  const { runMigrations } = await getMigrations(settings);
  await runMigrations();
  const auth = betterAuth(settings);
  const expiry = options.database.prepare('SELECT expiresAt FROM session WHERE id = ?');

  return {
    handle: (request) => auth.handler(request),
    sessions: {
      of: (headers) => sessionOf(headers, (own) => auth.api.getSession({ headers: own })),
      // By the system's clock, as the library judges a request.
      alive: (id) => Date.parse(String(expiry.get(id)?.['expiresAt'])) > Date.now(),
    },
    signInKnown: knownUserSignIn.through((token, headers) =>
      auth.api.signInKnownUser({ body: { pass: token }, headers, asResponse: true }),
    ),
    endSessions: (user, but = '') => void options.database.prepare('DELETE FROM session WHERE userId = ? AND id <> ?').run(user, but),
  };
}

type Found = { readonly session: { readonly id: string; readonly createdAt: Date }; readonly user: { readonly id: string } } | null;

/** A request that shows a bearer token is judged by it alone: a bad one never falls back to a cookie. */
async function sessionOf(headers: Headers, find: (headers: Headers) => Promise<Found>): Promise<Session | null> {
  const authorization = headers.get('authorization');
  const cookie = headers.get('cookie');
  if (authorization === null && cookie === null) return null;
  const own = new Headers(authorization === null ? { cookie: cookie ?? '' } : { authorization });
  const found = await find(own);
  return (
    found && {
      user: found.user.id as UserId,
      sessionId: found.session.id,
      by: authorization === null ? 'cookie' : 'bearer',
      since: new Date(found.session.createdAt).getTime(),
    }
  );
}
