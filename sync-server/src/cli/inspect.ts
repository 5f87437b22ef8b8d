/**
 * What is in a data folder or a backup: how much, of what kind, where it weighs. Ids and figures only, no name and no content
 * (O1): it may be shown to whoever looks after the machine. Changes nothing.
 */
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { isBlobHash } from '@navette/kernel/ids';
import { parseRoom, type RoomKind, type RoomName } from '@navette/rooms/room-names';
import { makeQuarantine } from '../log/quarantine.ts';
import { SoundSpans } from '../log/sound-spans.ts';
import { makeLogReads } from '../log/sqlite-log-reads.ts';
import { epochOf, hasCopies, onOneView } from './stored-entries.ts';
import type { StoredFolder } from './stored-folder.ts';

export type RoomFigures = {
  readonly entries: number;
  /** Of the entries' contents. */
  readonly bytes: number;
  readonly segments: number;
  readonly segmentBytes: number;
};
export type KindFigures = RoomFigures & { readonly kind: RoomKind | 'unknown'; readonly rooms: number };
export type LargeRoom = RoomFigures & { readonly room: RoomName };

export type Inspected = {
  readonly firm: string;
  readonly demo: boolean;
  readonly epoch: string;
  readonly cursor: number;
  /** Server time of the first and last entries, null for an empty log. */
  readonly from: number | null;
  readonly to: number | null;
  readonly rooms: number;
  readonly kinds: readonly KindFigures[];
  readonly largest: readonly LargeRoom[];
  readonly files: { readonly count: number; readonly bytes: number };
  /** Bytes of each database with its side files. */
  readonly databases: Readonly<Record<string, number>>;
  /** Rooms a server would put into quarantine; null for a log that none has opened since there is one. */
  readonly unreadable: readonly RoomName[] | null;
};

const LARGEST = 10;
const DATABASES = ['log.sqlite', 'identity.sqlite', 'healing.sqlite', 'blobs/index.sqlite'];

export function inspectFolder(stored: StoredFolder): Inspected {
  const { log, folder } = stored;
  return onOneView(log, () => {
    const ends = log.prepare('SELECT min(cursor) AS first, max(cursor) AS last FROM entry').get();
    const at = (cursor: unknown) => log.prepare('SELECT at FROM entry WHERE cursor = ?').get(Number(cursor))?.['at'];
    const [from, to] = ends?.['last'] == null ? [null, null] : [Number(at(ends['first'])), Number(at(ends['last']))];
    const rooms = figuresOf(log);
    return {
      firm: stored.firm,
      demo: stored.demo,
      epoch: epochOf(log),
      cursor: Number(ends?.['last'] ?? 0),
      from,
      to,
      rooms: rooms.length,
      kinds: byKind(rooms),
      largest: rooms.toSorted((a, b) => b.bytes - a.bytes).slice(0, LARGEST),
      files: filesIn(stored.blobs),
      databases: Object.fromEntries(
        DATABASES.filter((name) => existsSync(path.join(folder, name))).map((name) => [name, sizeOf(path.join(folder, name))]),
      ),
      unreadable: hasCopies(log) ? unreadableRooms(log) : null,
    };
  });
}

function figuresOf(log: DatabaseSync): LargeRoom[] {
  const segments = new Map<number, { readonly count: number; readonly bytes: number }>();
  if (hasCopies(log)) {
    for (const row of log.prepare('SELECT room, count(*) AS count, sum(length(bytes)) AS bytes FROM segment GROUP BY room').iterate())
      segments.set(Number(row['room']), { count: Number(row['count']), bytes: Number(row['bytes']) });
  }
  return log
    .prepare('SELECT r.id, r.name, count(*) AS entries, sum(e.size) AS bytes FROM entry e JOIN room r ON r.id = e.room GROUP BY r.id')
    .all()
    .map((row) => {
      const kept = segments.get(Number(row['id'])) ?? { count: 0, bytes: 0 };
      const [entries, bytes] = [Number(row['entries']), Number(row['bytes'])];
      return { room: String(row['name']) as RoomName, entries, bytes, segments: kept.count, segmentBytes: kept.bytes };
    });
}

function byKind(rooms: readonly LargeRoom[]): KindFigures[] {
  const kinds = Map.groupBy(rooms, ({ room }): KindFigures['kind'] => parseRoom(room)?.kind ?? 'unknown');
  const sum = (those: readonly LargeRoom[], figure: keyof RoomFigures) => those.reduce((total, one) => total + one[figure], 0);
  return [...kinds]
    .map(([kind, those]) => ({
      kind,
      rooms: those.length,
      entries: sum(those, 'entries'),
      bytes: sum(those, 'bytes'),
      segments: sum(those, 'segments'),
      segmentBytes: sum(those, 'segmentBytes'),
    }))
    .toSorted((a, b) => b.bytes - a.bytes);
}

function filesIn(blobs: string): Inspected['files'] {
  if (!existsSync(blobs)) return { count: 0, bytes: 0 };
  const files = readdirSync(blobs, { recursive: true, withFileTypes: true }).filter((one) => one.isFile() && isBlobHash(one.name));
  return { count: files.length, bytes: files.reduce((sum, one) => sum + statSync(path.join(one.parentPath, one.name)).size, 0) };
}

function sizeOf(database: string): number {
  return ['', '-wal', '-shm'].reduce((sum, side) => sum + (statSync(database + side, { throwIfNoEntry: false })?.size ?? 0), 0);
}

/** Reads every entry as a server would. */
function unreadableRooms(log: DatabaseSync): RoomName[] {
  const found: RoomName[] = [];
  const quarantine = makeQuarantine((_event, facts) => found.push(String(facts?.['room']) as RoomName));
  const reads = makeLogReads(log, quarantine, new SoundSpans());
  for (let [cursor, more] = [0, true]; more;) {
    const page = reads.since(cursor, () => true, 4 * 1024 * 1024);
    more = page.full && page.next > cursor;
    cursor = page.next;
  }
  return found.toSorted();
}
