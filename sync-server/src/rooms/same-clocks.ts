/**
 * Two copies of one stock document, open at the same time, write under one client id: what the second says stands under
 * clocks the first has used, and would be taken for known and vanish (D6). It is compared with the room's latest entries;
 * what says something else is refused, the socket closed and told, and the document keeps its words.
 *
 * A push needs none of this: its counter tells. Nothing is read but for an update that brought nothing new.
 */
import { isMalformed, readUpdate, type ClockRange } from '@navette/rooms/update-reader';
import type { Accepted } from './accept.ts';
import type { RecentEntry } from './recent-entries.ts';
import { NO_LIMITS } from './room-memory.ts';

/** Longer ones repeat a whole document, and not one gesture. */
const LONGEST = 64 * 1024;

/**
 * @param latest the room's latest entries: copies that write at the same time collide within a few
 * @returns the answers, 'known' turned into a refusal where the room's own entry of these clocks says something else
 */
export function unlessSaidOtherwise(
  latest: readonly RecentEntry[],
  writes: readonly { readonly bytes: Uint8Array }[],
  answers: readonly Accepted[],
): readonly Accepted[] {
  return answers.map((answer, i) => {
    const bytes = writes[i]?.bytes;
    const other = answer.status === 'known' && bytes !== undefined && saysOtherwise(latest, bytes);
    return other ? { status: 'refused', reason: 'foreign-client' } : answer;
  });
}

function saysOtherwise(latest: readonly RecentEntry[], bytes: Uint8Array): boolean {
  const mine = bytes.length > LONGEST ? null : oneGesture(bytes);
  if (!mine) return false;
  const entry = latest.find(({ ranges: [range, ...more] }) => range && more.length === 0 && sameClocks(mine.range, range));
  const theirs = entry && oneGesture(entry.bytes);
  // In another number of pieces: the same words, cut since by somebody else's between them.
  return !!theirs && mine.count === theirs.count && !equal(mine.structs, theirs.structs);
}

/** The structs of an update that writes one unbroken range of one client and has lost none of its contents; null for another. */
function oneGesture(bytes: Uint8Array): { readonly range: ClockRange; readonly count: number; readonly structs: Uint8Array } | null {
  const update = readUpdate(bytes, NO_LIMITS);
  if (isMalformed(update)) return null;
  const [range] = update.ranges;
  const whole = update.structs.every(({ type, content }) => type === 'item' && content !== 1);
  return range && update.ranges.length === 1 && range.contiguous && whole
    ? { range, count: update.structs.length, structs: bytes.subarray(0, update.deletesAt) }
    : null;
}

function sameClocks(a: ClockRange, b: ClockRange): boolean {
  return a.client === b.client && a.clock === b.clock && a.length === b.length;
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
