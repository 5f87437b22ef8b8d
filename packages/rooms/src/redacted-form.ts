/**
 * An update with what a redaction erases taken out (threat K5): the same clocks, links and keys, and nothing in them, as for what was
 * deleted (`without-deleted.ts`). Server and device make it alike, so that no copy holds more than another.
 */
import type { ClockRange } from './update-reader.ts';
import { deletedWithin, withoutDeleted } from './without-deleted.ts';

/**
 * @param ranges clocks of one room, in any order; they may overlap
 * @returns what makes the redacted form of an update of that room: the very same bytes where nothing in them is concerned
 */
export function redactedForm(ranges: readonly ClockRange[]): (bytes: Uint8Array) => Uint8Array {
  if (ranges.length === 0) return (bytes) => bytes;
  const erased = deletedWithin(apart(ranges));
  return (bytes) => withoutDeleted(bytes, erased);
}

/** The same clocks in ranges that are apart from one another, by client and clock. */
export function apart(ranges: readonly ClockRange[]): ClockRange[] {
  const found: ClockRange[] = [];
  for (const range of ranges.toSorted((a, b) => a.client - b.client || a.clock - b.clock)) {
    const last = found.at(-1);
    if (last === undefined || last.client !== range.client || range.clock > last.clock + last.length) found.push(range);
    else found[found.length - 1] = { ...last, length: Math.max(last.length, range.clock + range.length - last.clock) };
  }
  return found;
}
