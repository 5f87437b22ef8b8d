/** Receipts as they stand in the log or in a file that somebody was handed (K2). */
import { FileErased, Receipt } from '@navette/rooms/records';
import * as v from 'valibot';
import { decodeUpdate } from 'yjs';

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
