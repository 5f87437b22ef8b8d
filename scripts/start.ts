// `npm start`: builds what is out of date, says how to load the extension, then runs the server in the foreground.
// It does not know the server's options: it passes them on, and the server refuses the bad ones with a sentence.

import { BUILDS, UNPACKED, bringUpToDate } from './project/builds.ts';
import { at, exists } from './project/places.ts';
import { runFile } from './project/programs.ts';
import { HELP, NO_SERVER, buildFailed, building, complain, howToLoad, say } from './project/start-texts.ts';

const SERVER = 'sync-server/src/main.ts';
/**
 * The C library gives large blocks back to the system at once and keeps two heaps instead of one a thread; V8's space for
 * young values stays small, or a thousand handshakes leave it full (README, `2026-11-20-rooms-are-answered-by-copy.md`).
 */
const MEMORY = { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '131072', NODE_OPTIONS: '--max-semi-space-size=4' };

const args = process.argv.slice(2);
if (args.includes('--help') || args.includes('-h')) {
  const { HELP: options } = await import('../sync-server/src/console-texts.ts');
  console.log(`${HELP.fr}\n\n${options.fr}\n${HELP.en}\n\n${options.en}`);
  process.exit(0);
}

process.exitCode = await main();

async function main(): Promise<number> {
  say(building(BUILDS.map((build) => build.name).join(', ')));
  for (const build of BUILDS) {
    if ((await bringUpToDate(build)) === 'failed') {
      complain(buildFailed(build.name));
      return 1;
    }
  }
  if (!exists(SERVER)) {
    complain(NO_SERVER);
    return 1;
  }
  console.log('');
  say(howToLoad(at(UNPACKED.chrome), at(UNPACKED.firefox, 'manifest.json')));
  console.log('');
  return (await runFile(SERVER, ['serve', ...args], { env: MEMORY })).code;
}
