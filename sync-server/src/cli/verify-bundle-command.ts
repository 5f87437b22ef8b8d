/**
 * `navette verify-bundle`: a dossier's export, checked by anybody, offline (R101): each file against its hash, each receipt against the
 * firm's keys, those of the bundle or one that is given, and what is missing said by name. It reads bytes nobody trusts, piece by
 * piece: of a bundle of any size only its directory and what it says of itself are held in memory.
 */
import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { base64UrlToBytes } from '@navette/kernel/bytes';
import { ok, refuse } from '@navette/kernel/result';
import type { ByteSource } from '@navette/formats/byte-source';
import { inflateStreamBy, type ByteTransform } from '@navette/formats/zip-compression';
import { listZipSource, type ZipEntry } from '@navette/formats/zip-entries';
import { ZipEntryFault, zipEntryPieces } from '@navette/formats/zip-reader';
import { KeyList } from '@navette/protocol/keys';
import { Receipt } from '@navette/rooms/records';
import * as v from 'valibot';
import { bundleText, type BundleFault } from './bundle-texts.ts';
import { defineCommand, Path } from './command.ts';
import { receiptFault } from './receipt-commands.ts';
import { errorCode } from './stored-folder.ts';

const LIMITS = { entries: 200_000, totalBytes: Number.MAX_SAFE_INTEGER, entryBytes: Number.MAX_SAFE_INTEGER, ratio: 1000 };
/** What a bundle says of itself: an index of two hundred thousand files is a third of it. */
const MOST_JSON = 256 * 1024 * 1024;
const INFLATE = inflateStreamBy(() => new DecompressionStream('deflate-raw') as unknown as ByteTransform);

const File = v.object({
  path: v.string(),
  name: v.string(),
  hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  size: v.number(),
  box: v.string(),
  where: v.picklist(['deposit', 'archive']),
  missing: v.boolean(),
  erased: v.boolean(),
  receivedAt: v.nullable(v.number()),
});
const Index = v.object({ v: v.literal(1), dossier: v.object({ id: v.string(), name: v.string() }), files: v.array(File) });
const Keys = v.object({ ...KeyList.entries, pinned: v.object({ keyId: v.string(), publicKey: v.string() }) });

const PublicKey = v.pipe(
  v.string(),
  v.trim(),
  v.check((key) => base64UrlToBytes(key)?.length === 32),
);

export const verifyBundleCommand = defineCommand({
  name: 'verify-bundle',
  positional: 'file',
  options: { key: { type: 'string' } },
  schema: v.object({ file: Path, key: v.optional(PublicKey) }),
  async run({ file, key }, { language }) {
    let handle: FileHandle | null = null;
    try {
      handle = await open(file);
      const checked = await checkBundle(await sourceOf(handle), key ?? null);
      const { faults, missing, files, receipts } = checked;
      const sound = faults.length === 0;
      return ok({
        sound,
        json: checked.opened ? { sound, faults, missing, files, receipts } : { sound, faults },
        text: bundleText({ files, receipts, faults, missing, key: checked.pinned }, language),
      });
    } catch (error) {
      // What the system says of the file; anything else is a fault of ours.
      if (!(error instanceof Error && 'code' in error)) throw error;
      return refuse({ tag: 'cannot-read', file, code: errorCode(error) });
    } finally {
      await handle?.close();
    }
  },
});

type Checked = {
  /** Whether it is an archive at all. */
  readonly opened: boolean;
  readonly files: number;
  readonly receipts: number;
  readonly faults: readonly BundleFault[];
  readonly missing: readonly string[];
  /** The key in the bundle that its receipts were checked with; null where another was given. */
  readonly pinned: string | null;
};

async function checkBundle(source: ByteSource, key: string | null): Promise<Checked> {
  const zip = await listZipSource(source, LIMITS);
  const faults: BundleFault[] = [];
  if (!zip.ok) {
    faults.push({ tag: 'not-a-zip', name: zip.refusal.tag });
    return { opened: false, files: 0, receipts: 0, faults, missing: [], pinned: null };
  }
  const entries = new Map(zip.value.map((entry) => [entry.folder === '' ? entry.name : `${entry.folder}/${entry.name}`, entry]));
  const index = await readJson(source, entries.get('index.json'), Index);
  const keys = await readJson(source, entries.get('keys.json'), Keys);
  const receipts = await readJson(source, entries.get('receipts.json'), v.array(v.unknown()));
  for (const [name, read] of [
    ['index.json', index],
    ['keys.json', keys],
    ['receipts.json', receipts],
  ] as const)
    if (read === null) faults.push({ tag: 'unreadable', name });
  if (index) await checkFiles(source, entries, index, faults);
  const proved = index && receipts ? await checkReceipts(receipts, index, keys, key, faults) : 0;
  return {
    opened: true,
    files: index?.files.length ?? 0,
    receipts: proved,
    faults,
    missing: (index?.files ?? []).filter((one) => one.missing && !one.erased).map((one) => one.name),
    pinned: key === null ? (keys?.pinned.keyId ?? null) : null,
  };
}

