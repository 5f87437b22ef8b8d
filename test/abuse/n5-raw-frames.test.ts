/** N5: frames by hand. Pings and questions without end by a client that reads nothing, and frames that lie, cost one socket and no memory. */
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { afterEach, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '@navette/domain/limits';
import { syncWorld, ticketFor, until, type SyncWorld } from '../support/sync-world.ts';

const MEBIBYTE = 1024 * 1024;
const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** A frame as a client masks it, with a mask of zeros. */
function frame(opcode: number, payload: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([0x80 | opcode, 0x80 | payload.length, 0, 0, 0, 0]), payload]);
}

/** A raw connection of the client's to their room, past its handshake, and the server's end of it. */
async function rawSocket(): Promise<{ socket: Socket; serverSide: () => Socket | null; world: SyncWorld }> {
  const world = syncWorld();
  const server: Server = createServer(getRequestListener((request) => world.heart.routes.fetch(request)));
  let serverSide: Socket | null = null;
  server.on('upgrade', (request, socket, head) => {
    serverSide = socket as Socket;
    if (!world.heart.upgrade(request, socket, head)) socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(async () => {
    await world.heart.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const ticket = await ticketFor(world.heart, world.client, world.deposits);
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(
    `GET /live/${world.deposits}?ticket=${ticket} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
  );
  await new Promise<void>((resolve) => socket.once('data', () => resolve()));
  return { socket, serverSide: () => serverSide, world };
}

test.each([
  ['pings', 9, Buffer.alloc(125, 1)],
  ['questions who is there', 2, Buffer.from([3])],
  ['questions for the room', 2, Buffer.from([0, 0, 1, 0])],
  ['awareness', 2, Buffer.from([1, 6, 1, 5, 1, 2, 0x7b, 0x7d])],
  ['empty messages', 2, Buffer.alloc(0)],
])(
  'N5 %s without end, nothing read',
  async (_name, opcode, payload) => {
    const { socket, serverSide } = await rawSocket();
    socket.pause();
    const flood = Buffer.concat(Array.from({ length: 2_000 }, () => frame(opcode, payload)));
    let most = 0;
    let stuck = 0;
    const before = process.memoryUsage().rss;
    // Eight mebibytes, a million questions, or until the server takes no more or hangs up.
    for (let sent = 0; sent < 8 * MEBIBYTE && stuck < 40 && !socket.destroyed; sent += flood.length) {
      const taken = socket.write(flood);
      await new Promise((resolve) => setTimeout(resolve, taken ? 1 : 10));
      stuck = socket.writableLength > 4 * MEBIBYTE ? stuck + 1 : 0;
      most = Math.max(most, serverSide()?.writableLength ?? 0);
    }
    expect(most).toBeLessThan(DEFAULT_LIMITS.socketQueueBytes + 2 * MEBIBYTE);
    expect(process.memoryUsage().rss - before).toBeLessThan(160 * MEBIBYTE);
    socket.destroy();
    await until(() => serverSide()?.destroyed === true, 'the server lets go');
  },
  60_000,
);

test.each([
  ['a message of a terabyte', Buffer.from([0x82, 0xff, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0])],
  ['a message larger than any sync answer', Buffer.from([0x82, 0xff, 0, 0, 0, 0, 0, 0x90, 0, 0, 0, 0, 0, 0])],
  ['a compressed message', Buffer.from([0xc2, 0x81, 0, 0, 0, 0, 1])],
  ['an unmasked message', Buffer.from([0x82, 0x01, 1])],
  ['text', Buffer.from([0x81, 0x81, 0, 0, 0, 0, 0x61])],
  ['the end of a message that never began', Buffer.from([0x80, 0x80, 0, 0, 0, 0])],
])('N5 %s: that socket ends, nothing is reserved for it', async (_name, bytes) => {
  const { socket, world } = await rawSocket();
  const before = process.memoryUsage().rss;
  let closed = false;
  socket.on('close', () => (closed = true));
  socket.resume();
  socket.write(bytes);
  await until(() => closed, 'closed');
  expect(process.memoryUsage().rss - before).toBeLessThan(16 * MEBIBYTE);
  expect(await ticketFor(world.heart, world.client, world.deposits)).not.toBe('');
});

test('N5 a large message of which the end never comes is not held for ever', async () => {
  const { socket, serverSide, world } = await rawSocket();
  socket.resume();
  socket.write(Buffer.from([0x82, 0xff, 0, 0, 0, 0, 0, 0x70, 0, 0, 0, 0, 0, 0]));
  socket.write(Buffer.alloc(6 * MEBIBYTE));
  await until(() => (serverSide()?.bytesRead ?? 0) > 6 * MEBIBYTE, 'it is there');
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  // A slow line would have brought the rest by then.
  world.time.now += 3 * DEFAULT_LIMITS.socketStall;
  await until(() => serverSide()?.destroyed === true, 'the server let it go', 5_000);
  expect(serverSide()?.destroyed).toBe(true);
  socket.destroy();
}, 20_000);
