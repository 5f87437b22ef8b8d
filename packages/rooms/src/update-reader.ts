/**
 * Reads a Yjs update (version 1) as bytes, without a Y.Doc and without recursion.
 *
 *   update  := clients:varUint { structs:varUint client:varUint clock:varUint struct* }* deleteSet
 *   struct  := info:u8 then, by the low five bits: 0 GC, 10 Skip, else an Item:
 *              [left origin] [right origin] [parent] [key] content
 *
 * `Y.applyUpdate` trusts its input: seven hostile bytes make it reserve 256 MiB, and a deep value overflows its stack.
 * This reader reserves nothing for a declared length, counts before it keeps, and answers `Malformed` for whatever is
 * not exactly one update. It says what is in the update; `update-check.ts` says whether a room takes it.
 */

export type StructId = { readonly client: number; readonly clock: number };

export type ReadStruct = {
  readonly client: number;
  readonly clock: number;
  readonly length: number;
  readonly type: 'gc' | 'skip' | 'item';
  readonly origin: StructId | null;
  readonly rightOrigin: StructId | null;
  /** A root's name, the id of the parent item, or null: then it is the origin's. */
  readonly parent: string | StructId | null;
  readonly key: string | null;
  /** Yjs content reference: 1 deleted, 2 JSON, 3 binary, 4 string, 5 embed, 6 format, 7 type, 8 any, 9 subdocument. */
  readonly content: number;
  /** Of a content `7`: 0 array, 1 map, 2 text, 3 element, 4 fragment, 5 hook, 6 XML text; else null. */
  readonly sharedType: number | null;
};

export type ClockRange = { readonly client: number; readonly clock: number; readonly length: number };

export type ReadUpdate = {
  readonly structs: readonly ReadStruct[];
  readonly deletes: readonly ClockRange[];
  /** The clocks each client writes in this update, in one range a client; skips and gaps make it not contiguous. */
  readonly ranges: readonly (ClockRange & { readonly contiguous: boolean })[];
  /** Where the deletions begin in the bytes; structs before, deletions to the end. */
  readonly deletesAt: number;
};

export type ReadLimits = { readonly structs: number; readonly clients: number; readonly deletes: number; readonly depth: number };

export type Malformed = { readonly tag: 'malformed'; readonly why: string };

class UpdateMalformed extends Error {}

/** @returns the structure of `bytes`, or why they are not an update within `limits` */
export function readUpdate(bytes: Uint8Array, limits: ReadLimits): ReadUpdate | Malformed {
  try {
    const reader = new Reader(bytes);
    const structs: ReadStruct[] = [];
    const ranges: (ClockRange & { contiguous: boolean })[] = [];
    const clients = reader.varUint();
    if (clients > limits.clients) reader.fail('too many clients');
    let before = Infinity;
    for (let i = 0; i < clients; i++) before = readClient(reader, limits, structs, ranges, before);
    const deletesAt = reader.at();
    const deletes = readDeletes(reader, limits);
    if (!reader.done()) reader.fail('bytes after the end');
    return { structs, deletes, ranges, deletesAt };
  } catch (error) {
    if (error instanceof UpdateMalformed) return { tag: 'malformed', why: error.message };
    throw error;
  }
}

export function isMalformed(read: ReadUpdate | Malformed): read is Malformed {
  return 'tag' in read;
}

function readClient(
  reader: Reader,
  limits: ReadLimits,
  structs: ReadStruct[],
  ranges: (ClockRange & { contiguous: boolean })[],
  before: number,
): number {
  const count = reader.varUint();
  const client = reader.varUint();
  const first = reader.varUint();
  // Highest first, each once, as Yjs writes them: its merge loses structs otherwise.
  if (client >= before) reader.fail('clients out of order');
  if (structs.length + count > limits.structs) reader.fail('too many structs');
  let clock = first;
  let contiguous = true;
  for (let i = 0; i < count; i++) {
    const struct = readStruct(reader, client, clock, limits.depth);
    if (struct.length < 1) reader.fail('empty struct');
    if (struct.type === 'skip') contiguous = false;
    structs.push(struct);
    clock += struct.length;
    if (!Number.isSafeInteger(clock)) reader.fail('clock overflow');
  }
  if (count > 0) ranges.push({ client, clock: first, length: clock - first, contiguous });
  return client;
}

const GC = 0;
const SKIP = 10;
const HAS_KEY = 0x20;
const HAS_RIGHT = 0x40;
const HAS_LEFT = 0x80;

