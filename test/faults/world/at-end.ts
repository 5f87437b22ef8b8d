/**
 * What must hold once ten quiet minutes have passed (L): every replica the same in content, outboxes empty, the read model
 * what a rebuilt one would be, rights obeyed, receipts and files true (I2, I3, I4, I7, I9, I10, I11). What people were told is
 * looked at in `kept-promises.ts`.
 */
import { createHash } from 'node:crypto';
import { openMemoryStore } from '@navette/device/store/memory';
import type { UpdateRow } from '@navette/device/store';
import { receiptText } from '@navette/domain/receipt';
import { base64UrlToBytes } from '@navette/kernel/bytes';
import * as Y from 'yjs';
import { readRecord, Receipt, ROOT_OF } from '@navette/rooms/records';
import { redactedForm } from '@navette/rooms/redacted-form';
import type { RoomName } from '@navette/rooms/room-names';
import { foldRoom } from '../../../packages/device/src/fold/fold-room.ts';
import { OpenRoom } from '../../../packages/device/src/rooms/open-room.ts';
import type { LogEntry } from '../../../sync-server/src/ports.ts';
import { checkPromises, mayRead } from './kept-promises.ts';
import type { ToldFile } from './told.ts';
import { twinVerify } from './twin-signer.ts';
import type { WorldDevice } from './world-device.ts';
import type { World } from './world.ts';

export async function checkEnd(world: World): Promise<void> {
  const rooms = serverRooms(world);
  checkSegments(world, rooms);
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
  checkPromises(world, rooms);
  checkErased(world);
}

/** K5: of what the firm has erased, neither the server nor any device that came since holds a word or a byte. */
function checkErased(world: World): void {
  const { disk } = world.server;
  const kept = new Set(disk.log.redactions.map(({ id }) => id));
  for (const { id, document, file } of disk.book.redactions) {
    if (!kept.has(id)) continue;
    world.met.set('redaction done', 1);
    if (file && disk.log.receipts.some((row) => row.dossier === file.dossier && row.box === file.box && row.hash === file.hash))
      world.invariants.broken('K5', `file ${file.hash} is erased in ${file.box}, and held there`);
    const told = document && world.told.files.get(document as ToldFile['id']);
    if (!told) continue;
    const words = [...world.told.erased].filter((one) => one.startsWith('note'));
    for (const { room, bytes } of disk.log.entries) {
      // Written since by who had not heard, it is served to nobody, and leaves the log with the next start.
      const served = Buffer.from(redactedForm(disk.book.redactions.filter((one) => one.room === room).flatMap((one) => one.ranges))(bytes));
      const copied = served.includes(told.hash) && !isStillSaid(world, told) && !room.includes('/receipts/');
      if (copied || words.some((one) => served.includes(one)))
        world.invariants.broken('K5', `the log still says in ${room} what was erased`);
    }
    for (const device of world.devices) {
      if (!device.signedIn || world.directory.membership(device.user) === null) continue;
      if (device.disk.row(device.storeName, 'documents', document)?.base)
        world.invariants.broken('K5', `${device.name} still shows ${document}, which was erased`);
      for (const row of device.disk.rows(device.storeName, 'updates'))
        if (words.some((one) => Buffer.from(row.bytes).includes(one)))
          world.invariants.broken('K5', `${device.name} still holds in ${row.room} what was erased`);
      world.met.set('redaction obeyed', 1);
    }
  }
}

/** Another document of the same bytes stands. */
function isStillSaid(world: World, { id, hash }: ToldFile): boolean {
  return [...world.told.files.values()].some((file) => file.hash === hash && file.id !== id);
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

/** I3: what the server keeps of a room in segments, with the entries after them, is the same room. */
function checkSegments(world: World, rooms: ReadonlyMap<RoomName, OpenRoom>): void {
  const { segments, entries } = world.server.disk.log;
  for (const [name, kept] of segments) {
    const last = kept.at(-1)?.to ?? 0;
    const doc = new Y.Doc();
    for (const { bytes } of kept) Y.applyUpdate(doc, bytes);
    for (const { room, seq, bytes } of entries) if (room === name && seq > last) Y.applyUpdate(doc, bytes);
    const whole = rooms.get(name);
    const map = doc.getMap(whole ? ROOT_OF[whole.room.kind] : '');
    const same = whole && JSON.stringify([...map].toSorted()) === JSON.stringify([...whole.map].toSorted());
    if (!same) world.invariants.broken('I3', `the segments of ${name} are not its log`);
    world.met.set('room from segments', 1);
  }
}

function checkOutbox(world: World, device: WorldDevice): void {
  const { invariants } = world;
  // A file the server refuses says so at its row, and waits for a person.
  const waiting = invariants.waiting(device, ['forbidden', 'erased']);
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
    const signer = read.readable && world.server.keys.receiptKeys.get(read.record.keyId);
    if (!signature || !signer || !twinVerify(signer.publicKey, signature, text))
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
