/**
 * Which files may leave this device when room is needed: those the firm has given a valid receipt for, which the last
 * verified backup holds (R101), and that nothing here still has to send, to decide on or to keep for reading offline (I13). The server gives them again.
 */
import type { BlobHash } from '@navette/kernel/ids';
import type { BlobRow, LocalStore, ReceiptRow } from '../store/local-store.ts';
import { isKept } from '../sync/epochs.ts';
import { pinnedHashes } from '../library/pins.ts';
import { readPosition } from '../sync/position.ts';

/** @returns rows that may go, the least used first */
export async function safeBlobs(store: LocalStore): Promise<BlobRow[]> {
  const { epochs, backedUpTo } = await readPosition({ store });
  const pinned = await pinnedHashes(store);
  const received = await receivedBlobs(store, ({ place }) => place?.cursor != null && place.cursor <= backedUpTo && isKept(place, epochs));
  return received.filter((row) => !pinned.has(row.hash));
}

/** @returns rows that the server can give again, whether or not it has a backup of them, the least used first */
export async function receivedBlobs(store: LocalStore, also: (receipt: ReceiptRow) => boolean = () => true): Promise<BlobRow[]> {
  const [receipts, uploads, captures, blobs] = await Promise.all([
    store.list('receipts'),
    store.list('uploads'),
    store.list('captures'),
    store.list('blobs'),
  ]);
  const received = new Set(receipts.filter((row) => row.valid && also(row)).map((row) => row.hash));
  const needed = new Set<BlobHash | null>([...uploads, ...captures].map((row) => row.hash));
  return blobs.filter((row) => received.has(row.hash) && !needed.has(row.hash)).toSorted((a, b) => a.usedAt - b.usedAt);
}
