/**
 * A ClamAV daemon of the tests' own: one signature that we made, a socket in a temporary folder. It installs nothing:
 * `scripts/project/clamd.ts` does.
 */
import { spawn } from 'node:child_process';
import { accessSync, chmodSync, constants, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** Bytes our one signature knows: harmless, and in no file by chance. */
export const TEST_VIRUS = 'navette-test-signature-8f2c1d7a';
export const TEST_SIGNATURE = 'Navette.Test.UNOFFICIAL';

/** `NAVETTE_CLAMD_PROGRAM`, else `clamd` on the PATH or where Debian puts it; undefined if there is none. */
export function findClamd(): string | undefined {
  const onPath = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const places = process.env['NAVETTE_CLAMD_PROGRAM']
    ? [process.env['NAVETTE_CLAMD_PROGRAM']]
    : [...onPath, '/usr/sbin', '/usr/local/sbin'].map((folder) => path.join(folder, 'clamd'));
  return places.find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

export type TestClamd = { readonly path: string; stop(): Promise<void> };

/** @param streamLimit megabytes it takes. @throws saying what to do, if there is no clamd here */
export async function startClamd({ streamLimit = 25 }: { readonly streamLimit?: number } = {}): Promise<TestClamd> {
  const program = findClamd();
  if (program === undefined)
    throw new Error('No clamd here: install it (Debian: apt-get install clamav-daemon) or set NAVETTE_CLAMD_PROGRAM.');
  const folder = mkdtempSync(path.join(tmpdir(), 'navette-clamd-'));
  chmodSync(folder, 0o755);
  writeFileSync(path.join(folder, 'navette.ndb'), `Navette.Test:0:*:${Buffer.from(TEST_VIRUS).toString('hex')}\n`);
  const socket = path.join(folder, 'clamd.sock');
  const config = path.join(folder, 'clamd.conf');
  writeFileSync(
    config,
    [
      'Foreground yes',
      `LocalSocket ${socket}`,
      `DatabaseDirectory ${folder}`,
      `TemporaryDirectory ${folder}`,
      `StreamMaxLength ${streamLimit}M`,
      'OfficialDatabaseOnly no',
      // Root stays root: the folder is ours alone.
      ...(process.getuid?.() === 0 ? ['User root'] : []),
      '',
    ].join('\n'),
  );
  const child = spawn(program, ['--config-file', config], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (piece: Buffer) => (said += piece.toString()));
  const ended = new Promise<void>((resolve) => void child.on('close', () => resolve()));
  for (let tries = 0; !existsSync(socket); tries++) {
    if (child.exitCode !== null || tries > 300) throw new Error(`clamd did not start: ${said}`);
    await setTimeout(100);
  }
  return {
    path: socket,
    async stop() {
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
