/**
 * « Déposer ce téléchargement » in a real browser: a file behind a supplier's own login, saved by the browser, is taken from the list of
 * downloads with the person's session, and reaches the firm. What does not come back as the same file is not it.
 */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { launchWithExtension, type Extension } from './support/extension.ts';
import { smallPdf, startHostileSite, type HostileSite } from './support/hostile-site.ts';
import { appPage, CLAIRE, rowsOf, signIn, statesOf, trayNames } from './support/people.ts';

let server: TestServer;
let site: HostileSite;
let claire: Extension;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'navette-downloads-'));
  [server, site] = await Promise.all([startTestServer({ papers: true }), startHostileSite()]);
  claire = await launchWithExtension({ permissions: ['downloads'], granted: [`${site.origin}/*`] });
  await signIn(claire, server.origin, CLAIRE);
});
afterAll(async () => {
  await claire?.close();
  await site?.close();
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The browser saves what a link of the page leads to, under its own name, as it does for a person. */
async function download(page: Page, address: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder });
  await page.evaluate((href) => {
    const link = Object.assign(document.createElement('a'), { href, download: '' });
    document.body.append(link);
    link.click();
    link.remove();
  }, address);
  const name = new URL(address).pathname.slice(1);
  await expect
    .poll(() => existsSync(path.join(folder, name)) && readdirSync(folder).every((one) => !one.endsWith('.crdownload')))
    .toBe(true);
  await session.detach();
}

describe('déposer ce téléchargement', () => {
  test('the last download stands in the list, by name, and nothing of it was read or sent', async () => {
    const page = await claire.context.newPage();
    await page.goto(site.at('/open'));
    await download(page, site.at('/document.pdf'));
    const before = site.seen.length;
    const app = await appPage(claire);
    await app.bringToFront();
    await app.goto(claire.url('app.html#/deposit'));
    await app.getByRole('heading', { name: 'Derniers téléchargements' }).waitFor();
    await app.getByRole('button', { name: 'Déposer document.pdf' }).waitFor();
    expect(site.seen).toHaveLength(before);
    expect(await trayNames(claire)).toEqual([]);
    await page.close();
  });

  test('one click takes it with the person’s session; confirmed, it reaches the firm', async () => {
    const app = await appPage(claire);
    await app.getByRole('button', { name: 'Déposer document.pdf' }).click();
    await app.getByText('Gardé, à confirmer.').waitFor({ timeout: 20_000 });
    expect(site.seen.at(-1)).toMatchObject({ method: 'GET', path: '/document.pdf', signedIn: true });
    expect(await rowsOf(app, 'captures')).toMatchObject([
      {
        name: 'document.pdf',
        type: 'application/pdf',
        size: smallPdf().length,
        way: 'download',
        origin: site.at('/document.pdf'),
        status: { tag: 'ready' },
      },
    ]);
    await app.getByRole('button', { name: /Déposer pour Atelier Bonnefoy/ }).click();
    await expect.poll(() => trayNames(claire), { timeout: 20_000 }).toEqual([]);
    await app.goto(claire.url('app.html#/documents'));
    await expect.poll(() => statesOf(app, 'document.pdf'), { timeout: 60_000 }).toEqual(['Reçu']);
  });

  test('P6 once the session of that site has ended, the page to sign in is not taken for the file', async () => {
    await claire.context.clearCookies({ domain: '127.0.0.1' });
    const app = await appPage(claire);
    await app.goto(claire.url('app.html#/deposit'));
    await app.reload();
    await app.getByRole('button', { name: 'Déposer document.pdf' }).click();
    await app.getByText(/Le navigateur ne rend pas ce fichier/).waitFor({ timeout: 20_000 });
    expect(await trayNames(claire)).toEqual([]);
  });
});
