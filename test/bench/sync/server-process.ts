/**
 * A server under test: a process of its own, on the first core where the machine lets us choose, with its processor time
 * and memory read from /proc (NaN elsewhere). It knows no protocol.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, openSync, closeSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { availableParallelism, setPriority, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Target } from './targets.ts';
import { RawClient } from './raw-client.ts';

const pinned = process.platform === 'linux' && availableParallelism() > 1 && spawnSync('taskset', ['--version']).status === 0;
const TICKS_PER_SECOND = 100;

/**
 * Keeps the load generator off the server's core.
 * @param nice priority for both, negative as root only: less disturbed by what else runs
 */
export function settle(nice: string | undefined): void {
  if (nice !== undefined) setPriority(Number(nice));
  if (pinned) spawnSync('taskset', ['--all-tasks', '--cpu-list', '--pid', '1', String(process.pid)]);
}

export class ServerProcess {
  readonly target: Target;
  readonly #folder: string;
  #child: ChildProcess | null = null;
  #port = 0;
  /** Moment of the last start, of `performance.now()`. */
  startedAt = 0;

  constructor(target: Target) {
    this.target = target;
    this.#folder = mkdtempSync(path.join(tmpdir(), 'navette-bench-'));
  }

  /** Over the same data as before, when it was started before. @returns once its port answers */
  async start(): Promise<void> {
    this.#port = await freePort();
    const errors = openSync(path.join(this.#folder, 'stderr.txt'), 'a');
    const command = [process.execPath, ...this.target.args];
    const [program = '', ...args] = pinned ? ['taskset', '--cpu-list', '0', ...command] : command;
    this.startedAt = performance.now();
    this.#child = spawn(program, args, {
      stdio: ['ignore', 'ignore', errors],
      env: { ...process.env, NODE_OPTIONS: '', HOST: '127.0.0.1', PORT: String(this.#port), ...this.target.env(this.#folder) },
    });
    closeSync(errors);
    while (!(await answers(this.#port))) {
      if (this.#child.exitCode !== null || performance.now() - this.startedAt > 30_000)
        throw new Error(`${this.target.name} did not start: ${this.said().slice(-600)}`);
      await pause(5);
    }
  }

  client(room: string, vector?: Uint8Array): RawClient {
    const { path: pathOf, dialect } = this.target;
    return new RawClient({ port: this.#port, path: pathOf(room), room, dialect }, vector);
  }

  get port(): number {
    return this.#port;
  }

  /** Seconds of processor time so far. */
  processorTime(): number {
    const fields = this.#proc('stat').split(') ').at(-1)?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  }

  /** MiB of memory held. */
  memory(): number {
    return Number(/VmRSS:\s+(\d+)/.exec(this.#proc('status'))?.[1] ?? Number.NaN) / 1024;
  }

  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => void child.once('exit', () => resolve()));
    child.kill(signal);
    const late = setTimeout(() => child.kill('SIGKILL'), 5000);
    await gone;
    clearTimeout(late);
  }

  async remove(): Promise<void> {
    await this.stop('SIGKILL');
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** What it printed on its error output. */
  said(): string {
    return readFileSync(path.join(this.#folder, 'stderr.txt'), 'utf8');
  }

  #proc(file: 'stat' | 'status'): string {
    try {
      return readFileSync(`/proc/${this.#child?.pid ?? 0}/${file}`, 'latin1');
    } catch {
      return '';
    }
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(port, '127.0.0.1', () => {
      probe.destroy();
      resolve(true);
    }).on('error', () => resolve(false));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
