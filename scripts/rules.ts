// `npm run rules [-- RANGE… --json --strict]`: which tests show which rule, by the numbers their titles begin with, and the
// rules that none shows. RANGE is `R149-R156`, `G21` or several; without one, the rules of accounts. Titles are read from the
// files: nothing is run. With `--strict` it ends with 1 when a rule has no test.

import { readFileSync } from 'node:fs';
import { filesUnder } from './project/fingerprint.ts';
import { at } from './project/places.ts';
import { DEFAULT_RANGES, idsIn, printedTable, ruleTable, withoutTest, type ShownBy } from './project/rule-table.ts';
import { testTitles } from './project/test-titles.ts';

const PLACES = ['packages', 'sync-server', 'extension', 'test', 'scripts'];

const args = process.argv.slice(2);
const ranges = args.filter((arg) => !arg.startsWith('--')).join(',');
const wanted = idsIn(ranges === '' ? DEFAULT_RANGES : ranges);

if (wanted === undefined) {
  console.error(`Not a range of rules: ${ranges}. Write R149-R156, or G21.`);
  process.exitCode = 2;
} else {
  const table = ruleTable(allTitles(), wanted);
  const missing = withoutTest(table);
  console.log(args.includes('--json') ? JSON.stringify({ rules: Object.fromEntries(table), missing }) : printedTable(table));
  if (args.includes('--strict') && missing.length > 0) process.exitCode = 1;
}

function allTitles(): ShownBy[] {
  return PLACES.flatMap((place) => filesUnder(place))
    .filter((file) => /\.test\.tsx?$/.test(file))
    .flatMap((file) => testTitles(readFileSync(at(file), 'utf8')).map((title) => ({ ...title, file })));
}
