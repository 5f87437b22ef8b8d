/**
 * What the server remembers of a room that is being written: clocks, deleted ranges, who owns which Yjs client id.
 *
 * No Y.Doc. All of it comes from the log (its last digest, then the entries after it) and can be dropped at any time;
 * whoever uses it holds the room's lane. What is kept is bounded by bytes, not by the number of rooms.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DeviceNumber, UserId } from '@navette/kernel/ids';
import { deviceOfClient } from '@navette/rooms/client-ids';
import type { RoomName } from '@navette/rooms/room-names';
import { RoomState } from '@navette/rooms/update-check';
import { isMalformed, readUpdate, type ClockRange, type ReadLimits, type ReadUpdate } from '@navette/rooms/update-reader';
import { RoomUnreadable } from '../log/room-unreadable.ts';
import type { LogEntry, RoomLog } from '../ports.ts';
import { RecentEntries } from './recent-entries.ts';
import { decodeDigest } from './room-digest.ts';

/** What is in the log was checked when it came in. */
export const NO_LIMITS: ReadLimits = { structs: Infinity, clients: Infinity, deletes: Infinity, depth: 1000 };

/** A stock client's id belongs to its user, one of our devices' to that device (R2). */
export type ClientOwner = { readonly user: UserId | 'server'; readonly device: DeviceNumber; readonly stock: boolean };

export type RoomMemory = {
  readonly state: RoomState;
  readonly owners: Map<number, ClientOwner>;
  /** Position and server time of the latest entry taken. */
  seq: number;
  at: number;
  /** The room's segments, in order (`keeper.ts`). */
  segments: readonly KeptSegment[];
  /** Deleted clocks whose contents no segment holds any more. */
  collected: number;
  /** Bytes of the entries after the last segment. */
  tail: number;
  /** The latest entries, while they are small: who was away for a moment is answered from here. */
  readonly recent: RecentEntries;
};

export type KeptSegment = { readonly to: number; readonly tier: number; readonly bytes: number };

/** Bytes a newcomer is sent: the segments and the entries after them. */
export function sizeOf({ segments, tail }: RoomMemory): number {
  return segments.reduce((sum, { bytes }) => sum + bytes, tail);
}

export function emptyMemory(): RoomMemory {
  return { state: new RoomState(), owners: new Map(), seq: 0, at: 0, segments: [], collected: 0, tail: 0, recent: new RecentEntries() };
}

/** Takes a checked update into memory; its position follows once it is stored. */
export function remember(memory: RoomMemory, update: ReadUpdate, from: Pick<LogEntry, 'author' | 'device' | 'bytes'>): void {
  memory.tail += from.bytes.length;
  memory.state.take(update);
  for (const { client } of update.ranges) {
    if (!memory.owners.has(client))
      memory.owners.set(client, { user: from.author, device: from.device, stock: deviceOfClient(client) !== from.device });
  }
}

/** What was remembered stands in the log: the room is at this entry now. @param ranges the clocks it brought */
export function advance(
  memory: RoomMemory,
  { seq, at, bytes }: Pick<LogEntry, 'seq' | 'at' | 'bytes'>,
  ranges: readonly ClockRange[],
): void {
  memory.recent.add({ seq, bytes, ranges });
  memory.seq = seq;
  memory.at = Math.max(memory.at, at);
}

const ENTRIES_A_TURN = 500;

/** Reads a room's memory from the log. @throws when an entry cannot be read: never an empty room instead */
export async function recallRoom(log: RoomLog, room: RoomName): Promise<RoomMemory> {
  const stored = await log.digest(room);
  // A digest is only ever a short cut: one that cannot be read is made again from the entries.
  return await catchUp(log, room, (stored && decodeDigest(stored.bytes)) ?? emptyMemory());
}

/** Takes in what was stored after `memory`, by another writer or before this process. @returns the same memory */
export async function catchUp(log: RoomLog, room: RoomName, memory: RoomMemory): Promise<RoomMemory> {
  for (;;) {
    const entries = await log.room(room, memory.seq, memory.seq + ENTRIES_A_TURN);
    for (const entry of entries) {
      const update = readUpdate(entry.bytes, NO_LIMITS);
      if (isMalformed(update)) throw new RoomUnreadable(room);
      remember(memory, update, entry);
      advance(memory, entry, update.ranges);
    }
    if (entries.length < ENTRIES_A_TURN) return memory;
    await nextTurn();
  }
}

/** Rough bytes of a memory: what V8 takes for a map entry and a small object, measured. */
export function weightOf({ state, owners, segments, recent }: RoomMemory): number {
  return 800 + 200 * owners.size + 100 * state.spans + 40 * segments.length + recent.weight;
}

/** The rooms used lately; the one unused for longest goes first. */
export class RoomMemories {
  readonly #rooms = new Map<RoomName, { readonly memory: RoomMemory; weight: number }>();
  readonly #log: RoomLog;
  readonly #most: number;
  #weight = 0;

  /** @param most bytes to keep, beside the room in use */
  constructor(log: RoomLog, most: number) {
    this.#log = log;
    this.#most = most;
  }

  async get(room: RoomName): Promise<RoomMemory> {
    const kept = this.#rooms.get(room);
    const memory = kept?.memory ?? (await recallRoom(this.#log, room));
    const weight = weightOf(memory);
    this.#weight += weight - (kept?.weight ?? 0);
    if (this.#rooms.delete(room) || !kept) this.#rooms.set(room, { memory, weight });
    for (const oldest of this.#rooms.keys()) {
      if (this.#weight <= this.#most || oldest === room) break;
      this.forget(oldest);
    }
    return memory;
  }

  forget(room: RoomName): void {
    const kept = this.#rooms.get(room);
    if (!kept) return;
    this.#weight -= kept.weight;
    this.#rooms.delete(room);
  }

  get size(): number {
    return this.#rooms.size;
  }
}