function readStruct(reader: Reader, client: number, clock: number, depth: number): ReadStruct {
  const info = reader.byte();
  const content = info & 31;
  const none = { client, clock, origin: null, rightOrigin: null, parent: null, key: null, content, sharedType: null };
  if (content === GC) return { ...none, type: 'gc', length: reader.varUint() };
  if (content === SKIP) return { ...none, type: 'skip', length: reader.varUint() };
  const origin = info & HAS_LEFT ? reader.id() : null;
  const rightOrigin = info & HAS_RIGHT ? reader.id() : null;
  let parent: string | StructId | null = null;
  let key: string | null = null;
  if ((info & (HAS_LEFT | HAS_RIGHT)) === 0) {
    parent = reader.varUint() === 1 ? reader.string() : reader.id();
    if (info & HAS_KEY) key = reader.string();
  }
  const { length, sharedType } = readContent(reader, content, depth);
  return { client, clock, length, type: 'item', origin, rightOrigin, parent, key, content, sharedType };
}

function readContent(reader: Reader, content: number, depth: number): { length: number; sharedType: number | null } {
  switch (content) {
    case 1:
      return { length: reader.varUint(), sharedType: null };
    case 2: {
      const length = reader.varUint();
      for (let i = 0; i < length; i++) reader.skipJson(depth, true);
      return { length, sharedType: null };
    }
    case 3:
      reader.skipBytes();
      return { length: 1, sharedType: null };
    case 4:
      return { length: reader.textLength(), sharedType: null };
    case 5:
      reader.skipJson(depth);
      return { length: 1, sharedType: null };
    case 6:
      reader.skipString();
      reader.skipJson(depth);
      return { length: 1, sharedType: null };
    case 7: {
      const sharedType = reader.varUint();
      if (sharedType > 6) reader.fail('unknown shared type');
      if (sharedType === 3 || sharedType === 5) reader.skipString();
      return { length: 1, sharedType };
    }
    case 8: {
      const length = reader.varUint();
      for (let i = 0; i < length; i++) reader.skipAny(depth);
      return { length, sharedType: null };
    }
    case 9:
      reader.skipString();
      reader.skipAny(depth);
      return { length: 1, sharedType: null };
    default:
      return reader.fail('unknown content');
  }
}

function readDeletes(reader: Reader, limits: ReadLimits): ClockRange[] {
  const deletes: ClockRange[] = [];
  const clients = reader.varUint();
  for (let i = 0; i < clients; i++) {
    const client = reader.varUint();
    const count = reader.varUint();
    for (let j = 0; j < count; j++) {
      if (deletes.length >= limits.deletes) reader.fail('too many deletions');
      const clock = reader.varUint();
      const length = reader.varUint();
      if (length < 1 || !Number.isSafeInteger(clock + length)) reader.fail('crooked deletion');
      deletes.push({ client, clock, length });
    }
  }
  return deletes;
}

const QUOTE = 34;
const OPEN_LIST = 91;
const BACKSLASH = 92;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;
/** UTF-16 units made into text at a time. */
const PIECE = 4096;

