/**
 * A right was withdrawn: what the device had not sent is handed in to the firm's tray, then what the right opened is
 * erased, on the word of an order signed with the log's key of now and on nothing else (D2, D3, I13).
 *
 * Each step may be repeated: killed anywhere, the next contact goes on. Without a good order, or before everything was
 * acknowledged, nothing is erased.
 */
import { DEFAULT_LIMITS } from '@navette/domain/limits';
import { bytesToHex } from '@navette/kernel/bytes';
import type { BlobHash, DocumentId } from '@navette/kernel/ids';
import { ok, refuse, type Result } from '@navette/kernel/result';
import { encodeFrame } from '@navette/protocol/framing';
import {
  eraseOrderText,
  HAND_IN_ITEMS,
  HAND_IN_PATH,
  HandInAnswer,
  handedFilePath,
  OrderAnswer,
  ORDER_HEADER,
  ORDER_SCOPES,
  ORDERS_PATH,
  type EraseOrder,
  type HandedItem,
} from '@navette/protocol/leaving';
import { TUS_VERSION } from '@navette/protocol/uploads';
import { FRAME_TYPE, MEDIA_TYPE } from '@navette/protocol/version';
import { roomName, type RoomName } from '@navette/rooms/room-names';
import { readBlob } from '../capture/keep-bytes.ts';
import type { Desk } from '../library/desk.ts';
import type { Departure, SyncProblem } from '../model.ts';
import { ask, jsonBody, readJson, type Net, type NetProblem } from '../net.ts';
import type { Platform } from '../platform.ts';
import { PRIMARY_KEY, type Key, type KeyValueRow, type TableName, type UpdateRow } from '../store/local-store.ts';
import { pastOf } from '../rooms/room-past.ts';
import { mergeChanges } from '../store/merge-changes.ts';
import { DEPARTURE, dossierOf, lostScopes, NOTHING, readLeaving, row, type Leaving } from './departure.ts';
import { livedThrough } from './epochs.ts';
import { areOurs, isOurs } from './firm-word.ts';
import { forgetScopes, isIn } from './forget.ts';
import { heedKeys } from './firm-keys.ts';
import { healRestored, isOwed } from './heal.ts';
import { POSITION, readPosition, restoredBy, scopesOnlyHere, type Position } from './position.ts';
import type { ProofCheck } from './proofs.ts';
import { redactionKeys, storedRedactions } from './redactions.ts';

const ERASED = [
  'account',
  'captures',
  'blobs',
  'updates',
  'outbox',
  'uploads',
  'documents',
  'comments',
  'receipts',
  'requests',
  'ledgers',
  'archive',
  'texts',
  'access',
  'sendings',
  'drafts',
  'entries',
  'refused',
  'unreadable',
] as const;

const ORDER_IS_OVER: ReadonlySet<SyncProblem> = new Set(['forbidden', 'sign-in-needed', 'server-error']);

/** The departure of somebody who has left the firm, once only what was never given to it is left on this device. */
export type Left = { readonly departure: KeyValueRow; readonly empty: boolean };

/**
 * @param signedOut the server knows no session: whether the person has left is asked, and nothing else
 * @returns what is left to do once everything is erased, null while there is nothing; or the problem that stopped it
 */
