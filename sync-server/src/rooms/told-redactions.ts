/**
 * What a page of a pull says of redactions (K5): the firm's word beside each entry that tells of one, and once more the entries it speaks
 * of, as they are now, with proofs of that form: a device puts them in the place of what it holds.
 */
import { redactionOf, REDACTIONS_AT_ONCE, type Redaction } from '@navette/protocol/redaction';
import { apart } from '@navette/rooms/redacted-form';
import { isMalformed, readUpdate } from '@navette/rooms/update-reader';
import { deletedWithin } from '@navette/rooms/without-deleted';
import { RoomUnreadable } from '../log/room-unreadable.ts';
import type { LogEntry, RedactionBook, RoomLog } from '../ports.ts';
import { NO_LIMITS } from './room-memory.ts';

type Told = { readonly redaction: Redaction; readonly by: LogEntry };

/** Redactions that these entries tell of. Nobody else than the server gives an entry such an id. */
export function toldIn(entries: readonly LogEntry[], book: Pick<RedactionBook, 'find'>): Told[] {
  return entries.flatMap((by) => {
    const id = by.author === 'server' ? redactionOf(by.id) : undefined;
    const redaction = id === undefined ? undefined : book.find(id);
    return redaction && redaction.room === by.room ? [{ redaction, by }] : [];
  });
}

/** A page ends with the last redaction that one answer may carry. @returns the cursor it ends at, null where it need not be cut */
export function cutAfter(told: readonly Told[]): number | null {
  return told.length > REDACTIONS_AT_ONCE ? (told[REDACTIONS_AT_ONCE - 1] as Told).by.cursor : null;
}

/**
 * The entries that redactions speak of, whole rooms read: redactions are few.
 * @param page ids of entries that go along anyway
 */
export async function spokenOf(log: Pick<RoomLog, 'room'>, told: readonly Told[], page: ReadonlySet<string>): Promise<LogEntry[]> {
  const found = new Map<string, LogEntry>();
  for (const { redaction, by } of told) {
    if (redaction.ranges.length === 0) continue;
    const within = deletedWithin(apart(redaction.ranges));
    const entries = await log.room(by.room, 0, by.seq - 1).catch(nothingIfUnreadable);
    for (const entry of entries) {
      const update = page.has(entry.id) ? null : readUpdate(entry.bytes, NO_LIMITS);
      if (update && !isMalformed(update) && update.ranges.some((range) => within(range).length > 0)) found.set(entry.id, entry);
    }
  }
  return [...found.values()];
}

function nothingIfUnreadable(error: unknown): readonly LogEntry[] {
  if (error instanceof RoomUnreadable) return [];
  throw error;
}
