/**
 * How much the streams of a PDF unfold to, counted before anybody builds them in memory: pdf.js keeps what it inflates whole.
 *
 * Only streams that stand in the file as they are and could be large are counted; images are left out unless a page names them
 * as its content, since words are read without them. What is hidden better than that, and LZW, is left to the limits of whoever
 * reads.
 */
import type { InflateRaw } from '../zip/compression.ts';

/** Bytes one stream may unfold to. */
export const STREAM_BYTES = 48 * 1024 * 1024;
/** Deflate packs no more than this many times; no other filter that is counted packs more. */
const RATIO = 1032;
/** Packed bytes from which the ratio of a stream is told. */
const PROBE = 8 * 1024;
const SUSPECT = 50;
const DICTIONARY = 1_500;
const STREAMS = 20_000;

const SHORT: Readonly<Record<string, string>> = { Fl: 'FlateDecode', AHx: 'ASCIIHexDecode', A85: 'ASCII85Decode', RL: 'RunLengthDecode' };
const COUNTED = new Set(['FlateDecode', 'ASCIIHexDecode', 'ASCII85Decode', 'RunLengthDecode']);

type Packed = { readonly bytes: Uint8Array; readonly filters: readonly string[] };

/**
 * @returns whether a stream that is not an image unfolds beyond the limit; stops counting there
 */
export async function unfoldsBeyond(bytes: Uint8Array, inflate: InflateRaw, limit = STREAM_BYTES): Promise<boolean> {
  for (const stream of largeStreams(bytes, Math.floor(limit / RATIO))) {
    let data = stream.bytes;
    for (const [place, filter] of stream.filters.entries()) {
      if (place === stream.filters.length - 1) {
        if ((await unfoldedSize(data, filter, inflate, limit)) >= limit) return true;
        break;
      }
      const next = await unfolded(data, filter, inflate, limit / 4);
      // Packed twice, and large after the first time: nobody does that but to do harm.
      if (next === null) return true;
      data = next;
    }
  }
  return false;
}

/** @returns bytes that come out of the last filter, no more than the limit */
async function unfoldedSize(data: Uint8Array, filter: string, inflate: InflateRaw, limit: number): Promise<number> {
  if (filter === 'RunLengthDecode') {
    let size = 0;
    for (let at = 0; at < data.length && size < limit;) {
      const length = data[at] ?? 128;
      if (length === 128) break;
      size += length < 128 ? length + 1 : 257 - length;
      at += length < 128 ? length + 2 : 2;
    }
    return size;
  }
  if (filter !== 'FlateDecode') return data.length;
  const probe = PROBE * SUSPECT;
  if (data.length > PROBE && (await inflated(data.subarray(2, PROBE), inflate, probe)) < probe) return 0;
  return inflated(data.subarray(2), inflate, limit);
}

/** Damage ends the count: a probe ends in the middle, and the sum of zlib follows its data. */
async function inflated(packed: Uint8Array, inflate: InflateRaw, limit: number, keep?: Uint8Array[]): Promise<number> {
  let size = 0;
  try {
    for await (const piece of inflate(packed)) {
      keep?.push(piece);
      size += piece.length;
      if (size >= limit) return limit;
    }
  } catch {
    return size;
  }
  return size;
}

/** @returns what comes out of a filter that another follows; null beyond the limit */
async function unfolded(data: Uint8Array, filter: string, inflate: InflateRaw, limit: number): Promise<Uint8Array | null> {
  if (filter === 'ASCIIHexDecode') return fromHex(data);
  if (filter === 'ASCII85Decode') return from85(data);
  const kept: Uint8Array[] = [];
  const size =
    filter === 'FlateDecode' ? await inflated(data.subarray(2), inflate, limit, kept) : await unfoldedSize(data, filter, inflate, limit);
  if (size >= limit || filter === 'RunLengthDecode') return size >= limit ? null : new Uint8Array();
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of kept) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

