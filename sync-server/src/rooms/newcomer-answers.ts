/**
 * What newcomers of a room were sent, kept as finished frames while several come within a minute: the next one costs a
 * write to its socket. Bounded by bytes; a room asked for once is not kept.
 */
import type { RoomName } from '@navette/rooms/room-names';
import type { Clock } from '@navette/kernel/ports';

export type KeptAnswer = { readonly seq: number; readonly frames: readonly Buffer[] };

const KEPT_FOR = 60_000;
const KEPT_BYTES = 16 * 1024 * 1024;
/** Rooms whose only newcomer is remembered. */
const ASKED = 1_000;

type Slot = { readonly askedAt: number; readonly kept: KeptAnswer | null; readonly bytes: number };

export class NewcomerAnswers {
  readonly #slots = new Map<RoomName, Slot>();
  readonly #clock: Clock;
  #bytes = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @returns what a newcomer was sent when the room stood at `seq` */
  find(room: RoomName, seq: number): readonly Buffer[] | null {
    const kept = this.#slots.get(room)?.kept;
    return kept?.seq === seq ? kept.frames : null;
  }

  /** A newcomer was answered with these frames. */
  told(room: RoomName, answer: KeptAnswer): void {
    const asked = this.#slots.get(room);
    const again = asked !== undefined && this.#clock.now() - asked.askedAt < KEPT_FOR;
    this.#drop(room);
    const bytes = again ? answer.frames.reduce((sum, frame) => sum + frame.length, 0) : 0;
    if (bytes > KEPT_BYTES / 2) return;
    this.#slots.set(room, { askedAt: this.#clock.now(), kept: again ? answer : null, bytes });
    this.#bytes += bytes;
    for (const oldest of this.#slots.keys()) {
      if (this.#bytes <= KEPT_BYTES && this.#slots.size <= ASKED) break;
      this.#drop(oldest);
    }
  }

  /** Drops what nobody asked for lately: for a timer. */
  tidy(): void {
    const now = this.#clock.now();
    for (const [room, { askedAt }] of this.#slots) if (now - askedAt >= KEPT_FOR) this.#drop(room);
  }

  #drop(room: RoomName): void {
    const slot = this.#slots.get(room);
    if (!slot) return;
    this.#slots.delete(room);
    this.#bytes -= slot.bytes;
  }
}
