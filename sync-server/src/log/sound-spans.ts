/**
 * Which entries of each room this process has seen whole: those it wrote itself, and those it checked once.
 *
 * One span a room is enough, for rooms are read and written at their end. Bounded: what is forgotten is checked again.
 */
import type { RoomName } from '@navette/rooms/room-names';

const ROOMS = 20_000;

export class SoundSpans {
  readonly #spans = new Map<RoomName, { from: number; to: number }>();

  has(room: RoomName, seq: number): boolean {
    const span = this.#spans.get(room);
    return span !== undefined && seq >= span.from && seq <= span.to;
  }

  /** Its entries are checked again. */
  forget(room: RoomName): void {
    this.#spans.delete(room);
  }

  /** Entries `from` to `to` of a room are sound. Of two spans that do not touch, the longer stays. */
  add(room: RoomName, from: number, to = from): void {
    const span = this.#spans.get(room);
    if (!span && this.#spans.size >= ROOMS) this.#spans.clear();
    if (!span || (to - from > span.to - span.from && (from > span.to + 1 || to < span.from - 1))) this.#spans.set(room, { from, to });
    else if (from <= span.to + 1 && to >= span.from - 1) {
      span.from = Math.min(span.from, from);
      span.to = Math.max(span.to, to);
    }
  }
}

/** Entries of one room that were read one after the other, and are sound. */
export function addStretch(spans: SoundSpans, room: RoomName, entries: readonly { readonly seq: number }[]): void {
  const [first, last] = [entries[0], entries.at(-1)];
  if (first && last) spans.add(room, first.seq, last.seq);
}
