// `npm run screenshots`: builds what is out of date, then takes the pictures of the main screens into docs/screenshots.
// With names, such as `npm run screenshots -- home popup`, only those.

import { BUILDS, bringUpToDate } from './project/builds.ts';
import { runFile } from './project/programs.ts';
import { buildFailed, complain } from './project/start-texts.ts';

process.exitCode = await main();

async function main(): Promise<number> {
  for (const build of BUILDS.filter(({ name }) => name !== 'extension-firefox')) {
    if ((await bringUpToDate(build)) === 'failed') {
      complain(buildFailed(build.name));
      return 1;
    }
  }
  return (await runFile('test/screens/take.ts', process.argv.slice(2))).code;
}
