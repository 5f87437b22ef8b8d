/**
 * Files in a folder, each named by its SHA-256: `ab/cd/<hash>`; what is coming in stands in `incoming/<upload id>`.
 *
 * Uploads are rows of the index (`blob-index.ts`), so an offset is only told once its bytes are on the disk. A file gets its
 * name by one rename, after it was hashed and fsynced; a damaged one loses its name, so that nobody is given it and it can be
 * sent again. A path is made from a checked hash or id and nothing else (B4, B5).
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { mkdir, open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { isBlobHash, isId, makeId, type BlobHash, type DossierId } from '@navette/kernel/ids';
import type { Clock, Random } from '@navette/kernel/ports';
import type { BlobStore, StoreFull, UploadState } from '../ports.ts';
import { openBlobIndex } from './blob-index.ts';
import { bytesLeft } from './free-disk.ts';

export type FolderBlobStoreOptions = {
  readonly folder: string;
  readonly clock: Clock;
  readonly random: Random;
  /** Bytes of all files; and of the files of one dossier. */
  readonly quotaBytes?: number;
  readonly dossierQuotaBytes?: number;
  /** Share of the disk that files leave free, 0 to 1: the log must always find room (B5). */
  readonly freeDiskShare?: number;
  /** A file is not what its name says: set aside, and told to whoever watches. */
  readonly onDamaged?: (hash: BlobHash) => void;
};
export type FolderBlobStore = BlobStore & {
  /** Bytes of files, uploads under way included. */
  used(): number;
  close(): void;
};

