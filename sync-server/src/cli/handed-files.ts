/** Files of the firm's tray: no room names them and no receipt speaks of them, yet the device that had them has erased them (D2). */
import type { DatabaseSync } from 'node:sqlite';
import type { BlobHash } from '@navette/kernel/ids';

/** @returns the files that arrived whole, with their sizes; none for an identity database from before the tray */
export function handedFiles(identity: DatabaseSync): ReadonlyMap<BlobHash, number> {
  const made = identity.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'handed_in'").get();
  const rows = made ? identity.prepare('SELECT DISTINCT hash, size FROM handed_in WHERE arrived = 1 AND hash IS NOT NULL').all() : [];
  return new Map(rows.map((row) => [String(row['hash']) as BlobHash, Number(row['size'])]));
}
