/**
 * A consistent copy of a folder while its server runs: the log first, then the people it speaks of, then the files it
 * names. Made under another name, verified, and named when complete (threat O2). A backup that verifies without a finding is
 * noted beside the server's log: up to there, devices may let go of what they keep for a restore (R101).
 *
 * Uploads that are not complete stay out: their device asks again. Mail waiting in the outbox stays out too.
 */
import { existsSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { bytesToHex } from '@navette/kernel/bytes';
import type { BlobHash } from '@navette/kernel/ids';
import type { Clock, Random } from '@navette/kernel/ports';
import { ok, refuse, type Result } from '@navette/kernel/result';
import { BACKED_UP, BACKUP_MANIFEST, ERASURES, HEALING, KEYS_LOCK, TRACE } from '../data-folder.ts';
import { locked } from '../keys/key-folder.ts';
import type { BackupManifest } from './backup-manifest.ts';
import { signCheckpoint } from '../keys/signed.ts';
import type { CommandRefusal } from './command.ts';
import { copyDatabase, copyOwn, isFree, linkOrCopy, makeFolder, settle, writeWhole } from './folder-files.ts';
import { handedFiles } from './handed-files.ts';
import { epochOf } from './stored-entries.ts';
import { errorCode, openReadOnly, withStoredFolder, type StoredFolder } from './stored-folder.ts';
import { verifyFolder, type Verified } from './verify-folder.ts';
import { blobPath } from './verify-proofs.ts';

export type BackedUp = { readonly to: string; readonly manifest: BackupManifest; readonly verified: Verified };
export type BackupOptions = { readonly data: string; readonly to: string; readonly clock: Clock; readonly random: Random };
type Staged = Omit<BackedUp, 'to'>;

/** @returns the backup and what its verification found: a damaged file is backed up, and said */
export async function makeBackup({ data, to, clock, random }: BackupOptions): Promise<Result<BackedUp, CommandRefusal>> {
  const target = path.resolve(to);
  const partial = `${target}.partial-${bytesToHex(random.bytes(4))}`;
  try {
    const refused = whyNotThere(data, to);
    if (refused) return refuse(refused);
    const staged = await stage(data, partial, clock);
    if (!staged.ok) return staged;
    if (existsSync(target)) rmdirSync(target);
    renameSync(partial, target);
    settle(path.dirname(target));
    noteBackedUp(data, staged.value);
    return ok({ to: target, ...staged.value });
  } catch (error) {
    return refuse({ tag: 'cannot-write', folder: to, code: errorCode(error) });
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

export function whyNotThere(data: string, to: string): CommandRefusal | null {
  if (!isApart(data, to)) return { tag: 'inside-itself', folder: to };
  return isFree(path.resolve(to)) ? null : { tag: 'not-empty', folder: to };
}

/** Everything in `partial`, verified, its signed statement beside it. */
export async function stage(data: string, partial: string, clock: Clock): Promise<Result<Staged, CommandRefusal>> {
  const filled = await withStoredFolder(data, async (stored) => {
    if (existsSync(path.join(stored.folder, BACKUP_MANIFEST))) return refuse({ tag: 'is-a-backup', folder: data } as const);
    rmSync(partial, { recursive: true, force: true });
    await fill(stored, partial);
    return ok(clock.now());
  });
  if (!filled.ok) return filled;
  // The statement is in the folder when it is verified, with the counts of the verification before it.
  return await withStoredFolder(partial, async (copy) => {
    const seen = await verifyFolder(copy);
    const manifest = manifestOf(copy, seen, filled.value);
    writeWhole(path.join(partial, BACKUP_MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
    return ok({ verified: seen, manifest });
  });
}

/** Up to here devices may let go; of a backup in which something was found wrong, nothing is said. */
export function noteBackedUp(data: string, { verified, manifest }: Staged): void {
  if (verified.count === 0) writeWhole(path.join(path.resolve(data), BACKED_UP), `${JSON.stringify(manifest.checkpoint, null, 2)}\n`);
}

async function fill(stored: StoredFolder, partial: string): Promise<void> {
  for (const part of ['', 'blobs', 'keys']) makeFolder(path.join(partial, part));
  await copyDatabase(stored.log, path.join(partial, 'log.sqlite'));
  // After the log: everybody an entry names is known by now.
  await copyDatabase(stored.identity, path.join(partial, 'identity.sqlite'));
  // After the log too: what is said of an entry is noted before the entry.
  if (stored.healing) await copyDatabase(stored.healing, path.join(partial, HEALING));
  // Who read what is evidence as much as who wrote it.
  if (stored.trace) await copyDatabase(stored.trace, path.join(partial, TRACE));
  const hashes = wantedFiles(path.join(partial, 'log.sqlite'), path.join(partial, 'identity.sqlite'));
  if (stored.blobIndex) {
    await copyDatabase(stored.blobIndex, path.join(partial, 'blobs', 'index.sqlite'));
    keepInIndex(path.join(partial, 'blobs', 'index.sqlite'), hashes);
  }
  const folders = new Set<string>();
  for (const hash of hashes) {
    const from = blobPath(stored.blobs, hash);
    const copy = blobPath(path.join(partial, 'blobs'), hash);
    // A missing one is found by the verification, with its name.
    if (!existsSync(from)) continue;
    makeFolder(path.dirname(copy));
    linkOrCopy(from, copy);
    folders.add(path.dirname(copy)).add(path.dirname(path.dirname(copy)));
  }
  // Not while they are replaced: the list and what it speaks of belong together.
  locked(path.join(stored.folder, KEYS_LOCK), () => {
    for (const name of readdirSync(path.join(stored.folder, 'keys')).filter((one) => !one.endsWith('.new')))
      copyOwn(path.join(stored.folder, 'keys', name), path.join(partial, 'keys', name));
  });
  const erasures = path.join(stored.folder, ERASURES);
  if (existsSync(erasures)) copyOwn(erasures, path.join(partial, ERASURES));
  copyOwn(path.join(stored.folder, 'firm.json'), path.join(partial, 'firm.json'));
  for (const folder of [...folders, ...['blobs', 'keys', ''].map((part) => path.join(partial, part))]) settle(folder);
}

/** Files that a receipt speaks of, and those that somebody handed in. */
function wantedFiles(log: string, identity: string): readonly BlobHash[] {
  const [entries, people] = [openReadOnly(log).database, openReadOnly(identity).database];
  try {
    const received = entries.prepare('SELECT DISTINCT hash FROM blobs').all();
    return [...new Set([...received.map((row) => String(row['hash']) as BlobHash), ...handedFiles(people).keys()])].toSorted();
  } finally {
    entries.close();
    people.close();
  }
}

/** The index of files says what is here and no more. */
function keepInIndex(file: string, hashes: readonly BlobHash[]): void {
  const index = new DatabaseSync(file);
  try {
    index.exec('PRAGMA journal_mode = DELETE; BEGIN; DELETE FROM upload; CREATE TEMP TABLE kept (hash TEXT PRIMARY KEY) STRICT;');
    const keep = index.prepare('INSERT INTO kept (hash) VALUES (?)');
    for (const hash of hashes) keep.run(hash);
    index.exec('DELETE FROM file WHERE hash NOT IN (SELECT hash FROM kept); COMMIT;');
  } finally {
    index.close();
  }
}

function manifestOf(copy: StoredFolder, verified: Verified, madeAt: number): BackupManifest {
  const { ring, firm } = copy;
  const facts = {
    firm,
    epoch: epochOf(copy.log),
    cursor: verified.log?.cursor ?? 0,
    head: verified.log?.head ?? '',
    at: madeAt,
  };
  return {
    format: 1,
    madeAt,
    entries: verified.log?.entries ?? 0,
    rooms: verified.log?.rooms ?? 0,
    receipts: verified.receipts,
    files: verified.files.files,
    bytes: verified.files.bytes,
    findings: verified.count,
    checkpoint: signCheckpoint(ring, facts),
  };
}

/** Whether neither folder would hold the other. */
export function isApart(one: string, other: string): boolean {
  const [first, second] = [path.resolve(one), path.resolve(other)];
  return !isInside(first, second) && !isInside(second, first);
}

function isInside(outer: string, inner: string): boolean {
  const way = path.relative(outer, inner);
  return way === '' || (!way.startsWith(`..${path.sep}`) && way !== '..' && !path.isAbsolute(way));
}
