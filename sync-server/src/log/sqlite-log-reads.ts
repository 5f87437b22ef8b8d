/**
 * The reading side of the room log in SQLite, on a connection of its own: what it sees is committed.
 *
 * Nothing is written here. A read that fails throws; it never passes for an empty room. A room of which an entry is not
 * as it was written is refused from then on, and stepped over where many rooms are read.
 */
import { crc32 } from 'node:zlib';
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { BlobHash, DossierId, UserId } from '@navette/kernel/ids';
import type { Holder } from '@navette/domain/boxes';
import type { RoomName, Scope } from '@navette/rooms/room-names';
import type { KeptRedaction, LogEntry, ReceiptRow, RoomDigest, Segment } from '../ports.ts';
import { CHAIN_START } from './log-chain.ts';
import type { Quarantine } from './quarantine.ts';
import { addStretch, type SoundSpans } from './sound-spans.ts';
import { makeLogGaps } from './sqlite-log-gaps.ts';
import { redactionsIn } from './sqlite-redactions.ts';
import { ENTRY_COLUMNS, isDamage, makeSoundEntries } from './sqlite-sound-entries.ts';

type Row = Record<string, SQLOutputValue>;
/** `left`: rooms of which something was stepped over. */
type Page = { readonly entries: readonly LogEntry[]; readonly next: number; readonly full: boolean; readonly left: ReadonlySet<RoomName> };

/** Rows looked over in one page of `since` before the caller is given a turn. */
const SCANNED_PER_PAGE = 50_000;
const FROM_SEQ = 'SELECT cursor, size FROM entry WHERE room = ? AND seq >= ? AND cursor <= ? ORDER BY seq';
const NO_ROOMS: ReadonlySet<RoomName> = new Set();

/**
 * @param database open on a file that `prepareLogFile` brought up to date
 * @param quarantine the rooms that cannot be read; grows here
 */
