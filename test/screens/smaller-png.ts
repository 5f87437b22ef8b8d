// A picture of a screen in a third of the bytes: 256 colours, every other one drawn with the nearest of
// them (edges of letters: nobody sees it). Knows PNGs of 8 bits, RGB or RGBA, not interlaced: what Chromium gives.

import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = 8;
const HEAD = 12;

/** Colours of a palette. */
const COLOURS = 256;
/** Below this distance two colours are one. */
const ALIKE = 180;

/** @returns the picture with a palette; transparency is dropped, pages have none */
export function smallerPng(png: Buffer): Buffer {
  const { width, height, channels, data } = read(png);
  const pixels = colours(unfilter(inflateSync(data), width, height, channels), channels);
  const palette = paletteOf(pixels);
  const near = new Map(palette.map((rgb, index) => [rgb, index]));
  const rows = new Uint8Array((width + 1) * height);
  for (const [index, rgb] of pixels.entries()) {
    const place = near.get(rgb) ?? nearest(palette, rgb);
    near.set(rgb, place);
    rows[index + Math.floor(index / width) + 1] = place;
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    png.subarray(0, SIGNATURE),
    chunk('IHDR', head),
    chunk('PLTE', Buffer.from(palette.flatMap(parts))),
    chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function read(png: Buffer): { width: number; height: number; channels: number; data: Buffer } {
  const parts: Buffer[] = [];
  for (let at = SIGNATURE; at < png.length; at += HEAD + png.readUInt32BE(at))
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20), channels: png[25] === 6 ? 4 : 3, data: Buffer.concat(parts) };
}

function unfilter(raw: Buffer, width: number, height: number, channels: number): Uint8Array {
  const line = width * channels;
  const out = new Uint8Array(line * height);
  for (let y = 0; y < height; y++) {
    const kind = raw[y * (line + 1)] ?? 0;
    for (let x = 0; x < line; x++) {
      const at = y * line + x;
      out[at] = (raw[y * (line + 1) + 1 + x] ?? 0) + predicted(kind, out, at, x, y, line, channels);
    }
  }
  return out;
}

function predicted(kind: number, from: Uint8Array, at: number, x: number, y: number, line: number, step: number): number {
  const left = x >= step ? (from[at - step] ?? 0) : 0;
  const up = y > 0 ? (from[at - line] ?? 0) : 0;
  if (kind === 0) return 0;
  if (kind === 1) return left;
  if (kind === 2) return up;
  if (kind === 3) return (left + up) >> 1;
  const corner = x >= step && y > 0 ? (from[at - line - step] ?? 0) : 0;
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

/** One number a pixel: 0xRRGGBB. */
function colours(bytes: Uint8Array, channels: number): Uint32Array {
  const out = new Uint32Array(bytes.length / channels);
  for (const index of out.keys()) {
    const at = index * channels;
    out[index] = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
  }
  return out;
}

function paletteOf(pixels: Uint32Array): number[] {
  const seen = new Map<number, number>();
  for (const rgb of pixels) seen.set(rgb, (seen.get(rgb) ?? 0) + 1);
  const palette: number[] = [];
  // The most frequent first, but none that is nearly there already: a rare red keeps its place beside many greys.
  for (const [rgb] of [...seen].toSorted((a, b) => b[1] - a[1])) {
    if (palette.length === COLOURS) break;
    if (palette.every((other) => distance(other, rgb) > ALIKE)) palette.push(rgb);
  }
  return palette;
}

function nearest(palette: readonly number[], rgb: number): number {
  let best = 0;
  let least = Infinity;
  for (const [index, other] of palette.entries()) {
    const away = distance(other, rgb);
    if (away < least) [best, least] = [index, away];
  }
  return best;
}

/** As the eye weighs it: green most, blue least. */
function distance(one: number, other: number): number {
  const [r = 0, g = 0, b = 0] = parts(one);
  const [red = 0, green = 0, blue = 0] = parts(other);
  return 2 * (r - red) ** 2 + 4 * (g - green) ** 2 + (b - blue) ** 2;
}

function parts(rgb: number): number[] {
  return [rgb >> 16, (rgb >> 8) & 255, rgb & 255];
}

function chunk(name: string, body: Buffer): Buffer {
  const out = Buffer.alloc(body.length + HEAD);
  out.writeUInt32BE(body.length, 0);
  out.write(name, 4, 'latin1');
  body.copy(out, 8);
  out.writeUInt32BE(crc32(out.subarray(4, 8 + body.length)), 8 + body.length);
  return out;
}
