/**
 * One room whose history cannot be read: it is refused, reading and writing, and nothing else is (I12).
 *
 * Not a bug of the caller's and not a failure of the disk as a whole; whoever meets it says "later" to those who wait.
 */
import type { RoomName } from '@navette/rooms/room-names';

/** Names the room by its ids, and never what is in it (O1). */
export class RoomUnreadable extends Error {
  override readonly name = 'RoomUnreadable';
  readonly room: RoomName;

  constructor(room: RoomName) {
    super(`log: room ${room} is unreadable`);
    this.room = room;
  }
}
