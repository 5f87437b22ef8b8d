/**
 * Receipts as they stand in the log or in a file that somebody was handed, and whether the firm's key signed them (K2).
 */
import { createHash } from 'node:crypto';
import { receiptText } from '@navette/domain/receipt';
import { base64UrlToBytes } from '@navette/kernel/bytes';
import { FileErased, Receipt } from '@navette/rooms/records';
import * as v from 'valibot';
import { decodeUpdate } from 'yjs';
import { isSignedBy } from '../adapters/ed25519-signer.ts';

/** Nothing may stand beside what is signed: it would be read as if the firm had said it. */
const HandedReceipt = v.strictObject(Receipt.entries);

/** @returns the receipt that a text is, or null when it is not exactly one */
export function parseReceipt(text: string): Receipt | null {
  try {
    const parsed = v.safeParse(HandedReceipt, JSON.parse(text));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

/** What stands beside a receipt once its file was erased (K5). */
const Mark = v.strictObject(FileErased.entries);

/** The receipts that an entry of a receipts room sets; null for a value that is none. */
export function receiptsIn(update: Uint8Array): readonly (Receipt | null)[] {
  try {
    return decodeUpdate(update).structs.flatMap((struct) => {
      const values = 'content' in struct ? struct.content.getContent() : [];
      const receipts = values.filter((value: unknown) => !v.is(Mark, value));
      return receipts.map((value: unknown) => {
        const parsed = v.safeParse(Receipt, value);
        return parsed.success ? parsed.output : null;
      });
    });
  } catch {
    return [null];
  }
}

/** Whether the owner of `publicKey` signed exactly what the receipt says. */
export function isSignedReceipt(receipt: Receipt, publicKey: Uint8Array): boolean {
  const signature = base64UrlToBytes(receipt.signature);
  return signature !== undefined && isSignedBy(publicKey, receiptText(receipt), signature);
}

/** The name a public key has in receipts. */
export function keyIdOf(publicKey: Uint8Array): string {
  return createHash('sha256').update(publicKey).digest('hex').slice(0, 16);
}
