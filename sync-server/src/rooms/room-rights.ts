/**
 * What a person may do in a room as of now: the pure `access` function, narrowed to the rooms that may exist (R1, R14).
 *
 * Asked at the ticket, at the connection, at every write, for every room of every replicated page and every file.
 */
import type { Membership } from '@navette/domain/membership';
import { yearInParis } from '@navette/kernel/dates';
import type { DeviceNumber, UserId } from '@navette/kernel/ids';
import type { Clock } from '@navette/kernel/ports';
import { access, type Access } from '@navette/rooms/access';
import { parseRoom, type Room } from '@navette/rooms/room-names';
import { roomShape, type RoomShape } from '@navette/rooms/room-shape';
import type { Directory } from '../ports.ts';

const FIRST_YEAR = 2000;
const OWN = 'own-';
/** A clock that shows an earlier year is wrong: it must not close this year's rooms (K6). */
const WRITTEN_IN = 2026;

/** @returns the room of a name, if it may exist now: years from 2000 to next year */
export function openableRoom(name: string, now: number): Room | undefined {
  const room = parsed(name);
  return room && 'year' in room && (room.year < FIRST_YEAR || room.year > Math.max(yearInParis(now), WRITTEN_IN) + 1) ? undefined : room;
}

/** Names met lately: each is asked for many times. */
const rooms = new Map<string, Room | undefined>();
const NAMES = 5_000;

function parsed(name: string): Room | undefined {
  const known = rooms.get(name);
  if (known) return known;
  const room = parseRoom(name);
  if (rooms.size >= NAMES) rooms.clear();
  if (room) rooms.set(name, room);
  return room;
}

/** @returns 'none' alike for a forbidden room, an impossible name and a person nobody knows */
export function rightIn(name: string, membership: Membership | null, now: number): Access {
  const room = openableRoom(name, now);
  return room && membership ? access(room, membership) : 'none';
}

/** What decides over rooms, asked at every door. */
export type RoomRules = {
  /** As of this moment, from the directory: never remembered for longer than its listeners are told of changes. */
  of(user: UserId, room: string): Access;
  /** What may be written in the room; null where anything may that Yjs can hold. */
  shape(room: Room): RoomShape | null;
  /** Whether the ids of this device are one of ours to give: no stock client takes them (R2). */
  reserved(room: Room, device: DeviceNumber): boolean;
};

/** A compartment named after nobody: rooms without end could be written there (R14). */
function isNobodysBox(name: string, directory: Directory): boolean {
  const room = parsed(name);
  const box = room && 'box' in room ? room.box : '';
  return box.startsWith(OWN) && directory.person(box.slice(OWN.length) as UserId) === null;
}

export function makeRoomRules(directory: Directory, clock: Clock): RoomRules {
  return {
    of(user, name) {
      const right = rightIn(name, directory.membership(user), clock.now());
      return right === 'write' && isNobodysBox(name, directory) ? 'none' : right;
    },
    shape: (room) => roomShape(room.kind),
    reserved: (room, device) =>
      'dossier' in room && directory.members(room.dossier).some(({ person }) => directory.ownsDevice(person.id, device)),
  };
}
