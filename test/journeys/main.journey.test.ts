/**
 * The main job, from end to end: a person saves documents from a stranger's page with the network cut, the worker killed
 * and the browser closed; the network comes back, the firm's server gives its word, and a member of staff who worked on
 * the train sees the same thing, byte for byte.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TEST_PASSWORD, startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { layCable, type Cable } from './support/cable.ts';
import { dragFiles, inClosedRoots, launchWithExtension, waitForClosedText, type Extension } from './support/extension.ts';
import { smallPdf, startHostileSite, type HostileSite } from './support/hostile-site.ts';

const CLAIRE = 'claire.morel@demo.navette.example';
const NADIA = 'nadia.ferrand@demo.navette.example';
const SAVED = /Enregistré sur cet ordinateur/;

let server: TestServer;
let site: HostileSite;
/** Each person's own network. */
let hers: Cable;
let theirs: Cable;
let claire: Extension;
let nadia: Extension;
let files: string;
let profile: string;

beforeAll(async () => {
  hers = await layCable();
  theirs = await layCable();
  server = await startTestServer({ papers: true, origin: hers.origin });
  for (const cable of [hers, theirs]) cable.leadTo(server.port);
  site = await startHostileSite();
  files = mkdtempSync(path.join(tmpdir(), 'navette-files-'));
  profile = mkdtempSync(path.join(tmpdir(), 'navette-profile-'));
  claire = await launchWithExtension({ profile });
});

afterAll(async () => {
  await claire.close();
  await nadia?.close();
  await site.close();
  await hers.close();
  await theirs.close();
  await server.close();
  rmSync(files, { recursive: true, force: true });
  rmSync(profile, { recursive: true, force: true });
});

describe('the main job', () => {
  test('a client signs in inside the extension, and her documents are there', async () => {
    await signIn(claire, hers.origin, CLAIRE);
    const app = await appPage(claire);
    await app.goto(claire.url('app.html#/documents'));
    await app.getByText('VE-2026-0083.pdf').first().waitFor();
    // N2: no page and no setting holds the token; the keychain is the background's.
    expect(await app.evaluate(() => JSON.stringify({ ...localStorage }))).not.toMatch(/token|bearer/i);
  });

  test('(a) with the network cut, a file dragged onto the sheet of a hostile page is saved at once', async () => {
    const page = await claire.context.newPage();
    await page.goto(site.at('/'));
    await claire.context.setOffline(true);
    hers.cut();
    await claire.openSheet(page);
    const drop = path.join(files, 'facture-novembre.pdf');
    writeFileSync(drop, smallPdf(40_000));
    await dropOnSheet(page, drop);
    await waitForClosedText(page, SAVED);
    await claire.context.setOffline(false);
  });

  test('(b) a link to a document behind that site’s own login is taken with the person’s session', async () => {
    const page = await claire.context.newPage();
    await page.goto(site.at('/'));
    await claire.menu(page, 'deposit-link', { linkUrl: site.at('/document.pdf?token=secret#page=2') });
    await expect.poll(() => trayNames(claire), { timeout: 15_000 }).toContain('document.pdf');
    const fetched = site.seen.filter((one) => one.path === '/document.pdf').at(-1);
    expect(fetched).toMatchObject({ method: 'GET', signedIn: true });
  });

  test('(c) a page that is a PDF is taken by the toolbar', async () => {
    const page = await claire.context.newPage();
    await page.goto(site.at('/'));
    await page.goto(site.at('/document.pdf')).catch(() => null);
    await claire.openSheet(page);
    await expect.poll(async () => (await trayNames(claire)).filter((name) => name === 'document.pdf').length, { timeout: 20_000 }).toBe(2);
  });

  test('the worker is killed between two steps, the browser closed and opened again: everything is still there', async () => {
    await claire.killWorker();
    const before = await trayNames(claire);
    expect(before).toHaveLength(3);
    const app = await appPage(claire);
    await app.goto(claire.url('app.html#/deposit'));
    for (let i = 0; i < before.length; i++) {
      await app.getByRole('button', { name: /Déposer pour Atelier Bonnefoy/ }).first().click();
      await expect.poll(async () => (await trayNames(claire)).length).toBe(before.length - 1 - i);
    }
    await claire.close();
    claire = await launchWithExtension({ profile });
    for (const at of ['popup.html', 'sidepanel.html', 'app.html#/documents']) {
      const page = await claire.open(at);
      await page.getByText('facture-novembre.pdf').first().waitFor();
      await page.locator('.state', { hasText: 'Sur cet ordinateur' }).first().waitFor();
      await page.close();
    }
  });

  test('the network comes back: the files go up, and each is received with its time', async () => {
    hers.join();
    const app = await appPage(claire);
    await app.goto(claire.url('app.html#/documents'));
    await app.evaluate(() => globalThis.dispatchEvent(new Event('online')));
    await app.bringToFront();
    await expect.poll(() => statesOf(app, 'facture-novembre.pdf'), { timeout: 30_000 }).toEqual(['Reçu']);
    await expect.poll(() => statesOf(app, 'document.pdf'), { timeout: 30_000 }).toEqual(['Reçu', 'Reçu']);
    await app.getByText('facture-novembre.pdf').first().click();
    await app.locator('.track li', { hasText: 'Reçu' }).getByText(/\d{1,2}:\d{2}/).waitFor();
  });

  test('a member of staff who worked offline comes back: same list, both edits kept, same bytes', async () => {
    nadia = await launchWithExtension({});
    await signIn(nadia, theirs.origin, NADIA);
    const app = await appPage(nadia);
    await app.goto(nadia.url('app.html#/documents'));
    await expect.poll(() => statesOf(app, 'facture-novembre.pdf'), { timeout: 20_000 }).toEqual(['Reçu']);
    theirs.cut();
    await app.getByText('facture-novembre.pdf').first().click();
    await app.getByRole('textbox', { name: /Écrire/ }).fill('Vu dans le train.');
    await app.keyboard.press('Enter');
    await app.getByText('Vu dans le train.').waitFor();
    await app.getByRole('button', { name: 'Prendre en charge' }).click();
    await expect.poll(() => statesOf(app, 'facture-novembre.pdf')).toEqual(['Pris en charge']);
    const herApp = await appPage(claire);
    await herApp.getByRole('textbox', { name: /Écrire/ }).fill('Deux lots.');
    await herApp.keyboard.press('Enter');
    theirs.join();
    await app.evaluate(() => globalThis.dispatchEvent(new Event('online')));
    await expect.poll(() => app.getByText('Deux lots.').count(), { timeout: 60_000 }).toBeGreaterThan(0);
    await expect.poll(() => herApp.getByText('Vu dans le train.').count(), { timeout: 60_000 }).toBeGreaterThan(0);
    await expect.poll(() => statesOf(herApp, 'facture-novembre.pdf'), { timeout: 60_000 }).toEqual(['Pris en charge']);
    // She opened it on the train, without its bytes: now that it is opened again they come.
    await app.goto(nadia.url('app.html#/documents'));
    await app.getByText('facture-novembre.pdf').first().click();
    expect(await digestOf(app, 'facture-novembre.pdf')).toBe(await digestOf(herApp, 'facture-novembre.pdf'));
  });

  test('the document opens in the app by pdf.js with the network cut', async () => {
    hers.cut();
    const app = await appPage(claire);
    await app.reload();
    await app.getByText('facture-novembre.pdf').first().click();
    await app.locator('canvas').first().waitFor();
  });
});

