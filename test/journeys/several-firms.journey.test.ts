/**
 * R208: one person, two firms, one extension. Each firm has its own server; a deposit made without a network for one leaves
 * while the other is on screen, and both arrive.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, TEST_PASSWORD, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { launchWithExtension, type Extension } from './support/extension.ts';
import { smallPdf } from './support/hostile-site.ts';
import { appPage, CLAIRE, signIn } from './support/people.ts';

const CLAIRE_AT_CIMES = 'claire@aravelles.example';
let aubrac: TestServer;
let cimes: TestServer;
let extension: Extension;
let app: Page;
let files: string;

beforeAll(async () => {
  [aubrac, cimes] = await Promise.all([startTestServer(), startTestServer()]);
  cimes.directory.nameFirm('Cabinet des Cimes');
  const person = await cimes.createPerson({ name: 'Claire Morel', email: CLAIRE_AT_CIMES });
  const right = { side: 'client', deposit: ['common'], read: ['common'], archive: [], accounts: 'none', admin: false } as const;
  await cimes.grant(person.id, cimes.createDossier('SCI des Aravelles'), right);
  extension = await launchWithExtension();
  files = mkdtempSync(path.join(tmpdir(), 'navette-firms-'));
});
afterAll(async () => {
  await extension?.close();
  await Promise.all([aubrac?.close(), cimes?.close()]);
  rmSync(files, { recursive: true, force: true });
});

/** Files of a firm that its server has proved the receipt of. */
const receipts = async (server: TestServer) => (await server.roomLog.rooms()).filter((room) => room.includes('/receipts/')).length;

async function giveOffline(name: string): Promise<void> {
  const file = path.join(files, name);
  writeFileSync(file, Buffer.concat([smallPdf(20_000), Buffer.from(`%${name}`)]));
  await app.goto(extension.url('app.html#/deposit'));
  await app.locator('.bigdrop input[type=file]').setInputFiles(file);
  await app.goto(extension.url('app.html#/documents'));
  await app.getByText(name).first().waitFor();
}
async function switchTo(company: string): Promise<void> {
  await app.locator('button.company').click();
  await app.getByRole('dialog').getByRole('button', { name: company }).click();
  await app.locator('button.company').getByText(company).waitFor();
}

