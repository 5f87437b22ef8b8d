import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { roomName } from '@navette/rooms/room-names';
import { CLOSE } from '@navette/protocol/access-codes';
import { CLIENT_HEADER } from '@navette/protocol/version';
import { startTestServer, TEST_EXTENSION_ORIGIN, type TestServer } from '../testing/test-server.ts';

const CLAIRE = 'claire.morel@demo.navette.example';
const DAY = 24 * 3600_000;

describe('sessions', () => {
  let server: TestServer;
  let table: DatabaseSync;
  beforeAll(async () => {
    server = await startTestServer({ pingEvery: 50 });
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
    table
      .prepare('UPDATE session SET createdAt = ?, updatedAt = ?, expiresAt = ? WHERE id = ?')
      .run(new Date(Date.now() - 30 * DAY).toISOString(), new Date(Date.now() - 30 * DAY).toISOString(), soon, String(id));
    expect(await signedIn(token)).toBe(true);
    expect(session()['expiresAt']).toBe(soon);
    await new Promise((resolve) => void setTimeout(resolve, 1600));
    expect(await signedIn(token)).toBe(false);
    const enrol = await fetch(`${server.origin}/api/v1/enrol`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'navette-client': 'test' },
      body: '{"label":"x"}',
    });
    expect(await enrol.json()).toEqual({ problem: 'sign-in-needed' });
  });

  /** A ticket of this person for their account room, and the socket it opens. */
  const ticket = async ({ token, device, user }: Awaited<ReturnType<TestServer['device']>>): Promise<string> => {
    const room = roomName({ kind: 'account', user });
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', [CLIENT_HEADER]: 'test' };
    const answer = await fetch(`${server.origin}/api/v1/ticket`, { method: 'POST', headers, body: JSON.stringify({ device, room }) });
    return `${room}?ticket=${((await answer.json()) as { ticket: string }).ticket}`;
  };
  const live = async (address: string): Promise<WebSocket> => {
    const socket = new WebSocket(`ws://localhost:${server.port}/live/${address}`);
    await once(socket, 'open');
    return socket;
  };
  const signOut = (token: string) =>
    fetch(`${server.origin}/api/auth/sign-out`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        origin: TEST_EXTENSION_ORIGIN,
        'content-type': 'application/json',
        [CLIENT_HEADER]: 'test',
      },
      body: '{}',
    });

  test('N4 a live socket ends with its session, within a ping of the sign-out; another session of the person goes on', async () => {
    const [one, other] = [await server.device(CLAIRE), await server.device(CLAIRE)];
    const [ending, staying] = [await live(await ticket(one)), await live(await ticket(other))];
    const unused = await ticket(one);
    const closed = once(ending, 'close');
    expect((await signOut(one.token)).status).toBe(200);
    expect((await closed)[0]).toBe(CLOSE.signInNeeded);
    // Neither does a ticket of that session open anything any more.
    await expect(live(unused)).rejects.toThrow('401');
    await new Promise((resolve) => void setTimeout(resolve, 150));
    expect(staying.readyState).toBe(WebSocket.OPEN);
    const ended = once(staying, 'close');
    server.auth.endSessions(other.user);
    expect((await ended)[0]).toBe(CLOSE.signInNeeded);
  });

  test('R071: a live socket ends when its session’s thirty days are over', async () => {
    const who = await server.device(CLAIRE);
    const socket = await live(await ticket(who));
    const closed = once(socket, 'close');
    table.prepare('UPDATE session SET expiresAt = ? WHERE userId = ?').run(new Date(Date.now() - 1).toISOString(), who.user);
    expect((await closed)[0]).toBe(CLOSE.signInNeeded);
  });
});