async function appPage(extension: Extension): Promise<Page> {
  return extension.context.pages().find((one) => one.url().startsWith(extension.url('app.html'))) ?? extension.open('app.html');
}

async function signIn(extension: Extension, origin: string, email: string): Promise<void> {
  const app = await appPage(extension);
  await app.goto(extension.url('app.html'));
  await app.getByLabel('Adresse du serveur de votre cabinet').fill(origin);
  await app.getByRole('button', { name: 'Continuer' }).click();
  await app.getByLabel('Adresse e-mail').fill(email);
  await app.getByLabel('Mot de passe', { exact: true }).fill(TEST_PASSWORD);
  await app.getByRole('button', { name: 'Se connecter' }).click();
  await app.getByRole('heading', { level: 1 }).filter({ hasText: /Accueil|Aujourd/ }).waitFor({ timeout: 20_000 });
}

async function dropOnSheet(page: Page, file: string): Promise<void> {
  await expect.poll(async () => (await inClosedRoots(page, 'section')).some((node) => node.centre !== null)).toBe(true);
  // The sheet listens to nothing before it has stood for half a second (P3).
  await page.waitForTimeout(700);
  const [sheet] = (await inClosedRoots(page, 'section')).filter((node) => node.centre !== null);
  if (!sheet?.centre) throw new Error('no sheet');
  await dragFiles(page, [file], sheet.centre.x, sheet.centre.y);
}

/** Names in the tray, read from the store as our own pages read it. */
async function trayNames(extension: Extension): Promise<string[]> {
  return rowsOf<{ name: string; status: { tag: string } }>(await appPage(extension), 'captures').then((rows) => rows.filter((row) => row.status.tag === 'ready').map((row) => row.name));
}

async function digestOf(page: Page, name: string): Promise<string> {
  const documents = await rowsOf<{ hash: string; base?: { deposit: { name: string } } }>(page, 'documents');
  const hash = documents.find((row) => row.base?.deposit.name === name)?.hash ?? '';
  await expect.poll(async () => (await rowsOf<{ hash: string }>(page, 'blobs')).some((row) => row.hash === hash), { timeout: 15_000 }).toBe(true);
  return page.evaluate(
    async ([database, key]) => {
      const rows = await new Promise<{ hash: string; bytes: Blob }[]>((resolve, reject) => {
        const opening = indexedDB.open(database);
        opening.addEventListener('error', () => reject(opening.error));
        opening.addEventListener('success', () => {
          const request = opening.result.transaction('blobs').objectStore('blobs').getAll();
          request.addEventListener('success', () => resolve(request.result as { hash: string; bytes: Blob }[]));
        });
      });
      const blob = rows.find((row) => row.hash === key)?.bytes ?? new Blob([]);
      return [...new Uint8Array(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer()))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    },
    [await storeNameOf(page), hash] as const,
  );
}

async function rowsOf<R>(page: Page, table: string): Promise<R[]> {
  return page.evaluate(
    ([database, name]) =>
      new Promise<never[]>((resolve, reject) => {
        const opening = indexedDB.open(database);
        opening.addEventListener('error', () => reject(opening.error));
        opening.addEventListener('success', () => {
          const request = opening.result.transaction(name).objectStore(name).getAll();
          request.addEventListener('success', () => {
            opening.result.close();
            resolve(request.result.map((row: object) => Object.fromEntries(Object.entries(row).filter(([, value]) => !(value instanceof Blob)))) as never[]);
          });
        });
      }),
    [await storeNameOf(page), table] as const,
  ) as Promise<R[]>;
}

async function storeNameOf(page: Page): Promise<string> {
  return page.evaluate(async () => (await indexedDB.databases()).map((one) => one.name ?? '').find((name) => /^navette-(?:localhost|127)/.test(name)) ?? 'navette-device');
}

/** What the list says of the state of each document of that name. */
async function statesOf(page: Page, name: string): Promise<string[]> {
  return page.locator('tr', { hasText: name }).locator('.state').allInnerTexts();
}
