/**
 * The data folder of one firm: what stands where, who holds it, and whether it is a demonstration.
 *
 *   firm.json        what this folder is: format version, firm id, demonstration or not
 *   identity.sqlite  people, sessions, rights     log.sqlite  rooms     blobs/  files     outbox/  mail not sent
 *   healing.sqlite   restores and what came back  backed-up.json  how far the last verified backup goes
 *   trace.sqlite     who was given which dossier when
 *   erasures.jsonl   what the firm ordered to be erased, for a log that is restored
 *   keys/            signing keys and their list (`keys/key-folder.ts`), session secret; readable by the owner only
 *   lock.sqlite      held open by the one process that serves this folder; the system frees it when that process dies
 *
 * Invariants: one process a folder; a demonstration and a real firm never share one.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isId, makeId, type FirmId } from '@navette/kernel/ids';
import { ok, refuse, type Result } from '@navette/kernel/result';
import * as v from 'valibot';

/** Version of the folder's layout that this code reads and writes. */
export const FIRM_FORMAT = 1;
/** Stands in a backup only: served as it is, it would go on in the epoch of the server it copies (K4). */
export const BACKUP_MANIFEST = 'backup.json';
export const HEALING = 'healing.sqlite';
export const BACKED_UP = 'backed-up.json';
export const TRACE = 'trace.sqlite';
export const ERASURES = 'erasures.jsonl';
export const KEYS_LOCK = 'keys-lock.sqlite';
/** An encrypted backup on its way: plain, in the one folder that holds it all anyway. */
export const BACKUP_STAGING = 'backup-staging';
export const BACKUP_LOCK = 'backup-lock.sqlite';

const FirmFile = v.object({ format: v.number(), id: v.pipe(v.string(), v.check(isId)), demo: v.boolean() });

export type DataFolder = {
  readonly firm: FirmId;
  readonly demo: boolean;
  /** Nothing was there before this start. */
  readonly fresh: boolean;
  readonly identity: string;
  readonly log: string;
  /** How the log came to its epoch, and what came back after a restore. */
  readonly healing: string;
  /** Where the log stood in the last verified backup; absent before the first. */
  readonly backedUp: string;
  /** Who was given which dossier when (R16). */
  readonly trace: string;
  /** Every redaction the firm ordered; absent before the first. */
  readonly erasures: string;
  readonly blobs: string;
  readonly outbox: string;
  readonly keys: string;
  /** Held while the keys are changed. */
  readonly keysLock: string;
  /** Secret that signs sessions. */
  readonly secret: string;
  /** There while a demonstration is being filled: one found at the next start means it never was, and it starts over. */
  readonly seeding: string;
  release(): void;
};

export type FolderRefusal =
  | {
      readonly tag: 'in-use' | 'is-demo' | 'is-real' | 'newer' | 'unreadable' | 'not-a-data-folder' | 'weak-secret' | 'backup';
      readonly folder: string;
    }
  | { readonly tag: 'cannot-write'; readonly folder: string; readonly code: string };

/**
 * Opens a folder, or makes it.
 * @param demo whether a demonstration is meant
 * @returns the folder, held until `release`; or why it is not opened (O3)
 */
export function openDataFolder(folder: string, demo: boolean): Result<DataFolder, FolderRefusal> {
  try {
    return open(path.resolve(folder), demo);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return refuse({ tag: 'cannot-write', folder, code });
  }
}

function open(folder: string, demo: boolean): Result<DataFolder, FolderRefusal> {
  const firmFile = path.join(folder, 'firm.json');
  // Looked at before anything is created: a refused folder is left exactly as it was.
  const before = existsSync(firmFile) ? readFirm(firmFile) : undefined;
  if (before === null) return refuse({ tag: 'unreadable', folder });
  if (before && existsSync(path.join(folder, BACKUP_MANIFEST))) return refuse({ tag: 'backup', folder });
  if (before && before.format > FIRM_FORMAT) return refuse({ tag: 'newer', folder });
  if (before && before.demo !== demo) return refuse({ tag: before.demo ? 'is-demo' : 'is-real', folder });
  if (!before && existsSync(path.join(folder, 'identity.sqlite'))) return refuse({ tag: 'not-a-data-folder', folder });

  for (const part of ['', 'blobs', 'outbox', 'keys']) mkdirSync(path.join(folder, part), { recursive: true, mode: 0o700 });
  const release = hold(path.join(folder, 'lock.sqlite'));
  if (!release) return refuse({ tag: 'in-use', folder });

  const seeding = path.join(folder, 'seeding');
  if (demo && existsSync(seeding)) startOver(folder);
  const secret = sessionSecret(path.join(folder, 'keys', 'session.secret'));
  if (secret === undefined) {
    release();
    return refuse({ tag: 'weak-secret', folder });
  }
  const firm = readFirm(firmFile) ?? newFirm(firmFile, demo);
  const at = (...parts: string[]) => path.join(folder, ...parts);
  return ok({
    firm: firm.id as FirmId,
    demo: firm.demo,
    fresh: !before,
    identity: at('identity.sqlite'),
    log: at('log.sqlite'),
    healing: at(HEALING),
    backedUp: at(BACKED_UP),
    trace: at(TRACE),
    erasures: at(ERASURES),
    blobs: at('blobs'),
    outbox: at('outbox'),
    keys: at('keys'),
    keysLock: at(KEYS_LOCK),
    secret,
    seeding,
    release,
  });
}

/** A demonstration cut off while it was filled holds nobody's work. */
function startOver(folder: string): void {
  const made = readdirSync(folder).filter(
    (name) => /^(?:identity|log|healing|trace)\.sqlite/.test(name) || name === 'blobs' || name === ERASURES,
  );
  for (const name of made) rmSync(path.join(folder, name), { recursive: true });
  mkdirSync(path.join(folder, 'blobs'), { mode: 0o700 });
}

/** @returns null for a file that is not ours, undefined when there is none */
export function readFirm(file: string): v.InferOutput<typeof FirmFile> | null | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const parsed = v.safeParse(FirmFile, JSON.parse(readFileSync(file, 'utf8')));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

function newFirm(file: string, demo: boolean): v.InferOutput<typeof FirmFile> {
  const firm = { format: FIRM_FORMAT, id: makeId<FirmId>(Date.now(), randomBytes(10)), demo };
  writeFileSync(`${file}.new`, `${JSON.stringify(firm, null, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
  return firm;
}

/** A transaction held for the life of the process: no stale lock file, whatever the way the process ends. @returns what releases it, undefined when another process holds it for all of `patience` milliseconds */
export function hold(file: string, patience = 0): (() => void) | undefined {
  const database = new DatabaseSync(file, { timeout: patience });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch {
    database.close();
    return undefined;
  }
  return () => database.close();
}

/** Made at the first start; one that somebody shortened or emptied is refused, never replaced. */
function sessionSecret(file: string): string | undefined {
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flush: true, flag: 'wx' });
  const secret = readFileSync(file, 'utf8').trim();
  return secret.length >= 40 && new Set(secret).size >= 12 ? secret : undefined;
}
