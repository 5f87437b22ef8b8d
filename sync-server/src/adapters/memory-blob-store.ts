/** The blob store in memory: the twin on which the fault harness and fast tests run. Same contract as the folder. */
import { createHash } from 'node:crypto';
import { concatBytes } from '@navette/kernel/bytes';
import type { BlobHash, DossierId } from '@navette/kernel/ids';
import type { Clock } from '@navette/kernel/ports';
import type { BlobStore, StoreFull, UploadState } from '../ports.ts';

type Held = { state: UploadState; bytes: Uint8Array<ArrayBuffer>; touched: number; done: boolean; writing: boolean };
export type MemoryBlobDisk = {
  readonly uploads: Map<string, Held>;
  readonly files: Map<BlobHash, Uint8Array<ArrayBuffer>>;
  /** `<dossier> <hash>` of each file a dossier brought. */
  readonly held: Set<string>;
};

export type MemoryBlobStoreOptions = {
  readonly clock: Clock;
  readonly quotaBytes?: number;
  readonly dossierQuotaBytes?: number;
  readonly disk?: MemoryBlobDisk;
  readonly onDamaged?: (hash: BlobHash) => void;
};

export function memoryBlobDisk(): MemoryBlobDisk {
  return { uploads: new Map(), files: new Map(), held: new Set() };
}

const hashOf = (bytes: Uint8Array): BlobHash => createHash('sha256').update(bytes).digest('hex') as BlobHash;

export function memoryBlobStore({
  clock,
  quotaBytes = Infinity,
  dossierQuotaBytes = Infinity,
  disk = memoryBlobDisk(),
  onDamaged = () => undefined,
}: MemoryBlobStoreOptions): BlobStore {
  const { uploads, files, held: ended } = disk;
  for (const held of uploads.values()) held.writing = false;

  function used(): number {
    let sum = 0;
    for (const file of files.values()) sum += file.length;
    for (const held of uploads.values()) if (!held.done) sum += held.bytes.length;
    return sum;
  }

  function usedBy(dossier: DossierId): number {
    let sum = 0;
    for (const one of ended) if (one.startsWith(`${dossier} `)) sum += files.get(one.slice(dossier.length + 1) as BlobHash)?.length ?? 0;
    for (const held of uploads.values()) if (!held.done && held.state.dossier === dossier) sum += held.bytes.length;
    return sum;
  }

  /** @returns what says no to `more` bytes */
  function beyond(dossier: DossierId, more: number): StoreFull | null {
    if (usedBy(dossier) + more > dossierQuotaBytes) return 'dossier-full';
    return used() + more > quotaBytes ? 'full' : null;
  }

  return {
    async create(upload) {
      if (uploads.has(upload.id)) throw new Error('blobs: this upload exists');
      const full = beyond(upload.dossier, upload.size);
      if (full) return full;
      uploads.set(upload.id, {
        state: { ...upload, offset: 0 },
        bytes: new Uint8Array(),
        touched: clock.now(),
        done: false,
        writing: false,
      });
      return 'created';
    },
    async begun(user) {
      return [...uploads.values()].filter((held) => !held.done && held.state.user === user).length;
    },
    async find(id) {
      return uploads.get(id)?.state ?? null;
    },
    async write(id, offset, bytes, asPromised = () => true) {
      const held = uploads.get(id);
      if (!held || held.done || held.writing || held.state.offset !== offset) return 'conflict';
      held.writing = true;
      const before = held.bytes;
      try {
        for await (const piece of bytes) {
          if (held.bytes.length + piece.length > held.state.size) return 'too-long';
          const full = beyond(held.state.dossier, piece.length);
          if (full) return full;
          held.bytes = concatBytes([held.bytes, piece]);
          held.state = { ...held.state, offset: held.bytes.length };
          held.touched = clock.now();
        }
        if (!asPromised()) {
          held.bytes = before;
          held.state = { ...held.state, offset };
          return 'mismatch';
        }
        return { offset: held.state.offset };
      } finally {
        held.writing = false;
      }
    },
    async finish(id) {
      const held = uploads.get(id);
      if (!held || held.state.offset !== held.state.size) return 'incomplete';
      if (held.done) return 'stored';
      if (hashOf(held.bytes) !== held.state.hash) {
        uploads.delete(id);
        return 'hash-mismatch';
      }
      files.set(held.state.hash, held.bytes);
      ended.add(`${held.state.dossier} ${held.state.hash}`);
      held.done = true;
      held.bytes = new Uint8Array();
      return 'stored';
    },
    async remove(id) {
      if (uploads.get(id)?.writing) return false;
      uploads.delete(id);
      return true;
    },
    async expired(before) {
      return [...uploads].filter(([, held]) => held.touched < before).map(([id]) => id);
    },
    async size(hash) {
      return files.get(hash)?.length ?? null;
    },
    async *read(hash, from, to) {
      const file = files.get(hash);
      if (!file) throw new Error('blobs: no such file');
      if (from === 0 && to >= file.length && hashOf(file) !== hash) {
        files.delete(hash);
        onDamaged(hash);
        throw new Error('blobs: a file is damaged');
      }
      yield file.slice(from, to);
    },
    async erase(hash) {
      const coming = [...uploads].filter(([, held]) => held.state.hash === hash);
      for (const [id] of coming) uploads.delete(id);
      for (const one of ended) if (one.endsWith(` ${hash}`)) ended.delete(one);
      return files.delete(hash) || coming.some(([, held]) => !held.done);
    },
    async put(bytes) {
      const hash = hashOf(bytes);
      files.set(hash, new Uint8Array(bytes));
      return hash;
    },
  };
}