export async function leave(desk: Desk, net: Net, platform: Platform, signedOut: boolean): Promise<Result<Left | null, NetProblem>> {
  const { store } = desk;
  const noted = await readLeaving(desk);
  const found = await lostScopes(desk, noted);
  const position = await readPosition(desk);
  const { epochs } = position;
  // What a restored server lost and only this device holds is given back before it leaves, whatever was ordered before (R101).
  const asks = epochs.length > 1 && (found.length > 0 || noted.order !== null);
  const onlyHere = asks ? await scopesOnlyHere(store, epochs) : new Set<string>();
  const held = await ofNow(desk, noted, signedOut, onlyHere);
  const lost = found.filter((scope) => !onlyHere.has(scope));
  const scopes = lost.slice(0, ORDER_SCOPES);
  if (!signedOut && scopes.length === 0 && held.order === null) return ok(null);
  const covers = held.order?.scopes === 'all' || (!signedOut && scopes.every((scope) => held.order?.scopes.includes(scope)));
  const told = held.order && covers ? null : await askOrder(desk, net, position, signedOut ? [] : scopes);
  if (told && !told.ok) return signedOut && told.refusal.problem === 'sign-in-needed' ? ok(null) : told;
  const order = told?.value ?? (held.order as EraseOrder);
  const spared = [...held.spared, ...scopes.filter((scope) => !order.scopes.includes(scope))];
  const known: Leaving = {
    scopes: found,
    names: held.names,
    spared,
    order: orderOf(order),
    epoch: told?.value.checkpoint.epoch ?? held.epoch,
  };
  await store.commit({ put: { meta: [row(known), ...(told ? [await heardOf(desk, told.value)] : [])] } });
  if (signedOut) {
    const given = await giveBack(desk, net, platform, known);
    if (!given.ok || !given.value) {
      // The order's time is over, or the log was restored once more: another is asked for next time.
      if (!given.ok && ORDER_IS_OVER.has(given.refusal.problem)) await store.commit({ put: { meta: [row({ ...known, order: null })] } });
      return given.ok ? ok(null) : given;
    }
  }

  const done = new Map<string, HandedItem>();
  for (;;) {
    const items = (await unsentWork(desk, platform, order)).filter(({ head }) => !done.has(head.id));
    if (items.length === 0) break;
    const handed = await handIn(net, order, items);
    if (!handed.ok) {
      // The order's time is over, or the server was restored without it: another is asked for next time.
      if (handed.refusal.problem === 'forbidden') await store.commit({ put: { meta: [row({ ...known, order: null })] } });
      return handed;
    }
    for (const { head } of items) done.set(head.id, head);
  }
  return erase(desk, order, known, done);
}

/**
 * An order to erase everything ends with the session it was given for: who is let in again has not left. One of before a
 * restore speaks of what the server had then.
 */
async function ofNow({ store }: Desk, held: Leaving, signedOut: boolean, onlyHere: ReadonlySet<string>): Promise<Leaving> {
  const scopes = held.order?.scopes ?? [];
  if (scopes === 'all' ? signedOut : !scopes.some((scope) => onlyHere.has(scope))) return held;
  const now = { ...held, order: null };
  await store.commit({ put: { meta: [row(now)] } });
  return now;
}

/** As it is kept: what was told beside it stands elsewhere. */
function orderOf(told: EraseOrder & Partial<OrderAnswer>): EraseOrder {
  const { checkpoint: _, restored: __, ...order } = told;
  return order;
}

/** Where the log stands now: what of it this device alone may have is known from then on. The position itself waits for a pull. */
async function heardOf(desk: Desk, { checkpoint, restored }: OrderAnswer): Promise<KeyValueRow> {
  const position = await readPosition(desk);
  const { epochs, unheard } = livedThrough(position.epochs, checkpoint.epoch, restored);
  return { key: POSITION, value: { ...position, epochs, restored: restoredBy(unheard) ?? position.restored } };
}

/**
 * Gives a restored server what it has lost, under the order: whoever has left may be the one who has it (R101).
 * @returns whether nothing is owed any more
 */
async function giveBack(desk: Desk, net: Net, platform: Platform, { order, epoch }: Leaving): Promise<Result<boolean, NetProblem>> {
  const { epochs, restored } = await readPosition(desk);
  if (epoch === null || epochs.length < 2 || !order) return ok(true);
  const healed = await healRestored(desk, net, platform, { epoch, epochs, restored }, { [ORDER_HEADER]: order.nonce });
  return healed.ok ? ok(!(await isOwed(desk, epoch))) : healed;
}

/** An order of the firm's key of now for this device and person, about what was asked for; anything else is "not our server". */
async function askOrder(desk: Desk, net: Net, position: Position, scopes: readonly string[]): Promise<Result<OrderAnswer, NetProblem>> {
  const { enrolment } = desk;
  const answer = await ask(net, { method: 'POST', path: ORDERS_PATH, ...jsonBody({ device: enrolment.device, scopes }) }, 'json');
  if (!answer.ok) return answer;
  const order = await readJson(answer.value, OrderAnswer);
  if (!order) return refuse({ problem: 'other-server', said: null });
  // Of a key that came while this device was away, perhaps: whoever is signed out hears of it here first.
  const heeded = await heedKeys(desk, net, position, order.checkpoint);
  if (!heeded.ok) return heeded;
  const good =
    order.firm === enrolment.firm.id &&
    order.user === enrolment.user.id &&
    order.device === enrolment.device &&
    (order.scopes === 'all' || order.scopes.every((scope) => scopes.includes(scope))) &&
    (await isSigned(desk, order, heeded.value.check));
  return good ? ok(order) : refuse({ problem: 'other-server', said: null });
}

