/**
 * The epochs of the server's log that this device has lived through, and how far the present log goes along with each: so
 * that it knows of every entry it holds whether a restored server still has it (R101).
 */
import { keptUpTo, type RestoreAct } from '@navette/protocol/healing';
import * as v from 'valibot';
import type { UpdateRow } from '../store/local-store.ts';

/** Rows of the store name an epoch by its place in the list. `until`: the last cursor the present log has of it; null for its own. */
export const EpochSeen = v.object({ name: v.string(), until: v.nullable(v.number()) });
export type EpochSeen = v.InferOutput<typeof EpochSeen>;

/**
 * What a device has lived through once it hears of the present log.
 * @param now name of the present epoch
 * @param acts every restore of the present log, the oldest first; none when the epoch is the one we know
 * @returns the epochs with how far each goes along, and the restores that were not heard of before
 */
export function livedThrough(
  epochs: readonly EpochSeen[],
  now: string,
  acts: readonly RestoreAct[],
): { readonly epochs: EpochSeen[]; readonly unheard: readonly RestoreAct[] } {
  const unheard = acts.slice(acts.findLastIndex((act) => epochs.some(({ name }) => name === act.epoch)) + 1);
  if (epochs.some(({ name, until }) => name === now && until === null)) return { epochs: [...epochs], unheard };
  const former = epochs.map(({ name }) => ({ name, until: name === now ? null : keptUpTo(acts, name) }));
  return { epochs: former.some(({ name }) => name === now) ? former : [...former, { name: now, until: null }], unheard };
}

/** The place of the present epoch. */
export function presentEpoch(epochs: readonly EpochSeen[]): number {
  return Math.max(
    0,
    epochs.findIndex(({ until }) => until === null),
  );
}

/** Whether the server's present log has what it acknowledged once, in the place known here. */
export function isKept({ epoch = 0, cursor }: Pick<UpdateRow, 'epoch' | 'cursor'>, epochs: readonly EpochSeen[]): boolean {
  const until = epochs[epoch]?.until ?? null;
  return until === null || (cursor !== null && cursor <= until);
}

/** Whether a restored server has lost this, and has not been given it back yet. */
export function isLost(row: UpdateRow, epochs: readonly EpochSeen[]): boolean {
  return row.acknowledged && !isKept(row, epochs) && (row.settled === undefined || epochs[row.settled]?.until !== null);
}
