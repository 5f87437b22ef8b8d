/**
 * The server as a process of its own, started by its command line: for tests that kill it, or read its terminal.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { NO_RATES } from '../server-limits.ts';

/** Tests ask faster than people. */
const WITHOUT_RATES = Object.entries(NO_RATES).flatMap(([name, number]) => ['--limit', `${name}=${number}`]);

const MAIN = path.resolve(import.meta.dirname, '../main.ts');

export type SpawnedServer = {
  readonly child: ChildProcess;
  readonly origin: string;
  /** All it printed so far. */
  stdout(): string;
  stderr(): string;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  /** Asks it to stop; resolves with its exit code. */
  stop(): Promise<number | null>;
};

/** Runs the command line to its end. */
export async function runServerCommand(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  const { child, output } = run(args, env);
  const code = await ended(child);
  return { code, ...output };
}

/**
 * Starts `serve` and waits until it answers.
 * @throws with what it printed when it ends before
 */
export async function spawnServer(data: string, args: readonly string[] = ['--demo'], port?: number): Promise<SpawnedServer> {
  const chosen = port ?? (await freePort());
  const origin = `http://localhost:${chosen}`;
  const { child, output } = run(['serve', '--data', data, '--port', String(chosen), ...WITHOUT_RATES, ...args], {});
  const end = ended(child);
  const gone = end.then((code) => Promise.reject(new Error(`the server ended with ${code}: ${output.stderr}`)));
  gone.catch(() => {});
  await Promise.race([untilReady(origin), gone]);
  return {
    child,
    origin,
    stdout: () => output.stdout,
    stderr: () => output.stderr,
    async kill() {
      child.kill('SIGKILL');
      await end;
    },
    stop() {
      child.kill('SIGTERM');
      return end;
    },
  };
}

function run(args: readonly string[], env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [MAIN, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LANG: 'fr_FR.UTF-8', LC_ALL: '', NODE_OPTIONS: '', ...env },
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  return { child, output };
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => void child.once('close', (code) => resolve(code)));
}

async function untilReady(origin: string): Promise<void> {
  for (;;) {
    const ready = await fetch(`${origin}/readyz`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ready) return;
    await new Promise((resolve) => void setTimeout(resolve, 50));
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
