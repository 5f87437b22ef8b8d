/**
 * Two copies of one stock document, open at the same time, write under one client id: what the second says stands under
 * clocks the first has used, and would be taken for known and vanish (D6). It is compared with the room's latest entries;
 * what says something else is refused, the socket closed and told, and the document keeps its words.
 *
 * A push needs none of this: its counter tells. Nothing is read but for an update that brought nothing new.
 */
import type { RoomName } from '@navette/rooms/room-names';
import { isMalformed, readUpdate, type ClockRange } from '@navette/rooms/update-reader';
import type { RoomLog } from '../ports.ts';
import type { Accepted } from './accept.ts';
import { NO_LIMITS } from './room-memory.ts';

/** Entries looked back over: copies that write at the same time collide within a few. */
const LATEST = 64;
/** Longer ones repeat a whole document, and not one gesture. */
const LONGEST = 64 * 1024;

/** @returns the answers, 'known' turned into a refusal where the room's own entry of these clocks says something else */
export async function unlessSaidOtherwise(
  log: Pick<RoomLog, 'room'>,
  room: RoomName,
  seq: number,
  writes: readonly { readonly bytes: Uint8Array }[],
  answers: readonly Accepted[],
): Promise<readonly Accepted[]> {
  const known = answers.some(({ status }, i) => status === 'known' && (writes[i]?.bytes.length ?? 0) <= LONGEST);
  if (!known) return answers;
  const told: Accepted[] = [];
  for (const [i, answer] of answers.entries()) {
    const bytes = writes[i]?.bytes;
    const other = answer.status === 'known' && bytes !== undefined && (await saysOtherwise(log, room, seq, bytes));
    told.push(other ? { status: 'refused', reason: 'foreign-client' } : answer);
  }
  return told;
}

async function saysOtherwise(log: Pick<RoomLog, 'room'>, room: RoomName, seq: number, bytes: Uint8Array): Promise<boolean> {
  const mine = bytes.length > LONGEST ? null : oneGesture(bytes);
  if (!mine) return false;
  for (const entry of await log.room(room, Math.max(0, seq - LATEST), seq)) {
    const theirs = oneGesture(entry.bytes);
    if (theirs && sameClocks(mine.range, theirs.range)) return !equal(mine.structs, theirs.structs);
  }
  return false;
}

/** The structs of an update that writes one unbroken range of one client and has lost none of its contents; null for another. */
function oneGesture(bytes: Uint8Array): { readonly range: ClockRange; readonly structs: Uint8Array } | null {
  const update = readUpdate(bytes, NO_LIMITS);
  if (isMalformed(update)) return null;
  const [range] = update.ranges;
  const whole = update.structs.every(({ type, content }) => type === 'item' && content !== 1);
  return range && update.ranges.length === 1 && range.contiguous && whole ? { range, structs: bytes.subarray(0, update.deletesAt) } : null;
}

function sameClocks(a: ClockRange, b: ClockRange): boolean {
  return a.client === b.client && a.clock === b.clock && a.length === b.length;
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
