/**
 * A whole firm as rooms and updates: 500 dossiers of 8 rooms, what stands in them, and what one working day adds. The same
 * seed gives the same firm; no two records are alike, so that compression has nothing to win that a real firm would not give.
 */
import * as Y from 'yjs';
import type { DossierId } from '@navette/kernel/ids';
import { roomName, type Room, type RoomName } from '@navette/rooms/room-names';
import { ROOT_OF } from '@navette/rooms/records';
import { seededRandom, type Draw } from '../../support/seeded-random.ts';

export const DOSSIERS = 500;
/** Share of the rooms that a day touches, with 1 to 5 updates each. */
const TOUCHED = 0.03;
const MOST_PER_ROOM = 5;
/** Records a room holds when the device was last there, one update each. */
const RECORDS = 10;

/** Updates of one room, in order. */
export type RoomUpdates = { readonly room: RoomName; readonly updates: readonly Uint8Array[] };

export function roomsOf(dossier: DossierId): readonly Room[] {
  return [
    { kind: 'deposits', dossier, year: 2026, box: 'common' },
    { kind: 'processing', dossier, year: 2026, box: 'common' },
    { kind: 'talk', dossier, box: 'common', side: 'client' },
    { kind: 'talk', dossier, box: 'common', side: 'firm' },
    { kind: 'receipts', dossier, box: 'common' },
    { kind: 'archive', dossier, box: 'common' },
    { kind: 'internal', dossier },
    { kind: 'ledger', dossier },
  ];
}

export function* historyOf(dossiers: readonly DossierId[]): Generator<RoomUpdates> {
  const draw = seededRandom(1);
  let client = 1_000_000;
  for (const room of dossiers.flatMap(roomsOf)) yield { room: roomName(room), updates: edits(room, (client += 1), RECORDS, draw) };
}

/** Another person's work, in a few rooms. */
export function* dayOf(dossiers: readonly DossierId[]): Generator<RoomUpdates> {
  const draw = seededRandom(2);
  let client = 2_000_000;
  for (const room of dossiers.flatMap(roomsOf)) {
    if (!draw.chance(TOUCHED)) continue;
    yield { room: roomName(room), updates: edits(room, (client += 1), 1 + draw.below(MOST_PER_ROOM), draw) };
  }
}

function edits(room: Room, client: number, count: number, draw: Draw): Uint8Array[] {
  const doc = new Y.Doc();
  doc.clientID = client;
  const map = doc.getMap(ROOT_OF[room.kind]);
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => void updates.push(update));
  for (let i = 0; i < count; i++) map.set(identifier(draw), record(draw));
  doc.destroy();
  return updates;
}

const hex = (draw: Draw, digits: number): string => Array.from({ length: digits }, () => draw.below(16).toString(16)).join('');

export function identifier(draw: Draw): string {
  return `${hex(draw, 8)}-${hex(draw, 4)}-7${hex(draw, 3)}-8${hex(draw, 3)}-${hex(draw, 12)}`;
}

export function record(draw: Draw): Record<string, string | number> {
  return {
    v: 1,
    hash: hex(draw, 64),
    size: 20_000 + draw.below(3_000_000),
    type: 'application/pdf',
    name: `${draw.one(['Facture', 'Relevé', 'Avoir', 'Contrat', 'Note de frais'])} ${draw.below(100_000)}.pdf`,
    kind: draw.one(['purchase-invoices', 'sales-invoices', 'bank-statements']),
    origin: `https://espace-client-${draw.below(400)}.example/documents/${draw.below(1_000_000)}`,
    captured: 1_790_000_000_000 + draw.below(80_000_000_000),
  };
}
