// The portal in one browser: signed in by a link, opened and used without a network, caught up when it comes back.

import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BlobHash } from '@navette/kernel/ids';
import { TEST_PASSWORD, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { dragOnto } from './support/extension.ts';
import { smallPdf } from './support/hostile-site.ts';
import { enterAs, launchChromium, openWindow, readyOffline, startPortal, type PortalWindow } from './support/portal.ts';

describe('the portal without a network', () => {
  let server: TestServer;
  let browser: Browser;
  let window: PortalWindow;
  const folder = mkdtempSync(path.join(tmpdir(), 'navette-files-'));

  beforeAll(async () => {
    server = await startPortal();
    browser = await launchChromium();
    window = await openWindow(browser);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('Claire enters by her link and finds the documents of her company', async () => {
    const { page } = window;
    await enterAs(page, server, 'claire');
    await page.goto(`${server.origin}/#/documents`);
    await page
      .getByText(/^releve-\d{4}-\d{2}\.pdf$/)
      .first()
      .waitFor();
    await page
      .getByText(/^releve-\d{4}-\d{2}\.pdf$/)
      .first()
      .click();
    await page.locator('canvas.page').first().waitFor();
    await readyOffline(page);
    expect(await page.getByRole('row').count()).toBeGreaterThan(10);
  });

  test('offline, a reloaded portal opens, lists, and shows again a document that was opened before', async () => {
    const { page, context } = window;
    await context.setOffline(true);
    await page.reload();
    await page
      .getByText(/^releve-\d{4}-\d{2}\.pdf$/)
      .first()
      .waitFor();
    await page.locator('canvas.page').first().waitFor();
    expect(await page.locator('canvas.page').first().evaluate(isDrawn)).toBe(true);
  });

  test('offline, a file dropped by hand is kept on this computer and says so', async () => {
    const { page } = window;
    const file = path.join(folder, 'facture-hors-ligne.pdf');
    writeFileSync(file, smallPdf());
    await page.goto(`${server.origin}/#/deposit`);
    await page.locator('main').getByText('Atelier Bonnefoy').first().waitFor();
    await dragOnto(page.locator('.bigdrop').first(), [file]);
    await page.getByRole('status').getByText('Enregistré sur cet ordinateur').waitFor({ state: 'attached' });
    await page.goto(`${server.origin}/#/documents`);
    const row = page.getByRole('row').filter({ hasText: 'facture-hors-ligne.pdf' });
    await row.getByText('Sur cet ordinateur').waitFor();
    expect(await row.count()).toBe(1);
  });

  test('online again, the same document turns to « Reçu » without a click, and the server holds its bytes', async () => {
    const { page, context } = window;
    await context.setOffline(false);
    await page.getByRole('row').filter({ hasText: 'facture-hors-ligne.pdf' }).getByText('Reçu').waitFor({ timeout: 20_000 });
    const hash = createHash('sha256').update(smallPdf()).digest('hex') as BlobHash;
    const held: Uint8Array[] = [];
    for await (const piece of server.blobs.read(hash, 0, smallPdf().length)) held.push(piece);
    expect(Buffer.concat(held).equals(smallPdf())).toBe(true);
  });

  test('M4: nothing on these pages tripped the policy, Trusted Types included', () => {
    expect(window.complaints).toEqual([]);
  });

  test('D5: another person of the demonstration enters in the same browser and sees only what is theirs', async () => {
    const { page } = window;
    await enterAs(page, server, 'samira');
    await page.goto(`${server.origin}/#/documents`);
    await page.getByText('Samira Benali').first().waitFor();
    await page.getByRole('row').nth(1).waitFor();
    expect(await page.getByText('facture-hors-ligne.pdf').count()).toBe(0);
  });

  test('R053, R054: the yellow banner stands for Claire, gives way to the extension’s, and leaves when her move is final', async () => {
    const { page, context } = await openWindow(browser);
    await enterAs(page, server, 'claire');
    const banner = page.locator('.banner.migrate');
    await banner.waitFor();
    await page.evaluate(() => document.documentElement.setAttribute('data-navette-banners', 'deposit migration'));
    await expect.poll(() => banner.isVisible()).toBe(false);
    await page.evaluate(() => document.documentElement.removeAttribute('data-navette-banners'));
    await expect.poll(() => banner.isVisible()).toBe(true);
    server.directory.setMigration(server.users.claire, 'finalised');
    await server.accounts.settled();
    // No reload: the account's live socket says so.
    await expect.poll(() => banner.count(), { timeout: 15_000 }).toBe(0);
    await context.close();
  });

  test('what the firm writes about an open document shows on the client’s screen within seconds', async () => {
    const client = await openWindow(browser);
    const firm = await openWindow(browser);
    for (const [window, person] of [
      [client, 'claire'],
      [firm, 'nadia'],
    ] as const) {
      await enterAs(window.page, server, person);
      await window.page.goto(`${server.origin}/#/documents`);
      await window.page
        .getByText(/^F-\d{4}-\d{4}\.pdf$/)
        .first()
        .click();
      await window.page.locator('canvas.page').first().waitFor();
    }
    await firm.page.getByRole('textbox', { name: /Écrire/ }).fill('Reçu, merci. Nous attendons le bon de livraison.');
    await firm.page.getByRole('button', { name: 'Envoyer le commentaire' }).click();
    await client.page.getByText('Nous attendons le bon de livraison.').waitFor({ timeout: 15_000 });
    expect([...client.complaints, ...firm.complaints]).toEqual([]);
    await client.context.close();
    await firm.context.close();
  });

  test('offline, somebody who has nothing here yet is told that the server does not answer, not that it is another one', async () => {
    const { page, context } = await openWindow(browser);
    await page.goto(server.origin);
    await page.getByLabel('Adresse e-mail').waitFor();
    await readyOffline(page);
    await context.setOffline(true);
    await page.reload();
    await page.getByText('ne répond pas').waitFor();
    expect(await page.getByText('pas un serveur Navette').count()).toBe(0);
    await context.close();
  });

  test('a session that ended asks for the password, and what waited goes', async () => {
    const { page, context } = await openWindow(browser);
    await enterAs(page, server, 'samira');
    // Her company comes with the first synchronisation; before it, a file goes to the tray and waits for a choice.
    await page.goto(`${server.origin}/#/documents`);
    await page.getByRole('row').nth(1).waitFor();
    await context.clearCookies();
    const file = path.join(folder, 'apres-la-session.pdf');
    writeFileSync(file, smallPdf(900));
    await page.goto(`${server.origin}/#/deposit`);
    await page.locator('.depositform input[type=file]').setInputFiles(file);
    await page.getByText('Votre session a pris fin').waitFor();
    await page.locator('.banners').getByRole('button', { name: 'Se connecter', exact: true }).click();
    await page.getByLabel('Adresse e-mail').fill('samira.benali@demo.navette.example');
    await page.getByLabel('Mot de passe', { exact: true }).fill(TEST_PASSWORD);
    await page.getByRole('button', { name: 'Se connecter', exact: true }).click();
    await page.goto(`${server.origin}/#/documents`);
    const row = page.getByRole('row').filter({ hasText: 'apres-la-session.pdf' });
    await row.getByText('Reçu').waitFor({ timeout: 20_000 });
    expect(await row.count()).toBe(1);
    await context.close();
  });

  test('a sign-out that the server could not hear holds: the cookie opens nothing until somebody signs in', async () => {
    const { page, context } = await openWindow(browser);
    await enterAs(page, server, 'hugo');
    await readyOffline(page);
    await context.setOffline(true);
    await page.getByRole('button', { name: /Hugo Lambert/ }).click();
    await page.getByRole('button', { name: 'Se déconnecter', exact: true }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /déconnecter/ })
      .click();
    await page.getByRole('heading', { name: 'Se connecter' }).waitFor();
    await context.setOffline(false);
    await page.reload();
    await page.getByLabel('Adresse e-mail').waitFor();
    await page.reload();
    await page.getByLabel('Adresse e-mail').waitFor();
    const known = await page.evaluate(async () => (await fetch('/api/auth/get-session')).json() as Promise<unknown>);
    expect(known).toBeNull();
    await context.close();
  });
});

/** Whether a page has ink on it: text drawn with the fonts that the PDF names without carrying them. */
function isDrawn(canvas: HTMLElement | SVGElement): boolean {
  if (!(canvas instanceof HTMLCanvasElement)) return false;
  const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? new Uint8ClampedArray();
  let dark = 0;
  for (let i = 0; i < pixels.length; i += 4) if ((pixels[i] ?? 255) < 100 && (pixels[i + 3] ?? 0) > 200) dark += 1;
  return dark > 500;
}
