/**
 * The one way an update of a person enters the log, from a push or a live socket alike:
 *
 *   size -> right, as of now -> key -> structure -> against the room -> trim what is known -> append -> tell those who watch
 *
 * No Y.Doc: structure, clocks, deleted ranges and owners of client ids decide (threats R1 to R7, R11, D6). One room's
 * writes are decided one after the other, so that check and append are one step; rooms go side by side.
 */
import type { Limits } from '@navette/domain/limits';
import type { DeviceNumber, UserId } from '@navette/kernel/ids';
import type { PUSH_REFUSALS } from '@navette/protocol/replication';
import { deviceOfClient } from '@navette/rooms/client-ids';
import type { Clock, Log } from '@navette/kernel/ports';
import type { Room, RoomName } from '@navette/rooms/room-names';
import { checkUpdate, type UpdateRefusal } from '@navette/rooms/update-check';
import { isMalformed, readUpdate, type ClockRange, type ReadLimits, type ReadUpdate } from '@navette/rooms/update-reader';
import { NO_METRICS } from '../figures/metrics.ts';
import type { Bus, Metrics, NewEntry, RoomLog, SendingGate } from '../ports.ts';
import { Lanes } from './lanes.ts';
import { advance, catchUp, remember, RoomMemories, sizeOf, type RoomMemory } from './room-memory.ts';
import { openableRoom, type RoomRules } from './room-rights.ts';
import { unlessSaidOtherwise } from './same-clocks.ts';
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
  /** Nothing new is taken before the dossier's activation key is there (R006): it goes on waiting where it is. */
  | { readonly status: 'later' }
  /** A counter came twice with other bytes: a copied device (D6). Nothing after it in the call is stored. */
  | { readonly status: 'copied-device' };

export type Accept = {
  /**
   * Answers once what it calls stored is durable.
   * @throws when the log cannot be read or written
   */
  write(room: string, writer: RoomWriter, writes: readonly RoomWrite[]): Promise<readonly Accepted[]>;
  /** What the room's memory says just now; nobody writes to the room until `at` is done. */
  look<T>(room: RoomName, at: (memory: RoomMemory) => T | Promise<T>): Promise<T>;
  /** Drops what is remembered of the room: something else wrote to it. */
  forget(room: RoomName): void;
};

export type AcceptParts = {
  readonly log: RoomLog;
  readonly rules: RoomRules;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly limits: Limits;
  readonly report?: Log;
  readonly metrics?: Metrics;
  /** Without it, nothing waits for a key. */
  readonly gate?: SendingGate;
};

type Decision =
  | Accepted
  | { readonly status: 'take'; readonly bytes: Uint8Array; readonly ranges: readonly ClockRange[]; readonly without?: 'deletions' };
type Budget = { inserted: number; deleted: number };

const LARGEST_CLIENT = 2 ** 32 - 1;
/** Ids that one update of a stock client may bring, and that one person may have used in a room. */
const NEW_IDS = 256;
const STOCK_IDS = 4_800;
/** A sync answer of a stock client may carry everything it has; each of its structs is checked all the same. */
export const LIVE_BYTES = 8 * 1024 * 1024;
const LIVE_READ = { structs: 100_000, clients: 10_000, deletes: 100_000 };
/** A record of what was pushed without news in it: it keeps the id and the counter (D6). */
const NOTHING_NEW = new Uint8Array([0, 0]);
const NONE: ReadonlyMap<string, number> = new Map();

