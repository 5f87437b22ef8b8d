/**
 * A device is about to hand in and erase, and meanwhile the server is restored, or the person is let in again: what only this
 * device has is erased by no order, and an order ends with what it was given for (I1, I13, D2, R101).
 */
import { expect, test } from 'vitest';
import { readStatus } from '@navette/device/sync-status';
import { first } from '@navette/device/testing/test-device';
import { HEAL_PATH } from '@navette/protocol/healing';
import { HAND_IN_PATH, ORDERS_PATH } from '@navette/protocol/leaving';
import { CLIENT_RIGHT } from '../support/sync-world.ts';
import { restoredWorld, type RestoredWorld, type WorldDevice } from '../support/restored-world.ts';

const DAY = 24 * 3600_000;

async function acknowledged({ store }: WorldDevice): Promise<string[]> {
  return (await store.list('updates')).filter((row) => row.acknowledged && row.room.startsWith('dossier/')).map(({ id }) => id);
}

/** Which tables still hold something, of those a right opens. */
async function held({ store }: WorldDevice): Promise<string[]> {
  const tables = ['documents', 'blobs', 'captures', 'outbox', 'uploads', 'refused'] as const;
  const rows = await Promise.all(tables.map(async (table) => ((await store.list(table)).length > 0 ? [table] : [])));
  return rows.flat();
}

async function inTheLog({ log }: RestoredWorld, ids: readonly string[]): Promise<boolean> {
  return (await log.known(ids)).size === ids.length;
}

/** Monday’s backup; Tuesday’s work acknowledged; Wednesday’s not sent; then the right is withdrawn. */
async function withdrawn() {
  const world = await restoredWorld('memory', { leaving: true });
  const paul = await world.device(world.paul);
  const backup = await world.backUp();
  await paul.deposit('mardi');
  await paul.sync.syncNow();
  await paul.sync.syncNow();
  const tuesday = await acknowledged(paul);
  await paul.deposit('mercredi');
  world.directory.setRight(world.paul.id, world.dossier, null);
  return { world, paul, backup, tuesday };
}

test.each([
  ['no order came', ORDERS_PATH],
  ['the order is in hand', HAND_IN_PATH],
])('the server is restored while %s: what it lost is given back to it before it leaves the device', async (_, stopped) => {
  const { world, paul, backup, tuesday } = await withdrawn();
  paul.cut.add(stopped);
  await paul.sync.syncNow();
  world.advance(DAY);
  await world.restore(backup);
  expect(await inTheLog(world, tuesday)).toBe(false);

  paul.cut.delete(stopped);
  paul.cut.add(HEAL_PATH);
  for (let day = 0; day < 3; day++) {
    await paul.sync.syncNow();
    expect(await acknowledged(paul)).toEqual(tuesday);
    expect(await held(paul)).toEqual(expect.arrayContaining(['documents', 'blobs']));
    world.advance(DAY);
  }

  paul.cut.clear();
  for (let day = 0; day < 3; day++) {
    await paul.sync.syncNow();
    world.advance(DAY);
  }
  expect(await inTheLog(world, tuesday)).toBe(true);
  expect([await acknowledged(paul), await held(paul)]).toEqual([[], []]);
  await world.close();
});

test('I1 killed with an order in hand and nothing to hand in, then the server is restored: no file leaves before the server has it again', async () => {
  const world = await restoredWorld('memory', { leaving: true });
  const paul = await world.device(world.paul);
  const backup = await world.backUp();
  await paul.deposit('mardi');
  await paul.sync.syncNow();
  await paul.sync.syncNow();
  const [file] = await paul.store.list('blobs');
  world.directory.setRight(world.paul.id, world.dossier, null);
  const { commit } = paul.store;
  const dies: typeof commit = (change) =>
    change.remove?.documents?.length ? Promise.reject(new Error('killed')) : commit.call(paul.store, change);
  Object.assign(paul.store, { commit: dies });
  await expect(paul.sync.syncNow()).rejects.toThrow('killed');
  Object.assign(paul.store, { commit });
  world.advance(DAY);
  await world.restore(backup);
  paul.cut.add(HEAL_PATH);
  await paul.sync.syncNow();
  expect(await held(paul)).toEqual(['documents', 'blobs']);

  paul.cut.clear();
  for (let day = 0; day < 3; day++) {
    world.advance(DAY);
    await paul.sync.syncNow();
  }
  expect(file && world.disk.blobs.files.has(file.hash)).toBe(true);
  expect([await acknowledged(paul), await held(paul)]).toEqual([[], []]);
  await world.close();
});

test('somebody who left is let in again before their device had erased everything: it stays, and they go on', async () => {
  const world = await restoredWorld('memory', { leaving: true });
  const paul = await world.device(world.paul);
  await paul.deposit('vendredi');
  await paul.sync.syncNow();
  await paul.deposit('pas envoyé');
  world.directory.remove(world.paul.id);
  paul.cut.add(HAND_IN_PATH);
  await paul.sync.syncNow();
  const before = await acknowledged(paul);
  expect(before).not.toEqual([]);

  world.directory.letIn(world.paul.id, [[world.dossier, CLIENT_RIGHT]]);
  paul.cut.clear();
  world.advance(DAY);
  await paul.sync.syncNow();
  expect(await acknowledged(paul)).toEqual(expect.arrayContaining(before));
  expect([(await paul.store.list('documents')).length, (await paul.store.list('blobs')).length]).toEqual([2, 2]);
  expect(await first(paul.library.departures)).toEqual([]);
  expect(await readStatus(paul.store)).toMatchObject({ problem: null, waiting: 0, refused: 0 });
  await world.close();
});
