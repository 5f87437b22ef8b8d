/**
 * Writes the rooms that only the server writes: receipts, accounts, service. One Yjs map each, keys set under one client id.
 *
 * The update of a key is written by hand, so a receipt costs the same in a room of ten and of a hundred thousand: what is
 * kept of a room is its next clock and, per key, where its value stands. These rooms have no other writer but this server
 * in its earlier epochs: after a restore it writes under another client id, and entries of the lost days come back beside.
 */
import * as encoding from 'lib0/encoding';
import { decodeUpdate } from 'yjs';
import { createHash } from 'node:crypto';
import { makeId, type DeviceNumber } from '@navette/kernel/ids';
import type { Clock, Random } from '@navette/kernel/ports';
import { isServerClient, serverClient } from '@navette/rooms/client-ids';
import { ROOT_OF } from '@navette/rooms/records';
import { parseRoom, type RoomName } from '@navette/rooms/room-names';
import type { Bus, HealBook, LogEntry, ReceiptRow, RoomLog } from '../ports.ts';
import { Lanes } from './lanes.ts';
import { writeDeletes } from './write-deletes.ts';

export type ServerRecord = { readonly key: string; readonly value: unknown };

export type ServerWriter = {
  /** Sets one key; see `setRecords`. */
  setRecord(room: RoomName, key: string, value: unknown, receipts?: readonly ReceiptRow[]): Promise<LogEntry | null>;
  /**
   * Sets keys in one entry and one durable commit, with `receipts` in the same; values that stand already are left alone.
   * @param records values are JSON: numbers, text, booleans, null, arrays, objects
   * @returns the entry, or null when nothing changed and there was no receipt to keep
   * @throws for a room that people write, or when the log cannot be read or written
   */
  setRecords(room: RoomName, records: readonly ServerRecord[], receipts?: readonly ReceiptRow[]): Promise<LogEntry | null>;
  /** Every key ever set in the room. @throws when the log cannot be read */
  keys(room: RoomName): Promise<readonly string[]>;
  /** The value that stands at a key, undefined for none; where there is one it is read from the log, as slow as the room is long. */
  value(room: RoomName, key: string): Promise<unknown>;
  /** Every value that stands in the room, with the cursor of the entry that set it, in one reading. @throws when the log cannot be read */
  standing(room: RoomName): Promise<readonly (ServerRecord & { readonly cursor: number })[]>;
  /** Does `work`, which may put entries of an earlier epoch into the room, while nothing else is written there. */
  beside<T>(room: RoomName, work: () => Promise<T>): Promise<T>;
};

export type ServerWriterParts = {
  readonly log: RoomLog;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly random: Random;
  /** Without it, of a log that was never restored. */
  readonly healing?: Pick<HealBook, 'restores'>;
};

type StructId = { readonly client: number; readonly clock: number };
/** The item that stands at a key, and what it says. */
type Slot = StructId & { readonly digest: string };
type RoomIndex = { clock: number; readonly keys: Map<string, Slot> };

const ROOMS_IN_MEMORY = 200;
const SERVER_DEVICE = 0 as DeviceNumber;

export function makeServerWriter({ log, bus, clock, random, healing }: ServerWriterParts): ServerWriter {
  const own = serverClient(healing?.restores().at(-1)?.at ?? null);
  const lanes = new Lanes<RoomName>();
  const indexes = new Map<RoomName, RoomIndex>();

  async function indexOf(room: RoomName): Promise<RoomIndex> {
    const index = indexes.get(room) ?? readIndex(await log.room(room, 0), own);
    indexes.delete(room);
    indexes.set(room, index);
    const oldest = indexes.keys().next().value;
    if (indexes.size > ROOMS_IN_MEMORY && oldest !== undefined) indexes.delete(oldest);
    return index;
  }

  async function inLane(
    room: RoomName,
    root: string,
    records: readonly ServerRecord[],
    receipts: readonly ReceiptRow[],
  ): Promise<LogEntry | null> {
    const index = await indexOf(room);
    const last = new Map(records.map(({ key, value }) => [key, encodeValue(value)]));
    const changed = [...last].filter(([key, value]) => index.keys.get(key)?.digest !== digestOf(value));
    if (changed.length === 0 && receipts.length === 0) return null;
    const bytes = encodeSets(root, own, index, changed);
    const id = makeId(clock.now(), random.bytes(10));
    const [appended] = await log.append([{ room, id, author: 'server', device: SERVER_DEVICE, counter: null, bytes }], receipts);
    if (appended?.status !== 'stored') throw new Error('server writer: an id came twice');
    for (const [key, value] of changed) index.keys.set(key, { client: own, clock: index.clock++, digest: digestOf(value) });
    bus.publish({ room, seq: appended.entry.seq, bytes });
    return appended.entry;
  }

  const setRecords: ServerWriter['setRecords'] = async (name, records, receipts = []) => {
    const room = parseRoom(name);
    if (!room || !isServerRoom(room.kind)) throw new Error('server writer: people write this room');
    return await lanes.run(name, async () => {
      try {
        return await inLane(name, ROOT_OF[room.kind], records, receipts);
      } catch (error) {
        indexes.delete(name);
        throw error;
      }
    });
  };
  const keys: ServerWriter['keys'] = (room) => lanes.run(room, async () => [...(await indexOf(room)).keys.keys()]);
  return {
    setRecords,
    keys,
    setRecord: (room, key, value, receipts) => setRecords(room, [{ key, value }], receipts),
    async value(room, key) {
      const slot = await lanes.run(room, async () => (await indexOf(room)).keys.get(key));
      if (!slot) return undefined;
      for (const item of itemsIn(await log.room(room, 0))) if (item.client === slot.client && item.clock === slot.clock) return item.value;
      return undefined;
    },
    standing: (room) =>
      lanes.run(room, async () => {
        const { keys: slots } = await indexOf(room);
        return [...itemsIn(await log.room(room, 0))]
          .filter(({ key, client, clock: at }) => slots.get(key)?.client === client && slots.get(key)?.clock === at)
          .map(({ key, value, cursor }) => ({ key, value, cursor }));
      }),
    beside: (room, work) =>
      lanes.run(room, async () => {
        indexes.delete(room);
        return await work();
      }),
  };
}