export function makeAccept({ log, rules, bus, clock, limits, report, metrics = NO_METRICS, gate }: AcceptParts): Accept {
  const lanes = new Lanes<RoomName>();
  /** Rooms already said to be large. */
  const large = new Set<RoomName>();
  const memories = new RoomMemories(log, limits.roomMemoryBytes);
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

  async function inLane(name: RoomName, room: Room, writer: RoomWriter, writes: readonly RoomWrite[]): Promise<readonly Accepted[]> {
    const memory = await memories.get(name);
    try {
      const answers = await decide(name, room, memory, writer, writes);
      return writer.by === 'live' ? unlessSaidOtherwise(memory.recent.upTo(memory.seq), writes, answers) : answers;
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
  ): Promise<readonly Accepted[]> {
    const budget = { inserted: 0, deleted: 0 };
    // Rights may have gone while this waited in its lane.
    const mayWrite = rules.of(writer.user, name) === 'write';
    const decisions = writes.map(({ bytes }) => (mayWrite ? decideOne(room, memory, writer, bytes, budget) : refused('forbidden')));
    const repeated = await timesOfKnown(writes, decisions);
    const answers: Accepted[] = [];
    const entries: NewEntry[] = [];
    const takenAt: number[] = [];
    for (const [index, { id, counter }] of writes.entries()) {
      const decision = decisions[index] as Decision;
      if (decision.status !== 'take') {
        const at = repeated.get(id);
        answers[index] = decision.status === 'known' && at !== undefined ? { status: 'known', at } : decision;
        // Known, yet under an id nobody has seen: kept as an empty entry, so that its counter counts.
        if (decision.status !== 'known' || counter === null || at !== undefined) continue;
      }
      takenAt.push(index);
      entries.push({
        room: name,
        id,
        author: writer.user,
        device: writer.device,
        counter,
        bytes: decision.status === 'take' ? decision.bytes : NOTHING_NEW,
      });
    }
    if (entries.length === 0) return answers;

    const appended = await log.append(entries);
    for (const [i, result] of appended.entries()) {
      const index = takenAt[i] ?? 0;
      if (result.status === 'counter-reused') {
        memories.forget(name);
        answers[index] = { status: 'copied-device' };
      } else if (result.status === 'duplicate') {
        // What was taken into memory is in the log under another update: read it again.
        memories.forget(name);
        answers[index] = { status: 'known', at: result.at };
      } else {
        const { entry } = result;
        const decision = decisions[index] as Decision;
        advance(memory, entry, decision.status === 'take' ? decision.ranges : []);
        answers[index] =
          decision.status === 'take'
            ? { status: 'stored', at: entry.at, ...(decision.without && { without: decision.without }) }
            : { status: 'known', at: entry.at };
        bus.publish({ room: name, seq: entry.seq, bytes: entry.bytes });
      }
    }
    if (sizeOf(memory) >= limits.roomAlarmBytes && !large.has(name)) {
      large.add(name);
      report?.('room-large', { room: name, bytes: sizeOf(memory) });
    }
    const reused = answers.findIndex((answer) => answer.status === 'copied-device');
    return reused < 0 ? answers : answers.map((answer, index) => (index < reused ? answer : { status: 'copied-device' }));
  }

  /**
   * The right is gone, or never was. What is in the log already was taken while it stood: its answer was lost, and is given
   * again (I4); an id nobody else could know tells nothing to others.
   */
  async function forbidden(writes: readonly RoomWrite[], instead: Accepted = refused('forbidden')): Promise<readonly Accepted[]> {
    const ids = writes.filter(({ counter }) => counter !== null).map(({ id }) => id);
    const known = ids.length > 0 ? await log.known(ids) : NONE;
    return writes.map(({ id }) => {
      const at = known.get(id);
      return at === undefined ? instead : { status: 'known', at };
    });
  }

  /** When those that bring nothing new were first stored: an answer that was lost is given again. */
  async function timesOfKnown(writes: readonly RoomWrite[], decisions: readonly Decision[]): Promise<ReadonlyMap<string, number>> {
    const ids = writes.filter(({ counter }, index) => counter !== null && decisions[index]?.status === 'known').map(({ id }) => id);
    return ids.length > 0 ? await log.known(ids) : NONE;
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
    const shape = rules.shape(room);
    const verdict = checkUpdate(update, memory.state, { shape, owns });
    switch (verdict.verdict) {
      case 'known':
        return { status: 'known', at: memory.at };
      case 'gap':
        return { status: 'gap' };
      case 'refused':
        return comesEarly(verdict.refusal, writer, owns) ? { status: 'gap' } : refused(verdict.refusal.tag);
      case 'take': {
        if (writer.by === 'live' && takesTooManyIds(update, memory, writer)) return refused('foreign-client');
        const inserted = budget.inserted + verdict.inserted;
        const deleted = budget.deleted + verdict.deleted;
        if (shape && deleted > 4 * inserted + shape.deletions) return refused('wipe');
        Object.assign(budget, { inserted, deleted });
        const fresh = trimUpdate(bytes, update, memory.state, everyDeletion);
        if (sizeOf(memory) + fresh.length > limits.roomBytes) return refused('room-full');
        remember(memory, update, { author: writer.user, device: writer.device, bytes: fresh });
        return { status: 'take', bytes: fresh, ranges: verdict.fresh };
      }
    }
  }

  /** Device number 0 is the server's: nobody writes under its ids. */
  function ownsClient(client: number, room: Room, memory: RoomMemory, writer: RoomWriter): boolean {
    const device = deviceOfClient(client);
    if (device === 0 || client > LARGEST_CLIENT) return false;
    const owner = memory.owners.get(client);
    if (owner) return owner.stock ? owner.user === writer.user : device === writer.device;
    // Ids of no device of ours are for stock clients on sockets, whichever takes one first.
    return device === writer.device || (writer.by === 'live' && !rules.reserved(room, device));
  }

  async function write(name: string, writer: RoomWriter, writes: readonly RoomWrite[]): Promise<readonly Accepted[]> {
    const room = openableRoom(name, clock.now());
    // Same answer for a room that cannot be and one that is forbidden (R14); nothing is decoded (R11).
    if (!room || rules.of(writer.user, name) !== 'write') return await forbidden(writes);
    if (room.kind === 'deposits' && gate?.waits(writer.user, room.dossier) === true)
      return await forbidden(writes, writer.by === 'push' ? { status: 'later' } : refused('forbidden'));
    const answers: Accepted[] = writes.map(({ bytes }) => (bytes.length > largest[writer.by] ? refused('too-large') : { status: 'gap' }));
    const fitting = writes.map((_, index) => index).filter((index) => answers[index]?.status === 'gap');
    const decided = await lanes.run(name as RoomName, () =>
      inLane(
        name as RoomName,
        room,
        writer,
        fitting.map((index) => writes[index] as RoomWrite),
      ),
    );
    for (const [i, index] of fitting.entries()) answers[index] = decided[i] as Accepted;
    return answers;
  }

  return {
    async write(name, writer, writes) {
      const answers = await write(name, writer, writes);
      metrics.count('updates_accepted', answers.filter(({ status }) => status === 'stored' || status === 'known').length, writer.by);
      for (const answer of answers) if (answer.status === 'refused') metrics.count('updates_refused', 1, answer.reason);
      return answers;
    },
    look: (room, at) => lanes.run(room, async () => await at(await catchUp(log, room, await memories.get(room)))),
    forget: (room) => memories.forget(room),
  };
}

/**
 * What builds on writes that are still on their way, nothing of it stored: a device's own deletion that came before what it
 * deletes; what somebody types on a socket before they were asked for what they wrote offline.
 */
function comesEarly({ tag, client }: UpdateRefusal, writer: RoomWriter, owns: (client: number) => boolean): boolean {
  if (writer.by === 'push') return tag === 'delete-the-future' && deviceOfClient(client) === writer.device;
  return tag === 'dangling-origin' || (tag === 'delete-the-future' && owns(client));
}

/** A stock client brings an id or two that the room has not seen; all others of a sync answer are known (R2). */
function takesTooManyIds(update: ReadUpdate, { owners }: RoomMemory, { user, device }: RoomWriter): boolean {
  const unseen = update.ranges.filter(({ client }) => !owners.has(client) && deviceOfClient(client) !== device).length;
  if (unseen === 0) return false;
  if (unseen > NEW_IDS) return true;
  let own = 0;
  for (const owner of owners.values()) if (owner.stock && owner.user === user) own++;
  return own + unseen > STOCK_IDS;
}

function refused(reason: RefusalReason) {
  return { status: 'refused', reason } as const;
}
