/**
 * What a device is served of other people's entries: without the contents of what was deleted since (R15). Its own come
 * as it sent them. The log keeps the originals, for the audit trail only. What the firm has erased is served to nobody (K5).
 */
import type { UserId } from '@navette/kernel/ids';
import { redactedForm } from '@navette/rooms/redacted-form';
import type { RoomName } from '@navette/rooms/room-names';
import { RoomState } from '@navette/rooms/update-check';
import { isMalformed, readUpdate, type ClockRange } from '@navette/rooms/update-reader';
import { deletedWithin, withoutDeleted } from '@navette/rooms/without-deleted';
import type { LogEntry, RedactionBook } from '../ports.ts';
import type { Accept } from './accept.ts';
import { NO_LIMITS } from './room-memory.ts';

/**
 * @param entries of a page, in any rooms
 * @param complete whether the page holds everything that was written in these rooms since its first entry: what is deleted
 *   in it is told in it too, since nothing is deleted before it is written (R4), and no room need be looked up
 */
export async function servedEntries(
  entries: readonly LogEntry[],
  user: UserId,
  accept: Pick<Accept, 'look'>,
  redactions: Pick<RedactionBook, 'of'>,
  complete: boolean,
): Promise<LogEntry[]> {
  const served = [...entries];
  for (const [room, indexes] of Map.groupBy(entries.keys(), (i) => entries[i]?.room as RoomName)) {
    const erased = redactions.of(room);
    if (erased.length > 0) {
      // In the log itself it may stand until the server starts again, after a restore.
      const form = redactedForm(erased.flatMap(({ ranges }) => ranges));
      for (const i of indexes) served[i] = { ...(served[i] as LogEntry), bytes: form((served[i] as LogEntry).bytes) };
    }
    const foreign = indexes.filter((i) => entries[i]?.author !== user);
    if (foreign.length === 0) continue;
    const deletes = complete ? null : await deletedIn(room, accept);
    const known = deletes ?? toldBy(indexes.map((i) => entries[i] as LogEntry));
    if (known.length === 0) continue;
    const deleted = deletedWithin(known);
    for (const i of foreign) {
      const entry = served[i] as LogEntry;
      served[i] = { ...entry, bytes: withoutDeleted(entry.bytes, deleted) };
    }
  }
  return served;
}

/** Everything deleted in the room; null when it cannot be read just now: one bad room does not stop the others. */
async function deletedIn(room: RoomName, accept: Pick<Accept, 'look'>): Promise<readonly ClockRange[] | null> {
  try {
    return await accept.look(room, ({ state }) => [...state.deletes()]);
  } catch {
    return null;
  }
}

/** What these entries delete, in ranges that do not overlap. */
function toldBy(entries: readonly LogEntry[]): readonly ClockRange[] {
  const deletes = entries.flatMap(({ bytes }) => {
    const update = readUpdate(bytes, NO_LIMITS);
    return isMalformed(update) ? [] : update.deletes;
  });
  return deletes.length === 0 ? deletes : [...new RoomState([], deletes).deletes()];
}
