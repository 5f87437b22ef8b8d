/**
 * How much the streams of a PDF unfold to, counted before anybody builds them in memory: pdf.js keeps what it inflates whole.
 *
 * Only streams that stand in the file as they are and could be large are counted; images are left out, since words are read
 * without them. What is hidden better than that is left to the limits of whoever reads.
 */
import type { InflateRaw } from '../zip/compression.ts';

/** Bytes one stream may unfold to. */
export const STREAM_BYTES = 48 * 1024 * 1024;
/** Deflate packs no more than this many times. */
const RATIO = 1032;
/** Packed bytes from which the ratio of a stream is told. */
const PROBE = 8 * 1024;
const SUSPECT = 50;
const DICTIONARY = 1_500;

/**
 * @returns whether a stream that is not an image unfolds beyond the limit; stops counting there
 */
export async function unfoldsBeyond(bytes: Uint8Array, inflate: InflateRaw, limit = STREAM_BYTES): Promise<boolean> {
  for (const packed of largeStreams(bytes, Math.floor(limit / RATIO))) {
    if ((await inflatedSize(packed.subarray(0, PROBE), inflate, PROBE * SUSPECT)) < PROBE * SUSPECT) continue;
    if ((await inflatedSize(packed, inflate, limit)) >= limit) return true;
  }
  return false;
}

/** @returns bytes that come out, no more than the limit; damage ends the count */
async function inflatedSize(packed: Uint8Array, inflate: InflateRaw, limit: number): Promise<number> {
  let size = 0;
  try {
    for await (const piece of inflate(packed)) {
      size += piece.length;
      if (size >= limit) return limit;
    }
  } catch {
    // A probe ends in the middle, and the sum of zlib follows its data.
  }
  return size;
}

/** Data of deflated streams longer than that, without zlib's two bytes before it. */
function* largeStreams(bytes: Uint8Array, least: number): Generator<Uint8Array> {
  let from = 0;
  for (;;) {
    const start = indexOf(bytes, 'stream', from);
    if (start < 0) return;
    from = start + 6;
    if (bytes[start - 1] === 0x64) continue; // endstream
    const data = from + (bytes[from] === 0x0d ? 2 : 1);
    const end = indexOf(bytes, 'endstream', data);
    const stop = end < 0 ? bytes.length : end;
    from = stop;
    if (stop - data < least) continue;
    let dictionary = '';
    for (const byte of bytes.subarray(Math.max(0, start - DICTIONARY), start)) dictionary += String.fromCharCode(byte);
    const own = dictionary.slice(dictionary.lastIndexOf(' obj') + 1);
    if (/\/Subtype\s*\/Image/.test(own)) continue;
    if (/Flate|\/Fl\b/.test(own)) yield bytes.subarray(data + 2, stop);
  }
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