function fromHex(data: Uint8Array): Uint8Array {
  const out = new Uint8Array(Math.ceil(data.length / 2));
  let [length, high] = [0, -1];
  for (const byte of data) {
    const digit = byte >= 48 && byte <= 57 ? byte - 48 : (byte | 32) >= 97 && (byte | 32) <= 102 ? (byte | 32) - 87 : -1;
    if (digit < 0) continue;
    if (high < 0) high = digit;
    else {
      out[length++] = high * 16 + digit;
      high = -1;
    }
  }
  return out.subarray(0, length);
}

function from85(data: Uint8Array): Uint8Array {
  const out = new Uint8Array(data.length * 4);
  let [length, value, count] = [0, 0, 0];
  for (const byte of data) {
    if (byte === 0x7e) break;
    if (byte === 0x7a && count === 0) length += 4;
    if (byte < 33 || byte > 117) continue;
    value = value * 85 + (byte - 33);
    if (++count < 5) continue;
    for (let shift = 24; shift >= 0; shift -= 8) out[length++] = Math.floor(value / 2 ** shift) & 255;
    [value, count] = [0, 0];
  }
  return out.subarray(0, length);
}

/** Streams that could be large by their filters, the data as it stands. */
function* largeStreams(bytes: Uint8Array, least: number): Generator<Packed> {
  let contents: ReadonlySet<string> | null = null;
  let from = 0;
  for (let count = 0; count < STREAMS; count++) {
    const start = indexOf(bytes, 'stream', from);
    if (start < 0) return;
    from = start + 6;
    if (bytes[start - 1] === 0x64) continue; // endstream
    const data = from + (bytes[from] === 0x0d ? 2 : 1);
    const end = indexOf(bytes, 'endstream', data);
    const stop = end < 0 ? bytes.length : end;
    from = stop;
    const before = latin(bytes.subarray(Math.max(0, start - DICTIONARY), start));
    const header = before.lastIndexOf(' obj');
    const own = before.slice(header + 1);
    const filters = filtersOf(own);
    if (filters.length === 0 || filters.some((filter) => !COUNTED.has(filter))) continue;
    if (stop - data < least && filters.length < 2) continue;
    if (/\/Subtype\s*\/Image/.test(own)) {
      contents ??= contentsIn(bytes);
      if (!contents.has(/(\d+)\s+\d+$/.exec(before.slice(0, Math.max(0, header)))?.[1] ?? '')) continue;
    }
    yield { bytes: bytes.subarray(data, stop), filters };
  }
}

function filtersOf(dictionary: string): string[] {
  const written = /\/Filter\s*(\[[^\]]{0,300}\]|\/\w+)/.exec(dictionary)?.[1] ?? '';
  return [...written.matchAll(/\/(\w+)/g)].map(([, name = '']) => SHORT[name] ?? name);
}

/** Numbers of the objects that pages name as their content. */
function contentsIn(bytes: Uint8Array): Set<string> {
  const found = new Set<string>();
  for (let at = indexOf(bytes, '/Contents', 0); at >= 0 && found.size < STREAMS; at = indexOf(bytes, '/Contents', at + 9)) {
    const list = /^\s*\[?((?:\s*\d+\s+\d+\s+R)+)/.exec(latin(bytes.subarray(at + 9, at + 400)))?.[1] ?? '';
    for (const [, number = ''] of list.matchAll(/(\d+)\s+\d+\s+R/g)) found.add(number);
  }
  return found;
}

function latin(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

function indexOf(bytes: Uint8Array, word: string, from: number): number {
  const first = word.charCodeAt(0);
  for (let i = bytes.indexOf(first, from); i >= 0; i = bytes.indexOf(first, i + 1)) {
    let same = true;
    for (let j = 1; same && j < word.length; j++) same = bytes[i + j] === word.charCodeAt(j);
    if (same) return i;
  }
  return -1;
}
