/**
 * Where pages of the entry table cannot be read: how far the damage goes, and whose entries lie in it.
 *
 * The names come from the index, which lies in other pages. When that is damaged too, or the damage is no matter of a few
 * pages, the log as a whole is unreadable, and that is what is said.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { RoomName } from '@navette/rooms/room-names';
import { isDamage } from './sqlite-sound-entries.ts';

export type LogGap = {
  /** Reading goes on after this cursor; null when nothing more can be read. */
  readonly to: number | null;
  readonly rooms: readonly RoomName[];
};

/** A page holds some thirty entries at most; a page of pages some thousands. */
const LONGEST = 10_000;

export function makeLogGaps(database: DatabaseSync) {
  const found = new Map<number, LogGap>();
  // Prepared when needed: a sound log never asks.
  const lastKnown = () =>
    Number(database.prepare('SELECT max(cursor) AS last FROM entry INDEXED BY sqlite_autoindex_entry_2').get()?.['last'] ?? 0);

  function find(cursor: number, error: unknown): LogGap {
    const after = database.prepare('SELECT cursor FROM entry NOT INDEXED WHERE cursor > ? ORDER BY cursor LIMIT 1');
    const last = lastKnown();
    let to: number | null = null;
    for (let skipped = cursor + 1; skipped < last && to === null; skipped++) {
      if (skipped - cursor > LONGEST) throw error;
      try {
        const row = after.get(skipped);
        if (!row) break;
        to = Number(row['cursor']) - 1;
      } catch (again) {
        if (!isDamage(again)) throw again;
      }
    }
    const rooms = database
      .prepare(
        `SELECT DISTINCT r.name FROM entry e INDEXED BY sqlite_autoindex_entry_2 JOIN room r ON r.id = e.room WHERE e.cursor > ? AND e.cursor <= ?`,
      )
      .all(cursor, to ?? last)
      .map((row) => String(row['name']) as RoomName);
    return { to, rooms };
  }

  return {
    /** @throws `error` itself when the damage is too wide to step over */
    after(cursor: number, error: unknown): LogGap {
      const gap = found.get(cursor) ?? find(cursor, error);
      if (gap.to !== null) found.set(cursor, gap);
      return gap;
    },
  };
}
