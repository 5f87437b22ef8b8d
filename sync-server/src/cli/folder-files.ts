/**
 * Making and copying the files of a folder so that they are on the disk, and their owner's only, when it is done.
 */
import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { backup, type DatabaseSync } from 'node:sqlite';

/** Whether there is nothing there, or an empty folder. */
export function isFree(folder: string): boolean {
  return !existsSync(folder) || readdirSync(folder).length === 0;
}

export function makeFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
}

/** Makes what was written to a file or a folder last through a power cut. */
export function settle(file: string): void {
  const handle = openSync(file, 'r');
  try {
    fsyncSync(handle);
  } catch (error) {
    // Windows does not sync folders.
    if (process.platform !== 'win32') throw error;
  } finally {
    closeSync(handle);
  }
}

/** Copies a file, as a clone where the disk can; mode 0600. */
export function copyOwn(from: string, to: string): void {
  copyFileSync(from, to, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
  chmodSync(to, 0o600);
  settle(to);
}

/** All in one step: a copy in small steps starts over whenever the server commits. */
const EVERY_PAGE = 0x7fff_ffff;

/** Copies a database as it stands at one moment, whoever writes it. */
export async function copyDatabase(source: DatabaseSync, to: string): Promise<void> {
  await backup(source, to, { rate: EVERY_PAGE });
  chmodSync(to, 0o600);
  settle(to);
}

/** Gives a file that never changes a second name; copies it where that cannot be (another disk). */
export function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ENOENT' || code === 'EEXIST') throw error;
    copyOwn(from, to);
  }
}

/** Writes a small file whole or not at all. */
export function writeWhole(file: string, text: string): void {
  writeFileSync(`${file}.new`, text, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
  settle(path.dirname(file));
}
