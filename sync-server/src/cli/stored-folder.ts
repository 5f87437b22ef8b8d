/**
 * A data folder, or a backup of one, opened for reading only: beside a running server, or on its own.
 *
 * Nothing is created, not even SQLite's side files: a database that no server holds is read as immutable, and when one
 * starts in the middle the work is done again beside it.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import type { FirmId } from '@navette/kernel/ids';
import { refuse, type Result } from '@navette/kernel/result';
import { openSigner } from '../adapters/ed25519-signer.ts';
import { FIRM_FORMAT, HEALING, readFirm, TRACE } from '../data-folder.ts';
import type { Signer } from '../ports.ts';
import type { CommandRefusal } from './command.ts';

export type StoredFolder = {
  /** Absolute. */
  readonly folder: string;
  readonly firm: FirmId;
  readonly demo: boolean;
  /** Read-only; each reader opens its own transaction. */
  readonly log: DatabaseSync;
  readonly identity: DatabaseSync;
  /** Restores, and what came back after them; null for a folder no server has opened since they are kept. */
  readonly healing: DatabaseSync | null;
  /** Who was given which dossier when; null where nobody has noted it yet. */
  readonly trace: DatabaseSync | null;
  /** Null when no upload ever made it. */
  readonly blobIndex: DatabaseSync | null;
  readonly blobs: string;
  readonly signer: Signer;
  readonly firmName: string;
};

const ATTEMPTS = 3;

/**
 * Opens the folder, does `work`, closes it.
 * @param work reads only, or makes things it can make again: it runs again when a server started meanwhile
 */
export async function withStoredFolder<T>(
  folder: string,
  work: (stored: StoredFolder) => Promise<Result<T, CommandRefusal>>,
): Promise<Result<T, CommandRefusal>> {
  for (let attempt = 1; ; attempt++) {
    const opened = openStored(folder);
    if (!opened.ok) return opened;
    const { stored, close, disturbed } = opened.value;
    try {
      const result = await work(stored);
      if (!disturbed() || attempt === ATTEMPTS) return result;
    } catch (error) {
      if (!disturbed() || attempt === ATTEMPTS) return refuse({ tag: 'cannot-read', file: folder, code: errorCode(error) });
    } finally {
      close();
    }
  }
}

/** A database for reading; `alone` when nobody held it at this moment. */
export function openReadOnly(file: string): { readonly database: DatabaseSync; readonly alone: boolean } {
  const alone = !existsSync(`${file}-wal`);
  const url = pathToFileURL(file);
  url.searchParams.set('mode', 'ro');
  if (alone) url.searchParams.set('immutable', '1');
  return { database: new DatabaseSync(url, { readOnly: true, timeout: 5000 }), alone };
}

/** The code of a system or SQLite error, for a sentence: never a whole message, which may quote data. */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if ('errstr' in error) return String(error.errstr);
  return 'code' in error ? String(error.code) : error.message;
}

type Opened = { readonly stored: StoredFolder; close(): void; disturbed(): boolean };

function openStored(given: string): Result<Opened, CommandRefusal> {
  const folder = path.resolve(given);
  if (!existsSync(folder)) return refuse({ tag: 'no-such-folder', folder: given });
  const firm = readFirm(path.join(folder, 'firm.json'));
  if (firm === undefined) return refuse({ tag: 'no-such-folder', folder: given });
  if (firm === null) return refuse({ tag: 'unreadable', folder: given });
  if (firm.format > FIRM_FORMAT) return refuse({ tag: 'newer', folder: given });
  const keyFile = path.join(folder, 'keys', 'signing.pem');
  // Looked at first: opening makes a key where there is none.
  if (!existsSync(keyFile)) return refuse({ tag: 'no-key', folder: given });

  const files: { readonly file: string; readonly database: DatabaseSync; readonly alone: boolean }[] = [];
  const close = () => files.splice(0).forEach(({ database }) => database.isOpen && database.close());
  const open = (...parts: string[]): DatabaseSync => {
    const file = path.join(folder, ...parts);
    const opened = openReadOnly(file);
    files.push({ file, ...opened });
    return opened.database;
  };
  try {
    const signer = openSigner(keyFile);
    const [log, identity] = [open('log.sqlite'), open('identity.sqlite')];
    const healing = existsSync(path.join(folder, HEALING)) ? open(HEALING) : null;
    const trace = existsSync(path.join(folder, TRACE)) ? open(TRACE) : null;
    const blobIndex = existsSync(path.join(folder, 'blobs', 'index.sqlite')) ? open('blobs', 'index.sqlite') : null;
    const firmName = String(identity.prepare('SELECT name FROM firm WHERE id = ?').get(firm.id)?.['name'] ?? '');
    const stored = {
      folder,
      firm: firm.id as FirmId,
      demo: firm.demo,
      log,
      identity,
      healing,
      trace,
      blobIndex,
      blobs: path.join(folder, 'blobs'),
      signer,
      firmName,
    };
    const alone = files.filter((one) => one.alone).map((one) => one.file);
    return { ok: true, value: { stored, close, disturbed: () => alone.some((file) => existsSync(`${file}-wal`)) } };
  } catch (error) {
    close();
    return refuse({ tag: 'cannot-read', file: given, code: errorCode(error) });
  }
}

/** Text of a small file, or why not. */
export function readText(file: string): Result<string, CommandRefusal> {
  try {
    return { ok: true, value: readFileSync(file, 'utf8') };
  } catch (error) {
    return refuse({ tag: 'cannot-read', file, code: errorCode(error) });
  }
}
