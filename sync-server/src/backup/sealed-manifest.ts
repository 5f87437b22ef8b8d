/**
 * What an encrypted backup says of itself to whoever has not its private key (O2): its size and hash, whom it is encrypted to,
 * and the firm's signature over that, with the list of keys that checks it. No name, no content.
 *
 *   sealed.json   this        backup.age   a backup folder as tar, in the age format
 */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { KeyAct, knownKeys } from '@navette/protocol/keys';
import { checkpointText } from '@navette/protocol/replication';
import * as v from 'valibot';
import { BackupManifest } from '../cli/backup-manifest.ts';
import { isListVouched, keyBookOf } from '../keys/key-book.ts';
import { signed } from '../keys/signed.ts';
import type { KeyRing } from '../ports.ts';
import type { AgeProblem } from './age-format.ts';

export const SEALED_MANIFEST = 'sealed.json';
export const SEALED_FILE = 'backup.age';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
export const SealedManifest = v.object({
  format: v.literal(1),
  /** Bytes of the encrypted file, and their SHA-256. */
  size: count,
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  /** Public key it is encrypted to. */
  recipient: v.pipe(v.string(), v.regex(/^age1[a-z0-9]{58}$/)),
  /** What the backup inside says. */
  manifest: BackupManifest,
  acts: v.array(KeyAct),
  keyId: v.string(),
  signature: v.string(),
});
export type SealedManifest = v.InferOutput<typeof SealedManifest>;

/** What is wrong with one: besides what the format finds, its statement, or what it holds. */
export type SealProblem = AgeProblem | 'no-statement' | 'unsigned' | 'altered' | 'other-content';

type Unsigned = Omit<SealedManifest, 'acts' | 'keyId' | 'signature'>;

export function sealedText({ size, sha256, recipient, manifest, keyId }: Unsigned & { readonly keyId: string }): string {
  const { checkpoint, madeAt, findings } = manifest;
  const facts = [checkpoint.firm, madeAt, findings, checkpoint.signature, recipient, size, sha256, keyId];
  return ['navette-sealed-backup-v1', ...facts, ''].join('\n');
}

export function signSealed(ring: KeyRing, facts: Unsigned): SealedManifest {
  return { ...signed(ring.signer('log'), facts, sealedText), acts: [...ring.acts] };
}

/** Whether the folder is an encrypted backup, whatever its state. */
export function isSealed(folder: string): boolean {
  return existsSync(path.join(folder, SEALED_MANIFEST)) || existsSync(path.join(folder, SEALED_FILE));
}

/** @returns its statement, signed as it says; or what is wrong with it */
export async function readSealed(folder: string): Promise<SealedManifest | 'no-statement' | 'unsigned'> {
  const read = readStatement(folder);
  if (!read) return 'no-statement';
  const { checkpoint } = read.manifest;
  const book = keyBookOf(knownKeys(read.acts));
  const good =
    (await isListVouched({ firm: checkpoint.firm, acts: read.acts })) &&
    book.said('log', checkpointText(checkpoint), checkpoint, checkpoint.at, checkpoint.cursor) &&
    book.said('log', sealedText(read), read, checkpoint.at, checkpoint.cursor);
  return good ? read : 'unsigned';
}

/** The statement as it stands, its signature not looked at. */
export function readStatement(folder: string): SealedManifest | null {
  try {
    const read = v.safeParse(SealedManifest, JSON.parse(readFileSync(path.join(folder, SEALED_MANIFEST), 'utf8')));
    return read.success ? read.output : null;
  } catch {
    return null;
  }
}

/** Whether the encrypted file is the one of the statement; needs no private key. @returns what is wrong, null for nothing */
export async function checkSealedFile(folder: string, { size, sha256 }: SealedManifest): Promise<SealProblem | null> {
  const file = path.join(folder, SEALED_FILE);
  const there = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (there < size) return 'cut-short';
  return there === size && (await sha256Of(file)) === sha256 ? null : 'altered';
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(file, { highWaterMark: 1024 * 1024 })) hash.update(piece as Uint8Array);
  return hash.digest('hex');
}
