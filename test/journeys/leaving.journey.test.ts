/**
 * Leaving, in real browsers: somebody works with the network cut and leaves the firm meanwhile. When the network is back,
 * their extension hands in what had not been sent, keeps nothing, and says so; the firm's staff find the work in their
 * portal and give it to the dossier.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, TEST_PASSWORD, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { layCable, type Cable } from './support/cable.ts';
import { launchWithExtension, type Extension } from './support/extension.ts';
import { smallPdf } from './support/hostile-site.ts';
import { appPage, signIn } from './support/people.ts';
import { enterAs, launchChromium, openWindow } from './support/portal.ts';

const RIGHT = { side: 'client', deposit: ['common'], read: ['common'], archive: [], accounts: 'none', admin: false } as const;

let server: TestServer;
let cable: Cable;
let bastien: Extension;
let browser: Browser;
let files: string;
let person: Awaited<ReturnType<TestServer['createPerson']>>;

beforeAll(async () => {
  cable = await layCable();
  server = await startTestServer({ origin: cable.origin });
  cable.leadTo(server.port);
  person = await server.createPerson({ name: 'Bastien Loubet', email: 'bastien.loubet@demo.navette.example' });
  await server.grant(person.id, server.dossiers.bonnefoy, RIGHT);
  files = mkdtempSync(path.join(tmpdir(), 'navette-leaving-'));
  bastien = await launchWithExtension();
  browser = await launchChromium();
});

afterAll(async () => {
  await bastien.close();
  await browser.close();
  await cable.close();
  await server.close();
  rmSync(files, { recursive: true, force: true });
});

test('D2 an extension hands in what was not sent, keeps nothing and says so; the staff give it to the dossier in the portal', async () => {
  await signIn(bastien, cable.origin, person.email);
  const app = await appPage(bastien);
  await app.goto(bastien.url('app.html#/deposit'));
  await app.getByText('Atelier Bonnefoy').first().waitFor();
  await app.locator('.bigdrop input[type=file]').waitFor({ state: 'attached' });
  cable.cut();
  const file = path.join(files, 'FA-2026-0411.pdf');
  writeFileSync(file, smallPdf(60_000));
  await app.locator('.bigdrop input[type=file]').setInputFiles(file);
  await app.getByText('FA-2026-0411.pdf').first().waitFor();
  await app.goto(bastien.url('app.html#/documents'));
  await app.getByText('FA-2026-0411.pdf').first().waitFor();

  await server.remove(person.id);
  // A worker that has started anew has what it does seldom from where the browser kept it at the installation.
  await bastien.killWorker();
  cable.join();
  await app.goto(bastien.url('app.html#/queue'));
  const tryNow = app.getByRole('button', { name: /Essayer maintenant|Vérifier la connexion/ });
  await tryNow.click();
  await app.getByText('Votre accès au cabinet').waitFor({ timeout: 20_000 });
  await app.getByRole('heading', { name: 'Se connecter' }).waitFor();
  expect(await app.locator('.departure').textContent()).toMatch(/1.document qui n’avait pas été envoyé a été remis au cabinet/);
  // No store, no key: what is left on this computer is the device's own, and empty.
  const databases = () => app.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name).toSorted());
  // Made anew by a page that did not know yet, an empty one goes a moment later.
  await expect.poll(databases, { timeout: 10_000 }).toEqual(['navette-device', 'navette-keychain']);

  const portal = await openWindow(browser);
  await enterAs(portal.page, server, 'nadia');
  await portal.page.goto(`${cable.origin}/#/portfolio`);
  await portal.page.getByRole('link', { name: /Remis par d’anciens accès/ }).click();
  await portal.page.getByText('FA-2026-0411.pdf').waitFor();
  await portal.page.getByRole('button', { name: 'Verser au dossier, FA-2026-0411.pdf' }).click();
  await portal.page.getByText('Rien à traiter').waitFor();
  await portal.page.goto(`${cable.origin}/#/documents`);
  await portal.page.getByText('FA-2026-0411.pdf').first().click();
  await portal.page
    .getByText(/remis par Bastien Loubet|Remis par Bastien Loubet/)
    .first()
    .waitFor();
  await portal.context.close();
});

test('D2 so does the portal, where the cookie of the session that ended is all that is left to prove whose device it is', async () => {
  const ines = await server.createPerson({ name: 'Inès Caradec', email: 'ines.caradec@demo.navette.example' });
  await server.grant(ines.id, server.dossiers.bonnefoy, RIGHT);
  const { page, context } = await openWindow(browser);
  await page.goto(cable.origin);
  await page.getByLabel('Adresse e-mail').fill(ines.email);
  await page.getByLabel('Mot de passe', { exact: true }).fill(TEST_PASSWORD);
  await page.getByRole('button', { name: 'Se connecter', exact: true }).click();
  await page.goto(`${cable.origin}/#/deposit`);
  // Before the companies are known a file would wait in the tray, given to nobody.
  await page.getByText('Atelier Bonnefoy').first().waitFor();
  await page.locator('.bigdrop input[type=file]').waitFor({ state: 'attached' });
  cable.cut();
  const file = path.join(files, 'releve-mars.pdf');
  writeFileSync(file, smallPdf(30_000));
  await page.locator('.bigdrop input[type=file]').setInputFiles(file);
  await page.getByText('releve-mars.pdf').first().waitFor();
  await server.remove(ines.id);
  cable.join();
  // The page opened again asks who is signed in before it does anything else.
  await page.reload();
  await page.getByText('Votre accès au cabinet').waitFor({ timeout: 20_000 });
  await expect
    .poll(() => page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name)), { timeout: 10_000 })
    .toEqual(['navette-device']);
  await page.getByRole('button', { name: 'J’ai lu' }).click();
  await page.getByText('Votre accès au cabinet').waitFor({ state: 'detached' });
  await context.close();
  const handed = await server
    .signIn('nadia.ferrand@demo.navette.example')
    .then((token) =>
      fetch(`http://localhost:${server.port}/api/v1/tray`, { headers: { authorization: `Bearer ${token}` } }).then((answer) =>
        answer.text(),
      ),
    );
  expect(handed).toContain('releve-mars.pdf');
});
