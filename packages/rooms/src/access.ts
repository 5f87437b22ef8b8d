/**
 * The one answer to "may this person read or write this room?".
 *
 * Used by the server at the connection, at each write and at each pull, and by the screens only to hide what would
 * be refused. Rights end at room borders; there is no filter inside a room.
 */
import { boxOfShelf, isBookHolder, ownBox, type Box, type Holder } from '@navette/domain/boxes';
import type { ClientRight, DossierRight, Membership } from '@navette/domain/membership';
import type { UserId } from '@navette/kernel/ids';
import type { Room } from './room-names.ts';

export type Access = 'none' | 'read' | 'write';

/** @returns what `membership` may do in `room`; rooms that only the server writes are never more than 'read' */
export function access(room: Room, membership: Membership): Access {
  switch (room.kind) {
    case 'account':
      return room.user === membership.user ? 'read' : 'none';
    case 'service':
      return room.firm === membership.firm ? 'read' : 'none';
    case 'portfolio':
      return room.firm === membership.firm && membership.firmRole !== null ? 'read' : 'none';
    default: {
      // Who may come in is the firm's to decide for every dossier (R107): its administrators read that of all of them.
      if (room.kind === 'access' && membership.firmRole === 'admin') return 'read';
      const right = membership.dossiers.get(room.dossier);
      return right ? accessInDossier(room, right, membership.user) : 'none';
    }
  }
}

type DossierRoom = Extract<Room, { dossier: unknown }>;

function accessInDossier(room: DossierRoom, right: DossierRight, user: UserId): Access {
  return right.side === 'staff' ? staffAccess(room) : clientAccess(room, right, user);
}

function staffAccess(room: DossierRoom): Access {
  switch (room.kind) {
    case 'processing':
    case 'internal':
    case 'archive':
    case 'ledger':
      return 'write';
    case 'talk':
    case 'journal':
      return room.side === 'firm' ? 'write' : 'read';
    case 'deposits':
    case 'receipts':
    case 'sendings':
    case 'access':
    case 'entries':
      return 'read';
  }
}

function clientAccess(room: DossierRoom, right: ClientRight, user: UserId): Access {
  switch (room.kind) {
    case 'deposits':
      if (right.deposit.includes(room.box)) return 'write';
      return readsBox(room.box, right, user) ? 'read' : 'none';
    case 'processing':
    case 'sendings':
      return readsBox(room.box, right, user) ? 'read' : 'none';
    case 'receipts':
      return readsHolder(room.box, right, user) ? 'read' : 'none';
    case 'talk':
      if (!readsBox(room.box, right, user)) return 'none';
      return room.side === 'client' ? 'write' : 'read';
    case 'archive':
      return right.archive.includes(room.box) ? 'read' : 'none';
    case 'ledger':
    case 'entries':
      return right.accounts === 'none' ? 'none' : 'read';
    case 'journal':
      if (right.accounts === 'none') return 'none';
      return room.side === 'client' && right.accounts === 'write' ? 'write' : 'read';
    case 'access':
      return right.admin ? 'read' : 'none';
    case 'internal':
      return 'none';
  }
}

/** What a box's deposits are to its readers, its publications are to those with the archive right on it, and to nobody else. */
function readsHolder(holder: Holder, right: ClientRight, user: UserId): boolean {
  if (isBookHolder(holder)) return holder === 'ledger' && right.accounts !== 'none';
  const shelved = boxOfShelf(holder);
  return shelved === null ? readsBox(holder as Box, right, user) : right.archive.includes(shelved);
}

/** Whoever reads the company's common papers also reads what its deposit-only people gave; the reverse never holds. */
function readsBox(box: Box, right: ClientRight, user: UserId): boolean {
  if (box.startsWith('own-'))
    return box === ownBox(user) ? right.deposit.includes(box) || right.read.includes(box) : right.read.includes('common');
  return right.read.includes(box);
}