const SERVER_ROOMS: ReadonlySet<string> = new Set(['receipts', 'sendings', 'access', 'entries', 'account', 'service', 'portfolio']);

/** Whether only the server writes rooms of this kind. */
export function isServerRoom(kind: string): boolean {
  return SERVER_ROOMS.has(kind);
}

function encodeValue(value: unknown): Uint8Array {
  return encoding.encode((encoder) => encoding.writeAny(encoder, value as Parameters<typeof encoding.writeAny>[1]));
}

function digestOf(value: Uint8Array): string {
  return createHash('sha256').update(value).digest('base64url').slice(0, 22);
}

type Item = StructId & {
  readonly key: string;
  readonly origin: StructId | null;
  readonly value: unknown;
  /** Of its entry. */
  readonly cursor: number;
};

/** One item a clock; a replaced value hangs on the one before it. */
function* itemsIn(entries: readonly LogEntry[]): Generator<Item> {
  const keyAt = new Map<string, string>();
  for (const entry of entries) {
    for (const item of decodeUpdate(entry.bytes).structs) {
      const ours = 'content' in item && isServerClient(item.id.client) && item.length === 1;
      const origin = ours ? item.origin : null;
      const key = origin ? keyAt.get(nameOf(origin)) : ours ? item.parentSub : null;
      if (!ours || key === undefined || key === null) throw new Error(`server writer: entry ${entry.cursor} is not ours`);
      keyAt.set(nameOf(item.id), key);
      const { client, clock } = item.id;
      yield { client, clock, key, origin, value: item.content.getContent()[0], cursor: entry.cursor };
    }
  }
}

/**
 * Where each key stands. Of two items that hang on the same one (two epochs, neither of which knew of the other's), Yjs puts
 * the one of the higher client id last, with all that hangs on it: the last one is what every replica shows.
 */
function readIndex(entries: readonly LogEntry[], own: number): RoomIndex {
  const index: RoomIndex = { clock: 0, keys: new Map() };
  const first = new Map<string, Slot>();
  const after = new Map<string, Slot>();
  for (const { client, clock, key, origin, value } of itemsIn(entries)) {
    const [level, place] = origin ? [after, nameOf(origin)] : [first, key];
    const rival = level.get(place);
    if (!rival || client > rival.client || (client === rival.client && clock > rival.clock))
      level.set(place, { client, clock, digest: digestOf(encodeValue(value)) });
    if (client === own) index.clock = Math.max(index.clock, clock + 1);
  }
  for (const [key, start] of first) {
    let last = start;
    for (let next = after.get(nameOf(last)); next; next = after.get(nameOf(last))) last = next;
    index.keys.set(key, last);
  }
  return index;
}

function nameOf({ client, clock }: StructId): string {
  return `${client}/${clock}`;
}

const ANY = 8;
const HAS_KEY = 0x20;
const HAS_LEFT = 0x80;

/** The bytes that Yjs itself would write for `map.set` of each key (see update-reader.ts for the format). */
function encodeSets(root: string, own: number, index: RoomIndex, sets: readonly (readonly [key: string, value: Uint8Array])[]): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, sets.length > 0 ? 1 : 0);
  if (sets.length > 0) {
    encoding.writeVarUint(encoder, sets.length);
    encoding.writeVarUint(encoder, own);
    encoding.writeVarUint(encoder, index.clock);
  }
  const replaced: StructId[] = [];
  for (const [key, value] of sets) {
    const before = index.keys.get(key);
    encoding.writeUint8(encoder, ANY | HAS_KEY | (before ? HAS_LEFT : 0));
    if (before) {
      replaced.push(before);
      encoding.writeVarUint(encoder, before.client);
      encoding.writeVarUint(encoder, before.clock);
    } else {
      encoding.writeVarUint(encoder, 1);
      encoding.writeVarString(encoder, root);
      encoding.writeVarString(encoder, key);
    }
    encoding.writeVarUint(encoder, 1);
    encoding.writeUint8Array(encoder, value);
  }
  writeDeletes(
    encoder,
    replaced.toSorted((x, y) => y.client - x.client || x.clock - y.clock).map(({ client, clock }) => ({ client, clock, length: 1 })),
  );
  return encoding.toUint8Array(encoder);
}
