/**
 * D2, I13: a device that hands in what it had not sent and then erases may die at any step and any request, before its
 * effect or after it. At each death every piece of work is whole on the device or whole in the firm's tray; at its next
 * contacts the device goes on, and in the end it is empty and the tray holds each piece once.
 */
import { describe, expect, test } from 'vitest';
import { first } from '@navette/device/testing/test-device';
import type { DocumentId } from '@navette/kernel/ids';
import { CLIENT_RIGHT, syncWorld } from '../support/sync-world.ts';
import { withLeaving } from '../support/leaving-world.ts';
import { mortalDevice, type Death } from './mortal-device.ts';

const MINUTE = 60_000;

/** A device with a document sent, one sent without its file, one not sent with a comment; and the right just withdrawn. */
async function scene() {
  const world = withLeaving(syncWorld());
  const device = await mortalDevice(world, world.client, CLIENT_RIGHT);
  const life = device.start(null);
  const give = async (text: string): Promise<DocumentId> => {
    const done = await life.library.captureAndDeposit(
      new Blob([`%PDF-1.7\n${text}`]),
      { name: `${text}.pdf`, way: 'drop' },
      { dossier: world.dossier, kind: 'purchase-invoices' },
    );
    if (!done.ok) throw new Error(done.refusal.tag);
    return done.value.id;
  };
  await give('envoye');
  await life.sync.syncNow();
  device.fault = (path) => (path.startsWith('/api/v1/uploads') ? 'lost-request' : 'none');
  const half = await give('moitie');
  await life.sync.syncNow();
  device.fault = () => 'lost-request';
  const unsent = await give('garde');
  await life.library.addComment(unsent, 'À répartir');
  world.directory.setRight(world.client.id, world.dossier, null);
  device.fault = () => 'none';
  return { world, device, half, unsent };
}
type Scene = Awaited<ReturnType<typeof scene>>;

const waiting = ({ world }: Scene) => world.tray.waiting('all', 100);

/** Each document is where somebody can open it: here with its bytes, or in the tray with them. */
async function isSomewhere({ world, device, half, unsent }: Scene): Promise<void> {
  for (const id of [half, unsent]) {
    const handed = waiting({ world } as Scene).some((item) => item.document === id && item.arrived && item.file !== null);
    const kept = (await device.disk.get('captures', id))?.hash ?? (await device.disk.get('documents', id))?.hash;
    const here = kept ? (await device.disk.get('blobs', kept)) !== undefined : false;
    expect(handed || here, `${id === half ? 'the half-sent' : 'the unsent'} document is somewhere`).toBe(true);
  }
  const said = waiting({ world } as Scene).some(({ what }) => what === 'comment');
  const [refused, outbox] = [await device.disk.list('refused'), await device.disk.list('outbox')];
  expect(said || [...refused, ...outbox].some(({ what }) => what === 'comment'), 'the comment is somewhere').toBe(true);
}

async function isOver({ world, device, half, unsent }: Scene): Promise<void> {
  for (const table of ['documents', 'comments', 'receipts', 'outbox', 'uploads', 'refused', 'captures', 'blobs'] as const)
    expect(await device.disk.list(table), table).toEqual([]);
  expect((await device.disk.list('updates')).filter(({ room }) => room.startsWith('dossier/'))).toEqual([]);
  const items = waiting({ world } as Scene).map(
    ({ what, document, arrived }) => `${what} ${document === half ? 'half' : document === unsent ? 'unsent' : '?'} ${arrived}`,
  );
  expect(items.toSorted()).toEqual(['comment unsent true', 'deposit unsent true', 'file half true']);
  expect(await first(device.watcher().library.departures)).toMatchObject([{ documents: 2, others: 1 }]);
}

/** @returns whether the device died on its way */
async function run(death: Death): Promise<boolean> {
  const now = await scene();
  const life = now.device.start(death);
  const ended = await life.outlive(life.sync.syncNow());
  await isSomewhere(now);
  for (let i = 0; i < 3; i++) {
    now.world.time.now += 10 * MINUTE;
    await now.device.start(null).sync.syncNow();
  }
  await isOver(now);
  await now.world.heart.close();
  return ended === 'killed';
}

describe('D2, I13 killed while it hands in and erases', () => {
  test.each([
    ['before', false],
    ['after', true],
  ] as const)('%s each request', { timeout: 60_000 }, async (_name, after) => {
    let deaths = 0;
    for (let count = 1; await run({ at: 'request', count, after }); count++) deaths++;
    // Push, pull, order, hand-in, and two files at least.
    expect(deaths).toBeGreaterThan(7);
  });

  test.each([
    ['before', false],
    ['after', true],
  ] as const)('%s each step of the store and the line', { timeout: 120_000 }, async (_name, after) => {
    let deaths = 0;
    for (let count = 1; await run({ at: 'step', count, after }); count++) deaths++;
    expect(deaths).toBeGreaterThan(60);
  });
});
