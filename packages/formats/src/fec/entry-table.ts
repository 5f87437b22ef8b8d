/** Entries of a ledger, found by journal, number and date (2.10): a number alone is not unique in every software. */
import { BytePool } from './bytes.ts';

export class EntryTable {
  /** EcritureNum, by entry. */
  readonly numbers = new BytePool();
  #journals = new Uint16Array(1024);
  #days = new Uint16Array(1024);
  #rows = new Uint32Array(1024);
  #table = new Int32Array(4096).fill(-1);
  #hashes = new Int32Array(1024);
  #last = -1;
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** @returns the entry of these three, a new one whose first line is `row` when they were never met */
  entryOf(row: number, journal: number, day: number, bytes: Uint8Array, start: number, end: number): number {
    const last = this.#last;
    if (last >= 0 && this.#is(last, journal, day, bytes, start, end)) return last;
    let hash = Math.imul(journal + 1, 0x9e3779b1) ^ Math.imul(day + 1, 0x85ebca6b);
    for (let p = start; p < end; p++) hash = Math.imul(hash ^ (bytes[p] as number), 16777619);
    hash ^= hash >>> 15;
    const mask = this.#table.length - 1;
    let at = hash & mask;
    for (;;) {
      const entry = this.#table[at] as number;
      if (entry < 0) break;
      if (this.#hashes[entry] === hash && this.#is(entry, journal, day, bytes, start, end)) return (this.#last = entry);
      at = (at + 1) & mask;
    }
    const entry = this.numbers.add(bytes, start, end);
    if (entry === this.#rows.length) this.#grow();
    this.#journals[entry] = journal;
    this.#days[entry] = day;
    this.#rows[entry] = row;
    this.#hashes[entry] = hash;
    this.#table[at] = entry;
    this.#count = entry + 1;
    if (this.#count * 2 > this.#table.length) this.#rehash();
    return (this.#last = entry);
  }

  /** First line of each entry. */
  rows(): Uint32Array {
    return this.#rows.slice(0, this.#count);
  }

  #is(entry: number, journal: number, day: number, bytes: Uint8Array, start: number, end: number): boolean {
    return this.#journals[entry] === journal && this.#days[entry] === day && this.numbers.equals(entry, bytes, start, end);
  }

  #grow(): void {
    const length = this.#rows.length * 2;
    this.#journals = copied(new Uint16Array(length), this.#journals);
    this.#days = copied(new Uint16Array(length), this.#days);
    this.#rows = copied(new Uint32Array(length), this.#rows);
    this.#hashes = copied(new Int32Array(length), this.#hashes);
  }

  #rehash(): void {
    const table = new Int32Array(this.#table.length * 4).fill(-1);
    const mask = table.length - 1;
    for (let entry = 0; entry < this.#count; entry++) {
      let at = (this.#hashes[entry] as number) & mask;
      while ((table[at] as number) >= 0) at = (at + 1) & mask;
      table[at] = entry;
    }
    this.#table = table;
  }
}

function copied<T extends Uint16Array | Uint32Array | Int32Array>(larger: T, from: T): T {
  larger.set(from as never);
  return larger;
}
