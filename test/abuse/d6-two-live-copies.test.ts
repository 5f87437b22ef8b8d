/**
 * D6: a computer whose profile was copied, both copies open on the same room's live socket: the second to send is told, takes a
 * number of its own, and the work of both is in the room.
 */
import { once } from 'node:events';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as encoding from 'lib0/encoding';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { currentEnrolment, saveEnrolment } from '@navette/device/enrolment';
import { readStatus } from '@navette/device/sync-status';
import { PRIMARY_KEY, type TableName } from '@navette/device/store';
import { CLIENT_HEADER } from '@navette/protocol/version';
import { roomName, type RoomName } from '@navette/rooms/room-names';
import { startTestServer, TEST_PASSWORD, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { freshId } from '../support/sync-world.ts';
import { CLAIRE, deposit, hurry, NADIA, serverDevice, stateOf, type ServerDevice } from '../support/server-device.ts';

let server: TestServer;
beforeAll(async () => void (server = await startTestServer()));
afterAll(() => server.close());

/** The same profile on a second computer: every row, the number with them. */
async function copyOf(device: ServerDevice): Promise<ServerDevice> {
  const copy = await serverDevice(server.origin, CLAIRE);
  const [from, to] = [await device.store(), await copy.store()];
  for (const table of Object.keys(PRIMARY_KEY) as TableName[]) {
    const rows = await from.list(table);
    await to.commit({ put: { [table]: rows } });
  }
  const enrolment = await currentEnrolment(device.deviceStore);
  if (enrolment) await saveEnrolment(copy.deviceStore, enrolment);
  // Its own session speaks for the number that was copied, once it has shown it at a sign-in.
  expect((await copy.session.signIn(server.origin, CLAIRE, TEST_PASSWORD)).ok).toBe(true);
  return copy;
}

/** A socket of that device on the deposits of the dossier; reports how many updates it was brought. */
async function watch(device: ServerDevice): Promise<{ readonly frames: () => number; close(): void }> {
  const enrolment = await currentEnrolment(device.deviceStore);
  const room = roomName({ kind: 'deposits', dossier: server.dossiers.bonnefoy, year: 2026, box: 'common' });
  const answer = await fetch(`${server.origin}/api/v1/ticket`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await server.signIn(CLAIRE)}`, 'content-type': 'application/json', [CLIENT_HEADER]: 'test' },
    body: JSON.stringify({ device: enrolment?.device, room }),
  });
  const { ticket } = (await answer.json()) as { ticket: string };
  const socket = new WebSocket(`ws://localhost:${server.port}/live/${room}?ticket=${ticket}`);
  let frames = 0;
  socket.on('message', (data: Buffer) => void (frames += data[0] === 0 && data[1] === 2 ? 1 : 0));
  await once(socket, 'open');
  return { frames: () => frames, close: () => socket.close() };
}

it('D6 two copies of one profile, both live: the second is told, renumbered, and nothing of either is lost', async () => {
  const original = await serverDevice(server.origin, CLAIRE);
  await deposit(original, 'avant la copie');
  await original.sync.syncNow();
  const copy = await copyOf(original);
  const number = (await currentEnrolment(original.deviceStore))?.device;
  expect((await currentEnrolment(copy.deviceStore))?.device).toBe(number);
  const sockets = [await watch(original), await watch(copy)];

  for (const one of [original, copy]) one.cut('before');
  const [first, second] = [await deposit(original, 'de l’original'), await deposit(copy, 'de la copie')];
  for (const one of [original, copy]) one.cut('none');
  await original.sync.syncNow();
  await copy.sync.syncNow();
  expect(await stateOf(original, first)).toBe('received');
  expect(await readStatus(await copy.store())).toMatchObject({ problem: 'copied-device', state: 'stopped', waiting: 1 });
  // Both sockets heard of what was stored, and of nothing else.
  await expect.poll(() => sockets.map((socket) => socket.frames() > 0)).toEqual([true, true]);

  expect((await copy.session.signIn(server.origin, CLAIRE, TEST_PASSWORD)).ok).toBe(true);
  expect((await currentEnrolment(copy.deviceStore))?.device).not.toBe(number);
  await hurry(copy);
  await copy.sync.syncNow();
  await original.sync.syncNow();
  const nadia = await serverDevice(server.origin, NADIA);
  for (const device of [original, copy, nadia]) for (const id of [first, second]) expect(await stateOf(device, id)).toBe('received');
  for (const socket of sockets) socket.close();
});

/** A stock document of that room on a socket of its own, its updates sent as they are made. */
async function stockDocument(client: number, room: RoomName, doc = new Y.Doc()) {
  const { token, device } = await server.device(CLAIRE);
  const answer = await fetch(`${server.origin}/api/v1/ticket`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', [CLIENT_HEADER]: 'test' },
    body: JSON.stringify({ device, room }),
  });
  const { ticket } = (await answer.json()) as { ticket: string };
  const socket = new WebSocket(`ws://localhost:${server.port}/live/${room}?ticket=${ticket}`);
  await once(socket, 'open');
  doc.clientID = client;
  const send = (update: Uint8Array): void => {
    const frame = encoding.createEncoder();
    encoding.writeVarUint(frame, 0);
    encoding.writeVarUint(frame, 2);
    encoding.writeVarUint8Array(frame, update);
    socket.send(encoding.toUint8Array(frame));
  };
  doc.on('update', send);
  /** Once the server has handled what was sent so far. */
  const handled = async (): Promise<void> => {
    if (socket.readyState !== WebSocket.OPEN) return;
    socket.ping();
    await Promise.race([once(socket, 'pong'), once(socket, 'close')]);
  };
  return { doc, socket, send, handled, write: (value: unknown) => void doc.getMap('deposits').set(freshId<string>(), value) };
}

