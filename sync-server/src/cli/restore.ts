/**
 * Makes a data folder from a backup: verified first, copied, and given a new epoch, so that every device asks for
 * everything again instead of believing that the log went backwards (threats K4, O2; R101).
 *
 * The new epoch is an act signed by the firm, kept beside the log: which epoch and cursor it comes from, and why. Devices
 * hand back what the log has lost on its word (`rooms/heal.ts`). Every session ends: one that was ended after the backup
 * would be alive again. `firm.json` comes last: a folder without it is refused by the server, so a restore cut short never
 * runs.
 */
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Clock, Random } from '@navette/kernel/ports';
import { ok, refuse, type Result } from '@navette/kernel/result';
import type { RestoreAct } from '@navette/protocol/healing';
import type { Redaction } from '@navette/protocol/redaction';
import { addRestore, openHealDatabase } from '../adapters/sqlite-heal-book.ts';
import { BACKED_UP, ERASURES, HEALING, hold, TRACE } from '../data-folder.ts';
import { extendsList, isListVouched, keyBook, type KeyBook } from '../keys/key-book.ts';
import { keyFiles, KeyMissing, openRing } from '../keys/key-folder.ts';
import type { KeyRing } from '../ports.ts';
import { appendLines, redactionsInFile } from '../redaction/redaction-book.ts';
import { newEpoch } from '../rooms/new-epoch.ts';
import { readManifest, type BackupManifest } from './backup-manifest.ts';
import type { CommandRefusal } from './command.ts';
import { copyDatabase, copyOwn, isFree, linkOrCopy, makeFolder, settle, writeWhole } from './folder-files.ts';
import { errorCode, withStoredFolder, type StoredFolder } from './stored-folder.ts';
import { verifyFolder, type Verified } from './verify-folder.ts';

export type Restored = {
  readonly data: string;
  readonly manifest: BackupManifest;
  readonly epoch: RestoreAct;
  readonly sessions: number;
  /** What the firm had erased and this backup does not know of: the server's next start does it again, before it serves anybody. */
  readonly erasures: number;
};
export type RestoreOptions = {
  readonly from: string;
  readonly data: string;
  readonly why: string;
  /** A folder, or a file, that has what was erased since the backup; backups beside this one are looked at anyway. */
  readonly erasures?: string | undefined;
  readonly clock: Clock;
  readonly random: Random;
  /** A newer folder of keys of the same firm, taken in the place of the backup's own (K3). */
  readonly keys?: string | undefined;
  /** The folder is thrown away afterwards: its files may be given another name instead of being copied. */
  readonly disposable?: boolean;
  /** Whose sister folders may have what was erased since; the backup's own, where nothing is said. */
  readonly beside?: string;
};

/**
 * Devices enrolled after the backup keep their numbers to themselves: what follows is numbered well beyond (R2), and by
 * chance, since another restore of the same backup may have numbered devices too.
 */
const SKIPPED_DEVICES = { least: 10_000, more: 2 ** 18 };

/** @returns what was restored; the findings when the backup does not verify, and nothing is made; or why not */
export async function restoreBackup(options: RestoreOptions): Promise<Result<Restored | Verified, CommandRefusal>> {
  const { from, data, why, clock, random, disposable = false } = options;
  const target = path.resolve(data);
  return await withStoredFolder(from, async (stored): Promise<Result<Restored | Verified, CommandRefusal>> => {
    const manifest = readManifest(stored.folder);
    if (manifest === undefined) return refuse({ tag: 'not-a-backup', folder: from });
    const refused = whyNotThere(target, data);
    if (refused) return refuse(refused);
    const verified = await verifyFolder(stored);
    if (verified.count > 0 || !manifest || !verified.log) return ok(verified);
    const { log } = verified;
    const { firm } = stored;
    const newer = options.keys === undefined ? ok(null) : await newerKeys(options.keys, stored);
    if (!newer.ok) return newer;
    const { ring, folder: keys } = newer.value ?? { ring: stored.ring, folder: path.join(stored.folder, 'keys') };
    const head = { epoch: log.epoch, cursor: log.cursor, hash: log.head };
    const act = newEpoch({ firm, from: head, at: clock.now(), backupAt: manifest.madeAt, why, signer: ring.signer('log'), random });
    try {
      // Of after the backup, perhaps: judged by the newest keys there are.
      const erasures = erasuresSince(stored, options, keyBook(ring));
      const sessions = await fill({ stored, target, act, manifest, erasures, random, keys, take: disposable ? linkOrCopy : copyOwn });
      return ok({ data: target, manifest, epoch: act, sessions, erasures: erasures.length });
    } catch (error) {
      return refuse({ tag: 'cannot-write', folder: data, code: errorCode(error) });
    }
  });
}

