/**
 * Every way to come in, in one list; and the one door behind all of them (A4).
 *
 * A way proves who somebody is; the door opens the session, or asks for the factor of whoever has one. Nothing else opens a
 * session. The new session takes the place of the one it was shown with, so that none ever changes its strength or outlives a
 * sign-in (no fixation), and goes on speaking for the same device number (N2).
 */
import type { UserId } from '@navette/kernel/ids';
import type { Clock, Log } from '@navette/kernel/ports';
import type { FactorAsked, SignInAnswer } from '@navette/protocol/identity';
import { answer } from '../http/answers.ts';
import type { Origins } from '../http/origins.ts';
import type { Directory, Session } from '../ports.ts';
import type { Auth, SessionForm } from './auth.ts';
import { deviceName } from './device-name.ts';
import type { Factors } from './factors.ts';
import type { HalfSessions } from './half-sessions.ts';
import type { KnownDevices } from './known-devices.ts';
import type { Notices, NoticeTexts } from './notices.ts';

/**
 * `factor`: the way is a second factor in itself, or was taken by somebody who has just shown theirs. What only leads to a
 * sign-in stands in no list: the reset of a password, the set-up link, a letter's link.
 */
export const WAYS_IN = {
  /** E-mail and password, on the sign-in page or as a step-up. */
  password: { factor: false },
  /** Something one has, and the person verified by it. */
  passkey: { factor: true },
  /** A provider the firm declared. Its own second step is its own affair. */
  'openid-connect': { factor: false },
  /** The portal’s code for the extension: shown to a session younger than ten minutes. */
  'hand-over': { factor: true },
  /** A code by mail, then the identity of the migration. */
  migration: { factor: false },
  /** An invitation or an access link, with a mailed code. */
  invitation: { factor: false },
  /** One click of the demonstration. */
  'demo-link': { factor: false },
} as const satisfies Record<string, { readonly factor: boolean }>;
export type WayIn = keyof typeof WAYS_IN;

/** A request that comes to a door: what `FromAnywhere` of the command routes is. */
export type Arrival = { readonly request: Request; readonly network: string; readonly session: Session | null };

export type Entry =
  /** The session is open: `answer` carries it, with what the way itself has to say. */
  | { readonly tag: 'open'; answer(body: { readonly signedIn: true }): Response }
  | { readonly tag: 'factor'; readonly asked: FactorAsked }
  /** They have left the firm. */
  | { readonly tag: 'nobody' };

export type WaysIn = {
  /** Somebody was proved by this way. */
  admit(way: WayIn, user: UserId, from: Arrival): Promise<Entry>;
  /** The second step of a half-session was taken: the caller has checked the factor. */
  admitWithFactor(way: WayIn, user: UserId, from: Arrival): Promise<Entry>;
  /** Which form of session a request would get. */
  form(request: Request): SessionForm;
};

export type WaysInParts = {
  readonly auth: Auth;
  readonly directory: Pick<Directory, 'membership'>;
  readonly factors: Factors;
  readonly halves: HalfSessions;
  readonly known: KnownDevices;
  readonly notices: Notices;
  readonly say: NoticeTexts;
  readonly origins: Origins;
  /** Sessions one person may have at once; the oldest ends. */
  readonly most: number;
  readonly clock: Clock;
  readonly log: Log;
};

export function makeWaysIn(parts: WaysInParts): WaysIn {
  const { auth, directory, factors, halves, known, notices, say, origins, most, clock, log } = parts;
  const form = (request: Request): SessionForm => (origins.isPortal(request.headers.get('origin') ?? undefined) ? 'cookie' : 'bearer');

  async function open(way: WayIn, user: UserId, { request, session }: Arrival): Promise<Entry> {
    const { headers } = request;
    const userAgent = headers.get('user-agent') ?? '';
    const opened = await auth.openSession(
      user,
      { device: session?.user === user ? session.device : null, at: clock.now() },
      new Headers({ origin: headers.get('origin') ?? origins.portal, 'user-agent': userAgent }),
    );
    if (!opened.ok) return { tag: 'nobody' };
    if (session) auth.book.end(session.user, session.sessionId);
    auth.book.trim(user, most);
    const isNew = !known.isOf(headers, user);
    if (isNew && known.any(user)) notices.tell(user, 'new-sign-in', say.signIn(deviceName(userAgent)));
    const own = form(request);
    const carried = [...sessionHeaders(opened, own), ...known.note(headers, user, own)];
    log('signed-in', { user, way, new: isNew });
    return {
      tag: 'open',
      answer(body) {
        const given = answer(body);
        for (const [name, value] of carried) given.headers.append(name, value);
        return given;
      },
    };
  }

  return {
    form,
    async admit(way, user, from) {
      if (!directory.membership(user)) return { tag: 'nobody' };
      if (WAYS_IN[way].factor || !factors.has(user)) return await open(way, user, from);
      const { secret, until } = halves.begin({ user, way, form: form(from.request) });
      return { tag: 'factor', asked: { outcome: 'factor', signedIn: false, half: secret, ways: [...factors.ways(user)], until } };
    },
    admitWithFactor: async (way, user, from) => (directory.membership(user) ? await open(way, user, from) : { tag: 'nobody' }),
  };
}

/** What most ways answer; somebody who has left is as unknown as anybody. */
export function signInAnswer(entry: Entry): Response | SignInAnswer {
  if (entry.tag === 'open') return entry.answer({ ...SIGNED_IN });
  return entry.tag === 'factor' ? entry.asked : { outcome: 'wrong', signedIn: false };
}

const SIGNED_IN = { outcome: 'signed-in', signedIn: true } as const;

/** One form of session for each kind of client: the portal the cookie and no token, an extension the token and no cookie (N2). */
function sessionHeaders(opened: Response, form: SessionForm): [string, string][] {
  if (form === 'cookie') return opened.headers.getSetCookie().map((cookie) => ['set-cookie', cookie]);
  const token = opened.headers.get('set-auth-token');
  return token === null ? [] : [['set-auth-token', token]];
}
