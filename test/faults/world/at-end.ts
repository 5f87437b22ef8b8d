/**
 * What must hold once ten quiet minutes have passed (L): every replica the same in content, nothing lost, nothing twice,
 * outboxes empty, the read model what a rebuilt one would be, rights obeyed (I2, I3, I4, I5, I9, I10, I11, I13).
 */
import { createHash } from 'node:crypto';
import { openMemoryStore } from '@navette/device/store/memory';
import type { UpdateRow } from '@navette/device/store';
import { receiptText } from '@navette/domain/receipt';
import { base64UrlToBytes } from '@navette/kernel/bytes';
import type { UserId } from '@navette/kernel/ids';
import { readRecord, Receipt } from '@navette/rooms/records';
import { access } from '@navette/rooms/access';
import { parseRoom, roomName, type RoomName } from '@navette/rooms/room-names';
import { foldRoom, receiptKey } from '../../../packages/device/src/fold/fold-room.ts';
import { OpenRoom } from '../../../packages/device/src/rooms/open-room.ts';
import type { LogEntry } from '../../../sync-server/src/ports.ts';
import type { ToldFile } from './told.ts';
import { twinVerify } from './twin-signer.ts';
import type { WorldDevice } from './world-device.ts';
import type { World } from './world.ts';

export async function checkEnd(world: World): Promise<void> {
  const rooms = serverRooms(world);
  for (const device of world.devices) {
    if (world.directory.membership(device.user) === null) {
      if (!world.invariants.gone(device) && device.isProven && device.signedIn)
        world.invariants.broken(
          'I7',
          `${device.name} of somebody who has left still holds what is the firm's: ${world.invariants.left(device).join(', ')}`,
        );
      continue;
    }
    checkOutbox(world, device);
    await checkReplica(world, device, rooms);
    checkReceipts(world, device);
    checkBlobs(world, device);
  }
  for (const file of world.told.files.values()) checkFile(world, file, rooms);
  checkComments(world, rooms);
  checkActs(world);
  checkOnce(world);
}

/** Each room of the server, opened from its raw log. */
function serverRooms(world: World): Map<RoomName, OpenRoom> {
  const rooms = new Map<RoomName, OpenRoom>();
  for (const entry of world.server.disk.log.entries) {
    const room = rooms.get(entry.room) ?? new OpenRoom(entry.room);
    rooms.set(entry.room, room);
    // Handed back after a restore, an entry keeps the time it was first stored at.
    const at = world.server.disk.healing.healed.find(({ id }) => id === entry.id)?.at ?? entry.at;
    room.hold(rowOf({ ...entry, at }));
  }
  return rooms;
}

function rowOf({ room, id, bytes, author, device, at, cursor, seq }: LogEntry): UpdateRow {
  return { i: seq, room, id, bytes, author, device, at, cursor, acknowledged: true };
}

function checkOutbox(world: World, device: WorldDevice): void {
  const { invariants } = world;
  // A file the server refuses says so at its row, and waits for a person.
  const waiting = invariants.waiting(device, ['forbidden']);
  const problem = invariants.problemOf(device);
  if (!device.signedIn) invariants.broken('I4', `${device.name} could not sign in again in ten quiet minutes`);
  if (waiting > 0 || problem !== null)
    invariants.broken('I4', `${device.name} still has ${waiting} things waiting after ten quiet minutes; it says ${problem ?? 'nothing'}`);
}

async function checkReplica(world: World, device: WorldDevice, rooms: ReadonlyMap<RoomName, OpenRoom>): Promise<void> {
  const { invariants } = world;
  // A device went back in time, and the server forgot that it had: two histories of one client id, and nobody left who could tell.
  if (invariants.wasRestored && (world.met.has('old-profile') || world.met.has('copy-profile'))) return;
  const replicas = new Map<RoomName, OpenRoom>();
  const rows = device.disk.rows(device.storeName, 'updates').toSorted((a, b) => (a.i ?? 0) - (b.i ?? 0));
  for (const row of rows) {
    const replica = replicas.get(row.room) ?? new OpenRoom(row.room);
    replicas.set(row.room, replica);
    replica.hold(row);
    if (row.acknowledged && !invariants.inLog(row.id))
      invariants.broken('I2', `${device.name} holds an update of ${row.room} that the log lost`);
    if (!row.acknowledged) invariants.broken('I4', `${device.name} holds an update of ${row.room} that nothing sends`);
    if (!mayRead(world, row.room, device))
      invariants.broken('I7', `${device.name} still holds an update of ${row.room}, which its person may not read`);
  }
  for (const [name, room] of rooms) {
    if (!mayRead(world, name, device)) continue;
    const replica = replicas.get(name) ?? new OpenRoom(name);
    if (replica.doc.store.pendingStructs !== null) invariants.broken('I3', `${device.name} waits for ever for parts of ${name}`);
    const [theirs, ours] = [contentOf(room), contentOf(replica)];
    if (theirs !== ours)
      invariants.broken('I3', `${device.name} and the server hold different things in ${name}\nserver ${theirs}\ndevice ${ours}`);
  }
  for (const name of replicas.keys())
    if (!rooms.has(name)) invariants.broken('I3', `${device.name} holds ${name}, which the server has not`);
  await checkReadModel(world, device, [...replicas.values()], rows);
}

