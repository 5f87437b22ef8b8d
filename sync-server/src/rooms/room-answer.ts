/**
 * What a stock client lacks of a room, from its state vector, by copy: no Y.Doc, nothing merged on the way.
 *
 * A newcomer gets the stored segments and the entries after them. One that was here before gets the entries that reach
 * beyond its vector, found from the newest backwards until nothing is missing, and what is deleted in the room (a vector
 * says nothing of deletions; what it knows already is harmless).
 */
import * as decoding from 'lib0/decoding';
import type { RoomName } from '@navette/rooms/room-names';
import { isMalformed, readUpdate, type ClockRange } from '@navette/rooms/update-reader';
import { deletedWithin, withoutDeleted } from '@navette/rooms/without-deleted';
import { RoomUnreadable } from '../log/room-unreadable.ts';
import type { RoomLog } from '../ports.ts';
import type { RecentEntry } from './recent-entries.ts';
import { NO_LIMITS, sizeOf, type RoomMemory } from './room-memory.ts';
import { deletionOf } from './write-deletes.ts';

/** Yjs client to the number of its clocks that somebody has. */
export type Clocks = ReadonlyMap<number, number>;

const CLIENTS = 500_000;
/** Beyond this many entries, or bytes, copying the segments is cheaper for both. */
const TAIL_ENTRIES = 2048;
const TAIL_BYTES = 1024 * 1024;
const PAGE = 64;

/** @returns a client's state vector, or null for bytes that are none */
export function readVector(bytes: Uint8Array): Clocks | null {
  try {
    const decoder = decoding.createDecoder(bytes);
    const count = decoding.readVarUint(decoder);
    if (count > CLIENTS) return null;
    const clocks = new Map<number, number>();
    for (let i = 0; i < count; i++) clocks.set(decoding.readVarUint(decoder), decoding.readVarUint(decoder));
    return decoding.hasContent(decoder) ? null : clocks;
  } catch {
    return null;
  }
}

/** What of the memory an answer needs, taken while nobody writes. */
export type AnswerBasis = {
  readonly seq: number;
  /** Entries after the last segment; about how many bytes the whole answer takes. */
  readonly tail: number;
  readonly size: number;
  readonly missing: ReadonlyMap<number, { readonly from: number; readonly left: number }>;
  readonly deletes: readonly ClockRange[];
  /** The latest entries, which need not be read. */
  readonly recent: readonly RecentEntry[];
};

/** @param known the client's vector */
export function answerBasis(memory: RoomMemory, known: Clocks): AnswerBasis {
  const { seq, state, segments } = memory;
  const missing = new Map<number, { from: number; left: number }>();
  if (known.size > 0) {
    for (const [client, clock] of state.clocks) {
      const from = known.get(client) ?? 0;
      if (from < clock) missing.set(client, { from, left: clock - from });
    }
  }
  return {
    seq,
    tail: seq - (segments.at(-1)?.to ?? 0),
    size: known.size === 0 ? sizeOf(memory) : TAIL_BYTES,
    missing,
    deletes: [...state.deletes()],
    recent: memory.recent.upTo(seq),
  };
}

const NOTHING = new Uint8Array([0, 0]);

/**
 * @returns updates in the order to send; with them the client has everything up to the basis' `seq`
 * @throws when the log cannot be read
 */
export async function roomAnswer(log: RoomLog, room: RoomName, known: Clocks, basis: AnswerBasis): Promise<readonly Uint8Array[]> {
  if (basis.seq === 0) return [];
  const serve = served(basis.deletes);
  const tail = known.size > 0 ? await tailBeyond(log, room, basis) : null;
  if (tail) return basis.deletes.length > 0 ? [...tail.map(serve), deletionOf(basis.deletes)] : tail;
  const segments = await log.segments(room);
  const entries = await log.room(room, segments.at(-1)?.to ?? 0, basis.seq);
  return [...segments, ...entries]
    .map(({ bytes }) => bytes)
    .filter(saysSomething)
    .map(serve);
}

/** Nobody is sent what was deleted before they asked (R15). */
function served(deletes: readonly ClockRange[]): (bytes: Uint8Array) => Uint8Array {
  if (deletes.length === 0) return (bytes) => bytes;
  const deleted = deletedWithin(deletes);
  return (bytes) => withoutDeleted(bytes, deleted);
}

/** The entries that hold what is missing, oldest first; null when there are too many. */
async function tailBeyond(log: RoomLog, room: RoomName, { seq, missing, recent }: AnswerBasis): Promise<Uint8Array[] | null> {
  const found: Uint8Array[] = [];
  let [left, bytes] = [0, 0];
  for (const gap of missing.values()) left += gap.left;

  function look(entry: Pick<RecentEntry, 'bytes' | 'ranges'>): void {
    let brings = 0;
    for (const { client, clock, length } of entry.ranges) {
      const gap = missing.get(client);
      if (gap) brings += Math.max(0, clock + length - Math.max(clock, gap.from));
    }
    if (brings === 0) return;
    left -= brings;
    bytes += entry.bytes.length;
    found.push(entry.bytes);
  }

  for (let i = recent.length - 1; i >= 0 && left > 0; i--) look(recent[i] as RecentEntry);
  let before = (recent[0]?.seq ?? seq + 1) - 1;
  while (left > 0) {
    if (found.length > TAIL_ENTRIES || bytes > TAIL_BYTES || seq - before > 2 * TAIL_ENTRIES || before === 0) return null;
    const after = Math.max(0, before - PAGE);
    const page = await log.room(room, after, before);
    before = after;
    for (let i = page.length - 1; i >= 0 && left > 0; i--) {
      const entry = page[i];
      if (!entry || !saysSomething(entry.bytes)) continue;
      const update = readUpdate(entry.bytes, NO_LIMITS);
      if (isMalformed(update)) throw new RoomUnreadable(room);
      look({ bytes: entry.bytes, ranges: update.ranges });
    }
  }
  return found.toReversed();
}

/** Entries that only keep a counter say nothing. */
export function saysSomething(bytes: Uint8Array): boolean {
  return bytes.length > NOTHING.length;
}
