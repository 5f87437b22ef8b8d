// Runs the programs of the toolchain as children of a command.
// It does not know what they do. Invariant: no child, nor a child of a child, survives the command that started it.

import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import path from 'node:path';
import { at, root } from './places.ts';

const running = new Set<ChildProcess>();

/** Entry files of the npm programs used, run with the Node that runs us (their `#!` line would take any other). */
const ENTRY = {
  tsc: 'node_modules/typescript/bin/tsc',
  vite: 'node_modules/vite/bin/vite.js',
  vitest: 'node_modules/vitest/vitest.mjs',
  wxt: 'node_modules/wxt/bin/wxt.mjs',
  oxlint: 'node_modules/oxlint/bin/oxlint',
  oxfmt: 'node_modules/oxfmt/bin/oxfmt',
} as const;

/** An npm program this project runs. */
export type Program = keyof typeof ENTRY;

/** How a program ended, with what it printed when that was captured. */
export interface Ending {
  readonly code: number;
  readonly output: string;
}

/** What may be asked when a program is run. `show`: print its output as it comes (the default), only if it fails, or never. */
export interface RunOptions {
  readonly show?: 'always' | 'on failure' | 'never';
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs an npm program of the project to its end. */
export function runProgram(program: Program, args: readonly string[], options: RunOptions = {}): Promise<Ending> {
  return runCommand(process.execPath, [at(ENTRY[program]), ...args], options);
}

/** Runs a TypeScript file of the project under this Node to its end. */
export function runFile(file: string, args: readonly string[], options: RunOptions = {}): Promise<Ending> {
  return runCommand(process.execPath, [at(file), ...args], options);
}

/** Runs any command to its end. Never throws: a command that cannot start ends with code 127. */
export async function runCommand(command: string, args: readonly string[], options: RunOptions = {}): Promise<Ending> {
  const chunks: Buffer[] = [];
  const child = start(command, args, options);
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
  const code = await new Promise<number>((resolve) => {
    child.once('error', (error) => {
      chunks.push(Buffer.from(`${command}: ${error.message}\n`));
      resolve(127);
    });
    child.once('close', (exit, signal) => resolve(exit ?? (signal === null ? 1 : 130)));
  });
  const output = Buffer.concat(chunks).toString('utf8');
  if (code !== 0 && options.show === 'on failure') process.stdout.write(output);
  return { code, output };
}

/** Starts a command and lets it run; it dies with us. */
export function start(command: string, args: readonly string[], options: RunOptions = {}): ChildProcess {
  const settings: SpawnOptions = {
    cwd: root,
    // No keyboard: a group in the background that reads from a terminal would be suspended.
    stdio: (options.show ?? 'always') === 'always' ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      ...options.env,
      PATH: `${at('node_modules/.bin')}${path.delimiter}${process.env['PATH'] ?? ''}`,
      // Without it Node warns, at each start, that its own localStorage (which nothing here wants) has no file.
      NODE_OPTIONS: `${process.env['NODE_OPTIONS'] ?? ''} ${options.env?.['NODE_OPTIONS'] ?? ''} --no-experimental-webstorage`.trim(),
    },
    // A group of its own, so that its own children can be ended with it.
    detached: process.platform !== 'win32',
  };
  const child = spawn(command, [...args], settings);
  running.add(child);
  child.once('exit', () => {
    running.delete(child);
    signalGroup(child, 'SIGKILL');
  });
  return child;
}

/** Starts an npm program of the project and lets it run. */
export function startProgram(program: Program, args: readonly string[], options: RunOptions = {}): ChildProcess {
  return start(process.execPath, [at(ENTRY[program]), ...args], options);
}

/** Sends a signal to every child still running and to what they started. */
function signalAll(signal: NodeJS.Signals): void {
  for (const child of running) signalGroup(child, signal);
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal);
  } catch {
    // Already gone.
  }
}

/** How long a child may take to end by itself after Ctrl C, before it is killed. */
const GRACE_MS = 8000;

/** A signal sent to a whole group reaches us twice: from its sender and from the parent that passes it on. */
const SAME_SIGNAL_MS = 1000;

let stoppingSince: number | undefined;

/** Ends the command when asked to by a signal: children first, then ourselves. A second request does not wait. */
function stopOn(signal: NodeJS.Signals, code: number): void {
  process.on(signal, () => {
    if (stoppingSince !== undefined && performance.now() - stoppingSince < SAME_SIGNAL_MS) return;
    if (stoppingSince !== undefined || running.size === 0) {
      signalAll('SIGKILL');
      process.exit(code);
    }
    stoppingSince = performance.now();
    signalAll(signal);
    const ends = [...running].map((child) => new Promise((resolve) => child.once('exit', resolve)));
    const grace = new Promise((resolve) => setTimeout(resolve, GRACE_MS));
    void Promise.race([Promise.all(ends), grace]).then(() => {
      signalAll('SIGKILL');
      process.exit(code);
    });
  });
}

stopOn('SIGINT', 130);
stopOn('SIGTERM', 143);
stopOn('SIGHUP', 129);
process.on('exit', () => signalAll('SIGKILL'));
