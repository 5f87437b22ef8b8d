/**
 * Goes through a checked update struct by struct and makes nothing of what it passes: where each begins, how long it is.
 *
 * Unlike `update-reader.ts` it trusts its bytes: they were read and checked when they came in.
 */

const GC = 0;
export const DELETED = 1;
const JSON_VALUES = 2;
export const STRING = 4;
const FORMAT = 6;
const TYPE = 7;
const ANY = 8;
const SUBDOCUMENT = 9;
const SKIP = 10;
export const HAS_KEY = 0x20;
export const HAS_RIGHT = 0x40;
export const HAS_LEFT = 0x80;
/** Kinds of struct that hold nothing already. */
export const HOLLOW: ReadonlySet<number> = new Set([GC, DELETED, SKIP]);
/** XML elements and hooks carry their name. */
const NAMED_TYPES: ReadonlySet<number> = new Set([3, 5]);

export type WalkedStruct = {
  readonly info: number;
  readonly content: number;
  readonly length: number;
  /** Where it begins, its right origin and what follows that, and its content. */
  readonly at: number;
  readonly rightAt: number;
  readonly afterRight: number;
  readonly contentAt: number;
};

export class UpdateWalk {
  readonly #bytes: Uint8Array;
  at: number;

  constructor(bytes: Uint8Array, at = 0) {
    this.#bytes = bytes;
    this.at = at;
  }

  byte(): number {
    return this.#bytes[this.at++] ?? 0;
  }

  varUint(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  }

  id(): void {
    this.varUint();
    this.varUint();
  }

  bytes(): void {
    const length = this.varUint();
    this.at += length;
  }

  /** @returns its length in units of 16 bits */
  string(): number {
    const end = this.varUint() + this.at;
    let length = 0;
    for (; this.at < end; this.at++) {
      const byte = this.#bytes[this.at] ?? 0;
      if (byte < 0x80 || byte >= 0xc0) length += byte < 0xf0 ? 1 : 2;
    }
    return length;
  }

  /** One lib0 `any` value; nested no deeper than the reader let in. */
  any(): void {
    for (let left = 1; left > 0; left--) {
      switch (this.byte()) {
        case 125:
          while (this.byte() >= 0x80);
          break;
        case 124:
          this.at += 4;
          break;
        case 123:
        case 122:
          this.at += 8;
          break;
        case 119:
        case 116:
          this.bytes();
          break;
        case 118:
          for (let keys = this.varUint(); keys > 0; keys--) {
            this.bytes();
            this.any();
          }
          break;
        case 117:
          left += this.varUint();
          break;
        default:
        // Undefined, null, false, true: the byte says it all.
      }
    }
  }

  struct(): WalkedStruct {
    const { at } = this;
    const info = this.byte();
    const content = info & 31;
    if (content === GC || content === SKIP) return { info, content, length: this.varUint(), at, rightAt: 0, afterRight: 0, contentAt: 0 };
    if (info & HAS_LEFT) this.id();
    const rightAt = this.at;
    if (info & HAS_RIGHT) this.id();
    const afterRight = this.at;
    if ((info & (HAS_LEFT | HAS_RIGHT)) === 0) {
      if (this.varUint() === 1) this.bytes();
      else this.id();
      if (info & HAS_KEY) this.bytes();
    }
    const contentAt = this.at;
    return { info, content, length: this.#content(content), at, rightAt, afterRight, contentAt };
  }

  #content(content: number): number {
    switch (content) {
      case DELETED:
        return this.varUint();
      case STRING:
        return this.string();
      case JSON_VALUES:
      case ANY: {
        const length = this.varUint();
        for (let i = 0; i < length; i++) this.value(content);
        return length;
      }
      case FORMAT:
        this.bytes();
        this.bytes();
        return 1;
      case TYPE:
        if (NAMED_TYPES.has(this.varUint())) this.bytes();
        return 1;
      case SUBDOCUMENT:
        this.bytes();
        this.any();
        return 1;
      default:
        // Bytes and embeds: one declared length.
        this.bytes();
        return 1;
    }
  }

  /** One value of a run of them. */
  value(content: number): void {
    if (content === ANY) this.any();
    else this.bytes();
  }
}
