/**
 * `npm run bench -- documents`: lists and search over 50,000 documents, saving one, opening and folding a room of 10,000, the first
 * page of a PDF; in Chromium on a real IndexedDB, as ratios to the bare thing in the same run (local-store design, section 7).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PDFDocument, StandardFonts } from 'pdf-lib';
import { chromium } from 'playwright';
import { createServer } from 'vite';
import { CHROMIUM_ARGS, findChromium } from '../support/browsers.ts';
import { report } from './report.ts';
import type {} from './deposit-page.ts';
import type { Pair } from './documents/page.ts';

const [DOCUMENTS, TEXTS, RECORDS] = [50_000, 50_000, 10_000];
const [SMALL, LARGE] = [200_000, 5_000_000];
const TYPED = ['scierie', 'energie des cimes', '"quincaillerie roblin"', 'f 2012 1187', 'assurances montclar 44'];

const vite = await createServer({
  configFile: false,
  root: process.cwd(),
  logLevel: 'error',
  server: { port: 0, host: '127.0.0.1' },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  worker: { format: 'es' },
  plugins: [
    {
      // Fonts lie beside pdf.js's worker, as in what is built.
      name: 'fonts-beside-the-worker',
      configureServer({ middlewares }) {
        middlewares.use((request, _response, next) => {
          request.url = request.url?.replace('/pdfjs-dist/build/pdfjs/', '/pdfjs-dist/');
          next();
        });
      },
    },
  ],
  resolve: { dedupe: ['yjs', 'lib0'] },
  optimizeDeps: { entries: ['test/bench/documents/page.html'], include: ['yjs', 'pdfjs-dist', 'dexie/dist/modern/dexie.mjs'] },
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
const open = async (file: string, name: string) => {
  const page = await browser.newPage();
  page.on('pageerror', (error) => process.stderr.write(`${error.message}\n`));
  await page.goto(`http://127.0.0.1:${port}/test/bench/${file}`);
  await page.waitForFunction((known) => known in globalThis, name);
  return page;
};
/** Those of `--only=room,pdf` alone. */
const only = process.argv
  .find((arg) => arg.startsWith('--only='))
  ?.slice('--only='.length)
  .split(',');
const wanted = (part: string): boolean => only === undefined || only.includes(part);
const documentsPage = () => open('documents/page.html', 'benchDocuments');

try {
  const lists = wanted('lists');
  if (lists) {
    const filling = await documentsPage();
    await filling.evaluate(([documents, texts]) => globalThis.benchDocuments.fill(documents, texts), [DOCUMENTS, TEXTS] as const);
    await filling.close();

    const cold: Pair = { ours: [], bare: [] };
    const wholes: number[] = [];
    for (let i = 0; i < 5; i++) {
      for (const what of ['bare', 'ours'] as const) {
        const page = await documentsPage();
        cold[what].push(await page.evaluate((which) => globalThis.benchDocuments.cold(which), what));
        await page.close();
      }
      const page = await documentsPage();
      wholes.push(await page.evaluate(() => globalThis.benchDocuments.whole()));
      await page.close();
    }
    ratio('first-50-of-50000-in-a-new-page', cold, 'bare IndexedDB getAll in a new page', 2);
    absolute('whole-list-after-opening', median(wholes), 2000);
    const early = await documentsPage();
    ratio('first-50-of-50000-from-the-index', await early.evaluate(() => globalThis.benchDocuments.early(60)), 'bare IndexedDB getAll', 2);
    await early.close();
  }

  const page = await documentsPage();
  if (lists) {
    ratio('first-50-of-50000-warm', await page.evaluate(() => globalThis.benchDocuments.warm(60)), 'bare IndexedDB getAll', 2);
    const search = await page.evaluate((typed) => globalThis.benchDocuments.keystrokes(typed), TYPED);
    absolute('search-keystroke-median', median(search.fields), 16);
    absolute('search-keystroke-p95', percentile(search.fields, 0.95), 16);
    absolute('search-texts-first', search.first, 5000);
    absolute('search-texts-median', median(search.texts), 100);
    absolute('search-texts-slowest', Math.max(...search.texts), 100);
    const changes = await page.evaluate(() => globalThis.benchDocuments.changes(10));
    absolute('list-after-one-change', median(changes.one), 50);
    absolute('list-after-200-changes', median(changes.many), 250);
  }
  if (wanted('room')) {
    const room = await page.evaluate((records) => globalThis.benchDocuments.room(records, 6), RECORDS);
    ratio('open-room-of-10000', room.open, `bare applyUpdate of ${Math.round(room.bytes / 1000)} kB`, 1.3);
    ratio('fold-room-of-10000', room.fold, 'bare bulkPut of the same rows', 1.3);
  }
  if (wanted('pdf')) {
    const pdf = [...(await invoice())];
    ratio(
      'first-page-of-pdf',
      await page.evaluate((bytes) => globalThis.benchDocuments.pdf(new Uint8Array(bytes), 30), pdf),
      'bare pdf.js, shared worker',
      1.2,
    );
  }
  if (wanted('save')) {
    const deposits = await open('deposit-page.html', 'benchDeposit');
    for (const [name, size, rounds, goal] of [
      ['save-200-kB', SMALL, 60, 1.6],
      ['save-5-MB', LARGE, 40, 1.1],
    ] as const) {
      const { deposit, bare } = await deposits.evaluate(([bytes, times]) => globalThis.benchDeposit(bytes, times), [size, rounds] as const);
      const hash = median(await page.evaluate(([bytes, times]) => globalThis.benchDocuments.hash(bytes, times), [size, 20] as const));
      ratio(
        `${name}-transaction`,
        await page.evaluate(([bytes, times]) => globalThis.benchDocuments.saving(bytes, times), [size, rounds] as const),
        'bare strict IndexedDB put',
        goal,
      );
      ratio(`${name}-whole-act-hash-apart`, { ours: deposit.map((time) => time - hash), bare }, 'bare strict IndexedDB put', goal);
      ratio(`${name}-whole-act`, { ours: deposit, bare }, 'bare strict IndexedDB put', goal);
    }
  }
} finally {
  await browser.close();
  await vite.close();
  await rm(profile, { recursive: true, force: true });
}

/** Medians of both. */
function ratio(name: string, { ours, bare }: Pair, against: string, goal: number): void {
  const [value, of] = [median(ours), median(bare)];
  report({
    name,
    value,
    unit: 'ms',
    ratio: value / of,
    against: `${against} (${of.toFixed(2)} ms)`,
    goal: `<= ${goal}x`,
    met: value / of <= goal,
  });
}

function absolute(name: string, value: number, goal: number): void {
  report({ name, value, unit: 'ms', ratio: null, against: null, goal: `<= ${goal} ms`, met: value <= goal });
}

function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** A page of an invoice of some sixty lines. */
async function invoice(): Promise<Uint8Array> {
  const pdf = await PDFDocument.create();
  const page = pdf.addPage([595, 842]);
  const font = await pdf.embedFont(StandardFonts.Helvetica);
  for (let line = 0; line < 60; line++) {
    page.drawText(`Article ${line}  bois de charpente, section ${line * 3}`, { x: 50, y: 800 - line * 12, size: 9, font });
    page.drawText(`${line * 17},${String(line % 100).padStart(2, '0')}`, { x: 480, y: 800 - line * 12, size: 9, font });
  }
  return pdf.save();
}
