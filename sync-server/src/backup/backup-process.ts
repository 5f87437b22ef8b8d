/**
 * One backup by the command line, in a process of its own and with what the server leaves of the processor: reading and hashing
 * everything would hold up whoever is working.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import path from 'node:path';
import * as v from 'valibot';
import type { MadeBackup, MakeBackup } from './nightly.ts';

/** The program, beside this file's folder as source, beside the file in the bundle. */
const PROGRAM = import.meta.filename.endsWith('.ts')
  ? path.join(import.meta.dirname, '../main.ts')
  : path.join(import.meta.dirname, 'main.js');

const Refused = v.object({ refused: v.string(), code: v.optional(v.string()) });

export type BackupProcess = {
  readonly make: MakeBackup;
  /** Ends what runs; what it had begun is thrown away by the next one. */ stop(): void;
};

/** @param encryptTo file of the public key; null for a plain backup */
export function backupProcess(data: string, encryptTo: string | null): BackupProcess {
  let running: ChildProcess | null = null;
  return {
    make: (to) =>
      new Promise((resolve) => {
        const options = ['backup', '--data', data, '--to', to, '--json', ...(encryptTo === null ? [] : ['--encrypt-to', encryptTo])];
        const child = spawn(process.execPath, [...process.execArgv, PROGRAM, ...options], { stdio: ['ignore', 'pipe', 'ignore'] });
        running = child;
        let out = '';
        child.stdout.setEncoding('utf8').on('data', (text: string) => (out = (out + text).slice(-100_000)));
        child.once('error', () => resolve({ made: false, reason: 'broken' }));
        child.once('close', (code) => {
          running = null;
          resolve(outcomeOf(code, out));
        });
        if (child.pid !== undefined) yieldTo(child.pid);
      }),
    stop: () => void running?.kill('SIGTERM'),
  };
}

function outcomeOf(code: number | null, out: string): MadeBackup {
  if (code === 0) return { made: true };
  if (code === 1) return { made: false, reason: 'unsound' };
  try {
    const { refused, code: why } = v.parse(Refused, JSON.parse(out));
    return { made: false, reason: refused, ...(why !== undefined && { code: why }) };
  } catch {
    return { made: false, reason: 'broken' };
  }
}

function yieldTo(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_LOW);
  } catch {
    // It has ended, or this system has no such thing.
  }
}
