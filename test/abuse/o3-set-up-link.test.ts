import { DatabaseSync } from 'node:sqlite';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';

let server: TestServer;
beforeEach(async () => void (server = await startTestServer({ demo: false })));
afterEach(() => server.close());

const token = (): string => server.setUpPath?.split('#')[1] ?? '';
const setUp = (changes: Record<string, string> = {}) =>
  fetch(`${server.origin}/api/v1/set-up`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'navette-client': 'test', origin: server.origin },
    body: JSON.stringify({
      token: token(),
      firmName: 'Cabinet du Val',
      name: 'Anne Roche',
      email: 'anne@cabinet.example',
      password: 'une longue phrase secrète',
      ...changes,
    }),
  });

describe('O3: the first administrator comes by a one-time link', () => {
  test('O3 the link makes the firm and its administrator, once', async () => {
    expect(server.setUpPath).toMatch(/^\/set-up#[\w-]{43}$/);
    expect((await setUp()).status).toBe(201);
    expect((await setUp({ email: 'second@cabinet.example' })).status).toBe(403);
    expect(server.directory.firm()).toMatchObject({ name: 'Cabinet du Val', demo: false });
    const anne = server.directory.personByEmail('anne@cabinet.example');
    expect(anne && server.directory.membership(anne.id)?.firmRole).toBe('admin');
    expect(await server.signIn('anne@cabinet.example', 'une longue phrase secrète')).toContain('.');
  });

  test('O3 of twenty at the same moment, one gets in', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => setUp({ email: `person-${i}@cabinet.example` })));
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1);
    expect(server.directory.people()).toHaveLength(1);
  });

  test('O3 a guessed link is refused, and the right one still works', async () => {
    expect((await setUp({ token: 'A'.repeat(43) })).status).toBe(403);
    expect(server.directory.people()).toEqual([]);
    expect((await setUp()).status).toBe(201);
  });

  test('O3 a weak password uses nothing up', async () => {
    for (const password of ['court', '123456789012', 'aaaaaaaaaaaaaa', 'motdepasse1234'])
      expect((await setUp({ password })).status).toBe(400);
    expect((await setUp()).status).toBe(201);
  });

  test('O3 the link’s token stands nowhere in the folder and in no log', () => {
    const table = new DatabaseSync(path.join(server.data, 'identity.sqlite'), { readOnly: true });
    const kept = JSON.stringify(table.prepare('SELECT * FROM set_up').all());
    table.close();
    expect(kept).not.toContain(token());
    expect(server.logLines.join('')).not.toContain(token());
  });

  test('O3 a demonstration has no such link, and a real firm no one-click sign-in', async () => {
    const demo = await startTestServer();
    try {
      expect(demo.setUpPath).toBeNull();
      const post = (origin: string, route: string, body: object) =>
        fetch(`${origin}/api/v1/${route}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'navette-client': 'test', origin },
          body: JSON.stringify(body),
        });
      expect((await post(demo.origin, 'set-up', {})).status).toBe(403);
      const { claire } = demo.users;
      const demoToken = demo.demoLinks?.linkOf(claire).split('#')[1] ?? '';
      expect((await post(server.origin, 'demo-sign-in', { token: demoToken })).status).toBe(404);
      const signedIn = await post(demo.origin, 'demo-sign-in', { token: demoToken });
      expect(signedIn.headers.getSetCookie()[0]).toMatch(/^navette\.session_token=/);
      expect((await post(demo.origin, 'demo-sign-in', { token: demoToken })).status).toBe(200);
      expect((await post(demo.origin, 'demo-sign-in', { token: `${demoToken.slice(1)}A` })).status).toBe(403);
    } finally {
      await demo.close();
    }
  });
});
