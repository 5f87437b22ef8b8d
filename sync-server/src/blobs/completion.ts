/**
 * The end of an upload: hash checked, file named, one receipt in the log, in one commit with the row that proves it (B1, K2).
 * Repeating it changes nothing; whatever was lost on the way, asking again brings the upload to that end.
 */
import { receiptText, type ReceiptFacts } from '@navette/domain/receipt';
import type { Clock } from '@navette/kernel/ports';
import { readRecord, Receipt } from '@navette/rooms/records';
import { roomName } from '@navette/rooms/room-names';
import { signed } from '../keys/signed.ts';
import type { BlobStore, Directory, Keys, Metrics, ReceiptRow, RoomLog, UploadState } from '../ports.ts';
import { Lanes } from '../rooms/lanes.ts';
import type { ServerWriter } from '../rooms/server-writer.ts';
import type { ScanFile } from '../scan/scan-file.ts';

export type CompletionParts = {
  readonly blobs: BlobStore;
  readonly log: RoomLog;
  readonly writer: ServerWriter;
  readonly directory: Directory;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly metrics: Metrics;
  /** Looks for viruses; without it a receipt says that nobody did. */
  readonly scan?: ScanFile;
};

/** A file that is whole and named, of somebody, for a box. */
export type ArrivedFile = Pick<UploadState, 'dossier' | 'box' | 'hash' | 'size' | 'user'>;

/** @returns what gives a file that has arrived its one receipt, and its place in the box or its archive */
export function makeReceipts({ log, writer, directory, keys, clock, metrics, scan }: Omit<CompletionParts, 'blobs'>) {
  const lanes = new Lanes<string>();

  async function receive({ dossier, box, hash, size, user: uploader }: ArrivedFile): Promise<void> {
    if (await log.holds(dossier, box, hash)) return;
    const head = await log.head();
    const facts: Omit<ReceiptFacts, 'keyId'> = {
      firm: directory.firm().id,
      dossier,
      box,
      hash,
      size,
      uploader,
      at: clock.now(),
      cursor: head.cursor,
      head: head.hash,
      verdict: 'not-scanned',
    };
    const room = roomName({ kind: 'receipts', dossier, box });
    // Handed back after a restore that lost the file: the bytes are here again, and their first receipt stands.
    const standing = await writer.value(room, hash);
    const read = readRecord(Receipt, standing);
    const first = read.readable && read.record.size === size ? read.record : null;
    const { uploader: by, at } = first ?? facts;
    const verdict = first ? first.verdict : ((await scan?.(hash, size)) ?? 'not-scanned');
    const receipt = first ? standing : { v: 1, ...signed(keys.now().signer('receipts'), { ...facts, verdict }, receiptText) };
    const row: ReceiptRow = { dossier, box, hash, size, uploader: by, at };
    await writer.setRecord(room, hash, receipt, [row]);
    metrics.count('uploads', 1, 'received');
  }

  // One file that comes twice into one box makes one receipt.
  return (file: ArrivedFile): Promise<void> => lanes.run(`${file.dossier}/${file.box}/${file.hash}`, () => receive(file));
}

export function makeCompletion({ blobs, metrics }: CompletionParts, receive: ReturnType<typeof makeReceipts>) {
  return async (upload: UploadState): Promise<'received' | 'hash-mismatch' | 'incomplete'> => {
    const outcome = await blobs.finish(upload.id);
    if (outcome === 'hash-mismatch') metrics.count('uploads', 1, outcome);
    if (outcome !== 'stored') return outcome;
    await receive(upload);
    return 'received';
  };
}
