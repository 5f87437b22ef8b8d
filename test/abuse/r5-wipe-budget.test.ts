/** R5: a few bytes do not empty a room, at once or in many pieces; a stock client that repeats old deletions loses nothing. */
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { handMade } from '../support/hand-made-updates.ts';
import { documentOf, freshId, pushed, syncWorld, TestDevice } from '../support/sync-world.ts';

async function roomOfRecords(count: number) {
  const world = syncWorld();
  const victim = new TestDevice(world.colleague, world.deposits);
  victim.doc.transact(() => {
    for (let i = 0; i < count; i++) victim.record();
  });
  await victim.send(world.heart);
  const left = async () => (await documentOf(world.log, world.deposits)).getMap('deposits').size;
  return { ...world, victim, left };
}

describe('R5 the wipe budget', () => {
  test('one push that deletes all records of a colleague is refused; sixty-four are within the budget', async () => {
    const { heart, client, deposits, victim, left } = await roomOfRecords(500);
    const wipe = (counter: number, length: number) =>
      pushed(heart, client, [{ id: freshId(), counter, room: deposits, bytes: handMade({ deletes: [[victim.doc.clientID, 0, length]] }) }]);
    expect(await wipe(1, 500)).toMatchObject([{ status: 'refused', reason: 'wipe' }]);
    expect(await wipe(2, 65)).toMatchObject([{ status: 'refused', reason: 'wipe' }]);
    expect(await left()).toBe(500);
    expect(await wipe(3, 64)).toMatchObject([{ status: 'stored' }]);
    expect(await left()).toBe(436);
  });

  test('a wipe cut into many updates of one push is a wipe', async () => {
    const { heart, client, deposits, victim, left } = await roomOfRecords(500);
    const updates = Array.from({ length: 10 }, (_, i) => ({
      id: freshId(),
      counter: i + 1,
      room: deposits,
      bytes: handMade({ deletes: [[victim.doc.clientID, i * 50, 50]] }),
    }));
    const results = await pushed(heart, client, updates);
    expect(results.map((result) => result.status)).toEqual(['stored', ...Array.from({ length: 9 }, () => 'refused')]);
    expect(await left()).toBe(450);
  });

  test('a live client’s wipe is left out; what it wrote beside it is taken', async () => {
    const { heart, log, client, deposits, left } = await roomOfRecords(500);
    const doc = new Y.Doc();
    for (const entry of await log.room(deposits, 0)) Y.applyUpdate(doc, entry.bytes);
    const before = Y.encodeStateVector(doc);
    const mine = freshId<string>();
    doc.transact(() => {
      doc.getMap('deposits').clear();
      doc.getMap('deposits').set(mine, { v: 1 });
    });
    const writer = { user: client.id, device: client.device, by: 'live' as const };
    const answer = await heart.accept.write(deposits, writer, [
      { id: freshId(), counter: null, bytes: Y.encodeStateAsUpdate(doc, before) },
    ]);
    expect(answer).toMatchObject([{ status: 'stored', without: 'deletions' }]);
    expect(await left()).toBe(501);
  });

  test('deletions the room has are free: a stock client repeats the whole set at each connection', async () => {
    const { heart, log, client, colleague, deposits, victim } = await roomOfRecords(300);
    for (let i = 0; i < 5; i++) {
      for (const key of [...victim.map().keys()].slice(0, 50)) victim.map().delete(key);
      for (const update of victim.waiting.splice(0)) expect(await pushed(heart, colleague, [update])).toMatchObject([{ status: 'stored' }]);
    }
    const before = (await log.head()).cursor;
    const writer = { user: client.id, device: client.device, by: 'live' as const };
    expect(
      await heart.accept.write(deposits, writer, [{ id: freshId(), counter: null, bytes: Y.encodeStateAsUpdate(victim.doc) }]),
    ).toMatchObject([{ status: 'known' }]);
    expect((await log.head()).cursor).toBe(before);
  });
});
