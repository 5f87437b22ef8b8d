/**
 * Which clocks of a room hold what somebody wants erased: everything ever written about a record, replaced values included. Replays the
 * room in a Y.Doc of the command's own process; the server never does.
 */
import { ROOT_OF } from '@navette/rooms/records';
import { parseRoom, type RoomKind, type RoomName } from '@navette/rooms/room-names';
import type { ClockRange } from '@navette/rooms/update-reader';
import { apart } from '@navette/rooms/redacted-form';
import * as Y from 'yjs';
import type { LogEntry } from '../ports.ts';

export class RoomContents {
  readonly name: RoomName;
  readonly kind: RoomKind;
  readonly #doc = new Y.Doc({ gc: false });
  readonly #root: Y.Map<unknown>;

  /** @param entries all of the room. @throws when one of them is no update */
  constructor(name: RoomName, entries: readonly LogEntry[]) {
    const room = parseRoom(name);
    if (!room) throw new Error('not a room name');
    this.name = name;
    this.kind = room.kind;
    this.#root = this.#doc.getMap(ROOT_OF[room.kind]);
    for (const { bytes } of entries) Y.applyUpdate(this.#doc, bytes);
  }

  /** What stands at a key now. */
  value(key: string): unknown {
    return this.#root.get(key);
  }

  keys(): string[] {
    return [...this.#root.keys()];
  }

  /** Every key that anything was ever written at, with each flat value that stood there. */
  *everSaid(): Generator<readonly [key: string, value: unknown]> {
    for (const [item, key] of this.#items())
      if (item.content instanceof Y.ContentAny) for (const value of item.content.arr) yield [key, value];
  }

  /** Clocks that still hold something, of what was ever written at these keys; keys of none of the others. */
  at(wanted: (key: string) => boolean): ClockRange[] {
    const found: ClockRange[] = [];
    for (const [{ id, length, content }, key] of this.#items())
      if (!(content instanceof Y.ContentDeleted) && wanted(key)) found.push({ client: id.client, clock: id.clock, length });
    return apart(found);
  }

  /** Keys under which something of these clocks was written. */
  keysOf(ranges: readonly ClockRange[]): Set<string> {
    const keys = new Set<string>();
    for (const [{ id, length }, key] of this.#items())
      if (ranges.some(({ client, clock, length: count }) => client === id.client && clock < id.clock + length && id.clock < clock + count))
        keys.add(key);
    return keys;
  }

  *#items(): Generator<readonly [item: Y.Item, key: string]> {
    for (const structs of this.#doc.store.clients.values()) {
      for (const struct of structs) {
        if (!(struct instanceof Y.Item)) continue;
        const key = this.#keyOf(struct);
        if (key !== null) yield [struct, key];
      }
    }
  }

  /** The key of the root map that an item stands under, however deep. */
  #keyOf(item: Y.Item): string | null {
    let at: Y.Item | null = item;
    while (at && at.parent !== this.#root) at = at.parent instanceof Y.AbstractType ? at.parent._item : null;
    return at?.parentSub ?? null;
  }
}
