/**
 * An update with the contents of deleted items taken out: what a later reader is served (threat R15).
 *
 *   "bonjour" with clocks 3 to 5 deleted  →  "bon" · deleted 3 · "r"
 *
 * Each deleted item keeps its id, its links, its key and its length, and holds nothing; a run deleted in part is cut where
 * Yjs itself would cut it. Whoever applies the result has the same document as whoever applied the original. Everything
 * else stays byte for byte, deletions included. Knows no room and no Y.Doc; the bytes were checked when they came in.
 */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import type { ClockRange } from './update-reader.ts';
import { DELETED, HAS_KEY, HAS_LEFT, HAS_RIGHT, HOLLOW, STRING, UpdateWalk, type WalkedStruct } from './update-walk.ts';

/** The deleted parts of a range of clocks, in order, apart from one another. */
export type DeletedWithin = (range: ClockRange) => readonly ClockRange[];

/** @param deletes ranges in any order; those of one client do not overlap (`RoomState.deletes()`) */
export function deletedWithin(deletes: Iterable<ClockRange>): DeletedWithin {
  const of = new Map<number, ClockRange[]>();
  for (const range of deletes) {
    const ranges = of.get(range.client);
    if (ranges) ranges.push(range);
    else of.set(range.client, [range]);
  }
  for (const ranges of of.values()) ranges.sort((a, b) => a.clock - b.clock);
  return ({ client, clock, length }) => {
    const ranges = of.get(client);
    if (!ranges) return [];
    let [low, high] = [0, ranges.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (endOf(ranges[middle] as ClockRange) > clock) high = middle;
      else low = middle + 1;
    }
    const parts: ClockRange[] = [];
    for (let i = low; i < ranges.length && (ranges[i] as ClockRange).clock < clock + length; i++) {
      const range = ranges[i] as ClockRange;
      const from = Math.max(range.clock, clock);
      parts.push({ client, clock: from, length: Math.min(endOf(range), clock + length) - from });
    }
    return parts;
  };
}

/**
 * @param bytes an update that was checked (`readUpdate`)
 * @returns `bytes` themselves when nothing in them is deleted
 */
export function withoutDeleted(bytes: Uint8Array, deleted: DeletedWithin): Uint8Array {
  const walk = new UpdateWalk(bytes);
  const encoder = encoding.createEncoder();
  // What stands before this was written, changed or not.
  let done = 0;
  const keepUpTo = (end: number, to: encoding.Encoder): void => {
    if (end > done) encoding.writeUint8Array(to, bytes.subarray(done, end));
    done = end;
  };
  for (let clients = walk.varUint(); clients > 0; clients--) {
    const countAt = walk.at;
    const count = walk.varUint();
    const idAt = walk.at;
    const client = walk.varUint();
    let clock = walk.varUint();
    const first = walk.at;
    let structs: encoding.Encoder | null = null;
    let written = count;
    for (let i = 0; i < count; i++) {
      const struct = walk.struct();
      const dead = HOLLOW.has(struct.content) ? NONE : deleted({ client, clock, length: struct.length });
      if (dead.length > 0) {
        if (!structs) {
          keepUpTo(countAt, encoder);
          done = first;
          structs = encoding.createEncoder();
        }
        keepUpTo(struct.at, structs);
        const pieces = cut(clock, struct.length, dead);
        written += pieces.length - 1;
        writePieces(structs, bytes, struct, client, clock, pieces);
        done = walk.at;
      }
      clock += struct.length;
    }
    if (!structs) continue;
    keepUpTo(walk.at, structs);
    encoding.writeVarUint(encoder, written);
    encoding.writeUint8Array(encoder, bytes.subarray(idAt, first));
    encoding.writeBinaryEncoder(encoder, structs);
  }
  if (done === 0) return bytes;
  keepUpTo(bytes.length, encoder);
  return encoding.toUint8Array(encoder);
}

const NONE: readonly ClockRange[] = [];

type Piece = { readonly from: number; readonly to: number; readonly dead: boolean };

/** The run from `clock` in living and deleted pieces, counted from its beginning. */
function cut(clock: number, length: number, dead: readonly ClockRange[]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const range of dead) {
    const from = range.clock - clock;
    if (from > at) pieces.push({ from: at, to: from, dead: false });
    pieces.push({ from, to: from + range.length, dead: true });
    at = from + range.length;
  }
  if (at < length) pieces.push({ from: at, to: length, dead: false });
  return pieces;
}

/** The first piece keeps the links of the run; each other one hangs on the clock before it, as Yjs does. */
function writePieces(
  to: encoding.Encoder,
  bytes: Uint8Array,
  struct: WalkedStruct,
  client: number,
  clock: number,
  pieces: readonly Piece[],
): void {
  const writeLiving = struct.content === STRING ? charactersOf(bytes, struct) : valuesOf(bytes, struct);
  for (const piece of pieces) {
    const content = piece.dead ? DELETED : struct.content;
    if (piece.from === 0) {
      encoding.writeUint8(to, (struct.info & ~31) | content);
      encoding.writeUint8Array(to, bytes.subarray(struct.at + 1, struct.contentAt));
    } else {
      encoding.writeUint8(to, HAS_LEFT | (struct.info & (HAS_RIGHT | HAS_KEY)) | content);
      encoding.writeVarUint(to, client);
      encoding.writeVarUint(to, clock + piece.from - 1);
      encoding.writeUint8Array(to, bytes.subarray(struct.rightAt, struct.afterRight));
    }
    if (piece.dead) encoding.writeVarUint(to, piece.to - piece.from);
    else writeLiving(to, piece);
  }
}

type WritePiece = (to: encoding.Encoder, piece: Piece) => void;

/** The characters of a run, a piece at a time. */
function charactersOf(bytes: Uint8Array, { contentAt }: WalkedStruct): WritePiece {
  const decoder = decoding.createDecoder(bytes);
  decoder.pos = contentAt;
  const text = decoding.readVarString(decoder);
  return (to, piece) => encoding.writeVarString(to, textOf(text, piece));
}

/** The values of a run, a piece at a time and each after the one before: the run is gone through once. */
function valuesOf(bytes: Uint8Array, { content, contentAt }: WalkedStruct): WritePiece {
  const walk = new UpdateWalk(bytes, contentAt);
  walk.varUint();
  let passed = 0;
  const goTo = (value: number): number => {
    for (; passed < value; passed++) walk.value(content);
    return walk.at;
  };
  return (to, piece) => {
    encoding.writeVarUint(to, piece.to - piece.from);
    encoding.writeUint8Array(to, bytes.subarray(goTo(piece.from), goTo(piece.to)));
  };
}

/** A character of two units that is cut in two leaves the replacement character on either side, as in Yjs. */
function textOf(text: string, { from, to }: Piece): string {
  let part = text.slice(from, to);
  if (isSecondHalf(text, from)) part = `\uFFFD${part.slice(1)}`;
  if (isSecondHalf(text, to)) part = `${part.slice(0, -1)}\uFFFD`;
  return part;
}

function isSecondHalf(text: string, at: number): boolean {
  const before = at > 0 ? text.charCodeAt(at - 1) : 0;
  return at < text.length && before >= 0xd800 && before <= 0xdbff;
}

function endOf({ clock, length }: ClockRange): number {
  return clock + length;
}
