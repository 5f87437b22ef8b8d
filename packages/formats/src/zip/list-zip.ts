/**
 * What a ZIP says it holds, read from bytes nobody trusts: the central directory, checked against every local header before
 * anything is unpacked. Bombs are refused by figures: entries that share bytes, sizes beyond a limit, a ratio beyond a hundred.
 *
 * Invariant: an entry without refusal lies alone in its own bytes, and unpacking it writes at most `size` bytes.
 */
import { ok, refuse, type Result } from '@navette/kernel/result';
import type { ByteSource } from './byte-source.ts';
import { readZipName } from './zip-names.ts';

export type ZipLimits = {
  readonly entries: number;
  /** Sum of what the entries say they unpack to. */
  readonly totalBytes: number;
  readonly entryBytes: number;
  /** Unpacked bytes for one packed byte (accounting formats, 11). */
  readonly ratio: number;
};
export const ZIP_LIMITS: ZipLimits = { entries: 10_000, totalBytes: 512 * 1024 * 1024, entryBytes: 100 * 1024 * 1024, ratio: 100 };

/** Why an archive is not opened at all. */
export type ZipRefusal =
  | { readonly tag: 'zip-damaged'; readonly what: 'no-directory' | 'two-directories' | 'directory' | 'local-header' | 'zip64' }
  /** Parts of one archive on several disks. */
  | { readonly tag: 'zip-split' }
  | { readonly tag: 'zip-too-many-entries'; readonly entries: number }
  | { readonly tag: 'zip-too-large'; readonly bytes: number }
  /** Entries share bytes: nothing but a bomb does. */
  | { readonly tag: 'zip-overlap' };

/** Why one entry is not read; the others are. */
export type ZipEntryRefusal =
  | { readonly tag: 'zip-name' }
  | { readonly tag: 'zip-nested' }
  | { readonly tag: 'zip-ratio'; readonly ratio: number }
  | { readonly tag: 'zip-entry-too-large'; readonly bytes: number }
  | { readonly tag: 'zip-encrypted' }
  | { readonly tag: 'zip-method'; readonly method: number }
  | { readonly tag: 'zip-link' }
  | { readonly tag: 'zip-headers-differ' }
  | { readonly tag: 'zip-entry-damaged' }
  /** It unpacks to more or less than it says. */
  | { readonly tag: 'zip-size'; readonly said: number }
  | { readonly tag: 'zip-crc' };

export type ZipEntry = {
  /** Its place in the directory: its identity, since names may be there twice. */
  readonly index: number;
  readonly name: string;
  /** For display; empty at the top. */
  readonly folder: string;
  readonly directory: boolean;
  /** Bytes once unpacked, as the directory says. */
  readonly size: number;
  readonly packed: number;
  readonly crc: number;
  readonly method: number;
  /** Another entry bears the same folder and name. */
  readonly duplicate: boolean;
  readonly refusal: ZipEntryRefusal | null;
  /** Where its packed bytes begin. */
  readonly at: number;
};

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const LONGEST_COMMENT = 0xffff;
const [MAX_16, MAX_32] = [0xffff, 0xffffffff];

/** An archive inside an archive, by its name; by its bytes when it is read. */
const NESTED = /\.(?:zip|zipx|7z|rar|gz|tgz|tar|bz2|xz|zst|lzh|arj|cab|iso|jar|war|apk)$/i;

/**
 * Lists an archive; nothing is unpacked.
 * @returns its entries, each readable or with the reason why not; or why the archive is not opened (accounting formats, 11)
 */
export function listZip(bytes: Uint8Array, limits: ZipLimits = ZIP_LIMITS): Result<readonly ZipEntry[], ZipRefusal> {
  const reading = listing(bytes.length, limits);
  let step = reading.next();
  while (step.done !== true) step = reading.next(bytes.subarray(step.value.from, step.value.to));
  return step.value;
}

/** The same of an archive that is not held in memory, which says the same of the same bytes; throws what the source throws. */
export async function listZipSource(source: ByteSource, limits: ZipLimits = ZIP_LIMITS): Promise<Result<readonly ZipEntry[], ZipRefusal>> {
  const reading = listing(source.size, limits);
  // The directory is read from one entry to the next: a piece of it is kept.
  let [kept, begins] = [new Uint8Array(), 0];
  let step = reading.next();
  while (step.done !== true) {
    const { from, to, onwards } = step.value;
    if (onwards && (from < begins || to > begins + kept.length)) {
      begins = from;
      kept = await source.read(from, Math.min(source.size, Math.max(to, from + AHEAD)));
    }
    step = reading.next(onwards ? kept.subarray(from - begins, to - begins) : await source.read(from, to));
  }
  return step.value;
}

const AHEAD = 256 * 1024;

