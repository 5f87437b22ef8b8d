/**
 * What a person may do in a room as of now: the pure `access` function, narrowed to the rooms that may exist (R1, R14).
 *
 * Asked at the ticket, at the connection, at every write, for every room of every replicated page and every file.
 */
import type { Membership } from '@navette/domain/membership';
import { yearInParis } from '@navette/kernel/dates';
import type { UserId } from '@navette/kernel/ids';
import type { Clock } from '@navette/kernel/ports';
import { access, type Access } from '@navette/rooms/access';
import { parseRoom, type Room } from '@navette/rooms/room-names';
import type { Directory } from '../ports.ts';

const FIRST_YEAR = 2000;

/** @returns the room of a name, if it may exist now: years from 2000 to next year */
export function openableRoom(name: string, now: number): Room | undefined {
  const room = parseRoom(name);
  return room && 'year' in room && (room.year < FIRST_YEAR || room.year > yearInParis(now) + 1) ? undefined : room;
}

/** @returns 'none' alike for a forbidden room, an impossible name and a person nobody knows */
export function rightIn(name: string, membership: Membership | null, now: number): Access {
  const room = openableRoom(name, now);
  return room && membership ? access(room, membership) : 'none';
}

export type Rights = {
  /** As of this moment, from the directory: never remembered. */
  of(user: UserId, room: string): Access;
};

export function makeRights(directory: Directory, clock: Clock): Rights {
  return { of: (user, room) => rightIn(room, directory.membership(user), clock.now()) };
}
