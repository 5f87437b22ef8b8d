/**
 * The hash chain over the log: what each entry's hash covers, and how a reader checks it (threats K4, K5).
 *
 * hash = SHA-256(previous hash ‖ header ‖ SHA-256(salt ‖ bytes)). The salted inner hash lets the bytes of an entry be
 * erased with its salt while the chain still verifies.
 */
import { createHash } from 'node:crypto';
import { hexToBytes } from '@navette/kernel/bytes';
import type { LogEntry } from '../ports.ts';

/** The hash before the first entry of an epoch. */
export const CHAIN_START = '0'.repeat(64);

export type ChainedHeader = Omit<LogEntry, 'hash' | 'salt' | 'bytes'>;

/** @returns the hash of an entry, 64 hexadecimal characters */
export function chainHash(previous: string, header: ChainedHeader, salt: Uint8Array, bytes: Uint8Array): string {
  return linkHash(previous, header, createHash('sha256').update(salt).update(bytes).digest());
}

function linkHash(previous: string, header: ChainedHeader, content: Uint8Array): string {
  const before = hexToBytes(previous);
  if (!before) throw new Error('log: the previous hash is unreadable');
  return createHash('sha256').update(before).update(headerText(header), 'utf8').update(content).digest('hex');
}

/** One line a field, in a fixed order: no field of ours holds a line break. */
function headerText(h: ChainedHeader): string {
  return ['navette-entry-v1', h.cursor, h.room, h.seq, h.id, h.author, h.device, h.counter ?? '-', h.at, ''].join('\n');
}

/** @returns the cursor of the first entry that does not follow from `previous`, or null when all do */
export function brokenLink(previous: string, entries: readonly LogEntry[]): number | null {
  let hash = previous;
  for (const entry of entries) {
    if (chainHash(hash, entry, entry.salt, entry.bytes) !== entry.hash) return entry.cursor;
    hash = entry.hash;
  }
  return null;
}
