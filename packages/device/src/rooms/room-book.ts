/**
 * The rooms of one store: opened when needed, written in one strict transaction, forgotten after an abort.
 *
 *   write:   catch up -> mutate the Y.Doc -> { update, outbox, rows, whatever the act adds } in one commit
 *   receive: entries of the log -> Y.Doc -> { updates, rows, cursor } in one commit
 *
 * Contexts of one device take turns by a lock; a commit that was computed on an older room all the same answers 'conflict'
 * and is computed again.
 */
import * as Y from 'yjs';
import { clientId, FIRST_REPAIR_SLOT, SLOTS_PER_DEVICE } from '@navette/rooms/client-ids';
import { parseRoom, roomName, type RoomName } from '@navette/rooms/room-names';
import type { Redaction } from '@navette/protocol/redaction';
import type { LogEntryHead } from '@navette/protocol/replication';
import { bytesEqual } from '@navette/kernel/bytes';
import { makeId, type DeviceNumber, type DocumentId, type UpdateId, type UserId } from '@navette/kernel/ids';
import { foldRoom } from '../fold/fold-room.ts';
import { keptRedactions } from '../sync/redactions.ts';
import { isKept, presentEpoch, type EpochSeen } from '../sync/epochs.ts';
import { judged, type ReceiptWorth } from '../sync/proofs.ts';
import { acquireSlot } from '../locks.ts';
import type { Platform } from '../platform.ts';
import type { RefusedWrite } from '../model.ts';
import { mergeChanges } from '../store/merge-changes.ts';
import type { Change, LocalStore, OutboxRow, ReceiptRow, UpdateRow } from '../store/local-store.ts';
import { goneRows } from './gone-rows.ts';
import { OpenRoom, recordIdOf } from './open-room.ts';
import { nextPast, readPast } from './room-past.ts';

const ROOMS_KEPT_OPEN = 64;
const TRIES = 8;

export type Writer = { readonly user: UserId; readonly device: DeviceNumber };
export type RoomWrite = {
  readonly room: RoomName;
  readonly what: RefusedWrite['what'];
  readonly document: DocumentId | null;
  /** Writes into the room's map; runs again on a conflict, on a fresher room. */
  readonly mutate: (map: Y.Map<unknown>, open: OpenRoom) => void;
};
export type ReceivedEntry = { readonly head: LogEntryHead; readonly bytes: Uint8Array };
/** What the server answered to an update of ours. */
export type Acknowledged = Pick<UpdateRow, 'id' | 'at' | 'counter' | 'epoch'>;
export type ReceiptCheck = (receipt: ReceiptRow) => Promise<ReceiptWorth>;

