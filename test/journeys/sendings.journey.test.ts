/**
 * R070, R072: a payroll product posts a DSN by HTTP; the company sees it under the menu that bears its person's name, in the
 * portal and in the extension, without a network too; a key is made in the portal by a click, and ended by another.
 */
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { dsn, postSending } from '../support/payroll-product.ts';
import { launchWithExtension, type Extension } from './support/extension.ts';
import { appPage, CLAIRE, signIn } from './support/people.ts';
import { enterAs, launchChromium, openWindow, readyOffline, type PortalWindow } from './support/portal.ts';

let server: TestServer;
let browser: Browser;
let claire: Extension;
let portal: PortalWindow;
let julien: PortalWindow;
let key: string;

beforeAll(async () => {
  server = await startTestServer({ papers: true });
  [browser, claire] = await Promise.all([launchChromium(), launchWithExtension()]);
  [portal, julien] = await Promise.all([openWindow(browser), openWindow(browser)]);
});
afterAll(async () => {
  await claire?.close();
  await browser?.close();
  await server?.close();
});

describe('R070, R072 sendings, from payroll to the company', () => {
  test('R160 the firm’s administrator makes a key in the portal; it is shown once', async () => {
    const { page } = julien;
    await enterAs(page, server, 'julien');
    await page.goto(`${server.origin}/#/administration/keys`);
    await page.getByRole('button', { name: 'Créer une clé' }).click();
    await page.getByLabel('Nom').fill('Paie du cabinet');
    await page.getByLabel('Logiciel').fill('Paie Pro');
    await page.getByRole('button', { name: 'Créer la clé' }).click();
    const shown = page.getByLabel('Clé d’API', { exact: true });
    await shown.waitFor();
    key = await shown.inputValue();
    expect(key).toMatch(/^nvk_[\w-]{43}$/);
    await page.getByRole('button', { name: 'Fermer' }).click();
    await page.getByRole('row', { name: /Paie du cabinet/ }).waitFor();
    await page.reload();
    await page.getByRole('row', { name: /Paie du cabinet/ }).waitFor();
    expect(await page.content()).not.toContain('nvk_');
  });

  test('R070, R072 in the portal, by the menu of the person’s name, with its states as they come; and offline', async () => {
    const { page, context } = portal;
    // The menu bears the person's name, with the follow-up in it, once the move is final (R069, R070).
    server.directory.setMigration(server.users.claire, 'finalised');
    await enterAs(page, server, 'claire');
    const posted = await postSending(server, key, dsn({ title: 'DSN mensuelle, établissement principal' }));
    expect(posted.status).toBe(201);
    await page.getByRole('button', { name: /Claire Morel/ }).click();
    await page.getByRole('link', { name: 'Suivi des envois' }).click();
    await page.getByRole('heading', { level: 1, name: 'Suivi des envois' }).waitFor();
    await page.locator('button.sync').click();
    const row = page.getByRole('row', { name: /DSN mensuelle, établissement principal/ });
    await row.getByText('Envoyé').waitFor({ timeout: 90_000 });
    // The demonstration's own, rejected one, says why.
    await page
      .getByRole('row', { name: /Rejeté/ })
      .getByText('Le numéro de sécurité sociale')
      .waitFor();
    await readyOffline(page);

    await context.setOffline(true);
    await page.reload();
    await row.getByRole('link').click();
    await page.locator('.viewer .history').getByText('Envoyé').waitFor();
    expect(await page.locator('.viewer').textContent()).toContain('Paie Pro');
    await context.setOffline(false);
  });

  test('R070, R072 in the extension, from the application and the toolbar’s window; and offline', async () => {
    await signIn(claire, server.origin, CLAIRE);
    const app = await appPage(claire);
    await app.getByRole('button', { name: /Claire Morel/ }).click();
    await app.getByRole('link', { name: 'Suivi des envois' }).click();
    const row = app.getByRole('row', { name: /DSN mensuelle, établissement principal/ });
    await row.getByText('Envoyé').waitFor({ timeout: 20_000 });
    const accepted = dsn({ states: [{ state: 'accepted', at: new Date().toISOString() }] });
    expect((await postSending(server, key, accepted)).said).toMatchObject({ outcome: 'updated' });
    // The person's own line tells the background to look.
    await app.goto(claire.url('app.html#/queue'));
    await app.getByRole('button', { name: /Essayer maintenant|Vérifier la connexion/ }).click();
    await app.goto(claire.url('app.html#/sendings'));
    await row.getByText('Accepté').waitFor({ timeout: 20_000 });

    await claire.context.setOffline(true);
    await app.reload();
    await row.getByRole('link').click();
    await app.locator('.viewer .track .good').getByText('Accepté').waitFor();
    const popup = await claire.open('popup.html');
    await popup.locator('button.company').click();
    const opening = claire.context.waitForEvent('page');
    await popup.getByRole('link', { name: 'Suivi des envois' }).click();
    const opened = await opening;
    await opened.getByRole('row', { name: /DSN mensuelle, établissement principal/ }).waitFor();
    await claire.context.setOffline(false);
    await opened.close();
    await popup.close();
  });

  test('R160 ended by a click, the key is refused at the next post', async () => {
    const { page } = julien;
    await page.getByRole('button', { name: /Révoquer la clé .*Paie du cabinet/ }).click();
    await page.getByRole('button', { name: 'Révoquer la clé', exact: true }).click();
    await page.getByText('Révoquée', { exact: true }).waitFor();
    expect((await postSending(server, key, dsn())).status).toBe(401);
  });

  test('nothing complained', () => {
    expect([...portal.complaints, ...julien.complaints]).toEqual([]);
  });
});
