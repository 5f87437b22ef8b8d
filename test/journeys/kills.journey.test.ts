/**
 * The background is killed 200 times, at seeded moments, while documents are dropped on a page's sheet and deposited and
 * sent from the app: none is lost, none is there twice, every one ends with its receipt.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright';
import { seededRandom } from '../support/seeded-random.ts';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { launchWithExtension, type Extension } from './support/extension.ts';
import { smallPdf, startHostileSite, type HostileSite } from './support/hostile-site.ts';
import { appPage, CLAIRE, countRows, dropOnSheet, rowsOf, rowsTogether, signIn } from './support/people.ts';

const KILLS = 200;
/** A background lives at most this long between two kills, milliseconds. */
const LONGEST_LIFE = 300;
const SEED = Number(process.env['NAVETTE_SEED'] ?? 20_261_120);

let server: TestServer;
let site: HostileSite;
let claire: Extension;
let folder: string;

beforeAll(async () => {
  server = await startTestServer();
  site = await startHostileSite();
  folder = mkdtempSync(path.join(tmpdir(), 'navette-kills-'));
  claire = await launchWithExtension({});
  await signIn(claire, server.origin, CLAIRE);
});

afterAll(async () => {
  await claire.close();
  await site.close();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

describe(`${KILLS} kills of the background`, () => {
  test(`lose no document, in the middle of deposits and uploads (seed ${SEED})`, { timeout: 300_000 }, async () => {
    const draw = seededRandom(SEED);
    const hashes = new Map<string, string>();
    const app = await appPage(claire);
    await app.goto(claire.url('app.html#/deposit'));
    const page = await claire.context.newPage();
    let kills = 0;
    let atWork = 0;
    const over = (): boolean => kills >= KILLS;

    await Promise.all([
      (async () => {
        while (!over()) {
          await new Promise((resolve) => setTimeout(resolve, draw.next() * LONGEST_LIFE));
          const work = await waiting(app);
          // A background that nobody needs is not running: a message of the app starts it, as any click there would.
          if (!(await claire.killWorker())) await wakeBackground(app);
          else {
            kills++;
            if (work > 0) atWork++;
          }
        }
      })(),
      dropUntil(over, page, hashes),
      depositUntil(over, app, hashes),
    ]);
    // Most of them met work in progress, else they prove little.
    expect(atWork).toBeGreaterThan(KILLS / 2);

    // What was only captured is still in the tray; everything deposited ends with a receipt.
    await wakeBackground(app);
    await expect.poll(() => waiting(app), { timeout: 60_000 }).toBe(0);
    const all = await kept();
    expect(names(all).toSorted()).toEqual([...hashes.keys()].toSorted());
    for (const one of all) expect(one.hash, one.name).toBe(hashes.get(one.name));
    // The last receipts come with the pull that follows the last file.
    const withoutReceipt = async (): Promise<string[]> => {
      const receipts = await rowsOf<{ hash: string; valid: boolean }>(app, 'receipts');
      const received = new Set(receipts.filter((row) => row.valid).map((row) => row.hash));
      return all.filter((each) => each.deposited && !received.has(each.hash)).map((each) => each.name);
    };
    await expect.poll(withoutReceipt, { timeout: 30_000 }).toEqual([]);
    const blobs = new Set((await rowsOf<{ hash: string }>(app, 'blobs')).map((row) => row.hash));
    for (const hash of hashes.values()) expect(blobs).toContain(hash);
  });
});

/** Drops files on the sheet of a visited page, several at once, each drop once the former is kept. */
async function dropUntil(over: () => boolean, page: Page, hashes: Map<string, string>): Promise<void> {
  await openSheetDespiteKills(page);
  for (let round = 0; !over(); round++) {
    const files = makeFiles(hashes, `feuille-${round}`, round);
    await dropOnSheet(page, files);
    await allKept(files);
  }
}

/** Deposits files from the app, which sends them up through the background. */
async function depositUntil(over: () => boolean, app: Page, hashes: Map<string, string>): Promise<void> {
  for (let round = 0; !over(); round++) {
    const files = makeFiles(hashes, `appli-${round}`, round);
    await app.locator('input[type=file]').first().setInputFiles(files);
    await allKept(files);
    // Their uploads go on for a while: the next deposit comes when they are nearly through.
    for (const end = Date.now() + 3000; !over() && Date.now() < end && (await waiting(app)) > 1;)
      await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function allKept(files: readonly string[]): Promise<void> {
  const wanted = files.map((file) => path.basename(file));
  const missing = async (): Promise<string[]> => {
    const there = new Set(names(await kept()));
    return wanted.filter((name) => !there.has(name));
  };
  // The sheet asks the background again for four minutes: killed each time, one file may take its share of them.
  await expect.poll(missing, { timeout: 150_000, interval: 200 }).toEqual([]);
}

/** Files and writes that have not reached the server, and pieces of files that are not whole yet. */
async function waiting(app: Page): Promise<number> {
  return countRows(app, ['uploads', 'outbox', 'pieces']);
}

async function wakeBackground(app: Page): Promise<void> {
  await app.evaluate(
    () =>
      void (globalThis as unknown as { chrome: { runtime: { sendMessage(message: object): Promise<unknown> } } }).chrome.runtime
        .sendMessage({ type: 'sync-now', body: {} })
        .catch(() => undefined),
  );
}

type Kept = { readonly name: string; readonly hash: string; readonly deposited: boolean };

async function kept(): Promise<Kept[]> {
  const app = await appPage(claire);
  const [captures, documents] = await rowsTogether<
    [{ name: string; hash: string; status: { tag: string } }, { hash: string; base?: { deposit: { name: string } } }]
  >(app, ['captures', 'documents']);
  return [
    ...captures.filter((row) => row.status.tag === 'ready').map((row) => ({ name: row.name, hash: row.hash, deposited: false })),
    ...documents.flatMap((row) => (row.base ? [{ name: row.base.deposit.name, hash: row.hash, deposited: true }] : [])),
  ];
}

const names = (rows: readonly Kept[]): string[] => rows.map((row) => row.name);

/** Two small files and, now and then, one that is handed over in two pieces and sent in three. */
function makeFiles(hashes: Map<string, string>, prefix: string, round: number): string[] {
  return [20_000, 30_000, ...(round % 3 === 0 ? [9_000_000] : [])].map((size, i) => {
    const bytes = smallPdf(size);
    bytes.write(prefix, bytes.length - 40);
    bytes.writeUInt8(i, bytes.length - 1);
    const name = `${prefix}-${i}.pdf`;
    hashes.set(name, createHash('sha256').update(bytes).digest('hex'));
    const file = path.join(folder, name);
    writeFileSync(file, bytes);
    return file;
  });
}

/** The gesture itself may meet a dying background; a person presses the keys again. */
async function openSheetDespiteKills(page: Page): Promise<void> {
  await page.goto(site.at('/'));
  for (let i = 0; ; i++) {
    try {
      await claire.openSheet(page);
      return;
    } catch (error) {
      if (i > 20) throw error;
    }
  }
}
