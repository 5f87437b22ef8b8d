// R203, R213: the archive in the portal, without a network: what the firm published is kept on this computer, and found by its content.

import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { samplePdf } from '../../packages/ui/src/testing/sample-pdf.ts';
import type { TestServer } from '../../sync-server/src/testing/test-server.ts';
import { NADIA, serverDevice } from '../support/server-device.ts';
import { enterAs, launchChromium, openWindow, readyOffline, startPortal, type PortalWindow } from './support/portal.ts';

describe('archive search offline', () => {
  let server: TestServer;
  let browser: Browser;
  let window: PortalWindow;

  beforeAll(async () => {
    server = await startPortal();
    browser = await launchChromium();
    window = await openWindow(browser);
    const nadia = await serverDevice(server.origin, NADIA);
    const dossier = server.dossiers.bonnefoy;
    for (const [name, line] of [
      ['Comptes annuels 2025', 'Immobilisations incorporelles 32 000'],
      ['Liasse 2025', 'Formulaire 2050 bilan actif'],
    ] as const) {
      const kept = await nadia.library.capture(samplePdf([name, line]), { name: `${name}.pdf`, way: 'pick' });
      if (!kept.ok) throw new Error(kept.refusal.tag);
      const place = { name, folder: [name.slice(0, -5)], year: 2025, category: 'accounting' as const };
      await nadia.library.archive.publish([{ source: { capture: kept.value.id, dossier }, box: 'common', place, date: '2026-04-15' }]);
    }
    await nadia.sync.syncNow();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  test('R203 what the firm published is in the tree, and a year is kept on this computer', async () => {
    const { page } = window;
    await enterAs(page, server, 'claire');
    await readyOffline(page);
    await page.getByRole('link', { name: 'Archives', exact: true }).click();
    await page.getByRole('link', { name: 'Comptes annuels 2025' }).waitFor();
    await page.getByRole('button', { name: /^Exercice 2025/ }).click();
    await page.getByRole('button', { name: 'Garder tout ce dossier hors ligne' }).click();
    await page.getByText(/2.fichiers gardés hors ligne/).waitFor();
    expect(window.complaints).toEqual([]);
  });

  test('R213 offline, a file is found by its name and by what is in it, and opens', async () => {
    const { page, context } = window;
    // The words of what came last are read a moment after it is here.
    await page.waitForTimeout(2000);
    await context.setOffline(true);
    await page.reload();
    const search = page.getByRole('searchbox', { name: 'Rechercher dans les archives' });
    await search.fill('liasse');
    await page.getByRole('link', { name: 'Liasse 2025' }).waitFor();
    expect(await page.locator('.archlist tbody th a').allTextContents()).toEqual(['Liasse 2025']);
    await search.fill('INCORPORELLES');
    await page.getByRole('link', { name: 'Comptes annuels 2025' }).waitFor();
    expect(await page.locator('.archlist tbody th a').allTextContents()).toEqual(['Comptes annuels 2025']);
    await page.getByRole('link', { name: 'Comptes annuels 2025' }).click();
    await page.locator('canvas.page').first().waitFor();
    expect(window.complaints).toEqual([]);
  });
});