/** Values with who wrote them when, in the order of their keys. */
function contentOf(room: OpenRoom): string {
  const records = [...room.keys()].toSorted().map((key) => {
    const written = room.writtenAt(key);
    return [key, room.value(key), written?.by, written?.at];
  });
  return JSON.stringify(records);
}

/** I9: rows are what folding every room from nothing gives. */
async function checkReadModel(
  world: World,
  device: WorldDevice,
  replicas: readonly OpenRoom[],
  updates: readonly UpdateRow[],
): Promise<void> {
  const fresh = openMemoryStore('fresh');
  await fresh.commit({ put: { updates: [...updates] } });
  for (const replica of replicas) await fresh.commit(foldRoom(replica, replica.keys()));
  for (const table of ['documents', 'comments', 'requests', 'ledgers'] as const) {
    const [kept, rebuilt] = [
      plain(device.disk.rows(device.storeName, table)),
      plain(await fresh.list<'documents' | 'comments'>(table as 'documents')),
    ];
    // Facets of a record that had to go show nothing.
    const shown = kept.filter((row) => !rebuilt.includes(row) && (table !== 'documents' || row.includes('"base":')));
    const said = rebuilt.filter((row) => !kept.includes(row));
    if (shown.length + said.length > 0)
      world.invariants.broken(
        'I9',
        `${device.name} shows ${table} that its rooms do not say\nshown ${shown.join('\n')}\nrooms ${said.join('\n')}`,
      );
  }
}

/** Rows as text, fields in the order of their names, without what says nothing. */
function plain(rows: readonly object[]): string[] {
  return rows.flatMap((row) => {
    const said = ordered('base' in row && row.base === null ? withoutPlace({ ...row }) : row) as Record<string, unknown>;
    return Object.keys(said).length > 1 ? [JSON.stringify(said)] : [];
  });
}

/** A record that went leaves where it stood; nothing shows it. */
function withoutPlace(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).filter(([field]) => !['dossier', 'capturedAt', 'hash'].includes(field)));
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value)
    .filter(([, one]) => one !== undefined && one !== null && !(Array.isArray(one) && one.length === 0))
    .map(([name, one]) => [name, ordered(one)] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(fields);
}

/** I10: nothing is "reçu" on a receipt that the firm's key did not sign. */
function checkReceipts(world: World, device: WorldDevice): void {
  for (const row of device.disk.rows(device.storeName, 'receipts')) {
    if (!row.valid) continue;
    const read = readRecord(Receipt, row.record);
    const signature = read.readable && base64UrlToBytes(read.record.signature);
    const text = read.readable ? new TextEncoder().encode(receiptText(read.record)) : new Uint8Array();
    if (!signature || !twinVerify(world.server.signer.publicKey, signature, text))
      world.invariants.broken('I10', `${device.name} believes a receipt nobody signed`);
  }
}

