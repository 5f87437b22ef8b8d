// `npm run bench -- <name> [--json]`: runs `test/bench/<name>.ts`, each given name in turn; without a name, lists them.
// Each bench prints its own figures (with `--json`, one JSON line per figure).

import { filesUnder } from './project/fingerprint.ts';
import { runFile } from './project/programs.ts';

const FOLDER = 'test/bench/';

const benches = filesUnder(FOLDER.slice(0, -1))
  .filter((file) => /^[^/]+\.ts$/.test(file.slice(FOLDER.length)) && !file.endsWith('.test.ts'))
  .map((file) => file.slice(FOLDER.length, -'.ts'.length));

const args = process.argv.slice(2);
const names = args.filter((arg) => !arg.startsWith('--'));
const options = args.filter((arg) => arg.startsWith('--'));
const unknown = names.filter((name) => !benches.includes(name));

if (names.length === 0) {
  console.log(benches.length === 0 ? 'No bench in test/bench yet.' : `Benches: ${benches.join(', ')}`);
} else if (unknown.length > 0) {
  console.error(`No such bench: ${unknown.join(', ')}. Benches: ${benches.join(', ')}`);
  process.exitCode = 1;
} else {
  for (const name of names) {
    const { code } = await runFile(`${FOLDER}${name}.ts`, options);
    if (code !== 0) process.exitCode = code;
  }
}
