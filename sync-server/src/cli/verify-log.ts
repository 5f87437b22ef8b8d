/**
 * Checks the log from its first entry to its last: the hash chain, the cursor and each room's seq without a gap, times
 * that never go back within a room, and rows that agree with what the chain covers (threats K4, K5; invariant I6).
 *
 * One pass in order, one entry in memory. After a broken place the check goes on from the hash that stands there, so
 * that one change is one finding.
 */
import type { DatabaseSync } from 'node:sqlite';
import { parseRoom, scopeOf, type RoomName } from '@navette/rooms/room-names';
import { isMalformed, readUpdate } from '@navette/rooms/update-reader';
import { CHAIN_START, entryHash } from '../log/log-chain.ts';
import { NO_LIMITS } from '../rooms/room-memory.ts';
import type { Findings } from './findings.ts';
import { entriesOf, epochOf, roomsOf, type StoredEntry } from './stored-entries.ts';

export type LogFacts = {
  readonly epoch: string;
  readonly entries: number;
  readonly rooms: number;
  /** Cursor and hash of the last entry. */
  readonly cursor: number;
  readonly head: string;
  /** Server time of the first and last entries, null for an empty log. */
  readonly from: number | null;
  readonly to: number | null;
};

/**
 * @param findings takes what is wrong
 * @param onEntry sees each entry, sound or not
 */
export function verifyLog(log: DatabaseSync, findings: Findings, onEntry: (entry: StoredEntry) => void): LogFacts {
  for (const damage of log.prepare('PRAGMA quick_check(1)').all()) {
    const detail = String(Object.values(damage)[0]);
    if (detail !== 'ok') findings.add({ tag: 'damaged-database', file: 'log.sqlite', detail });
  }
  const rooms = new Map<number, { seq: number; at: number }>();
  let [entries, cursor, head, missing] = [0, 0, CHAIN_START, false];
  let [from, to]: [number | null, number | null] = [null, null];
  for (const entry of entriesOf(log)) {
    const place = { cursor: entry.cursor, room: entry.room, seq: entry.seq };
    const last = rooms.get(entry.roomId) ?? { seq: 0, at: 0 };
    if (entry.cursor !== cursor + 1) {
      missing = true;
      findings.add({ tag: 'missing-entries', from: cursor + 1, to: entry.cursor - 1 });
    } else if (!follows(head, entry)) {
      findings.add({ tag: 'broken-link', ...place });
    } else if (!isPlaced(entry)) {
      findings.add({ tag: 'misplaced', ...place });
    } else if (isMalformed(readUpdate(entry.bytes, NO_LIMITS))) {
      findings.add({ tag: 'unreadable-update', ...place });
    }
    // A missing entry leaves a gap in its room too: said once.
    if (entry.seq !== last.seq + 1 && !missing) findings.add({ tag: 'seq-gap', ...place, expected: last.seq + 1 });
    if (entry.at < last.at) findings.add({ tag: 'time-back', ...place });
    rooms.set(entry.roomId, { seq: entry.seq, at: entry.at });
    onEntry(entry);
    [entries, cursor, head] = [entries + 1, entry.cursor, entry.hash];
    from ??= entry.at;
    to = entry.at;
  }
  // The end of a log is not in its chain: each room's own row says how far it went.
  for (const room of roomsOf(log)) {
    const last = rooms.get(room.id)?.seq ?? 0;
    if (room.seq !== last) findings.add({ tag: 'missing-end', room: room.name, seq: room.seq, last });
  }
  return { epoch: epochOf(log), entries, rooms: rooms.size, cursor, head, from, to };
}

function follows(previous: string, entry: StoredEntry): boolean {
  try {
    return entryHash(previous, entry) === entry.hash;
  } catch {
    // A hash before it that is no hash.
    return false;
  }
}

/** What the chain does not cover must follow from what it does. */
function isPlaced(entry: StoredEntry): boolean {
  return entry.size === entry.bytes.length && entry.scope === scopeOfStored(entry.room);
}

function scopeOfStored(name: RoomName): string {
  const room = parseRoom(name);
  return room ? scopeOf(room) : name;
}