async function isSigned(desk: Desk, order: OrderAnswer, check: ProofCheck): Promise<boolean> {
  const { checkpoint, restored } = order;
  const signed = [check.now(eraseOrderText(order), order), isOurs(checkpoint, desk, check), areOurs(restored, desk, check)];
  return (await Promise.all(signed)).every(Boolean);
}

type Unsent = { readonly head: HandedItem; readonly bytes: Uint8Array; readonly file: Blob | null };

/** What the person did in the rooms the order is about, and the server has not: refused, waiting, or without its file. */
async function unsentWork({ store, book }: Desk, platform: Platform, { scopes }: EraseOrder): Promise<Unsent[]> {
  const within = (room: RoomName): boolean => room.startsWith('dossier/') && (scopes === 'all' || isIn(room, new Set(scopes)));
  const found: Unsent[] = [];
  const add = async (
    head: Omit<HandedItem, 'file' | 'size'>,
    bytes: Uint8Array,
    of?: { readonly hash: BlobHash | null; readonly size: number; readonly name: string; readonly type: string },
  ): Promise<void> => {
    const blob = of?.hash && (await store.get('blobs', of.hash))?.bytes;
    const whole = blob && (await readBlob(blob));
    // A damaged file is not handed in: nobody could tell what it was.
    const good = whole && bytesToHex(await platform.hasher.sha256(whole)) === of?.hash;
    const file = of?.hash && good ? { hash: of.hash as string, size: of.size, name: of.name, type: of.type } : null;
    found.push({ head: { ...head, file, size: bytes.length }, bytes, file: file && blob ? blob : null });
  };
  const given = new Set<string | null>();
  for (const { id, room, what, document, at, bytes, said = [] } of await store.list('refused')) {
    if (!within(room)) continue;
    const capture = what === 'deposit' && document ? await store.get('captures', document) : undefined;
    given.add(capture ? document : null);
    await add({ id, room, what, document, said: said.map(([key, value]) => [key, value]), made: at }, bytes, capture);
  }
  const outbox = (await store.list('outbox')).filter((out) => within(out.room));
  const updates = new Map((await store.list('updates', { index: 'id', anyOf: outbox.map((out) => out.id) })).map((row) => [row.id, row]));
  for (const { id, room, what, document, at } of outbox) {
    const row = updates.get(id);
    if (!row) continue;
    const open = await book.read(room);
    const deposit = what === 'deposit' && document ? (await store.get('documents', document))?.base?.deposit : undefined;
    if (deposit) given.add(document);
    await add({ id, room, what, document, said: open.saidBy(row), made: at }, row.bytes, deposit);
  }
  for (const { document, dossier } of await store.list('uploads')) {
    const base = (await store.get('documents', document))?.base;
    if (!base || given.has(document)) continue;
    const room = roomName({ kind: base.side === 'staff' ? 'processing' : 'deposits', dossier, year: base.year, box: base.box });
    const head = { id: document, room, what: 'file' as const, document, made: base.deposit.captured };
    if (within(room)) await add({ ...head, said: [[document, base.deposit]] }, new Uint8Array(), base.deposit);
  }
  return found;
}

async function handIn(net: Net, { nonce }: EraseOrder, items: readonly Unsent[]): Promise<Result<void, NetProblem>> {
  const under = { [ORDER_HEADER]: nonce };
  for (let start = 0; start < items.length;) {
    let bytes = 0;
    const batch = items
      .slice(start, start + HAND_IN_ITEMS)
      .filter((one, i) => (bytes += one.bytes.length) <= DEFAULT_LIMITS.pushBytes || i === 0);
    start += batch.length;
    const body = encodeFrame(
      { items: batch.map(({ head }) => head) },
      batch.map((one) => one.bytes),
    );
    const headers = { ...under, 'content-type': FRAME_TYPE, accept: MEDIA_TYPE };
    const answer = await ask(net, { method: 'POST', path: HAND_IN_PATH, headers, body }, 'json');
    if (!answer.ok) return answer;
    const read = await readJson(answer.value, HandInAnswer);
    if (!read) return refuse({ problem: 'offline', said: null });
    for (const { head, file } of batch) {
      const sent = file && read.wanted.includes(head.id) ? await sendFile(net, under, handedFilePath(head.id), file) : ok(undefined);
      if (!sent.ok) return sent;
    }
  }
  return ok(undefined);
}

