// Makes sure there is a ClamAV daemon to test with: installs it where the system's package manager and our rights allow,
// else says exactly what to type. The tests start their own, with one signature of theirs; none that runs already is touched.

import { existsSync } from 'node:fs';
import { findClamd } from '../../test/support/clamd.ts';
import { runCommand } from './programs.ts';

const PACKAGES = ['clamav-daemon'];

/** The program, installed now if need be; undefined, with the reason printed, if there can be none. */
export async function ensureClamd(): Promise<string | undefined> {
  const found = findClamd();
  if (found !== undefined) return found;
  if (process.env['NAVETTE_CLAMD_PROGRAM']) {
    console.error(`NAVETTE_CLAMD_PROGRAM is ${process.env['NAVETTE_CLAMD_PROGRAM']}, which is no program.`);
    return undefined;
  }
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log(`Installing ${PACKAGES.join(' and ')} with apt-get (about 30 MB)…`);
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await runCommand('apt-get', ['update'], { show: 'on failure', env });
    await runCommand('apt-get', ['install', '-y', '--no-install-recommends', ...PACKAGES], { show: 'on failure', env });
    const installed = findClamd();
    if (installed !== undefined) return installed;
  }
  console.error(`ClamAV is needed for its tests and was not found. Install it, then run the tests again:
  Debian, Ubuntu:  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${PACKAGES.join(' ')}
  other:           install ClamAV 1.0 or newer and set NAVETTE_CLAMD_PROGRAM to its clamd`);
  return undefined;
}
