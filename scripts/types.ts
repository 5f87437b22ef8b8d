// `npm run types` (and the first stage of the tests): checks every part against the types it may use.

import { exists } from './project/places.ts';
import { fingerprint, noteFingerprint, notedFingerprint } from './project/fingerprint.ts';
import { runProgram } from './project/programs.ts';

/** One checker run each: the whole tree with its tests, then each layer without what it may not use. */
const VIEWS = ['tsconfig.json', 'tsconfig.pure.json', 'tsconfig.browser.json', 'tsconfig.node.json'];

process.exitCode = await main();

async function main(): Promise<number> {
  if (!(await prepareExtensionTypes())) return 1;
  const told = new Set<string>();
  for (const view of VIEWS) {
    const { code, output } = await runProgram('tsc', ['-p', view, '--pretty', 'false'], { show: 'never' });
    // An empty part is not an error while the tree is young.
    if (code === 0 || output.includes('TS18003')) continue;
    const errors = output.split(/\n(?=\S)/).filter((error) => !told.has(error.trim()));
    for (const error of errors) told.add(error.trim());
    console.error(`types, seen through ${view}:\n${errors.join('\n').trim() || 'the errors above'}`);
  }
  return told.size === 0 ? 0 : 1;
}

/** WXT writes the types of the browser API and of the entrypoints' paths under `.wxt/`. */
async function prepareExtensionTypes(): Promise<boolean> {
  if (!exists('wxt.config.ts')) return true;
  const current = fingerprint(['wxt.config.ts', 'extension', 'package-lock.json']);
  if (exists('.wxt/wxt.d.ts') && notedFingerprint('extension-types') === current) return true;
  const { code } = await runProgram('wxt', ['prepare', '--level', 'warn'], { show: 'on failure' });
  if (code === 0) noteFingerprint('extension-types', current);
  return code === 0;
}
