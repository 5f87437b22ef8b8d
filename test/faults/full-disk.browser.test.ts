/**
 * A full disk, in a real Chromium with a real quota (a storage bucket of 48 MiB): said before anything is lost; what the
 * firm has makes room, what waits to be sent never does (I13).
 */
import Dexie from 'dexie/dist/modern/dexie.mjs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { first } from '@navette/device/testing/test-device';
import { MEBIBYTE } from '@navette/domain/limits';
import type { BlobHash } from '@navette/kernel/ids';
import { CHOICE, everything, newDevice, paper, type PagesOfOneDevice } from './open-pages.ts';

/** Not among TypeScript's types yet. */
type Buckets = { open(name: string, options: { quota: number }): Promise<{ indexedDB: IDBFactory }>; delete(name: string): Promise<void> };
const buckets = (navigator as unknown as { storageBuckets: Buckets }).storageBuckets;

let bucket = '';
let pages: PagesOfOneDevice;

beforeEach(async () => {
  bucket = `disk-${crypto.randomUUID().slice(0, 8)}`;
  Dexie.dependencies.indexedDB = (await buckets.open(bucket, { quota: 48 * MEBIBYTE })).indexedDB;
  pages = await newDevice();
});
afterEach(async () => {
  await pages.remove();
  Dexie.dependencies.indexedDB = indexedDB;
  await buckets.delete(bucket);
});

describe('a full disk', () => {
  test('it is said before anything is lost, and nothing of the act is written', async () => {
    const page = pages.open();
    expect((await page.library.captureAndDeposit(paper('unsent', MEBIBYTE), { name: 'garde.pdf', way: 'drop' }, CHOICE)).ok).toBe(true);
    const before = await everything(page.store);
    for (const attempt of [
      () => page.library.capture(paper('too much', 50 * MEBIBYTE), { name: 'trop.pdf', way: 'drop' }),
      () => page.library.captureAndDeposit(paper('too much', 50 * MEBIBYTE), { name: 'trop.pdf', way: 'drop' }, CHOICE),
    ])
      expect(await attempt()).toEqual({ ok: false, refusal: { tag: 'store-full' } });
    const after = await everything(page.store);
    expect({ ...after, blobs: after['blobs']?.length }).toEqual({ ...before, blobs: before['blobs']?.length });
    // The file that waits to be sent is whole.
    const [row] = (await first(page.library.documents({ dossier: null, limit: 10 }))).rows;
    expect((await page.library.bytes(row?.hash as BlobHash))?.size).toBe(MEBIBYTE);
    // A smaller one still goes in.
    expect((await page.library.capture(paper('small'), { name: 'petit.pdf', way: 'drop' })).ok).toBe(true);
  });

  test('I13 files the firm has received make room; one that waits to be sent never does', async () => {
    const page = pages.open();
    const give = (name: string) => page.library.captureAndDeposit(paper(name, 9 * MEBIBYTE), { name: `${name}.pdf`, way: 'drop' }, CHOICE);
    const received: BlobHash[] = [];
    for (const name of ['recu-un', 'recu-deux']) {
      const done = await give(name);
      if (!done.ok) throw new Error(done.refusal.tag);
      received.push(done.value.hash);
      const { id, hash, dossier, box } = done.value;
      const receipt = { key: `${dossier}/${box}/${hash}`, dossier, hash, at: 1, keyId: 'k', valid: true, record: {} };
      // The firm has it, and so has its last backup.
      const position = {
        epoch: 'e',
        cursor: 1,
        rights: null,
        scopes: [],
        backfill: [],
        epochs: [{ name: 'e', until: null }],
        backedUpTo: 1,
      };
      await page.store.commit({
        put: { receipts: [{ ...receipt, place: { epoch: 0, cursor: 1 } }], meta: [{ key: 'position', value: position }] },
        remove: { uploads: [id] },
      });
    }
    // Chromium counts a moment late, so the disk is filled until it says that it is full.
    const waiting: BlobHash[] = [];
    let refused: unknown;
    for (let i = 0; i < 20 && refused === undefined; i++) {
      const done = await give(`attend-${i}`);
      if (done.ok) waiting.push(done.value.hash);
      else refused = done.refusal;
    }
    expect(refused).toEqual({ tag: 'store-full' });
    // Beyond what fitted beside the two received files, so that they did make room.
    expect(waiting.length).toBeGreaterThan(3);
    for (const hash of received) expect(await page.store.get('blobs', hash)).toBeUndefined();
    for (const hash of waiting) expect((await page.library.bytes(hash))?.size).toBe(9 * MEBIBYTE);
    expect(await page.store.list('uploads')).toHaveLength(waiting.length);
  });
});
