/**
 * Bytes into the store: measured, typed, hashed, then kept in the transaction of whoever asked.
 *
 * When the disk is full, files that the server has given a receipt for make room, the least used first; what is unsent
 * never does (I13).
 */
import { checkFile } from '@navette/domain/deposit';
import { displayName } from '@navette/kernel/display-name';
import { bytesToHex } from '@navette/kernel/bytes';
import { makeId, type BlobHash, type DocumentId } from '@navette/kernel/ids';
import { ok, refuse, type Result } from '@navette/kernel/result';
import { SIGNATURE_BYTES, typeOfBytes } from '@navette/formats/signature';
import type { Capture, CaptureRefusal, StoreRefusal } from '../model.ts';
import type { Platform } from '../platform.ts';
import { safeBlobs } from './safe-blobs.ts';
import { isStoreFailure, type BlobRow, type Change, type LocalStore } from '../store/local-store.ts';

export type About = { readonly name: string; readonly way: Capture['way']; readonly origin?: string; readonly id?: DocumentId };
export type KeptBytes = { readonly capture: Capture; readonly blob: BlobRow };

/** Reads, hashes and describes a file; nothing is stored yet. Refused on its size before a byte is read. */
export async function prepareBytes(
  platform: Platform,
  file: Blob,
  about: About,
  fileBytes: number,
): Promise<Result<KeptBytes & { hash: BlobHash }, CaptureRefusal>> {
  const checked = checkFile(file.size, { fileBytes });
  if (!checked.ok) return checked;
  const bytes = await readBlob(file);
  if (!bytes) return refuse({ tag: 'file-unreadable' });
  // The bytes that are hashed, not the file they came from: a file on disk may change in between. Made before the hash,
  // so that the browser takes them over while it is computed.
  const kept = new Blob([bytes], { type: 'application/octet-stream' });
  const hash = bytesToHex(await platform.hasher.sha256(bytes)) as BlobHash;
  const now = platform.clock.now();
  const type = typeOfBytes(bytes.subarray(0, SIGNATURE_BYTES));
  const capture: Capture = {
    id: about.id ?? makeId<DocumentId>(now, platform.random.bytes(10)),
    name: displayName(about.name),
    type,
    size: bytes.length,
    hash,
    capturedAt: now,
    ...(about.origin === undefined ? {} : { origin: about.origin }),
    way: about.way,
    status: { tag: 'ready' },
  };
  const blob: BlobRow = { hash, bytes: kept, size: bytes.length, usedAt: now };
  return ok({ capture, blob, hash });
}

/** Browsers give room back a moment after a file is gone, and may ask for another one meanwhile. */
const PAUSES = [0, 100, 400];

/**
 * Runs a change that holds new bytes, making room while the store is full and something may go.
 * @returns a refusal when nothing was written
 */
export async function commitBytes(store: LocalStore, size: number, commit: () => Promise<unknown>): Promise<Result<void, StoreRefusal>> {
  let dropped = false;
  for (let waits = 0; ; waits++) {
    try {
      await commit();
      return ok(undefined);
    } catch (error) {
      if (!isStoreFailure(error)) throw error;
      if (error.tag !== 'store-full') return refuse({ tag: error.tag });
      if (await makeRoom(store, size)) dropped = true;
      else if (!dropped || waits >= PAUSES.length) return refuse({ tag: error.tag });
      const pause = PAUSES[waits] ?? PAUSES.at(-1) ?? 0;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

/** Drops files the server holds, least used first, until `size` bytes are free. @returns whether anything was dropped */
export async function makeRoom(store: LocalStore, size: number): Promise<boolean> {
  const gone: string[] = [];
  let freed = 0;
  for (const row of await safeBlobs(store)) {
    if (freed >= size) break;
    gone.push(row.hash);
    freed += row.size;
  }
  if (gone.length === 0) return false;
  await store.commit({ remove: { blobs: gone } });
  return true;
}

export function captureChange({ capture, blob }: KeptBytes): Change {
  return { put: { captures: [capture], blobs: [blob] } };
}

/** @returns null when the platform cannot read it (gone from the disk, or the store's copy is damaged) */
export async function readBlob(blob: Blob): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    return new Uint8Array(await blob.arrayBuffer());
  } catch {
    return null;
  }
}
