// What is built for people to load or visit: the extension for two browser families, and the portal.
// It does not know how each is built inside: `wxt.config.ts` and the portal's `vite.config.ts` do.
// Invariant: a build is skipped only if its output is there and its sources have the fingerprint of the last good build.

import { exists } from './places.ts';
import { fingerprint, noteFingerprint, notedFingerprint } from './fingerprint.ts';
import { runProgram, type Program } from './programs.ts';

/** One thing to build: its sources, the command, and a file that is there once it is built. */
export interface Build {
  readonly name: string;
  readonly needs: string;
  readonly sources: readonly string[];
  readonly program: Program;
  readonly args: readonly string[];
  readonly output: string;
}

const SHARED = ['packages', 'package.json', 'package-lock.json', 'tsconfig.json'];

/** Folders of the unpacked extension, relative to the root. */
export const UNPACKED = { chrome: '.output/chrome-mv3', firefox: '.output/firefox-mv3' } as const;

/** The three builds, in order. */
export const BUILDS: readonly Build[] = [
  {
    name: 'extension-chrome',
    needs: 'wxt.config.ts',
    sources: ['extension', 'wxt.config.ts', ...SHARED],
    program: 'wxt',
    args: ['build', '-b', 'chrome', '--level', 'warn'],
    output: `${UNPACKED.chrome}/manifest.json`,
  },
  {
    name: 'extension-firefox',
    needs: 'wxt.config.ts',
    sources: ['extension', 'wxt.config.ts', ...SHARED],
    program: 'wxt',
    args: ['build', '-b', 'firefox', '--mv3', '--level', 'warn'],
    output: `${UNPACKED.firefox}/manifest.json`,
  },
  {
    name: 'portal',
    needs: 'sync-server/portal/vite.config.ts',
    sources: ['sync-server/portal', ...SHARED],
    program: 'vite',
    args: ['build', 'sync-server/portal', '--logLevel', 'warn'],
    output: 'sync-server/portal/dist/index.html',
  },
];

/** What became of one build. `absent`: its sources are not in the tree. */
export type BuildOutcome = 'built' | 'fresh' | 'absent' | 'failed';

/** Builds one thing if it is out of date (always with `force`); prints the builder's output only when it fails. */
export async function bringUpToDate(build: Build, force = false): Promise<BuildOutcome> {
  if (!exists(build.needs)) return 'absent';
  const current = fingerprint(build.sources);
  if (!force && exists(build.output) && notedFingerprint(build.name) === current) return 'fresh';
  const ending = await runProgram(build.program, build.args, { show: 'on failure' });
  if (ending.code !== 0 || !exists(build.output)) {
    if (ending.code === 0) console.error(`${build.name}: ${build.output} was not written\n${ending.output}`);
    return 'failed';
  }
  noteFingerprint(build.name, current);
  return 'built';
}
