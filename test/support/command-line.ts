/**
 * The server's commands run in the test's own process, on real folders: what they print and how they end.
 */
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { systemClock, systemRandom } from '../../sync-server/src/adapters/node-platform.ts';
import { chainHash, CHAIN_START } from '../../sync-server/src/log/log-chain.ts';
import { runCommand, type Printed } from '../../sync-server/src/cli/command-line.ts';
import type { Language } from '../../sync-server/src/console-texts.ts';
import { entriesOf } from '../../sync-server/src/cli/stored-entries.ts';

export async function navette(
  command: string,
  args: readonly string[],
  { language = 'fr', stdin = '' }: { language?: Language; stdin?: string } = {},
): Promise<Printed> {
  return await runCommand(command, args, { language, clock: systemClock, random: systemRandom, stdin: () => Promise.resolve(stdin) });
}

/** The object of `--json`, with the exit code. */
export async function navetteJson<T>(command: string, args: readonly string[]): Promise<{ code: number; json: T }> {
  const { code, out } = await navette(command, [...args, '--json']);
  return { code, json: JSON.parse(out) as T };
}

/** Temporary folders of one test file. */
export class Folders {
  readonly #root = mkdtempSync(path.join(tmpdir(), 'navette-cli-'));
  #made = 0;

  /** A name nobody has taken. */
  free(): string {
    return path.join(this.#root, `folder-${this.#made++}`);
  }

  /** A copy of a data folder to spoil. */
  copyOf(folder: string): string {
    const copy = this.free();
    cpSync(folder, copy, { recursive: true });
    return copy;
  }

  remove(): void {
    rmSync(this.#root, { recursive: true, force: true });
  }
}

/** Every file of a folder with its bytes' hash and its time: what "left as it was" means. */
export function printOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => path.join(one.parentPath, one.name))
    .map(
      (file) => `${path.relative(folder, file)} ${statSync(file).mtimeMs} ${createHash('sha256').update(readFileSync(file)).digest('hex')}`,
    )
    .toSorted();
}

/** Changes the log's file behind the server's back. */
export function tamper(folder: string, change: (log: DatabaseSync) => void): void {
  const log = new DatabaseSync(path.join(folder, 'log.sqlite'));
  try {
    change(log);
  } finally {
    log.close();
  }
}

/** Computes every hash anew, as an operator would who rewrites the past. */
export function rechain(log: DatabaseSync): void {
  let previous = CHAIN_START;
  const set = log.prepare('UPDATE entry SET hash = ? WHERE cursor = ?');
  log.exec('BEGIN');
  // Read whole first: what is iterated must not change meanwhile.
  const entries = [...entriesOf(log)];
  for (const entry of entries) {
    previous = chainHash(previous, entry, entry.salt, entry.bytes);
    set.run(previous, entry.cursor);
  }
  log.exec('COMMIT');
}
