/**
 * Entries as the reading side gives them out: each is checked once against the one before it in the log (K4).
 *
 * What does not follow from its predecessor, or cannot be read at all, is unsound. A wrong hash in one row must not
 * condemn the next: there the predecessor's hash is made again from the row before it. A check costs about as much as
 * the read (two hashes, the row before), so what this process wrote or checked already is not checked again.
 */
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { DeviceNumber, UserId } from '@navette/kernel/ids';
import type { RoomName } from '@navette/rooms/room-names';
import type { LogEntry } from '../ports.ts';
import { CHAIN_START, entryHash, formSum } from './log-chain.ts';
import type { SoundSpans } from './sound-spans.ts';
import { remainsIn, type Remains } from './sqlite-redactions.ts';

type Row = Record<string, SQLOutputValue>;

export const ENTRY_COLUMNS = `e.cursor, r.name AS room, e.seq, e.id, e.author, e.device, e.counter, e.at, e.hash, e.salt, e.bytes`;
const ENTRY = `SELECT ${ENTRY_COLUMNS} FROM entry e JOIN room r ON r.id = e.room WHERE e.cursor = ?`;

export type SoundEntries = {
  /** The entry of a row, or null when it is not as it was written. */
  check(row: Row): LogEntry | null;
  /** The entry at a cursor, or null when it cannot be read as it was written. */
  at(cursor: number): LogEntry | null;
};

/** @param spans what needs no check; grows by what `at` passes, and by what the reader of a whole stretch adds */
export function makeSoundEntries(database: DatabaseSync, spans: SoundSpans): SoundEntries {
  const byCursor = database.prepare(ENTRY);
  const hashAt = database.prepare('SELECT hash FROM entry WHERE cursor = ?');
  const remains = remainsIn(database);
  // Entries are mostly read in order: the one before is the one just read.
  let [last, lastHash] = [0, CHAIN_START];

  function hashBefore(cursor: number): string | null {
    if (cursor - 1 === last) return lastHash;
    if (cursor === 1) return CHAIN_START;
    return orNull(() => String(hashAt.get(cursor - 1)?.['hash'] ?? '')) || null;
  }

  /** The hash that the entry at `cursor` should have; null when nothing can be said. */
  function hashMadeAgain(cursor: number): string | null {
    return orNull(() => {
      const row = byCursor.get(cursor);
      const before = cursor === 1 ? CHAIN_START : String(hashAt.get(cursor - 1)?.['hash'] ?? '');
      const entry = row && entryOf(row, remains);
      return entry ? entryHash(before, entry) : null;
    });
  }

  function follows(entry: LogEntry): boolean {
    const before = hashBefore(entry.cursor);
    // The row before cannot be read: there is nothing to hold this one against.
    if (before === null) return true;
    if (orNull(() => entryHash(before, entry)) === entry.hash) return true;
    const again = entry.cursor > 1 ? hashMadeAgain(entry.cursor - 1) : null;
    return again !== null && again !== before && entryHash(again, entry) === entry.hash;
  }

  function check(row: Row): LogEntry | null {
    const entry = entryOf(row, remains);
    if (!entry) return null;
    if (!spans.has(entry.room, entry.seq) && !follows(entry)) return null;
    [last, lastHash] = [entry.cursor, entry.hash];
    return entry;
  }

  return {
    check,
    at(cursor) {
      return orNull(() => {
        const row = byCursor.get(cursor);
        const entry = row ? check(row) : null;
        if (entry) spans.add(entry.room, entry.seq);
        return entry;
      });
    },
  };
}

/** Null for one that cannot be, or a redacted form that is not the one that was put there. */
function entryOf(row: Row, remains: Remains): LogEntry | null {
  const [salt, bytes, cursor] = [row['salt'], row['bytes'], Number(row['cursor'])];
  if (!(salt instanceof Uint8Array && bytes instanceof Uint8Array)) return null;
  const left = salt.length === 0 ? remains(cursor) : null;
  if (salt.length === 0 && left?.sum !== formSum(bytes)) return null;
  return {
    ...(left && { inner: left.inner }),
    cursor,
    room: String(row['room']) as RoomName,
    seq: Number(row['seq']),
    id: String(row['id']),
    author: String(row['author']) as UserId | 'server',
    device: Number(row['device']) as DeviceNumber,
    counter: row['counter'] === null ? null : Number(row['counter']),
    at: Number(row['at']),
    hash: String(row['hash']),
    salt,
    bytes,
  };
}

/** Damage is an answer here; a disk that fails is not. */
function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (isDamage(error) || !(error instanceof Error && 'errcode' in error)) return null;
    throw error;
  }
}

/** SQLITE_CORRUPT, SQLITE_NOTADB: these pages, not the disk. */
export function isDamage(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && [11, 26].includes(Number(error.errcode) & 0xff);
}