/** Opens the folder, or makes it. @throws when its index cannot be read */
export function openFolderBlobStore({
  folder,
  clock,
  random,
  quotaBytes = Infinity,
  dossierQuotaBytes = Infinity,
  freeDiskShare = 0,
  onDamaged = () => undefined,
}: FolderBlobStoreOptions): FolderBlobStore {
  mkdirSync(path.join(folder, 'incoming'), { recursive: true, mode: 0o700 });
  const index = openBlobIndex(path.join(folder, 'index.sqlite'));
  dropOrphans(path.join(folder, 'incoming'), new Set(index.incoming()));
  const writers = new Set<string>();
  /** Bytes that came in the pieces being written now, by dossier: no row counts them yet. */
  const coming = new Map<DossierId, number>();

  const incoming = (id: string): string => path.join(folder, 'incoming', checked(isId(id), id));
  const home = (hash: string): string => path.join(folder, hash.slice(0, 2), hash.slice(2, 4), checked(isBlobHash(hash), hash));
  const row = (id: string) => (isId(id) ? index.find(id) : null);

  /** What says no to so many bytes more, as of now: asked for each piece, so that uploads side by side share what is left. */
  function beyondQuota(dossier: DossierId, more: number): StoreFull | undefined {
    if (more > dossierQuotaBytes - index.usedBy(dossier) - (coming.get(dossier) ?? 0)) return 'dossier-full';
    return more > quotaBytes - index.used() - sum(coming.values()) ? 'full' : undefined;
  }

  /** Gives a verified file its name, for good: rename, then the folders that lead to it. */
  async function settle(from: string, hash: BlobHash): Promise<void> {
    const target = home(hash);
    await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
    await rename(from, target);
    for (const level of [path.dirname(target), path.dirname(path.dirname(target)), folder]) await syncFolder(level);
  }

  /** The bytes stay beside, for whoever wants to know what happened; the name is free for the right ones (I11). */
  async function setAside(hash: BlobHash): Promise<void> {
    index.dropFile(hash);
    await rename(home(hash), `${home(hash)}.damaged`).catch(() => undefined);
    onDamaged(hash);
  }

  async function append(
    file: FileHandle,
    upload: UploadState,
    bytes: AsyncIterable<Uint8Array>,
    asPromised: () => boolean,
  ): Promise<{ offset: number } | 'too-long' | 'mismatch' | StoreFull> {
    let { offset } = upload;
    let refusal: 'too-long' | 'mismatch' | StoreFull | undefined;
    const onDisk = await bytesLeft(folder, freeDiskShare);
    let counted = 0;
    const count = (more: number): void => {
      counted += more;
      coming.set(upload.dossier, (coming.get(upload.dossier) ?? 0) + more);
    };
    try {
      for await (const piece of bytes) {
        if (offset + piece.length > upload.size) refusal = 'too-long';
        else if (offset + piece.length - upload.offset > onDisk) refusal = 'full';
        else refusal = beyondQuota(upload.dossier, piece.length);
        if (refusal) break;
        count(piece.length);
        await writeAll(file, piece, offset);
        offset += piece.length;
      }
      if (!refusal && !asPromised()) refusal = 'mismatch';
    } catch (error) {
      if (!isNoSpace(error)) throw error;
      refusal = 'full';
    } finally {
      if (refusal === 'mismatch') offset = upload.offset;
      try {
        await file.truncate(offset);
        // What arrived before a cut line is kept: the device goes on from there.
        await file.sync();
        index.move(upload.id, offset, clock.now());
      } finally {
        count(-counted);
        if (coming.get(upload.dossier) === 0) coming.delete(upload.dossier);
      }
    }
    return refusal ?? { offset };
  }

  return {
    async create(upload) {
      const name = incoming(upload.id);
      checked(isBlobHash(upload.hash), upload.hash);
      if (upload.size > (await bytesLeft(folder, freeDiskShare))) return 'full';
      const beyond = beyondQuota(upload.dossier, upload.size);
      if (beyond) return beyond;
      const file = await open(name, 'wx', 0o600);
      await file.close();
      await syncFolder(path.join(folder, 'incoming'));
      index.add(upload, clock.now());
      return 'created';
    },
    async find(id) {
      return row(id)?.state ?? null;
    },
    async begun(user) {
      return index.begun(user);
    },
    async write(id, offset, bytes, asPromised = () => true) {
      const held = row(id);
      if (!held || held.done || held.state.offset !== offset || writers.has(id)) return 'conflict';
      writers.add(id);
      try {
        const file = await open(incoming(id), 'r+');
        try {
          return await append(file, held.state, bytes, asPromised);
        } finally {
          await file.close();
        }
      } finally {
        writers.delete(id);
      }
    },
    async finish(id) {
      const held = row(id);
      if (!held || held.state.offset !== held.state.size || writers.has(id)) return 'incomplete';
      if (held.done) return 'stored';
      writers.add(id);
      try {
        const { hash, size } = held.state;
        // A crash between the rename and the row leaves the file at home already.
        if (existsSync(incoming(id))) {
          if ((await hashFile(incoming(id), size)) !== hash) {
            index.drop(id);
            await rm(incoming(id), { force: true });
            return 'hash-mismatch';
          }
          // The name stands for other bytes: said, and never quietly replaced.
          if (existsSync(home(hash)) && (await hashFile(home(hash), Infinity)) !== hash) await setAside(hash);
          await settle(incoming(id), hash);
        } else if (!existsSync(home(hash)) || (await hashFile(home(hash), size)) !== hash) {
          throw new Error('blobs: an upload lost its bytes');
        }
        index.end(held.state);
        return 'stored';
      } finally {
        writers.delete(id);
      }
    },
    async remove(id) {
      if (!row(id)) return true;
      if (writers.has(id)) return false;
      index.drop(id);
      await rm(incoming(id), { force: true });
      return true;
    },
    async expired(before) {
      return index.expired(before);
    },
    async size(hash) {
      const { size } = await stat(home(hash)).catch((error: unknown) => {
        if (isMissing(error)) return { size: null };
        throw error;
      });
      const known = size === null ? null : index.fileSize(hash);
      if (known === null || known === size) return size;
      await setAside(hash);
      return null;
    },
    async *read(hash, from, to) {
      const file = await open(home(hash), 'r');
      try {
        const { size } = await file.stat();
        const whole = from === 0 && to >= size ? createHash('sha256') : null;
        const buffer = new Uint8Array(64 * 1024);
        for (let at = from; at < Math.min(to, size);) {
          const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, Math.min(to, size) - at), at);
          if (bytesRead === 0) throw new Error('blobs: a file is shorter than it was');
          const piece = buffer.slice(0, bytesRead);
          whole?.update(piece);
          at += bytesRead;
          // The last piece of a damaged file is held back: nobody takes it for whole (I11).
          if (whole && at >= size && whole.digest('hex') !== hash) {
            await setAside(hash);
            throw new Error('blobs: a file is damaged');
          }
          yield piece;
        }
      } finally {
        await file.close();
      }
    },
    async erase(hash) {
      const names = [home(hash), `${home(hash)}.damaged`, ...index.forget(hash).map(incoming)];
      let gone = false;
      for (const name of names) {
        if (!existsSync(name)) continue;
        await rm(name);
        await syncFolder(path.dirname(name));
        gone = true;
      }
      return gone;
    },
    async put(bytes) {
      const hash = createHash('sha256').update(bytes).digest('hex') as BlobHash;
      const name = incoming(makeId(clock.now(), random.bytes(10)));
      const file = await open(name, 'wx', 0o600);
      try {
        await writeAll(file, bytes, 0);
        await file.sync();
      } finally {
        await file.close();
      }
      await settle(name, hash);
      index.addFile(hash, bytes.length);
      return hash;
    },
    used: () => index.used(),
    close: () => index.close(),
  };
}

/** Files a crash left before their row was written, or after it was dropped: nobody was ever told of them. */
function dropOrphans(incoming: string, known: ReadonlySet<string>): void {
  for (const name of readdirSync(incoming)) if (!known.has(name)) rmSync(path.join(incoming, name), { force: true });
}

/** @throws when a name is not made of the characters its kind allows: the caller forgot to check (B4) */
function checked(holds: boolean, name: string): string {
  if (!holds) throw new Error('blobs: not a name of ours');
  return name;
}

async function writeAll(file: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  for (let sent = 0; sent < bytes.length;) sent += (await file.write(bytes, sent, bytes.length - sent, at + sent)).bytesWritten;
}

async function hashFile(name: string, size: number): Promise<string> {
  const hash = createHash('sha256');
  const file = await open(name, 'r');
  try {
    const buffer = new Uint8Array(256 * 1024);
    for (let at = 0; at < size;) {
      const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, size - at), at);
      if (bytesRead === 0) break;
      hash.update(buffer.subarray(0, bytesRead));
      at += bytesRead;
    }
  } finally {
    await file.close();
  }
  return hash.digest('hex');
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function isNoSpace(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
