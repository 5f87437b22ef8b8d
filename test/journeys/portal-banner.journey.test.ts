// The banners that the extension draws on the portal's pages (R053, R054), on a stand-in portal whose account is written
// into the device's store: what they say, where they stand, what "Plus tard" does, what a drop becomes.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  clickInClosedRoot,
  closedText,
  dragFiles,
  inClosedRoots,
  JOURNEY_STORE,
  launchWithExtension,
  putInStore,
  signInWithoutServer,
  targetsOf,
  waitForClosedText,
  type Extension,
} from './support/extension.ts';
import { smallPdf } from './support/hostile-site.ts';

const SETTLED = 600;
const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

let extension: Extension;
let portal: Server;
let origin: string;
let page: Page;
let folder: string;

/** One of our own pages, for writing what a server would have sent. */
async function app(): Promise<Page> {
  return extension.context.pages().find((one) => one.url().startsWith(extension.url('app.html'))) ?? extension.open('app.html');
}

declare const chrome: {
  runtime: { sendMessage(message: object): Promise<unknown> };
  scripting: { getRegisteredContentScripts(): Promise<{ matches: string[] }[]> };
};

/** The background reads what was written behind its back after a restart only. */
async function restartBackground(): Promise<void> {
  await extension.killWorker();
  const page = await app();
  // A message that meets the worker's end is left without an answer: it is sent again.
  const answered = () =>
    page.evaluate(() =>
      Promise.race([
        chrome.runtime.sendMessage({ type: 'permissions-changed', body: {} }).then(() => true),
        new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 2000)),
      ]).catch(() => false),
    );
  for (let i = 0; i < 10; i++) if (await answered()) return;
  throw new Error('the background did not come back');
}

async function migrationIs(step: string): Promise<void> {
  await putInStore(extension, JOURNEY_STORE, 'account', [{ key: 'migration', value: { v: 1, step } }]);
  await restartBackground();
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'navette-files-'));
  const html =
    '<!doctype html><html lang="fr"><body style="margin:0"><h1>Portail</h1><script>shift=0;new PerformanceObserver(l=>{for(const e of l.getEntries())shift+=e.value}).observe({type:"layout-shift",buffered:true})</script></body></html>';
  portal = createServer((_request, response) => void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html));
  await new Promise<void>((resolve) => portal.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(portal.address() as AddressInfo).port}`;
  extension = await launchWithExtension({ granted: ['http://127.0.0.1/*'] });
  await signInWithoutServer(extension, origin, {
    person: 'Claire Morel',
    firm: 'Aubrac Conseil',
    company: 'Atelier Bonnefoy',
    migration: 'email-given',
  });
  await restartBackground();
  page = await extension.context.newPage();
  await page.goto(origin);
});

afterAll(async () => {
  await extension?.close();
  portal?.closeAllConnections();
  portal?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the banners on the portal', () => {
  test('R053: not yet migrated, both stand above the page, which shifts by nothing; the portal is told to hide its own', async () => {
    const text = await waitForClosedText(page, /identité unique/);
    expect(text).toContain('Dépôt rapide. Glissez ici une facture, un relevé, un ticket.');
    expect(text).toContain('Le passage à l’identité unique n’est pas terminé.');
    await wait(SETTLED);
    expect(
      await page.evaluate(() => ({
        shift: (globalThis as unknown as { shift: number }).shift,
        marked: document.documentElement.dataset['navetteBanners'],
        first: document.documentElement.firstElementChild?.tagName,
      })),
    ).toEqual({
      shift: 0,
      marked: 'deposit migration',
      first: 'DIV',
    });
  });

  test('P2 nothing of the account stands in them, and the page cannot look inside', async () => {
    expect(await closedText(page)).not.toMatch(/Bonnefoy|Morel|Aubrac|claire/i);
    expect(await page.evaluate(() => document.documentElement.firstElementChild?.shadowRoot ?? null)).toBeNull();
  });

  test('a file dropped on the banner is saved, and deposited at once for a person of one company', async () => {
    writeFileSync(path.join(folder, 'ticket.pdf'), smallPdf());
    const [banner] = await inClosedRoots(page, '.deposit');
    await dragFiles(page, [path.join(folder, 'ticket.pdf')], banner?.centre?.x ?? 0, banner?.centre?.y ?? 0);
    expect(await waitForClosedText(page, /Enregistré sur cet ordinateur/)).toContain('Enregistré sur cet ordinateur, et déposé.');
  });

  test('R054: the yellow banner has one button and no way to send it away; the button opens our own page', async () => {
    expect((await inClosedRoots(page, 'button')).map((button) => button.text)).toEqual([
      'Continuer dans Navette',
      'Choisir un fichier',
      'Plus tard',
      'Reprendre',
    ]);
    await clickInClosedRoot(page, 'button', /Reprendre/);
    await expect.poll(async () => (await targetsOf(extension)).some((url) => url.includes('app.html#/migration'))).toBe(true);
  });

  test('« Plus tard » sends the quick-deposit banner away until the browser is closed, and the yellow one stays', async () => {
    await page.bringToFront();
    await clickInClosedRoot(page, 'button', /Plus tard/);
    await expect.poll(() => closedText(page)).not.toContain('Dépôt rapide');
    await wait(300);
    await page.reload();
    expect(await waitForClosedText(page, /identité unique/)).not.toContain('Dépôt rapide');
    expect(await page.evaluate(() => document.documentElement.dataset['navetteBanners'])).toBe('migration');
  });

  test('R054: it leaves when the migration is final, and not before', async () => {
    await migrationIs('to-decide');
    await page.reload();
    await waitForClosedText(page, /identité unique/);
    // Final in the portal's own page: it leaves that page at once, although the extension has not heard of it yet.
    const said = (step: string) => page.evaluate((now) => void (document.documentElement.dataset['navetteMigration'] = now), step);
    await said('verified');
    await wait(100);
    expect(await closedText(page)).toMatch(/identité unique/);
    await said('finalised');
    await expect.poll(() => closedText(page)).not.toMatch(/identité unique/);
    expect(await page.evaluate(() => document.documentElement.dataset['navetteBanners'] ?? '')).not.toContain('migration');
    await page.reload();
    await waitForClosedText(page, /identité unique/);
    await migrationIs('finalised');
    await page.reload();
    await wait(500);
    expect(await closedText(page)).toBe('');
    expect(await page.evaluate(() => document.documentElement.hasAttribute('data-navette-banners'))).toBe(false);
  });

  test('P4 the script stands on the portal’s origin and nowhere else', async () => {
    await migrationIs('email-given');
    const registered = await (await app()).evaluate(() => chrome.scripting.getRegisteredContentScripts());
    expect(registered.map((script) => script.matches)).toEqual([[`${origin}/*`]]);
  });
});