async function sendFile(net: Net, under: Record<string, string>, path: string, file: Blob): Promise<Result<void, NetProblem>> {
  const headers = { ...under, 'tus-resumable': TUS_VERSION };
  let answer = await ask(net, { method: 'HEAD', path, headers }, null);
  for (;;) {
    if (!answer.ok) return answer;
    const offset = Number(answer.value.header('upload-offset') ?? Number.NaN);
    if (offset === file.size) return ok(undefined);
    if (!(offset >= 0 && offset < file.size)) return refuse({ problem: 'server-error', said: null });
    const piece = { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) };
    const body = file.slice(offset, Math.min(offset + DEFAULT_LIMITS.uploadChunkBytes, file.size));
    answer = await ask(net, { method: 'PATCH', path, headers: { ...headers, ...piece }, body }, null);
    if (answer.ok && Number(answer.value.header('upload-offset')) <= offset) return refuse({ problem: 'server-error', said: null });
  }
}

/** Everything was acknowledged: one commit erases, and says what became of the work. */
async function erase(
  desk: Desk,
  order: EraseOrder,
  { scopes, names, spared }: Leaving,
  done: ReadonlyMap<string, HandedItem>,
): Promise<Result<Left | null, NetProblem>> {
  const heads = [...done.values()];
  const documents = heads.filter(({ what }) => what === 'deposit' || what === 'file');
  const handed = { ids: new Set(done.keys()), documents: new Set(documents.map(({ document }) => document as DocumentId)) };
  const { scopes: kept } = await readPosition(desk);
  const lostIds = order.scopes === 'all' ? [] : [...new Set(order.scopes.map(dossierOf))];
  const value: Departure = {
    id: order.nonce,
    at: order.at,
    firm: desk.enrolment.firm.name,
    dossiers:
      order.scopes === 'all'
        ? null
        : lostIds.flatMap((id) => {
            const name = names[id];
            return name === undefined ? [] : [{ name, whole: !kept.some((scope) => dossierOf(scope) === id) }];
          }),
    documents: documents.length,
    others: heads.length - documents.length,
  };
  const departure: KeyValueRow = { key: DEPARTURE + order.nonce, value };
  if (order.scopes === 'all') return ok(await eraseAll(desk, departure, handed));
  const left = scopes.filter((scope) => !order.scopes.includes(scope) && !spared.includes(scope));
  const tells = value.dossiers?.length || heads.length > 0;
  await forgetScopes(desk, order.scopes, kept, handed, {
    put: { meta: [row({ ...NOTHING, scopes: left, names, spared }), ...(tells ? [departure] : [])] },
  });
  return ok(null);
}

type Handed = { readonly ids: ReadonlySet<string>; readonly documents: ReadonlySet<DocumentId> };

/** Rows, files and rooms go; what was captured and never given to the firm stays. */
async function eraseAll({ store, book, enrolment }: Desk, departure: KeyValueRow, handed: Handed): Promise<Left> {
  // What may go is looked at first, what it is needed for after that: what comes in between is in no list that goes.
  const held = new Map<TableName, readonly object[]>();
  for (const table of ERASED) held.set(table, await store.list(table));
  // What was written meanwhile stays, with its file, for the next contact.
  const late = (await store.list('documents')).filter(({ id, base }) => base && !base.acknowledged && !handed.documents.has(id));
  const own = (await store.list('captures')).filter(({ id }) => !handed.documents.has(id));
  const needed = new Set<unknown>([...late, ...own].flatMap(({ id, hash }) => [id, hash]));
  const remove: Record<string, Key[]> = { meta: [POSITION, ...redactionKeys(await storedRedactions(store))] };
  const waiting = new Set<TableName>(['outbox', 'refused']);
  const rooms: RoomName[] = [];
  const updates: UpdateRow[] = [];
  for (const [table, rows] of held) {
    remove[table] = rows.flatMap((row) => {
      const stays = table === 'updates' ? !(row as UpdateRow).acknowledged : waiting.has(table);
      if (stays ? !handed.ids.has((row as UpdateRow).id) : needed.has(keyOf(table, row))) return [];
      if ('room' in row) rooms.push((row as UpdateRow).room);
      if (table === 'updates') updates.push(row as UpdateRow);
      return [keyOf(table, row)];
    });
  }
  // Told once: what was counted is not counted again by the next contact.
  const told = await store.get('meta', departure.key);
  await store.commit(mergeChanges([await pastOf(store, updates, enrolment.device), { remove, put: { meta: told ? [] : [departure] } }]));
  book.forget(rooms);
  const empty = own.length + (await store.list('outbox')).length + (await store.list('refused')).length === 0;
  return { departure: told ?? departure, empty };
}

function keyOf(table: TableName, row: object): Key {
  return (row as Record<string, Key>)[PRIMARY_KEY[table].replace('++', '')] as Key;
}
