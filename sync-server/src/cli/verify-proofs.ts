/**
 * Checks every receipt the server ever gave, from the log alone: its signature, its place, the head of the log it names,
 * the file it speaks of; and every stored file against the SHA-256 that is its name (threats K2, K4; invariant I11).
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { isBlobHash } from '@navette/kernel/ids';
import type { Receipt } from '@navette/rooms/records';
import { parseRoom } from '@navette/rooms/room-names';
import { receiptText } from '@navette/domain/receipt';
import { keptUpTo } from '@navette/protocol/healing';
import { mayHaveSaid } from '@navette/protocol/keys';
import { CHAIN_START } from '../log/log-chain.ts';
import { healedIn } from '../adapters/sqlite-heal-book.ts';
import type { Findings, ReceiptProblem } from './findings.ts';
import { isFromBeforeTheft, isSaid } from '../keys/key-book.ts';
import { receiptsIn } from './receipts.ts';
import type { StoredFolder } from './stored-folder.ts';
import { epochOf, type StoredEntry } from './stored-entries.ts';
import { storedActs } from './verify-healing.ts';
import type { RedactionCheck } from './verify-redactions.ts';

const keyOf = (place: { readonly dossier: unknown; readonly box: unknown; readonly hash: unknown }): string =>
  `${place.dossier}/${place.box}/${place.hash}`;

export type FilesFacts = { readonly files: number; readonly bytes: number };

/** Sees the entries of the log one after the other, and keeps what its receipts say. */
export class ReceiptCheck {
  readonly #stored: StoredFolder;
  readonly #findings: Findings;
  readonly #erased: Pick<RedactionCheck, 'isErased'>;
  readonly #hashAt;
  /** Size said, by place. */
  readonly #said = new Map<string, number>();
  /** Entries that devices handed back, with the cursor up to which their epoch's log is this one's. */
  readonly #healed: ReadonlyMap<string, number>;
  /** Places whose receipt came back and whose file is still to come (`navette healed` lists them). */
  readonly #awaited = new Set<string>();
  /** Places whose last receipt is of a key that was stolen, and where it stands. */
  readonly #toRenew = new Map<string, { readonly cursor: number; readonly hash: string }>();
  readonly #keptUpTo: (epoch: string) => number;
  #count = 0;

  /** @param erased files that a signed act says are erased in their box */
  constructor(stored: StoredFolder, findings: Findings, erased: Pick<RedactionCheck, 'isErased'>) {
    this.#erased = erased;
    this.#stored = stored;
    this.#findings = findings;
    this.#hashAt = stored.log.prepare('SELECT hash FROM entry WHERE cursor = ?');
    const acts = storedActs(stored) ?? [];
    const present = epochOf(stored.log);
    this.#keptUpTo = (epoch) => (epoch === present ? Infinity : keptUpTo(acts, epoch));
    this.#healed = new Map(stored.healing ? healedIn(stored.healing).map(({ id, epoch }) => [id, keptUpTo(acts, epoch)]) : []);
  }

  see(entry: StoredEntry): void {
    if (parseRoom(entry.room)?.kind !== 'receipts') return;
    for (const receipt of receiptsIn(entry.bytes)) {
      this.#count += 1;
      const problem = receipt === null ? 'unreadable' : this.#problemOf(receipt, entry);
      if (problem !== null) this.#findings.add({ tag: 'bad-receipt', problem, cursor: entry.cursor, hash: receipt?.hash ?? '' });
      if (!receipt) continue;
      if (problem === null) this.#noteTrust(receipt, entry);
      this.#said.set(keyOf(receipt), receipt.size);
      if (this.#healed.has(entry.id)) this.#awaited.add(keyOf(receipt));
    }
  }

  #problemOf(receipt: Receipt, entry: StoredEntry): ReceiptProblem | null {
    const { book, firm } = this.#stored;
    const room = parseRoom(entry.room);
    if (entry.author !== 'server') return 'not-by-server';
    const key = book.find('receipts', receipt.keyId);
    if (!key) return 'other-key';
    if (!isSaid(key.publicKey, receiptText(receipt), receipt.signature)) return 'signature';
    if (room?.kind !== 'receipts' || receipt.firm !== firm || receipt.dossier !== room.dossier || receipt.box !== room.box)
      return 'other-place';
    if (!mayHaveSaid({ ...key, distrusted: null }, receipt.renewed ?? receipt.at, receipt.cursor)) return 'spent-key';
    // Signed together with a head of the log that was lost, and handed back with the server's proof.
    const kept = this.#healed.get(entry.id);
    if (kept !== undefined && receipt.cursor > kept) return null;
    // Signed together with the head of the log as it was: a log written anew does not have it.
    const head = receipt.cursor === 0 ? CHAIN_START : this.#hashAt.get(receipt.cursor)?.['hash'];
    return receipt.cursor < entry.cursor && head === receipt.head ? null : 'other-head';
  }