/** I11: a file is what its name says, here and at the server. */
function checkBlobs(world: World, device: WorldDevice): void {
  for (const row of device.disk.rows(device.storeName, 'blobs')) {
    const { now } = row.bytes as unknown as { readonly now: Uint8Array };
    if (sha256(now) !== row.hash) world.invariants.broken('I11', `${device.name} keeps a file under another's name`);
  }
  for (const [hash, bytes] of world.server.disk.blobs.files)
    if (sha256(bytes) !== hash) world.invariants.broken('I11', 'the server keeps a file under another name');
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** I2, I4, I13: a file said saved is sent and received, taken back, or in the tray. */
function checkFile(world: World, file: ToldFile, rooms: ReadonlyMap<RoomName, OpenRoom>): void {
  const { invariants } = world;
  const device = world.devices.find((one) => one.name === file.device);
  if (!device || file.state === 'refused' || (invariants.wasRestored && file.leftToServer)) return;
  const at = invariants.roomsOf(file.id);
  if (at.length > 1) invariants.broken('I5', `file ${file.id} stands in ${at.length} rooms: ${at.join(', ')}`);
  const [name] = at;
  if (name === undefined) {
    if (invariants.handed().some(({ document }) => document === file.id)) return;
    if (file.state === 'saved' && !invariants.isHere(device, file))
      invariants.broken('I4', `file ${file.id} is nowhere its person can see`);
    if (file.state === 'saved' && file.given !== 'no' && file.given !== 'asked') checkUnsent(world, device, file);
    return;
  }
  const withdrawn = rooms.get(name)?.value(`${file.id}/withdrawn`) !== undefined;
  if (withdrawn && file.undone === 'no') invariants.broken('I5', `file ${file.id} was withdrawn by nobody`);
  const apart = invariants.handedSays(`${file.id}/withdrawn`) > 0 || refusedSays(world, file, `${file.id}/withdrawn`);
  if (!withdrawn && file.undone === 'done' && !apart && mayWrite(world, name, file))
    invariants.broken('I4', `taking back file ${file.id} was lost`);
  if (withdrawn) return;
  const room = parseRoom(name);
  if (!room || !('dossier' in room) || !('box' in room)) return;
  if (!mayWrite(world, name, file) || file.state !== 'saved') return;
  const trayed = [file.store, 'device'].some((store) => device.disk.row(store, 'captures', file.id) !== undefined);
  const held = world.server.disk.log.receipts.some((row) => row.dossier === room.dossier && row.box === room.box && row.hash === file.hash);
  if (trayed && held) invariants.broken('I4', `file ${file.id} is sent and in the tray`);
  if (trayed || invariants.handed().some(({ document }) => document === file.id)) return;
  if (!world.server.disk.blobs.files.has(file.hash))
    invariants.broken('I2', `file ${file.id} has its record at the server and not its bytes`);
  if (!held) invariants.broken('I2', `file ${file.id} has no receipt`);
  const receipts = roomName({ kind: 'receipts', dossier: room.dossier, box: room.box });
  const told = device.disk.row(file.store, 'receipts', receiptKey(room.dossier, room.box, file.hash))?.valid;
  if (!told && device.signedIn && mayRead(world, receipts, file))
    invariants.broken('I4', `file ${file.id} is received, and its person is not told`);
}

function mayRead(world: World, name: RoomName, { user }: Pick<ToldFile, 'user'>): boolean {
  const [room, membership] = [parseRoom(name), world.directory.membership(user)];
  return room !== undefined && membership !== null && access(room, membership) !== 'none';
}

/** Given to a dossier and never sent: the right went, and the person sees it in the tray. */
function checkUnsent(world: World, device: WorldDevice, file: ToldFile): void {
  const trayed = [file.store, 'device'].some((store) => device.disk.rows(store, 'captures').some((row) => row.hash === file.hash));
  // Who has left, and signed out before saying so, is asked nothing any more: it waits where it was.
  const waits = device.disk.rows(file.store, 'outbox').some((row) => row.document === file.id);
  if (waits && world.directory.membership(file.user) === null) return;
  if (!trayed) world.invariants.broken('I4', `file ${file.id} was given to a company, is not sent and not in the tray`);
}

function mayWrite(world: World, name: RoomName, { user }: Pick<ToldFile, 'user'>): boolean {
  const [room, membership] = [parseRoom(name), world.directory.membership(user)];
  return room !== undefined && membership !== null && access(room, membership) === 'write';
}

/** I1, I4, I5: a comment said saved stands once in its room, or in the tray of refused work. */
function checkComments(world: World, rooms: ReadonlyMap<RoomName, OpenRoom>): void {
  const written = new Map<string, number>();
  for (const room of rooms.values()) {
    if (room.room.kind !== 'talk') continue;
    for (const key of room.keys()) {
      const { text } = room.value(key) as { text: string };
      written.set(text, (written.get(text) ?? 0) + 1);
    }
  }
  const asked = new Set(world.told.comments.map(({ text }) => text));
  for (const [text, times] of written) {
    if (times > 1) world.invariants.broken('I5', `"${text}" stands ${times} times`);
    if (!asked.has(text)) world.invariants.broken('I5', `"${text}" was written by nobody`);
  }
  for (const one of world.told.comments) {
    if (one.state !== 'saved' || written.has(one.text)) continue;
    if (isLeftToServer(world, one.user)) continue;
    if (world.directory.membership(one.user) === null && waitsFor(world, one, one.text)) continue;
    if (!refusedSays(world, one, one.text) && world.invariants.handedSays(one.text) === 0)
      world.invariants.broken('I4', `"${one.text}", said saved on ${one.device}, is nowhere`);
  }
}

/** The device of somebody who lost a right erased what the server has; a backup that had it not yet is the end of it. */
function isLeftToServer(world: World, user: UserId): boolean {
  return world.invariants.wasRestored && world.told.leftToServer.has(user);
}

/** Somebody who has left signed out before saying it: it waits where it was. */
function waitsFor(world: World, { device, store }: { readonly device: string; readonly store: string }, text: string): boolean {
  const rows = world.devices.find((one) => one.name === device)?.disk.rows(store, 'updates') ?? [];
  return rows.some((row) => !row.acknowledged && Buffer.from(row.bytes).includes(text));
}

function refusedSays(world: World, { device, store }: { readonly device: string; readonly store: string }, text: string): boolean {
  const rows = world.devices.find((one) => one.name === device)?.disk.rows(store, 'refused') ?? [];
  return rows.some((row) => Buffer.from(row.bytes).includes(text));
}

/** I4: every decision and change of kind said saved is in the log or in the tray of refused work. */
function checkActs(world: World): void {
  const { invariants, told } = world;
  const documents = new Set(told.acts.map((act) => act.document));
  for (const document of documents) {
    for (const facet of ['kind~', 'taken', 'decision'] as const) {
      const mine = told.acts.filter((act) => act.document === document && act.facet === facet);
      const saved = mine.filter(
        (act) =>
          act.state === 'saved' &&
          !isLeftToServer(world, act.user) &&
          !(world.directory.membership(act.user) === null && waitsFor(world, act, `${document}/${facet}`)),
      );
      const kept = [...invariants.keys].reduce(
        (sum, [, keys]) => sum + [...keys.keys()].filter((key) => key.startsWith(`${document}/${facet}`)).length,
        0,
      );
      const refused = new Set(mine.map((act) => `${act.device} ${act.store}`)).values().reduce((sum, place) => {
        const [device = '', store = ''] = place.split(' ');
        const rows = world.devices.find((one) => one.name === device)?.disk.rows(store, 'refused') ?? [];
        return sum + rows.filter((row) => Buffer.from(row.bytes).includes(`${document}/${facet}`)).length;
      }, 0);
      // A kind is an act of its own each time; what was taken in or decided again stands under one key.
      const wanted = facet === 'kind~' ? saved.length : Math.min(1, saved.length);
      const handed = invariants.handedSays(`${document}/${facet}`);
      if (kept + refused + handed < wanted)
        invariants.broken('I4', `${saved.length} acts ${facet} on ${document} were said saved; ${kept} are kept, ${refused} refused`);
      if (kept > mine.length) invariants.broken('I5', `${kept} acts ${facet} stand on ${document}, ${mine.length} were made`);
    }
  }
}

/** I5: one receipt a file and box; no document anybody did not make. */
function checkOnce(world: World): void {
  const { invariants } = world;
  for (const [name, keys] of invariants.keys) {
    const kind = parseRoom(name)?.kind;
    if (kind === 'receipts') {
      // Handed back after the file was sent again, the first receipt stands behind the second one: said twice, shown once.
      const healed = new Set(world.server.disk.healing.healed.map(({ id }) => id));
      const [back, said] = [true, false].map(
        (is) =>
          world.server.disk.log.entries.filter((entry) => entry.room === name && entry.bytes.length > 2 && healed.has(entry.id) === is)
            .length,
      ) as [number, number];
      const entries = back + said;
      if (said > keys.size || entries < keys.size) invariants.broken('I5', `${name} has ${entries} receipts for ${keys.size} files`);
    }
    if (kind !== 'deposits' && kind !== 'processing') continue;
    for (const key of keys.keys()) {
      const id = key.split('/')[0] as ToldFile['id'];
      if (!world.told.files.has(id)) invariants.broken('I5', `document ${id} was deposited by nobody`);
    }
  }
}