/** Bytes wanted, within the archive; `onwards` where the next will be wanted soon. */
type Wanted = { readonly from: number; readonly to: number; readonly onwards?: boolean };
type Reading<T> = Generator<Wanted, T, Uint8Array>;

function* listing(length: number, limits: ZipLimits): Reading<Result<readonly ZipEntry[], ZipRefusal>> {
  const found = yield* directoryOf(length);
  if ('tag' in found) return refuse(found);
  if (found.entries > limits.entries) return refuse({ tag: 'zip-too-many-entries', entries: found.entries });
  const entries: ZipEntry[] = [];
  const extents: { readonly from: number; readonly to: number }[] = [];
  const seen = new Map<string, number>();
  let [at, total] = [found.at, 0];
  for (let index = 0; index < found.entries; index++) {
    const central = yield* centralAt(at, found.end);
    if (!central) return refuse({ tag: 'zip-damaged', what: 'directory' });
    const local = yield* localAt(length, central);
    if (!local || local.data + central.packed > found.at) return refuse({ tag: 'zip-damaged', what: 'local-header' });
    extents.push({ from: central.offset, to: local.data + central.packed });
    total += central.size;
    const { name, folder, directory, unsafe } = readZipName(central.name, central.utf8, central.unicodePath);
    const key = `${folder}/${name}`;
    const first = seen.get(key);
    if (first === undefined) seen.set(key, index);
    else entries[first] = { ...(entries[first] as ZipEntry), duplicate: true };
    entries.push({
      index,
      name,
      folder,
      directory,
      size: central.size,
      packed: central.packed,
      crc: central.crc,
      method: central.method,
      duplicate: first !== undefined,
      refusal: unsafe
        ? { tag: 'zip-name' }
        : (refusalOf(central, local.same, limits) ?? (NESTED.test(name) ? { tag: 'zip-nested' } : null)),
      at: local.data,
    });
    at = central.next;
  }
  if (at !== found.end) return refuse({ tag: 'zip-damaged', what: 'directory' });
  extents.sort((a, b) => a.from - b.from);
  if (extents.some(({ from }, i) => i > 0 && from < (extents[i - 1]?.to ?? 0))) return refuse({ tag: 'zip-overlap' });
  return total > limits.totalBytes ? refuse({ tag: 'zip-too-large', bytes: total }) : ok(entries);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function refusalOf(central: Central, same: boolean, limits: ZipLimits): ZipEntryRefusal | null {
  const { size, packed, method } = central;
  if (central.encrypted) return { tag: 'zip-encrypted' };
  if (central.link) return { tag: 'zip-link' };
  if (!same) return { tag: 'zip-headers-differ' };
  if (method !== 0 && method !== 8) return { tag: 'zip-method', method };
  if (method === 0 && size !== packed) return { tag: 'zip-size', said: size };
  if (size > limits.ratio * packed) return { tag: 'zip-ratio', ratio: Math.ceil(size / Math.max(1, packed)) };
  return size > limits.entryBytes ? { tag: 'zip-entry-too-large', bytes: size } : null;
}

type Directory = { readonly at: number; readonly end: number; readonly entries: number };

/** The end record must reach the end of the file exactly: where two do, readers would disagree, and it is refused. */
function* directoryOf(length: number): Reading<Directory | ZipRefusal> {
  const begins = Math.max(0, length - 22 - LONGEST_COMMENT);
  const view = viewOf(yield { from: begins, to: length });
  const ends: number[] = [];
  for (let at = length - begins - 22; at >= 0; at--) {
    if (view.getUint32(at, true) === END && begins + at + 22 + view.getUint16(at + 20, true) === length) ends.push(at);
  }
  const [last] = ends;
  if (last === undefined) return { tag: 'zip-damaged', what: 'no-directory' };
  if (ends.length > 1) return { tag: 'zip-damaged', what: 'two-directories' };
  const end = begins + last;
  if (end >= 20) {
    const locator = viewOf(yield { from: end - 20, to: end });
    if (locator.getUint32(0, true) === LOCATOR_64) return yield* directory64(locator, end - 20);
  }
  const [disk, start, here, entries] = [4, 6, 8, 10].map((at) => view.getUint16(last + at, true));
  if (disk !== 0 || start !== 0 || here !== entries) return { tag: 'zip-split' };
  const [size, offset] = [view.getUint32(last + 12, true), view.getUint32(last + 16, true)];
  return offset + size === end ? { at: offset, end, entries: entries ?? 0 } : { tag: 'zip-damaged', what: 'directory' };
}

/** @param place where the locator stands */
function* directory64(locator: DataView, place: number): Reading<Directory | ZipRefusal> {
  const at = number64(locator, 8);
  if (locator.getUint32(16, true) > 1) return { tag: 'zip-split' };
  if (at === null || at + 56 > place) return { tag: 'zip-damaged', what: 'zip64' };
  const view = viewOf(yield { from: at, to: at + 56 });
  if (view.getUint32(0, true) !== END_64) return { tag: 'zip-damaged', what: 'zip64' };
  const [record, here, entries, size, offset] = [4, 24, 32, 40, 48].map((from) => number64(view, from));
  if (typeof record !== 'number' || at + 12 + record !== place) return { tag: 'zip-damaged', what: 'zip64' };
  if (view.getUint32(16, true) !== 0 || view.getUint32(20, true) !== 0 || here !== entries) return { tag: 'zip-split' };
  if (typeof entries !== 'number' || typeof size !== 'number' || typeof offset !== 'number' || offset + size !== at)
    return { tag: 'zip-damaged', what: 'zip64' };
  return { at: offset, end: at, entries };
}

/** @returns null beyond what a number holds exactly */
function number64(view: DataView, at: number): number | null {
  const value = view.getBigUint64(at, true);
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : null;
}

type Central = {
  readonly name: Uint8Array;
  readonly utf8: boolean;
  readonly unicodePath?: Uint8Array;
  readonly encrypted: boolean;
  readonly descriptor: boolean;
  readonly link: boolean;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
  readonly next: number;
};

function* centralAt(place: number, end: number): Reading<Central | null> {
  if (place + 46 > end) return null;
  const head = viewOf(yield { from: place, to: place + 46, onwards: true });
  if (head.getUint32(0, true) !== CENTRAL) return null;
  const [names, extras, comments, disk] = [28, 30, 32, 34].map((from) => head.getUint16(from, true)) as [number, number, number, number];
  const next = place + 46 + names + extras + comments;
  if (next > end) return null;
  const bytes = yield { from: place, to: next, onwards: true };
  const view = viewOf(bytes);
  const [made, flags, method] = [4, 8, 10].map((from) => view.getUint16(from, true)) as [number, number, number];
  const extra = extraFields(view, 46 + names, 46 + names + extras);
  const large = extra.get(0x0001);
  let from = large?.at ?? 0;
  const wide = (value: number): number | null => {
    if (value !== MAX_32) return value;
    // Without the extra field, the number is meant as it stands.
    if (!large) return value;
    if (from + 8 > large.end) return null;
    from += 8;
    return number64(view, from - 8);
  };
  const size = wide(view.getUint32(24, true));
  const packed = wide(view.getUint32(20, true));
  const offset = wide(view.getUint32(42, true));
  if (size === null || packed === null || offset === null || (disk !== 0 && disk !== MAX_16)) return null;
  const path = extra.get(0x7075);
  const unix = made >>> 8 === 3 || made >>> 8 === 19;
  return {
    name: bytes.slice(46, 46 + names),
    utf8: (flags & 0x800) !== 0,
    ...(path ? { unicodePath: bytes.slice(path.at, path.end) } : {}),
    encrypted: (flags & 0x2041) !== 0 || method === 99,
    descriptor: (flags & 8) !== 0,
    link: unix && ((view.getUint32(38, true) >>> 28) & 0xf) === 0xa,
    method,
    crc: view.getUint32(16, true),
    packed,
    size,
    offset,
    next,
  };
}

function extraFields(view: DataView, from: number, end: number): Map<number, { readonly at: number; readonly end: number }> {
  const found = new Map<number, { readonly at: number; readonly end: number }>();
  for (let at = from; at + 4 <= end;) {
    const [id, length] = [view.getUint16(at, true), view.getUint16(at + 2, true)];
    if (at + 4 + length > end) break;
    if (!found.has(id)) found.set(id, { at: at + 4, end: at + 4 + length });
    at += 4 + length;
  }
  return found;
}

/** @returns where the data begins, and whether this header says what the directory says */
function* localAt(length: number, central: Central): Reading<{ readonly data: number; readonly same: boolean } | null> {
  const at = central.offset;
  if (at + 30 > length) return null;
  const bytes = yield { from: at, to: Math.min(length, at + 30 + central.name.length) };
  const view = viewOf(bytes);
  if (view.getUint32(0, true) !== LOCAL) return null;
  const [flags, method, names, extras] = [6, 8, 26, 28].map((from) => view.getUint16(from, true)) as [number, number, number, number];
  const [crc, packed, size] = [14, 18, 22].map((from) => view.getUint32(from, true));
  const data = at + 30 + names + extras;
  if (data > length) return null;
  const sameName = names === central.name.length && central.name.every((byte, i) => bytes[30 + i] === byte);
  const streamed = (flags & 8) !== 0;
  const sameSizes = packed === MAX_32 || size === MAX_32 || (packed === central.packed && size === central.size && crc === central.crc);
  return {
    data,
    same:
      sameName &&
      method === central.method &&
      streamed === central.descriptor &&
      (central.encrypted || (flags & 0x2041) === 0) &&
      (streamed || sameSizes),
  };
}