  /** Of a stolen key it counts until it is renewed; both stand in the log. */
  #noteTrust(receipt: Receipt, entry: StoredEntry): void {
    const key = this.#stored.book.find('receipts', receipt.keyId);
    const trusted = key !== undefined && isFromBeforeTheft(key, receipt.renewed ?? receipt.at, entry.cursor, this.#keptUpTo);
    if (trusted) this.#toRenew.delete(keyOf(receipt));
    else this.#toRenew.set(keyOf(receipt), { cursor: entry.cursor, hash: receipt.hash });
  }

  /** The rows by which the server grants bytes, against the receipts. @returns the number of receipts */
  finish(log: DatabaseSync): { readonly receipts: number; readonly wanted: ReadonlyMap<string, number> } {
    const wanted = new Map<string, number>();
    const rows = new Set<string>();
    for (const place of this.#toRenew.values()) this.#findings.add({ tag: 'bad-receipt', problem: 'distrusted', ...place });
    for (const row of log.prepare('SELECT dossier, box, hash, size FROM blobs ORDER BY hash').iterate()) {
      const place = { dossier: String(row['dossier']), box: String(row['box']), hash: String(row['hash']) };
      rows.add(keyOf(place));
      wanted.set(place.hash, Number(row['size']));
      if (this.#said.get(keyOf(place)) !== Number(row['size'])) this.#findings.add({ tag: 'row-without-receipt', ...place });
    }
    for (const key of this.#said.keys()) {
      const [dossier = '', box = '', hash = ''] = key.split('/');
      if (!rows.has(key) && !this.#awaited.has(key) && !this.#erased.isErased({ dossier, box, hash }))
        this.#findings.add({ tag: 'receipt-without-row', dossier, box, hash });
    }
    return { receipts: this.#count, wanted };
  }
}

/**
 * Hashes every file of the folder.
 * @param wanted the files that receipts speak of, with their sizes
 */
export async function verifyFiles(folder: string, wanted: ReadonlyMap<string, number>, findings: Findings): Promise<FilesFacts> {
  const missing = new Set(wanted.keys());
  let [files, bytes] = [0, 0];
  for await (const hash of filesIn(folder)) {
    const file = blobPath(folder, hash);
    const { size } = await stat(file);
    missing.delete(hash);
    files += 1;
    bytes += size;
    const said = wanted.get(hash);
    if (said !== undefined && said !== size) findings.add({ tag: 'wrong-size', hash });
    else if ((await hashOfFile(file)) !== hash) findings.add({ tag: 'altered-file', hash });
  }
  for (const hash of missing) findings.add({ tag: 'missing-file', hash });
  return { files, bytes };
}

/** Where the folder store keeps a file. @throws for a name that is no hash (B4) */
export function blobPath(folder: string, hash: string): string {
  if (!isBlobHash(hash)) throw new Error('blobs: not a name of ours');
  return path.join(folder, hash.slice(0, 2), hash.slice(2, 4), hash);
}

async function* filesIn(folder: string): AsyncGenerator<string> {
  for (const first of await subfolders(folder)) {
    for (const second of await subfolders(path.join(folder, first))) {
      for (const name of (await readdir(path.join(folder, first, second))).toSorted()) {
        if (isBlobHash(name) && name.startsWith(first + second)) yield name;
      }
    }
  }
}

async function subfolders(folder: string): Promise<readonly string[]> {
  const all = await readdir(folder, { withFileTypes: true });
  return all
    .filter((one) => one.isDirectory() && /^[0-9a-f]{2}$/.test(one.name))
    .map((one) => one.name)
    .toSorted();
}

/** SHA-256 of a file's bytes, read piece by piece. */
export async function hashOfFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(file)) hash.update(piece as Uint8Array);
  return hash.digest('hex');
}
