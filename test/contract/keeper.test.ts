/** Keeping rooms short: a reader of segments holds what a reader of entries does, and entries are never touched. */
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { countedRandom, documentOf, NOON, push, syncWorld, TestDevice, type SyncWorld } from '../support/sync-world.ts';
import { memoryLogDisk, memoryRoomLog } from '../../sync-server/src/log/memory-room-log.ts';
import { makeKeeper, planKeeping } from '../../sync-server/src/rooms/keeper.ts';
import { mergeHere } from '../../sync-server/src/rooms/merger.ts';
import { decodeDigest, digestAt } from '../../sync-server/src/rooms/room-digest.ts';
import { emptyMemory, recallRoom } from '../../sync-server/src/rooms/room-memory.ts';

function keeperOf({ log, heart, clock, reports }: SyncWorld) {
  return makeKeeper({ log, accept: heart.accept, merger: mergeHere, clock, report: (event) => void reports.push(event) });
}

/** A room with this many updates of one device. */
async function written(world: SyncWorld, updates: number, device = new TestDevice(world.client, world.deposits)) {
  for (let i = 0; i < updates; i++) device.record();
  while (device.waiting.length > 0) {
    const some = device.waiting.splice(0, 100);
    expect((await push(world.heart, world.client, some)).status).toBe(200);
  }
  return device;
}

/** What a reader of segments and tail holds. */
async function read({ log, deposits }: SyncWorld): Promise<unknown> {
  const doc = new Y.Doc();
  const segments = await log.segments(deposits);
  for (const { bytes } of segments) Y.applyUpdate(doc, bytes);
  for (const { bytes } of await log.room(deposits, segments.at(-1)?.to ?? 0)) Y.applyUpdate(doc, bytes);
  return doc.getMap('deposits').toJSON();
}

describe('the keeper of rooms', () => {
  test('makes a segment of what was written since the last, and a reader of segments holds what a reader of entries does', async () => {
    const world = syncWorld();
    const keeper = keeperOf(world);
    const device = await written(world, 20);
    expect(await keeper.keep(world.deposits)).toBe(true);
    expect((await world.log.segments(world.deposits)).map(({ from, to, tier }) => [from, to, tier])).toEqual([[1, 20, 1]]);
    expect(await keeper.keep(world.deposits)).toBe(false);
    await written(world, 5, device);
    expect(await keeper.keep(world.deposits)).toBe(false);
    expect(await read(world)).toEqual((await documentOf(world.log, world.deposits)).getMap('deposits').toJSON());
    expect((await world.log.room(world.deposits, 0)).length).toBe(25);
  });

  test('eight segments of a tier become one of the next', async () => {
    const world = syncWorld();
    const keeper = keeperOf(world);
    const device = await written(world, 16);
    for (let i = 0; i < 16; i++) {
      expect(await keeper.keep(world.deposits)).toBe(true);
      await written(world, 16, device);
    }
    expect((await world.log.segments(world.deposits)).map(({ to, tier }) => [to, tier])).toEqual([
      [128, 2],
      [256, 2],
    ]);
    expect(await read(world)).toEqual((await documentOf(world.log, world.deposits)).getMap('deposits').toJSON());
  });

  test('R15 a room of which half is deleted is collected whole: what was deleted is in no segment', async () => {
    const world = syncWorld();
    const keeper = keeperOf(world);
    const device = await written(world, 1);
    const key = device.record({ v: 1, note: 'first' });
    for (let i = 0; i < 600; i++) device.map().set(key, { v: 1, note: `secret-${i}` });
    await written(world, 1, device);
    expect(await keeper.keep(world.deposits)).toBe(true);
    const segments = await world.log.segments(world.deposits);
    expect(segments).toHaveLength(1);
    expect(
      Buffer.from(segments[0]?.bytes ?? [])
        .toString('latin1')
        .match(/secret-\d+/g),
    ).toEqual(['secret-599']);
    expect(await read(world)).toEqual((await documentOf(world.log, world.deposits)).getMap('deposits').toJSON());
  });

  test('a room is known from its digest as it is from its entries', async () => {
    const world = syncWorld();
    await written(world, 40);
    const fromEntries = await recallRoom(world.log, world.deposits);
    await keeperOf(world).keep(world.deposits);
    const fromDigest = await recallRoom(world.log, world.deposits);
    const [segment] = await world.log.segments(world.deposits);
    expect(fromDigest).toEqual({ ...fromEntries, segments: [{ to: 40, tier: 1, bytes: segment?.bytes.length }], tail: 0 });
    expect(decodeDigest(digestAt(fromDigest)(fromDigest))).toEqual(fromDigest);
    expect(decodeDigest(new Uint8Array([9, 9]))).toBeNull();
  });

  test('N5 what a segment covers is read when the merger comes to it, not while the room waits for its turn', async () => {
    const world = syncWorld();
    await written(world, 20);
    let reads = 0;
    let turn: () => void = () => undefined;
    const mayMerge = new Promise<void>((resolve) => (turn = resolve));
    let asked: () => void = () => undefined;
    const isAsked = new Promise<void>((resolve) => (asked = resolve));
    const keeper = makeKeeper({
      log: {
        ...world.log,
        segments: (room) => (reads++, world.log.segments(room)),
        room: (...from) => (reads++, world.log.room(...from)),
      },
      accept: world.heart.accept,
      merger: {
        ...mergeHere,
        async merge(...work) {
          asked();
          await mayMerge;
          return mergeHere.merge(...work);
        },
      },
      clock: world.clock,
      report: () => undefined,
    });
    const kept = keeper.keep(world.deposits);
    await isAsked;
    expect(reads).toBe(0);
    turn();
    expect(await kept).toBe(true);
    expect(reads).toBeGreaterThan(0);
  });

  test('a room whose history does not make one document is left as it is, and said', async () => {
    const world = syncWorld();
    await written(world, 20);
    const keeper = makeKeeper({
      log: world.log,
      accept: world.heart.accept,
      merger: { ...mergeHere, merge: () => Promise.reject(new Error('merge: took too long')) },
      clock: world.clock,
      report: () => undefined,
    });
    await expect(keeper.keep(world.deposits)).rejects.toThrow('too long');
    expect(await world.log.segments(world.deposits)).toEqual([]);
  });

  test('copies that were dropped behind its back, since one was damaged, are looked up anew and made again', async () => {
    const [clock, random] = [{ now: () => NOON }, countedRandom('dropped copies')];
    const disk = memoryLogDisk(random);
    const world = syncWorld({ log: memoryRoomLog({ clock, random, disk }), clock });
    const keeper = keeperOf(world);
    const device = await written(world, 20);
    expect(await keeper.keep(world.deposits)).toBe(true);
    disk.segments.clear();
    disk.digests.clear();
    await written(world, 20, device);
    // It planned beside a segment that is no more: nothing is swapped, and the room is forgotten.
    expect([await keeper.keep(world.deposits), await keeper.keep(world.deposits)]).toEqual([false, true]);
    expect((await world.log.segments(world.deposits)).map(({ from, to, tier }) => [from, to, tier])).toEqual([[1, 40, 1]]);
    expect(await world.heart.accept.look(world.deposits, ({ segments, tail }) => [segments.map(({ to }) => to), tail])).toEqual([[40], 0]);
    expect(await read(world)).toEqual((await documentOf(world.log, world.deposits)).getMap('deposits').toJSON());
  });

  test('an empty room needs nothing', () => {
    expect(planKeeping(emptyMemory(), 16)).toBeNull();
  });
});
