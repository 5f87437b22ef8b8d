import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { BlobHash, DossierId, UserId } from '@navette/kernel/ids';
import { openFolderBlobStore } from '../../sync-server/src/adapters/folder-blob-store.ts';
import { countedRandom, freshId, NOON } from '../support/sync-world.ts';
import { blobStoreSuite, collect } from './blob-store.suite.ts';

const root = mkdtempSync(path.join(tmpdir(), 'navette-blobs-'));
afterAll(() => rmSync(root, { recursive: true }));

const openAt = (folder: string, clock: { now(): number }, quotaBytes = Infinity) =>
  openFolderBlobStore({ folder, clock, random: countedRandom(freshId()), quotaBytes });

blobStoreSuite('folder', (clock, quotaBytes) => {
  const folder = path.join(root, freshId<string>());
  const first = openAt(folder, clock, quotaBytes);
  return {
    blobs: first,
    reopen: async () => {
      first.close();
      return openAt(folder, clock, quotaBytes);
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
  const blobs = openAt(folder, { now: () => NOON });
  const crooked = '../../../etc/passwd';
  await expect(blobs.size(crooked as BlobHash)).rejects.toThrow();
  await expect(collect(blobs.read(crooked as BlobHash, 0, 10))).rejects.toThrow();
  const upload = { user: freshId<UserId>(), dossier: freshId<DossierId>(), box: 'common' as const, size: 1, createdAt: NOON };
  await expect(blobs.create({ ...upload, id: '../x', hash: 'a'.repeat(64) as BlobHash })).rejects.toThrow();
  expect(await blobs.find('../x')).toBeNull();
  expect(readdirSync(root)).not.toContain('x');
  blobs.close();
});
