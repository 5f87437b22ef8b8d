/**
 * Named scenario: the server is restored from yesterday's backup, and everyone returns, in any order. What it had
 * acknowledged is there again, once, with the authors and times of the first day (I2, I3, I5, R101); on both logs.
 */
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { first } from '@navette/device/testing/test-device';
import { readStatus } from '@navette/device/sync-status';
import { roomName, type RoomName } from '@navette/rooms/room-names';
import type { LogEntry } from '../../sync-server/src/ports.ts';
import { pulled } from '../support/sync-world.ts';
import { restoredWorld, type LogKind, type RestoredWorld, type WorldDevice } from '../support/restored-world.ts';

const HOUR = 3600_000;

async function entriesOf(world: RestoredWorld): Promise<LogEntry[]> {
  return [...(await world.log.since(0, () => true, Number.MAX_SAFE_INTEGER)).entries];
}

async function contentOf(world: RestoredWorld, room: RoomName): Promise<Record<string, unknown>> {
  const doc = new Y.Doc();
  for (const entry of await world.log.room(room, 0)) Y.applyUpdate(doc, entry.bytes);
  expect([doc.store.pendingStructs, doc.store.pendingDs]).toEqual([null, null]);
  return [...doc.share.keys()].reduce((all, root) => ({ ...all, ...doc.getMap(root).toJSON() }), {});
}

/** What a device shows of every room of the log that it can read, against the log itself. */
async function expectSameEverywhere(world: RestoredWorld, devices: readonly WorldDevice[]): Promise<void> {
  for (const room of await world.log.rooms()) {
    const content = await contentOf(world, room);
    for (const { library, store } of devices) {
      const desk = await library.desk();
      if ((await store.list('updates')).every((row) => row.room !== room)) continue;
      const open = await desk?.book.read(room);
      expect(Object.fromEntries([...(open?.keys() ?? [])].map((key) => [key, open?.value(key)])), `${room}`).toEqual(content);
    }
  }
}

async function syncAll(devices: readonly WorldDevice[]): Promise<void> {
  for (const one of devices) await one.sync.syncNow();
}

/** One day of work, a backup, a second day, and the loss. */
async function twoDays(kind: LogKind) {
  const world = await restoredWorld(kind);
  const [claire, paul, nadia] = [await world.device(world.claire), await world.device(world.paul), await world.device(world.nadia)];
  const devices = [claire, paul, nadia];
  const yesterday = await claire.deposit('hier');
  await syncAll(devices);
  await syncAll(devices);
  world.advance(HOUR);
  const backup = await world.backUp();
  world.advance(20 * HOUR);
  const lost = [await claire.deposit('aujourd’hui'), await paul.deposit('du collègue')];
  await syncAll(devices);
  world.advance(HOUR);
  // Writes that hang on one another, by three people, the firm's decision on what was lost among them.
  await claire.library.addComment(lost[0] as never, 'à payer avant le 30');
  await claire.library.reclassify(lost[0] as never, 'bank');
  await syncAll(devices);
  await nadia.library.takeIn(lost[0] as never);
  await nadia.library.accept(lost[0] as never);
  await nadia.library.refuse(yesterday, 'illisible');
  await syncAll(devices);
  await syncAll(devices);
  return { world, devices, claire, paul, nadia, yesterday, lost, backup };
}