export class RoomBook {
  readonly #store: LocalStore;
  readonly #platform: Platform;
  readonly #open = new Map<RoomName, OpenRoom>();
  #slot: Promise<number> | null = null;
  /** Acts of this context run one after the other: each sees the former's clocks. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(store: LocalStore, platform: Platform) {
    this.#store = store;
    this.#platform = platform;
  }

  /**
   * One act, all or nothing.
   * @param still asked once it is this act's turn; false when another context did it meanwhile
   * @returns whether it was written
   * @throws StoreFailure when nothing was written
   */
  write(
    writer: Writer,
    writes: readonly RoomWrite[],
    beside: Change = {},
    still: () => Promise<boolean> = () => Promise.resolve(true),
  ): Promise<boolean> {
    return this.#inTurn(async () => {
      if (!(await still())) return false;
      await this.#retry(() => this.#attempt(writer, writes, beside));
      return true;
    });
  }

  /**
   * Takes entries of the log, in order. Entries of our own updates only tell author, number and time.
   * @param beside written in the same transaction: the cursor, above all
   * @param epochs those this device knows, the present one among them
   * @param redactions of the firm, checked: what they speak of leaves this device in the same commit (K5)
   */
  receive(
    entries: readonly ReceivedEntry[],
    beside: Change,
    checkReceipt: ReceiptCheck,
    epochs: readonly EpochSeen[] = [],
    redactions: readonly Redaction[] = [],
  ): Promise<void> {
    return this.#inTurn(() => this.#retry(() => this.#take(entries, beside, checkReceipt, epochs, redactions)));
  }

  /** The server has acknowledged an update: its rows are folded again. */
  acknowledge(updates: readonly Acknowledged[], beside: Change): Promise<void> {
    return this.#inTurn(() =>
      this.#retry(async () => {
        const changes: Change[] = [beside];
        const told = new Map(updates.map((one) => [one.id, one]));
        for (const row of await this.#store.list('updates', { index: 'id', anyOf: [...told.keys()] })) {
          if (!row.acknowledged) changes.push(...(await this.#attributed({ ...row, ...told.get(row.id), acknowledged: true })));
        }
        return this.#commit(changes, []);
      }),
    );
  }

  /** Updates the server acknowledged once and lost, without a proof to hand them back with: unsent again, under their own ids. */
  unsend(rows: readonly UpdateRow[]): Promise<void> {
    return this.#inTurn(() =>
      this.#retry(async () => {
        const changes: Change[] = [];
        for (const { proof: _, ...row } of rows) {
          const { id, room, at, counter } = row;
          const out = { id, room, ...whatIn(await this.#opened(room), row), at, ...(counter == null ? {} : { counter }) };
          changes.push(...(await this.#attributed({ ...row, acknowledged: false, cursor: null })), { put: { outbox: [out] } });
        }
        return this.#commit(changes, []);
      }),
    );
  }

  /**
   * Takes unsent updates out of a room. The refused ones are gone from it; what else the room has unsent is said again:
   * same keys, same values, under a client id the room has never seen, so that the server can follow whatever it lacks.
   * All of it is one change. What cannot be said again is handed to `lost`, which keeps it where the person sees it.
   * @param beside also written: the tray's rows for what was refused
   */
  retire(
    writer: Writer,
    room: RoomName,
    refused: readonly string[],
    beside: Change,
    lost: (out: OutboxRow, row: UpdateRow) => Promise<Change>,
  ): Promise<void> {
    return this.#inTurn(() =>
      this.#retry(async () => {
        const former = await this.#opened(room);
        const rows = await this.#store.list('updates', { index: '[room+i]', from: [room, 0], to: [room, Number.MAX_SAFE_INTEGER] });
        const queue = await this.#store.list('outbox', { index: 'room', from: room, to: room });
        const again = queue.filter((out) => !refused.includes(out.id)).toSorted((a, b) => (a.counter ?? 0) - (b.counter ?? 0));
        const out = new Set([...refused, ...again.map((one) => one.id)]);
        const fresh = new OpenRoom(room);
        for (const row of rows) if (!out.has(row.id)) fresh.hold(row);
        fresh.past = former.past;
        fresh.doc.clientID = unseenClient(fresh, writer.device);
        const changes: Change[] = [beside];
        for (const one of again) {
          const row = rows.find((each) => each.id === one.id);
          if (!row) continue;
          const said = former.keysWrittenBy(row).map((key) => [key, former.value(key)] as const);
          if (said.length > 0)
            changes.push(
              this.#say(fresh, writer, {
                room,
                what: one.what,
                document: one.document,
                mutate: (map) => said.forEach(([key, value]) => map.set(key, value)),
              }),
            );
          // Overwritten by a later act of the same person, it has nothing left to say; waiting for lost clocks, it is kept aside.
          else if (!former.holds(row)) changes.push(await lost(one, row));
        }
        this.#open.delete(room);
        const gone = rows.flatMap((row) => (out.has(row.id) && row.i !== undefined ? [row.i] : []));
        const sent = queue.flatMap((row) => (out.has(row.id) && row.counter !== undefined ? [row.counter] : []));
        const removed = goneRows(former, fresh);
        return this.#commit(
          [
            { remove: { updates: gone, outbox: sent }, put: { meta: [nextPast(room, former.past)] } },
            removed,
            foldRoom(fresh, fresh.keys()),
            ...changes,
          ],
          [],
        );
      }),
    );
  }

  /** Runs `task` while nothing is written in any context of the device and no sync is under way; never from inside a sync. */
  alone<T>(task: () => Promise<T>): Promise<T> {
    return this.#platform.locks.hold(`${this.#store.name}/sync`, () => this.#inTurn(task));
  }

  /** Drops what is in memory of these rooms; the store is untouched. */
  forget(rooms: Iterable<RoomName>): void {
    for (const room of rooms) this.#open.delete(room);
  }

  /** A room as it stands in the store, for reading. */
  async read(name: RoomName): Promise<OpenRoom> {
    return this.#inTurn(() => this.#opened(name));
  }

  async #attempt(writer: Writer, writes: readonly RoomWrite[], beside: Change): Promise<'done' | 'conflict'> {
    const slot = await (this.#slot ??= acquireSlot(this.#platform.locks, this.#store.name, FIRST_REPAIR_SLOT));
    const changes: Change[] = [beside];
    const expect: { room: RoomName; last: number }[] = [];
    for (const { room, what, document, mutate } of writes) {
      const open = await this.#opened(room);
      // After loading, never before: Yjs replaces an id that it finds in what it loads.
      open.doc.clientID = writingClient(open, writer.device, slot);
      expect.push({ room, last: open.last });
      changes.push(this.#say(open, writer, { room, what, document, mutate }));
    }
    return this.#commit(changes, expect);
  }

  /** Writes into an open room; the change that stores it: update, outbox entry, rows. */
  #say(open: OpenRoom, writer: Writer, { room, what, document, mutate }: RoomWrite): Change {
    const bytes = updateOf(open, mutate);
    if (!bytes) return {};
    const at = this.#platform.clock.now();
    const id = makeId<UpdateId>(at, this.#platform.random.bytes(10));
    const row: UpdateRow = { room, id, bytes, author: writer.user, device: writer.device, at, cursor: null, acknowledged: false };
    open.attribute(row);
    return mergeChanges([foldRoom(open, open.takeChanged()), { put: { updates: [row], outbox: [{ id, room, what, document, at }] } }]);
  }

  async #take(
    entries: readonly ReceivedEntry[],
    beside: Change,
    checkReceipt: ReceiptCheck,
    epochs: readonly EpochSeen[],
    redactions: readonly Redaction[],
  ): Promise<'done' | 'conflict'> {
    const epoch = presentEpoch(epochs);
    const changes: Change[] = [beside];
    const touched = new Map<RoomName, OpenRoom>();
    const expect: { room: RoomName; last: number }[] = [];
    const redacted = await this.#redacted(redactions, new Set(entries.map(({ head }) => head.id)));
    for (const { fresh } of redacted) {
      touched.set(fresh.name, fresh);
      expect.push({ room: fresh.name, last: fresh.last });
    }
    const held = await this.#store.list('updates', { index: 'id', anyOf: entries.map(({ head }) => head.id) });
    const byId = new Map(held.map((row) => [row.id, row]));
    const heard = new Set<string>();
    for (const { head, bytes } of entries) {
      if (!parseRoom(head.room)) continue;
      const room = head.room as RoomName;
      const known = byId.get(head.id);
      const erased = redacted.some(({ gone }) => gone.has(head.id));
      const row: UpdateRow = {
        ...(known?.i === undefined ? {} : { i: known.i }),
        room,
        id: head.id,
        // As the log has it: it may have left out what it knew, or what was deleted since; the proof speaks of these bytes.
        bytes: known && bytesEqual(known.bytes, bytes) ? known.bytes : bytes.slice(),
        author: head.author as UserId | 'server',
        device: head.device as DeviceNumber,
        at: head.at,
        cursor: head.cursor,
        acknowledged: true,
        epoch,
        counter: head.counter,
        proof: head.proof,
      };
      if (known) {
        if (!known.acknowledged) heard.add(head.id);
        if (!erased && known.cursor !== null && isKept(known, epochs)) continue;
        const anew = redacted.find(({ fresh }) => fresh.name === room)?.fresh;
        if (anew) {
          // In the form in which it stands there now, with the proof of that form; the room is folded whole below.
          byId.set(head.id, row);
          anew.attribute(row);
          changes.push({ put: { updates: [row] } });
          continue;
        }
        for (const change of await this.#attributed(row)) changes.push(await checkedReceipts(change, checkReceipt, this.#store));
        continue;
      }
      // A page may bring an entry twice (news and backfill): the second counts as known.
      byId.set(head.id, row);
      const open = touched.get(room) ?? (await this.#opened(room));
      if (!touched.has(room)) expect.push({ room, last: open.last });
      touched.set(room, open);
      if (!open.hold(row)) changes.push({ put: { unreadable: [{ key: `${room}@${head.cursor}`, room, problem: 'update' }] } });
      changes.push({ put: { updates: [row] } });
    }
    for (const { former, fresh, gone } of redacted) {
      const told = new Set(entries.map(({ head }) => head.id));
      // One the server does not tell again has no proof in this form.
      changes.push({ put: { updates: [...gone.values()].filter(({ id }) => !told.has(id)).map(unproved) } });
      fresh.takeChanged();
      changes.push(goneRows(former, fresh), await checkedReceipts(foldRoom(fresh, fresh.keys()), checkReceipt, this.#store), {
        put: { meta: [nextPast(fresh.name, former.past)] },
      });
      this.#open.delete(fresh.name);
      changes.push(await this.#saidBeside(former, fresh, touched));
    }
    if (redactions.length > 0) {
      const { withoutFiles } = await this.#platform.seldom();
      changes.push(keptRedactions(redactions), await withoutFiles(this.#store, redactions));
    }
    for (const open of touched.values()) changes.push(await checkedReceipts(foldRoom(open, open.takeChanged()), checkReceipt, this.#store));
    // The answer to their push was lost, and a pull tells of them first: they wait no more.
    const queue = heard.size > 0 ? await this.#store.list('outbox') : [];
    const sent = queue.flatMap((out) => (heard.has(out.id) && out.counter !== undefined ? [out.counter] : []));
    changes.push({ remove: { outbox: sent } });
    // The store numbers the new rows; the next catch-up meets them again, which changes nothing, and learns the numbers.
    return this.#commit(changes, expect);
  }

  /**
   * The rooms of redactions anew, from rows in which what is erased is not: a document cannot forget. `gone`: ids of the rows that
   * change, which the server's page tells again.
   * @param told ids of the page's entries
   */
  async #redacted(redactions: readonly Redaction[], told: ReadonlySet<string>): Promise<RedactedRoom[]> {
    const rooms: RedactedRoom[] = [];
    if (redactions.length === 0) return rooms;
    const { redactedForm } = await this.#platform.seldom();
    for (const [name, of] of Map.groupBy(redactions, ({ room }) => room as RoomName)) {
      if (!parseRoom(name)) continue;
      const former = await this.#opened(name);
      const form = redactedForm(of.flatMap(({ ranges }) => ranges));
      const fresh = new OpenRoom(name);
      const gone = new Map<string, UpdateRow>();
      for (const row of await this.#store.list('updates', { index: '[room+i]', from: [name, 0], to: [name, Number.MAX_SAFE_INTEGER] })) {
        // What the server has never seen is none of what it speaks of.
        const bytes = row.acknowledged || told.has(row.id) ? form(row.bytes) : row.bytes;
        fresh.hold({ ...row, bytes });
        if (bytes !== row.bytes) gone.set(row.id, { ...row, bytes });
      }
      rooms.push({ former, fresh, gone });
    }
    return rooms;
  }

  /** What the other room of a document still says of it, once the row of both has gone. */
  async #saidBeside(former: OpenRoom, fresh: OpenRoom, touched: ReadonlyMap<RoomName, OpenRoom>): Promise<Change> {
    const { room } = former;
    if (room.kind !== 'deposits' && room.kind !== 'processing') return {};
    const name = roomName({ ...room, kind: room.kind === 'deposits' ? 'processing' : 'deposits' });
    const beside = touched.get(name) ?? (await this.#opened(name));
    const gone = new Set([...former.keys()].filter((key) => !fresh.map.has(key)).map(recordIdOf));
    return foldRoom(
      beside,
      [...gone].flatMap((id) => beside.keysOf(id).filter((key) => beside.map.has(key))),
    );
  }

  /** The change that gives a stored update its author and time by the server, with the rows it wrote folded again. */
  async #attributed(row: UpdateRow): Promise<Change[]> {
    const open = await this.#opened(row.room);
    open.attribute(row);
    return [{ put: { updates: [row] } }, foldRoom(open, open.keysWrittenBy(row))];
  }

  async #opened(name: RoomName): Promise<OpenRoom> {
    const known = this.#open.get(name) ?? new OpenRoom(name);
    // Asked together: hardly ever has a room another past than the one it was opened with.
    const [past, unread] = await Promise.all([readPast(this.#store, name), known.unread(this.#store)]);
    const open = known.past.generation === past.generation ? known : new OpenRoom(name);
    open.past = past;
    this.#open.delete(name);
    this.#open.set(name, open);
    for (const oldest of this.#open.keys()) {
      if (this.#open.size <= ROOMS_KEPT_OPEN) break;
      this.#open.delete(oldest);
    }
    open.catchUp(open === known ? unread : await open.unread(this.#store));
    return open;
  }

  async #commit(
    changes: readonly Change[],
    expect: readonly { readonly room: RoomName; readonly last: number }[],
  ): Promise<'done' | 'conflict'> {
    return this.#store.commit({ ...mergeChanges(changes), expect });
  }

  async #retry(attempt: () => Promise<'done' | 'conflict'>): Promise<void> {
    for (let i = 0; i < TRIES; i++) {
      try {
        if ((await attempt()) === 'done') return;
      } catch (error) {
        this.#open.clear();
        throw error;
      }
      this.#open.clear();
    }
    throw new Error('a room changed under every try');
  }

  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    // Pages of one device take turns too: trying alone, three that write at once could lose every race to each other.
    const alone = (): Promise<T> => this.#platform.locks.hold(`${this.#store.name}/rooms`, task);
    const run = this.#queue.then(alone, alone);
    this.#queue = run.catch(() => undefined);
    return run;
  }
}

type RedactedRoom = { readonly former: OpenRoom; readonly fresh: OpenRoom; readonly gone: ReadonlyMap<string, UpdateRow> };

/** What an update was for, as its keys tell: a deposit stands under the document's id alone. */
function whatIn(open: OpenRoom, row: UpdateRow): Pick<OutboxRow, 'what' | 'document'> {
  const { kind } = open.room;
  const key = open.keysWrittenBy(row).find((one) => recordIdOf(one) === one);
  if (kind === 'talk') return { what: 'comment', document: null };
  const isDeposit = key !== undefined && (kind === 'deposits' || kind === 'processing');
  return isDeposit ? { what: 'deposit', document: key as DocumentId } : { what: 'other', document: null };
}

function updateOf(open: OpenRoom, mutate: RoomWrite['mutate']): Uint8Array | undefined {
  let bytes: Uint8Array | undefined;
  const listen = (update: Uint8Array): void => void (bytes = update);
  open.doc.on('update', listen);
  try {
    open.doc.transact(() => mutate(open.map, open), 'act');
  } finally {
    open.doc.off('update', listen);
  }
  return bytes;
}

/** A receipt that does not verify is kept, and never takes the place of one that does (K2, I10). */
async function checkedReceipts(change: Change, check: ReceiptCheck, store: LocalStore): Promise<Change> {
  const receipts = change.put?.receipts ?? [];
  if (receipts.length === 0) return change;
  const checked = await Promise.all(receipts.map(async (receipt) => judged(receipt, await check(receipt))));
  const standing = await Promise.all(checked.map((receipt) => (receipt.valid ? undefined : store.get('receipts', receipt.key))));
  return { ...change, put: { ...change.put, receipts: checked.filter((_, i) => !standing[i]?.valid) } };
}

/** This context's client id; another, while what was written under it before has left the room and is not back. */
function writingClient(open: OpenRoom, device: DeviceNumber, slot: number): number {
  const own = clientId(device, slot);
  return Y.getState(open.doc.store, own) >= (open.past.clocks.get(own) ?? 0) ? own : unseenClient(open, device);
}

/** A client id of this device's that nothing in the room was ever written under. @throws when all are used: the work stays in the outbox */
function unseenClient(open: OpenRoom, device: DeviceNumber): number {
  for (let slot = FIRST_REPAIR_SLOT; slot < SLOTS_PER_DEVICE; slot++) {
    const client = clientId(device, slot);
    if (!open.doc.store.clients.has(client) && !open.past.clocks.has(client)) return client;
  }
  throw new Error('no client id left to say it again');
}

function unproved(row: UpdateRow): UpdateRow {
  const { proof: _, ...rest } = row;
  return rest;
}
