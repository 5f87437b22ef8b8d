/**
 * `navette verify-bundle`: a dossier's export, checked by anybody, offline (R101): each file against its hash, each receipt against the
 * firm's keys, those of the bundle or one that is given, and what is missing said by name. It reads bytes nobody trusts.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { base64UrlToBytes } from '@navette/kernel/bytes';
import { ok, refuse } from '@navette/kernel/result';
import { inflateBy, type ByteTransform } from '@navette/formats/zip-compression';
import { listZip, type ZipEntry } from '@navette/formats/zip-entries';
import { readZipEntry } from '@navette/formats/zip-reader';
import { KeyList } from '@navette/protocol/keys';
import { Receipt } from '@navette/rooms/records';
import * as v from 'valibot';
import { bundleText, type BundleFault } from './bundle-texts.ts';
import { defineCommand, Path } from './command.ts';
import { receiptFault } from './receipt-commands.ts';
import { errorCode } from './stored-folder.ts';

const LIMITS = { entries: 200_000, totalBytes: Number.MAX_SAFE_INTEGER, entryBytes: Number.MAX_SAFE_INTEGER, ratio: 1000 };
const INFLATE = inflateBy(() => new DecompressionStream('deflate-raw') as unknown as ByteTransform);

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
    let bytes: Uint8Array;
    try {
      bytes = readFileSync(file);
    } catch (error) {
      return refuse({ tag: 'cannot-read', file, code: errorCode(error) });
    }
    const zip = listZip(bytes, LIMITS);
    const faults: BundleFault[] = [];
    if (!zip.ok) {
      faults.push({ tag: 'not-a-zip', name: zip.refusal.tag });
      return ok({
        sound: false,
        json: { sound: false, faults },
        text: bundleText({ files: 0, receipts: 0, faults, missing: [], key: null }, language),
      });
    }
    const entries = new Map(zip.value.map((entry) => [entry.folder === '' ? entry.name : `${entry.folder}/${entry.name}`, entry]));
    const index = await readJson(bytes, entries.get('index.json'), Index);
    const keys = await readJson(bytes, entries.get('keys.json'), Keys);
    const receipts = await readJson(bytes, entries.get('receipts.json'), v.array(v.unknown()));
    for (const [name, read] of [
      ['index.json', index],
      ['keys.json', keys],
      ['receipts.json', receipts],
    ] as const)
      if (read === null) faults.push({ tag: 'unreadable', name });
    if (index) await checkFiles(bytes, entries, index, faults);
    const proved = index && receipts ? await checkReceipts(receipts, index, keys, key ?? null, faults) : 0;
    const missing = (index?.files ?? []).filter((one) => one.missing && !one.erased).map((one) => one.name);
    const sound = faults.length === 0;
    const pinned = key === undefined ? (keys?.pinned.keyId ?? null) : null;
    return ok({
      sound,
      json: { sound, faults, missing, files: index?.files.length ?? 0, receipts: proved },
      text: bundleText({ files: index?.files.length ?? 0, receipts: proved, faults, missing, key: pinned }, language),
    });
  },
});

async function bytesOf(zip: Uint8Array, entry: ZipEntry): Promise<Uint8Array | null> {
  // A document may be an archive itself: it is hashed here, and never opened.
  if (entry.refusal === null || entry.refusal.tag === 'zip-nested') {
    if (entry.method === 0) return zip.subarray(entry.at, entry.at + entry.packed);
    const read = await readZipEntry(zip, { ...entry, refusal: null }, { inflate: INFLATE });
    return read.ok ? read.value : null;
  }
  return null;
}

async function readJson<S extends v.GenericSchema>(
  zip: Uint8Array,
  entry: ZipEntry | undefined,
  schema: S,
): Promise<v.InferOutput<S> | null> {
  const bytes = entry ? await bytesOf(zip, entry) : null;
  try {
    const parsed = bytes && v.safeParse(schema, JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
    return parsed?.success ? parsed.output : null;
  } catch {
    return null;
  }
}

async function checkFiles(
  zip: Uint8Array,
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
    const bytes = await bytesOf(zip, entry);
    const hash = bytes && createHash('sha256').update(bytes).digest('hex');
    if (hash !== one.hash || bytes?.length !== one.size) faults.push({ tag: 'file-altered', name: one.name });
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
