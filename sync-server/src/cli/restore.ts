/**
 * Makes a data folder from a backup: verified first, copied, and given a new epoch, so that every device asks for
 * everything again instead of believing that the log went backwards (threats K4, O2; R101).
 *
 * The new epoch is an act signed by the firm, kept in the log's file: which epoch and cursor it comes from, and why.
 * `firm.json` comes last: a folder without it is refused by the server, so a restore cut short never runs.
 */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { bytesToBase64Url, bytesToHex } from '@navette/kernel/bytes';
import type { Clock, Random } from '@navette/kernel/ports';
import { ok, refuse, type Result } from '@navette/kernel/result';
import { hold } from '../data-folder.ts';
import { readManifest, type BackupManifest } from './backup-manifest.ts';
import type { CommandRefusal } from './command.ts';
import { copyDatabase, copyOwn, isFree, makeFolder, settle } from './folder-files.ts';
import { errorCode, withStoredFolder, type StoredFolder } from './stored-folder.ts';
import { verifyFolder, type Verified } from './verify-folder.ts';

/** The act that began an epoch. */
export type NewEpoch = {
  readonly firm: string;
  readonly epoch: string;
  /** Epoch, cursor and head it goes on from. */
  readonly from: string;
  readonly cursor: number;
  readonly head: string;
  readonly at: number;
  readonly why: string;
  readonly keyId: string;
};

export type Restored = { readonly data: string; readonly manifest: BackupManifest; readonly epoch: NewEpoch };
export type RestoreOptions = {
  readonly from: string;
  readonly data: string;
  readonly why: string;
  readonly clock: Clock;
  readonly random: Random;
};

/** Devices enrolled after the backup keep their numbers to themselves: what follows is numbered well beyond (R2). */
const SKIPPED_DEVICES = 10_000;

/** The exact text that the firm's key signs. */
export function newEpochText(act: NewEpoch): string {
  return ['navette-epoch-v1', act.firm, act.epoch, act.from, act.cursor, act.head, act.at, act.why, act.keyId, ''].join('\n');
}

/** @returns what was restored; the findings when the backup does not verify, and nothing is made; or why not */
export async function restoreBackup(options: RestoreOptions): Promise<Result<Restored | Verified, CommandRefusal>> {
  const { from, data, why, clock, random } = options;
  const target = path.resolve(data);
  return await withStoredFolder(from, async (stored): Promise<Result<Restored | Verified, CommandRefusal>> => {
    const manifest = readManifest(stored.folder);
    if (manifest === undefined) return refuse({ tag: 'not-a-backup', folder: from });
    const refused = whyNotThere(target, data);
    if (refused) return refuse(refused);
    const verified = await verifyFolder(stored);
    if (verified.count > 0 || !manifest || !verified.log) return ok(verified);
    const { log } = verified;
    const facts = {
      firm: stored.firm,
      epoch: bytesToHex(random.bytes(16)),
      from: log.epoch,
      cursor: log.cursor,
      head: log.head,
      at: clock.now(),
      why,
      keyId: stored.signer.keyId,
    };
    try {
      await fill(stored, target, facts);
      return ok({ data: target, manifest, epoch: facts });
    } catch (error) {
      return refuse({ tag: 'cannot-write', folder: data, code: errorCode(error) });
    }
  });
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

async function fill(stored: StoredFolder, target: string, epoch: NewEpoch): Promise<void> {
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
      copyOwn(path.join(stored.folder, file), path.join(target, file));
    }
    makeFolder(path.join(target, 'outbox'));
    beginEpoch(path.join(target, 'log.sqlite'), epoch, bytesToBase64Url(stored.signer.sign(newEpochText(epoch))));
    skipDevices(path.join(target, 'identity.sqlite'));
    for (const folder of foldersUnder(target)) settle(folder);
    copyOwn(path.join(stored.folder, 'firm.json'), path.join(target, 'firm.json'));
    settle(target);
  } catch (error) {
    release();
    // The folder was free: all of it is ours.
    for (const name of readdirSync(target)) rmSync(path.join(target, name), { recursive: true, force: true });
    throw error;
  }
  release();
}

/** The keys and files of a backup, relative to it. */
function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => path.relative(folder, path.join(one.parentPath, one.name)))
    .filter((name) => /^(?:keys.[\w.-]+|blobs.[0-9a-f]{2}.[0-9a-f]{2}.[0-9a-f]{64})$/.test(name));
}

function foldersUnder(folder: string): readonly string[] {
  const inside = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isDirectory());
  return [...inside.map((one) => path.join(one.parentPath, one.name)), folder];
}

function beginEpoch(file: string, act: NewEpoch, signature: string): void {
  const log = new DatabaseSync(file);
  try {
    log.exec('PRAGMA synchronous = FULL; BEGIN IMMEDIATE;');
    log.exec(`CREATE TABLE IF NOT EXISTS restored (
      epoch TEXT PRIMARY KEY, from_epoch TEXT NOT NULL, cursor INTEGER NOT NULL, head TEXT NOT NULL, at INTEGER NOT NULL,
      why TEXT NOT NULL, key_id TEXT NOT NULL, signature TEXT NOT NULL
    ) STRICT`);
    log
      .prepare('INSERT INTO restored (epoch, from_epoch, cursor, head, at, why, key_id, signature) VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
      .run(act.epoch, act.from, act.cursor, act.head, act.at, act.why, act.keyId, signature);
    log.prepare('UPDATE epoch SET name = ?').run(act.epoch);
    log.exec('COMMIT');
  } finally {
    log.close();
  }
}

function skipDevices(file: string): void {
  const identity = new DatabaseSync(file);
  try {
    identity.exec('PRAGMA synchronous = FULL; BEGIN IMMEDIATE;');
    const moved = identity.prepare("UPDATE sqlite_sequence SET seq = seq + ? WHERE name = 'device'").run(SKIPPED_DEVICES);
    if (moved.changes === 0) identity.prepare("INSERT INTO sqlite_sequence (name, seq) VALUES ('device', ?)").run(SKIPPED_DEVICES);
    identity.exec('COMMIT');
  } finally {
    identity.close();
  }
}
