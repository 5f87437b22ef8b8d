/**
 * The hash chain over the log: what each entry's hash covers, and how a reader checks it (threats K4, K5).
 *
 * hash = SHA-256(previous hash ‖ header ‖ SHA-256(salt ‖ bytes)). The salted inner hash lets the bytes of an entry be
 * erased with its salt while the chain still verifies: the inner hash is kept in their place.
 */
import { createHash, hash } from 'node:crypto';
import type { LogEntry } from '../ports.ts';

/** The hash before the first entry of an epoch. */
export const CHAIN_START = '0'.repeat(64);

export type ChainedHeader = Omit<LogEntry, 'hash' | 'salt' | 'bytes' | 'inner'>;

/** @returns the hash of an entry, 64 hexadecimal characters */
export function chainHash(previous: string, header: ChainedHeader, salt: Uint8Array, bytes: Uint8Array): string {
  const content = new Uint8Array(salt.length + bytes.length);
  content.set(salt);
  content.set(bytes, salt.length);
  return linkHash(previous, header, content);
}

// One scratch buffer for every link: nothing here waits between filling and hashing it.
const scratch = Buffer.alloc(4096);
const HASH_BYTES = 32;

/** The same, for a salt and bytes that lie one after the other. */
export function linkHash(previous: string, header: ChainedHeader, saltAndBytes: Uint8Array): string {
  return hashOver(previous, header, hash('sha256', saltAndBytes, 'hex'));
}

/** The hash that an entry must have after `previous`: through what is left of it, where it was redacted (K5). */
export function entryHash(previous: string, entry: Omit<LogEntry, 'hash'>): string {
  return entry.inner === undefined ? chainHash(previous, entry, entry.salt, entry.bytes) : hashOver(previous, entry, entry.inner);
}

/** What is left of salt and bytes once they are erased. */
export function innerHash(salt: Uint8Array, bytes: Uint8Array): string {
  return createHash('sha256').update(salt).update(bytes).digest('hex');
}

/** Of the redacted form that stands in the place of an entry. */
export function formSum(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'hex');
}

function hashOver(previous: string, header: ChainedHeader, inner: string): string {
  const text = headerText(header);
  // A character of our fields takes three bytes at most.
  const buffer = text.length * 3 + 2 * HASH_BYTES <= scratch.length ? scratch : Buffer.alloc(text.length * 3 + 2 * HASH_BYTES);
  if (previous.length !== 2 * HASH_BYTES || buffer.write(previous, 'hex') !== HASH_BYTES)
    throw new Error('log: the previous hash is unreadable');
  const end = HASH_BYTES + buffer.write(text, HASH_BYTES, 'utf8');
  if (buffer.write(inner, end, 'hex') !== HASH_BYTES) throw new Error('log: what is left of an entry is unreadable');
  return hash('sha256', buffer.subarray(0, end + HASH_BYTES), 'hex');
}

/** One line a field, in a fixed order: no field of ours holds a line break. */
function headerText(h: ChainedHeader): string {
  return `navette-entry-v1\n${h.cursor}\n${h.room}\n${h.seq}\n${h.id}\n${h.author}\n${h.device}\n${h.counter ?? '-'}\n${h.at}\n`;
}

/** @returns the cursor of the first entry that does not follow from `previous`, or null when all do */
export function brokenLink(previous: string, entries: readonly LogEntry[]): number | null {
  let expected = previous;
  for (const entry of entries) {
    if (entryHash(expected, entry) !== entry.hash) return entry.cursor;
    expected = entry.hash;
  }
  return null;
}
