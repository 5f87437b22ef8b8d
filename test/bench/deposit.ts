/**
 * `npm run bench -- deposit`: from a 5 MB PDF in hand to "Enregistré sur cet ordinateur", against a bare strict
 * IndexedDB write of the same bytes in the same run. Goals: p95 at most twice the bare write's, and at most 300 ms.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright';
import { createServer } from 'vite';
import { CHROMIUM_ARGS, findChromium } from '../support/browsers.ts';
import { report } from './report.ts';
import type {} from './deposit-page.ts';

const SIZE = 5_000_000;
const ROUNDS = 60;

const vite = await createServer({
  configFile: false,
  root: process.cwd(),
  logLevel: 'error',
  server: { port: 0, host: '127.0.0.1' },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
});
await vite.listen();
const address = vite.httpServer?.address();
const port = typeof address === 'object' && address ? address.port : 0;
const executablePath = findChromium();
// A profile on disk: a private window keeps its databases in memory.
const profile = await mkdtemp(path.join(tmpdir(), 'navette-bench-'));
const browser = await chromium.launchPersistentContext(profile, {
  headless: true,
  args: [...CHROMIUM_ARGS],
  ...(executablePath === undefined ? {} : { executablePath }),
});
try {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${port}/test/bench/deposit-page.html`);
  await page.waitForFunction(() => 'benchDeposit' in globalThis);
  const { deposit, bare } = await page.evaluate(([size, rounds]) => globalThis.benchDeposit(size, rounds), [SIZE, ROUNDS] as const);
  const ratio = percentile(deposit, 0.95) / percentile(bare, 0.95);
  report({
    name: 'deposit-saved-p95',
    value: percentile(deposit, 0.95),
    unit: 'ms',
    ratio,
    against: 'bare strict IndexedDB put, p95',
    goal: '<= 2x',
    met: ratio <= 2,
  });
  report({
    name: 'deposit-saved-p95-absolute',
    value: percentile(deposit, 0.95),
    unit: 'ms',
    ratio: null,
    against: null,
    goal: '<= 300 ms',
    met: percentile(deposit, 0.95) <= 300,
  });
  const medians = percentile(deposit, 0.5) / percentile(bare, 0.5);
  report({
    name: 'deposit-saved-median',
    value: percentile(deposit, 0.5),
    unit: 'ms',
    ratio: medians,
    against: 'bare strict IndexedDB put, median',
    goal: '<= 2x',
    met: medians <= 2,
  });
} finally {
  await browser.close();
  await vite.close();
  await rm(profile, { recursive: true, force: true });
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