export function makeLogReads(database: DatabaseSync, quarantine: Quarantine, spans: SoundSpans) {
  const sql = statementsOf(database);
  const sound = makeSoundEntries(database, spans);
  const gaps = makeLogGaps(database);
  const roomNames = new Map<number, RoomName>();

  function nameOf(id: number): RoomName {
    const known = roomNames.get(id);
    if (known !== undefined) return known;
    const name = String(sql.roomById.get(id)?.['name']) as RoomName;
    roomNames.set(id, name);
    return name;
  }

  /** The first seq of a room whose cursor is above `after`: both grow together, so a few looks at the index find it. */
  function firstAbove(room: number, seq: number, after: number): number {
    let [low, high] = [1, seq + 1];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (Number(sql.cursorAt.get(room, middle)?.['cursor'] ?? Infinity) > after) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  return {
    head(): { readonly cursor: number; readonly hash: string } {
      const row = sql.head.get();
      return row ? { cursor: Number(row['cursor']), hash: String(row['hash']) } : { cursor: 0, hash: CHAIN_START };
    },
    /** @throws RoomUnreadable */
    room(room: RoomName, after: number, until: number): LogEntry[] {
      quarantine.mustBeSound(room);
      try {
        const entries = sql.ofRoom.all(room, after, until).map((row) => sound.check(row) ?? quarantine.refuse(room));
        addStretch(spans, room, entries);
        return entries;
      } catch (error) {
        throw isDamage(error) ? quarantine.add(room) : error;
      }
    },
    known(ids: readonly string[]): Map<string, number> {
      return new Map(sql.known.all(JSON.stringify(ids)).map((row) => [String(row['id']), Number(row['at'])]));
    },
    /** Null when one of the copies is damaged. */
    segments(room: RoomName): readonly Segment[] | null {
      const segments: Segment[] = [];
      for (const row of sql.segments.iterate(room)) {
        const bytes = blob(row['bytes']);
        if (crc32(bytes) !== Number(row['sum'])) return null;
        segments.push({ from: Number(row['first']), to: Number(row['last']), tier: Number(row['tier']), bytes });
      }
      return segments;
    },
    /** `undefined` when it is damaged. */
    digest(room: RoomName): RoomDigest | null | undefined {
      const row = sql.digest.get(room);
      if (!row) return null;
      const bytes = blob(row['bytes']);
      return crc32(bytes) === Number(row['sum']) ? { seq: Number(row['seq']), bytes } : undefined;
    },
    since(cursor: number, wanted: (room: RoomName) => boolean, maxBytes: number): Page {
      const lets = new Map<number, boolean>();
      const entries: LogEntry[] = [];
      const left = new Set<RoomName>();
      let [next, bytes, scanned] = [cursor, 0, 0];
      const page = (full: boolean): Page => ({ entries, next, full, left });

      /** @returns whether the page is full */
      function scan(): boolean {
        for (const row of sql.after.iterate(next)) {
          const id = Number(row['room']);
          const room = nameOf(id);
          const takes = lets.get(id) ?? wanted(room);
          lets.set(id, takes);
          if (++scanned > SCANNED_PER_PAGE) return true;
          if (takes) {
            const size = Number(row['size']);
            if (entries.length > 0 && bytes + size > maxBytes) return true;
            const entry = quarantine.has(room) ? null : sound.at(Number(row['cursor']));
            if (entry) {
              entries.push(entry);
              bytes += size;
            } else {
              quarantine.add(room);
              left.add(room);
            }
          }
          next = Number(row['cursor']);
        }
        return false;
      }

      for (;;) {
        try {
          return page(scan());
        } catch (error) {
          if (!isDamage(error)) throw error;
          const gap = gaps.after(next, error);
          for (const room of gap.rooms) {
            quarantine.add(room);
            if (wanted(room)) left.add(room);
          }
          if (gap.to === null) return page(false);
          next = gap.to;
        }
      }
    },
    /** A scope with a room that cannot be read waits before the first entry that is missing, whole. */
    scope(scope: Scope, after: number, until: number, maxBytes: number): Page {
      const rooms = sql.roomsOfScope
        .all(scope)
        .map((row) => ({ id: Number(row['id']), seq: Number(row['seq']), name: String(row['name']) as RoomName }));
      const left = new Set(rooms.flatMap(({ name }) => (quarantine.has(name) ? name : [])));
      if (left.size > 0) return { entries: [], next: after, full: true, left };
      const entries: LogEntry[] = [];
      let bytes = 0;
      const page = (next: number, full: boolean, without = NO_ROOMS): Page => ({ entries, next, full, left: without });
      const stop = (room: RoomName): Page => {
        quarantine.add(room);
        return page(entries.at(-1)?.cursor ?? after, true, new Set([room]));
      };
      let reading = rooms[0]?.name;
      const lanes: Lane[] = [];
      try {
        for (const { id, seq, name } of rooms) {
          reading = name;
          // A statement of its own for each room: they are read side by side.
          lanes.push({ name, rows: database.prepare(FROM_SEQ).iterate(id, firstAbove(id, seq, after), until) });
        }
        for (const { name, cursor, size } of inOrder(lanes, (name) => (reading = name))) {
          if (entries.length > 0 && bytes + size > maxBytes) return page(entries.at(-1)?.cursor ?? after, true);
          const entry = sound.at(cursor);
          if (!entry) return stop(name);
          entries.push(entry);
          bytes += size;
        }
      } catch (error) {
        if (isDamage(error) && reading !== undefined) return stop(reading);
        throw error;
      } finally {
        // A statement left open would hold this connection to what the log was at that moment.
        for (const { rows } of lanes) rows.return?.();
      }
      return page(Math.max(after, until), false);
    },
    rooms: (): RoomName[] => sql.rooms.all().map((row) => String(row['name']) as RoomName),
    holds(dossier: DossierId, box: Holder, hash: BlobHash): ReceiptRow | null {
      const row = sql.holds.get(dossier, box, hash);
      return row
        ? { dossier, box, hash, size: Number(row['size']), uploader: String(row['uploader']) as UserId, at: Number(row['at']) }
        : null;
    },
    boxesHolding: (dossier: DossierId, hash: BlobHash): Holder[] => sql.boxes.all(dossier, hash).map((row) => String(row['box']) as Holder),
    anyHolds: (hash: BlobHash): boolean => sql.anywhere.get(hash) !== undefined,
    redactions: (): KeptRedaction[] => redactionsIn(database),
  };
}

function statementsOf(database: DatabaseSync) {
  const sql = (text: string) => database.prepare(text);
  return {
    head: sql('SELECT cursor, hash FROM entry ORDER BY cursor DESC LIMIT 1'),
    known: sql('SELECT id, at FROM entry WHERE id IN (SELECT value FROM json_each(?))'),
    roomById: sql('SELECT name FROM room WHERE id = ?'),
    rooms: sql('SELECT name FROM room WHERE seq > 0 ORDER BY id'),
    ofRoom: sql(
      `SELECT ${ENTRY_COLUMNS} FROM entry e JOIN room r ON r.id = e.room WHERE r.name = ? AND e.seq > ? AND e.seq <= ? ORDER BY e.seq`,
    ),
    after: sql('SELECT cursor, room, size FROM entry WHERE cursor > ? ORDER BY cursor'),
    roomsOfScope: sql('SELECT id, seq, name FROM room WHERE scope = ?'),
    cursorAt: sql('SELECT cursor FROM entry WHERE room = ? AND seq = ?'),
    segments: sql(
      'SELECT s.first, s.last, s.tier, s.sum, s.bytes FROM segment s JOIN room r ON r.id = s.room WHERE r.name = ? ORDER BY s.first',
    ),
    digest: sql('SELECT d.seq, d.sum, d.bytes FROM digest d JOIN room r ON r.id = d.room WHERE r.name = ?'),
    holds: sql('SELECT size, uploader, at FROM blobs WHERE dossier = ? AND box = ? AND hash = ?'),
    boxes: sql('SELECT box FROM blobs WHERE dossier = ? AND hash = ?'),
    anywhere: sql('SELECT 1 AS one FROM blobs WHERE hash = ? LIMIT 1'),
  };
}

type Lane = { readonly name: RoomName; readonly rows: Iterator<Row> };

/** The rows of several rooms, each in order, as one row of rows by cursor. */
function* inOrder(lanes: readonly Lane[], onRead: (room: RoomName) => void) {
  const nextOf = (lane: Lane) => {
    onRead(lane.name);
    const { done, value } = lane.rows.next();
    return done ? [] : [{ lane, name: lane.name, cursor: Number(value['cursor']), size: Number(value['size']) }];
  };
  const heads = lanes.flatMap(nextOf);
  for (;;) {
    let first = heads[0];
    if (!first) return;
    for (const head of heads) if (head.cursor < first.cursor) first = head;
    yield first;
    heads.splice(heads.indexOf(first), 1, ...nextOf(first.lane));
  }
}

function blob(value: SQLOutputValue | undefined): Uint8Array {
  if (!(value instanceof Uint8Array)) throw new Error('log: a stored value is unreadable');
  return value;
}
