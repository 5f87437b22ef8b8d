/** What is kept offline is told as it changes, in a real IndexedDB: pins, and files as they come. */
import { expect, test, vi } from 'vitest';
import type { BlobHash, DossierId, DocumentId } from '@navette/kernel/ids';
import { openDexieStore } from '../store/dexie-store.ts';
import { offlineOf } from './archive-views.ts';
import { PIN } from './pins.ts';

test('a year that is pinned, and a file that comes, are told without being asked for again', async () => {
  const store = openDexieStore(`archive-offline-${Math.random()}`);
  const dossier = '01980000-0000-7000-8000-00000000d001' as DossierId;
  const hash = 'a'.repeat(64) as BlobHash;
  const place = { v: 1 as const, name: 'Bilan', folder: [], year: 2025, category: 'accounting' as const };
  const file = { v: 1 as const, hash, size: 3, type: 'application/pdf', place };
  const published = { by: null, at: 0 };
  const row = { id: 'x' as DocumentId, dossier, box: 'common' as const, hash, file, place, published, binned: null, retained: null };
  await store.commit({ put: { archive: [row] } });
  let last = { wanted: -1, here: -1 };
  const stop = store.observe(() => offlineOf(store, dossier)).subscribe((view) => void (last = view));
  await vi.waitFor(() => expect(last).toMatchObject({ wanted: 0, here: 0 }));
  await store.commit({ put: { meta: [{ key: `${PIN}${dossier}/2025`, value: { dossier, part: { year: 2025 } } }] } });
  await vi.waitFor(() => expect(last).toMatchObject({ wanted: 1, here: 0, missing: [{ hash, size: 3 }] }));
  await store.commit({ put: { blobs: [{ hash, bytes: new Blob(['pdf']), size: 3, usedAt: 0 }] } });
  await vi.waitFor(() => expect(last).toMatchObject({ wanted: 1, here: 1, bytesHere: 3 }));
  stop();
  await store.erase();
});