/** Redactions the firm signed and this backup does not know: in its sister folders, and where the operator says. */
function erasuresSince(
  { folder, firm }: StoredFolder,
  { erasures: given, beside: sister = folder }: RestoreOptions,
  book: KeyBook,
): readonly Redaction[] {
  const beside = readdirSync(path.dirname(path.resolve(sister)), { withFileTypes: true })
    .filter((one) => one.isDirectory())
    .map((one) => path.join(one.parentPath, one.name, ERASURES));
  const known = new Set(redactionsInFile(path.join(folder, ERASURES), firm, book).map(({ id }) => id));
  const found = new Map<string, Redaction>();
  for (const file of [...beside, ...(given === undefined ? [] : [path.resolve(given), path.join(path.resolve(given), ERASURES)])]) {
    if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) continue;
    for (const one of redactionsInFile(file, firm, book)) if (!known.has(one.id)) found.set(one.id, one);
  }
  return [...found.values()].toSorted((a, b) => a.at - b.at);
}

function whyNotThere(target: string, folder: string): CommandRefusal | null {
  if (isFree(target)) return null;
  return { tag: isHeld(path.join(target, 'lock.sqlite')) ? 'in-use' : 'not-empty', folder };
}

/** Whether a server serves the folder; asks without writing. */
function isHeld(lock: string): boolean {
  if (!existsSync(lock)) return false;
  const database = new DatabaseSync(lock, { readOnly: true, timeout: 0 });
  try {
    database.prepare('SELECT count(*) FROM sqlite_schema').get();
    return false;
  } catch (error) {
    return error instanceof Error && 'errcode' in error && error.errcode === 5;
  } finally {
    database.close();
  }
}

/** Keys that go on from those of the backup: a restore would bring back those that were replaced since, and no device takes them (K3). */
async function newerKeys(
  given: string,
  { firm, ring }: StoredFolder,
): Promise<Result<{ readonly ring: KeyRing; readonly folder: string }, CommandRefusal>> {
  const folder = [path.resolve(given), path.join(path.resolve(given), 'keys')].find((one) => keyFiles(one).length > 0);
  if (folder === undefined) return refuse({ tag: 'no-key', folder: given });
  try {
    const newer = openRing(folder);
    newer.signer('log');
    const before = ring.acts.length > 0 ? extendsList(newer.acts, ring.acts) : newer.acts[0]?.keyId === ring.signer('log').keyId;
    if (!before || !(await isListVouched({ firm, acts: [...newer.acts] }))) return refuse({ tag: 'other-keys', folder: given });
    return ok({ ring: newer, folder });
  } catch (error) {
    return refuse(
      error instanceof KeyMissing ? { tag: 'no-key', folder: given } : { tag: 'cannot-read', file: given, code: errorCode(error) },
    );
  }
}

type Filling = {
  readonly stored: StoredFolder;
  readonly target: string;
  readonly act: RestoreAct;
  readonly manifest: BackupManifest;
  readonly erasures: readonly Redaction[];
  readonly random: Random;
  /** Folder of the keys to take. */
  readonly keys: string;
  readonly take: (from: string, to: string) => void;
};

