/**
 * D6, R2: whatever order pushes and live frames come in, however often, each write counts once; and two who write under one
 * Yjs client id never give the log two contents for one clock.
 */
import * as encoding from 'lib0/encoding';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { clientId } from '@navette/rooms/client-ids';
import { roomName } from '@navette/rooms/room-names';
import { attribution } from '../../sync-server/src/rooms/attribution.ts';
import { readClientMessage } from '../../sync-server/src/rooms/sync-messages.ts';
import { seededRandom } from '../support/seeded-random.ts';
import {
  documentOf,
  freshId,
  listen,
  push,
  pushed,
  syncWorld,
  TestDevice,
  ticketFor,
  until,
  type SyncWorld,
  type TestPerson,
} from '../support/sync-world.ts';

/** Every clock of the room stands in exactly one entry. */
async function eachClockOnce({ log, deposits }: SyncWorld): Promise<void> {
  const seen = new Set<string>();
  for (const { client, clock, length } of attribution(await log.room(deposits, 0))) {
    for (let at = clock; at < clock + length; at++) {
      expect(seen.has(`${client}:${at}`)).toBe(false);
      seen.add(`${client}:${at}`);
    }
  }
}

function shuffled<T>(of: readonly T[], below: (count: number) => number): T[] {
  const left = [...of];
  return of.map(() => left.splice(below(left.length), 1)[0] as T);
}

describe('D6 pushes', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])('seed %i: repeated, reordered and cut apart, they end as if sent once in order', async (seed) => {
    const draw = seededRandom(seed);
    const world = syncWorld();
    const devices = [new TestDevice(world.client, world.deposits), new TestDevice(world.colleague, world.deposits)];
    const sent = devices.map((device) => {
      const keys = [device.record(), device.record()];
      for (let i = 0; i < 10; i++) {
        if (draw.chance(0.2)) device.map().delete(draw.one(keys));
        else if (draw.chance(0.5)) device.map().set(draw.one(keys), { v: i });
        else keys.push(device.record({ v: i }));
      }
      return device.waiting.splice(0);
    });
    for (let round = 0; round < 6; round++) {
      for (const [i, device] of devices.entries()) {
        const lot = shuffled(sent[i] ?? [], draw.below).slice(0, 1 + draw.below(12));
        for (const result of await pushed(world.heart, device.who, draw.chance(0.5) ? [...lot, ...lot] : lot))
          expect(['stored', 'known', 'gap']).toContain(result.status);
      }
    }
    for (const [i, device] of devices.entries()) {
      const results = await pushed(world.heart, device.who, sent[i] ?? []);
      expect(results.filter(({ status }) => status !== 'stored' && status !== 'known')).toEqual([]);
    }
    const before = (await world.log.head()).cursor;
    for (const [i, device] of devices.entries()) await pushed(world.heart, device.who, shuffled(sent[i] ?? [], draw.below));
    expect((await world.log.head()).cursor).toBe(before);
    const expected = new Y.Doc();
    for (const device of devices) Y.applyUpdate(expected, Y.encodeStateAsUpdate(device.doc));
    expect((await documentOf(world.log, world.deposits)).getMap('deposits').toJSON()).toEqual(expected.getMap('deposits').toJSON());
    await eachClockOnce(world);
  });

  test('a push of one person’s device repeated by a colleague is theirs under no id of their own', async () => {
    const world = syncWorld();
    const device = new TestDevice(world.client, world.deposits);
    device.record();
    const [update] = device.waiting;
    await device.send(world.heart);
    const stolen = { id: freshId<string>(), counter: 1, room: world.deposits, bytes: update?.bytes ?? new Uint8Array() };
    expect(await pushed(world.heart, world.colleague, [stolen])).toMatchObject([{ status: 'refused', reason: 'foreign-client' }]);
    const sameId = await push(world.heart, world.colleague, [{ ...stolen, id: update?.id ?? '' }]);
    expect(sameId.status).toBe(200);
    await eachClockOnce(world);
  });
});

class Raw {
  readonly socket: WebSocket;
  readonly doc = new Y.Doc();
  closed: number | null = null;
  answers = 0;
  asked = 0;

  constructor(url: string) {
    this.socket = new WebSocket(url);
    this.socket.on('message', (data: Buffer) => {
      const message = readClientMessage(new Uint8Array(data));
      if (message.tag === 'writes') Y.applyUpdate(this.doc, message.update);
      if (message.tag === 'asks') this.asked++;
      if (data[0] === 0 && data[1] === 1) this.answers++;
    });
    this.socket.on('close', (code) => (this.closed = code));
    this.socket.on('error', () => undefined);
  }

  say(update: Uint8Array): void {
    const frame = encoding.encode(
      (e) => (encoding.writeVarUint(e, 0), encoding.writeVarUint(e, 2), encoding.writeVarUint8Array(e, update)),
    );
    this.socket.send(frame);
  }

  /** Until all that was said before is handled. */
  async handled(): Promise<void> {
    const before = this.answers;
    this.socket.send(new Uint8Array([0, 0, 1, 0]));
    await until(() => this.answers > before || this.closed !== null, 'handled');
  }
}

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function liveWorld() {
  const world = syncWorld();
  const server = await listen(world.heart);
  ends.push(() => server.close());
  const join = async (who: TestPerson): Promise<Raw> => {
    const raw = new Raw(`${server.url}/${world.deposits}?ticket=${await ticketFor(world.heart, who, world.deposits)}`);
    await until(() => raw.socket.readyState === WebSocket.OPEN, 'open');
    return raw;
  };
  return { world, join };
}

