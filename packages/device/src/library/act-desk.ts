/**
 * What every act of a person needs: who writes, a fresh id, the document with a room about it, and one commit or a refusal.
 *
 * Rights are asked of the same `access` function the server uses; here they only spare the person a refusal later.
 */
import { makeId, type DocumentId, type FirmId } from '@navette/kernel/ids';
import { ok, refuse, type Result } from '@navette/kernel/result';
import { access } from '@navette/rooms/access';
import { roomName, type Room } from '@navette/rooms/room-names';
import type { ActRefusal, DocumentRow } from '../model.ts';
import type { Platform } from '../platform.ts';
import type { RoomWrite } from '../rooms/room-book.ts';
import { StoreFailure, type Change, type LocalStore } from '../store/local-store.ts';
import { readAccount, type Desk } from './desk.ts';
import { oneDocument } from './document-list.ts';

/** A write into a room, named by what it is. */
export type ActWrite = Omit<RoomWrite, 'room'> & { readonly room: Room };

export type ActDesk = {
  readonly desk: Desk;
  readonly store: LocalStore;
  readonly platform: Platform;
  newId<T extends string>(): T;
  mayWrite(room: Room): Promise<boolean>;
  /** The document, and a room about it that this person may write. */
  reach(
    id: DocumentId,
    room: (row: DocumentRow, side: 'client' | 'staff') => Room,
  ): Promise<Result<{ row: DocumentRow; room: Room }, ActRefusal>>;
  write(writes: readonly ActWrite[], beside?: Change): Promise<Result<void, ActRefusal>>;
};

export function makeActDesk(desk: Desk, platform: Platform): ActDesk {
  const { enrolment, store, book } = desk;
  const writer = { user: enrolment.user.id, device: enrolment.device };

  const mayWrite = async (room: Room): Promise<boolean> => {
    const view = await readAccount(desk);
    const dossiers = new Map(view.dossiers.map((dossier) => [dossier.id, dossier.right]));
    return access(room, { user: view.user.id, firm: enrolment.firm.id as FirmId, firmRole: null, dossiers }) === 'write';
  };

  return {
    desk,
    store,
    platform,
    newId: <T extends string>(): T => makeId<T>(platform.clock.now(), platform.random.bytes(10)),
    mayWrite,
    async reach(id, room) {
      const row = await oneDocument(store, id);
      if (!row) return refuse({ tag: 'unknown-document' });
      const dossier = (await readAccount(desk)).dossiers.find((one) => one.id === row.dossier);
      if (!dossier) return refuse({ tag: 'not-allowed' });
      const target = room(row, dossier.right.side);
      return (await mayWrite(target)) ? ok({ row, room: target }) : refuse({ tag: 'not-allowed' });
    },
    async write(writes, beside = {}) {
      try {
        const named = writes.map((one) => ({ ...one, room: roomName(one.room) }));
        await book.write(writer, named, beside);
        return ok(undefined);
      } catch (error) {
        if (error instanceof StoreFailure) return refuse({ tag: error.tag });
        throw error;
      }
    },
  };
}

/** The room in which a side speaks of a document. */
export function roomOf(row: DocumentRow, kind: 'deposits' | 'processing'): Room {
  return { kind, dossier: row.dossier, year: row.year, box: row.box };
}

/** The room of one's own side. */
export function ownRoom(row: DocumentRow, side: 'client' | 'staff'): Room {
  return roomOf(row, side === 'staff' ? 'processing' : 'deposits');
}
