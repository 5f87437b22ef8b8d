// Makes sure there is a PostgreSQL to test with: installs it where the system's package manager and our rights allow,
// else says exactly what to type. The tests start their own cluster; none that runs already is touched.

import { existsSync } from 'node:fs';
import { findPostgres } from '../../test/support/postgres.ts';
import { runCommand } from './programs.ts';

const PACKAGES = ['postgresql'];

/** The folder of PostgreSQL's programs, installed now if need be; undefined, with the reason printed, if there can be none. */
export async function ensurePostgres(): Promise<string | undefined> {
  const found = findPostgres();
  if (found !== undefined) return found;
  if (process.env['NAVETTE_POSTGRES']) {
    console.error(`NAVETTE_POSTGRES is ${process.env['NAVETTE_POSTGRES']}, where initdb and postgres are not.`);
    return undefined;
  }
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log(`Installing ${PACKAGES.join(' and ')} with apt-get (about 60 MB)…`);
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await runCommand('apt-get', ['update'], { show: 'on failure', env });
    await runCommand('apt-get', ['install', '-y', '--no-install-recommends', ...PACKAGES], { show: 'on failure', env });
    const installed = findPostgres();
    if (installed !== undefined) return installed;
  }
  console.error(`PostgreSQL is needed for its tests and was not found. Install it, then run the tests again:
  Debian, Ubuntu:  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${PACKAGES.join(' ')}
  other:           install PostgreSQL 15 or newer and set NAVETTE_POSTGRES to the folder of initdb and postgres`);
  return undefined;
}
