// Makes sure there is a Chromium to test in: installs it where the system's package manager and our rights allow,
// else says exactly what to type.

import { existsSync } from 'node:fs';
import { findChromium } from '../../test/support/browsers.ts';
import { runCommand } from './programs.ts';

const PACKAGES = ['chromium', 'fonts-noto-core'];

/** The path of a Chromium, installed now if need be; undefined, with the reason printed, if there can be none. */
export async function ensureChromium(): Promise<string | undefined> {
  const found = findChromium();
  if (found !== undefined) return found;
  if (process.env['NAVETTE_CHROMIUM']) {
    console.error(`NAVETTE_CHROMIUM is ${process.env['NAVETTE_CHROMIUM']}, which is not a program.`);
    return undefined;
  }
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log(`Installing ${PACKAGES.join(' and ')} with apt-get (about 125 MB)…`);
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await runCommand('apt-get', ['update'], { show: 'on failure', env });
    await runCommand('apt-get', ['install', '-y', '--no-install-recommends', ...PACKAGES], { show: 'on failure', env });
    const installed = findChromium();
    if (installed !== undefined) return installed;
  }
  console.error(`Chromium is needed for the browser tests and was not found. Install it, then run the tests again:
  Debian:  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${PACKAGES.join(' ')}
  Ubuntu:  install Google Chrome (https://www.google.com/chrome), whose package holds no snap
  other:   install Chromium or Chrome and set NAVETTE_CHROMIUM to the path of its program`);
  return undefined;
}
