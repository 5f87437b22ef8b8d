/** Every word has its moment: "enregistré" after the transaction, "envoyé" after the server's answer, "reçu" after a receipt (I1, I10). */
import { describe, expect, test } from 'vitest';
import { makeChunkIntake } from '@navette/device/capture-chunks';
import { makeLibrary } from '@navette/device/library';
import type { LocalStore } from '@navette/device/store';
import { DOSSIER, first, testDevice } from '@navette/device/testing/test-device';
import type { DocumentId } from '@navette/kernel/ids';
import { CLIENT_RIGHT, freshId, syncWorld } from '../support/sync-world.ts';
import { mortalDevice } from './mortal-device.ts';

const paper = (): Blob => new Blob(['%PDF-1.7\nfacture']);
const CHOICE = { dossier: DOSSIER, kind: 'purchase-invoices' } as const;

/** A device whose disk takes its time: commits wait until told. */
async function slowDisk() {
  const device = await testDevice();
  let go: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (go = resolve));
  let asked = 0;
  const store: LocalStore = {
    ...device.store,
    async commit(change) {
      asked++;
      await gate;
      return device.store.commit(change);
    },
  };
  const library = makeLibrary({
    platform: device.platform,
    deviceStore: device.deviceStore,
    openStore: () => store,
    roomLeft: () => Promise.resolve(null),
  });
  return { device, store, library, go: () => go(), asked: () => asked };
}

/** Whether a promise has settled once everything else that could run has run. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  void promise.then(
    () => (settled = true),
    () => (settled = true),
  );
  await new Promise((resolve) => setTimeout(resolve, 30));
  return settled;
}

describe('"Enregistré sur cet ordinateur"', () => {
  test('is not said of a capture before its transaction is complete', async () => {
    const { device, library, go, asked } = await slowDisk();
    const saving = library.capture(paper(), { name: 'facture.pdf', way: 'drop' });
    expect(await isSettled(saving)).toBe(false);
    expect(asked()).toBe(1);
    expect(await device.store.list('captures')).toEqual([]);
    go();
    expect((await saving).ok).toBe(true);
    expect([(await device.store.list('captures')).length, (await device.store.list('blobs')).length]).toEqual([1, 1]);
  });

  test('is not said of a deposit before record, row, bytes, queue and upload are written together', async () => {
    const { device, library, go, asked } = await slowDisk();
    const saving = library.captureAndDeposit(paper(), { name: 'facture.pdf', way: 'drop' }, CHOICE);
    expect(await isSettled(saving)).toBe(false);
    expect(asked()).toBe(1);
    expect(await device.store.list('documents')).toEqual([]);
    go();
    expect((await saving).ok).toBe(true);
    const counts = await Promise.all(
      (['updates', 'outbox', 'documents', 'blobs', 'uploads'] as const).map(async (table) => (await device.store.list(table)).length),
    );
    expect(counts).toEqual([1, 1, 1, 1, 1]);
  });

  test('is not answered to a visited page’s sheet before the whole file is a capture', async () => {
    const { device, store, library, go } = await slowDisk();
    const intake = makeChunkIntake({ pieces: () => Promise.resolve(store), library, now: () => 0 });
    const capture = freshId<DocumentId>();
    const piece = (index: number, text: string) => ({
      capture,
      index,
      count: 2,
      size: 16,
      name: 'facture.pdf',
      way: 'drop' as const,
      bytes: new Blob([text]),
    });
    const answers = [intake.put(piece(0, '%PDF-1.7')), intake.put(piece(1, '\nfacture'))];
    expect(await isSettled(Promise.race(answers))).toBe(false);
    go();
    const last = (await Promise.all(answers)).at(-1);
    expect(last).toMatchObject({ status: 'saved', name: 'facture.pdf', size: 16 });
    expect(await device.store.get('captures', capture)).toMatchObject({ status: { tag: 'ready' } });
    expect(await device.store.list('pieces')).toEqual([]);
  });

  test('a commit that fails says so, and the screen hears a refusal in its place', async () => {
    const device = await testDevice();
    device.store.failNext('store-full');
    expect(await device.library.captureAndDeposit(paper(), { name: 'facture.pdf', way: 'drop' }, CHOICE)).toEqual({
      ok: false,
      refusal: { tag: 'store-full' },
    });
    expect(await device.store.list('documents')).toEqual([]);
  });
});

test('"Enregistré", "envoyé" and "reçu" come one after the other, each with what it stands for', async () => {
  const world = syncWorld();
  const device = await mortalDevice(world, world.client, CLIENT_RIGHT);
  const { library, sync } = device.start(null);
  const done = await library.captureAndDeposit(
    paper(),
    { name: 'facture.pdf', way: 'drop' },
    { dossier: world.dossier, kind: 'purchase-invoices' },
  );
  if (!done.ok) throw new Error(done.refusal.tag);
  const state = async () => (await first(library.document(done.value.id)))?.state;
  const run = async (angry: (path: string) => boolean): Promise<void> => {
    device.fault = (path) => (angry(path) ? 'status-500' : 'none');
    world.time.now += 600_000;
    await sync.syncNow();
  };
  expect(await state()).toBe('local');
  // The record is there, the bytes are not.
  await run((path) => path.includes('/uploads'));
  expect(await state()).toBe('local');
  // The bytes are there too; the receipt has not come back.
  await run((path) => path.endsWith('/pull'));
  expect(await state()).toBe('sent');
  await run(() => false);
  expect(await state()).toBe('received');
});

test('"reçu" is not said of bytes whose record the firm does not have: sent first, or given once before', async () => {
  const world = syncWorld();
  const device = await mortalDevice(world, world.client, CLIENT_RIGHT);
  const { library, sync } = device.start(null);
  const give = async (): Promise<DocumentId> => {
    const done = await library.captureAndDeposit(
      paper(),
      { name: 'facture.pdf', way: 'drop' },
      { dossier: world.dossier, kind: 'purchase-invoices' },
    );
    if (!done.ok) throw new Error(done.refusal.tag);
    return done.value.id;
  };
  const once = await give();
  device.fault = (path) => (path.endsWith('/push') ? 'status-500' : 'none');
  await sync.syncNow();
  expect(await device.disk.list('receipts')).toHaveLength(1);
  expect(await first(library.document(once))).toMatchObject({ state: 'local', receivedAt: null });
  device.fault = () => 'none';
  world.time.now += 600_000;
  await sync.syncNow();
  expect(await first(library.document(once))).toMatchObject({ state: 'received', receivedAt: world.time.now });
  const again = await give();
  expect(await first(library.document(again))).toMatchObject({ state: 'local', receivedAt: null });
  world.time.now += 600_000;
  await sync.syncNow();
  expect(await first(library.document(again))).toMatchObject({ state: 'received', receivedAt: world.time.now });
});
