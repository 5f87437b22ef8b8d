/**
 * The proof that a file arrived: what it says, and the exact text that is signed (threat K2).
 *
 * Signing and checking need a platform; the text does not.
 */
import type { BlobHash, DossierId, FirmId, UserId } from '@navette/kernel/ids';
import type { Holder } from './boxes.ts';

export type ScanVerdict = 'not-scanned' | 'clean' | 'infected';

export type ReceiptFacts = {
  readonly firm: FirmId;
  readonly dossier: DossierId;
  readonly box: Holder;
  readonly hash: BlobHash;
  /** Bytes. */
  readonly size: number;
  /** Server time, milliseconds since 1970. */
  readonly at: number;
  readonly uploader: UserId;
  /** The server's cursor and chain head just before the entry that holds this receipt. */
  readonly cursor: number;
  readonly head: string;
  readonly verdict: ScanVerdict;
  /**
   * When it was given again under another key, because the first one's is not trusted any more (K3): `at` stays what the
   * server's own log says, `cursor` and `head` are those of this moment.
   */
  readonly renewed?: number;
  readonly keyId: string;
};

/**
 * One line a fact, in a fixed order, under a domain separator: two different receipts never share a text.
 * @returns the UTF-8 text that Ed25519 signs
 */
export function receiptText(facts: ReceiptFacts): string {
  return [
    facts.renewed === undefined ? 'navette-receipt-v1' : 'navette-receipt-v2',
    `firm ${facts.firm}`,
    `dossier ${facts.dossier}`,
    `box ${facts.box}`,
    `sha256 ${facts.hash}`,
    `size ${facts.size}`,
    `at ${facts.at}`,
    `uploader ${facts.uploader}`,
    `cursor ${facts.cursor}`,
    `head ${facts.head}`,
    `verdict ${facts.verdict}`,
    ...(facts.renewed === undefined ? [] : [`renewed ${facts.renewed}`]),
    `key ${facts.keyId}`,
    '',
  ].join('\n');
}
