/** What every blob store owes its callers (ports.ts, BlobStore). */
import { describe, expect, test } from 'vitest';
import type { BlobHash, DossierId, UserId } from '@navette/kernel/ids';
import type { BlobStore } from '../../sync-server/src/ports.ts';
import { freshId, NOON, sha256 } from '../support/sync-world.ts';

export type OpenBlobs = (options: {
  readonly clock: { now(): number };
  readonly quotaBytes: number;
  readonly dossierQuotaBytes: number;
  readonly onDamaged: (hash: BlobHash) => void;
}) => { readonly blobs: BlobStore; reopen(): Promise<BlobStore>; damage(hash: BlobHash): Promise<void> };

export async function collect(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of bytes) parts.push(part);
  return Buffer.concat(parts);
}

async function* pieces(...parts: (Uint8Array | Error)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    if (part instanceof Error) throw part;
    yield part;
  }
}

export function blobStoreSuite(name: string, openBlobs: OpenBlobs): void {
  describe(`blob store: ${name}`, () => {
    const bytes = Buffer.from('facture '.repeat(1000));
    const hash = sha256(bytes) as BlobHash;
    const draft = (more: object = {}) => ({
      id: freshId<string>(),
      user: freshId<UserId>(),
      dossier: freshId<DossierId>(),
      box: 'common' as const,
      hash,
      size: bytes.length,
      createdAt: NOON,
      ...more,
    });
    const setUp = (quotaBytes = Infinity, dossierQuotaBytes = Infinity) => {
      const time = { now: NOON };
      const damaged: BlobHash[] = [];
      const onDamaged = (one: BlobHash) => void damaged.push(one);
      return { time, damaged, ...openBlobs({ clock: { now: () => time.now }, quotaBytes, dossierQuotaBytes, onDamaged }) };
    };

    test('a file that came in pieces, over a restart, is whole and under its hash', async () => {
      const { blobs, reopen } = setUp();
      const upload = draft();
      await blobs.create(upload);
      expect(await blobs.write(upload.id, 0, pieces(bytes.subarray(0, 100), bytes.subarray(100, 3000)))).toEqual({ offset: 3000 });
      expect(await blobs.finish(upload.id)).toBe('incomplete');
      const again = await reopen();
      expect(await again.find(upload.id)).toEqual({ ...upload, offset: 3000 });
      expect(await again.write(upload.id, 3000, pieces(bytes.subarray(3000)))).toEqual({ offset: bytes.length });
      expect(await again.finish(upload.id)).toBe('stored');
      expect(await again.size(hash)).toBe(bytes.length);
      expect(await collect(again.read(hash, 0, bytes.length))).toEqual(bytes);
      expect(await collect(again.read(hash, 10, 20))).toEqual(bytes.subarray(10, 20));
    });

    test('finishing twice, or finding a finished upload, says the same: an answer may be lost', async () => {
      const { blobs, reopen } = setUp();
      const upload = draft();
      await blobs.create(upload);
      await blobs.write(upload.id, 0, pieces(bytes));
      expect([await blobs.finish(upload.id), await blobs.finish(upload.id)]).toEqual(['stored', 'stored']);
      expect((await (await reopen()).find(upload.id))?.offset).toBe(bytes.length);
    });

    test('B5 what arrived before the line was cut is kept, and goes on from there', async () => {
      const { blobs } = setUp();
      const upload = draft();
      await blobs.create(upload);
      await expect(blobs.write(upload.id, 0, pieces(bytes.subarray(0, 500), new Error('cut')))).rejects.toThrow('cut');
      expect((await blobs.find(upload.id))?.offset).toBe(500);
      await blobs.write(upload.id, 500, pieces(bytes.subarray(500)));
      expect(await blobs.finish(upload.id)).toBe('stored');
    });

    test('B5 bytes that are not what their hash says are thrown away', async () => {
      const { blobs } = setUp();
      const upload = draft();
      await blobs.create(upload);
      await blobs.write(upload.id, 0, pieces(Buffer.alloc(bytes.length)));
      expect(await blobs.finish(upload.id)).toBe('hash-mismatch');
      expect([await blobs.size(hash), await blobs.find(upload.id)]).toEqual([null, null]);
    });

    test('an upload is written at its offset, within its length, by one writer', async () => {
      const { blobs } = setUp();
      const upload = draft();
      await blobs.create(upload);
      expect(await blobs.write(upload.id, 5, pieces(bytes))).toBe('conflict');
      expect(await blobs.write(freshId(), 0, pieces(bytes))).toBe('conflict');
      expect(await blobs.write(upload.id, 0, pieces(bytes, bytes))).toBe('too-long');
      const other = draft();
      await blobs.create(other);
      const both = await Promise.all([blobs.write(other.id, 0, pieces(bytes)), blobs.write(other.id, 0, pieces(bytes))]);
      expect(both.toSorted()).toContain('conflict');
      expect(await blobs.finish(other.id)).toBe('stored');
    });

    test('B5 a full store says so and keeps what it has', async () => {
      const { blobs } = setUp(bytes.length + 10);
      const first = draft();
      await blobs.create(first);
      await blobs.write(first.id, 0, pieces(bytes));
      await blobs.finish(first.id);
      // One that was let in while there was room; one that is told at once.
      const small = draft({ hash: 'b'.repeat(64), size: 10 });
      expect(await blobs.create(small)).toBe('created');
      expect(await blobs.create(draft({ hash: 'c'.repeat(64) }))).toBe('full');
      const other = draft({ hash: 'd'.repeat(64), size: 8 });
      await blobs.create(other);
      expect(await blobs.write(small.id, 0, pieces(bytes.subarray(0, 9)))).toEqual({ offset: 9 });
      expect(await blobs.write(other.id, 0, pieces(bytes.subarray(0, 2)))).toBe('full');
      expect(await collect(blobs.read(hash, 0, bytes.length))).toEqual(bytes);
    });

    test('B5 a dossier has its own quota: its files count once, another dossier is not concerned', async () => {
      const { blobs, reopen } = setUp(Infinity, 300);
      const first = draft({ hash: sha256(bytes.subarray(0, 100)), size: 100 });
      const inAnotherBox = { ...first, id: freshId<string>(), box: 'pay' as const };
      for (const upload of [first, inAnotherBox]) {
        expect(await blobs.create(upload)).toBe('created');
        expect(await blobs.write(upload.id, 0, pieces(bytes.subarray(0, 100)))).toEqual({ offset: 100 });
        expect(await blobs.finish(upload.id)).toBe('stored');
      }
      const store = await reopen();
      const more = (size: number) => draft({ dossier: first.dossier, hash: 'b'.repeat(64), size });
      expect(await store.create(more(201))).toBe('dossier-full');
      const fits = more(200);
      expect(await store.create(fits)).toBe('created');
      expect(await store.write(fits.id, 0, pieces(bytes.subarray(0, 150)))).toEqual({ offset: 150 });
      expect(await store.create(more(51))).toBe('dossier-full');
      expect(await store.create(draft({ hash: 'b'.repeat(64), size: 300 }))).toBe('created');
      const late = more(40);
      await store.create(late);
      expect(await store.write(fits.id, 150, pieces(bytes.subarray(150, 200)))).toEqual({ offset: 200 });
      expect(await store.write(late.id, 0, pieces(bytes.subarray(0, 40)))).toBe('dossier-full');
      // Given up, its room is free again.
      await store.remove(fits.id);
      expect(await store.write(late.id, 0, pieces(bytes.subarray(0, 40)))).toEqual({ offset: 40 });
    });

    test('B5 uploads side by side share what is left: together they never pass the quota', async () => {
      const { blobs } = setUp(Infinity, 100);
      const one = draft({ hash: 'b'.repeat(64), size: 80 });
      const two = { ...one, id: freshId<string>(), hash: 'c'.repeat(64) as BlobHash };
      for (const upload of [one, two]) expect(await blobs.create(upload)).toBe('created');
      const tens = () => pieces(...Array.from({ length: 8 }, () => bytes.subarray(0, 10)));
      const ends = await Promise.all([blobs.write(one.id, 0, tens()), blobs.write(two.id, 0, tens())]);
      expect(ends).toContain('dossier-full');
      const offsets = [(await blobs.find(one.id))?.offset ?? 0, (await blobs.find(two.id))?.offset ?? 0];
      expect((offsets[0] ?? 0) + (offsets[1] ?? 0)).toBe(100);
    });

    test('a piece whose checksum is wrong is thrown away, and the upload stands where it stood', async () => {
      const { blobs } = setUp();
      const upload = draft();
      await blobs.create(upload);
      await blobs.write(upload.id, 0, pieces(bytes.subarray(0, 100)));
      expect(await blobs.write(upload.id, 100, pieces(Buffer.alloc(bytes.length - 100)), () => false)).toBe('mismatch');
      expect((await blobs.find(upload.id))?.offset).toBe(100);
      expect(await blobs.write(upload.id, 100, pieces(bytes.subarray(100)), () => true)).toEqual({ offset: bytes.length });
      expect(await blobs.finish(upload.id)).toBe('stored');
    });

    test('uploads a person began and did not end are counted; one being written is not removed', async () => {
      const { blobs } = setUp();
      const upload = draft();
      await blobs.create(upload);
      await blobs.create(draft({ user: upload.user }));
      expect([await blobs.begun(upload.user), await blobs.begun(freshId())]).toEqual([2, 0]);
      let removed: boolean | undefined;
      async function* slowly(): AsyncGenerator<Uint8Array> {
        removed = await blobs.remove(upload.id);
        yield bytes;
      }
      await blobs.write(upload.id, 0, slowly());
      expect(removed).toBe(false);
      await blobs.finish(upload.id);
      expect(await blobs.begun(upload.user)).toBe(1);
      expect(await blobs.remove(upload.id)).toBe(true);
    });

    test('I11 a damaged file never passes for whole, and is healed by sending it again', async () => {
      const { blobs, damage, damaged } = setUp();
      await blobs.put(bytes);
      await damage(hash);
      await expect(collect(blobs.read(hash, 0, bytes.length))).rejects.toThrow();
      // Said to the operator, and not given any more: asked for again, it is not here.
      expect([damaged, await blobs.size(hash)]).toEqual([[hash], null]);
      const upload = draft();
      await blobs.create(upload);
      await blobs.write(upload.id, 0, pieces(bytes));
      expect(await blobs.finish(upload.id)).toBe('stored');
      expect(await collect(blobs.read(hash, 0, bytes.length))).toEqual(bytes);
    });

    test('uploads nobody continued are found, and removed for good', async () => {
      const { blobs, time } = setUp();
      const old = draft();
      await blobs.create(old);
      time.now += 1000;
      const recent = draft();
      await blobs.create(recent);
      expect(await blobs.expired(NOON + 500)).toEqual([old.id]);
      await blobs.remove(old.id);
      await blobs.remove(old.id);
      expect([await blobs.find(old.id), (await blobs.find(recent.id))?.id]).toEqual([null, recent.id]);
    });

    test('K5 a file that is erased is gone for good, with what was coming in under its name; others stay, and it may come again', async () => {
      const { blobs } = setUp();
      const [done, coming] = [draft(), draft()];
      const other = await blobs.put(new Uint8Array([1, 2, 3]));
      for (const one of [done, coming]) await blobs.create(one);
      await blobs.write(done.id, 0, pieces(bytes));
      await blobs.finish(done.id);
      await blobs.write(coming.id, 0, pieces(bytes.subarray(0, 4)));
      expect(await blobs.erase(hash)).toBe(true);
      expect([await blobs.size(hash), await blobs.find(done.id), await blobs.find(coming.id)]).toEqual([null, null, null]);
      expect(await blobs.erase(hash)).toBe(false);
      expect(await blobs.size(other)).toBe(3);
      expect(await blobs.put(bytes)).toBe(hash);
      expect(await collect(blobs.read(hash, 0, bytes.length))).toEqual(bytes);
    });

    test('a file the store does not have has no size, and reading it is an error', async () => {
      const { blobs } = setUp();
      expect(await blobs.size(hash)).toBeNull();
      await expect(collect(blobs.read(hash, 0, 1))).rejects.toThrow();
      expect(await blobs.put(bytes)).toBe(hash);
      expect(await blobs.put(bytes)).toBe(hash);
    });

    test('an empty file is a file', async () => {
      const { blobs } = setUp();
      const upload = draft({ hash: sha256(new Uint8Array()), size: 0 });
      await blobs.create(upload);
      expect(await blobs.finish(upload.id)).toBe('stored');
      expect(await blobs.size(upload.hash)).toBe(0);
    });
  });
}
