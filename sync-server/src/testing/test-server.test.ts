import { TicketAnswer } from '@navette/protocol/commands';
import { CLIENT_HEADER } from '@navette/protocol/version';
import { roomName } from '@navette/rooms/room-names';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startTestServer, TEST_EXTENSION_ORIGIN, type TestServer } from './test-server.ts';

const CLAIRE = 'claire.morel@demo.navette.example';

describe('the server put together', () => {
  let server: TestServer;
  beforeAll(async () => void (server = await startTestServer()));
  afterAll(() => server.close());

  test('Claire signs in, enrols a device, and her account room is there', async () => {
    const { token, user, device } = await server.device(CLAIRE);
    expect(token).toContain('.');
    expect(server.directory.ownsDevice(user, device)).toBe(true);
    expect((await server.roomLog.room(roomName({ kind: 'account', user }), 0)).length).toBeGreaterThan(0);
  });

  test('a new person with a right sees the dossier in the account room, and null once the right is gone', async () => {
    const dossier = server.createDossier('Essai');
    const { id } = await server.createPerson();
    await server.grant(id, dossier, { side: 'staff' });
    await server.revoke(id, dossier);
    expect(await server.roomLog.room(roomName({ kind: 'account', user: id }), 0)).toHaveLength(3);
  });

  test('a restart with nothing changed publishes nothing again', async () => {
    const first = await startTestServer();
    await first.stop();
    const second = await startTestServer({ data: first.data });
    const entries = await second.roomLog.room(roomName({ kind: 'account', user: second.users.claire }), 0);
    await second.close();
    first.forget();
    expect(entries).toHaveLength(1);
  });

  test('N4: a socket opens with a ticket through the same port, and the server stops with it open', async () => {
    const other = await startTestServer();
    const { token, device, user } = await other.device(CLAIRE);
    const room = roomName({ kind: 'account', user });
    const answer = await fetch(`${other.origin}/api/v1/ticket`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', [CLIENT_HEADER]: 'test' },
      body: JSON.stringify({ device, room }),
    });
    const { ticket } = v.parse(TicketAnswer, await answer.json());
    const address = `ws://localhost:${other.port}/live/${room}`;
    const open = (url: string) =>
      new Promise<WebSocket | number>((resolve) => {
        const socket = new WebSocket(url, { origin: TEST_EXTENSION_ORIGIN });
        socket
          .on('open', () => resolve(socket))
          .on('unexpected-response', (_request, given) => resolve(given.statusCode ?? 0))
          .on('error', () => {});
      });
    const socket = await open(`${address}?ticket=${ticket}`);
    expect(socket).toBeInstanceOf(WebSocket);
    expect(await open(`${address}?ticket=${ticket}`)).toBe(401);
    expect(await open(`ws://localhost:${other.port}/elsewhere`)).toBe(404);
    const from = performance.now();
    await other.close();
    expect(performance.now() - from).toBeLessThan(2000);
  });
});
