/**
 * The log's entries as they stand in the file, in order, without trusting that they fit together.
 *
 * Knows the tables of `adapters/sqlite-room-log.ts`; writes nothing.
 */
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { DeviceNumber, UserId } from '@navette/kernel/ids';
import type { RoomName } from '@navette/rooms/room-names';
import type { LogEntry } from '../ports.ts';

/** An entry with what stands beside it in its row. */
export type StoredEntry = LogEntry & { readonly roomId: number; readonly scope: string; readonly size: number };
/** A room as its own row knows it. */
export type StoredRoom = { readonly id: number; readonly name: RoomName; readonly seq: number; readonly at: number };

const COLUMNS = `e.cursor, e.room AS roomId, coalesce(r.name, '') AS room, e.seq, e.scope, e.id, e.author, e.device, e.counter, e.at, e.hash, e.size, e.salt, e.bytes
  FROM entry e LEFT JOIN room r ON r.id = e.room`;

/** Every entry, by cursor. */
export function* entriesOf(log: DatabaseSync): Generator<StoredEntry> {
  for (const row of log.prepare(`SELECT ${COLUMNS} ORDER BY e.cursor`).iterate()) yield toEntry(row);
}

/** The entries of one room, by seq. */
export function* entriesOfRoom(log: DatabaseSync, room: RoomName): Generator<StoredEntry> {
  for (const row of log.prepare(`SELECT ${COLUMNS} WHERE r.name = ? ORDER BY e.seq`).iterate(room)) yield toEntry(row);
}

export function roomsOf(log: DatabaseSync): readonly StoredRoom[] {
  return log
    .prepare('SELECT id, name, seq, at FROM room ORDER BY id')
    .all()
    .map((row) => ({ id: Number(row['id']), name: String(row['name']) as RoomName, seq: Number(row['seq']), at: Number(row['at']) }));
}

export function epochOf(log: DatabaseSync): string {
  return String(log.prepare('SELECT name FROM epoch').get()?.['name'] ?? '');
}

/** Does `work` on one unmoving view of the database, whatever is written beside it. */
export function onOneView<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN');
  try {
    return work();
  } finally {
    database.exec('ROLLBACK');
  }
}

const NOTHING = new Uint8Array();

function bytes(value: SQLOutputValue | undefined): Uint8Array {
  return value instanceof Uint8Array ? value : NOTHING;
}

function toEntry(row: Record<string, SQLOutputValue>): StoredEntry {
  return {
    cursor: Number(row['cursor']),
    roomId: Number(row['roomId']),
    room: String(row['room']) as RoomName,
    seq: Number(row['seq']),
    scope: String(row['scope']),
    id: String(row['id']),
    author: String(row['author']) as UserId | 'server',
    device: Number(row['device']) as DeviceNumber,
    counter: row['counter'] === null ? null : Number(row['counter']),
    at: Number(row['at']),
    hash: String(row['hash']),
    size: Number(row['size']),
    salt: bytes(row['salt']),
    bytes: bytes(row['bytes']),
  };
}
