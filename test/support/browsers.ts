// Finds the browser the tests run in. It installs nothing: `scripts/project/chromium.ts` does.

import { accessSync, constants } from 'node:fs';
import path from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** The Chromium to test with: `NAVETTE_CHROMIUM`, else the first known name on the PATH; undefined if there is none. */
export function findChromium(): string | undefined {
  const chosen = process.env['NAVETTE_CHROMIUM'];
  if (chosen !== undefined && chosen !== '') return isProgram(chosen) ? chosen : undefined;
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name))).find(isProgram);
}

/** The Chromium to test with. Throws, saying what to do, if there is none. */
export function requireChromium(): string {
  const found = findChromium();
  if (found === undefined)
    throw new Error('No Chromium here: install it (Debian: apt-get install chromium) or set NAVETTE_CHROMIUM to its path.');
  return found;
}

/** Switches every Chromium under test gets: no sandbox (tests may run as root), no traffic of its own. */
export const CHROMIUM_ARGS: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
