/**
 * The background is killed 200 times, at seeded moments, while documents are dropped on a page's sheet and deposited and
 * sent from the app: none is lost, none is there twice, every one ends with its receipt.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { launchWithExtension, type Extension } from './support/extension.ts';
import { smallPdf, startHostileSite, type HostileSite } from './support/hostile-site.ts';
import { appPage, CLAIRE, dropOnSheet, rowsOf, signIn } from './support/people.ts';

const KILLS = 200;
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

describe('200 kills of the background', () => {
  test(`lose no document (seed ${SEED})`, { timeout: 400_000 }, async () => {
    const random = seeded(SEED);
    const hashes = new Map<string, string>();
    let over = false;
    let kills = 0;
    const killing = (async () => {
      while (kills < KILLS) {
        await new Promise((resolve) => setTimeout(resolve, 40 + random() * 400));
        await claire.killWorker();
        kills++;
      }
      over = true;
    })();

    const app = await appPage(claire);
    await app.goto(claire.url('app.html#/deposit'));
    const page = await claire.context.newPage();
    await page.goto(site.at('/'));
    for (let round = 0; !over; round++) {
      const dropped = await makeFiles(hashes, `feuille-${round}`, random);
      await openSheetDespiteKills(page);
      for (const file of dropped) await dropOnSheet(page, file);
      const deposited = await makeFiles(hashes, `appli-${round}`, random);
      await app.locator('input[type=file]').first().setInputFiles(deposited);
      await expect.poll(async () => names(await kept()).filter((name) => name.includes(`-${round}-`)).length, { timeout: 60_000 }).toBe(dropped.length + deposited.length);
      await closeSheet(page);
    }
    await killing;
    expect(kills).toBe(KILLS);

    // What was only captured is still in the tray; everything deposited ends with a receipt.
    await app.evaluate(() => globalThis.dispatchEvent(new Event('online')));
    await expect.poll(async () => (await rowsOf(app, 'uploads')).length + (await rowsOf(app, 'outbox')).length, { timeout: 120_000 }).toBe(0);
    const all = await kept();
    expect(names(all).toSorted()).toEqual([...hashes.keys()].toSorted());
    for (const one of all) expect(one.hash, one.name).toBe(hashes.get(one.name));
    const received = new Set((await rowsOf<{ hash: string; valid: boolean }>(app, 'receipts')).filter((row) => row.valid).map((row) => row.hash));
    for (const one of all.filter((each) => each.deposited)) expect(received, one.name).toContain(one.hash);
    const blobs = new Set((await rowsOf<{ hash: string }>(app, 'blobs')).map((row) => row.hash));
    for (const hash of hashes.values()) expect(blobs).toContain(hash);
  });
});

type Kept = { readonly name: string; readonly hash: string; readonly deposited: boolean };

async function kept(): Promise<Kept[]> {
  const app = await appPage(claire);
  const captures = await rowsOf<{ name: string; hash: string; status: { tag: string } }>(app, 'captures');
  const documents = await rowsOf<{ hash: string; base?: { deposit: { name: string } } }>(app, 'documents');
  return [
    ...captures.filter((row) => row.status.tag === 'ready').map((row) => ({ name: row.name, hash: row.hash, deposited: false })),
    ...documents.flatMap((row) => (row.base ? [{ name: row.base.deposit.name, hash: row.hash, deposited: true }] : [])),
  ];
}

const names = (rows: readonly Kept[]): string[] => rows.map((row) => row.name);

/** Two files: a small one, and one that travels in two pieces. */
async function makeFiles(hashes: Map<string, string>, prefix: string, random: () => number): Promise<string[]> {
  return [20_000, 9_000_000].map((size, i) => {
    const bytes = smallPdf(size + Math.floor(random() * 1000));
    bytes.writeUInt32LE(Math.floor(random() * 2 ** 32), bytes.length - 4);
    const name = `${prefix}-${i}.pdf`;
    hashes.set(name, createHash('sha256').update(bytes).digest('hex'));
    const file = path.join(folder, name);
    writeFileSync(file, bytes);
    return file;
  });
}

/** The gesture itself may meet a dying background; a person presses the keys again. */
async function openSheetDespiteKills(page: Parameters<Extension['openSheet']>[0]): Promise<void> {
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

async function closeSheet(page: Parameters<Extension['openSheet']>[0]): Promise<void> {
  await page.keyboard.press('Escape').catch(() => undefined);
}

/** mulberry32: the same moments for the same seed. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
