/**
 * The staff's view of migrations, in real browsers on the demonstration: the extension's badge counts what needs Nadia; in the
 * portal she filters, decides, reminds with the letter before her eyes; then the network is cut, and the view still opens,
 * filters and exports.
 */
import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestServer } from '../../sync-server/src/testing/test-server.ts';
import { lettersTo } from '../support/mover.ts';
import { launchWithExtension, type Extension } from './support/extension.ts';
import { NADIA, signIn } from './support/people.ts';
import { enterAs, launchChromium, openWindow, readyOffline, startPortal, type PortalWindow } from './support/portal.ts';

let server: TestServer;
let browser: Browser;
let nadia: Extension;
let window: PortalWindow;

beforeAll(async () => {
  server = await startPortal();
  [browser, nadia] = await Promise.all([launchChromium(), launchWithExtension()]);
  window = await openWindow(browser);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await nadia?.close();
  await server?.close();
});

const dossierRow = (name: string) => window.page.locator('table.mig tbody tr', { hasText: name });
const adminOf = (company: string) => {
  const dossier = server.directory.dossiers().find(({ name }) => name === company)?.id;
  return dossier && server.services.migration.attachments.administrator(dossier);
};

describe('the migrations of Nadia’s dossiers', { timeout: 90_000 }, () => {
  test('the extension’s badge counts three decisions and two dossiers to remind', async () => {
    await signIn(nadia, server.origin, NADIA);
    const app = await nadia.open('app.html#/migrations');
    await app.locator('table.mig tbody tr').first().waitFor({ timeout: 30_000 });
    const badge = () =>
      app.evaluate(() =>
        (globalThis as unknown as { chrome: { action: { getBadgeText(of: object): Promise<string> } } }).chrome.action.getBadgeText({}),
      );
    await expect.poll(badge, { timeout: 30_000 }).toBe('5');
    await nadia.close();
  });

  test('she sees every step, filters by one and by what is due, and opens a dossier on its people', async () => {
    const { page } = window;
    await enterAs(page, server, 'nadia');
    await page.goto(`${server.origin}/#/migrations`);
    await page.locator('table.dec tr').nth(2).waitFor({ timeout: 30_000 });
    await page.locator('.mig-lead').getByText('sur 12').waitFor();
    await page.locator('.funnel .email-given button').click();
    await dossierRow('Coiffure Lumen').waitFor();
    expect(await page.locator('table.mig tbody tr').count()).toBe(1);
    await page.locator('.funnel .email-given button').click();
    await page.getByRole('button', { name: /^Relance due/ }).click();
    await dossierRow('Mécanique Tissot-Brun').waitFor();
    expect(await page.locator('table.mig tbody tr').count()).toBe(2);
    await page.getByRole('link', { name: 'Cave du Salève', exact: true }).click();
    await page.locator('.migpane').getByText('Tom Aravel', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Fermer le dossier' }).click();
  });

  test('G4 she decides between two claims; the server has decided, and nothing of it is left to decide', async () => {
    const { page } = window;
    expect(adminOf('Pharmacie de la Halle')).toMatchObject({ name: 'Agnès Halloy', confirmed: false });
    await page.getByRole('button', { name: 'Changer d’administrateur, Pharmacie de la Halle' }).click();
    await page.getByRole('dialog').getByText('Benoît Riquet devient administrateur').waitFor();
    await page.getByRole('button', { name: /^Décider/ }).click();
    await expect.poll(() => page.locator('table.dec tr').count(), { timeout: 30_000 }).toBe(1);
    expect(adminOf('Pharmacie de la Halle')).toMatchObject({ name: 'Benoît Riquet', confirmed: true });
  });

  test('she reminds those who are due: the letter leaves as it was shown, and the rows say so', async () => {
    const { page } = window;
    await page.getByRole('button', { name: /^Relancer 2.dossiers$/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(/Un mot du cabinet/).fill('Appelez Nadia si le code n’arrive pas.');
    const letter = dialog.locator('.paperletter pre');
    await letter.getByText('Appelez Nadia').waitFor({ timeout: 20_000 });
    const shown = await letter.textContent();
    await dialog.getByRole('button', { name: /^Envoyer 3.lettres/ }).click();
    await dialog.getByText(/3.lettres envoyées/).waitFor({ timeout: 20_000 });
    await dialog.getByRole('button', { name: 'Fermer' }).click();
    const sent = lettersTo(server.data, 'tom.aravel@demo.navette.example');
    expect(sent.map(({ text }) => text)).toEqual([shown]);
    // Nothing is due any more: the room has told so.
    await expect.poll(() => page.getByRole('button', { name: 'Aucune relance due' }).count(), { timeout: 30_000 }).toBe(1);
  });

  test('without a network the view opens, filters and exports, and says what needs the server', async () => {
    const { page, context } = window;
    await readyOffline(page);
    await context.setOffline(true);
    await page.reload();
    await page.locator('table.mig tbody tr').first().waitFor({ timeout: 30_000 });
    await page.locator('#migration-filter').fill('salève');
    await expect.poll(() => page.locator('table.mig tbody tr').count()).toBe(1);
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Exporter' }).first().click()]);
    const text = readFileSync(await download.path(), 'utf8');
    expect(text.startsWith('\ufeff"Dossier";')).toBe(true);
    expect(text.split('\r\n')).toHaveLength(3);
    expect(text).toContain('"tom.aravel@demo.navette.example"');
    await page.locator('#migration-filter').fill('');
    await page.getByRole('button', { name: 'Confirmer, Hôtel du Lac Noir' }).click();
    await page.getByRole('button', { name: /^Décider/ }).click();
    await page
      .getByRole('dialog')
      .getByRole('alert')
      .getByText(/serveur/)
      .waitFor();
    await page.getByRole('button', { name: 'Annuler' }).click();
    expect(await page.locator('table.dec tr').count()).toBe(1);
    await context.setOffline(false);
  });
});
