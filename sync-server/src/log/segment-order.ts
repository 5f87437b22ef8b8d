/** Where a segment of a room may lie: what every log asks before it takes one (ports.ts, `RoomLog.compact`). */
import type { RoomDigest, Segment } from '../ports.ts';

type Span = Pick<Segment, 'from' | 'to'>;

/**
 * Whether a segment may take the place of those it covers: no other overlaps it in part, the row from the first entry on
 * stays without a hole, it ends within the room, and the digest is of the row's end.
 */
export function fitsAmong(others: readonly Span[], seq: number, segment: Span, digest: Pick<RoomDigest, 'seq'>): boolean {
  if (segment.to < segment.from || segment.to > seq) return false;
  const kept = others.filter((other) => other.from < segment.from || other.to > segment.to);
  let end = 0;
  for (const { from, to } of [...kept, segment].toSorted((a, b) => a.from - b.from)) {
    if (from !== end + 1) return false;
    end = to;
  }
  return digest.seq === end;
}
