/**
 * Brings every room of a folder to its shortest while no server runs: its tail becomes a segment, its deletions are
 * collected where that is worth it. Entries are never touched; a room that does not merge is named, and left as it was.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Clock, Random } from '@navette/kernel/ports';
import { ok, refuse, type Result } from '@navette/kernel/result';
import type { RoomName } from '@navette/rooms/room-names';
import { openSqliteRoomLog } from '../log/sqlite-room-log.ts';
import { BACKUP_MANIFEST, FIRM_FORMAT, hold, readFirm } from '../data-folder.ts';
import type { RoomLog } from '../ports.ts';
import type { Accept } from '../rooms/accept.ts';
import { makeKeeper } from '../rooms/keeper.ts';
import { makeThreadMerger } from '../rooms/merger.ts';
import { catchUp, recallRoom, type RoomMemory } from '../rooms/room-memory.ts';
import type { CommandRefusal } from './command.ts';

export type CompactOptions = {
  readonly data: string;
  /** Throws away what was made before, and makes it all again. */
  readonly again: boolean;
  readonly clock: Clock;
  readonly random: Random;
};

export type CopiesSize = { readonly segments: number; readonly bytes: number };
export type Compacted = {
  readonly rooms: number;
  /** Rooms that were brought to fewer or newer segments. */
  readonly changed: number;
  readonly before: CopiesSize;
  readonly after: CopiesSize;
  /** Rooms that could not be read or merged, by their ids. */
  readonly failed: readonly RoomName[];
};

/** A room takes a few steps at most: collected once, then a segment, then its tiers. */
const STEPS = 8;

export async function compactFolder({ data, again, clock, random }: CompactOptions): Promise<Result<Compacted, CommandRefusal>> {
  const folder = path.resolve(data);
  const firm = readFirm(path.join(folder, 'firm.json'));
  const file = path.join(folder, 'log.sqlite');
  if (firm === undefined || !existsSync(file)) return refuse({ tag: 'no-such-folder', folder: data });
  if (firm === null) return refuse({ tag: 'unreadable', folder: data });
  if (firm.format > FIRM_FORMAT) return refuse({ tag: 'newer', folder: data });
  // A backup stays as it was signed.
  if (existsSync(path.join(folder, BACKUP_MANIFEST))) return refuse({ tag: 'is-a-backup', folder: data });
  const release = hold(path.join(folder, 'lock.sqlite'));
  if (!release) return refuse({ tag: 'in-use', folder: data });
  try {
    const log = openSqliteRoomLog({ file, clock, random });
    try {
      return ok(await compactAll(log, file, again, clock));
    } finally {
      await log.close();
    }
  } catch (error) {
    if (error instanceof Error && error.message.includes('written by newer code')) return refuse({ tag: 'newer', folder: data });
    throw error;
  } finally {
    release();
  }
}

async function compactAll(log: RoomLog, file: string, again: boolean, clock: Clock): Promise<Compacted> {
  const before = sizeOf(file);
  if (again) dropCopies(file);
  const rooms = await log.rooms();
  const { changed, failed } = await keepRooms(log, rooms, clock);
  return { rooms: rooms.length, changed, before, after: sizeOf(file), failed };
}

/** Brings rooms to their shortest, nobody else writing. @returns how many were, and those that could not be read or merged */
export async function keepRooms(
  log: RoomLog,
  rooms: readonly RoomName[],
  clock: Clock,
): Promise<{ readonly changed: number; readonly failed: readonly RoomName[] }> {
  const merger = makeThreadMerger();
  const failed: RoomName[] = [];
  let changed = 0;
  for (const room of rooms) {
    const keeper = makeKeeper({ log, accept: memoryOf(log), merger, clock, report: () => undefined });
    try {
      let steps = 0;
      while (steps < STEPS && (await keeper.keep(room, 1))) steps++;
      if (steps > 0) changed++;
    } catch {
      failed.push(room);
    }
  }
  await merger.close();
  return { changed, failed };
}

/** What the accept path is to a running server: the memory of the room at hand, and of no other. */
function memoryOf(log: RoomLog): Pick<Accept, 'look' | 'forget'> {
  let kept: RoomMemory | undefined;
  return {
    async look(room, at) {
      kept = kept ? await catchUp(log, room, kept) : await recallRoom(log, room);
      return await at(kept);
    },
    forget: () => (kept = undefined),
  };
}

function withFile<T>(file: string, work: (database: DatabaseSync) => T): T {
  const database = new DatabaseSync(file, { timeout: 5000 });
  try {
    return work(database);
  } finally {
    database.close();
  }
}

function sizeOf(file: string): CopiesSize {
  return withFile(file, (database) => {
    const row = database.prepare('SELECT count(*) AS segments, coalesce(sum(length(bytes)), 0) AS bytes FROM segment').get();
    return { segments: Number(row?.['segments']), bytes: Number(row?.['bytes']) };
  });
}

function dropCopies(file: string): void {
  withFile(file, (database) =>
    database.exec('PRAGMA synchronous = FULL; BEGIN IMMEDIATE; DELETE FROM segment; DELETE FROM digest; COMMIT;'),
  );
}
