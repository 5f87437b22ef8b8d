import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, expect, test } from 'vitest';
import type { BlobHash, DossierId, UserId } from '@navette/kernel/ids';
import { openFolderBlobStore, type FolderBlobStoreOptions } from '../../sync-server/src/adapters/folder-blob-store.ts';
import { countedRandom, freshId, NOON, sha256 } from '../support/sync-world.ts';
import { blobStoreSuite, collect } from './blob-store.suite.ts';

const root = mkdtempSync(path.join(tmpdir(), 'navette-blobs-'));
afterAll(() => rmSync(root, { recursive: true }));

const openAt = (folder: string, options: Omit<FolderBlobStoreOptions, 'folder' | 'random'> = { clock: { now: () => NOON } }) =>
  openFolderBlobStore({ folder, random: countedRandom(freshId()), ...options });

blobStoreSuite('folder', (options) => {
  const folder = path.join(root, freshId<string>());
  const first = openAt(folder, options);
  return {
    blobs: first,
    reopen: async () => {
      first.close();
      return openAt(folder, options);
    },
    damage: async (hash) => {
      const file = path.join(folder, hash.slice(0, 2), hash.slice(2, 4), hash);
      const bytes = readFileSync(file);
      bytes[3] = (bytes[3] ?? 0) ^ 1;
      writeFileSync(file, bytes);
    },
  };
});

test('B4 a path is made of a checked hash or id and nothing else', async () => {
  const folder = path.join(root, freshId<string>());
  const blobs = openAt(folder);
  const crooked = '../../../etc/passwd';
  await expect(blobs.size(crooked as BlobHash)).rejects.toThrow();
  await expect(collect(blobs.read(crooked as BlobHash, 0, 10))).rejects.toThrow();
  const upload = { user: freshId<UserId>(), dossier: freshId<DossierId>(), box: 'common' as const, size: 1, createdAt: NOON };
  await expect(blobs.create({ ...upload, id: '../x', hash: 'a'.repeat(64) as BlobHash })).rejects.toThrow();
  expect(await blobs.find('../x')).toBeNull();
  expect(readdirSync(root)).not.toContain('x');
  blobs.close();
});

const upload = (bytes: Uint8Array) => ({
  id: freshId<string>(),
  user: freshId<UserId>(),
  dossier: freshId<DossierId>(),
  box: 'common' as const,
  hash: sha256(bytes) as BlobHash,
  size: bytes.length,
  createdAt: NOON,
});

async function* pieces(...parts: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts;
}

test('B5 torn at the end: what a crash left half-written is swept or finished, whichever step it stopped at', async () => {
  const folder = path.join(root, freshId<string>());
  const bytes = Buffer.from('relevé de novembre');
  const before = openAt(folder);
  const half = upload(bytes);
  const ended = upload(Buffer.from('facture'));
  for (const one of [half, ended]) await before.create(one);
  await before.write(half.id, 0, pieces(bytes.subarray(0, 6)));
  await before.write(ended.id, 0, pieces(Buffer.from('facture')));
  before.close();
  const incoming = path.join(folder, 'incoming');
  // Bytes that were written and never counted; a file made before its row; a file that was renamed before its row said so.
  appendFileSync(path.join(incoming, half.id), 'torn');
  writeFileSync(path.join(incoming, freshId<string>()), 'nobody knows of this');
  mkdirSync(path.join(folder, ended.hash.slice(0, 2), ended.hash.slice(2, 4)), { recursive: true });
  renameSync(path.join(incoming, ended.id), path.join(folder, ended.hash.slice(0, 2), ended.hash.slice(2, 4), ended.hash));

  const after = openAt(folder);
  expect(readdirSync(incoming)).toEqual([half.id]);
  expect((await after.find(half.id))?.offset).toBe(6);
  await after.write(half.id, 6, pieces(bytes.subarray(6)));
  expect([await after.finish(half.id), await after.finish(ended.id)]).toEqual(['stored', 'stored']);
  expect(await collect(after.read(half.hash, 0, bytes.length))).toEqual(bytes);
  expect(after.used()).toBe(bytes.length + 7);
  after.close();
});

test('B5 an upload whose bytes were lost with the power is not received: it is sent again', async () => {
  const folder = path.join(root, freshId<string>());
  const bytes = Buffer.from('relevé de décembre');
  const blobs = openAt(folder);
  const one = upload(bytes);
  await blobs.create(one);
  await blobs.write(one.id, 0, pieces(bytes));
  truncateSync(path.join(folder, 'incoming', one.id), 4);
  expect(await blobs.finish(one.id)).toBe('hash-mismatch');
  expect([await blobs.find(one.id), await blobs.size(one.hash)]).toEqual([null, null]);
  blobs.close();
});

test('B5 a file that is shorter than it was is said, set aside, and its name is free for the right bytes', async () => {
  const folder = path.join(root, freshId<string>());
  const damaged: BlobHash[] = [];
  const blobs = openAt(folder, { clock: { now: () => NOON }, onDamaged: (hash) => void damaged.push(hash) });
  const bytes = Buffer.from('bilan');
  const hash = await blobs.put(bytes);
  const home = path.join(folder, hash.slice(0, 2), hash.slice(2, 4));
  truncateSync(path.join(home, hash), 2);
  expect([await blobs.size(hash), damaged, blobs.used()]).toEqual([null, [hash], 0]);
  expect(readdirSync(home)).toEqual([`${hash}.damaged`]);
  await blobs.put(bytes);
  expect([await blobs.size(hash), blobs.used()]).toEqual([bytes.length, bytes.length]);
  blobs.close();
});

test('B5 the same name with other bytes: the alarm is given, the wrong ones are kept beside, the right ones take the name', async () => {
  const folder = path.join(root, freshId<string>());
  const damaged: BlobHash[] = [];
  const blobs = openAt(folder, { clock: { now: () => NOON }, onDamaged: (hash) => void damaged.push(hash) });
  const bytes = Buffer.from('grand livre');
  const hash = await blobs.put(bytes);
  const home = path.join(folder, hash.slice(0, 2), hash.slice(2, 4));
  writeFileSync(path.join(home, hash), 'autre chose');
  const again = upload(bytes);
  await blobs.create(again);
  await blobs.write(again.id, 0, pieces(bytes));
  expect([await blobs.finish(again.id), damaged]).toEqual(['stored', [hash]]);
  expect(readFileSync(path.join(home, `${hash}.damaged`), 'utf8')).toBe('autre chose');
  expect(await collect(blobs.read(hash, 0, bytes.length))).toEqual(bytes);
  blobs.close();
});

test('B5 an index of the first version is brought up to date with its sums', async () => {
  const folder = path.join(root, freshId<string>());
  const bytes = Buffer.from('ancien');
  const one = upload(bytes);
  const first = openAt(folder);
  await first.create(one);
  await first.write(one.id, 0, pieces(bytes));
  await first.finish(one.id);
  first.close();
  const old = new DatabaseSync(path.join(folder, 'index.sqlite'));
  old.exec(`DROP TABLE held; DROP TABLE usage; DROP INDEX upload_open; DROP INDEX upload_owner;
    DROP TRIGGER file_came; DROP TRIGGER file_went; PRAGMA user_version = 1;`);
  old.close();
  const again = openAt(folder, { clock: { now: () => NOON }, dossierQuotaBytes: bytes.length });
  expect(again.used()).toBe(bytes.length);
  expect(await again.create({ ...upload(Buffer.from('x')), dossier: one.dossier })).toBe('dossier-full');
  again.close();
});
