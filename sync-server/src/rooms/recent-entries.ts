/**
 * The latest entries of a room, without a gap up to its last: bounded by number and bytes, and empty after a large one.
 *
 * A copy of the log that spares reading it for who was away for a moment.
 */
import type { ClockRange } from '@navette/rooms/update-reader';

export type RecentEntry = {
  readonly seq: number;
  readonly bytes: Uint8Array;
  /** The clocks it brought, each of which stands in no other entry. */
  readonly ranges: readonly ClockRange[];
};

const ENTRIES = 128;
const BYTES = 64 * 1024;
/** What an entry costs beside its bytes. */
const OVERHEAD = 250;

export class RecentEntries {
  #entries: RecentEntry[] = [];
  #bytes = 0;

  /** @param entry the one after the last that was added; after another, what was kept is dropped */
  add(entry: RecentEntry): void {
    const last = this.#entries.at(-1);
    if ((last && entry.seq !== last.seq + 1) || entry.bytes.length > BYTES) this.#drop(this.#entries.length);
    if (entry.bytes.length > BYTES) return;
    // A view would hold the whole request that it came in.
    const bytes = entry.bytes.byteLength === entry.bytes.buffer.byteLength ? entry.bytes : new Uint8Array(entry.bytes);
    this.#entries.push({ ...entry, bytes });
    this.#bytes += bytes.length;
    let [gone, left] = [0, this.#bytes];
    while (this.#entries.length - gone > ENTRIES || left > BYTES) left -= this.#entries[gone++]?.bytes.length ?? 0;
    if (gone > 0) this.#drop(gone);
  }

  /** The oldest first, up to entry `seq`; none when what is kept does not reach it. */
  upTo(seq: number): readonly RecentEntry[] {
    const last = this.#entries.at(-1)?.seq ?? 0;
    return last === seq ? this.#entries.slice() : [];
  }

  /** Bytes, about. */
  get weight(): number {
    return this.#bytes + OVERHEAD * this.#entries.length;
  }

  #drop(count: number): void {
    for (const { bytes } of this.#entries.splice(0, count)) this.#bytes -= bytes.length;
  }
}
