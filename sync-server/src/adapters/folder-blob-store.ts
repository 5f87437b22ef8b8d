/**
 * Files in a folder, each named by its SHA-256: `ab/cd/<hash>`; what is coming in stands in `incoming/<upload id>`.
 *
 * Uploads are rows of a small SQLite file, so an offset is only told once its bytes are on the disk. A file gets its
 * name by one rename, after it was hashed and fsynced. A path is made from a checked hash or id and nothing else (B4, B5).
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { mkdir, open, rename, rm, stat, statfs, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import { isBlobHash, isId, makeId, type BlobHash, type DossierId, type UserId } from '@navette/kernel/ids';
import type { Clock, Random } from '@navette/kernel/ports';
import type { Box } from '@navette/domain/boxes';
import type { BlobStore, UploadState } from '../ports.ts';

const TABLES = `
  CREATE TABLE IF NOT EXISTS upload (
    id TEXT PRIMARY KEY, user TEXT NOT NULL, dossier TEXT NOT NULL, box TEXT NOT NULL, hash TEXT NOT NULL, size INTEGER NOT NULL,
    offset INTEGER NOT NULL, created_at INTEGER NOT NULL, touched_at INTEGER NOT NULL, done INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS file (hash TEXT PRIMARY KEY, size INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  PRAGMA user_version = 1;`;

export type FolderBlobStoreOptions = {
  readonly folder: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly quotaBytes?: number;
  /** Share of the disk that files leave free, 0 to 1: the log must always find room (B5). */
  readonly freeDiskShare?: number;
};
export type FolderBlobStore = BlobStore & { close(): void };

/** Opens the folder, or makes it. @throws when its index cannot be read */
export function openFolderBlobStore({
  folder,
  clock,
  random,
  quotaBytes = Infinity,
  freeDiskShare = 0,
}: FolderBlobStoreOptions): FolderBlobStore {
  mkdirSync(path.join(folder, 'incoming'), { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(path.join(folder, 'index.sqlite'), { timeout: 5000 });
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
  if (Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0) > 1) throw new Error('blob index written by newer code');
  database.exec(TABLES);
  const find = database.prepare('SELECT * FROM upload WHERE id = ?');
  const move = database.prepare('UPDATE upload SET offset = ?, touched_at = ? WHERE id = ?');
  const drop = database.prepare('DELETE FROM upload WHERE id = ?');
  const done = database.prepare('UPDATE upload SET done = 1 WHERE id = ?');
  const addFile = database.prepare('INSERT OR REPLACE INTO file (hash, size) VALUES (?, ?)');
  const usedBytes = database.prepare(
    'SELECT (SELECT coalesce(sum(size), 0) FROM file) + (SELECT coalesce(sum(offset), 0) FROM upload WHERE done = 0) AS used',
  );
  const writers = new Set<string>();

  const incoming = (id: string): string => path.join(folder, 'incoming', checked(isId(id), id));
  const home = (hash: string): string => path.join(folder, hash.slice(0, 2), hash.slice(2, 4), checked(isBlobHash(hash), hash));

  function row(id: string): { state: UploadState; done: boolean } | null {
    const found = isId(id) ? find.get(id) : undefined;
    return found ? { state: stateOf(found), done: found['done'] === 1 } : null;
  }

  /** Gives a verified file its name, for good: rename, then the folders that lead to it. */
  async function settle(from: string, hash: BlobHash, size: number): Promise<void> {
    const target = home(hash);
    await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
    await rename(from, target);
    for (const level of [path.dirname(target), path.dirname(path.dirname(target)), folder]) await syncFolder(level);
    addFile.run(hash, size);
  }

  async function append(
    file: FileHandle,
    upload: UploadState,
    bytes: AsyncIterable<Uint8Array>,
  ): Promise<{ offset: number } | 'too-long' | 'full'> {
    let { offset } = upload;
    let refusal: 'too-long' | 'full' | undefined;
    const room = Math.min(quotaBytes - Number(usedBytes.get()?.['used'] ?? 0), await bytesLeft(folder, freeDiskShare));
    try {
      for await (const piece of bytes) {
        if (offset + piece.length > upload.size) refusal = 'too-long';
        else if (offset + piece.length - upload.offset > room) refusal = 'full';
        if (refusal) break;
        await writeAll(file, piece, offset);
        offset += piece.length;
      }
    } catch (error) {
      if (!isNoSpace(error)) throw error;
      refusal = 'full';
    } finally {
      // What arrived before a cut line is kept: the device goes on from there.
      await file.sync();
      move.run(offset, clock.now(), upload.id);
    }
    return refusal ?? { offset };
  }

  return {
    async create(upload) {
      const file = await open(incoming(upload.id), 'wx', 0o600);
      await file.close();
      await syncFolder(path.join(folder, 'incoming'));
      database
        .prepare(
          'INSERT INTO upload (id, user, dossier, box, hash, size, offset, created_at, touched_at, done) VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?, 0)',
        )
        .run(
          upload.id,
          upload.user,
          upload.dossier,
          upload.box,
          checked(isBlobHash(upload.hash), upload.hash),
          upload.size,
          upload.createdAt,
          clock.now(),
        );
    },
    async find(id) {
      return row(id)?.state ?? null;
    },
    async write(id, offset, bytes) {
      const held = row(id);
      if (!held || held.done || held.state.offset !== offset || writers.has(id)) return 'conflict';
      writers.add(id);
      try {
        const file = await open(incoming(id), 'r+');
        try {
          return await append(file, held.state, bytes);
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
            drop.run(id);
            await rm(incoming(id), { force: true });
            return 'hash-mismatch';
          }
          await settle(incoming(id), hash, size);
        } else if (!existsSync(home(hash)) || (await hashFile(home(hash), size)) !== hash) {
          throw new Error('blobs: an upload lost its bytes');
        } else {
          addFile.run(hash, size);
        }
        done.run(id);
        return 'stored';
      } finally {
        writers.delete(id);
      }
    },
    async remove(id) {
      if (!row(id)) return;
      if (writers.has(id)) throw new Error('blobs: this upload is being written');
      drop.run(id);
      await rm(incoming(id), { force: true });
    },
    async expired(before) {
      return database
        .prepare('SELECT id FROM upload WHERE touched_at < ?')
        .all(before)
        .map((found) => String(found['id']));
    },
    async size(hash) {
      try {
        return (await stat(home(hash))).size;
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
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
          if (whole && at >= size && whole.digest('hex') !== hash) throw new Error('blobs: a file is damaged');
          yield piece;
        }
      } finally {
        await file.close();
      }
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
      await settle(name, hash, bytes.length);
      return hash;
    },
    close: () => database.close(),
  };
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

function stateOf(found: Record<string, SQLOutputValue>): UploadState {
  return {
    id: String(found['id']),
    user: String(found['user']) as UserId,
    dossier: String(found['dossier']) as DossierId,
    box: String(found['box']) as Box,
    hash: String(found['hash']) as BlobHash,
    size: Number(found['size']),
    offset: Number(found['offset']),
    createdAt: Number(found['created_at']),
  };
}

/** Bytes that files may still take of the disk under `folder`; never below 0. */
async function bytesLeft(folder: string, keptFree: number): Promise<number> {
  if (keptFree === 0) return Infinity;
  const { bavail, blocks, bsize } = await statfs(folder);
  return Math.max(0, (bavail - blocks * keptFree) * bsize);
}
