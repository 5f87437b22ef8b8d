/**
 * What a backup says of itself, in `backup.json`: when it was made, how far its log goes, and the firm's signature over
 * that, so that a log cut short or written anew under the same name is seen (threats K4, O2).
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Checkpoint, checkpointText } from '@navette/protocol/replication';
import * as v from 'valibot';
import { CHAIN_START } from '../log/log-chain.ts';
import { BACKUP_MANIFEST } from '../data-folder.ts';
import type { Findings } from './findings.ts';
import { epochOf } from './stored-entries.ts';
import type { StoredFolder } from './stored-folder.ts';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
export const BackupManifest = v.object({
  format: v.literal(1),
  /** Milliseconds since 1970. */
  madeAt: count,
  entries: count,
  rooms: count,
  receipts: count,
  files: count,
  bytes: count,
  /** Findings of the verification that ended the backup. */
  findings: count,
  checkpoint: Checkpoint,
});
export type BackupManifest = v.InferOutput<typeof BackupManifest>;

/** @returns undefined when the folder is no backup, null when its manifest cannot be read */
export function readManifest(folder: string): BackupManifest | null | undefined {
  const file = path.join(folder, BACKUP_MANIFEST);
  if (!existsSync(file)) return undefined;
  try {
    const parsed = v.safeParse(BackupManifest, JSON.parse(readFileSync(file, 'utf8')));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

/** Whether the log still holds what the signed statement of its backup says. A folder that is no backup has none. */
export function verifyManifest(stored: StoredFolder, findings: Findings): void {
  const manifest = readManifest(stored.folder);
  if (manifest === undefined) return;
  if (manifest === null) return findings.add({ tag: 'bad-manifest', problem: 'unreadable' });
  const { checkpoint } = manifest;
  if (checkpoint.firm !== stored.firm) return findings.add({ tag: 'bad-manifest', problem: 'other-firm' });
  if (!stored.book.said('log', checkpointText(checkpoint), checkpoint, checkpoint.at, checkpoint.cursor))
    return findings.add({ tag: 'bad-manifest', problem: 'signature' });
  const at = stored.log.prepare('SELECT hash FROM entry WHERE cursor = ?').get(checkpoint.cursor);
  const head = checkpoint.cursor === 0 ? CHAIN_START : at?.['hash'];
  if (head !== checkpoint.head || epochOf(stored.log) !== checkpoint.epoch)
    findings.add({ tag: 'not-the-log-backed-up', cursor: checkpoint.cursor });
}
