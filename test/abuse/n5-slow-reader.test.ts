/**
 * N5: a reader that stops reading costs the server a bounded queue: it is brought back once it reads again, with everything,
 * and closed (1013) when it does not; the others in the room hear all of it meanwhile.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { DEFAULT_LIMITS } from '@navette/domain/limits';
import { readClientMessage } from '../../sync-server/src/rooms/sync-messages.ts';
import { freshId, syncWorld, TestDevice, ticketFor, until, type TestPerson } from '../support/sync-world.ts';

const MEBIBYTE = 1024 * 1024;
/** More than the kernel's own buffers of a loopback connection hold. */
const WRITTEN = 24;

const world = syncWorld();
let server: Server;
const sockets = new Map<number, Socket>();

beforeAll(async () => {
  server = createServer(getRequestListener((request) => world.heart.routes.fetch(request)));
  server.on('connection', (socket) => void sockets.set(socket.remotePort ?? 0, socket));
  server.on('upgrade', (request, socket, head) => void (world.heart.upgrade(request, socket, head) || socket.destroy()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await world.heart.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

class Reader {
  readonly doc = new Y.Doc();
  readonly socket: WebSocket;
  closed: number | null = null;

  constructor(url: string) {
    this.socket = new WebSocket(url);
    this.socket.on('message', (data: Buffer) => {
      const message = readClientMessage(new Uint8Array(data));
      if (message.tag === 'writes') Y.applyUpdate(this.doc, message.update);
    });
    this.socket.on('close', (code) => (this.closed = code));
    this.socket.on('error', () => undefined);
  }

  /** The server's end of this connection. */
  get serverSide(): Socket | undefined {
    return sockets.get((this.socket as unknown as { _socket: Socket })._socket.localPort ?? 0);
  }

  has(keys: readonly string[]): boolean {
    return keys.every((key) => this.doc.getMap('deposits').has(key));
  }
}

async function join(who: TestPerson): Promise<Reader> {
  const { port } = server.address() as AddressInfo;
  const reader = new Reader(`ws://127.0.0.1:${port}/live/${world.deposits}?ticket=${await ticketFor(world.heart, who, world.deposits)}`);
  await until(() => reader.socket.readyState === WebSocket.OPEN, 'open');
  reader.socket.send(new Uint8Array([0, 0, 1, 0]));
  return reader;
}

const device = new TestDevice(world.client, world.deposits);

/** Writes a quarter of a mebibyte at a time. @returns the keys and the most that waited for `slow` */
async function writeMuch(slow: Reader, mebibytes: number): Promise<{ keys: string[]; most: number }> {
  const keys: string[] = [];
  let most = 0;
  const writer = { user: world.client.id, device: world.client.device, by: 'push' as const };
  for (let i = 0; i < mebibytes * 4; i++) {
    keys.push(device.record({ v: 1, text: `${i} `.padEnd(250_000, 'x') }));
    const [update] = device.waiting.splice(0);
    const [answer] = await world.heart.accept.write(world.deposits, writer, [
      { id: freshId(), counter: update?.counter ?? null, bytes: update?.bytes ?? new Uint8Array() },
    ]);
    if (answer?.status !== 'stored') throw new Error(`not stored: ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setImmediate(resolve));
    most = Math.max(most, slow.serverSide?.writableLength ?? 0);
  }
  return { keys, most };
}

test('N5 a reader that stops reading holds four mebibytes at most, and has everything once it reads again', async () => {
  const [slow, other] = [await join(world.reader), await join(world.colleague)];
  slow.socket.pause();
  const { keys, most } = await writeMuch(slow, WRITTEN);
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThan(DEFAULT_LIMITS.socketQueueBytes + MEBIBYTE);
  await until(() => other.has(keys), 'the other reader has all of it', 20_000);
  expect(slow.has(keys)).toBe(false);
  slow.socket.resume();
  await until(() => slow.has(keys) || slow.closed !== null, 'it has caught up', 20_000);
  expect(slow.closed).toBeNull();
  expect(slow.doc.store.pendingStructs).toBeNull();
  const key = device.record();
  const [update] = device.waiting.splice(0);
  await world.heart.accept.write(world.deposits, { user: world.client.id, device: world.client.device, by: 'push' }, [
    { id: freshId(), counter: update?.counter ?? null, bytes: update?.bytes ?? new Uint8Array() },
  ]);
  await until(() => slow.has([key]) && other.has([key]), 'both hear the next write');
  for (const reader of [slow, other]) reader.socket.terminate();
}, 60_000);

test('N5 one that does not read for thirty seconds is closed, and what it held is free', async () => {
  const slow = await join(world.reader);
  const { serverSide } = slow;
  slow.socket.pause();
  await writeMuch(slow, WRITTEN);
  expect(serverSide?.destroyed).toBe(false);
  world.time.now += DEFAULT_LIMITS.socketStall + 1;
  await until(() => serverSide?.destroyed === true, 'the server let it go', 5_000);
  slow.socket.resume();
  await until(() => slow.closed !== null, 'it notices', 10_000);
}, 60_000);

test('N5 one that asks for the whole room again and again without reading is not answered again until it has read', async () => {
  const slow = await join(world.reader);
  slow.socket.pause();
  let most = 0;
  for (let i = 0; i < 50; i++) {
    slow.socket.send(new Uint8Array([0, 0, 1, 0]));
    await new Promise((resolve) => setTimeout(resolve, 10));
    most = Math.max(most, slow.serverSide?.writableLength ?? 0);
  }
  const whole = (await world.log.room(world.deposits, 0)).reduce((sum, { bytes }) => sum + bytes.length, 0);
  expect(most).toBeLessThan(whole + DEFAULT_LIMITS.socketQueueBytes + MEBIBYTE);
  slow.socket.resume();
  await until(() => slow.doc.getMap('deposits').size === device.map().size, 'it is answered once it reads', 20_000);
  slow.socket.terminate();
}, 60_000);

test('N5 one that asks for a large room and reads none of it for thirty seconds is let go, though nothing new is written', async () => {
  const slow = await join(world.reader);
  slow.socket.pause();
  slow.socket.send(new Uint8Array([0, 0, 1, 0]));
  const { serverSide } = slow;
  await until(() => (serverSide?.writableLength ?? 0) > DEFAULT_LIMITS.socketQueueBytes, 'the answer waits for it');
  // Two looks at it, thirty seconds apart.
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  world.time.now += DEFAULT_LIMITS.socketStall + 1;
  await until(() => serverSide?.destroyed === true, 'the server let it go', 5_000);
  expect(serverSide?.destroyed).toBe(true);
  slow.socket.terminate();
}, 60_000);
