import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../testing/test-server.ts';

const CLAIRE = 'claire.morel@demo.navette.example';
const DAY = 24 * 3600_000;

describe('sessions', () => {
  let server: TestServer;
  let table: DatabaseSync;
  beforeAll(async () => {
    server = await startTestServer();
    table = new DatabaseSync(path.join(server.data, 'identity.sqlite'), { timeout: 5000 });
  });
  afterAll(async () => {
    table.close();
    await server.close();
  });

  const session = () => table.prepare('SELECT id, createdAt, expiresAt FROM session ORDER BY rowid DESC LIMIT 1').get() ?? {};
  const signedIn = async (token: string): Promise<boolean> =>
    (await (await fetch(`${server.origin}/api/auth/get-session`, { headers: { authorization: `Bearer ${token}` } })).json()) !== null;

  test('R071: a session ends thirty days after the sign-in', async () => {
    const token = await server.signIn(CLAIRE);
    const { createdAt, expiresAt } = session();
    expect(Math.round((Date.parse(String(expiresAt)) - Date.parse(String(createdAt))) / DAY)).toBe(30);
    expect(await signedIn(token)).toBe(true);
  });

  test('R071: using it does not lengthen it, and once over it opens nothing', async () => {
    const token = await server.signIn(CLAIRE);
    const { id } = session();
    const soon = new Date(Date.now() + 1500).toISOString();
    table.prepare('UPDATE session SET createdAt = ?, updatedAt = ?, expiresAt = ? WHERE id = ?').run(new Date(Date.now() - 30 * DAY).toISOString(), new Date(Date.now() - 30 * DAY).toISOString(), soon, String(id));
    expect(await signedIn(token)).toBe(true);
    expect(session()['expiresAt']).toBe(soon);
    await new Promise((resolve) => void setTimeout(resolve, 1600));
    expect(await signedIn(token)).toBe(false);
    const enrol = await fetch(`${server.origin}/api/v1/enrol`, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'navette-client': 'test' }, body: '{"label":"x"}' });
    expect(await enrol.json()).toEqual({ problem: 'sign-in-needed' });
  });
});