/** Updates of a stock client under this id. */
function stockWrites(clientID: number, count: number): Uint8Array[] {
  const doc = Object.assign(new Y.Doc(), { clientID });
  const updates: Uint8Array[] = [];
  doc.on('update', (bytes: Uint8Array) => updates.push(bytes));
  for (let i = 0; i < count; i++) doc.getMap('deposits').set(freshId<string>(), { v: i });
  return updates;
}

function vectorOf(clocks: readonly (readonly [number, number])[]): Uint8Array {
  return encoding.encode((e) => {
    encoding.writeVarUint(e, clocks.length);
    for (const [client, clock] of clocks) for (const number of [client, clock]) encoding.writeVarUint(e, number);
  });
}

describe('D6 live frames', () => {
  test('replayed and reordered frames enter once; what comes too early is asked for again', async () => {
    const { world, join } = await liveWorld();
    const draw = seededRandom(7);
    const writes = stockWrites(0xabcdef12, 20);
    const [writer, reader] = [await join(world.client), await join(world.colleague)];
    for (let round = 0; round < 5; round++) {
      for (const update of shuffled([...writes, ...writes.slice(5, 9)], draw.below)) writer.say(update);
      await writer.handled();
    }
    expect(writer.asked).toBeGreaterThan(1);
    for (const update of writes) writer.say(update);
    await writer.handled();
    expect(writer.closed).toBeNull();
    await until(() => reader.doc.getMap('deposits').size === 20, 'the reader has each');
    expect(await documentOf(world.log, world.deposits).then((doc) => doc.getMap('deposits').size)).toBe(20);
    await eachClockOnce(world);
  });

  test('one’s own words, cut in two since by somebody else’s, may be repeated', async () => {
    const world = syncWorld();
    const room = roomName({ kind: 'internal', dossier: world.dossier });
    const other = world.directory.add([[world.dossier, { side: 'staff' }]], 'staff');
    const [a, b] = [0xabcdef12, 0xabcdef13].map((clientID) => Object.assign(new Y.Doc(), { clientID }));
    if (!a || !b) throw new Error('no documents');
    const say = async (who: TestPerson, bytes: Uint8Array) =>
      (await world.heart.accept.write(room, { user: who.id, device: who.device, by: 'live' }, [{ id: freshId(), counter: null, bytes }]))[0]
        ?.status;
    const key = freshId<string>();
    const text = new Y.Text();
    a.getMap('notes').set(key, text);
    expect(await say(world.staff, Y.encodeStateAsUpdate(a))).toBe('stored');
    const before = Y.encodeStateVector(a);
    text.insert(0, 'Rappeler');
    expect(await say(world.staff, Y.encodeStateAsUpdate(a, before))).toBe('stored');
    Y.applyUpdate(b, Y.encodeStateAsUpdate(a));
    (b.getMap('notes').get(key) as Y.Text).insert(3, '-');
    expect(await say(other, Y.encodeStateAsUpdate(b, Y.encodeStateVector(a)))).toBe('stored');
    Y.applyUpdate(a, Y.encodeStateAsUpdate(b));
    expect(
      await say(
        world.staff,
        Y.encodeStateAsUpdate(
          a,
          vectorOf([
            [a.clientID, 1],
            [b.clientID, 1],
          ]),
        ),
      ),
    ).toBe('known');
  });

  test('two people who come with the same client id: the first keeps it, the second is told and closed, the room stays one', async () => {
    const { world, join } = await liveWorld();
    const [first, second, reader] = [await join(world.client), await join(world.colleague), await join(world.reader)];
    const [mine, theirs] = [stockWrites(0xabcdef12, 3), stockWrites(0xabcdef12, 5)];
    for (const update of mine) first.say(update);
    await first.handled();
    for (const update of theirs) second.say(update);
    await until(() => second.closed !== null, 'the second is closed');
    expect(second.closed).toBe(4422);
    await first.handled();
    await until(() => reader.doc.getMap('deposits').size === 3, 'the reader has the first one’s');
    const log = await documentOf(world.log, world.deposits);
    expect(reader.doc.getMap('deposits').toJSON()).toEqual(log.getMap('deposits').toJSON());
    await eachClockOnce(world);
  });

  test('one device by push and by socket under one id, at the same time: one content for each clock, the same for every reader', async () => {
    const { world, join } = await liveWorld();
    const reader = await join(world.reader);
    const live = await join(world.client);
    const device = new TestDevice(world.client, world.deposits);
    const copy = Object.assign(new Y.Doc(), { clientID: clientId(world.client.device, 0) });
    const copied: Uint8Array[] = [];
    copy.on('update', (bytes: Uint8Array) => copied.push(bytes));
    for (let i = 0; i < 10; i++) {
      device.record({ v: i, by: 'push' });
      copy.getMap('deposits').set(freshId<string>(), { v: i, by: 'live' });
      live.say(copied[i] ?? new Uint8Array());
      await device.send(world.heart);
    }
    await live.handled();
    await reader.handled();
    const log = await documentOf(world.log, world.deposits);
    expect(log.store.pendingStructs).toBeNull();
    expect(log.getMap('deposits').size).toBe(10);
    await until(() => reader.doc.getMap('deposits').size === 10, 'the reader has ten');
    expect(reader.doc.getMap('deposits').toJSON()).toEqual(log.getMap('deposits').toJSON());
    await eachClockOnce(world);
  });
});
