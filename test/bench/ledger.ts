/**
 * `npm run bench -- ledger`: a million invented lines read with their checks, their figures, their stored size; in Node and in a worker
 * of Chromium, as ratios to the bare scan of the same bytes and to papaparse in the same run (local-store design, 2 to 4 and 7).
 * DuckDB is measured beside where it can be imported.
 */
import { gzipSync } from 'node:zlib';
import Papa from 'papaparse';
import { chromium } from 'playwright';
import { createServer } from 'vite';
import { CHROMIUM_ARGS, findChromium } from '../support/browsers.ts';
import { madeFec } from './ledger/made-fec.ts';
import { measure } from './ledger/measures.ts';
import type {} from './ledger/page.ts';
import { report } from './report.ts';

const LINES = Number(process.argv.find((arg) => arg.startsWith('--lines='))?.slice('--lines='.length) ?? 1_000_000);
const MEGABYTE = 1024 * 1024;

const pieces = [...madeFec(LINES)];
const size = pieces.reduce((sum, { length }) => sum + length, 0);

const before = held();
const node = measure(() => pieces, size);
const after = held();
report({
  name: 'Node: parse with the checks, against the bare scan',
  value: size / node.parse / 1000,
  unit: 'MB/s',
  ratio: node.scan / node.parse,
  against: 'the scan',
  goal: '>= 0.30',
  met: node.scan / node.parse >= 0.3,
});

const text = new TextDecoder().decode(Buffer.concat(pieces));
const started = performance.now();
const { data } = Papa.parse<Record<string, string>>(text, { header: true, delimiter: '\t', quoteChar: '\0', skipEmptyLines: true });
let cents = 0;
for (const row of data) cents += Math.round(Number((row['Debit'] ?? '').replace(',', '.')) * 100);
const papa = performance.now() - started;
if (cents === 0) throw new Error('papaparse read nothing');
report({
  name: 'Node: parse with the checks, against papaparse with objects',
  value: node.parse,
  unit: 'ms',
  ratio: papa / node.parse,
  against: 'papaparse',
  goal: '>= 5',
  met: papa / node.parse >= 5,
});
report({
  name: 'Node: figures',
  value: node.figures,
  unit: 'ms',
  ratio: node.scan / node.figures,
  against: 'the scan',
  goal: 'measured',
  met: true,
});
report({
  name: 'Node: aged open items of both sides',
  value: node.openItems,
  unit: 'ms',
  ratio: node.scan / node.openItems,
  against: 'the scan',
  goal: 'measured',
  met: true,
});
const stored = gzipSync(node.sections.figures).length + gzipSync(node.sections.words).length;
report({
  name: 'stored, figures and words compressed',
  value: stored / MEGABYTE,
  unit: 'MB',
  ratio: stored / size,
  against: 'the file',
  goal: '<= 0.12',
  met: stored / size <= 0.12,
});
report({
  name: 'Node: memory kept beyond the file after five readings',
  value: (after - before) / MEGABYTE,
  unit: 'MB',
  ratio: null,
  against: null,
  goal: '<= 200',
  met: after - before <= 200 * MEGABYTE,
});
report({
  name: 'Node: a packed ledger opened for its figures',
  value: node.open,
  unit: 'ms',
  ratio: node.scan / node.open,
  against: 'the scan',
  goal: 'measured',
  met: true,
});

const vite = await createServer({
  configFile: false,
  root: process.cwd(),
  logLevel: 'error',
  server: { port: 0, host: '127.0.0.1' },
  worker: { format: 'es' },
  optimizeDeps: { entries: ['test/bench/ledger/page.html'] },
});
await vite.listen();
const address = vite.httpServer?.address();
const port = typeof address === 'object' && address ? address.port : 0;
const executablePath = findChromium();
const browser = await chromium.launch({ args: [...CHROMIUM_ARGS], ...(executablePath === undefined ? {} : { executablePath }) });
try {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${port}/test/bench/ledger/page.html`);
  await page.waitForFunction(() => 'measureLedger' in globalThis);
  const seen = await page.evaluate((lines) => globalThis.measureLedger(lines), LINES);
  report({
    name: 'Chromium: parse with the checks, against the bare scan',
    value: seen.size / seen.parse / 1000,
    unit: 'MB/s',
    ratio: seen.scan / seen.parse,
    against: 'the scan',
    goal: '>= 0.20',
    met: seen.scan / seen.parse >= 0.2,
  });
  report({
    name: 'Chromium: figures',
    value: seen.figures,
    unit: 'ms',
    ratio: seen.scan / seen.figures,
    against: 'the scan',
    goal: 'measured',
    met: true,
  });
  report({
    name: 'Chromium: aged open items of both sides',
    value: seen.openItems,
    unit: 'ms',
    ratio: seen.scan / seen.openItems,
    against: 'the scan',
    goal: 'measured',
    met: true,
  });
  report({
    name: 'Chromium: longest task of the page meanwhile',
    value: seen.longestTask,
    unit: 'ms',
    ratio: null,
    against: null,
    goal: '<= 50',
    met: seen.longestTask <= 50,
  });
} finally {
  await browser.close();
  await vite.close();
}

const duckdb = await import('@duckdb/node-api' as string).catch(() => null);
if (duckdb === null) process.stdout.write('DuckDB is not installed beside: not measured.\n');

/** Bytes of objects and buffers, after what is no longer used was let go of as far as the runtime says. */
function held(): number {
  (globalThis as { gc?: () => void }).gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
