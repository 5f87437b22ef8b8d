/** Checks what the firm signed against the key pinned at sign-in, without asking anyone (K2, K4). */
import { base64UrlToBytes } from '@navette/kernel/bytes';
import { receiptText } from '@navette/domain/receipt';
import { readRecord, Receipt } from '@navette/rooms/records';
import type { Enrolment } from '../accounts/enrolment.ts';
import type { ReceiptRow } from '../store/local-store.ts';

export type ProofCheck = {
  signed(text: string, signature: string, keyId: string): Promise<boolean>;
  receipt(row: ReceiptRow): Promise<boolean>;
};

export async function makeProofCheck(enrolment: Pick<Enrolment, 'publicKey' | 'keyId' | 'firm'>): Promise<ProofCheck> {
  const raw = base64UrlToBytes(enrolment.publicKey) ?? new Uint8Array();
  const key = await crypto.subtle.importKey('raw', raw, 'Ed25519', false, ['verify']);
  const signed: ProofCheck['signed'] = async (text, signature, keyId) => {
    const bytes = base64UrlToBytes(signature);
    return (
      keyId === enrolment.keyId &&
      bytes !== undefined &&
      (await crypto.subtle.verify('Ed25519', key, bytes, new TextEncoder().encode(text)))
    );
  };
  return {
    signed,
    async receipt(row) {
      const read = readRecord(Receipt, row.record);
      return (
        read.readable &&
        read.record.firm === enrolment.firm.id &&
        signed(receiptText(read.record), read.record.signature, read.record.keyId)
      );
    },
  };
}