it('D6 two stock documents under one client id, both live: the second is told and closed at its first word, which it keeps', async () => {
  const room = roomName({ kind: 'deposits', dossier: server.dossiers.bonnefoy, year: 2025, box: 'common' });
  const [one, copy] = [await stockDocument(0x5eed_5eed, room), await stockDocument(0x5eed_5eed, room)];
  one.write({ v: 1, said: 'par l’un' });
  await one.handled();
  const closed = once(copy.socket, 'close');
  copy.write({ v: 1, said: 'par l’autre' });
  expect((await closed)[0]).toBe(4422);
  expect(copy.doc.getMap('deposits').size).toBe(1);
  // The first goes on; and the other, under an id of its own, loses nothing.
  one.write({ v: 1, said: 'encore' });
  await one.handled();
  expect(one.socket.readyState).toBe(WebSocket.OPEN);
  const again = await stockDocument(0x5eed_5eee, room);
  for (const value of copy.doc.getMap('deposits').values()) again.write(value);
  const said = async () => {
    const log = new Y.Doc();
    for (const entry of await server.roomLog.room(room, 0)) Y.applyUpdate(log, entry.bytes);
    return [...log.getMap<{ said: string }>('deposits').values()].map((value) => value.said).toSorted();
  };
  await expect.poll(said).toEqual(['encore', 'par l’autre', 'par l’un']);
  for (const { socket } of [one, again]) socket.close();
});

it('D6 a stock document that repeats itself is no copy: the same words, its whole state, or words since deleted are known', async () => {
  const room = roomName({ kind: 'deposits', dossier: server.dossiers.bonnefoy, year: 2024, box: 'common' });
  const one = await stockDocument(0x0ddb_a115, room);
  const sent: Uint8Array[] = [];
  one.doc.on('update', (update: Uint8Array) => sent.push(update));
  one.write({ v: 1 });
  one.write({ v: 2 });
  one.doc.getMap('deposits').set('key', 'a');
  one.doc.getMap('deposits').set('key', 'b');
  await one.handled();
  for (const update of sent) one.send(update);
  one.send(Y.encodeStateAsUpdate(one.doc));
  await one.handled();
  expect(one.socket.readyState).toBe(WebSocket.OPEN);
  one.socket.close();
});
