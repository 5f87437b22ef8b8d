/** The bytes of one entry of a listed archive: exactly as many as it said, with the sum it said, or the reason why not. */
import { ok, refuse, type Result } from '@navette/kernel/result';
import { SIGNATURE_BYTES, typeOfBytes } from '../signature.ts';
import type { InflateRaw } from './compression.ts';
import { crc32 } from './crc32.ts';
import type { ZipEntry, ZipEntryRefusal } from './list-zip.ts';

/** Beginnings of archives that `typeOfBytes` has no name for: RAR, xz, bzip2, cabinet. */
const ARCHIVES = ['Rar!', '\u00fd7zXZ', 'BZh', 'MSCF'];

/**
 * @param bytes of the archive the entry was listed from
 * @returns its bytes, none for a folder; a refusal that the listing gave is given again (accounting formats, 11). Unpacking
 *   stops at the first byte beyond what the entry said
 */
export async function readZipEntry(
  bytes: Uint8Array,
  entry: ZipEntry,
  { inflate }: { readonly inflate: InflateRaw },
): Promise<Result<Uint8Array, ZipEntryRefusal>> {
  if (entry.refusal) return refuse(entry.refusal);
  const packed = bytes.subarray(entry.at, entry.at + entry.packed);
  const read = entry.method === 0 ? ok(packed) : await unpack(packed, entry.size, inflate);
  if (!read.ok) return read;
  if (crc32(read.value) !== entry.crc) return refuse({ tag: 'zip-crc' });
  return isArchive(read.value) ? refuse({ tag: 'zip-nested' }) : read;
}

async function unpack(packed: Uint8Array, size: number, inflate: InflateRaw): Promise<Result<Uint8Array, ZipEntryRefusal>> {
  const whole = new Uint8Array(size);
  let at = 0;
  try {
    for await (const chunk of inflate(packed)) {
      if (at + chunk.length > size) return refuse({ tag: 'zip-size', said: size });
      whole.set(chunk, at);
      at += chunk.length;
    }
  } catch {
    return refuse({ tag: 'zip-entry-damaged' });
  }
  return at === size ? ok(whole) : refuse({ tag: 'zip-size', said: size });
}

/** Office files are ZIPs too, and documents all the same. */
function isArchive(bytes: Uint8Array): boolean {
  const type = typeOfBytes(bytes.subarray(0, SIGNATURE_BYTES));
  if (/^application\/(?:zip|gzip|x-7z-compressed)$/.test(type)) return true;
  const start = String.fromCharCode(...bytes.subarray(0, 6));
  return ARCHIVES.some((signature) => start.startsWith(signature));
}
