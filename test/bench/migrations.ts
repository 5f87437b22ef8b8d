/**
 * `npm run bench -- migrations`: the staff's view of migrations over a thousand client companies of five people, offline, in
 * Chromium on a real IndexedDB. Goal: opening, filtering, sorting and scrolling cause no task of the main thread over 50 ms.
 *
 * A task's length is the processor's time it took, so that a busy machine is not taken for a slow page. The first rows are compared with a bare read of the same rows in the same browser.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type CDPSession, type Page } from 'playwright';
import { createServer } from 'vite';
import { CHROMIUM_ARGS, findChromium } from '../support/browsers.ts';
import { report } from './report.ts';
import type {} from './migrations/page.ts';

const [DOSSIERS, USERS] = [1000, 5];
const ROUNDS = 5;
const LONGEST = 50;

type TraceEvent = {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
};

/** The longest task of the page's main thread while `work` runs, and until the page has drawn what came of it. */
async function longestTask(cdp: CDPSession, page: Page, work: () => Promise<unknown>): Promise<number> {
  const events: TraceEvent[] = [];
  const collect = ({ value }: { value: unknown[] }) => void events.push(...(value as TraceEvent[]));
  cdp.on('Tracing.dataCollected', collect);
  await cdp.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel', 'disabled-by-default-devtools.timeline'] },
  });
  await work();
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  const complete = new Promise((resolve) => cdp.once('Tracing.tracingComplete', resolve));
  await cdp.send('Tracing.end');
  await complete;
  cdp.off('Tracing.dataCollected', collect);
  const mains = new Set(
    events.flatMap((one) => (one.name === 'thread_name' && one.args?.name === 'CrRendererMain' ? [`${one.pid}/${one.tid}`] : [])),
  );
  const tasks = events.filter((one) => one.name === 'RunTask' && mains.has(`${one.pid}/${one.tid}`));
  if (tasks.length === 0) throw new Error('no task was traced');
  return Math.max(...tasks.map((one) => one.tdur ?? 0)) / 1000;
}

const vite = await createServer({
  configFile: false,
  root: process.cwd(),
  logLevel: 'error',
  server: { port: 0, host: '127.0.0.1' },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  optimizeDeps: {
    entries: ['test/bench/migrations/page.html'],
    include: ['preact', 'preact/hooks', 'preact/jsx-runtime', 'preact/jsx-dev-runtime', '@preact/signals'],
  },
});
await vite.listen();
const address = vite.httpServer?.address();
const port = typeof address === 'object' && address ? address.port : 0;
const executablePath = findChromium();
// A profile on disk: a private window keeps its databases in memory.
const profile = await mkdtemp(path.join(tmpdir(), 'navette-bench-'));
const browser = await chromium.launchPersistentContext(profile, {
  headless: true,
  viewport: { width: 1280, height: 800 },
  args: [...CHROMIUM_ARGS],
  ...(executablePath === undefined ? {} : { executablePath }),
});
try {
  const page = await browser.newPage();
  page.on('pageerror', (error) => {
    throw error;
  });
  await page.goto(`http://127.0.0.1:${port}/test/bench/migrations/page.html`);
  const loaded = () => page.waitForFunction(() => 'benchStart' in globalThis);
  await loaded();
  await page.evaluate(([dossiers, users]) => globalThis.benchSeed(dossiers, users), [DOSSIERS, USERS] as const);

  const acts = ['open', 'filter', 'step', 'sort', 'scroll', 'dossier'] as const;
  const tasks = Object.fromEntries(acts.map((act) => [act, [] as number[]])) as Record<(typeof acts)[number], number[]>;
  const firstRows: number[] = [];
  const bare: number[] = [];
  // The first round warms the code; each loads the page anew, and with it the memory of it.
  for (let round = -1; round < ROUNDS; round++) {
    await page.goto('about:blank');
    await page.goto(`http://127.0.0.1:${port}/test/bench/migrations/page.html`);
    await loaded();
    const cdp = await browser.newCDPSession(page);
    const read = await page.evaluate(() => globalThis.benchBare());
    await page.evaluate(() => globalThis.benchStart());
    await page.locator('.nav .count', { hasText: '25' }).waitFor();
    const row = page.locator('table.mig tbody tr:not(.gap)').first();
    let shown = 0;
    const run: Record<(typeof acts)[number], () => Promise<unknown>> = {
      open: async () => {
        const opened = page.evaluate(
          () =>
            new Promise<number>((resolve) => {
              const from = performance.now();
              const look = () =>
                document.querySelector('table.mig tbody tr') ? resolve(performance.now() - from) : requestAnimationFrame(look);
              location.hash = '#/migrations';
              look();
            }),
        );
        shown = await opened;
      },
      filter: async () => {
        await page.locator('#migration-filter').pressSequentially('charp', { delay: 20 });
        await page.locator('.tools [role=status]', { hasText: /^\d{2,3}\s/ }).waitFor();
        await page.locator('#migration-filter').fill('');
        await page.locator('.tools [role=status]', { hasText: /^1000\s/ }).waitFor();
      },
      step: async () => {
        await page.locator('.funnel .not-started button').click();
        await page.locator('.funnel .not-started [aria-pressed=true]').waitFor();
        await page.locator('.funnel .not-started button').click();
      },
      sort: async () => {
        for (const column of ['c-name', 'c-people', 'c-precision', 'c-last', 'c-silent', 'c-reminded', 'c-step']) {
          await page.locator(`table.mig th.${column} button`).click();
          await page.locator(`table.mig th.${column}[aria-sort=ascending]`).waitFor();
        }
      },
      scroll: async () => {
        await page.locator('.migcol').hover();
        for (let n = 0; n < 30; n++) await page.mouse.wheel(0, 900);
        await row.waitFor();
      },
      dossier: async () => {
        await page.locator('table.mig tbody a').nth(20).click();
        await page.locator('.migpane').waitFor();
      },
    };
    for (const act of acts) {
      const task = await longestTask(cdp, page, run[act]);
      if (round >= 0) tasks[act].push(task);
    }
    if (round >= 0) {
      firstRows.push(shown);
      bare.push(read);
    }
    await cdp.detach();
  }

  const ratio = median(firstRows) / median(bare);
  report({
    name: 'migrations-first-rows',
    value: median(firstRows),
    unit: 'ms',
    ratio,
    against: 'bare IndexedDB read of the same rows',
    goal: '<= 8x',
    met: ratio <= 8,
  });
  for (const act of acts) {
    const longest = median(tasks[act]);
    report({
      name: `migrations-${act}-longest-task`,
      value: longest,
      unit: 'ms',
      ratio: null,
      against: null,
      goal: `<= ${LONGEST} ms`,
      met: longest <= LONGEST,
    });
  }
} finally {
  await browser.close();
  await vite.close();
  await rm(profile, { recursive: true, force: true });
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