async function sourceOf(handle: FileHandle): Promise<ByteSource> {
  const { size } = await handle.stat();
  return {
    size,
    async read(from, to) {
      const bytes = new Uint8Array(to - from);
      for (let at = 0; at < bytes.length;) {
        const { bytesRead } = await handle.read(bytes, at, bytes.length - at, from + at);
        if (bytesRead === 0) throw Object.assign(new Error('the file became shorter'), { code: 'ESHORT' });
        at += bytesRead;
      }
      return bytes;
    },
  };
}

/**
 * @param take given each piece
 * @returns whether the entry is what it says it is. A document may be an archive itself: it is hashed here, and never opened
 */
async function readEntry(source: ByteSource, entry: ZipEntry, take: (piece: Uint8Array) => void): Promise<boolean> {
  const opened = entry.refusal?.tag === 'zip-nested' ? { ...entry, refusal: null } : entry;
  try {
    for await (const piece of zipEntryPieces(source, opened, { inflate: INFLATE })) take(piece);
    return true;
  } catch (error) {
    if (!(error instanceof ZipEntryFault)) throw error;
    // Of what stands there as it is, the archive's own sum says less than the hash.
    return entry.method === 0 && error.refusal.tag === 'zip-crc';
  }
}

async function readJson<S extends v.GenericSchema>(
  source: ByteSource,
  entry: ZipEntry | undefined,
  schema: S,
): Promise<v.InferOutput<S> | null> {
  if (!entry || entry.size > MOST_JSON) return null;
  const pieces: Uint8Array[] = [];
  if (!(await readEntry(source, entry, (piece) => void pieces.push(piece)))) return null;
  try {
    const parsed = v.safeParse(schema, JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces))));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

async function checkFiles(
  source: ByteSource,
  entries: ReadonlyMap<string, ZipEntry>,
  index: v.InferOutput<typeof Index>,
  faults: BundleFault[],
): Promise<void> {
  const named = new Set(index.files.map(({ path }) => path));
  for (const one of index.files) {
    if (one.missing) continue;
    const entry = entries.get(one.path);
    if (!entry) {
      faults.push({ tag: 'file-gone', name: one.name });
      continue;
    }
    const hash = createHash('sha256');
    const whole = await readEntry(source, entry, (piece) => void hash.update(piece));
    if (!whole || hash.digest('hex') !== one.hash || entry.size !== one.size) faults.push({ tag: 'file-altered', name: one.name });
  }
  for (const name of entries.keys()) if (name.startsWith('documents/') && !named.has(name)) faults.push({ tag: 'file-unknown', name });
}

/** @returns how many receipts are good; a file that was received wants one of its own place. */
async function checkReceipts(
  receipts: readonly unknown[],
  index: v.InferOutput<typeof Index>,
  keys: v.InferOutput<typeof Keys> | null,
  key: string | null,
  faults: BundleFault[],
): Promise<number> {
  const good = new Set<string>();
  // Without a list, the pinned key signs everything; with one, whoever gives a key wants it to vouch for the list.
  const list = keys && keys.acts.length > 0 ? { firm: keys.firm, acts: keys.acts } : null;
  const alone = key ?? keys?.pinned.publicKey ?? null;
  for (const value of receipts) {
    const read = v.safeParse(Receipt, value);
    if (!read.success) {
      faults.push({ tag: 'receipt-unreadable', name: '' });
      continue;
    }
    const receipt = read.output;
    const fault = receipt.dossier !== index.dossier.id ? 'other-dossier' : await receiptFault(receipt, list ? key : alone, list);
    const name = index.files.find(({ hash }) => hash === receipt.hash)?.name ?? receipt.hash;
    if (fault === null) good.add(`${receipt.box}/${receipt.hash}/${receipt.size}`);
    else faults.push({ tag: 'receipt-bad', name, why: fault });
  }
  for (const one of index.files) {
    const place = one.where === 'archive' ? `archive-${one.box}` : one.box;
    if (one.receivedAt !== null && !good.has(`${place}/${one.hash}/${one.size}`)) faults.push({ tag: 'receipt-gone', name: one.name });
  }
  return good.size;
}
