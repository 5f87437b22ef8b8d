// The stages of the tests, in order, and what each needs.
// It does not know how results are added up. Invariant: a stage is left out only when there is nothing of it in the tree,
// and then a line says so; what exists runs, and what could not run has failed.

import { mkdirSync, rmSync } from 'node:fs';
import { BUILDS, bringUpToDate } from './builds.ts';
import { ensureChromium } from './chromium.ts';
import { ensureClamd } from './clamd.ts';
import { ensurePostgres } from './postgres.ts';
import { filesUnder } from './fingerprint.ts';
import { at, exists } from './places.ts';
import { runFile, runProgram } from './programs.ts';
import { countVitest, NOTHING, type Counts } from './test-counts.ts';

/** What came of a stage. `absent`: nothing of it exists in the tree. */
export interface StageResult {
  readonly outcome: 'passed' | 'failed' | 'absent';
  readonly counts: Counts;
}

/** A stage: the name `--only` takes, what it needs to have run well before, and the work. */
export interface Stage {
  readonly name: string;
  readonly title: string;
  readonly after: readonly string[];
  readonly run: (args: readonly string[]) => Promise<StageResult>;
}

const PASSED: StageResult = { outcome: 'passed', counts: NOTHING };
const FAILED: StageResult = { outcome: 'failed', counts: NOTHING };
const ABSENT: StageResult = { outcome: 'absent', counts: NOTHING };

/** What the linter and the formatter read. */
const WRITTEN = ['packages', 'sync-server', 'extension', 'scripts', 'test', 'vitest.config.ts', 'wxt.config.ts'];

/** Every stage of `npm test`, in order. */
export const STAGES: readonly Stage[] = [
  { name: 'types', title: 'Types', after: [], run: async () => verdict(await runFile('scripts/types.ts', [])) },
  { name: 'lint', title: 'Lint', after: [], run: lint },
  { name: 'format', title: 'Format (mended by `npm run format`)', after: [], run: format },
  {
    name: 'unit',
    title: 'Architecture, unit, contract, fault and abuse tests',
    after: [],
    run: (args) => vitest('node', isNodeTest, args),
  },
  { name: 'browser', title: 'Tests in Chromium', after: [], run: inBrowser },
  { name: 'build', title: 'Builds: extension for Chrome and Firefox, portal', after: [], run: build },
  {
    name: 'budgets',
    title: 'What was built: budgets, manifests, Firefox linter',
    after: ['build'],
    run: (args) => vitest('builds', (file) => file.endsWith('.build.test.ts'), args),
  },
  { name: 'journeys', title: 'Journeys: the built extension, the real server', after: ['build'], run: journeys },
];

/** The part that `npm run check` runs. */
export const FAST_STAGES = ['types', 'lint', 'unit'];

async function lint(): Promise<StageResult> {
  return verdict(await runProgram('oxlint', ['--deny-warnings', ...WRITTEN.filter((place) => exists(place))], { show: 'on failure' }));
}

async function format(): Promise<StageResult> {
  return verdict(await runProgram('oxfmt', ['--check', ...WRITTEN.filter((place) => exists(place))], { show: 'on failure' }));
}

async function build(): Promise<StageResult> {
  let built = 0;
  for (const one of BUILDS) {
    const outcome = await bringUpToDate(one);
    console.log(`${one.name}: ${outcome}`);
    if (outcome === 'failed') return FAILED;
    if (outcome !== 'absent') built += 1;
  }
  return built === 0 ? ABSENT : PASSED;
}

async function inBrowser(args: readonly string[]): Promise<StageResult> {
  return vitest('browser', (file) => /\.browser\.test\.tsx?$/.test(file), args, true);
}

async function journeys(args: readonly string[]): Promise<StageResult> {
  return vitest('journeys', isJourney, args, true);
}

/** Runs one vitest project and counts its tests from the report it writes. */
async function vitest(
  project: string,
  belongs: (file: string) => boolean,
  args: readonly string[],
  needsChromium = false,
): Promise<StageResult> {
  const files = ['packages', 'sync-server', 'extension', 'scripts', 'test'].flatMap((place) => filesUnder(place)).filter(belongs);
  if (files.length === 0) return ABSENT;
  const env: Record<string, string> = {};
  if (needsChromium) {
    const chromium = await ensureChromium();
    if (chromium === undefined) return FAILED;
    env['NAVETTE_CHROMIUM'] = chromium;
  }
  if (files.some((file) => file.endsWith('.postgres.test.ts'))) {
    const postgres = await ensurePostgres();
    if (postgres === undefined) return FAILED;
    env['NAVETTE_POSTGRES'] = postgres;
  }
  if (files.some((file) => file.endsWith('.clamd.test.ts'))) {
    const clamd = await ensureClamd();
    if (clamd === undefined) return FAILED;
    env['NAVETTE_CLAMD_PROGRAM'] = clamd;
  }
  const report = at('test-results', `${project}.json`);
  mkdirSync(at('test-results'), { recursive: true });
  rmSync(report, { force: true });
  const ending = await runProgram(
    'vitest',
    ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...args],
    { env },
  );
  const counts = countVitest(report);
  return { outcome: ending.code === 0 && counts.failed === 0 ? 'passed' : 'failed', counts };
}

function isJourney(file: string): boolean {
  return file.startsWith('test/journeys/') && file.endsWith('.test.ts');
}

function isNodeTest(file: string): boolean {
  return /\.test\.tsx?$/.test(file) && !/\.(browser|build)\.test\.tsx?$/.test(file) && !isJourney(file);
}

function verdict(ending: { readonly code: number }): StageResult {
  return ending.code === 0 ? PASSED : FAILED;
}
