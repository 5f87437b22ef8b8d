/** The bytes of one entry of a listed archive: exactly as many as it said, with the sum it said, or the reason why not. */
import { ok, refuse, type Result } from '@navette/kernel/result';
import { SIGNATURE_BYTES, typeOfBytes } from '../signature.ts';
import type { ByteSource } from './byte-source.ts';
import type { InflateRaw, InflateStream } from './compression.ts';
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

/** Bytes read of the source at a time. */
const PIECE = 256 * 1024;

/** Unpacking did not give what the entry said. */
export class ZipEntryFault extends Error {
  readonly refusal: ZipEntryRefusal;
  constructor(refusal: ZipEntryRefusal) {
    super(refusal.tag);
    this.refusal = refusal;
  }
}

/**
 * The bytes of one entry, piece by piece, of an archive that is not held in memory. Whoever knows its hash checks that: what an
 * entry is, and whether it is an archive itself, is not asked here.
 * @returns pieces, of `size` bytes together; throws `ZipEntryFault` where it is refused, damaged, longer, shorter or of another sum,
 *   after pieces that may have come; what the source throws where it cannot be read
 */
export async function* zipEntryPieces(
  source: ByteSource,
  entry: ZipEntry,
  { inflate }: { readonly inflate: InflateStream },
): AsyncGenerator<Uint8Array> {
  if (entry.refusal) throw new ZipEntryFault(entry.refusal);
  // A source that cannot be read is another thing than an entry that is damaged.
  let unread: { readonly cause: unknown } | null = null;
  const packed = packedPieces(source, entry, (cause) => (unread ??= { cause }));
  let [sum, length] = [0, 0];
  try {
    for await (const piece of entry.method === 0 ? packed : inflate(packed)) {
      length += piece.length;
      if (length > entry.size) throw new ZipEntryFault({ tag: 'zip-size', said: entry.size });
      sum = crc32(piece, sum);
      yield piece;
    }
  } catch (error) {
    // oxlint-disable-next-line typescript/only-throw-error -- what the source of the bytes threw
    if (unread !== null) throw (unread as { readonly cause: unknown }).cause;
    throw error instanceof ZipEntryFault ? error : new ZipEntryFault({ tag: 'zip-entry-damaged' });
  }
  if (length !== entry.size) throw new ZipEntryFault({ tag: 'zip-size', said: entry.size });
  if (sum !== entry.crc) throw new ZipEntryFault({ tag: 'zip-crc' });
}

async function* packedPieces(source: ByteSource, { at, packed }: ZipEntry, failed: (cause: unknown) => void): AsyncGenerator<Uint8Array> {
  for (let from = at; from < at + packed; from += PIECE) {
    try {
      yield await source.read(from, Math.min(at + packed, from + PIECE));
    } catch (cause) {
      failed(cause);
      throw cause;
    }
  }
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
