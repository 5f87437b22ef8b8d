/** What a server keeps when its process dies, and copies of it: the log, the files, the sessions. */
import type { Random } from '@navette/kernel/ports';
import { memoryBlobDisk, type MemoryBlobDisk } from '../../../sync-server/src/adapters/memory-blob-store.ts';
import { memoryHealDisk, type MemoryHealDisk } from '../../../sync-server/src/adapters/memory-heal-book.ts';
import { memoryLogDisk, type MemoryLogDisk } from '../../../sync-server/src/log/memory-room-log.ts';
import type { Redaction } from '@navette/protocol/redaction';

export type ServerDisk = {
  log: MemoryLogDisk;
  blobs: MemoryBlobDisk;
  healing: MemoryHealDisk;
  book: { redactions: readonly Redaction[] };
};

/** A backup: the disk as it stood, and how many devices were enrolled then. */
export type Backup = { readonly disk: ServerDisk; readonly enrolled: number; readonly takenAt: number };

export function newServerDisk(random: Random): ServerDisk {
  return { log: memoryLogDisk(random), blobs: memoryBlobDisk(), healing: memoryHealDisk(), book: { redactions: [] } };
}

/** Entries and bytes are never changed, only replaced: containers are copied, two levels deep. */
export function copyDisk(disk: ServerDisk): ServerDisk {
  return {
    log: copyFields(disk.log),
    healing: copyFields(disk.healing),
    book: { ...disk.book },
    blobs: {
      ...copyFields(disk.blobs),
      uploads: new Map([...disk.blobs.uploads].map(([id, held]) => [id, { ...held }])),
    },
  };
}

function copyFields<T extends object>(from: T): T {
  return Object.fromEntries(Object.entries(from).map(([name, value]) => [name, copyContainer(value)])) as T;
}

function copyContainer(value: unknown): unknown {
  if (value instanceof Map) return new Map([...value].map(([key, one]) => [key, Array.isArray(one) ? [...one] : one]));
  if (value instanceof Set) return new Set(value);
  return Array.isArray(value) ? [...value] : value;
}

/** A power cut in the middle of a file: what was written and not yet synced may be there in part. */
export function tearUpload(disk: ServerDisk, id: string, keep: number): void {
  const held = disk.blobs.uploads.get(id);
  if (!held || held.done) return;
  held.bytes = held.bytes.slice(0, keep);
  held.state = { ...held.state, offset: held.bytes.length };
  held.writing = false;
}
