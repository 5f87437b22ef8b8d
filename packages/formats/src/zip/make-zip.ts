/**
 * Writes a ZIP piece by piece: nothing is kept but the directory, so that an export of any size costs the memory of one
 * piece. Names are UTF-8 and fit for every system; two of the same get a number. Zip64 where figures need it.
 */
import { crc32 } from './crc32.ts';
import type { DeflateRaw } from './compression.ts';
import { safeZipPath } from './zip-names.ts';

export type ZipSource = {
  /** Parts apart by `/`; cleaned, never refused. */
  readonly name: string;
  readonly bytes: Uint8Array | AsyncIterable<Uint8Array>;
  /** 'AAAA-MM-JJ' or 'AAAA-MM-JJTHH:MM:SS', as the reader's clock would say it; 1 January 1980 without. */
  readonly modified?: string;
  /** Stored as it is: what is packed already (PDF, JPEG) gains nothing. */
  readonly store?: boolean;
};

export type ZipPorts = {
  /** Without it everything is stored. */
  readonly deflate?: DeflateRaw;
  /** From which figure on zip64 is used; tests lower it. */
  readonly zip64From?: number;
};

const MAX_16 = 0xffff;
const MAX_32 = 0xffffffff;
const PIECE = 64 * 1024;

type Written = {
  readonly name: Uint8Array;
  readonly flags: number;
  readonly method: 0 | 8;
  readonly time: number;
  readonly day: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
};

/**
 * @param entries one after the other, each read to its end before the next is asked for
 * @returns the archive's bytes in order; throws what a source throws, and then what was given is no archive
 */
export async function* makeZip(
  entries: AsyncIterable<ZipSource> | Iterable<ZipSource>,
  { deflate, zip64From = MAX_32 }: ZipPorts = {},
): AsyncGenerator<Uint8Array> {
  const written: Written[] = [];
  const names = new Set<string>();
  let offset = 0;
  for await (const source of entries) {
    const name = new TextEncoder().encode(unusedName(safeZipPath(source.name), names));
    const begun = { name, ...dosMoment(source.modified), offset };
    const pieces = writeEntry(source, begun, source.store === true ? undefined : deflate, zip64From);
    try {
      let piece = await pieces.next();
      for (; piece.done !== true; piece = await pieces.next()) {
        offset += piece.value.length;
        yield piece.value;
      }
      written.push(piece.value);
    } finally {
      // Who stops reading stops the source too.
      await pieces.return(undefined as never);
    }
  }
  const begin = offset;
  for (const entry of written) {
    const record = centralRecord(entry, zip64From);
    offset += record.length;
    yield record;
  }
  yield endRecords(written.length, begin, offset - begin, zip64From);
}

async function* writeEntry(
  { bytes }: ZipSource,
  begun: Pick<Written, 'name' | 'time' | 'day' | 'offset'>,
  deflate: DeflateRaw | undefined,
  zip64From: number,
): AsyncGenerator<Uint8Array, Written> {
  if (bytes instanceof Uint8Array) {
    const deflated = deflate && bytes.length > 0 ? await joined(deflate(piecesOf(bytes)), bytes.length) : null;
    const content = deflated ?? bytes;
    const entry: Written = {
      ...begun,
      flags: 0x800,
      method: deflated ? 8 : 0,
      crc: crc32(bytes),
      packed: content.length,
      size: bytes.length,
    };
    yield localHeader(entry, zip64From);
    for await (const piece of piecesOf(content)) yield piece;
    return entry;
  }
  // Nobody knows its size before its end: the figures follow it (bit 3).
  const method = deflate ? 8 : 0;
  const open: Written = { ...begun, flags: 0x808, method, crc: 0, packed: 0, size: 0 };
  yield localHeader(open, zip64From);
  let [crc, size, packed] = [0, 0, 0];
  const counted = (async function* () {
    for await (const piece of bytes) {
      crc = crc32(piece, crc);
      size += piece.length;
      yield piece;
    }
  })();
  for await (const piece of deflate ? deflate(counted) : counted) {
    packed += piece.length;
    yield piece;
  }
  const entry: Written = { ...open, crc, packed, size };
  const large = size >= zip64From || packed >= zip64From;
  const tail = new Fields(large ? 24 : 16).u32(0x08074b50).u32(crc);
  yield (large ? tail.u64(packed).u64(size) : tail.u32(packed).u32(size)).bytes;
  return entry;
}

async function* piecesOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
}

