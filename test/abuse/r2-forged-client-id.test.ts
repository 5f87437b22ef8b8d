/** R2: nobody writes under another's Yjs client id, on either road; what is forged is refused whole. */
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { clientId, SERVER_CLIENT } from '@navette/rooms/client-ids';
import { documentOf, freshId, pushed, syncWorld, TestDevice, type SyncWorld } from '../support/sync-world.ts';

/** One record written under any client id. */
function under(client: number, key = freshId<string>()): Uint8Array {
  const doc = Object.assign(new Y.Doc(), { clientID: client });
  doc.getMap('deposits').set(key, { v: 1, name: 'faux' });
  return Y.encodeStateAsUpdate(doc);
}

const live = async ({ heart, deposits }: SyncWorld, who: SyncWorld['client'], ...updates: Uint8Array[]) =>
  await heart.accept.write(
    deposits,
    { user: who.id, device: who.device, by: 'live' },
    updates.map((bytes) => ({ id: freshId(), counter: null, bytes })),
  );
const push = async ({ heart, deposits }: SyncWorld, who: SyncWorld['client'], bytes: Uint8Array, counter = 1) =>
  (await pushed(heart, who, [{ id: freshId(), counter, room: deposits, bytes }]))[0];
const FOREIGN = { status: 'refused', reason: 'foreign-client' };

describe('R2 forged client ids', () => {
  test('a colleague’s device, known in the room or not, is not written under; its next write stays free', async () => {
    const world = syncWorld();
    const victim = new TestDevice(world.colleague, world.deposits);
    for (let i = 0; i < 2; i++) {
      expect(await push(world, world.client, under(victim.doc.clientID), 10 + i)).toMatchObject(FOREIGN);
      // Live too, though a stock client may repeat clocks the room has: these say something else (D6).
      expect(await live(world, world.client, under(victim.doc.clientID))).toMatchObject([FOREIGN]);
      victim.record();
      expect(await victim.send(world.heart)).toMatchObject([{ status: 'stored' }]);
    }
    const whole = await documentOf(world.log, world.deposits);
    expect(whole.getMap('deposits').toJSON()).toEqual(victim.map().toJSON());
  });

  test('the server’s own ids, ids beyond 32 bits and a person’s other device are refused', async () => {
    const world = syncWorld();
    const second = world.directory.enrol(world.client.id);
    for (const client of [SERVER_CLIENT, 255, 2 ** 40, clientId(second, 0)])
      expect(await live(world, world.client, under(client))).toMatchObject([FOREIGN]);
  });

  test('a stock client keeps the id it was first to use, and a colleague cannot take it over', async () => {
    const world = syncWorld();
    const doc = Object.assign(new Y.Doc(), { clientID: 3_999_999_999 });
    doc.getMap('deposits').set(freshId(), { v: 1 });
    expect(await live(world, world.client, Y.encodeStateAsUpdate(doc))).toMatchObject([{ status: 'stored' }]);
    const copy = Object.assign(new Y.Doc(), { clientID: 1 });
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
    copy.clientID = 3_999_999_999;
    copy.getMap('deposits').set(freshId(), { v: 1, name: 'faux' });
    expect(await live(world, world.colleague, Y.encodeStateAsUpdate(copy))).toMatchObject([FOREIGN]);
    doc.getMap('deposits').set(freshId(), { v: 1 });
    expect(await live(world, world.client, Y.encodeStateAsUpdate(doc))).toMatchObject([{ status: 'stored' }]);
  });

  test('an update of one’s own with one forged struct beside it is refused whole', async () => {
    const world = syncWorld();
    const mixed = Y.mergeUpdates([under(clientId(world.client.device, 0)), under(clientId(world.colleague.device, 0))]);
    expect(await push(world, world.client, mixed)).toMatchObject(FOREIGN);
    expect((await world.log.head()).cursor).toBe(0);
  });
});
