/**
 * The segments and digests of rooms in SQLite: copies made from the entries, in the place of one another, never with a hole.
 *
 * Runs inside the writer's transaction. Each copy carries a sum of its bytes, so that a damaged one is told from a sound
 * one; what is damaged can be dropped whole, for the entries hold everything.
 */
import { crc32 } from 'node:zlib';
import type { DatabaseSync } from 'node:sqlite';
import type { RoomDigest, Segment } from '../ports.ts';
import { fitsAmong } from './segment-order.ts';

export type RoomCopies = {
  /** See `RoomLog.compact`. @param seq of the room's last entry */
  compact(room: number, seq: number, segment: Segment, digest: RoomDigest): boolean;
  drop(room: number): void;
};

export function makeRoomCopies(database: DatabaseSync): RoomCopies {
  const sql = (text: string) => database.prepare(text);
  const all = sql('SELECT first, last FROM segment WHERE room = ? ORDER BY first');
  const dropCovered = sql('DELETE FROM segment WHERE room = ? AND first >= ? AND last <= ?');
  const add = sql('INSERT INTO segment (room, first, last, tier, sum, bytes) VALUES (?, ?, ?, ?, ?, ?)');
  const putDigest = sql('INSERT OR REPLACE INTO digest (room, seq, sum, bytes) VALUES (?, ?, ?, ?)');
  const dropDigest = sql('DELETE FROM digest WHERE room = ?');

  return {
    compact(room, seq, segment, digest) {
      const others = all.all(room).map((row) => ({ from: Number(row['first']), to: Number(row['last']) }));
      if (!fitsAmong(others, seq, segment, digest)) return false;
      dropCovered.run(room, segment.from, segment.to);
      add.run(room, segment.from, segment.to, segment.tier, crc32(segment.bytes), segment.bytes);
      putDigest.run(room, digest.seq, crc32(digest.bytes), digest.bytes);
      return true;
    },
    drop(room) {
      dropCovered.run(room, 0, Number.MAX_SAFE_INTEGER);
      dropDigest.run(room);
    },
  };
}
