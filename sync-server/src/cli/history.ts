/**
 * The past of one room, from its entries in the log: who wrote which records, when, and what stood after each.
 *
 * Replays the updates in a Y.Doc of the command's own process; the server never does. What was written and lost a
 * conflict is said too: the log is what people did, the state is what came of it (R9, R10).
 */
import { ROOT_OF } from '@navette/rooms/records';
import type { Room } from '@navette/rooms/room-names';
import * as Y from 'yjs';
import type { StoredEntry } from './stored-entries.ts';

/** What an entry did to one key of the room's map. `superseded`: written, and not what stands, by a conflict. */
export type Change = { readonly key: string; readonly what: 'set' | 'edited' | 'removed' | 'superseded'; readonly value: unknown };

export type HistoryEntry = Pick<StoredEntry, 'seq' | 'cursor' | 'at' | 'author' | 'device'> & {
  readonly changes: readonly Change[];
};

export class RoomReplay {
  readonly #doc = new Y.Doc({ gc: false });
  readonly #root: Y.Map<unknown>;
  #changes: readonly Change[] = [];

  constructor(room: Room) {
    this.#root = this.#doc.getMap(ROOT_OF[room.kind]);
    this.#doc.on('afterTransaction', (transaction) => void (this.#changes = changesOf(transaction, this.#root)));
  }

  /** Takes the next entry of the room. @throws when its bytes are no update */
  take({ seq, cursor, at, author, device, bytes }: StoredEntry): HistoryEntry {
    this.#changes = [];
    Y.applyUpdate(this.#doc, bytes);
    return { seq, cursor, at, author, device, changes: this.#changes };
  }

  /** What stands now, as JSON. */
  state(): unknown {
    return this.#root.toJSON();
  }
}

type Touch = { item: Y.Item; nested: boolean };

function changesOf(transaction: Y.Transaction, root: Y.Map<unknown>): readonly Change[] {
  const written = new Map<string, Touch>();
  for (const [client, end] of transaction.afterState) {
    const from = transaction.beforeState.get(client) ?? 0;
    if (from >= end) continue;
    const structs = transaction.doc.store.clients.get(client) ?? [];
    for (const struct of structs.slice(Y.findIndexSS(structs, from))) note(struct, root, written);
  }
  const removed = new Map<string, Touch>();
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => note(struct, root, removed));

  const changes: Change[] = [];
  for (const [key, { item, nested }] of written) {
    if (!nested && item.deleted)
      changes.push(root.has(key) ? { key, what: 'superseded', value: contentOf(item) } : { key, what: 'removed', value: null });
    else changes.push({ key, what: nested ? 'edited' : 'set', value: valueOf(root, key) });
  }
  for (const [key, { nested }] of removed) {
    if (written.has(key)) continue;
    if (!root.has(key)) changes.push({ key, what: 'removed', value: null });
    else if (nested) changes.push({ key, what: 'edited', value: valueOf(root, key) });
  }
  return changes;
}

/** Files a struct under the key of the root map it belongs to; a direct write of the key outweighs one inside its value. */
function note(struct: Y.Item | Y.GC, root: Y.Map<unknown>, touched: Map<string, Touch>): void {
  if (!(struct instanceof Y.Item)) return;
  let item: Y.Item | null = struct;
  while (item && item.parent !== root) item = item.parent instanceof Y.AbstractType ? item.parent._item : null;
  if (item?.parentSub == null) return;
  const nested = item !== struct;
  if (nested && touched.get(item.parentSub)?.nested === false) return;
  touched.set(item.parentSub, { item: struct, nested });
}

function contentOf(item: Y.Item): unknown {
  return item.content.getContent().at(-1) ?? null;
}

function valueOf(root: Y.Map<unknown>, key: string): unknown {
  const value = root.get(key);
  return value instanceof Y.AbstractType ? value.toJSON() : (value ?? null);
}
