/**
 * `navette receipt` and `verify-receipt`: one receipt to hand to somebody, and its check by anybody, offline, with nothing but
 * the receipt, the firm's key or its published list of keys, and the document (threats K2, K3).
 */
import { stat } from 'node:fs/promises';
import { base64UrlToBytes, bytesToBase64Url } from '@navette/kernel/bytes';
import { isBlobHash, isId } from '@navette/kernel/ids';
import { ok, refuse, type Result } from '@navette/kernel/result';
import { receiptText } from '@navette/domain/receipt';
import { KeyList, knownKeys, mayHaveSaid, type KnownKey } from '@navette/protocol/keys';
import type { Receipt } from '@navette/rooms/records';
import type { RoomName } from '@navette/rooms/room-names';
import * as v from 'valibot';
import { keyIdOf } from '../adapters/ed25519-signer.ts';
import { isListVouched, isSaid } from '../keys/key-book.ts';
import { defineCommand, Path, type CommandRefusal } from './command.ts';
import { receiptCheckText, type ReceiptFault } from './receipt-texts.ts';
import { parseReceipt, receiptsIn } from './receipts.ts';
import { entriesOfRoom } from './stored-entries.ts';
import { errorCode, readText, withStoredFolder, type StoredFolder } from './stored-folder.ts';
import { hashOfFile } from './verify-proofs.ts';

export const receiptCommand = defineCommand({
  name: 'receipt',
  options: { data: { type: 'string' }, hash: { type: 'string' }, dossier: { type: 'string' }, box: { type: 'string' } },
  schema: v.object({
    data: Path,
    hash: v.pipe(v.string(), v.trim(), v.toLowerCase(), v.check(isBlobHash)),
    dossier: v.optional(v.pipe(v.string(), v.check(isId))),
    box: v.optional(v.string()),
  }),
  async run({ data, hash, dossier, box }) {
    const found = await withStoredFolder(data, async (stored) => ok(receiptsOf(stored, hash)));
    if (!found.ok) return found;
    const here = found.value.filter(
      (receipt) => (dossier === undefined || receipt.dossier === dossier) && (box === undefined || receipt.box === box),
    );
    const [receipt] = here;
    if (!receipt) return refuse({ tag: 'no-receipt', hash });
    if (here.length > 1) return refuse({ tag: 'several-receipts', places: here.map((one) => `--dossier ${one.dossier} --box ${one.box}`) });
    return ok({ sound: true, json: receipt, text: JSON.stringify(receipt, null, 2) });
  },
});

/** The receipts of a file, one for each box that holds it. */
function receiptsOf({ log }: StoredFolder, hash: string): readonly Receipt[] {
  const rooms = log.prepare("SELECT DISTINCT 'dossier/' || dossier || '/receipts/' || box AS name FROM blobs WHERE hash = ?").all(hash);
  return rooms.flatMap(({ name }) => {
    const all = [...entriesOfRoom(log, String(name) as RoomName)].flatMap((entry) => receiptsIn(entry.bytes));
    // One that was given again replaces the one before.
    return all.findLast((receipt) => receipt?.hash === hash) ?? [];
  });
}

const PublicKey = v.pipe(
  v.string(),
  v.trim(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const bytes = base64UrlToBytes(dataset.value);
    if (bytes?.length === 32) return bytes;
    addIssue();
    return NEVER;
  }),
);

export const verifyReceiptCommand = defineCommand({
  name: 'verify-receipt',
  positional: 'file',
  options: { key: { type: 'string' }, keys: { type: 'string' }, document: { type: 'string' } },
  schema: v.object({ file: Path, key: v.optional(PublicKey), keys: v.optional(Path), document: v.optional(Path) }),
  async run({ file, key, keys, document }, io) {
    if (key === undefined && keys === undefined) return refuse({ tag: 'missing-option', value: 'key' });
    const text = file === '-' ? ok(await io.stdin()) : readText(file);
    if (!text.ok) return text;
    const receipt = parseReceipt(text.value);
    if (!receipt) return refuse({ tag: 'not-a-receipt', file });
    const list = keys === undefined ? ok(null) : readKeyList(keys);
    if (!list.ok) return list;
    const checked = await faultOf(receipt, key === undefined ? null : bytesToBase64Url(key), list.value, document);
    if (!checked.ok) return checked;
    const { fault, by } = checked.value;
    const sound = fault === null;
    return ok({
      sound,
      json: { sound, fault, key: by, documentChecked: document !== undefined, receipt },
      text: receiptCheckText({ receipt, fault, by, withDocument: document !== undefined }, io.language),
    });
  },
});

/** The published list, as `navette key --json` prints it or GET /api/v1/keys answers it. */
function readKeyList(file: string): Result<KeyList, CommandRefusal> {
  const text = readText(file);
  if (!text.ok) return text;
  try {
    const parsed = v.safeParse(KeyList, JSON.parse(text.value));
    return parsed.success && parsed.output.acts.length > 0 ? ok(parsed.output) : refuse({ tag: 'not-a-key-list', file });
  } catch {
    return refuse({ tag: 'not-a-key-list', file });
  }
}

type Checked = { readonly fault: ReceiptFault | null; /** The key of the list that it is of. */ readonly by: KnownKey | null };

/** What is wrong with a receipt, null for nothing. @param key with a list, the log's key that is trusted already; without one, the receipt's own */
export async function receiptFault(receipt: Receipt, key: string | null, list: KeyList | null): Promise<ReceiptFault | null> {
  return (list ? await byList(receipt, key, list) : byKey(receipt, key ?? '')).fault;
}

/** @param key with a list, the log's key that is trusted already; without one, the receipt's own */
async function faultOf(
  receipt: Receipt,
  key: string | null,
  list: KeyList | null,
  document: string | undefined,
): Promise<Result<Checked, CommandRefusal>> {
  const named = list ? await byList(receipt, key, list) : byKey(receipt, key ?? '');
  if (named.fault !== null || document === undefined) return ok(named);
  try {
    const { size } = await stat(document);
    const same = size === receipt.size && (await hashOfFile(document)) === receipt.hash;
    return ok(same ? named : { ...named, fault: 'other-document' });
  } catch (error) {
    return refuse({ tag: 'cannot-read', file: document, code: errorCode(error) });
  }
}

function byKey(receipt: Receipt, key: string): Checked {
  if (receipt.keyId !== keyIdOf(base64UrlToBytes(key) ?? new Uint8Array())) return { fault: 'other-key', by: null };
  return { fault: isSaid(key, receiptText(receipt), receipt.signature) ? null : 'signature', by: null };
}

/** What a stolen key signed is good by its place in the firm's log, and a receipt alone has none. */
async function byList(receipt: Receipt, pin: string | null, list: KeyList): Promise<Checked> {
  if (list.firm !== receipt.firm || !(await isListVouched(list, pin))) return { fault: 'other-list', by: null };
  const by = knownKeys(list.acts).find((key) => key.purpose === 'receipts' && key.keyId === receipt.keyId) ?? null;
  if (!by) return { fault: 'other-key', by };
  if (!isSaid(by.publicKey, receiptText(receipt), receipt.signature)) return { fault: 'signature', by };
  if (!mayHaveSaid({ ...by, distrusted: null }, receipt.renewed ?? receipt.at, receipt.cursor)) return { fault: 'spent-key', by };
  return { fault: by.distrusted === null ? null : 'distrusted', by };
}
