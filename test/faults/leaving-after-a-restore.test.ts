/**
 * R101 D2: whoever was dismissed gives a restored server what it has lost before they obey the order to erase, without a session;
 * and an order opens nothing but that.
 */
import { afterEach, describe, expect, test } from 'vitest';
import { ORDER_HEADER, ORDERS_PATH, OrderAnswer, TRAY_PATH } from '@navette/protocol/leaving';
import { HEAL_PATH } from '@navette/protocol/healing';
import { encodeFrame } from '@navette/protocol/framing';
import { FRAME_TYPE, MEDIA_TYPE } from '@navette/protocol/version';
import * as v from 'valibot';
import { ask, type TestPerson } from '../support/sync-world.ts';
import { restoredWorld, type RestoredWorld } from '../support/restored-world.ts';

const open: RestoredWorld[] = [];
afterEach(async () => {
  for (const world of open.splice(0)) await world.close();
});

/** Claire wrote after the backup, and was dismissed after the restore, before her device had heard of it. */
async function dismissed(kind: 'memory' | 'sqlite') {
  const world = await restoredWorld(kind, { leaving: true });
  open.push(world);
  const claire = await world.device(world.claire);
  await claire.sync.syncNow();
  const backup = await world.backUp();
  const document = await claire.deposit('après la sauvegarde');
  await claire.sync.syncNow();
  await claire.library.addComment(document, 'à payer avant le 30');
  // Acknowledged and never pulled: it has no proof of the server's.
  claire.cut.add('/api/v1/pull');
  await claire.sync.syncNow();
  claire.cut.clear();
  const before = await world.log.since(0, () => true, Number.MAX_SAFE_INTEGER);
  await world.restore(backup);
  world.directory.remove(world.claire.id);
  return { world, claire, document, before: before.entries };
}

async function orderOf(world: RestoredWorld, who: TestPerson): Promise<OrderAnswer> {
  const init = { method: 'POST', headers: { 'content-type': MEDIA_TYPE }, body: JSON.stringify({ device: who.device, scopes: [] }) };
  return v.parse(OrderAnswer, await (await ask(world.heart, who, ORDERS_PATH, init)).json());
}

const handingBack = (world: RestoredWorld, who: TestPerson | null, device: number, order?: string) =>
  ask(world.heart, who, HEAL_PATH, {
    method: 'POST',
    headers: { 'content-type': FRAME_TYPE, ...(order === undefined ? {} : { [ORDER_HEADER]: order }) },
    body: encodeFrame({ device, epoch: 'x', entries: [] }, []),
  });

describe.each(['memory', 'sqlite'] as const)('R101 dismissed after a restore, on the %s log', (kind) => {
  test('a device gives back what only it had, its file too, and then is empty', async () => {
    const { world, claire, document, before } = await dismissed(kind);
    await claire.sync.syncNow();
    const { entries } = await world.log.since(0, () => true, Number.MAX_SAFE_INTEGER);
    const deposited = before.find((one) => one.author === world.claire.id && one.room.includes('/deposits/'));
    expect(entries.find(({ id }) => id === deposited?.id)).toMatchObject({ author: world.claire.id, bytes: deposited?.bytes });
    expect(world.disk.healing.healed.map(({ by }) => by)).toContain(world.claire.id);
    // What was never served with a proof, and the file, wait in the firm's tray.
    const tray = (await (await ask(world.heart, world.nadia, TRAY_PATH)).json()) as { items: { what: string; document: string | null }[] };
    expect(tray.items.map(({ what }) => what).toSorted()).toEqual(['comment', 'file']);
    expect(tray.items.find(({ what }) => what === 'file')?.document).toBe(document);
    for (const table of ['updates', 'documents', 'outbox', 'uploads', 'blobs'] as const) expect(await claire.store.list(table)).toEqual([]);
  });

  test('nothing is erased while it cannot be given back, and the next contact goes on', async () => {
    const { world, claire } = await dismissed(kind);
    claire.cut.add(HEAL_PATH);
    await claire.sync.syncNow();
    expect((await claire.store.list('updates')).length).toBeGreaterThan(0);
    expect(await claire.store.list('blobs')).toHaveLength(1);
    claire.cut.clear();
    await claire.sync.syncNow();
    expect(await claire.store.list('updates')).toEqual([]);
    expect((await world.log.head()).cursor).toBeGreaterThan(0);
  });
});

describe('D2 D3 K4 an order to erase', () => {
  test('opens handing back for its own device, while it lasts, and nothing else', async () => {
    const { world } = await dismissed('memory');
    const order = await orderOf(world, world.claire);
    expect(order.scopes).toBe('all');
    const { device } = world.claire;
    expect((await handingBack(world, null, device, order.nonce)).status).toBe(200);
    expect((await handingBack(world, null, device)).status).toBe(401);
    expect((await handingBack(world, null, device, 'A'.repeat(32))).status).toBe(401);
    expect((await handingBack(world, null, world.paul.device, order.nonce)).status).toBe(403);
    for (const path of ['/api/v1/pull', '/api/v1/push'])
      expect((await ask(world.heart, null, path, { method: 'POST', headers: { [ORDER_HEADER]: order.nonce } })).status, path).toBe(401);
    world.advance(31 * 24 * 3600_000);
    expect((await handingBack(world, null, device, order.nonce)).status).toBe(401);
  });

  test('whose word of a restore the firm did not sign is obeyed by no device', async () => {
    const { world, claire } = await dismissed('memory');
    const [act] = world.disk.healing.restores;
    if (!act) throw new Error('no act');
    world.disk.healing.restores.splice(0, 1, { ...act, cursor: 1_000_000 });
    await claire.sync.syncNow();
    expect((await claire.store.list('updates')).length).toBeGreaterThan(0);
    world.disk.healing.restores.splice(0, 1, act);
    await claire.sync.syncNow();
    expect(await claire.store.list('updates')).toEqual([]);
  });
});
