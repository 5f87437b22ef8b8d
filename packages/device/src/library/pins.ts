/** Parts of the archive that a person keeps on this device: `meta` rows of their store. What they hold is not let go of when room is needed. */
import type { BlobHash, DossierId } from '@navette/kernel/ids';
import { isIn, type ArchivePart } from '@navette/rooms/archive-tree';
import type { LocalStore } from '../store/local-store.ts';

export const PIN = 'keep/';
export type Pin = { readonly dossier: DossierId; readonly part: ArchivePart };

export async function readPins(store: LocalStore): Promise<readonly Pin[]> {
  return (await store.list('meta', { from: PIN, to: `${PIN}\uffff` })).map((row) => row.value as Pin);
}

/** Files that stand in a pinned part. */
export async function pinnedHashes(store: LocalStore): Promise<ReadonlySet<BlobHash>> {
  const pins = await readPins(store);
  if (pins.length === 0) return new Set();
  const rows = (await store.list('archive')).filter((row) => pins.some((pin) => pin.dossier === row.dossier && isIn(row.place, pin.part)));
  return new Set(rows.map((row) => row.hash));
}
