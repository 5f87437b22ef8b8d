/** Bytes kept in one growing block: words of a file, before anybody knows its encoding. */

export type Decode = (bytes: Uint8Array) => string;

/** Doubles until `size` fits. */
function grown(block: Uint8Array, size: number): Uint8Array {
  let length = Math.max(1024, block.length);
  while (length < size) length *= 2;
  const larger = new Uint8Array(length);
  larger.set(block);
  return larger;
}

/** Appended strings of bytes, found again by their number. */
export class BytePool {
  bytes: Uint8Array = new Uint8Array(4096);
  ends: Uint32Array = new Uint32Array(256);
  count = 0;
  #size = 0;

  /** @returns the number of what was appended */
  add(from: Uint8Array, start: number, end: number): number {
    const size = this.#size + end - start;
    if (size > this.bytes.length) this.bytes = grown(this.bytes, size);
    if (this.count === this.ends.length) {
      const larger = new Uint32Array(this.ends.length * 2);
      larger.set(this.ends);
      this.ends = larger;
    }
    const { bytes } = this;
    for (let from_ = start, to = this.#size; from_ < end;) bytes[to++] = from[from_++] as number;
    this.#size = size;
    this.ends[this.count] = size;
    return this.count++;
  }

  get size(): number {
    return this.#size;
  }

  start(at: number): number {
    return at === 0 ? 0 : (this.ends[at - 1] as number);
  }

  slice(at: number): Uint8Array {
    return this.bytes.subarray(this.start(at), this.ends[at]);
  }

  /** Whether the one at `at` is the same bytes. */
  equals(at: number, from: Uint8Array, start: number, end: number): boolean {
    let p = at === 0 ? 0 : (this.ends[at - 1] as number);
    if ((this.ends[at] as number) - p !== end - start) return false;
    const { bytes } = this;
    for (let q = start; q < end; p++, q++) if (bytes[p] !== from[q]) return false;
    return true;
  }
}

/** Words met before are known by their id; ids are given in the order of first appearance. */
export class ByteDictionary {
  readonly pool = new BytePool();
  #table = new Int32Array(512).fill(-1);
  #last = -1;

  /** @returns the id of these bytes, a new one when they were never met */
  idOf(from: Uint8Array, start: number, end: number): number {
    if (this.#last >= 0 && this.pool.equals(this.#last, from, start, end)) return this.#last;
    let hash = end - start;
    for (let p = start; p < end; p++) hash = Math.imul(hash ^ (from[p] as number), 16777619);
    hash ^= hash >>> 15;
    const mask = this.#table.length - 1;
    let at = hash & mask;
    for (;;) {
      const id = this.#table[at] as number;
      if (id < 0) break;
      if (this.pool.equals(id, from, start, end)) return (this.#last = id);
      at = (at + 1) & mask;
    }
    const id = this.pool.add(from, start, end);
    this.#table[at] = id;
    if (this.pool.count * 2 > this.#table.length) this.#rehash();
    return (this.#last = id);
  }

  get count(): number {
    return this.pool.count;
  }

  words(decode: Decode): string[] {
    return Array.from({ length: this.pool.count }, (_, id) => decode(this.pool.slice(id)));
  }

  #rehash(): void {
    const table = new Int32Array(this.#table.length * 4).fill(-1);
    const mask = table.length - 1;
    for (let id = 0; id < this.pool.count; id++) {
      const bytes = this.pool.slice(id);
      let hash = bytes.length;
      for (let p = 0; p < bytes.length; p++) hash = Math.imul(hash ^ (bytes[p] as number), 16777619);
      hash ^= hash >>> 15;
      let at = hash & mask;
      while ((table[at] as number) >= 0) at = (at + 1) & mask;
      table[at] = id;
    }
    this.#table = table;
  }
}

/** Words of lines, one number a line: the same as on the line before costs nothing more. */
export class TextLines {
  readonly pool = new BytePool();
  ids: Uint32Array;
  rows = 0;

  constructor(capacity: number) {
    this.ids = new Uint32Array(Math.max(16, capacity));
  }

  add(from: Uint8Array, start: number, end: number): void {
    if (this.rows === this.ids.length) {
      const larger = new Uint32Array(this.ids.length * 2);
      larger.set(this.ids);
      this.ids = larger;
    }
    const before = this.pool.count - 1;
    const id = before >= 0 && this.pool.equals(before, from, start, end) ? before : this.pool.add(from, start, end);
    this.ids[this.rows++] = id;
  }
}
