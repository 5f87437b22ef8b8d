/**
 * What the server remembers of a room that is being written: clocks, deleted ranges, who owns which Yjs client id.
 *
 * No Y.Doc. All of it comes from the log and can be dropped at any time; whoever uses it holds the room's lane.
 */
import type { DeviceNumber, UserId } from '@navette/kernel/ids';
import { deviceOfClient } from '@navette/rooms/client-ids';
import type { RoomName } from '@navette/rooms/room-names';
import { RoomState } from '@navette/rooms/update-check';
import { isMalformed, readUpdate, type ReadLimits, type ReadUpdate } from '@navette/rooms/update-reader';
import type { LogEntry, RoomLog } from '../ports.ts';

/** What is in the log was checked when it came in. */
export const NO_LIMITS: ReadLimits = { structs: Infinity, clients: Infinity, deletes: Infinity, depth: 1000 };

/** A stock client's id belongs to its user, one of our devices' to that device (R2). */
export type ClientOwner = { readonly user: UserId | 'server'; readonly device: DeviceNumber; readonly stock: boolean };

export type RoomMemory = {
  readonly state: RoomState;
  readonly owners: Map<number, ClientOwner>;
  /** Ids that our devices gave, shortened to a number, with the time of their entry: a replay is answered from here. */
  readonly ids: Map<number, number>;
  /** Server time of the latest entry. */
  at: number;
};

/** 52 random bits of an id. */
export function shortId(id: string): number {
  return Number.parseInt(id.slice(-13).replace('-', ''), 16);
}

/** Takes a checked update into memory. */
export function remember(
  memory: RoomMemory,
  update: ReadUpdate,
  from: Pick<LogEntry, 'id' | 'author' | 'device' | 'counter'>,
  at: number,
): void {
  memory.state.take(update);
  for (const { client } of update.ranges) {
    if (!memory.owners.has(client))
      memory.owners.set(client, { user: from.author, device: from.device, stock: deviceOfClient(client) !== from.device });
  }
  if (from.counter !== null) memory.ids.set(shortId(from.id), at);
  memory.at = Math.max(memory.at, at);
}

/** Reads a room's memory from the log. @throws when an entry cannot be read: never an empty room instead */
export async function recallRoom(log: RoomLog, room: RoomName): Promise<RoomMemory> {
  const memory: RoomMemory = { state: new RoomState(), owners: new Map(), ids: new Map(), at: 0 };
  for (const entry of await log.room(room, 0)) {
    const update = readUpdate(entry.bytes, NO_LIMITS);
    if (isMalformed(update)) throw new Error(`room: entry ${entry.cursor} is unreadable`);
    remember(memory, update, entry, entry.at);
  }
  return memory;
}

/** The rooms written lately; the one unused for longest goes first. */
export class RoomMemories {
  readonly #rooms = new Map<RoomName, RoomMemory>();
  readonly #log: RoomLog;
  readonly #most: number;

  constructor(log: RoomLog, most: number) {
    this.#log = log;
    this.#most = most;
  }

  async get(room: RoomName): Promise<RoomMemory> {
    const memory = this.#rooms.get(room) ?? (await recallRoom(this.#log, room));
    this.#rooms.delete(room);
    this.#rooms.set(room, memory);
    const oldest = this.#rooms.keys().next().value;
    if (this.#rooms.size > this.#most && oldest !== undefined) this.#rooms.delete(oldest);
    return memory;
  }

  forget(room: RoomName): void {
    this.#rooms.delete(room);
  }

  get size(): number {
    return this.#rooms.size;
  }
}
