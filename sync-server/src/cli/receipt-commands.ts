/**
 * `navette key`, `receipt` and `verify-receipt`: the firm's public key, one receipt to hand to somebody, and its check
 * by anybody, offline, with nothing but the receipt, the key and the document (threat K2).
 */
import { stat } from 'node:fs/promises';
import { base64UrlToBytes, bytesToBase64Url } from '@navette/kernel/bytes';
import { isBlobHash, isId } from '@navette/kernel/ids';
import { ok, refuse, type Result } from '@navette/kernel/result';
import type { Receipt } from '@navette/rooms/records';
import type { RoomName } from '@navette/rooms/room-names';
import * as v from 'valibot';
import { defineCommand, Path, type CommandRefusal } from './command.ts';
import { keyText, receiptCheckText, type ReceiptFault } from './receipt-texts.ts';
import { isSignedReceipt, keyIdOf, parseReceipt, receiptsIn } from './receipts.ts';
import { entriesOfRoom } from './stored-entries.ts';
import { errorCode, readText, withStoredFolder, type StoredFolder } from './stored-folder.ts';
import { hashOfFile } from './verify-proofs.ts';

export const keyCommand = defineCommand({
  name: 'key',
  options: { data: { type: 'string' } },
  schema: v.object({ data: Path }),
  async run({ data }, { language }) {
    const key = await withStoredFolder(data, async ({ firm, firmName, signer }) =>
      ok({ firm, name: firmName, keyId: signer.keyId, publicKey: bytesToBase64Url(signer.publicKey) }),
    );
    return key.ok ? ok({ sound: true, json: key.value, text: keyText(key.value, language) }) : key;
  },
});

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
  options: { key: { type: 'string' }, document: { type: 'string' } },
  schema: v.object({ file: Path, key: PublicKey, document: v.optional(Path) }),
  async run({ file, key, document }, io) {
    const text = file === '-' ? ok(await io.stdin()) : readText(file);
    if (!text.ok) return text;
    const receipt = parseReceipt(text.value);
    if (!receipt) return refuse({ tag: 'not-a-receipt', file });
    const fault = await faultOf(receipt, key, document);
    if (!fault.ok) return fault;
    const sound = fault.value === null;
    return ok({
      sound,
      json: { sound, fault: fault.value, documentChecked: document !== undefined, receipt },
      text: receiptCheckText(receipt, fault.value, document !== undefined, io.language),
    });
  },
});

async function faultOf(
  receipt: Receipt,
  key: Uint8Array,
  document: string | undefined,
): Promise<Result<ReceiptFault | null, CommandRefusal>> {
  if (receipt.keyId !== keyIdOf(key)) return ok('other-key');
  if (!isSignedReceipt(receipt, key)) return ok('signature');
  if (document === undefined) return ok(null);
  try {
    const { size } = await stat(document);
    return ok(size === receipt.size && (await hashOfFile(document)) === receipt.hash ? null : 'other-document');
  } catch (error) {
    return refuse({ tag: 'cannot-read', file: document, code: errorCode(error) });
  }
}
