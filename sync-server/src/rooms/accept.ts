/**
 * The one way an update of a person enters the log, from a push or a live socket alike:
 *
 *   size -> right, as of now -> structure -> against the room -> trim what is known -> append -> tell those who watch
 *
 * No Y.Doc: structure, clocks, deleted ranges and owners of client ids decide (threats R1 to R7, R11, D6). One room's
 * writes are decided one after the other, so that check and append are one step; rooms go side by side.
 */
import type { Limits } from '@navette/domain/limits';
import type { DeviceNumber, DossierId, UserId } from '@navette/kernel/ids';
import type { PUSH_REFUSALS } from '@navette/protocol/replication';
import { deviceOfClient } from '@navette/rooms/client-ids';
import type { Clock } from '@navette/kernel/ports';
import type { Room, RoomName } from '@navette/rooms/room-names';
import { roomShape } from '@navette/rooms/room-shape';
import { checkUpdate } from '@navette/rooms/update-check';
import { isMalformed, readUpdate, type ReadLimits, type ReadUpdate } from '@navette/rooms/update-reader';
import type { Bus, Directory, NewEntry, RoomLog } from '../ports.ts';
import { Lanes } from './lanes.ts';
import { remember, RoomMemories, shortId, type RoomMemory } from './room-memory.ts';
import { openableRoom, rightIn } from './room-rights.ts';
import { trimUpdate } from './trim-update.ts';

export type RefusalReason = (typeof PUSH_REFUSALS)[number];

/** Who writes. `device` 0: a stock client of the portal's session, without a device of its own. */
export type RoomWriter = { readonly user: UserId; readonly device: DeviceNumber; readonly by: 'push' | 'live' };
export type RoomWrite = { readonly id: string; readonly counter: number | null; readonly bytes: Uint8Array };

export type Accepted =
  /** `without`: a live client's deletions passed its budget and were left out, what it wrote was taken (R5). */
  | { readonly status: 'stored' | 'known'; readonly at: number; readonly without?: 'deletions' }
  /** It builds on what the room has not seen: nothing is stored, the sender is asked for the rest (R3). */
  | { readonly status: 'gap' }
  | { readonly status: 'refused'; readonly reason: RefusalReason }
  /** A counter came twice with other bytes: a copied device (D6). Nothing after it in the call is stored. */
  | { readonly status: 'copied-device' };

export type Accept = {
  /**
   * Answers once what it calls stored is durable.
   * @param from the connection it came by, so that it is not sent back there
   * @throws when the log cannot be read or written
   */
  write(room: string, writer: RoomWriter, writes: readonly RoomWrite[], from?: string | null): Promise<readonly Accepted[]>;
  /** Yjs client to the number of its clocks the room has. */
  clocks(room: RoomName): Promise<ReadonlyMap<number, number>>;
};

export type AcceptParts = {
  readonly log: RoomLog;
  readonly directory: Directory;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly limits: Limits;
};

type Decision =
  | Accepted
  | { readonly status: 'take'; readonly update: ReadUpdate; readonly bytes: Uint8Array; readonly without?: 'deletions' };
type Budget = { inserted: number; deleted: number };

const ROOMS_IN_MEMORY = 500;
const LARGEST_CLIENT = 2 ** 32 - 1;
/** A sync answer of a stock client may carry everything it has; each of its structs is checked all the same. */
export const LIVE_BYTES = 8 * 1024 * 1024;
const LIVE_READ = { structs: 100_000, clients: 10_000, deletes: 100_000 };
/** A record of what was pushed without news in it: it keeps the id and the counter (D6). */
const NOTHING_NEW = new Uint8Array([0, 0]);

