/** R12: a right that was withdrawn acts within a second on sockets that are open, and on the next pull. */
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import * as encoding from 'lib0/encoding';
import { first } from '@navette/device/testing/test-device';
import type { ClientRight } from '@navette/domain/membership';
import { CLOSE } from '@navette/protocol/access-codes';
import { CLIENT_HEADER } from '@navette/protocol/version';
import { roomName, type RoomName } from '@navette/rooms/room-names';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { deposit, serverDevice } from '../support/server-device.ts';

const RIGHT: ClientRight = { side: 'client', deposit: ['common'], read: ['common'], archive: [], accounts: 'none', admin: false };
const SECOND = 1000;
let server: TestServer;
beforeAll(async () => void (server = await startTestServer()));
afterAll(() => server.close());

async function person(name: string) {
  const one = await server.createPerson({ name, email: `${name}@demo.navette.example` });
  await server.grant(one.id, server.dossiers.bonnefoy, RIGHT);
  return { ...one, ...(await server.device(one.email)) };
}
type Person = Awaited<ReturnType<typeof person>>;

async function open({ token, device }: Person, room: RoomName): Promise<WebSocket> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', [CLIENT_HEADER]: 'test' };
  const answer = await fetch(`${server.origin}/api/v1/ticket`, { method: 'POST', headers, body: JSON.stringify({ device, room }) });
  const { ticket } = (await answer.json()) as { ticket: string };
  const socket = new WebSocket(`ws://localhost:${server.port}/live/${room}?ticket=${ticket}`);
  await once(socket, 'open');
  return socket;
}

/** A record as a stock client would send it. */
function write(socket: WebSocket): void {
  const doc = new Y.Doc();
  doc.getMap('deposits').set('01980000-0000-7000-8000-00000000f001', { v: 1 });
  const frame = encoding.createEncoder();
  encoding.writeVarUint(frame, 0);
  encoding.writeVarUint(frame, 2);
  encoding.writeVarUint8Array(frame, Y.encodeStateAsUpdate(doc));
  socket.send(encoding.toUint8Array(frame));
}

const rooms = () => {
  const dossier = server.dossiers.bonnefoy;
  return {
    deposits: roomName({ kind: 'deposits', dossier, year: 2026, box: 'common' }),
    talk: roomName({ kind: 'talk', dossier, box: 'common', side: 'firm' }),
  };
};

describe('R12 revoke-while-open', () => {
  it('every open socket of the dossier closes within a second; the person’s own account room and other people’s stay open', async () => {
    const [gone, stays] = [await person('revoque'), await person('reste')];
    const { deposits, talk } = rooms();
    const closing = [await open(gone, deposits), await open(gone, talk)];
    const [own, other] = [await open(gone, roomName({ kind: 'account', user: gone.user })), await open(stays, deposits)];
    const closed = closing.map((socket) => once(socket, 'close'));
    const start = performance.now();
    server.directory.revoke(gone.user, server.dossiers.bonnefoy);
    for (const event of closed) expect((await event)[0]).toBe(CLOSE.forbidden);
    expect(performance.now() - start).toBeLessThan(SECOND);
    expect([own.readyState, other.readyState]).toEqual([WebSocket.OPEN, WebSocket.OPEN]);
    own.close();
    other.close();
  });

  it('what is sent in the very moment of the withdrawal is not stored', async () => {
    const gone = await person('meme-moment');
    const { deposits } = rooms();
    const socket = await open(gone, deposits);
    const before = (await server.roomLog.room(deposits, 0)).length;
    const closed = once(socket, 'close');
    server.directory.revoke(gone.user, server.dossiers.bonnefoy);
    write(socket);
    await closed;
    expect((await server.roomLog.room(deposits, 0)).length).toBe(before);
  });

  it('write becomes read: the socket stays, or comes back, and nothing more is written through it', async () => {
    const less = await person('lecture');
    const { deposits } = rooms();
    const socket = await open(less, deposits);
    const before = (await server.roomLog.room(deposits, 0)).length;
    server.directory.grant(less.user, server.dossiers.bonnefoy, { ...RIGHT, deposit: [] });
    write(socket);
    // The socket answers in order: once it has pinged back, the write was judged.
    if (socket.readyState === WebSocket.OPEN) {
      socket.ping();
      await Promise.race([once(socket, 'pong'), once(socket, 'close')]);
    }
    expect((await server.roomLog.room(deposits, 0)).length).toBe(before);
    socket.close();
  });

  it('somebody who leaves the firm loses every socket within a second, their account’s too, and no ticket is given', async () => {
    const gone = await person('depart');
    const sockets = [await open(gone, rooms().deposits), await open(gone, roomName({ kind: 'account', user: gone.user }))];
    const closed = sockets.map((socket) => once(socket, 'close'));
    const start = performance.now();
    server.directory.remove(gone.user);
    await Promise.all(closed);
    expect(performance.now() - start).toBeLessThan(SECOND);
    await expect(open(gone, rooms().deposits)).rejects.toThrow();
  });

  it('the next pull brings nothing of the dossier any more, and the device empties itself', async () => {
    const one = await server.createPerson({ email: 'tirage@demo.navette.example' });
    await server.grant(one.id, server.dossiers.bonnefoy, RIGHT);
    const device = await serverDevice(server.origin, one.email);
    await deposit(device, 'tirage');
    await device.sync.syncNow();
    server.directory.revoke(one.id, server.dossiers.bonnefoy);
    await device.sync.syncNow();
    expect((await first(device.library.documents({ dossier: null, limit: 5 }))).total).toBe(0);
  });
});
