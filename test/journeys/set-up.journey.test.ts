// The first start of a real firm: its one-time link makes its administrator, once.

import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestServer } from '../../sync-server/src/testing/test-server.ts';
import { launchChromium, openWindow, startPortal } from './support/portal.ts';

const GOOD = 'cheval agrafe pile correcte';

describe('the set-up link of a real firm', () => {
  let server: TestServer;
  let browser: Browser;
  beforeAll(async () => {
    server = await startPortal({ demo: false, papers: false });
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  test('A6: the rules stand before the mistake, a mistake is named, and the administrator enters at once', async () => {
    const { page, context, complaints } = await openWindow(browser);
    await page.goto(`${server.origin}${server.setUpPath ?? ''}`);
    await page.getByText('Douze caractères au moins.').waitFor();
    await page.getByLabel('Nom du cabinet').fill('Cabinet Vauzelle');
    await page.getByLabel('Prénom et nom').fill('Irène Vauzelle');
    await page.getByLabel('Adresse e-mail').fill('irene@vauzelle.example');
    await page.getByLabel('Mot de passe', { exact: true }).fill('trop court');
    await page.getByRole('button', { name: 'Installer le cabinet' }).click();
    await page.getByText('Il manque 2 caractères').waitFor();
    await page.getByLabel('Mot de passe', { exact: true }).fill('motdepasse1234');
    await page.getByRole('button', { name: 'Installer le cabinet' }).click();
    await page.getByText('trop facile à deviner').waitFor();
    await page.getByLabel('Mot de passe', { exact: true }).fill(GOOD);
    await page.getByRole('button', { name: 'Installer le cabinet' }).click();
    await page.waitForURL(`${server.origin}/`);
    await page.getByText('Irène Vauzelle').first().waitFor();
    expect(server.directory.firm().name).toBe('Cabinet Vauzelle');
    // The weak password was refused by the server: the browser notes the 400 it was answered.
    expect(complaints.filter((one) => !one.includes('400'))).toEqual([]);
    await context.close();
  });

  test('A6: the same link, opened again, makes nothing and says what to do', async () => {
    const { page, context } = await openWindow(browser);
    await page.goto(`${server.origin}${server.setUpPath ?? ''}`);
    await page.getByLabel('Nom du cabinet').fill('Autre cabinet');
    await page.getByLabel('Prénom et nom').fill('Quelqu’un');
    await page.getByLabel('Adresse e-mail').fill('autre@vauzelle.example');
    await page.getByLabel('Mot de passe', { exact: true }).fill(GOOD);
    await page.getByRole('button', { name: 'Installer le cabinet' }).click();
    await page.getByRole('heading', { name: 'Ce lien ne sert plus' }).waitFor();
    await page.getByText('redémarrez le serveur').waitFor();
    expect(server.directory.firm().name).toBe('Cabinet Vauzelle');
    await context.close();
  });

  test('a link cut short says to copy the whole address', async () => {
    const { page, context } = await openWindow(browser);
    await page.goto(`${server.origin}/set-up`);
    await page.getByRole('heading', { name: 'Ce lien est incomplet' }).waitFor();
    expect(await page.getByLabel('Nom du cabinet').count()).toBe(0);
    await context.close();
  });
});
