/**
 * A PostgreSQL of the tests' own: a new cluster in a temporary folder, on a socket in it, gone with it. It installs nothing:
 * `scripts/project/postgres.ts` does. PostgreSQL refuses to run as root, so root runs it as somebody else.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, chownSync, constants, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

const DEBIAN = '/usr/lib/postgresql';

/** The folder of PostgreSQL's programs: `NAVETTE_POSTGRES`, else where `initdb` is on the PATH, else Debian's newest; undefined if there is none. */
export function findPostgres(): string | undefined {
  const chosen = process.env['NAVETTE_POSTGRES'];
  const onPath = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const debian = listed(DEBIAN)
    .toSorted((a, b) => Number(b) - Number(a))
    .map((version) => path.join(DEBIAN, version, 'bin'));
  const places = chosen ? [chosen] : [...onPath, ...debian];
  return places.find((folder) => ['initdb', 'postgres'].every((name) => isProgram(path.join(folder, name))));
}

export type TestPostgres = {
  readonly url: string;
  /** Bytes of its tables' files; its own log of changes lies elsewhere. */
  files(): readonly Buffer[];
  /** Kills it as a power cut would, and starts it again on what it left. */
  crash(): Promise<void>;
  stop(): Promise<void>;
};

/** @throws saying what to do, if there is no PostgreSQL here */
export async function startPostgres(settings: readonly string[] = []): Promise<TestPostgres> {
  const programs = findPostgres();
  if (programs === undefined)
    throw new Error(
      'No PostgreSQL here: install it (Debian: apt-get install postgresql) or set NAVETTE_POSTGRES to the folder of its programs.',
    );
  const who = nobody();
  const folder = mkdtempSync(path.join(tmpdir(), 'navette-pg-'));
  if (who) chownSync(folder, who.uid, who.gid);
  const data = path.join(folder, 'data');
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
  const init = spawnSync(
    path.join(programs, 'initdb'),
    ['-D', data, '-U', 'navette', '--auth=trust', '--no-sync', '--locale=C', '-E', 'UTF8'],
    { ...who, env, cwd: folder, encoding: 'utf8' },
  );
  if (init.status !== 0) throw new Error(`initdb: ${init.stderr}`);
  const switches = ['listen_addresses=', `unix_socket_directories=${folder}`, 'shared_buffers=16MB', 'max_connections=60', ...settings];

  async function start(): Promise<ChildProcess> {
    const process_ = spawn(path.join(programs as string, 'postgres'), ['-D', data, ...switches.flatMap((one) => ['-c', one])], {
      ...who,
      env,
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const said: string[] = [];
    for await (const line of createInterface({ input: process_.stderr })) {
      said.push(line);
      if (line.includes('ready to accept connections')) {
        process_.stderr.resume();
        return process_;
      }
    }
    throw new Error(`postgres: ${said.join('\n')}`);
  }

  let running = await start();
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (running.exitCode !== null) return;
    const ended = once(running, 'exit');
    running.kill(signal);
    await ended;
  };
  return {
    url: `postgres:///postgres?user=navette&host=${encodeURIComponent(folder)}`,
    files: () =>
      readdirSync(path.join(data, 'base'), { recursive: true, withFileTypes: true })
        .filter((one) => one.isFile())
        .map((one) => readFileSync(path.join(one.parentPath, one.name))),
    async crash() {
      await end('SIGQUIT');
      running = await start();
    },
    async stop() {
      await end('SIGINT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Whom PostgreSQL runs as when we are root: its own user where there is one. */
function nobody(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  return { uid: Number(user?.[2] ?? 65_534), gid: Number(user?.[3] ?? 65_534) };
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