describe.each(['memory', 'sqlite'] as const)('restore-yesterday-then-everyone-returns, on the %s log', (kind) => {
  test.each([
    [0, 1, 2],
    [2, 0, 1],
    [1, 2, 0],
  ])('all that was acknowledged is back once, whoever returns first (%i, %i, %i)', async (...order) => {
    const { world, devices, backup, lost, yesterday } = await twoDays(kind);
    const before = await entriesOf(world);
    world.advance(HOUR);
    await world.restore(backup);
    expect((await entriesOf(world)).length).toBeLessThan(before.length);
    for (const i of order) await devices[i]?.sync.syncNow();
    await syncAll(devices);

    const after = await entriesOf(world);
    expect(new Set(after.map(({ id }) => id)).size).toBe(after.length);
    for (const entry of before) {
      const again = after.find(({ id }) => id === entry.id);
      expect(again, `${entry.room} ${entry.author}`).toMatchObject({
        room: entry.room,
        author: entry.author,
        device: entry.device,
        counter: entry.counter,
      });
      expect(again?.bytes).toEqual(entry.bytes);
    }
    // Served with the time it was first stored at, to a device that never saw the lost day.
    const { answer } = await pulled(world.heart, world.nadia);
    for (const entry of before) expect(answer.entries.find(({ id }) => id === entry.id)?.at).toBe(entry.at);

    for (const { library, store } of devices) {
      const page = await first(library.documents({ dossier: null, limit: 100 }));
      expect(page.rows.map(({ id }) => id).toSorted()).toEqual([yesterday, ...lost].toSorted());
      for (const row of page.rows) expect(row.receivedAt, row.name).not.toBeNull();
      expect(await readStatus(store)).toMatchObject({ problem: null, waiting: 0, refused: 0 });
    }
    const [claire] = devices;
    expect(await first(claire?.library.document(lost[0] as never) as never)).toMatchObject({
      state: 'accepted',
      kind: 'bank',
      author: world.claire.id,
      decidedBy: world.nadia.id,
    });
    await expectSameEverywhere(world, devices);
    await world.close();
  });

  test('files lost with the disk are sent again by who has them, and keep their first receipt, alone', async () => {
    const { world, devices, backup, claire, lost } = await twoDays(kind);
    const room = roomName({ kind: 'receipts', dossier: world.dossier, box: 'common' });
    const receipts = await contentOf(world, room);
    const row = await first(claire.library.document(lost[0] as never));
    await world.restore(backup);
    expect(world.disk.blobs.files.has(row?.hash as never)).toBe(false);
    await syncAll(devices);
    await syncAll(devices);
    expect(world.disk.blobs.files.has(row?.hash as never)).toBe(true);
    expect(await contentOf(world, room)).toEqual(receipts);
    expect(await world.log.holds(world.dossier, 'common', row?.hash as never)).toMatchObject({
      uploader: world.claire.id,
      at: row?.receivedAt,
    });
    await world.close();
  });

  test('both sides can say what was healed', async () => {
    const { world, devices, backup, claire, lost } = await twoDays(kind);
    const count = (await entriesOf(world)).length;
    world.advance(HOUR);
    await world.restore(backup);
    const kept = (await entriesOf(world)).length;
    await syncAll(devices);
    expect(world.disk.healing.healed).toHaveLength(count - kept);
    expect(new Set(world.disk.healing.healed.map(({ epoch }) => epoch))).toEqual(new Set([backup.disk.healing.backedUpTo?.epoch]));
    const { restored } = await readStatus(claire.store);
    expect(restored).toMatchObject({ backupAt: backup.at, left: 0 });
    expect(restored?.documents).toEqual(expect.arrayContaining([lost[0]]));
    expect(restored?.entries).toBeGreaterThan(0);
    // Nobody is told of a restore they did not live through.
    const late = await world.device(world.claire, world.directory.enrol(world.claire.id));
    await late.sync.syncNow();
    expect((await readStatus(late.store)).restored).toBeUndefined();
    await world.close();
  });

  test('work goes on before, between and after; nothing unsent is lost, nothing is there twice', async () => {
    const { world, devices, backup, claire, paul, nadia, lost } = await twoDays(kind);
    const offline = await claire.deposit('hors ligne');
    await claire.library.addComment(lost[0] as never, 'hors ligne');
    await world.restore(backup);
    // Paul is back first, and writes on what only others still have.
    await paul.library.addComment(lost[0] as never, 'vu');
    await paul.sync.syncNow();
    const between = await paul.deposit('entre deux');
    await paul.sync.syncNow();
    await syncAll([nadia, claire, paul, nadia]);
    for (const { library } of devices) {
      const page = await first(library.documents({ dossier: null, limit: 100 }));
      expect(page.rows.map(({ id }) => id)).toEqual(expect.arrayContaining([offline, between, ...lost]));
      expect(page.rows).toHaveLength(5);
      expect((await first(library.comments(lost[0] as never))).map(({ text }) => text).toSorted()).toEqual([
        'hors ligne',
        'vu',
        'à payer avant le 30',
      ]);
    }
    await expectSameEverywhere(world, devices);
    await world.close();
  });

  test('what was acknowledged and never seen in the log is said again, under its own id and number', async () => {
    const { world, devices, backup, claire, lost } = await twoDays(kind);
    claire.cut.add('/api/v1/pull');
    const unseen = await claire.deposit('sans preuve');
    await claire.library.addComment(lost[0] as never, 'sans preuve');
    await claire.sync.syncNow();
    const sent = (await entriesOf(world)).filter(
      ({ author, bytes }) => author === world.claire.id && Buffer.from(bytes).includes('sans preuve'),
    );
    expect(sent).toHaveLength(2);
    expect(await claire.store.list('outbox')).toEqual([]);
    await world.restore(backup);
    claire.cut.clear();
    await syncAll([claire, ...devices]);
    const after = await entriesOf(world);
    for (const { id, counter, device } of sent)
      expect(after.filter((entry) => entry.id === id)).toMatchObject([{ author: world.claire.id, counter, device }]);
    for (const { library } of devices) {
      const page = await first(library.documents({ dossier: null, limit: 100 }));
      expect(page.rows.find(({ id }) => id === unseen)).toMatchObject({ state: 'received', author: world.claire.id });
      expect(page.rows).toHaveLength(4);
    }
    await expectSameEverywhere(world, devices);
    await world.close();
  });

  test('a second loss, of the healed server too, is healed from what devices still have', async () => {
    const { world, devices, backup, claire, lost } = await twoDays(kind);
    const before = await entriesOf(world);
    world.advance(HOUR);
    await world.restore(backup);
    await syncAll(devices);
    await syncAll(devices);
    const late = await claire.deposit('après la première');
    await syncAll(devices);
    await syncAll(devices);
    world.advance(HOUR);
    await world.restore(backup);
    await syncAll(devices.toReversed());
    await syncAll(devices);
    const after = await entriesOf(world);
    for (const { id, room, author, cursor } of before)
      expect(
        after.filter((entry) => entry.id === id),
        `${cursor} ${room} ${author}`,
      ).toHaveLength(1);
    for (const { library } of devices) {
      const page = await first(library.documents({ dossier: null, limit: 100 }));
      expect(page.rows.map(({ id }) => id)).toEqual(expect.arrayContaining([late, ...lost]));
    }
    await expectSameEverywhere(world, devices);
    await world.close();
  });
});
