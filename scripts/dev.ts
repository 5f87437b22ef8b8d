// `npm run dev`: WXT in development mode (Chrome unless `--firefox` is given) and the server, restarted when its code changes.
// Other options go to the server. It ends when either ends.

import { BUILDS, bringUpToDate } from './project/builds.ts';
import { start, startProgram } from './project/programs.ts';

const firefox = process.argv.includes('--firefox');
const serverArgs = process.argv.slice(2).filter((arg) => arg !== '--firefox');

// The portal is served from its build: WXT only watches the extension.
const portal = BUILDS.find((build) => build.name === 'portal');
if (portal !== undefined) await bringUpToDate(portal);

const children = [
  startProgram('wxt', firefox ? ['-b', 'firefox', '--mv3'] : []),
  start(process.execPath, ['--watch', 'sync-server/src/main.ts', 'serve', ...serverArgs]),
];
const code = await Promise.race(
  children.map((child) => new Promise<number>((resolve) => child.once('exit', (exit) => resolve(exit ?? 1)))),
);
process.exit(code);
