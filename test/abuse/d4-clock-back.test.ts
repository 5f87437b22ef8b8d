/** D4: a device's clock set back or forward loses nothing, holds nothing back for ever, and dates nothing. */
import { expect, test } from 'vitest';
import { first } from '@navette/device/testing/test-device';
import type { DocumentId } from '@navette/kernel/ids';
import { CLIENT_RIGHT, syncWorld } from '../support/sync-world.ts';
import { mortalDevice } from '../faults/mortal-device.ts';

const YEAR = 365 * 86_400_000;

/** A device whose clock is apart from the server's. */
async function scene() {
  const world = syncWorld();
  const clock = { now: world.time.now };
  const device = await mortalDevice({ ...world, clock: { now: () => clock.now } }, world.client, CLIENT_RIGHT);
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
  return { world, clock, device, life, give, state: async (id: DocumentId) => (await first(life.library.document(id)))?.state };
}

test('D4 clock-back: a file that waits for its next try goes, though that moment is now a year away', async () => {
  const { clock, device, life, give, state } = await scene();
  const id = await give('attend');
  device.fault = (path) => (path.startsWith('/api/v1/uploads') ? 'status-413' : 'none');
  await life.sync.syncNow();
  expect((await device.disk.list('uploads'))[0]?.nextAt).toBeGreaterThan(clock.now);
  device.fault = () => 'none';
  clock.now -= YEAR;
  await life.sync.syncNow();
  expect(await state(id)).toBe('received');
});

test.each([-YEAR, YEAR])(
  'D4, K6 a device whose clock is off by %i ms deposits and comments; what it is told is the server’s time',
  async (off) => {
    const { world, clock, life, give, state } = await scene();
    clock.now += off;
    const id = await give('decale');
    expect((await life.library.addComment(id, 'Bonjour')).ok).toBe(true);
    await life.sync.syncNow();
    expect(await state(id)).toBe('received');
    const row = await first(life.library.document(id));
    expect([row?.sentAt, row?.receivedAt].map((at) => Math.abs((at ?? 0) - world.time.now) < 60_000)).toEqual([true, true]);
    expect((await first(life.library.comments(id))).map((one) => Math.abs(one.at - world.time.now) < 60_000)).toEqual([true]);
  },
);

test('D4 a clock that jumps between two acts does not undo the order in which the firm received them', async () => {
  const { clock, life, give } = await scene();
  const id = await give('ordre');
  await life.library.reclassify(id, 'bank');
  clock.now -= YEAR;
  await life.library.reclassify(id, 'cash');
  await life.sync.syncNow();
  expect(await first(life.library.document(id))).toMatchObject({ kind: 'cash', kindConflict: null });
});
