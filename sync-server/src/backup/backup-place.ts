/**
 * A folder where backups of one firm are kept: which are there, and the removal of those that have had their days. Knows
 * nothing of how they are made; touches nothing that is not a backup of ours.
 */
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { readManifest, type BackupManifest } from '../cli/backup-manifest.ts';
import { settle } from '../cli/folder-files.ts';
import { BACKUP_NAME, isPast } from './nights.ts';
import { isSealed, readStatement } from './sealed-manifest.ts';

export type KeptBackup = {
  readonly name: string;
  readonly madeAt: number;
  /** Verified without a finding when it was made. */
  readonly sound: boolean;
  /** The list of keys it holds, by its last act. */
  readonly keys: string;
};

/** Complete backups of this firm, the oldest first. */
export function keptBackups(place: string, firm: string): readonly KeptBackup[] {
  if (!existsSync(place)) return [];
  return readdirSync(place)
    .filter((name) => BACKUP_NAME.test(name))
    .toSorted()
    .flatMap((name) => {
      const manifest = manifestOf(path.join(place, name));
      if (!manifest || manifest.checkpoint.firm !== firm) return [];
      return [{ name, madeAt: manifest.madeAt, sound: manifest.findings === 0, keys: manifest.checkpoint.keys ?? '' }];
    });
}

function manifestOf(folder: string): BackupManifest | null {
  return (isSealed(folder) ? readStatement(folder)?.manifest : readManifest(folder)) ?? null;
}

/** Whether there is a folder: a disk that is not mounted leaves none, or one of the disk below. */
export function isThere(place: string): boolean {
  return statSync(place, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/**
 * Removes what has had its days, a sound one only once a newer one is known to be sound; and what was left of making or
 * removing one.
 * @returns how many
 */
export function removePast(place: string, firm: string, now: number): number {
  const kept = keptBackups(place, firm);
  const newest = kept.findLast(({ sound }) => sound);
  const past = kept.filter((one) => isPast(one.madeAt, now) && (!one.sound || (newest !== undefined && one.madeAt < newest.madeAt)));
  for (const { name } of past) {
    // Out of the way whole first: half of one would look like a backup.
    renameSync(path.join(place, name), path.join(place, `${name}.gone`));
    settle(place);
  }
  for (const name of readdirSync(place))
    if (/^navette-\d{8}T\d{6}Z\.(?:gone|partial-[0-9a-f]{8})$/.test(name)) rmSync(path.join(place, name), { recursive: true, force: true });
  return past.length;
}
