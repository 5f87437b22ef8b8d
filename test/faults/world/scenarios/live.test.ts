/** The live endpoint under the same stories, over real sockets: a hint that is lost costs a little time, never a word. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { memoryBus } from '../../../../sync-server/src/adapters/memory-bus.ts';
import { openIdentityDatabase } from '../../../../sync-server/src/accounts/identity-database.ts';
import { makeDirectory } from '../../../../sync-server/src/accounts/directory.ts';
import type { Bus, RoomNews } from '../../../../sync-server/src/ports.ts';
import { readClientMessage } from '../../../../sync-server/src/rooms/sync-messages.ts';
import type { FirmId } from '@navette/kernel/ids';
import {
  countedRandom,
  freshId,
  listen,
  NOON,
  syncWorld,
  TestDevice,
  ticketFor,
  until,
  type TestPerson,
} from '../../../support/sync-world.ts';

/** A bus that loses what it is told to lose. */
class LossyBus implements Bus {
  readonly #bus = memoryBus();
  loses = false;
  publish(news: RoomNews): void {
    if (!this.loses) this.#bus.publish(news);
  }
  subscribe(listener: (news: RoomNews) => void): () => void {
    return this.#bus.subscribe(listener);
  }
}

const bus = new LossyBus();
const world = syncWorld({ heart: { bus } });
let url: string;
let close: () => Promise<void>;

beforeAll(async () => ({ url, close } = await listen(world.heart)));
afterAll(() => close());

class Reader {
  readonly doc = new Y.Doc();
  readonly socket: WebSocket;

  constructor(ticket: string) {
    this.socket = new WebSocket(`${url}/${world.deposits}?ticket=${ticket}`);
    this.socket.on('message', (data: Buffer) => {
      const message = readClientMessage(new Uint8Array(data));
      if (message.tag === 'writes') Y.applyUpdate(this.doc, message.update);
    });
  }

  has(key: string): boolean {
    return this.doc.getMap('deposits').has(key);
  }
}

async function join(who: TestPerson): Promise<Reader> {
  const reader = new Reader(await ticketFor(world.heart, who, world.deposits));
  await until(() => reader.socket.readyState === WebSocket.OPEN, 'open');
  reader.socket.send(new Uint8Array([0, 0, 1, 0]));
  return reader;
}

const device = new TestDevice(world.client, world.deposits);

test('lost-bus-message (ygo #187): a gap in what is told is read from the log; nobody diverges in silence', async () => {
  const reader = await join(world.staff);
  const first = device.record();
  await device.send(world.heart);
  await until(() => reader.has(first), 'the first record');
  bus.loses = true;
  const lost = device.record();
  await device.send(world.heart);
  bus.loses = false;
  const next = device.record();
  await device.send(world.heart);
  await until(() => reader.has(next), 'the next record');
  expect(reader.has(lost)).toBe(true);
  reader.socket.close();
});

test('late-close-of-replaced-socket (tldraw #10093): the old socket closes after the new one opened, and takes nothing along', async () => {
  const old = await join(world.staff);
  const fresh = await join(world.staff);
  old.socket.terminate();
  const key = device.record();
  await device.send(world.heart);
  await until(() => fresh.has(key), 'the record on the new socket');
  expect(fresh.socket.readyState).toBe(WebSocket.OPEN);
  fresh.socket.close();
});

test('ticket-fetch-500-stops-reconnect (tldraw #10092): a ticket that could not be had is asked for again, and opens the room', async () => {
  await expect(ticketFor(world.heart, world.stranger, world.deposits)).rejects.toThrow(/ticket: 403/);
  const reader = await join(world.staff);
  const key = device.record();
  await device.send(world.heart);
  await until(() => reader.has(key), 'the record');
  reader.socket.close();
});

test('two-first-admins-offline: two people use the one set-up link; one becomes the first administrator, the other is told no', () => {
  const database = openIdentityDatabase(':memory:');
  database.exec('CREATE TABLE "user" (id TEXT, name TEXT, email TEXT UNIQUE, emailVerified INTEGER, createdAt TEXT, updatedAt TEXT)');
  database.exec(
    'CREATE TABLE "account" (id TEXT, accountId TEXT, providerId TEXT, userId TEXT, password TEXT, createdAt TEXT, updatedAt TEXT)',
  );
  const directory = makeDirectory({
    database,
    firm: freshId<FirmId>(),
    demo: false,
    clock: { now: () => NOON },
    random: countedRandom('two'),
  });
  directory.offerSetUp('hash');
  const answers = ['a', 'b'].map((name) => directory.setUp('hash', 'Cabinet', { name, email: `${name}@example.test`, passwordHash: 'x' }));
  expect(answers[0]).not.toBeNull();
  expect(answers[1]).toBeNull();
  expect(directory.people()).toHaveLength(1);
});