export function makeAccept({ log, directory, bus, clock, limits }: AcceptParts): Accept {
  const lanes = new Lanes<RoomName>();
  const memories = new RoomMemories(log, ROOMS_IN_MEMORY);
  const read: Record<RoomWriter['by'], ReadLimits> = {
    push: {
      structs: limits.structsPerUpdate,
      clients: limits.clientsPerUpdate,
      deletes: limits.structsPerUpdate,
      depth: limits.valueDepth,
    },
    live: { ...LIVE_READ, depth: limits.valueDepth },
  };
  const largest = { push: limits.updateBytes, live: LIVE_BYTES };

  async function inLane(
    name: RoomName,
    room: Room,
    writer: RoomWriter,
    writes: readonly RoomWrite[],
    from: string | null,
  ): Promise<readonly Accepted[]> {
    const memory = await memories.get(name);
    try {
      return await decide(name, room, memory, writer, writes, from);
    } catch (error) {
      // Memory may be ahead of the log now: read it again next time.
      memories.forget(name);
      throw error;
    }
  }

  async function decide(
    name: RoomName,
    room: Room,
    memory: RoomMemory,
    writer: RoomWriter,
    writes: readonly RoomWrite[],
    from: string | null,
  ): Promise<readonly Accepted[]> {
    const answers: Accepted[] = [];
    const entries: NewEntry[] = [];
    const takenAt: number[] = [];
    const partly = new Set<number>();
    const empty = new Set<number>();
    const budget = { inserted: 0, deleted: 0 };
    // Rights may have gone while this waited in its lane.
    const mayWrite = rightIn(name, directory.membership(writer.user), clock.now()) === 'write';
    for (const [index, { id, counter, bytes }] of writes.entries()) {
      const seen = counter === null ? undefined : memory.ids.get(shortId(id));
      const decision = mayWrite ? decideOne(room, memory, writer, bytes, budget) : refused('forbidden');
      if (decision.status !== 'take') {
        // Known, yet under an id nobody has seen: kept as an empty entry, so that its counter counts.
        const unseen = decision.status === 'known' && counter !== null && seen === undefined;
        answers[index] = decision.status === 'known' && seen !== undefined ? { status: 'known', at: seen } : decision;
        if (!unseen) continue;
      } else if (seen !== undefined) {
        answers[index] = { status: 'known', at: seen };
        continue;
      }
      const entry = {
        room: name,
        id,
        author: writer.user,
        device: writer.device,
        counter,
        bytes: decision.status === 'take' ? decision.bytes : NOTHING_NEW,
      };
      if (decision.status === 'take') remember(memory, decision.update, entry, memory.at);
      if (decision.status === 'take' && decision.without) partly.add(index);
      if (decision.status !== 'take') empty.add(index);
      entries.push(entry);
      takenAt.push(index);
    }
    if (entries.length === 0) return answers;

    const appended = await log.append(entries);
    for (const [i, result] of appended.entries()) {
      const index = takenAt[i] ?? 0;
      if (result.status === 'counter-reused') {
        memories.forget(name);
        answers[index] = { status: 'copied-device' };
      } else if (result.status === 'duplicate') {
        answers[index] = { status: 'known', at: result.at };
      } else {
        const { entry } = result;
        memory.at = Math.max(memory.at, entry.at);
        if (entry.counter !== null) memory.ids.set(shortId(entry.id), entry.at);
        const without = partly.has(index) ? ({ without: 'deletions' } as const) : {};
        answers[index] = { status: empty.has(index) ? 'known' : 'stored', at: entry.at, ...without };
        bus.publish({ room: name, seq: entry.seq, bytes: entry.bytes, from });
      }
    }
    const reused = answers.findIndex((answer) => answer.status === 'copied-device');
    return reused < 0 ? answers : answers.map((answer, index) => (index < reused ? answer : { status: 'copied-device' }));
  }

  /** @param budget what this call has inserted and deleted so far: a wipe cut into many updates is a wipe (R5) */
  function decideOne(room: Room, memory: RoomMemory, writer: RoomWriter, bytes: Uint8Array, budget: Budget): Decision {
    const update = readUpdate(bytes, read[writer.by]);
    if (isMalformed(update)) return refused('malformed');
    const decision = judge(update, room, memory, writer, bytes, budget);
    if (writer.by === 'push' || decision.status !== 'refused' || decision.reason !== 'wipe') return decision;
    // A stock client repeats all deletions it knows of, with those that follow from a lost conflict and were never sent:
    // they are left out, and cost it neither its connection nor what it wrote.
    const kept = judge({ ...update, deletes: [] }, room, memory, writer, bytes, budget, false);
    return kept.status === 'take' || kept.status === 'known' ? { ...kept, without: 'deletions' } : kept;
  }

  function judge(
    update: ReadUpdate,
    room: Room,
    memory: RoomMemory,
    writer: RoomWriter,
    bytes: Uint8Array,
    budget: Budget,
    everyDeletion = true,
  ): Decision {
    const owns = (client: number) => ownsClient(client, room, memory, writer);
    // One of our devices only sends what it wrote itself; a stock client repeats what everybody wrote.
    const foreign = writer.by === 'push' ? update.ranges.find((range) => !owns(range.client)) : undefined;
    if (foreign) return refused('foreign-client');
    const shape = roomShape(room.kind);
    const verdict = checkUpdate(update, memory.state, { shape, owns });
    switch (verdict.verdict) {
      case 'known':
        return { status: 'known', at: memory.at };
      case 'gap':
        return { status: 'gap' };
      case 'refused':
        return refused(verdict.refusal.tag);
      case 'take': {
        const inserted = budget.inserted + verdict.fresh.reduce((sum, range) => sum + range.length, 0);
        const deleted = budget.deleted + update.deletes.reduce((sum, range) => sum + memory.state.notYetDeleted(range), 0);
        if (deleted > 4 * inserted + shape.deletions) return refused('wipe');
        Object.assign(budget, { inserted, deleted });
        return { status: 'take', update, bytes: trimUpdate(bytes, update, memory.state, everyDeletion) };
      }
    }
  }

  /** Device number 0 is the server's: nobody writes under its ids. */
  function ownsClient(client: number, room: Room, memory: RoomMemory, writer: RoomWriter): boolean {
    const device = deviceOfClient(client);
    if (device === 0 || client > LARGEST_CLIENT) return false;
    const owner = memory.owners.get(client);
    if (owner) return owner.stock ? owner.user === writer.user : device === writer.device;
    return device === writer.device || ('dossier' in room && !enrolledIn(room.dossier, device));
  }

  /** Whether somebody who may write in the dossier has this device: its ids are not free for a stock client to take. */
  function enrolledIn(dossier: DossierId, device: DeviceNumber): boolean {
    return directory.members(dossier).some(({ person }) => directory.ownsDevice(person.id, device));
  }

  return {
    async write(name, writer, writes, from = null) {
      const room = openableRoom(name, clock.now());
      // Same answer for a room that cannot be and one that is forbidden (R14); nothing is decoded (R11).
      if (!room || rightIn(name, directory.membership(writer.user), clock.now()) !== 'write') return writes.map(() => refused('forbidden'));
      const answers: Accepted[] = writes.map(({ bytes }) => (bytes.length > largest[writer.by] ? refused('too-large') : { status: 'gap' }));
      const fitting = writes.map((_, index) => index).filter((index) => answers[index]?.status === 'gap');
      const decided = await lanes.run(name as RoomName, () =>
        inLane(
          name as RoomName,
          room,
          writer,
          fitting.map((index) => writes[index] as RoomWrite),
          from,
        ),
      );
      for (const [i, index] of fitting.entries()) answers[index] = decided[i] as Accepted;
      return answers;
    },
    clocks: (room) => lanes.run(room, async () => new Map((await memories.get(room)).state.clocks)),
  };
}

function refused(reason: RefusalReason) {
  return { status: 'refused', reason } as const;
}
