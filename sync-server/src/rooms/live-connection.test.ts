import { EventEmitter } from 'node:events';
import type { Duplex } from 'node:stream';
import { describe, expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import * as Y from 'yjs';
import type { DeviceNumber, UserId } from '@navette/kernel/ids';
import type { RoomName } from '@navette/rooms/room-names';
import type { Accepted } from './accept.ts';
import { LiveConnection, type LiveHost } from './live-connection.ts';
import { syncSocketFrame } from './socket-frames.ts';
import { askFrame, awarenessFrame, readClientMessage, updateFrame } from './sync-messages.ts';

const MEBIBYTE = 1024 * 1024;

/** A socket whose peer reads when the test says so: what it holds is still to be read. */
class SlowSocket extends EventEmitter {
  readonly OPEN = 1;
  readyState = 1;
  isPaused = false;
  readonly closed: number[] = [];
  readonly wire = Object.assign(new EventEmitter(), {
    writableLength: 0,
    writableNeedDrain: false,
    sent: [] as Uint8Array[],
    write: (frames: Buffer) => void this.wire.sent.push(...payloadsOf(frames)),
    cork: () => undefined,
    uncork: () => undefined,
  });
  /** The peer reads nothing more, or all of it. */
  holds(bytes: number): void {
    this.wire.writableLength = bytes;
    this.wire.writableNeedDrain = bytes > 0;
    if (bytes === 0) this.wire.emit('drain');
  }
  close(code: number): void {
    this.closed.push(code);
    this.readyState = 2;
  }
  terminate(): void {
    this.emit('close');
  }
  pause(): void {
    this.isPaused = true;
  }
  resume(): void {
    this.isPaused = false;
  }
  receive(frame: Uint8Array): void {
    this.emit('message', Buffer.from(frame), true);
  }
}

/** What the peer reads of finished frames. */
function payloadsOf(frames: Buffer): Uint8Array[] {
  const payloads: Uint8Array[] = [];
  for (let at = 0; at < frames.length;) {
    const short = frames[at + 1] ?? 0;
    const length = short < 126 ? short : short === 126 ? frames.readUInt16BE(at + 2) : Number(frames.readBigUInt64BE(at + 2));
    at += short < 126 ? 2 : short === 126 ? 4 : 10;
    payloads.push(new Uint8Array(frames.subarray(at, at + length)));
    at += length;
  }
  return payloads;
}

function setUp(host: Partial<LiveHost> = {}) {
  const doc = new Y.Doc();
  const log: Uint8Array[] = [];
  doc.on('update', (bytes: Uint8Array) => log.push(bytes));
  const socket = new SlowSocket();
  const { wire } = socket;
  const identity = { user: 'u' as UserId, device: 1 as DeviceNumber, room: 'r' as RoomName, circle: 'c', session: 's' };
  const time = { now: 0 };
  const outlets = {
    entries: async (after: number, most: number) => log.slice(after, after + most).map((bytes, i) => ({ seq: after + i + 1, bytes })),
    slow: () => undefined,
    now: () => time.now,
    queueBytes: 4 * MEBIBYTE,
    stall: 30_000,
  };
  const parts = [socket as unknown as WebSocket, wire as unknown as Duplex, identity, true] as const;
  const rules: LiveHost = {
    answer: async () => ({ frames: log.map((bytes) => syncSocketFrame(2, bytes)), taken: () => undefined }),
    clocks: async () => new Map(),
    write: async () => [],
    aware: () => undefined,
    greet: () => undefined,
    mayAsk: async () => undefined,
    refusedWrite: () => undefined,
    failed: (_user, error) => {
      throw error;
    },
    now: () => time.now,
    ...host,
  };
  const connection = new LiveConnection(...parts, rules, outlets);
  const write = (key: string): void => {
    doc.getMap('m').set(key, 1);
    connection.outlet.news(syncSocketFrame(2, log.at(-1) ?? new Uint8Array()), log.length - 1, log.length);
  };
  /** What the peer's document holds of all it was sent. */
  const held = (): string[] => {
    const peer = new Y.Doc();
    for (const payload of wire.sent) {
      const message = readClientMessage(payload);
      if (message.tag === 'writes') Y.applyUpdate(peer, message.update);
    }
    return [...peer.getMap('m').keys()].toSorted();
  };
  return { socket, wire, time, connection, write, held };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('a reader that does not keep up', () => {
  for (const known of [true, false]) {
    test(`asks while it is behind and still ends with everything (${known ? 'told of the room before' : 'told of nothing yet'})`, async () => {
      const { socket, wire, write, held } = setUp();
      const asks = askFrame(Y.encodeStateVector(new Y.Doc()));
      write('a');
      if (known) {
        socket.receive(asks);
        await settle();
      } else wire.sent.length = 0;
      socket.holds(5 * MEBIBYTE);
      write('b');
      socket.receive(asks);
      await settle();
      write('c');
      expect(held()).toEqual(known ? ['a'] : []);
      socket.holds(0);
      await settle();
      expect(held()).toEqual(['a', 'b', 'c']);
      write('d');
      expect(held()).toEqual(['a', 'b', 'c', 'd']);
    });
  }

  test('what is written while the log is read for it comes at the next check', async () => {
    const { socket, connection, write, held } = setUp();
    write('a');
    socket.holds(5 * MEBIBYTE);
    write('b');
    socket.holds(0);
    write('c');
    await settle();
    connection.outlet.checkUp();
    await settle();
    expect(held()).toEqual(['a', 'b', 'c']);
  });

  test('N5 one that reads nothing for thirty seconds is closed, one that reads a little is not', async () => {
    const { socket, connection, write, time } = setUp();
    socket.holds(5 * MEBIBYTE);
    write('a');
    for (const left of [4.5, 4.4]) {
      time.now += 29_000;
      socket.holds(left * MEBIBYTE);
      connection.outlet.checkUp();
    }
    expect(socket.closed).toEqual([]);
    time.now += 31_000;
    connection.outlet.checkUp();
    expect(socket.closed).toEqual([1013]);
  });
});

describe('a writer that is faster than the disk', () => {
  test('N5: two large frames waiting are enough for its socket not to be read, and it is read again once they are taken', async () => {
    let release: () => void = () => undefined;
    const slow = new Promise<void>((resolve) => (release = resolve));
    const { socket } = setUp({ write: async () => (await slow, []) });
    const large = updateFrame(new Uint8Array(8 * MEBIBYTE));
    socket.receive(large);
    await settle();
    socket.receive(large);
    expect(socket.isPaused).toBe(false);
    socket.receive(large);
    expect(socket.isPaused).toBe(true);
    release();
    await settle();
    expect(socket.isPaused).toBe(false);
  });
});

describe('a writer that sent what builds on something the room lacks', () => {
  const update = updateFrame(new Uint8Array([0, 0]));
  const asksIn = (sent: readonly Uint8Array[]): number => sent.filter((payload) => readClientMessage(payload).tag === 'asks').length;

  test('is asked for it also while its first answer is still on its way, and asked again for the next gap', async () => {
    const answers: Accepted[] = [{ status: 'gap' }, { status: 'gap' }, { status: 'known', at: 1 }, { status: 'gap' }];
    const { socket, wire, connection } = setUp({ write: async () => answers.splice(0, 1) });
    socket.holds(5 * MEBIBYTE);
    connection.outlet.checkUp();
    const asked: number[] = [];
    while (answers.length > 0) {
      socket.receive(update);
      await settle();
      asked.push(asksIn(wire.sent));
    }
    expect(asked).toEqual([1, 1, 1, 2]);
  });

  test('is asked once it may write, however much it has still to read', async () => {
    const { socket, wire, connection } = setUp();
    connection.setWrite(false);
    socket.holds(5 * MEBIBYTE);
    connection.outlet.checkUp();
    connection.setWrite(true);
    await settle();
    expect(asksIn(wire.sent)).toBe(1);
  });
});

test('R13 a tab closed while its last keystroke is stored leaves nobody behind: what it said of its person comes too late', async () => {
  const commits: (() => void)[] = [];
  const seen: unknown[] = [];
  const { socket } = setUp({
    write: async (_, updates) => {
      await new Promise<void>((resolve) => commits.push(resolve));
      return updates.map(() => ({ status: 'stored', at: 1 }) as const);
    },
    aware: (_, states) => void seen.push(...states.map(({ clock }) => clock)),
  });
  const keystroke = (clock: number): void => {
    socket.receive(updateFrame(new Uint8Array([0, 0])));
    socket.receive(awarenessFrame([{ client: 7, clock, state: '{}' }]));
  };
  keystroke(1);
  keystroke(2);
  commits.shift()?.();
  await settle();
  socket.readyState = 3;
  commits.shift()?.();
  await settle();
  expect([seen, commits]).toEqual([[1], []]);
});
