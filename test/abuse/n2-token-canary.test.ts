import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ForgotPassword, SignIn, SignInFactor } from '@navette/protocol/identity';
import { HandOver } from '@navette/protocol/own-account';
import { lettersTo, linkIn } from '../support/letters-sent.ts';
import { addTotp, Somebody } from '../support/somebody.ts';
import { startTestServer, TEST_EXTENSION_ORIGIN, TEST_PASSWORD, type TestServer } from '../../sync-server/src/testing/test-server.ts';

const CLAIRE = 'claire.morel@demo.navette.example';
let server: TestServer;
beforeAll(async () => void (server = await startTestServer()));
afterAll(() => server.close());

const whoAmI = async (headers: Record<string, string>): Promise<unknown> =>
  (await fetch(`${server.origin}/api/auth/get-session`, { headers })).json();

describe('N2: a session stolen from a log, a table or an address opens nothing', () => {
  test('N2 over a whole session, no token and no cookie reaches the log', async () => {
    const token = await server.signIn(CLAIRE);
    const cookie = await server.signInPortal(CLAIRE);
    await server.enrol(token);
    await fetch(`${server.origin}/api/v1/about?token=${token}`, { headers: { authorization: `Bearer ${token}` } });
    await fetch(`${server.origin}/api/v1/enrol`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}x`, 'navette-client': 'test' },
      body: '{',
    });
    const log = server.logLines.join('');
    expect(log).toContain('enrolled');
    const secrets = [token, cookie.split('=')[1] ?? '', decodeURIComponent(token)].flatMap((secret) => [
      secret,
      secret.split('.')[0] ?? '',
    ]);
    for (const secret of secrets) expect(log).not.toContain(secret);
  });

  test('N2 no secret of the second factor, of a half-session, a letter’s link, a code or a device’s mark reaches the log or a table', async () => {
    const { email } = await server.createPerson();
    const who = await new Somebody(server).signIn(email);
    const { app, recovery } = await addTotp(who, Date.now);
    const begun = (await new Somebody(server).ask(SignIn, { email, password: TEST_PASSWORD })).body;
    const half = begun?.outcome === 'factor' ? begun.half : '';
    await new Somebody(server).ask(SignInFactor, { half, proof: { way: 'recovery', code: recovery[9] ?? '' } });
    const handOver = (await who.ask(HandOver, {})).body?.code ?? '';
    await who.ask(ForgotPassword, { email });
    await server.identity.notices.settled();
    const reset = linkIn(lettersTo(server, email).findLast(({ text }) => text.includes('#/reset/'))?.text ?? '', 'reset');
    const secrets = [half, handOver, handOver.replaceAll('-', ''), reset, who.mark ?? '', app.code(Date.now()), ...recovery];
    expect(secrets.every((secret) => secret.length > 5)).toBe(true);
    const file = new DatabaseSync(path.join(server.data, 'identity.sqlite'), { readOnly: true });
    const tables = file.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
    const kept = tables.map(({ name }) => JSON.stringify(file.prepare(`SELECT * FROM "${String(name)}"`).all())).join('');
    file.close();
    for (const secret of secrets) {
      expect(server.logLines.join('')).not.toContain(secret);
      expect(kept).not.toContain(secret);
    }
  });

  test('N2 the token as it stands in the database is no key: it wants its signature', async () => {
    await server.signIn(CLAIRE);
    const table = new DatabaseSync(path.join(server.data, 'identity.sqlite'), { readOnly: true });
    const stored = String(table.prepare('SELECT token FROM session').get()?.['token']);
    table.close();
    expect(await whoAmI({ authorization: `Bearer ${stored}` })).toBeNull();
    expect(await whoAmI({ authorization: `Bearer ${stored}.${'A'.repeat(43)}` })).toBeNull();
    expect(await whoAmI({ cookie: `navette.session_token=${stored}` })).toBeNull();
  });

  test('N2 an extension gets a token and no cookie, the portal a cookie and no token', async () => {
    const signIn = (origin: string) =>
      fetch(`${server.origin}/api/auth/sign-in/email`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin },
        body: JSON.stringify({ email: CLAIRE, password: 'navette-demonstration' }),
      });
    const extension = await signIn(TEST_EXTENSION_ORIGIN);
    expect(extension.headers.get('set-auth-token')).toMatch(/\./);
    expect(extension.headers.getSetCookie()).toEqual([]);
    const portal = await signIn(server.origin);
    expect(portal.headers.get('set-auth-token')).toBeNull();
    // The session, and the mark of a device that is known: neither is for a script to read.
    expect(portal.headers.getSetCookie().map((cookie) => cookie.split('=')[0])).toEqual(['navette.session_token', 'navette.known']);
    expect(portal.headers.getSetCookie().every((cookie) => /; HttpOnly/i.test(cookie) && /; SameSite=Lax/i.test(cookie))).toBe(true);
    for (const answer of [extension, portal]) expect(await answer.text()).not.toContain('token');
  });

  test('N2 each sign-in makes a new session, and a bad bearer token never falls back to the cookie', async () => {
    const [first, second] = [await server.signIn(CLAIRE), await server.signIn(CLAIRE)];
    expect(first).not.toBe(second);
    const cookie = await server.signInPortal(CLAIRE);
    expect(await whoAmI({ cookie })).not.toBeNull();
    const enrol = await fetch(`${server.origin}/api/v1/enrol`, {
      method: 'POST',
      headers: {
        cookie,
        authorization: 'Bearer wrong',
        origin: server.origin,
        'navette-client': 'test',
        'content-type': 'application/json',
      },
      body: '{"label":"x"}',
    });
    expect(enrol.status).toBe(401);
  });

  test('N2 signing out ends the session at the server', async () => {
    const token = await server.signIn(CLAIRE);
    const authorization = `Bearer ${token}`;
    await fetch(`${server.origin}/api/auth/sign-out`, {
      method: 'POST',
      headers: { authorization, origin: TEST_EXTENSION_ORIGIN, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(await whoAmI({ authorization })).toBeNull();
  });

  test('N2 keys and databases are readable by their owner only', async () => {
    const { statSync } = await import('node:fs');
    const keys = path.join(server.data, 'keys');
    for (const name of readdirSync(keys)) expect(statSync(path.join(keys, name)).mode & 0o077).toBe(0);
    expect(statSync(keys).mode & 0o077).toBe(0);
    expect(readFileSync(path.join(keys, 'session.secret'), 'utf8').length).toBeGreaterThanOrEqual(43);
  });
});
