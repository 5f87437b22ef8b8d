import { EventEmitter } from 'node:events';
import { describe, expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import * as Y from 'yjs';
import type { DeviceNumber, UserId } from '@navette/kernel/ids';
import type { RoomName } from '@navette/rooms/room-names';
import type { LogEntry } from '../ports.ts';
import { LiveConnection, type LiveHost } from './live-connection.ts';
import { askFrame, readClientMessage, updateFrame } from './sync-messages.ts';

const MEBIBYTE = 1024 * 1024;

/** A socket whose peer reads when the test says so. */
class SlowSocket extends EventEmitter {
  readonly OPEN = 1;
  readyState = 1;
  bufferedAmount = 0;
  isPaused = false;
  readonly sent: Uint8Array[] = [];
  send(frame: Uint8Array): void {
    this.sent.push(frame);
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

function setUp(host: Partial<LiveHost> = {}) {
  const doc = new Y.Doc();
  const log: Uint8Array[] = [];
  doc.on('update', (bytes: Uint8Array) => log.push(bytes));
  const socket = new SlowSocket();
  const identity = { id: 'a', user: 'u' as UserId, device: 1 as DeviceNumber, room: 'r' as RoomName, circle: 'c', session: 's' };
  const connection = new LiveConnection(socket as unknown as WebSocket, identity, true, {
    entries: async (_room, after) => log.slice(after).map((bytes, i) => ({ seq: after + i + 1, bytes }) as LogEntry),
    snapshot: async () => ({ seq: log.length, update: Y.encodeStateAsUpdate(doc) }),
    clocks: async () => new Map(),
    write: async () => [],
    aware: () => undefined,
    greet: () => undefined,
    failed: (_connection, error) => {
      throw error;
    },
    now: () => 0,
    ...host,
  });
  const write = (key: string): void => {
    doc.getMap('m').set(key, 1);
    const bytes = log.at(-1) ?? new Uint8Array();
    connection.hear({ room: identity.room, seq: log.length, bytes, from: null }, updateFrame(bytes));
  };
  /** What the peer's document holds of all it was sent. */
  const held = (): string[] => {
    const peer = new Y.Doc();
    for (const frame of socket.sent) {
      const message = readClientMessage(frame);
      if (message.tag === 'writes') Y.applyUpdate(peer, message.update);
    }
    return [...peer.getMap('m').keys()].toSorted();
  };
  return { socket, connection, write, held };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('a reader that does not keep up', () => {
  for (const known of [true, false]) {
    test(`asks while it is behind and still ends with everything (${known ? 'told of the room before' : 'told of nothing yet'})`, async () => {
      const { socket, connection, write, held } = setUp();
      const asks = askFrame(Y.encodeStateVector(new Y.Doc()));
      write('a');
      if (known) {
        socket.receive(asks);
        await settle();
      } else socket.sent.length = 0;
      socket.bufferedAmount = 5 * MEBIBYTE;
      write('b');
      socket.receive(asks);
      await settle();
      write('c');
      expect(held()).toEqual(known ? ['a'] : []);
      socket.bufferedAmount = 0;
      connection.checkUp();
      await settle();
      expect(held()).toEqual(['a', 'b', 'c']);
      write('d');
      expect(held()).toEqual(['a', 'b', 'c', 'd']);
    });
  }

  test('what is written while the log is read for it comes at the next check', async () => {
    const { socket, connection, write, held } = setUp();
    write('a');
    socket.bufferedAmount = 5 * MEBIBYTE;
    write('b');
    socket.bufferedAmount = 0;
    connection.checkUp();
    write('c');
    await settle();
    connection.checkUp();
    await settle();
    expect(held()).toEqual(['a', 'b', 'c']);
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
