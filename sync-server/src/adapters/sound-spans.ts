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

  add(room: RoomName, seq: number): void {
    const span = this.#spans.get(room);
    if (span?.to === seq - 1) span.to = seq;
    else if (span?.from === seq + 1) span.from = seq;
    else if (!span || seq < span.from || seq > span.to) {
      if (!span && this.#spans.size >= ROOMS) this.#spans.clear();
      this.#spans.set(room, { from: seq, to: seq });
    }
  }
}
