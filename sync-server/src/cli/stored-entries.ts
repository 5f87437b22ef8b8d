/**
 * The log's entries as they stand in the file, in order, without trusting that they fit together.
 *
 * Knows the tables of `adapters/sqlite-room-log.ts`; writes nothing.
 */
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { DeviceNumber, UserId } from '@navette/kernel/ids';
import type { RoomName } from '@navette/rooms/room-names';
import { remainsIn, type Remains } from '../log/sqlite-redactions.ts';
import type { LogEntry } from '../ports.ts';

/** An entry with what stands beside it in its row and in its room's. */
export type StoredEntry = LogEntry & { readonly roomId: number; readonly scope: string; readonly size: number };
/** A room as its own row knows it. */
export type StoredRoom = {
  readonly id: number;
  readonly name: RoomName;
  readonly scope: string;
  readonly seq: number;
  readonly at: number;
};

const COLUMNS = `e.cursor, e.room AS roomId, coalesce(r.name, '') AS room, e.seq, coalesce(r.scope, '') AS scope, e.id, e.author, e.device, e.counter, e.at, e.hash, e.size, e.salt, e.bytes
  FROM entry e LEFT JOIN room r ON r.id = e.room`;

/** Every entry, by cursor. */
export function* entriesOf(log: DatabaseSync): Generator<StoredEntry> {
  const remains = remainsIn(log);
  for (const row of log.prepare(`SELECT ${COLUMNS} ORDER BY e.cursor`).iterate()) yield toEntry(row, remains);
}

/** The entries of one room, by seq. */
export function* entriesOfRoom(log: DatabaseSync, room: RoomName): Generator<StoredEntry> {
  const remains = remainsIn(log);
  for (const row of log.prepare(`SELECT ${COLUMNS} WHERE r.name = ? ORDER BY e.seq`).iterate(room)) yield toEntry(row, remains);
}

export function roomsOf(log: DatabaseSync): readonly StoredRoom[] {
  return log
    .prepare('SELECT id, name, scope, seq, at FROM room ORDER BY id')
    .all()
    .map((row) => ({
      id: Number(row['id']),
      name: String(row['name']) as RoomName,
      scope: String(row['scope']),
      seq: Number(row['seq']),
      at: Number(row['at']),
    }));
}

type StoredCopy = { readonly bytes: Uint8Array; readonly sum: number };
/** The segments and digest of a room as they stand. */
export type StoredCopies = {
  readonly segments: readonly (StoredCopy & { readonly from: number; readonly to: number; readonly tier: number })[];
  readonly digest: (StoredCopy & { readonly seq: number }) | null;
};

/** Rooms that have a segment or a digest; none in a file no server has opened since there are such. */
export function roomsWithCopies(log: DatabaseSync): readonly RoomName[] {
  if (!hasCopies(log)) return [];
  return log
    .prepare('SELECT name FROM room WHERE id IN (SELECT room FROM segment UNION SELECT room FROM digest) ORDER BY id')
    .all()
    .map((row) => String(row['name']) as RoomName);
}

export function hasCopies(log: DatabaseSync): boolean {
  return log.prepare("SELECT 1 AS one FROM sqlite_schema WHERE type = 'table' AND name = 'segment'").get() !== undefined;
}

export function copiesOfRoom(log: DatabaseSync, room: RoomName): StoredCopies {
  const segments = log
    .prepare('SELECT s.first, s.last, s.tier, s.sum, s.bytes FROM segment s JOIN room r ON r.id = s.room WHERE r.name = ? ORDER BY s.first')
    .all(room)
    .map((row) => ({
      from: Number(row['first']),
      to: Number(row['last']),
      tier: Number(row['tier']),
      sum: Number(row['sum']),
      bytes: bytes(row['bytes']),
    }));
  const row = log.prepare('SELECT d.seq, d.sum, d.bytes FROM digest d JOIN room r ON r.id = d.room WHERE r.name = ?').get(room);
  return { segments, digest: row ? { seq: Number(row['seq']), sum: Number(row['sum']), bytes: bytes(row['bytes']) } : null };
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

function toEntry(row: Record<string, SQLOutputValue>, remains: Remains): StoredEntry {
  const left = bytes(row['salt']).length === 0 ? remains(Number(row['cursor'])) : null;
  return {
    ...(left && { inner: left.inner }),
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
