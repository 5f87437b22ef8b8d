/** Where this device stands in the server's log, as its store keeps it: written with the entries it speaks of. */
import * as v from 'valibot';
import { KeyAct } from '@navette/protocol/keys';
import { parseRoom, scopeOf } from '@navette/rooms/room-names';
import type { LocalStore } from '../store/local-store.ts';
import type { RestoreAct } from '@navette/protocol/healing';
import { EpochSeen, isLost } from './epochs.ts';

export const Position = v.object({
  epoch: v.nullable(v.string()),
  cursor: v.number(),
  rights: v.nullable(v.string()),
  scopes: v.array(v.string()),
  backfill: v.array(v.object({ scope: v.string(), after: v.number() })),
  epochs: v.optional(v.array(EpochSeen), []),
  /** The last restore this device was told of, and the cursor from which its news may have been lost. */
  restored: v.optional(v.nullable(v.object({ at: v.number(), backupAt: v.number(), cursor: v.number() })), null),
  /** The last verified backup holds the present log up to this cursor. */
  backedUpTo: v.optional(v.number(), 0),
  /** The firm's keys as they were last heard, vouched for by the pinned one. */
  keys: v.optional(v.array(KeyAct), []),
});
export type Position = v.InferOutput<typeof Position>;

/** Of several restores that were not heard of before, the one that went back furthest; null for none. */
export function restoredBy(unheard: readonly RestoreAct[]): Position['restored'] {
  const last = unheard.at(-1);
  return last ? { at: last.at, backupAt: last.backupAt, cursor: Math.min(...unheard.map((act) => act.cursor)) } : null;
}

/** Under which it stands in the store. */
export const POSITION = 'position';
const START: Position = {
  epoch: null,
  cursor: 0,
  rights: null,
  scopes: [],
  backfill: [],
  epochs: [],
  restored: null,
  backedUpTo: 0,
  keys: [],
};

/** Scopes of which this device holds what a restored server has lost: not even a lost right takes them before they are back. */
export async function scopesOnlyHere(store: LocalStore, epochs: readonly EpochSeen[]): Promise<Set<string>> {
  const rows = (await store.list('updates')).filter((row) => isLost(row, epochs));
  return new Set([...new Set(rows.map((row) => row.room))].flatMap(scopeOfRoom));
}

export function scopeOfRoom(name: string): string[] {
  const room = parseRoom(name);
  return room ? [scopeOf(room)] : [];
}

export async function readPosition({ store }: { readonly store: LocalStore }): Promise<Position> {
  const parsed = v.safeParse(Position, (await store.get('meta', POSITION))?.value);
  return parsed.success ? parsed.output : START;
}
