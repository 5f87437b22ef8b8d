/**
 * A room is one Yjs document: one rights boundary, one group of writers. Its name says which.
 *
 * Names are parsed once, at the border; everything inside works on the `Room` union.
 * An unknown or crooked name parses to undefined, and is answered like a forbidden one (R14).
 */
import { isBox, isHolder, type Box, type Holder } from '@navette/domain/boxes';
import { isId, type DossierId, type FirmId, type UserId } from '@navette/kernel/ids';

export type RoomName = string & { readonly __room: unique symbol };

export type Room =
  | { readonly kind: 'deposits' | 'processing'; readonly dossier: DossierId; readonly year: number; readonly box: Box }
  | { readonly kind: 'talk'; readonly dossier: DossierId; readonly box: Box; readonly side: 'client' | 'firm' }
  | { readonly kind: 'archive' | 'sendings'; readonly dossier: DossierId; readonly box: Box }
  /** Of a box, or of its archive: who may have the bytes reads that they arrived. */
  | { readonly kind: 'receipts'; readonly dossier: DossierId; readonly box: Holder }
  | { readonly kind: 'internal' | 'ledger' | 'access'; readonly dossier: DossierId }
  | { readonly kind: 'journal'; readonly dossier: DossierId; readonly year: number; readonly side: 'client' | 'firm' }
  /** Validated entries of one accounting year. */
  | { readonly kind: 'entries'; readonly dossier: DossierId; readonly year: number }
  | { readonly kind: 'account'; readonly user: UserId }
  | { readonly kind: 'service' | 'portfolio'; readonly firm: FirmId };

export type RoomKind = Room['kind'];

export function roomName(room: Room): RoomName {
  return segments(room).join('/') as RoomName;
}

function segments(room: Room): readonly (string | number)[] {
  switch (room.kind) {
    case 'deposits':
    case 'processing':
      return ['dossier', room.dossier, room.kind, room.year, room.box];
    case 'talk':
      return ['dossier', room.dossier, 'talk', room.box, room.side];
    case 'receipts':
    case 'archive':
    case 'sendings':
      return ['dossier', room.dossier, room.kind, room.box];
    case 'internal':
    case 'ledger':
    case 'access':
      return ['dossier', room.dossier, room.kind];
    case 'journal':
      return ['dossier', room.dossier, 'journal', room.year, room.side];
    case 'entries':
      return ['dossier', room.dossier, 'entries', room.year];
    case 'account':
      return ['account', room.user];
    case 'service':
    case 'portfolio':
      return ['firm', room.firm, room.kind];
  }
}

/** @returns the room of a name, or undefined when no room can have it */
export function parseRoom(name: string): Room | undefined {
  const parts = name.split('/');
  const [family, id = ''] = parts;
  if (!isId(id)) return undefined;
  if (family === 'account') return parts.length === 2 ? { kind: 'account', user: id as UserId } : undefined;
  if (family === 'firm') {
    const kind = parts[2];
    return parts.length === 3 && (kind === 'service' || kind === 'portfolio') ? { kind, firm: id as FirmId } : undefined;
  }
  return family === 'dossier' ? parseDossierRoom(id as DossierId, parts.slice(2)) : undefined;
}

function parseDossierRoom(dossier: DossierId, rest: readonly string[]): Room | undefined {
  const [kind, a = '', b = ''] = rest;
  switch (kind) {
    case 'deposits':
    case 'processing': {
      const year = parseYear(a);
      return rest.length === 3 && year && isBox(b) ? { kind, dossier, year, box: b } : undefined;
    }
    case 'talk':
      return rest.length === 3 && isBox(a) && isSide(b) ? { kind, dossier, box: a, side: b } : undefined;
    case 'receipts':
      return rest.length === 2 && isHolder(a) ? { kind, dossier, box: a } : undefined;
    case 'archive':
    case 'sendings':
      return rest.length === 2 && isBox(a) ? { kind, dossier, box: a } : undefined;
    case 'internal':
    case 'ledger':
    case 'access':
      return rest.length === 1 ? { kind, dossier } : undefined;
    case 'journal': {
      const year = parseYear(a);
      return rest.length === 3 && year && isSide(b) ? { kind, dossier, year, side: b } : undefined;
    }
    case 'entries': {
      const year = parseYear(a);
      return rest.length === 2 && year ? { kind, dossier, year } : undefined;
    }
    default:
      return undefined;
  }
}

/** Years 2000 to 2999 in four digits; the server narrows it to next year (R14). */
function parseYear(text: string): number | undefined {
  return /^2\d{3}$/.test(text) ? Number(text) : undefined;
}

function isSide(text: string): text is 'client' | 'firm' {
  return text === 'client' || text === 'firm';
}

/** What a right covers whole: a room's name without its year. A device told of a new scope asks for it from the start. */
export type Scope = string & { readonly __scope: unique symbol };

export function scopeOf(room: Room): Scope {
  return ('year' in room ? segments(room).filter((_, i) => i !== 3) : segments(room)).join('/') as Scope;
}

/** @returns one room of a scope (a right is the same in all its years), or undefined when no room has that scope */
export function someRoomOf(scope: string): Room | undefined {
  const [family, id, kind, ...rest] = scope.split('/');
  return parseRoom(scope) ?? parseRoom([family, id, kind, '2000', ...rest].join('/'));
}
