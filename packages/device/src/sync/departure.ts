/**
 * What a device notes of rights that were withdrawn, and whether anything is to be done about them: read at each contact. The doing,
 * which is seldom, is `leave.ts`.
 */
import type { EraseOrder } from '@navette/protocol/leaving';
import { AccountDossier, readRecord } from '@navette/rooms/records';
import { parseRoom, scopeOf } from '@navette/rooms/room-names';
import type { Desk } from '../library/desk.ts';
import type { KeyValueRow } from '../store/local-store.ts';

/** Where the store keeps what the person is to be told of an access that was withdrawn, one row each. */
export const DEPARTURE = 'departure/';

/**
 * Scopes that were lost and are still here; those that were asked about and are not lost; names of dossiers as the person
 * knew them; the order once it came, and the epoch of the log that was told beside it.
 */
export type Leaving = {
  readonly scopes: readonly string[];
  readonly spared: readonly string[];
  readonly names: Readonly<Record<string, string>>;
  readonly order: EraseOrder | null;
  readonly epoch: string | null;
};

const KEY = 'leaving';
export const NOTHING: Leaving = { scopes: [], spared: [], names: {}, order: null, epoch: null };
export async function readLeaving({ store }: Desk): Promise<Leaving> {
  return { ...NOTHING, ...((await store.get('meta', KEY))?.value as Partial<Leaving> | undefined) };
}

/** The row that remembers a loss, to be written with the position that tells of it; a scope given back is no loss. */
export async function noteLost(desk: Desk, lost: readonly string[], kept: readonly string[]): Promise<KeyValueRow> {
  const held = await readLeaving(desk);
  const scopes = [...new Set([...held.scopes, ...lost])].filter((scope) => !kept.includes(scope));
  const [gone, left] = [new Set(lost.map(dossierOf)), new Set(kept.map(dossierOf))];
  const names: Record<string, string> = { ...held.names };
  for (const { key, value } of await desk.store.list('account')) {
    const id = dossierOf(key);
    const read = gone.has(id) || !left.has(id) ? readRecord(AccountDossier, value) : null;
    if (read?.readable && read.record) names[id] = read.record.name;
  }
  // An order speaks of what was lost when it was given.
  return row({ ...NOTHING, scopes, names });
}

export function row(value: Leaving): KeyValueRow {
  return { key: KEY, value };
}

/** Of `dossier/<id>/…`. */
export function dossierOf(name: string): string {
  return name.split('/')[1] ?? '';
}

/**
 * What was told as lost, and the rooms of work that was refused: the first words ever written in a room are refused in a
 * room that the server never had.
 */
export async function lostScopes({ store }: Desk, { scopes, spared }: Leaving): Promise<string[]> {
  const gone = new Set(scopes.map(dossierOf));
  const refused = (await store.list('refused')).filter(({ room, reason }) => reason === 'forbidden' && room.startsWith('dossier/'));
  const waiting = (await store.list('outbox')).filter(({ room }) => gone.has(dossierOf(room)));
  const rooms = [...refused, ...waiting].flatMap(({ room }) => parseRoom(room) ?? []);
  return [...new Set([...scopes, ...rooms.map(scopeOf)])].filter((scope) => !spared.includes(scope));
}

/** @returns whether something was withdrawn that is still here, or an order was given and not carried out */
export async function mustLeave(desk: Desk): Promise<boolean> {
  const noted = await readLeaving(desk);
  return noted.order !== null || (await lostScopes(desk, noted)).length > 0;
}
