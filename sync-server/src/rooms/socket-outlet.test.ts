/** N5: a reader is slow, or it does not read at all; the two are told apart by what its peer takes, never by what is still to come. */
import { EventEmitter, once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { SocketOutlet, type OutletHost } from './socket-outlet.ts';
import { syncSocketFrame } from './socket-frames.ts';

const MEBIBYTE = 1024 * 1024;
const STALL = 30_000;
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Entries of the room, each of one byte that says its position. */
const ENTRIES = Array.from({ length: 12 }, (_, i) => ({ seq: i + 1, bytes: new Uint8Array([i + 1]) }));

function outletOn(wire: Duplex) {
  const time = { now: 0 };
  const closed: number[] = [];
  const socket = { OPEN: 1, readyState: 1, close: (code: number) => void closed.push(code), terminate: () => undefined };
  const host: OutletHost = {
    entries: async (after, most) => ENTRIES.slice(after, after + most),
    slow: () => undefined,
    now: () => time.now,
    queueBytes: MEBIBYTE,
    stall: STALL,
  };
  const outlet = new SocketOutlet(socket as unknown as WebSocket, wire, host, (error) => {
    throw error;
  });
  return { outlet, time, closed };
}

/** A wire that counts as Node does: a write waits whole until all of it is gone, and only the handle knows how much is. */
function heldWire(handle?: { writeQueueSize: number }) {
  const sent: Buffer[] = [];
  const wire = Object.assign(new EventEmitter(), {
    writableLength: 0,
    writableNeedDrain: false,
    _handle: handle,
    sent,
    write: (frames: Buffer) => sent.push(frames) > 0,
    cork: () => undefined,
    uncork: () => undefined,
  });
  return { wire, ...outletOn(wire as unknown as Duplex) };
}

test('N5 an answer that is read steadily for minutes is no stall, though Node counts it as waiting until its last byte', () => {
  const handle = { writeQueueSize: 12 * MEBIBYTE };
  const { wire, outlet, time, closed } = heldWire(handle);
  wire.writableLength = 12 * MEBIBYTE;
  outlet.checkUp();
  for (let i = 0; i < 8; i++) {
    time.now += STALL - 1_000;
    handle.writeQueueSize -= MEBIBYTE;
    outlet.checkUp();
  }
  expect(closed).toEqual([]);
  time.now += STALL + 1;
  outlet.checkUp();
  expect(closed).toEqual([1013]);
});

test('N5 a byte now and then is no reading', () => {
  const handle = { writeQueueSize: 12 * MEBIBYTE };
  const { wire, outlet, time, closed } = heldWire(handle);
  wire.writableLength = 12 * MEBIBYTE;
  outlet.checkUp();
  while (time.now <= STALL) {
    expect(closed).toEqual([]);
    time.now += 1_000;
    handle.writeQueueSize--;
    outlet.checkUp();
  }
  expect(closed).toEqual([1013]);
});

test('N5 where no handle tells, what Node counts is what is known', () => {
  const { wire, outlet, time, closed } = heldWire();
  wire.writableLength = 12 * MEBIBYTE;
  outlet.checkUp();
  time.now += STALL - 1;
  wire.writableLength = 11 * MEBIBYTE;
  outlet.checkUp();
  time.now += STALL - 1;
  outlet.checkUp();
  expect(closed).toEqual([]);
  time.now += 2;
  outlet.checkUp();
  expect(closed).toEqual([1013]);
});

test('N5 so it is on a real socket: one that takes its time is kept, one that stops is closed', async () => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const peer = connect((server.address() as AddressInfo).port, '127.0.0.1').pause();
  const [wire] = (await once(server, 'connection')) as [Socket];
  const queue = (): number => (wire as unknown as { _handle: { writeQueueSize: number } })._handle.writeQueueSize;
  const { outlet, time, closed } = outletOn(wire);
  outlet.answer([syncSocketFrame(1, new Uint8Array(32 * MEBIBYTE))]);
  const waiting = wire.writableLength;
  outlet.checkUp();
  for (let i = 0; i < 3; i++) {
    // The kernel takes what comes next in steps of its own.
    for (const before = queue(); queue() === before;) {
      peer.read();
      await turn();
    }
    time.now += STALL - 1_000;
    outlet.checkUp();
  }
  expect([wire.writableLength, closed]).toEqual([waiting, []]);
  time.now += STALL + 1;
  outlet.checkUp();
  expect(closed).toEqual([1013]);
  peer.destroy();
  wire.destroy();
  server.close();
});

test('what was lost between processes is brought also to one that is still reading its first answer, from the first entry it lacks to the last', async () => {
  const { wire, outlet } = heldWire();
  wire.writableLength = 5 * MEBIBYTE;
  outlet.checkUp();
  outlet.fallBehind(7, 9);
  outlet.fallBehind(9, 12);
  expect(wire.sent).toEqual([]);
  wire.writableLength = 0;
  outlet.checkUp();
  await turn();
  expect(wire.sent.map((frame) => frame.at(-1))).toEqual([8, 9, 10, 11, 12]);
});

test('a question goes out also to one that is behind; news do not', () => {
  const { wire, outlet } = heldWire();
  outlet.fallBehind(0, 1);
  wire.sent.length = 0;
  outlet.send(new Uint8Array([1]));
  expect(wire.sent).toEqual([]);
  outlet.say(new Uint8Array([2]));
  expect(wire.sent.map((frame) => frame.at(-1))).toEqual([2]);
});
