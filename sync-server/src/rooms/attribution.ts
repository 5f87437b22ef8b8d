/**
 * Who wrote what, from the log alone (R10): a Yjs item is (client, clock), and every clock stands in exactly one entry.
 */
import { isMalformed, readUpdate, type StructId } from '@navette/rooms/update-reader';
import type { LogEntry } from '../ports.ts';
import { NO_LIMITS } from './room-memory.ts';

/** Clocks [clock, clock + length) of a client were written by this entry. */
export type Attributed = { readonly client: number; readonly clock: number; readonly length: number; readonly entry: LogEntry };

/** @param entries of one room, from its first; never two ranges over one clock */
export function attribution(entries: readonly LogEntry[]): readonly Attributed[] {
  return entries.flatMap((entry) => {
    const update = readUpdate(entry.bytes, NO_LIMITS);
    if (isMalformed(update)) throw new Error(`room: entry ${entry.cursor} is unreadable`);
    return update.ranges.map(({ client, clock, length }) => ({ client, clock, length, entry }));
  });
}

/** @returns the entry that wrote this item, or undefined when the log does not have it */
export function writerOf(ranges: readonly Attributed[], id: StructId): LogEntry | undefined {
  return ranges.find((range) => range.client === id.client && range.clock <= id.clock && id.clock < range.clock + range.length)?.entry;
}