/** @returns null as soon as it is no smaller than what it was made of */
async function joined(pieces: AsyncIterable<Uint8Array>, limit: number): Promise<Uint8Array | null> {
  const kept: Uint8Array[] = [];
  let length = 0;
  for await (const piece of pieces) {
    length += piece.length;
    if (length >= limit) return null;
    kept.push(piece);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of kept) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** Figures of a record, little end first. */
class Fields {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;
  constructor(length: number) {
    this.bytes = new Uint8Array(length);
    this.#view = new DataView(this.bytes.buffer);
  }
  u16(...values: readonly number[]): this {
    for (const value of values) {
      this.#view.setUint16(this.#at, value, true);
      this.#at += 2;
    }
    return this;
  }
  u32(...values: readonly number[]): this {
    for (const value of values) {
      this.#view.setUint32(this.#at, value, true);
      this.#at += 4;
    }
    return this;
  }
  u64(...values: readonly number[]): this {
    for (const value of values) {
      this.#view.setBigUint64(this.#at, BigInt(value), true);
      this.#at += 8;
    }
    return this;
  }
  raw(bytes: Uint8Array): this {
    this.bytes.set(bytes, this.#at);
    this.#at += bytes.length;
    return this;
  }
}

function localHeader(entry: Written, zip64From: number): Uint8Array {
  const { name, flags, method, time, day, crc, packed, size } = entry;
  const large = size >= zip64From || packed >= zip64From;
  const fields = new Fields(30 + name.length + (large ? 20 : 0))
    .u32(0x04034b50)
    .u16(large ? 45 : 20, flags, method, time, day)
    .u32(crc, large ? MAX_32 : packed, large ? MAX_32 : size)
    .u16(name.length, large ? 20 : 0)
    .raw(name);
  return (large ? fields.u16(1, 16).u64(size, packed) : fields).bytes;
}

function centralRecord({ name, flags, method, time, day, crc, packed, size, offset }: Written, zip64From: number): Uint8Array {
  const large = [size, packed, offset].map((value) => value >= zip64From);
  const wide = [size, packed, offset].filter((_, i) => large[i]);
  const extra = wide.length === 0 ? 0 : 4 + wide.length * 8;
  const small = (value: number) => (value >= zip64From ? MAX_32 : value);
  const fields = new Fields(46 + name.length + extra)
    .u32(0x02014b50)
    .u16((3 << 8) | 45, wide.length > 0 ? 45 : 20, flags, method, time, day)
    .u32(crc, small(packed), small(size))
    .u16(name.length, extra, 0, 0, 0)
    .u32((0o100644 << 16) >>> 0, small(offset))
    .raw(name);
  return (wide.length === 0 ? fields : fields.u16(1, wide.length * 8).u64(...wide)).bytes;
}

function endRecords(count: number, offset: number, size: number, zip64From: number): Uint8Array {
  const large = count >= Math.min(MAX_16, zip64From) || offset >= zip64From || size >= zip64From;
  const fields = new Fields(large ? 98 : 22);
  if (large)
    fields
      .u32(0x06064b50)
      .u64(44)
      .u16(45, 45)
      .u32(0, 0)
      .u64(count, count, size, offset)
      .u32(0x07064b50, 0)
      .u64(offset + size)
      .u32(1);
  return fields
    .u32(0x06054b50)
    .u16(0, 0, large ? MAX_16 : count, large ? MAX_16 : count)
    .u32(large ? MAX_32 : size, large ? MAX_32 : offset)
    .u16(0).bytes;
}

/** DOS counts from 1980, by two seconds. */
function dosMoment(modified: string | undefined): { readonly time: number; readonly day: number } {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?)?/.exec(modified ?? '');
  const [year = 1980, month = 1, date = 1, hour = 0, minute = 0, second = 0] = (match ?? []).slice(1).map((part) => Number(part ?? 0));
  if (year < 1980 || year > 2107) return { time: 0, day: 0x21 };
  return { time: (hour << 11) | (minute << 5) | (second >> 1), day: ((year - 1980) << 9) | (month << 5) | date };
}

/** Systems that do not tell cases apart would lose the second of two. */
function unusedName(wanted: string, used: Set<string>): string {
  const key = (name: string) => name.normalize('NFC').toLowerCase();
  const dot = wanted.lastIndexOf('.');
  const cut = dot > wanted.lastIndexOf('/') + 1 ? dot : wanted.length;
  let name = wanted;
  for (let n = 2; used.has(key(name)); n++) name = `${wanted.slice(0, cut)} (${n})${wanted.slice(cut)}`;
  used.add(key(name));
  return name;
}