/** A cursor over lib0-encoded bytes; every method throws `UpdateMalformed` at the end of the bytes. */
class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  at(): number {
    return this.#at;
  }

  done(): boolean {
    return this.#at === this.#bytes.length;
  }

  fail(why: string): never {
    throw new UpdateMalformed(`${why} at byte ${this.#at}`);
  }

  byte(): number {
    const value = this.#bytes[this.#at];
    if (value === undefined) this.fail('cut short');
    this.#at++;
    return value;
  }

  varUint(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) break;
      scale *= 128;
      if (scale > 2 ** 49) this.fail('number too long');
    }
    if (!Number.isSafeInteger(value)) this.fail('number too large');
    return value;
  }

  id(): StructId {
    const client = this.varUint();
    return { client, clock: this.varUint() };
  }

  /** UTF-8 of a declared byte length, as UTF-16; broken sequences are refused, since Yjs would count them otherwise. */
  string(): string {
    const end = this.#end(this.varUint());
    let [text, units]: [string, number[]] = ['', []];
    while (this.#at < end) {
      const point = this.#codePoint(end);
      if (point > 0xffff) units.push(0xd7c0 + (point >> 10), 0xdc00 + (point & 0x3ff));
      else units.push(point);
      if (units.length < PIECE) continue;
      text += String.fromCharCode(...units);
      units = [];
    }
    return text + String.fromCharCode(...units);
  }

  /** How long the text is for Yjs, in UTF-16 units, without making it. */
  textLength(): number {
    const end = this.#end(this.varUint());
    let length = 0;
    while (this.#at < end) {
      length += this.#ascii(end);
      if (this.#at < end) length += this.#codePoint(end) > 0xffff ? 2 : 1;
    }
    return length;
  }

  /** Walks over plain ASCII. @returns how much of it there was */
  #ascii(end: number): number {
    const from = this.#at;
    while (this.#at < end && (this.#bytes[this.#at] as number) < 0x80) this.#at++;
    return this.#at - from;
  }

  /** Checks the text too: Yjs throws at broken UTF-8, in every client that loads the room (R7). */
  skipString(): void {
    this.textLength();
  }

  /** A value in JSON: parsed, since Yjs will, and no deeper than other values. */
  skipJson(depth: number, orUndefined = false): void {
    const text = this.string();
    if (orUndefined && text === 'undefined') return;
    if (jsonDepth(text) > depth) this.fail('too deep');
    try {
      JSON.parse(text);
    } catch {
      this.fail('broken JSON');
    }
  }

  skipBytes(): void {
    this.#at = this.#end(this.varUint());
  }

  /** One lib0 `any` value, walked with a counter a level instead of a call a level. */
  skipAny(depth: number): void {
    const open: { left: number; keyed: boolean }[] = [];
    do {
      const level = open.at(-1);
      if (level) {
        if (level.left === 0) {
          open.pop();
          continue;
        }
        level.left--;
        if (level.keyed) this.skipString();
      }
      const container = this.#anyHead();
      if (container) {
        if (open.length >= depth) this.fail('too deep');
        open.push(container);
      }
    } while (open.length > 0);
  }

  #anyHead(): { left: number; keyed: boolean } | undefined {
    switch (this.byte()) {
      case 127: // undefined
      case 126: // null
      case 121: // false
      case 120: // true
        return undefined;
      case 125: // integer: sign and 6 bits, then 7 bits a byte
        this.#skipVarInt();
        return undefined;
      case 124: // float32
        this.#at = this.#end(4);
        return undefined;
      case 123: // float64
      case 122: // bigint
        this.#at = this.#end(8);
        return undefined;
      case 119: // string
        this.skipString();
        return undefined;
      case 116: // bytes
        this.skipBytes();
        return undefined;
      case 118: // object
        return { left: this.varUint(), keyed: true };
      case 117: // array
        return { left: this.varUint(), keyed: false };
      default:
        return this.fail('unknown value');
    }
  }

  /** Refused where Yjs would throw, or read on where we stopped. */
  #skipVarInt(): void {
    let byte = this.byte();
    let value = byte & 0x3f;
    for (let scale = 64; byte & 0x80; scale *= 128) {
      byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (value > Number.MAX_SAFE_INTEGER || scale > 2 ** 49) this.fail('number too large');
    }
  }

  #end(length: number): number {
    const end = this.#at + length;
    if (end > this.#bytes.length) this.fail('cut short');
    return end;
  }

  #codePoint(end: number): number {
    const lead = this.byte();
    if (lead < 0x80) return lead;
    const more = lead >= 0xf0 && lead < 0xf8 ? 3 : lead >= 0xe0 ? 2 : lead >= 0xc2 ? 1 : this.fail('broken text');
    if (lead >= 0xf8 || this.#at + more > end) this.fail('broken text');
    let value = lead & (0x3f >> more);
    for (let i = 0; i < more; i++) {
      const next = this.byte();
      if ((next & 0xc0) !== 0x80) this.fail('broken text');
      value = (value << 6) | (next & 0x3f);
    }
    const least = more === 3 ? 0x10000 : more === 2 ? 0x800 : 0x80;
    if (value < least || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) this.fail('broken text');
    return value;
  }
}

/** How deep the values of a JSON text nest; one pass, whatever the text is (a pattern took minutes on quotes that never end). */
function jsonDepth(text: string): number {
  let [depth, deepest, inText] = [0, 0, false];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (inText) {
      if (unit === BACKSLASH) i++;
      else if (unit === QUOTE) inText = false;
    } else if (unit === QUOTE) inText = true;
    else if (unit === OPEN_LIST || unit === OPEN_OBJECT) deepest = Math.max(deepest, ++depth);
    else if (unit === CLOSE_LIST || unit === CLOSE_OBJECT) depth--;
  }
  return deepest;
}
