import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as identity from '@navette/protocol/identity';
import * as ownAccount from '@navette/protocol/own-account';
import { startTestServer, TEST_EXTENSION_ORIGIN, type TestServer } from '../../sync-server/src/testing/test-server.ts';

const LISTED = TEST_EXTENSION_ORIGIN;
const UNLISTED = 'chrome-extension://ponmlkjihgfedcbaponmlkjihgfedcba';
const FIREFOX = 'moz-extension://0b8f4c4e-3c1a-4a53-9a3e-1d2f3a4b5c6d';
const EVIL = 'https://portail.exemple.attacker.example';

let server: TestServer;
let cookie: string;
let token: string;
beforeAll(async () => {
  server = await startTestServer();
  cookie = await server.signInPortal('claire.morel@demo.navette.example');
  token = await server.signIn('claire.morel@demo.navette.example');
});
afterAll(() => server.close());

type Way = 'cookie' | 'bearer';
const write = async (way: Way, origin: string | null, header: boolean, type = 'application/json'): Promise<number> => {
  const answer = await fetch(`${server.origin}/api/v1/enrol`, {
    method: 'POST',
    headers: {
      ...(way === 'cookie' ? { cookie } : { authorization: `Bearer ${token}` }),
      ...(origin === null ? {} : { origin: origin === 'portal' ? server.origin : origin }),
      ...(header ? { 'navette-client': 'test' } : {}),
      'content-type': type,
    },
    body: '{"label":"x"}',
  });
  return answer.status;
};

describe('N3: no other site reads or writes through somebody’s session', () => {
  test.each<[Way, string | null, boolean, number]>([
    ['cookie', 'portal', true, 200],
    ['cookie', 'portal', false, 403],
    ['cookie', null, true, 403],
    ['cookie', EVIL, true, 403],
    ['cookie', 'null', true, 403],
    ['cookie', LISTED, true, 403],
    ['cookie', FIREFOX, true, 403],
    ['bearer', LISTED, true, 200],
    ['bearer', LISTED, false, 403],
    ['bearer', FIREFOX, true, 200],
    ['bearer', null, true, 200],
    ['bearer', UNLISTED, true, 403],
    ['bearer', 'moz-extension://not-an-id', true, 403],
    ['bearer', EVIL, true, 403],
    ['bearer', 'portal', true, 200],
  ])('N3 a write by %s from %s with our header %s answers %i', async (way, origin, header, status) => {
    expect(await write(way, origin, header)).toBe(status);
  });

  test.each(['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain'])(
    'N3 a form of another page (%s) cannot write nor sign in',
    async (type) => {
      expect(await write('cookie', 'portal', false, type)).toBe(403);
      const signIn = await fetch(`${server.origin}/api/auth/sign-in/email`, {
        method: 'POST',
        headers: { origin: server.origin, 'content-type': type },
        body: 'email=a',
      });
      expect(signIn.status).toBe(403);
    },
  );

  test.each([EVIL, UNLISTED, 'http://localhost:1', null])('N3 nobody signs in from %s', async (origin) => {
    const answer = await fetch(`${server.origin}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'navette-client': 'x', ...(origin === null ? {} : { origin }) },
      body: JSON.stringify({ email: 'claire.morel@demo.navette.example', password: 'navette-demonstration' }),
    });
    expect(answer.status).toBe(403);
    expect(answer.headers.getSetCookie()).toEqual([]);
  });

  test.each([...Object.values(identity), ...Object.values(ownAccount)].filter((one) => typeof one === 'object' && 'answer' in one))(
    'N3 the command "$name" is asked by no other site, no form, and no page with somebody’s cookie',
    async ({ name }) => {
      const ask = async (headers: Record<string, string>) =>
        (
          await fetch(`${server.origin}/api/v1/${name}`, {
            method: 'POST',
            headers: { 'content-type': 'application/json', ...headers },
            body: '{}',
          })
        ).status;
      for (const origin of [EVIL, UNLISTED, 'null', 'http://localhost:1']) {
        expect(await ask({ origin, cookie, 'navette-client': 'x' })).toBe(403);
        expect(await ask({ origin, 'navette-client': 'x' })).toBe(403);
      }
      expect(await ask({ origin: server.origin, cookie })).toBe(403);
      expect(await ask({ origin: LISTED, cookie, 'navette-client': 'x' })).toBe(403);
      expect(await ask({ origin: server.origin, cookie, 'content-type': 'text/plain' })).toBe(403);
      // From our own page it is heard: refused for what it says, or for the sign-in it wants.
      expect([200, 400, 404]).toContain(await ask({ origin: server.origin, cookie, 'navette-client': 'x' }));
    },
  );

  test('N3 Firefox’s extension signs in from the address its installation drew, and gets a token', async () => {
    const answer = await fetch(`${server.origin}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: FIREFOX },
      body: JSON.stringify({ email: 'claire.morel@demo.navette.example', password: 'navette-demonstration' }),
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('set-auth-token')).toContain('.');
    expect(answer.headers.get('access-control-allow-origin')).toBe(FIREFOX);
  });

  test('N3 another site’s read with the cookie is refused, and no answer opens itself to it', async () => {
    const read = await fetch(`${server.origin}/api/auth/get-session`, { headers: { cookie, 'sec-fetch-site': 'cross-site' } });
    expect(read.status).toBe(403);
    const named = await fetch(`${server.origin}/api/v1/about`, { headers: { origin: EVIL } });
    expect(named.status).toBe(403);
    expect(named.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('N3 a listed extension passes the preflight, without credentials; nobody else does', async () => {
    const preflight = (origin: string) =>
      fetch(`${server.origin}/api/v1/enrol`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization,navette-client' },
      });
    const listed = await preflight(LISTED);
    expect(listed.status).toBe(204);
    expect(listed.headers.get('access-control-allow-origin')).toBe(LISTED);
    expect(listed.headers.get('access-control-allow-credentials')).toBeNull();
    for (const origin of [EVIL, UNLISTED, server.origin]) {
      const other = await preflight(origin);
      expect(other.status).toBe(403);
      expect(other.headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  test('N3 a page of the portal runs no script but ours and stands in no frame', async () => {
    const policy = (await fetch(`${server.origin}/somewhere`)).headers.get('content-security-policy') ?? '';
    for (const rule of ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"])
      expect(policy).toContain(rule);
    expect(policy).not.toContain('unsafe');
  });
});
