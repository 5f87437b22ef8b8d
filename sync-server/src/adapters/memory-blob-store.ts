/** The blob store in memory: the twin on which the fault harness and fast tests run. Same contract as the folder. */
import { createHash } from 'node:crypto';
import { concatBytes } from '@navette/kernel/bytes';
import type { BlobHash } from '@navette/kernel/ids';
import type { Clock } from '@navette/kernel/ports';
import type { BlobStore, UploadState } from '../ports.ts';

type Held = { state: UploadState; bytes: Uint8Array<ArrayBuffer>; touched: number; done: boolean; writing: boolean };
export type MemoryBlobDisk = { readonly uploads: Map<string, Held>; readonly files: Map<BlobHash, Uint8Array<ArrayBuffer>> };

export type MemoryBlobStoreOptions = { readonly clock: Clock; readonly quotaBytes?: number; readonly disk?: MemoryBlobDisk };

export function memoryBlobDisk(): MemoryBlobDisk {
  return { uploads: new Map(), files: new Map() };
}

const hashOf = (bytes: Uint8Array): BlobHash => createHash('sha256').update(bytes).digest('hex') as BlobHash;

export function memoryBlobStore({ clock, quotaBytes = Infinity, disk = memoryBlobDisk() }: MemoryBlobStoreOptions): BlobStore {
  const { uploads, files } = disk;
  for (const held of uploads.values()) held.writing = false;

  function used(): number {
    let sum = 0;
    for (const file of files.values()) sum += file.length;
    for (const held of uploads.values()) if (!held.done) sum += held.bytes.length;
    return sum;
  }

  return {
    async create(upload) {
      if (uploads.has(upload.id)) throw new Error('blobs: this upload exists');
      uploads.set(upload.id, {
        state: { ...upload, offset: 0 },
        bytes: new Uint8Array(),
        touched: clock.now(),
        done: false,
        writing: false,
      });
    },
    async find(id) {
      return uploads.get(id)?.state ?? null;
    },
    async write(id, offset, bytes) {
      const held = uploads.get(id);
      if (!held || held.done || held.writing || held.state.offset !== offset) return 'conflict';
      held.writing = true;
      try {
        for await (const piece of bytes) {
          if (held.bytes.length + piece.length > held.state.size) return 'too-long';
          if (used() + piece.length > quotaBytes) return 'full';
          held.bytes = concatBytes([held.bytes, piece]);
          held.state = { ...held.state, offset: held.bytes.length };
          held.touched = clock.now();
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
      held.done = true;
      held.bytes = new Uint8Array();
      return 'stored';
    },
    async remove(id) {
      uploads.delete(id);
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
      if (from === 0 && to >= file.length && hashOf(file) !== hash) throw new Error('blobs: a file is damaged');
      yield file.slice(from, to);
    },
    async put(bytes) {
      const hash = hashOf(bytes);
      files.set(hash, new Uint8Array(bytes));
      return hash;
    },
  };
}
