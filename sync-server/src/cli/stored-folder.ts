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
import { FIRM_FORMAT, HEALING, readFirm, TRACE } from '../data-folder.ts';
import { keyBook, type KeyBook } from '../keys/key-book.ts';
import { KeyMissing, openRing } from '../keys/key-folder.ts';
import type { KeyRing } from '../ports.ts';
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
  readonly ring: KeyRing;
  /** The same keys, for checking what was signed. */
  readonly book: KeyBook;
  readonly firmName: string;
};

const ATTEMPTS = 3;

/**
 * Opens the folder, does `work`, closes it.
 * @param work reads only, or makes things it can make again: it runs again when a server started meanwhile
 * @param options `keyless`: also a folder whose private keys are gone
 */
export async function withStoredFolder<T>(
  folder: string,
  work: (stored: StoredFolder) => Promise<Result<T, CommandRefusal>>,
  { keyless = false } = {},
): Promise<Result<T, CommandRefusal>> {
  for (let attempt = 1; ; attempt++) {
    const opened = openStored(folder, keyless);
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

function openStored(given: string, keyless: boolean): Result<Opened, CommandRefusal> {
  const folder = path.resolve(given);
  if (!existsSync(folder)) return refuse({ tag: 'no-such-folder', folder: given });
  const firm = readFirm(path.join(folder, 'firm.json'));
  if (firm === undefined) return refuse({ tag: 'no-such-folder', folder: given });
  if (firm === null) return refuse({ tag: 'unreadable', folder: given });
  if (firm.format > FIRM_FORMAT) return refuse({ tag: 'newer', folder: given });

  const files: { readonly file: string; readonly database: DatabaseSync; readonly alone: boolean }[] = [];
  const close = () => files.splice(0).forEach(({ database }) => database.isOpen && database.close());
  const open = (...parts: string[]): DatabaseSync => {
    const file = path.join(folder, ...parts);
    const opened = openReadOnly(file);
    files.push({ file, ...opened });
    return opened.database;
  };
  try {
    const ring = openRing(path.join(folder, 'keys'));
    for (const purpose of keyless ? [] : (['log', 'receipts'] as const)) ring.signer(purpose);
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
      ring,
      book: keyBook(ring),
      firmName,
    };
    const alone = files.filter((one) => one.alone).map((one) => one.file);
    return { ok: true, value: { stored, close, disturbed: () => alone.some((file) => existsSync(`${file}-wal`)) } };
  } catch (error) {
    close();
    return refuse(
      error instanceof KeyMissing ? { tag: 'no-key', folder: given } : { tag: 'cannot-read', file: given, code: errorCode(error) },
    );
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
