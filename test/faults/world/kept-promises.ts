/**
 * What people were told holds in the end: each file, comment and act said saved is in one place they can see, once
 * (I1, I2, I4, I5, I13).
 */
import { access } from '@navette/rooms/access';
import { parseRoom, roomName, type RoomName } from '@navette/rooms/room-names';
import { receiptKey } from '../../../packages/device/src/fold/fold-room.ts';
import type { OpenRoom } from '../../../packages/device/src/rooms/open-room.ts';
import { wordsOf, type ToldFile } from './told.ts';
import type { WorldDevice } from './world-device.ts';
import type { World } from './world.ts';

/** @param rooms the server's, as its raw log says */
export function checkPromises(world: World, rooms: ReadonlyMap<RoomName, OpenRoom>): void {
  for (const file of world.told.files.values()) checkFile(world, file, rooms);
  checkComments(world, rooms);
  checkActs(world);
  checkOnce(world);
}

/** I2, I4, I13: a file said saved is sent and received, taken back, or in the tray. */
function checkFile(world: World, file: ToldFile, rooms: ReadonlyMap<RoomName, OpenRoom>): void {
  const { invariants } = world;
  const device = world.devices.find((one) => one.name === file.device);
  // What a backup had not, and the device was told to erase, is lost with the disk: the design says so.
  if (!device || file.state === 'refused' || world.told.lost.has(file.id) || world.told.erased.has(file.id)) return;
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
  if (isErased(world, room, file)) return;
  const trayed = [file.store, 'device'].some((store) => device.disk.row(store, 'captures', file.id) !== undefined);
  const held = world.server.disk.log.receipts.some((row) => row.dossier === room.dossier && row.box === room.box && row.hash === file.hash);
  if (trayed && held) invariants.broken('I4', `file ${file.id} is sent and in the tray`);
  if (trayed || invariants.handed().some(({ document }) => document === file.id) || world.told.lost.has(file.hash)) return;
  if (!world.server.disk.blobs.files.has(file.hash))
    invariants.broken('I2', `file ${file.id} has its record at the server and not its bytes`);
  if (!held) invariants.broken('I2', `file ${file.id} has no receipt`);
  const receipts = roomName({ kind: 'receipts', dossier: room.dossier, box: room.box });
  const told = device.disk.row(file.store, 'receipts', receiptKey(room.dossier, room.box, file.hash))?.valid;
  if (!told && device.signedIn && mayRead(world, receipts, file))
    invariants.broken('I4', `file ${file.id} is received, and its person is not told`);
}

/** The firm erased these bytes here: another document of them gets none. */
function isErased(world: World, { dossier, box }: { readonly dossier: string; readonly box: string }, { hash }: ToldFile): boolean {
  return world.server.disk.book.redactions.some(({ file }) => file?.dossier === dossier && file.box === box && file.hash === hash);
}

/** As of now. */
export function mayRead(world: World, name: RoomName, { user }: Pick<ToldFile, 'user'>): boolean {
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
    if (world.told.lost.has(one.text) || world.told.erased.has(one.text)) continue;
    if (world.directory.membership(one.user) === null && waitsFor(world, one, one.text)) continue;
    if (!refusedSays(world, one, one.text) && world.invariants.handedSays(one.text) === 0)
      world.invariants.broken('I4', `"${one.text}", said saved on ${one.device}, is nowhere`);
  }
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
          !told.lost.has(wordsOf(act)) &&
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
