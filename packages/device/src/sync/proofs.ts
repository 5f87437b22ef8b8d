/** Checks what the firm signed against the key pinned at sign-in and those it vouches for, without asking anyone (K2, K3, K4). */
import { base64UrlToBytes } from '@navette/kernel/bytes';
import { receiptText } from '@navette/domain/receipt';
import { KEY_PURPOSES, knownKeys, mayHaveSaid, presentKey, type CheckSignature, type KeyAct, type KnownKey } from '@navette/protocol/keys';
import { readRecord, Receipt } from '@navette/rooms/records';
import type { Enrolment } from '../accounts/enrolment.ts';
import type { ReceiptRow } from '../store/local-store.ts';
import { isKept, type EpochSeen } from './epochs.ts';

/** A receipt that is good; of a key that was stolen since, for the firm to give again; or nobody's. */
export type ReceiptWorth = 'good' | 'to-renew' | 'bad';

type Signature = { readonly signature: string; readonly keyId: string };

export type ProofCheck = {
  /** What the server says now, by the log's key of now: a former one speaks for nobody any more. */
  now(text: string, by: Signature): Promise<boolean>;
  /** What was said at `at`, the log standing at `cursor`, by the log's key of that time. */
  once(text: string, by: Signature & { readonly at: number; readonly cursor: number }): Promise<boolean>;
  receipt(row: ReceiptRow, epochs: readonly EpochSeen[]): Promise<ReceiptWorth>;
};

/** @param acts the firm's list of keys, checked against the pinned one; none: that one signs everything */
export function makeProofCheck(
  { publicKey, keyId, firm }: Pick<Enrolment, 'publicKey' | 'keyId' | 'firm'>,
  acts: readonly KeyAct[],
): ProofCheck {
  const pinned = { keyId, publicKey, from: 0, until: null, distrusted: null };
  const keys: readonly KnownKey[] = acts.length > 0 ? knownKeys(acts) : KEY_PURPOSES.map((purpose) => ({ ...pinned, purpose }));
  const isSignature = signatureCheck();
  return {
    async now(text, { signature, keyId: by }) {
      const key = presentKey(keys, 'log');
      return key?.keyId === by && (await isSignature(key.publicKey, text, signature));
    },
    async once(text, { signature, keyId: by, at, cursor }) {
      const key = keys.find((one) => one.purpose === 'log' && one.keyId === by);
      return key !== undefined && mayHaveSaid(key, at, cursor) && (await isSignature(key.publicKey, text, signature));
    },
    async receipt(row, epochs) {
      const read = readRecord(Receipt, row.record);
      const key = read.readable ? keys.find((one) => one.purpose === 'receipts' && one.keyId === read.record.keyId) : undefined;
      if (!read.readable || !key || read.record.firm !== firm.id) return 'bad';
      const { record } = read;
      const at = record.renewed ?? record.at;
      if (!(await isSignature(key.publicKey, receiptText(record), record.signature))) return 'bad';
      if (!mayHaveSaid({ ...key, distrusted: null }, at, record.cursor)) return 'bad';
      return isFromBeforeTheft(key, at, row, epochs) ? 'good' : 'to-renew';
    },
  };
}

/** A receipt row with what it is worth. */
export function judged(row: ReceiptRow, worth: ReceiptWorth): ReceiptRow {
  const { toRenew: _, ...rest } = row;
  return { ...rest, valid: worth === 'good', ...(worth === 'to-renew' && { toRenew: true as const }) };
}

/** By what it says of its time, and by where its entry stands in the log, which a thief cannot choose. */
function isFromBeforeTheft({ distrusted }: KnownKey, at: number, { place }: ReceiptRow, epochs: readonly EpochSeen[]): boolean {
  if (distrusted === null) return true;
  const limit = distrusted.place?.cursor ?? Infinity;
  return at <= distrusted.after && place?.cursor != null && place.cursor <= limit && isKept(place, epochs);
}

/** Whether signatures are good; base64url, all of it. A key that is none is nobody's, and each is imported once: a firm has few keys and thousands of receipts. */
export function signatureCheck(): CheckSignature {
  const imported = new Map<string, Promise<CryptoKey | null>>();
  return async (publicKey, text, signature) => {
    const [raw, bytes] = [base64UrlToBytes(publicKey), base64UrlToBytes(signature)];
    if (raw?.length !== 32 || bytes === undefined) return false;
    const importing = imported.get(publicKey) ?? crypto.subtle.importKey('raw', raw, 'Ed25519', false, ['verify']).catch(() => null);
    imported.set(publicKey, importing);
    const key = await importing;
    return key !== null && (await crypto.subtle.verify('Ed25519', key, bytes, new TextEncoder().encode(text)));
  };
}