describe('R208 two firms on one extension', () => {
  test('R208 the second one is added from the switcher, and both stand there with their companies', async () => {
    await signIn(extension, aubrac.origin, CLAIRE);
    app = await appPage(extension);
    await app.getByText('Atelier Bonnefoy').first().waitFor();
    await app.locator('button.company').click();
    await app.getByRole('link', { name: 'Ajouter un cabinet' }).click();
    await app.getByText('Revenir à Cabinet Aubrac Conseil').waitFor();
    await app.getByLabel('Adresse du serveur de votre cabinet').fill(cimes.origin);
    await app.getByRole('button', { name: 'Continuer' }).click();
    await app.getByLabel('Adresse e-mail').fill(CLAIRE_AT_CIMES);
    await app.getByLabel('Mot de passe', { exact: true }).fill(TEST_PASSWORD);
    await app.getByRole('button', { name: 'Se connecter', exact: true }).click();
    await app.locator('button.company').getByText('SCI des Aravelles').waitFor({ timeout: 20_000 });
    await app.locator('button.company').click();
    await expect.poll(() => app.locator('.firmhead b').allInnerTexts()).toEqual(['Cabinet des Cimes', 'Cabinet Aubrac Conseil']);
    expect(await app.locator('.choice').allInnerTexts()).toEqual(['SCI des Aravelles', 'Atelier Bonnefoy']);
    await app.keyboard.press('Escape');
  });

  test('R208 deposited offline for each, both arrive, each at its own firm, while one of them is on screen', async () => {
    await extension.context.setOffline(true);
    await switchTo('Atelier Bonnefoy');
    await giveOffline('pour-aubrac.pdf');
    await switchTo('SCI des Aravelles');
    await giveOffline('pour-les-cimes.pdf');
    expect(await app.getByText('pour-aubrac.pdf').count()).toBe(0);
    // The switcher says what of the other firm has not left.
    await app.locator('button.company').click();
    await app.locator('.firmhead', { hasText: 'Cabinet Aubrac Conseil' }).getByText('1 en attente').waitFor();
    await app.keyboard.press('Escape');
    // The background is stopped in between, as browsers do.
    await extension.killWorker();
    await app.goto(extension.url('app.html#/queue'));
    // A worker that was just starting would not hear that the network is back.
    await extension.worker();
    await extension.context.setOffline(false);
    await app.getByRole('button', { name: /Essayer maintenant|Vérifier la connexion/ }).click();
    await expect.poll(() => Promise.all([receipts(aubrac), receipts(cimes)]), { timeout: 60_000, interval: 500 }).toEqual([1, 1]);
    await app.goto(extension.url('app.html#/documents'));
    await app.locator('tr', { hasText: 'pour-les-cimes.pdf' }).getByText('Reçu').waitFor({ timeout: 20_000 });
    await switchTo('Atelier Bonnefoy');
    await app.goto(extension.url('app.html#/documents'));
    await app.locator('tr', { hasText: 'pour-aubrac.pdf' }).getByText('Reçu').waitFor({ timeout: 20_000 });
  });

  test('R208 the toolbar’s window switches too, offline, and the panel and the application follow', async () => {
    await extension.context.setOffline(true);
    const popup = await extension.open('popup.html');
    await popup.locator('button.company').getByText('Atelier Bonnefoy').waitFor();
    await popup.locator('button.company').click();
    await popup.getByRole('button', { name: 'SCI des Aravelles' }).click();
    await popup.locator('button.company').getByText('SCI des Aravelles').waitFor();
    await popup.getByText('pour-les-cimes.pdf').waitFor();
    const panel = await extension.open('sidepanel.html');
    await panel.locator('button.company').getByText('SCI des Aravelles').waitFor();
    await app.bringToFront();
    await expect.poll(() => app.locator('button.company').innerText()).toContain('SCI des Aravelles');
    await extension.context.setOffline(false);
    await popup.close();
    await panel.close();
  });

  test('R208, D5 signing out of the firm on screen leaves the other; leaving both leaves nobody', async () => {
    await app.goto(extension.url('app.html#/home'));
    await app.getByRole('button', { name: /Claire Morel/ }).click();
    await app.getByRole('button', { name: 'Se déconnecter' }).click();
    await app.getByRole('heading', { name: 'Se déconnecter de Cabinet des Cimes' }).waitFor();
    await app.getByText('vous restez connecté à Cabinet Aubrac Conseil').waitFor();
    await app.getByLabel('Se déconnecter et tout effacer ici').check();
    await app.getByRole('dialog').getByRole('button', { name: 'Se déconnecter', exact: true }).click();
    await app.locator('button.company').getByText('Atelier Bonnefoy').waitFor({ timeout: 20_000 });
    await app.locator('button.company').click();
    expect(await app.locator('.firmhead').count()).toBe(0);
    await app.keyboard.press('Escape');
    await app.getByRole('button', { name: /Claire Morel/ }).click();
    await app.getByRole('button', { name: 'Se déconnecter' }).click();
    await app.getByLabel('Se déconnecter et tout effacer ici').check();
    await app.getByRole('dialog').getByRole('button', { name: 'Se déconnecter', exact: true }).click();
    await app.getByRole('heading', { name: 'Se connecter' }).waitFor({ timeout: 20_000 });
    const databases = () => app.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name).toSorted());
    // Made anew by a page that did not know yet, an empty one goes a moment later.
    await expect.poll(databases, { timeout: 10_000 }).toEqual(['navette-device', 'navette-keychain']);
  });
});
