/**
 * Encrypted backups: made beside the running server and verified, and opened again with the private key, which is not there
 * (O2). Nothing plain ever lies where the backup goes; what is staged lies in the data folder, which holds it all anyway.
 */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { bytesToHex } from '@navette/kernel/bytes';
import { ok, refuse, type Result } from '@navette/kernel/result';
import { noteBackedUp, stage, whyNotThere, type BackedUp, type BackupOptions } from '../cli/backup.ts';
import { readManifest } from '../cli/backup-manifest.ts';
import type { CommandRefusal } from '../cli/command.ts';
import { makeFolder, settle, writeWhole } from '../cli/folder-files.ts';
import { restoreBackup, type Restored, type RestoreOptions } from '../cli/restore.ts';
import { errorCode } from '../cli/stored-folder.ts';
import type { Verified } from '../cli/verify-folder.ts';
import { BACKUP_LOCK, BACKUP_STAGING, hold } from '../data-folder.ts';
import { openRing } from '../keys/key-folder.ts';
import { AgeError, decrypt, encrypt } from './age-format.ts';
import { readIdentity, readRecipient, recipientOf, recipientText } from './age-keys.ts';
import { checkSealedFile, readSealed, SEALED_FILE, SEALED_MANIFEST, signSealed } from './sealed-manifest.ts';
import { packed, TarError, unpack } from './tar.ts';

/** @returns the public key that a file names, raw */
export function recipientIn(file: string): Result<Uint8Array, CommandRefusal> {
  return keyIn(file, readRecipient, 'not-a-public-backup-key');
}

function keyIn(
  file: string,
  read: (text: string) => Uint8Array | undefined,
  tag: 'not-a-public-backup-key' | 'not-a-backup-key',
): Result<Uint8Array, CommandRefusal> {
  try {
    const key = read(readFileSync(file, 'utf8'));
    return key ? ok(key) : refuse({ tag, file });
  } catch (error) {
    return refuse({ tag: 'cannot-read', file, code: errorCode(error) });
  }
}

/** @param options `recipient`: raw public key of whoever may open it */
export async function makeSealedBackup(
  options: BackupOptions & { readonly recipient: Uint8Array },
): Promise<Result<BackedUp, CommandRefusal>> {
  const { data, to, clock, random, recipient } = options;
  const target = path.resolve(to);
  const partial = `${target}.partial-${bytesToHex(random.bytes(4))}`;
  const staging = path.join(path.resolve(data), BACKUP_STAGING);
  if (!existsSync(path.join(data, 'firm.json'))) return refuse({ tag: 'no-such-folder', folder: data });
  const refused = whyNotThere(data, to);
  if (refused) return refuse(refused);
  let release: (() => void) | undefined;
  try {
    release = hold(path.join(path.resolve(data), BACKUP_LOCK));
    if (!release) return refuse({ tag: 'backup-running', folder: data });
    const staged = await stage(data, staging, clock);
    if (!staged.ok) return staged;
    makeFolder(partial);
    const { manifest } = staged.value;
    const file = path.join(partial, SEALED_FILE);
    const written = await writeStream(encrypt(recipient, packed(staging, filesUnder(staging), manifest.madeAt)), file);
    const ring = openRing(path.join(staging, 'keys'));
    if (ring.acts.length === 0) return refuse({ tag: 'not-listed', folder: data });
    const sealed = signSealed(ring, { format: 1, ...written, recipient: recipientText(recipient), manifest });
    writeWhole(path.join(partial, SEALED_MANIFEST), `${JSON.stringify(sealed, null, 2)}\n`);
    // As it lies there, read again.
    const problem = await checkSealedFile(partial, sealed);
    if (problem) return refuse({ tag: 'bad-seal', folder: to, problem });
    if (existsSync(target)) rmdirSync(target);
    renameSync(partial, target);
    settle(path.dirname(target));
    noteBackedUp(data, staged.value);
    return ok({ to: target, ...staged.value });
  } catch (error) {
    return refuse({ tag: 'cannot-write', folder: to, code: errorCode(error) });
  } finally {
    if (release) rmSync(staging, { recursive: true, force: true });
    release?.();
    rmSync(partial, { recursive: true, force: true });
  }
}

export type UnsealOptions = RestoreOptions & { readonly keyFile: string };

/**
 * A data folder from an encrypted backup: its statement, its file, each piece, and then all that a plain backup is asked.
 * Nothing is made where the data folder goes before the last of it is known to be good.
 */
export async function restoreSealed(options: UnsealOptions): Promise<Result<Restored | Verified, CommandRefusal>> {
  const { from, data, keyFile, random } = options;
  const identity = keyIn(keyFile, readIdentity, 'not-a-backup-key');
  if (!identity.ok) return identity;
  const sealed = await readSealed(from);
  if (typeof sealed === 'string') return refuse({ tag: 'bad-seal', folder: from, problem: sealed });
  if (recipientText(recipientOf(identity.value)) !== sealed.recipient)
    return refuse({ tag: 'bad-seal', folder: from, problem: 'wrong-key' });
  const problem = await checkSealedFile(from, sealed);
  if (problem) return refuse({ tag: 'bad-seal', folder: from, problem });
  const opened = `${path.resolve(data)}.partial-${bytesToHex(random.bytes(4))}`;
  try {
    makeFolder(opened);
    await unpack(decrypt(identity.value, createReadStream(path.join(from, SEALED_FILE), { highWaterMark: 1024 * 1024 })), opened);
    const inside = readManifest(opened)?.checkpoint.signature;
    if (inside !== sealed.manifest.checkpoint.signature) return refuse({ tag: 'bad-seal', folder: from, problem: 'other-content' });
    return await restoreBackup({ ...options, from: opened, beside: from, disposable: true });
  } catch (error) {
    if (error instanceof AgeError) return refuse({ tag: 'bad-seal', folder: from, problem: error.problem });
    if (error instanceof TarError) return refuse({ tag: 'bad-seal', folder: from, problem: 'other-content' });
    return refuse({ tag: 'cannot-write', folder: data, code: errorCode(error) });
  } finally {
    rmSync(opened, { recursive: true, force: true });
  }
}

function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => path.relative(folder, path.join(one.parentPath, one.name)).split(path.sep).join('/'))
    .toSorted();
}

async function writeStream(stream: AsyncIterable<Uint8Array>, file: string): Promise<{ readonly size: number; readonly sha256: string }> {
  const hash = createHash('sha256');
  const handle = await open(file, 'wx', 0o600);
  let size = 0;
  try {
    for await (const piece of stream) {
      hash.update(piece);
      size += piece.length;
      for (let at = 0; at < piece.length;) at += (await handle.write(piece, at)).bytesWritten;
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { size, sha256: hash.digest('hex') };
}
