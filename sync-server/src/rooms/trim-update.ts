/**
 * What an update brings beyond what its room already has: a stock client sends whole ranges again at each connection,
 * and only the new part enters the log. So every clock stands in exactly one entry, and that entry names its author.
 */
import * as encoding from 'lib0/encoding';
import { diffUpdate } from 'yjs';
import type { RoomState } from '@navette/rooms/update-check';
import { isMalformed, readUpdate, type ReadUpdate } from '@navette/rooms/update-reader';
import { NO_LIMITS } from './room-memory.ts';
import { writeDeletes } from './write-deletes.ts';

/**
 * @param bytes an update that `checkUpdate` takes into `state`
 * @param update what was read from it, or as much of its deletions as is to be kept
 * @param everyDeletion whether `update` still has all of them
 * @returns the same bytes when all of it is new
 */
export function trimUpdate(bytes: Uint8Array, update: ReadUpdate, state: RoomState, everyDeletion = true): Uint8Array {
  const partlyKnown = update.ranges.some((range) => range.clock < state.clock(range.client));
  const deletes = update.deletes.filter((range) => state.notYetDeleted(range) > 0);
  if (everyDeletion && !partlyKnown && deletes.length === update.deletes.length) return bytes;

  const structs = partlyKnown ? diffUpdate(bytes, encodeClocks(update.ranges.map(({ client }) => [client, state.clock(client)]))) : bytes;
  const again = readUpdate(structs, NO_LIMITS);
  if (isMalformed(again)) throw new Error(`update: unreadable once trimmed: ${again.why}`);
  const encoder = encoding.createEncoder();
  encoding.writeUint8Array(encoder, structs.subarray(0, again.deletesAt));
  writeDeletes(encoder, deletes);
  return encoding.toUint8Array(encoder);
}

/** A Yjs state vector. */
export function encodeClocks(clocks: Iterable<readonly [client: number, clock: number]>): Uint8Array {
  const known = [...clocks].filter(([, clock]) => clock > 0).toSorted(([a], [b]) => b - a);
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, known.length);
  for (const [client, clock] of known) {
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, clock);
  }
  return encoding.toUint8Array(encoder);
}
