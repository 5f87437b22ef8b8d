/**
 * The main job, from end to end: a person saves documents from a stranger's page with the network cut, the worker killed
 * and the browser closed; the network comes back, the firm's server gives its word, and a member of staff who worked on
 * the train sees the same thing, byte for byte.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { layCable, type Cable } from './support/cable.ts';
import { launchWithExtension, waitForClosedText, type Extension } from './support/extension.ts';
import { appPage, CLAIRE, digestOf, dropOnSheet, NADIA, signIn, statesOf, trayNames } from './support/people.ts';
import { smallPdf, startHostileSite, type HostileSite } from './support/hostile-site.ts';

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
    await app
      .getByText(/^VE-\d{4}-\d{4}\.pdf$/)
      .first()
      .waitFor();
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
    expect(await waitForClosedText(page, SAVED)).toContain('facture-novembre.pdf');
    await claire.context.setOffline(false);
    // Said after the transaction: what the sheet called saved is in the store.
    expect(await trayNames(claire)).toEqual(['facture-novembre.pdf']);
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
      await app
        .getByRole('button', { name: /Déposer pour Atelier Bonnefoy/ })
        .first()
        .click();
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
    await app
      .locator('.track li', { hasText: 'Reçu' })
      .getByText(/\d{1,2}:\d{2}/)
      .waitFor();
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
    expect(await app.locator('canvas').count()).toBeGreaterThan(0);
  });
});
