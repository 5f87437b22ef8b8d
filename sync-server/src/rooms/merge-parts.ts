/**
 * Many updates of a room as one: merged, or collected through a Y.Doc, which also drops what was deleted.
 *
 * Pure and slow: the server runs it in a worker (`merge-worker.ts`).
 */
import type { ClockRange } from '@navette/rooms/update-reader';
import { deletedWithin, withoutDeleted } from '@navette/rooms/without-deleted';
import { applyUpdate, Doc, encodeStateAsUpdate, mergeUpdates } from 'yjs';

const TIER = 64;
const NOTHING = new Uint8Array([0, 0]);

/** Merges in tiers: ten thousand small updates at once took 0.9 s, in tiers of 64 0.2 s. Entries that only keep a counter are left out. */
export function mergeInTiers(updates: readonly Uint8Array[]): Uint8Array {
  let tier: Uint8Array[] = updates.filter((update) => update.length > NOTHING.length);
  while (tier.length > 1) {
    const next: Uint8Array[] = [];
    for (let i = 0; i < tier.length; i += TIER) next.push(mergeUpdates(tier.slice(i, i + TIER)));
    tier = next;
  }
  return tier[0] ?? NOTHING;
}

export type MergeJob = {
  /** What is deleted in the room: no merged copy holds its contents (R15). */
  readonly deletes: readonly ClockRange[];
  /** Whether the parts are the whole room: then it goes through a Y.Doc, and what was deleted leaves no trace but its clocks. */
  readonly collect: boolean;
};

/** Takes the parts of a segment in their order, some at a time, and holds no more than what lives in them. */
export type Assembly = {
  add(parts: readonly Uint8Array[]): void;
  /** @throws when the parts do not make one update */
  finish(): Uint8Array;
};

export function makeAssembly({ deletes, collect }: MergeJob): Assembly {
  return collect ? collection() : merging(deletes);
}

function merging(deletes: readonly ClockRange[]): Assembly {
  const deleted = deletedWithin(deletes);
  const kept: Uint8Array[] = [];
  return {
    add: (parts) => void kept.push(...(deletes.length === 0 ? parts : parts.map((part) => withoutDeleted(part, deleted)))),
    finish: () => mergeInTiers(kept),
  };
}

function collection(): Assembly {
  const doc = new Doc({ gc: true });
  return {
    add: (parts) => parts.forEach((part) => applyUpdate(doc, part)),
    finish() {
      if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null)
        throw new Error('room: its history does not make a whole document');
      const whole = encodeStateAsUpdate(doc);
      doc.destroy();
      return whole;
    },
  };
}
