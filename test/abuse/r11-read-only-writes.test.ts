/** R11: what a reader writes is dropped before it is decoded, counted, and told; server-only rooms take nothing from anybody. */
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { roomName } from '@navette/rooms/room-names';
import { freshId, listen, pushed, syncWorld, TestDevice, ticketFor, until, type SyncWorld } from '../support/sync-world.ts';

async function rawSocket(world: SyncWorld, url: string, who: SyncWorld['client'], room: string) {
  const socket = new WebSocket(`${url}/${room}?ticket=${await ticketFor(world.heart, who, room)}`);
  const heard: Uint8Array[] = [];
  const closed: number[] = [];
  socket.on('message', (data: Buffer) => heard.push(new Uint8Array(data)));
  socket.on('close', (code) => closed.push(code));
  await new Promise((resolve) => socket.once('open', resolve));
  /** Reasons of the "permission denied" messages heard. */
  const denied = () =>
    heard
      .filter((frame) => frame[0] === 2)
      .map((frame) => {
        const decoder = decoding.createDecoder(frame.subarray(2));
        return decoding.readVarString(decoder);
      });
  return { socket, heard, closed, denied };
}

const syncMessage = (step: number, bytes: Uint8Array) =>
  encoding.encode((e) => {
    encoding.writeVarUint(e, 0);
    encoding.writeVarUint(e, step);
    encoding.writeVarUint8Array(e, bytes);
  });

test('R11 updates and sync answers of a reader, valid or garbage, are dropped and told; the reader goes on reading', async () => {
  const world = syncWorld();
  const server = await listen(world.heart);
  const { socket, denied, closed, heard } = await rawSocket(world, server.url, world.reader, world.deposits);
  const doc = new Y.Doc();
  doc.getMap('deposits').set(freshId(), { v: 1 });
  for (const step of [1, 2]) socket.send(syncMessage(step, Y.encodeStateAsUpdate(doc)));
  socket.send(new Uint8Array([0, 2, 255, 255, 255]));
  socket.send(new Uint8Array([0, 77]));
  await until(() => denied().length > 0, 'the reader is told');
  expect(denied()[0]).toBe('read-only');
  const device = new TestDevice(world.client, world.deposits);
  device.record();
  await device.send(world.heart);
  await until(() => heard.some((frame) => frame[0] === 0 && frame[1] === 2), 'the reader hears the writer');
  expect([closed, (await world.log.head()).cursor]).toEqual([[], 1]);
  socket.terminate();
  await server.close();
});

test('R11 nobody writes a room that only the server writes, by push or by socket', async () => {
  const world = syncWorld();
  const server = await listen(world.heart);
  const receipts = roomName({ kind: 'receipts', dossier: world.dossier, box: 'common' });
  const account = roomName({ kind: 'account', user: world.client.id });
  for (const [who, room] of [
    [world.staff, receipts],
    [world.client, receipts],
    [world.client, account],
  ] as const) {
    const doc = new Y.Doc();
    doc.getMap('receipts').set(freshId(), { v: 1 });
    expect(await pushed(world.heart, who, [{ id: freshId(), counter: 1, room, bytes: Y.encodeStateAsUpdate(doc) }])).toMatchObject([
      { status: 'refused', reason: 'forbidden' },
    ]);
    const { socket, denied } = await rawSocket(world, server.url, who, room);
    socket.send(syncMessage(2, Y.encodeStateAsUpdate(doc)));
    await until(() => denied().length > 0, 'told');
    socket.terminate();
  }
  expect((await world.log.head()).cursor).toBe(0);
  await server.close();
});

test('N5 garbage closes its own socket only; a refused write is told and closes for good; a gap is asked for', async () => {
  const world = syncWorld();
  const server = await listen(world.heart);
  const good = await rawSocket(world, server.url, world.colleague, world.deposits);
  const garbage = await rawSocket(world, server.url, world.client, world.deposits);
  garbage.socket.send(new Uint8Array([0, 2, 250, 1, 2]));
  await until(() => garbage.closed.length > 0, 'closed');
  const text = await rawSocket(world, server.url, world.client, world.deposits);
  text.socket.send('hello');
  await until(() => text.closed.length > 0, 'closed');
  const foreign = await rawSocket(world, server.url, world.client, world.deposits);
  const doc = new Y.Doc();
  doc.getMap('elsewhere').set('x', 1);
  foreign.socket.send(syncMessage(2, Y.encodeStateAsUpdate(doc)));
  await until(() => foreign.closed.length > 0, 'closed');
  expect([garbage.closed, text.closed, foreign.closed, foreign.denied()]).toEqual([[4400], [4400], [4422], ['shape']]);

  const holed = new Y.Doc();
  const updates: Uint8Array[] = [];
  holed.on('update', (bytes: Uint8Array) => updates.push(bytes));
  holed.getMap('deposits').set(freshId(), 1);
  holed.getMap('deposits').set(freshId(), 2);
  await until(() => good.heard.length === 1, 'asked at the start');
  good.socket.send(syncMessage(2, updates[1] as Uint8Array));
  await until(() => good.heard.filter((frame) => frame[0] === 0 && frame[1] === 0).length === 2, 'asked for the gap');
  good.socket.send(syncMessage(1, Y.encodeStateAsUpdate(holed)));
  good.socket.send(syncMessage(0, new Uint8Array([0])));
  await until(() => good.heard.some((frame) => frame[0] === 0 && frame[1] === 1), 'answered');
  expect([good.closed, (await world.log.head()).cursor]).toEqual([[], 1]);
  good.socket.terminate();
  await server.close();
});
