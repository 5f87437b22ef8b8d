/**
 * The three open routes of /api/auth: sign-in by password, sign-out, who am I. All others do not exist (A4).
 *
 * The first is for devices of before the second factor: it signs in who has none, and tells the others that they need a newer
 * version. The command `sign-in` is what devices ask now. better-auth answers the other two, and is given only what it needs.
 */
import { Hono } from 'hono';
import * as v from 'valibot';
import type { Auth } from '../accounts/auth.ts';
import type { Identity } from '../accounts/identity.ts';
import type { Sessions } from '../ports.ts';
import { answer, problem } from './answers.ts';
import type { Origins } from './origins.ts';
import { readJson } from './read-json.ts';

const SignInRequest = v.object({
  email: v.pipe(v.string(), v.trim(), v.toLowerCase(), v.email(), v.maxLength(254)),
  password: v.pipe(v.string(), v.maxLength(128)),
});

export type AuthRoutesOptions = {
  readonly auth: Auth;
  readonly identity: Pick<Identity, 'waysIn' | 'byPassword'>;
  readonly sessions: Pick<Sessions, 'of'>;
  readonly origins: Origins;
  readonly network: (request: Request) => string;
};

export function authRoutes({ auth, identity, sessions, origins, network }: AuthRoutesOptions): Hono {
  const ask = async (request: Request, route: string, body?: unknown): Promise<Response> => {
    const headers = pick(request.headers, ['authorization', 'cookie', 'origin']);
    headers.set('content-type', 'application/json');
    const init = body === undefined ? {} : { body: JSON.stringify(body) };
    const url = `${origins.portal}/api/auth/${route}`;
    const given = await auth.handle(new Request(url, { method: request.method, headers, ...init }));
    return shape(given, origins.isPortal(request.headers.get('origin') ?? undefined));
  };

  return new Hono()
    .post('/sign-in/email', async (c) => {
      const request = c.req.raw;
      const wanted = await readJson(request, SignInRequest, 4096);
      if (!wanted.ok) return problem(wanted.refusal);
      const from = { request, network: network(request), session: await sessions.of(request.headers) };
      const user = await identity.byPassword(wanted.value.email, wanted.value.password, from);
      if (user instanceof Response) return user;
      const entry = user ? await identity.waysIn.admit('password', user, from) : null;
      if (entry?.tag === 'open') return entry.answer({ signedIn: true });
      return problem(entry?.tag === 'factor' ? 'client-too-old' : 'sign-in-needed');
    })
    .post('/sign-out', (c) => ask(c.req.raw, 'sign-out', {}))
    .get('/get-session', async (c) => {
      const answered = await ask(c.req.raw, 'get-session');
      // A question takes no cookie away: the device of somebody who has left proves itself with the one it has (D2).
      answered.headers.delete('set-cookie');
      return answered;
    })
    .all('*', () => problem('not-found'));
}

function pick(from: Headers, names: readonly string[]): Headers {
  const picked = new Headers();
  for (const name of names) {
    const value = from.get(name);
    if (value !== null) picked.set(name, value);
  }
  return picked;
}

/** better-auth's answer as ours: our media type, no raw token in the body, cookies for the portal alone. */
async function shape(given: Response, toPortal: boolean): Promise<Response> {
  if (!given.ok)
    return problem(
      given.status === 401 ? 'sign-in-needed' : given.status === 403 ? 'forbidden' : given.status === 429 ? 'too-many' : 'bad-request',
    );
  const text = await given.text();
  const body: unknown = text === '' ? null : JSON.parse(text, (key, value: unknown) => (key === 'token' ? undefined : value));
  const answered = answer(body);
  if (toPortal) for (const cookie of given.headers.getSetCookie()) answered.headers.append('set-cookie', cookie);
  return answered;
}
