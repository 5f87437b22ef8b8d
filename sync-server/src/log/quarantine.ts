/**
 * The rooms whose history cannot be read, of one log and one process: each is said once and refused from then on.
 *
 * What cannot be read today may be readable after a restore: a new process begins with none.
 */
import type { Log } from '@navette/kernel/ports';
import type { RoomName } from '@navette/rooms/room-names';
import { RoomUnreadable } from './room-unreadable.ts';

export type Quarantine = {
  readonly size: number;
  has(room: RoomName): boolean;
  /** @returns the error to refuse it with */
  add(room: RoomName): RoomUnreadable;
  /** Adds it. @throws RoomUnreadable */
  refuse(room: RoomName): never;
  /** @throws RoomUnreadable for a room in quarantine */
  mustBeSound(room: RoomName): void;
};

export function makeQuarantine(report: Log): Quarantine {
  const rooms = new Set<RoomName>();
  const quarantine: Quarantine = {
    get size() {
      return rooms.size;
    },
    has: (room) => rooms.has(room),
    add(room) {
      if (!rooms.has(room)) report('room-unreadable', { room });
      rooms.add(room);
      return new RoomUnreadable(room);
    },
    refuse(room) {
      throw quarantine.add(room);
    },
    mustBeSound(room) {
      if (rooms.has(room)) throw new RoomUnreadable(room);
    },
  };
  return quarantine;
}
