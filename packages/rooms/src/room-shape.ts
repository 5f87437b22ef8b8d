/**
 * The shape a room's document must keep: its one root, the Yjs contents allowed in it, and the keys of its map (R7).
 *
 * Rooms of records hold flat values only. Rooms where two people write one text may nest shared types; subdocuments
 * are never allowed, since receivers load them by themselves.
 */
import { parseRecordKey, ROOT_OF } from './records.ts';
import type { RoomKind } from './room-names.ts';

export type RoomShape = {
  readonly root: string;
  readonly contents: ReadonlySet<number>;
  /** Whether the map may be written at this key. */
  readonly takesKey: (key: string) => boolean;
  /** Deletions one push may make beyond four for each of its insertions (R5). */
  readonly deletions: number;
};

/** In rooms of records, withdrawal is a state and not a deletion; a text may lose a page at once. */
const DELETIONS = 64;
const DELETIONS_IN_TEXT = 4_000;

const DELETED = 1;
const BINARY = 3;
const STRING = 4;
const FORMAT = 6;
/** A nested shared type: rooms that allow it have items whose parent is another item. */
export const TYPE = 7;
const ANY = 8;

const FLAT: ReadonlySet<number> = new Set([DELETED, ANY]);
const TEXTS: ReadonlySet<number> = new Set([DELETED, BINARY, STRING, FORMAT, TYPE, ANY]);

export function roomShape(kind: RoomKind): RoomShape {
  const nested = kind === 'internal';
  return {
    root: ROOT_OF[kind],
    contents: nested ? TEXTS : FLAT,
    takesKey: (key) => key.length <= 200 && parseRecordKey(key) !== undefined,
    deletions: nested ? DELETIONS + DELETIONS_IN_TEXT : DELETIONS,
  };
}