/** @returns how many sessions were ended */
async function fill({ stored, target, act, manifest, erasures, random, keys, take }: Filling): Promise<number> {
  makeFolder(target);
  const release = hold(path.join(target, 'lock.sqlite'));
  if (!release) throw new Error('SQLITE_BUSY');
  try {
    // The identity first: with it and without firm.json, the server takes the folder for no firm's.
    await copyDatabase(stored.identity, path.join(target, 'identity.sqlite'));
    await copyDatabase(stored.log, path.join(target, 'log.sqlite'));
    makeFolder(path.join(target, 'blobs'));
    if (stored.blobIndex) await copyDatabase(stored.blobIndex, path.join(target, 'blobs', 'index.sqlite'));
    for (const file of filesUnder(stored.folder)) {
      makeFolder(path.dirname(path.join(target, file)));
      take(path.join(stored.folder, file), path.join(target, file));
    }
    makeFolder(path.join(target, 'keys'));
    for (const name of readdirSync(keys).filter((one) => /^[\w-]+\.(?:pem|json|secret)$/.test(one)))
      copyOwn(path.join(keys, name), path.join(target, 'keys', name));
    makeFolder(path.join(target, 'outbox'));
    if (stored.healing) await copyDatabase(stored.healing, path.join(target, HEALING));
    if (stored.trace) await copyDatabase(stored.trace, path.join(target, TRACE));
    beginEpoch(target, act);
    if (existsSync(path.join(stored.folder, ERASURES))) copyOwn(path.join(stored.folder, ERASURES), path.join(target, ERASURES));
    if (erasures.length > 0) appendLines(path.join(target, ERASURES), erasures);
    // The backup it comes from holds it up to here.
    writeWhole(path.join(target, BACKED_UP), `${JSON.stringify(manifest.checkpoint, null, 2)}\n`);
    const sessions = endAccesses(path.join(target, 'identity.sqlite'), random);
    for (const folder of foldersUnder(target)) settle(folder);
    copyOwn(path.join(stored.folder, 'firm.json'), path.join(target, 'firm.json'));
    settle(target);
    release();
    return sessions;
  } catch (error) {
    release();
    // The folder was free: all of it is ours.
    for (const name of readdirSync(target)) rmSync(path.join(target, name), { recursive: true, force: true });
    throw error;
  }
}

/** The files of a backup, relative to it. */
function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => path.relative(folder, path.join(one.parentPath, one.name)))
    .filter((name) => /^blobs.[0-9a-f]{2}.[0-9a-f]{2}.[0-9a-f]{64}$/.test(name));
}

function foldersUnder(folder: string): readonly string[] {
  const inside = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isDirectory());
  return [...inside.map((one) => path.join(one.parentPath, one.name)), folder];
}

function beginEpoch(target: string, act: RestoreAct): void {
  const healing = openHealDatabase(path.join(target, HEALING));
  try {
    addRestore(healing, act);
    healing.exec('PRAGMA journal_mode = DELETE;');
  } finally {
    healing.close();
  }
  settle(path.join(target, HEALING));
  const log = new DatabaseSync(path.join(target, 'log.sqlite'));
  try {
    log.exec('PRAGMA synchronous = FULL;');
    log.prepare('UPDATE epoch SET name = ?').run(act.epoch);
  } finally {
    log.close();
  }
}

/**
 * Ends every session and every code or link that waits to be used, and numbers new devices well beyond those enrolled after
 * the backup.
 */
function endAccesses(file: string, random: Random): number {
  const identity = new DatabaseSync(file);
  try {
    identity.exec('PRAGMA synchronous = FULL; BEGIN IMMEDIATE;');
    const tables = new Set(
      identity
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
        .all()
        .map((row) => String(row['name'])),
    );
    const sessions = tables.has('session') ? Number(identity.prepare('DELETE FROM session').run().changes) : 0;
    if (tables.has('verification')) identity.exec('DELETE FROM verification');
    const [a = 0, b = 0, c = 0] = random.bytes(3);
    const skipped = SKIPPED_DEVICES.least + ((a * 65_536 + b * 256 + c) % SKIPPED_DEVICES.more);
    const moved = identity.prepare("UPDATE sqlite_sequence SET seq = seq + ? WHERE name = 'device'").run(skipped);
    if (moved.changes === 0) identity.prepare("INSERT INTO sqlite_sequence (name, seq) VALUES ('device', ?)").run(skipped);
    identity.exec('COMMIT');
    return sessions;
  } finally {
    identity.close();
  }
}
