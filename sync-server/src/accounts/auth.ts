/**
 * Sessions, by better-auth on the identity database: made, recognised and ended; who may have one is decided in `ways-in.ts`.
 *
 * Thirty days from the sign-in, never lengthened (R071). The token leaves the server signed, so that a copied table opens
 * nothing (N2); it travels in `Authorization` or in the portal's cookie, nowhere else. No route of the library is open but
 * sign-out and "who am I".
 */
import type { DatabaseSync } from 'node:sqlite';
import { makeId, type DeviceNumber, type UserId } from '@navette/kernel/ids';
import type { Clock, Log, Random } from '@navette/kernel/ports';
import { betterAuth } from 'better-auth';
import { hashPassword } from 'better-auth/crypto';
import { getMigrations } from 'better-auth/db/migration';
import { bearer } from 'better-auth/plugins';
import type { Session, Sessions } from '../ports.ts';
import { knownUserSignIn, type KnownUserSignIn } from './known-user-sign-in.ts';
import { makeSessionBook, type SessionBook } from './session-book.ts';

/** How long a sign-in holds; never lengthened (R071). */
export const SESSION_SECONDS = 30 * 24 * 3600;
/** Milliseconds after which a session that is used is noted as seen again. */
const SEEN_EVERY = 5 * 60_000;

/** The portal's session is a cookie that no script reads, an extension's a token (N2). */
export type SessionForm = 'cookie' | 'bearer';

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
  readonly book: SessionBook;
  /** Opens a session; the answer carries cookie and token. For `ways-in.ts` alone: it asks nobody for a factor. */
  readonly openSession: KnownUserSignIn;
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
    session: {
      expiresIn: SESSION_SECONDS,
      disableSessionRefresh: true,
      cookieCache: { enabled: false },
      additionalFields: {
        device: { type: 'number' as const, required: false, input: false },
        seenAt: { type: 'number' as const, required: false, input: false, bigint: true },
      },
    },
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
  const book = makeSessionBook(options.database);

  return {
    handle: (request) => auth.handler(request),
    book,
    sessions: {
      async of(headers) {
        const found = await sessionOf(headers, (own) => auth.api.getSession({ headers: own }));
        const now = options.clock.now();
        if (found && now - found.seen > SEEN_EVERY) book.seen(found.sessionId, now);
        return found;
      },
      alive: (id) => book.alive(id),
      bind: (session, device) => book.bind(session.sessionId, device),
      speaksFor(session, device) {
        if (session.device === null) book.bind(session.sessionId, device);
        return session.device === null || session.device === device;
      },
    },
    openSession: knownUserSignIn.through((token, headers) =>
      auth.api.signInKnownUser({ body: { pass: token }, headers, asResponse: true }),
    ),
    endSessions: (user, but) => book.endAll(user, but),
  };
}

type Found = {
  readonly session: {
    readonly id: string;
    readonly createdAt: Date;
    readonly expiresAt: Date;
    readonly device?: unknown;
    readonly seenAt?: unknown;
  };
  readonly user: { readonly id: string };
} | null;

/** A request that shows a bearer token is judged by it alone: a bad one never falls back to a cookie. */
async function sessionOf(
  headers: Headers,
  find: (headers: Headers) => Promise<Found>,
): Promise<(Session & { readonly seen: number }) | null> {
  const authorization = headers.get('authorization');
  const cookie = headers.get('cookie');
  if (authorization === null && cookie === null) return null;
  const own = new Headers(authorization === null ? { cookie: cookie ?? '' } : { authorization });
  const found = await find(own);
  if (!found) return null;
  const { id, createdAt, expiresAt, device, seenAt } = found.session;
  const since = new Date(createdAt).getTime();
  return {
    user: found.user.id as UserId,
    sessionId: id,
    by: authorization === null ? 'cookie' : 'bearer',
    since,
    until: new Date(expiresAt).getTime(),
    device: device == null ? null : (Number(device) as DeviceNumber),
    seen: seenAt == null ? since : Number(seenAt),
  };
}
