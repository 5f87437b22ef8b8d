/**
 * Named scenario: a snapshot of the server's machine is started in its place, with no word of a restore. Same key, same
 * epoch, an earlier log: nobody's work is told to it, and once the right one is back nothing is lost (I1, N1).
 */
import { expect, test } from 'vitest';
import { readStatus } from '@navette/device/sync-status';
import { restoredWorld } from '../support/restored-world.ts';

const DAY = 24 * 3600_000;

test.each(['memory', 'sqlite'] as const)(
  'what was not sent yet stays on the device until the log that has the rest is back, on the %s log',
  async (kind) => {
    const world = await restoredWorld(kind);
    const [paul, claire] = [await world.device(world.paul), await world.device(world.claire)];
    await paul.deposit('lundi');
    await paul.sync.syncNow();
    const snapshot = await world.backUp();
    await claire.deposit('mardi');
    await claire.sync.syncNow();
    await paul.sync.syncNow();
    await paul.deposit('mercredi');
    const unsent = (await paul.store.list('outbox')).map(({ id }) => id);

    const right = await world.swap(snapshot.disk);
    const before = await world.log.head();
    await paul.sync.syncNow();
    expect((await readStatus(paul.store)).problem).toBe('other-server');
    expect((await paul.store.list('outbox')).map(({ id }) => id)).toEqual(unsent);
    expect(await world.log.head()).toEqual(before);

    await world.swap(right);
    world.advance(DAY);
    await paul.sync.syncNow();
    expect(await readStatus(paul.store)).toMatchObject({ problem: null, waiting: 0 });
    expect([...(await world.log.known(unsent)).keys()].toSorted()).toEqual(unsent.toSorted());
    await world.close();
  },
);
