/** A demonstration ledger as the device of the firm would store it: read, packed, compressed, with its record. */
import { gzipSync } from 'node:zlib';
import { createHash } from 'node:crypto';
import { bookFacts } from '@navette/formats/book-facts';
import { readFec } from '@navette/formats/fec';
import { packLedger } from '@navette/formats/ledger-file';
import type { BlobHash } from '@navette/kernel/ids';
import { manifestOf, type Book } from '@navette/rooms/book-record';
import type { LedgerManifest } from '@navette/rooms/ledger-records';
import type { DemoLedger } from './ledger.ts';

/** @throws when the ledger we invented is none: a bug */
export function demoBook({ fec, fileName }: Pick<DemoLedger, 'fec' | 'fileName'>): {
  readonly manifest: LedgerManifest & { readonly book: Book };
  readonly files: readonly Uint8Array[];
} {
  const read = readFec(fec);
  if (!read.ok) throw new Error(`the demonstration's ledger cannot be read: ${read.refusal.tag}`);
  const packed = packLedger(read.value.ledger);
  const [figures, words, source] = [packed.figures, packed.words, fec].map((bytes) => gzipSync(bytes)) as [Buffer, Buffer, Buffer];
  const stored = (bytes: Buffer) => ({ hash: createHash('sha256').update(bytes).digest('hex') as BlobHash, size: bytes.length });
  return {
    manifest: manifestOf(bookFacts(read.value, fileName), { figures: stored(figures), words: stored(words), source: stored(source) }),
    files: [figures, words, source].map((bytes) => new Uint8Array(bytes)),
  };
}
