/**
 * One room open in memory: its Yjs document, who wrote what in it, and which keys speak of which record.
 *
 * It holds nothing that the store does not: thrown away and opened again it is the same. After an aborted transaction it
 * must be thrown away, since a Y.Doc cannot forget a change.
 */
import * as Y from 'yjs';
import type { UserId } from '@navette/kernel/ids';
import { parseRecordKey, ROOT_OF } from '@navette/rooms/records';
import { parseRoom, type Room, type RoomName } from '@navette/rooms/room-names';
import { isMalformed, readUpdate, type ClockRange } from '@navette/rooms/update-reader';
import type { LocalStore, UpdateRow } from '../store/local-store.ts';

/** Who wrote an item, by the log; `acknowledged` is false for what only this device has. */
export type Written = { readonly by: UserId | 'server'; readonly at: number; readonly acknowledged: boolean; readonly row: UpdateRow };

/** What left a room on this device (`room-past.ts`). */
export type RoomPast = {
  /** Moves each time updates leave the room: a context that has it open under another number reads it again. */
  readonly generation: number;
  /** Of this device's client ids: the clocks they had when their updates left. */
  readonly clocks: ReadonlyMap<number, number>;
};
export const NO_PAST: RoomPast = { generation: 0, clocks: new Map() };

/** Generous: the server has checked; this only keeps a broken or hostile row from hurting the others (R7). */
const READ_LIMITS = { structs: 5_000_000, clients: 1_000_000, deletes: 5_000_000, depth: 64 };

export type Unread = readonly [acknowledged: readonly UpdateRow[], fresh: readonly UpdateRow[]];

export class OpenRoom {
  readonly name: RoomName;
  readonly room: Room;
  readonly doc = new Y.Doc({ gc: false });
  readonly map: Y.Map<unknown>;
  /** Newest update row this document holds. */
  last = 0;
  /** What left this room; another generation means this document holds what is gone. */
  past: RoomPast = NO_PAST;
  readonly #written = new Map<number, (ClockRange & { row: UpdateRow })[]>();
  readonly #keysById = new Map<string, Set<string>>();
  #changed = new Set<string>();
  /** Held rows the server had not acknowledged when they were read: another context may have heard from it since. */
  readonly #unsettled = new Set<string>();

  constructor(name: RoomName) {
    const room = parseRoom(name);
    if (!room) throw new Error('not a room name');
    this.name = name;
    this.room = room;
    this.map = this.doc.getMap(ROOT_OF[room.kind]);
    this.map.observe((event) => {
      for (const key of event.keysChanged) {
        this.#changed.add(key);
        const id = recordIdOf(key);
        const keys = this.#keysById.get(id) ?? new Set();
        this.#keysById.set(id, keys.add(key));
      }
    });
  }

  /**
   * What the store has that this document has not seen: rows the server has acknowledged since, and new ones. What is
   * acknowledged leaves the outbox in the same commit (`sync/push.ts`), so that one look there tells whether to look further.
   */
  async unread(store: LocalStore): Promise<Unread> {
    const [waiting, fresh] = await Promise.all([
      this.#unsettled.size > 0 ? store.list('outbox', { index: 'room', from: this.name, to: this.name }) : [],
      store.list('updates', { index: '[room+i]', from: [this.name, this.last + 1], to: [this.name, Number.MAX_SAFE_INTEGER] }),
    ]);
    const heard = this.#unsettled.difference(new Set(waiting.map(({ id }) => id)));
    return [heard.size > 0 ? await store.list('updates', { index: 'id', anyOf: [...heard] }) : [], fresh];
  }

  /** Brings in what `unread` found. @returns the keys it changed */
  catchUp([unsettled, fresh]: Unread): Set<string> {
    // What a page under way has brought and not folded yet stays to be folded.
    const before = this.takeChanged();
    for (const row of unsettled) if (row.acknowledged) this.attribute(row);
    for (const row of fresh) this.hold(row);
    const changed = this.takeChanged();
    this.#changed = before;
    return changed;
  }

  /** Applies one update row. A row that is not an update is stepped over: it stays in the store. @returns whether it could be read */
  hold(row: UpdateRow): boolean {
    if (row.i !== undefined) this.last = Math.max(this.last, row.i);
    const read = readUpdate(row.bytes, READ_LIMITS);
    if (isMalformed(read)) return false;
    Y.applyUpdate(this.doc, row.bytes, 'store');
    this.attribute(row, read.ranges);
    return true;
  }

  /** Says who wrote the clocks of an update, again when the server has told: keys it wrote count as changed. */
  attribute(row: UpdateRow, ranges: readonly ClockRange[] = rangesOf(row)): void {
    if (row.acknowledged) this.#unsettled.delete(row.id);
    else this.#unsettled.add(row.id);
    for (const range of ranges) {
      const written = this.#written.get(range.client) ?? [];
      const known = written.findIndex((other) => other.clock === range.clock && other.length === range.length);
      if (known >= 0) written[known] = { ...range, row };
      else written.push({ ...range, row });
      this.#written.set(range.client, written);
    }
  }

  /** Who wrote the current value at a key, and when. */
  writtenAt(key: string): Written | null {
    const id = this.map._map.get(key)?.id;
    if (!id) return null;
    // An update may repeat clocks that an earlier one brought: the first to bring them wrote them.
    const found = (this.#written.get(id.client) ?? []).filter((range) => id.clock >= range.clock && id.clock < range.clock + range.length);
    const row = found.find((range) => range.row.acknowledged)?.row ?? found[0]?.row;
    return row ? { by: row.author, at: row.at, acknowledged: row.acknowledged, row } : null;
  }

  /** The keys that speak of one record. */
  keysOf(id: string): readonly string[] {
    return [...(this.#keysById.get(id) ?? [])];
  }

  keys(): IterableIterator<string> {
    return this.map.keys();
  }

  /** Own keys only: a record named `__proto__` is a record like another (R8). */
  value(key: string): unknown {
    return this.map.get(key);
  }

  /** Keys that the clocks of an update wrote and that still stand. */
  keysWrittenBy(row: UpdateRow): string[] {
    const ranges = rangesOf(row);
    return [...this.map.keys()].filter((key) => {
      const id = this.map._map.get(key)?.id;
      return (
        id !== undefined &&
        ranges.some((range) => range.client === id.client && id.clock >= range.clock && id.clock < range.clock + range.length)
      );
    });
  }

  /** What an update wrote that still stands, in words: key and record. */
  saidBy(row: UpdateRow): [string, unknown][] {
    return this.keysWrittenBy(row).map((key) => [key, this.value(key)]);
  }

  /** Whether the clocks of an update stand in the document; false while it waits for others. */
  holds(row: UpdateRow): boolean {
    return rangesOf(row).every((range) => Y.getState(this.doc.store, range.client) >= range.clock + range.length);
  }

  takeChanged(): Set<string> {
    const changed = this.#changed;
    this.#changed = new Set();
    return changed;
  }
}

export function rangesOf(row: UpdateRow): readonly ClockRange[] {
  const read = readUpdate(row.bytes, READ_LIMITS);
  return isMalformed(read) ? [] : read.ranges;
}

/** The record a key speaks of; a key of no known form speaks of itself. */
export function recordIdOf(key: string): string {
  return parseRecordKey(key)?.id ?? key;
}
