/**
 * The three open routes of /api/auth: sign-in by password, sign-out, who am I. All others do not exist (A4).
 *
 * better-auth does the work; this file gives it only what it needs, counts failures, and lets each kind of client have
 * its one form of session: the portal the cookie and no token, an extension the token and no cookie (N2).
 */
import type { Clock } from '@navette/kernel/ports';
import { Hono } from 'hono';
import * as v from 'valibot';
import type { Auth } from '../accounts/auth.ts';
import { answer, problem, tooMany } from './answers.ts';
import type { Attempts } from './attempts.ts';
import { makeBudget, SIGN_INS } from './budget.ts';
import type { Origins } from './origins.ts';
import { readJson } from './read-json.ts';

const SignInRequest = v.object({
  email: v.pipe(v.string(), v.trim(), v.toLowerCase(), v.email(), v.maxLength(254)),
  password: v.pipe(v.string(), v.maxLength(128)),
});

export type AuthRoutesOptions = {
  readonly auth: Auth;
  readonly attempts: Attempts;
  readonly origins: Origins;
  readonly network: (request: Request) => string;
  readonly clock: Clock;
};

export function authRoutes({ auth, attempts, origins, network, clock }: AuthRoutesOptions): Hono {
  const signIns = makeBudget(clock, SIGN_INS);
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
      const wanted = await readJson(c.req.raw, SignInRequest, 4096);
      if (!wanted.ok) return problem(wanted.refusal);
      const from = network(c.req.raw);
      const wait = Math.max(attempts.wait(from, wanted.value.email), signIns.take(from));
      if (wait > 0) return tooMany(wait);
      const given = await ask(c.req.raw, 'sign-in/email', { ...wanted.value, rememberMe: true });
      if (given.ok) attempts.succeeded(from, wanted.value.email);
      else attempts.failed(from, wanted.value.email);
      return given;
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

/** better-auth's answer as ours: our media type, no raw token in the body, one form of session. */
export async function shape(given: Response, toPortal: boolean): Promise<Response> {
  if (!given.ok)
    return problem(
      given.status === 401 ? 'sign-in-needed' : given.status === 403 ? 'forbidden' : given.status === 429 ? 'too-many' : 'bad-request',
    );
  const text = await given.text();
  const body: unknown = text === '' ? null : JSON.parse(text, (key, value: unknown) => (key === 'token' ? undefined : value));
  const answered = answer(body);
  if (toPortal) for (const cookie of given.headers.getSetCookie()) answered.headers.append('set-cookie', cookie);
  const token = given.headers.get('set-auth-token');
  if (!toPortal && token !== null) answered.headers.set('set-auth-token', token);
  return answered;
}
