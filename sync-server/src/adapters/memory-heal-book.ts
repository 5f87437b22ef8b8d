/** The heal book in memory: for the fault harness and fast tests. */
import type { RestoreAct } from '@navette/protocol/healing';
import type { Checkpoint } from '@navette/protocol/replication';
import type { HealBook, HealedEntry } from '../ports.ts';

/** What a heal book keeps: handed to a new one, as a disk outlives a process. */
export type MemoryHealDisk = { restores: RestoreAct[]; healed: HealedEntry[]; backedUpTo: Checkpoint | null };

export function memoryHealDisk(): MemoryHealDisk {
  return { restores: [], healed: [], backedUpTo: null };
}

/** @returns a book on `disk`, or on a new one: of a log never restored and never backed up */
export function memoryHealBook(disk: MemoryHealDisk = memoryHealDisk()): HealBook {
  return {
    restores: () => disk.restores,
    async note(entries) {
      for (const entry of entries) if (!disk.healed.some((known) => known.id === entry.id)) disk.healed.push(entry);
    },
    firstStored: (id) => disk.healed.find((entry) => entry.id === id)?.at,
    backedUpTo: () => disk.backedUpTo,
  };
}
