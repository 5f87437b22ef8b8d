/**
 * A JSON head followed by raw bytes: replication carries many small updates, and base64 would cost a third more.
 *
 *   frame := length:u32 (big endian) head:utf8[length] bytes
 *
 * The head's schema says how the bytes are cut; every cut is checked against what is there.
 */
import { concatBytes } from '@navette/kernel/bytes';
import * as v from 'valibot';

export type Frame<H> = { readonly head: H; readonly bytes: Uint8Array };

declare const TextEncoder: { new (): { encode(text: string): Uint8Array } };
declare const TextDecoder: { new (label: string, options: { fatal: boolean }): { decode(bytes: Uint8Array): string } };

const LONGEST_HEAD = 16 * 1024 * 1024;

export function encodeFrame(head: unknown, parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(JSON.stringify(head));
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, json.length);
  return concatBytes([length, json, ...parts]);
}

/** @returns the head, parsed by `schema`, and the bytes after it; undefined for anything that is not such a frame */
export function decodeFrame<S extends v.GenericSchema>(schema: S, frame: Uint8Array): Frame<v.InferOutput<S>> | undefined {
  if (frame.length < 4) return undefined;
  const length = new DataView(frame.buffer, frame.byteOffset, 4).getUint32(0);
  if (length > LONGEST_HEAD || 4 + length > frame.length) return undefined;
  const parsed = v.safeParse(schema, parseJson(frame.subarray(4, 4 + length)));
  return parsed.success ? { head: parsed.output, bytes: frame.subarray(4 + length) } : undefined;
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

/** Cuts `bytes` into pieces of the given sizes; undefined when they do not tile it exactly. */
export function cutBytes(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] | undefined {
  const pieces: Uint8Array[] = [];
  let at = 0;
  for (const size of sizes) {
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return at === bytes.length ? pieces : undefined;
}
