/**
 * Which files may leave this device when room is needed: those the firm has given a valid receipt for, and that nothing
 * here still has to send or to decide on (I13). The server gives them again.
 */
import type { BlobHash } from '@navette/kernel/ids';
import type { BlobRow, LocalStore } from '../store/local-store.ts';

/** @returns rows that may go, the least used first */
export async function safeBlobs(store: LocalStore): Promise<BlobRow[]> {
  const [receipts, uploads, captures, blobs] = await Promise.all([
    store.list('receipts'),
    store.list('uploads'),
    store.list('captures'),
    store.list('blobs'),
  ]);
  const received = new Set(receipts.filter((row) => row.valid).map((row) => row.hash));
  const needed = new Set<BlobHash | null>([...uploads, ...captures].map((row) => row.hash));
  return blobs.filter((row) => received.has(row.hash) && !needed.has(row.hash)).toSorted((a, b) => a.usedAt - b.usedAt);
}
