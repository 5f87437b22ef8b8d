/**
 * Which dossiers were active in an accounting year (R150): at least one entry line recorded, changed or deleted through the service
 * while the year ran. Read from the log, which says by itself when each update came and who wrote it; nothing is counted beside it.
 *
 * What counts is when the work was done, not which year the entry belongs to: an entry of the year before, written in January, makes
 * the new year active.
 */
import { decodeUpdate } from 'yjs';
import { dayInParis } from '@navette/kernel/dates';
import type { DossierId } from '@navette/kernel/ids';
import { REVISION } from '@navette/domain/drafts/limits';
import { DraftRevision, ValidatedEntry } from '@navette/rooms/draft-records';
import { readRecord } from '@navette/rooms/records';
import { parseRoom } from '@navette/rooms/room-names';
import { exerciseOn, type Exercise } from '@navette/domain/drafts/exercise';
import type { LogEntry, RoomLog } from '../ports.ts';

export type Activity = {
  readonly dossier: DossierId;
  /** The accounting year in which it was active, by the year in which it closes. */
  readonly year: number;
  /** Updates of the log that wrote entry lines, and the moments of the first and the last. */
  readonly writes: number;
  readonly first: number;
  readonly last: number;
};

/** What was said of a dossier's exercises; the calendar years without it. */
export type ExercisesOf = (dossier: DossierId) => readonly Exercise[];
const NONE_SAID: ExercisesOf = () => [];

type Written = Pick<LogEntry, 'room' | 'at' | 'bytes'>;

/** @returns the active dossiers and years, in their order; a year without a written line has no row. @throws when the log cannot be read */
export async function activeDossiers(
  log: Pick<RoomLog, 'rooms' | 'room'>,
  exercises: ExercisesOf = NONE_SAID,
): Promise<readonly Activity[]> {
  const found = new Map<string, Activity>();
  for (const name of await log.rooms()) {
    const kind = parseRoom(name)?.kind;
    if (kind !== 'journal' && kind !== 'entries') continue;
    for (const entry of await log.room(name, 0)) countWrite(found, entry, exercises);
  }
  return inOrder(found);
}

/** By year, then dossier. */
export function inOrder(found: ReadonlyMap<string, Activity>): readonly Activity[] {
  return [...found.values()].toSorted((a, b) => a.year - b.year || (a.dossier < b.dossier ? -1 : 1));
}

/** Adds one entry of the log to what was found so far, where it wrote an entry line. */
export function countWrite(found: Map<string, Activity>, { room: name, at, bytes }: Written, exercises: ExercisesOf = NONE_SAID): void {
  const room = parseRoom(name);
  if (room?.kind !== 'journal' && room?.kind !== 'entries') return;
  if (!writesLine(bytes, room.kind)) return;
  const { year } = exerciseOn(dayInParis(at), exercises(room.dossier));
  const key = `${room.dossier}/${year}`;
  const before = found.get(key) ?? { dossier: room.dossier, year, writes: 0, first: at, last: at };
  found.set(key, { ...before, writes: before.writes + 1, first: Math.min(before.first, at), last: Math.max(before.last, at) });
}

/** Whether an update wrote a version with a line, or a validated entry. What cannot be read, or was erased since, wrote none. */
function writesLine(bytes: Uint8Array, kind: 'journal' | 'entries'): boolean {
  for (const item of decoded(bytes)) {
    if (!('content' in item)) continue;
    if (kind === 'journal' && item.parentSub !== null && !item.parentSub.includes(`/${REVISION}`)) continue;
    for (const value of item.content.getContent()) {
      const read = readRecord(kind === 'journal' ? DraftRevision : ValidatedEntry, value);
      if (read.readable && read.record.entry.lines.length > 0) return true;
    }
  }
  return false;
}

function decoded(bytes: Uint8Array) {
  try {
    return decodeUpdate(bytes).structs;
  } catch {
    return [];
  }
}
