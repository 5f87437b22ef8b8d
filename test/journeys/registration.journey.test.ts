/**
 * Registration from end to end, in the portal and in the extension: the form that leaves and the key that comes back by itself;
 * no connection, paper and PDF; a key that is typed; the education edition; a new version; and nothing of it for an invited person.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PDFDocument } from 'pdf-lib';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keyHash } from '../../sync-server/src/registration/activation-keys.ts';
import { REGISTERED_COMPANY, REGISTERED_PERSON } from '../../sync-server/src/demo/registered-company.ts';
import { TEST_PASSWORD, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { launchWithExtension, type Extension } from './support/extension.ts';
import { appPage, signIn } from './support/people.ts';
import { enterAs, launchChromium, openWindow, readyOffline, startPortal } from './support/portal.ts';

/** Well formed: its last character is the check of the others. */
const KEY = 'AAAAAAAAAAAAAAA';

const dossierOf = (server: TestServer) => {
  const found = server.directory.dossiers().find(({ name }) => name === REGISTERED_COMPANY);
  if (!found) throw new Error('the demonstration has no registered company');
  return found.id;
};

/** The firm answers a form: what its desk does, with a key the test knows. */
function issue(server: TestServer, licence: string, clientCode: string): void {
  const { store, changed } = server.licences;
  const row = store.list(100).find((one) => one.licence === licence);
  if (!row) throw new Error(`no form for ${licence}`);
  const bound = { licence, product: row.product.code, version: row.product.version, clientCode };
  const by = server.users.julien;
  store.issue(row.id, { clientCode, issuedOn: '2026-11-20', until: null, keyHash: keyHash(KEY, bound), at: Date.now(), by });
  if (row.dossier !== null) changed(row.dossier);
}

async function enterAsLea(page: Page, server: TestServer): Promise<void> {
  await page.goto(server.origin);
  await page.getByLabel('Adresse e-mail').fill(REGISTERED_PERSON);
  await page.getByLabel('Mot de passe', { exact: true }).fill(TEST_PASSWORD);
  await page.getByRole('button', { name: 'Se connecter', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Accueil' }).waitFor();
}

async function fillDetails(page: Page, licence: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name: 'Vos informations' }).waitFor();
  await page.getByLabel('Date d’achat *').fill('2026-10-14');
  await page.getByLabel('N° de licence du logiciel *').fill(licence);
  await page.getByLabel('Société *').fill(REGISTERED_COMPANY);
  await page.getByLabel('Adresse *').fill('4 place du Four');
  await page.getByLabel('CP / Ville *').fill('74370 Valbrenne');
  await page.getByLabel('Tél. *').fill('04 50 00 17 42');
  await page.getByText(/Enregistré sur cet ordinateur à/).waitFor();
}

async function acceptTerms(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1, name: 'Conditions générales d’assistance' }).waitFor();
  await page.getByRole('checkbox', { name: /J’accepte les conditions/ }).check();
  await page.getByRole('button', { name: 'Terminer' }).click();
}

/** From the three cases to the end of the terms, without a SIRET. */
async function fillForm(page: Page, licence: string): Promise<void> {
  await page.getByRole('button', { name: 'Continuer', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Votre SIRET' }).waitFor();
  await page.getByRole('button', { name: 'Continuer', exact: true }).click();
  await fillDetails(page, licence);
  await page.getByRole('button', { name: 'Continuer', exact: true }).click();
  await acceptTerms(page);
}

async function typeKey(page: Page, licence: string, clientCode: string): Promise<void> {
  await page.getByLabel('N° de licence', { exact: true }).fill(licence);
  await page.getByLabel('Code client', { exact: true }).fill(clientCode);
  await page.getByLabel('Clé d’activation, groupe 1 sur 3').fill(KEY);
  await page.getByRole('button', { name: 'Continuer avec cette clé' }).click();
}

const closeWindow = (page: Page) => page.getByRole('dialog').getByRole('button', { name: 'OK' }).click();

describe('in the portal', () => {
  let server: TestServer;
  let browser: Browser;
  let page: Page;
  let complaints: readonly string[];
  beforeAll(async () => {
    server = await startPortal({ papers: false });
    browser = await launchChromium();
    ({ page, complaints } = await openWindow(browser));
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  test('G1 R004 the window recalls the launches of a company that registers, and the rail goes on saying it', async () => {
    await enterAsLea(page, server);
    await page
      .getByRole('dialog')
      .getByText(/Il reste/)
      .waitFor();
    await closeWindow(page);
    await page
      .locator('.rail')
      .getByText(/Jusque-là, rien n’est limité/)
      .waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  test('R047 the tab is killed in the middle of the form, and opens there again with what was typed', async () => {
    await page.locator('.rail').getByRole('link', { name: 'Référencer ce logiciel' }).click();
    await page.getByRole('heading', { level: 1, name: 'Référencement du logiciel' }).waitFor();
    await page.getByRole('button', { name: 'Continuer', exact: true }).click();
    await page.getByRole('button', { name: 'Continuer', exact: true }).click();
    await fillDetails(page, '401182201');
    const { context } = { context: page.context() };
    await page.close();
    page = await context.newPage();
    await page.goto(`${server.origin}/#/registration`);
    await page.getByRole('heading', { level: 1, name: 'Vos informations' }).waitFor();
    expect(await page.getByLabel('Société *').inputValue()).toBe(REGISTERED_COMPANY);
  });

  test('R035 R044 the form leaves, and the firm has it', async () => {
    await page.getByRole('button', { name: 'Continuer', exact: true }).click();
    await acceptTerms(page);
    await page.getByRole('heading', { level: 1, name: 'Votre fiche est arrivée' }).waitFor();
    expect(server.licences.store.ofDossier(dossierOf(server)).map(({ licence, state }) => [licence, state])).toEqual([
      ['401182201', 'received'],
    ]);
    await page.getByRole('button', { name: 'OK' }).click();
    await page.getByRole('heading', { level: 1, name: 'Clé d’activation' }).waitFor();
  });

  test('R045 the key comes back by itself, nothing typed, and the countdown is gone', async () => {
    issue(server, '401182201', 'C20311');
    await page.getByRole('heading', { level: 1, name: 'Ce logiciel est activé' }).waitFor({ timeout: 60_000 });
    await page.getByRole('button', { name: 'OK' }).click();
    await page.getByRole('heading', { level: 1, name: 'Accueil' }).waitFor();
    expect(await page.locator('.launches').count()).toBe(0);
  });

  test('R021 R023 a new version asks for its licence, and the former key is said not to work', async () => {
    const { store, changed } = server.licences;
    store.setSettings({ ...store.settings(), product: { ...store.settings().product, version: '18.0' } });
    changed(null);
    await page.locator('.rail .launches').waitFor({ timeout: 60_000 });
    await page.goto(`${server.origin}/#/registration`);
    await page.getByRole('button', { name: 'Continuer', exact: true }).click();
    await page.getByText('L’ancienne clé d’activation ne fonctionnera pas').waitFor();
    await page.getByLabel('N° de licence du logiciel *').fill('401182202');
    await page.getByRole('button', { name: 'Continuer', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Vos informations' }).waitFor();
    expect(await page.getByLabel('N° de licence du logiciel *').inputValue()).toBe('401182202');
    await page.getByRole('button', { name: 'Continuer', exact: true }).click();
    await acceptTerms(page);
    await page.getByRole('heading', { level: 1, name: 'Votre fiche est arrivée' }).waitFor();
    expect(server.licences.store.list(1)[0]).toMatchObject({ update: true, licence: '401182202', product: { version: '18.0' } });
  });

  test('M4 the pages had nothing to complain of', () => {
    expect(complaints).toEqual([]);
  });

  test('G1 an invited person’s portal says nothing of it and loads nothing of it', async () => {
    const other = await openWindow(browser);
    const loaded: string[] = [];
    other.page.on('request', (request) => loaded.push(request.url()));
    await enterAs(other.page, server, 'samira');
    await other.page.goto(`${server.origin}/#/registration`);
    await other.page.getByRole('heading', { level: 1, name: 'Accueil' }).waitFor();
    expect(await other.page.getByText(/lancement|clé d’activation|N° de licence/i).count()).toBe(0);
    expect(loaded.filter((url) => /registration-(?:info|send|poll)|launch-told/.test(url))).toEqual([]);
    await other.context.close();
  });
});

describe('in the portal, with nobody signed in and no connection', () => {
  let server: TestServer;
  let browser: Browser;
  const folder = mkdtempSync(path.join(tmpdir(), 'navette-forms-'));
  beforeAll(async () => {
    server = await startPortal({ papers: false });
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('R036 R038 R039 R047 the form is printed and made into a PDF without a network, kept over a reload, and leaves when there is one', async () => {
    const { page, context } = await openWindow(browser);
    await page.goto(`${server.origin}/#/registration`);
    await page.getByRole('heading', { level: 1, name: 'Référencement du logiciel' }).waitFor();
    await readyOffline(page);
    await context.setOffline(true);
    await fillForm(page, '401182203');
    await page.getByRole('heading', { level: 1, name: 'Votre fiche n’est pas encore partie' }).waitFor();
    await page.getByRole('button', { name: 'Continuer', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Bulletin de référencement' }).first().waitFor();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Enregistrer le PDF' }).click()]);
    const file = path.join(folder, 'bulletin.pdf');
    await download.saveAs(file);
    const pdf = await PDFDocument.load(readFileSync(file));
    expect([download.suggestedFilename(), pdf.getPageCount()]).toEqual(['bulletin-de-referencement-401182203.pdf', 1]);
    await page.getByRole('button', { name: 'Afficher le PDF' }).click();
    await page.locator('.pdfsheet canvas').waitFor({ timeout: 30_000 });
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Bulletin de référencement' }).first().waitFor();
    await context.setOffline(false);
    await page.evaluate(() => globalThis.dispatchEvent(new Event('online')));
    await page.getByRole('heading', { level: 1, name: 'Votre fiche est arrivée' }).waitFor({ timeout: 30_000 });
    expect(server.licences.store.list(10).filter(({ licence }) => licence === '401182203')).toHaveLength(1);
    // And the key comes to this installation, where nobody is signed in (R045).
    issue(server, '401182203', 'C20312');
    await page.getByRole('button', { name: 'OK' }).click();
    await page.evaluate(() => globalThis.dispatchEvent(new Event('online')));
    await expect.poll(() => page.evaluate(() => location.hash), { timeout: 30_000 }).toBe('#/registration');
    await page.reload();
    await page.getByText('Licence 40\u202f118\u202f2203').waitFor({ timeout: 30_000 });
    await context.close();
  });

  test('R011 R014 an education key is typed on one workstation after another', async () => {
    const first = await openWindow(browser);
    await first.page.goto(`${server.origin}/#/registration`);
    await first.page.getByRole('checkbox', { name: /Éducation nationale/ }).check();
    await first.page.getByText('un seul référencement suffit').waitFor();
    await fillForm(first.page, '401182204');
    await first.page.getByRole('heading', { level: 1, name: 'Votre fiche est arrivée' }).waitFor();
    await first.context.close();
    issue(server, '401182204', 'EDU01');
    const most = server.licences.store.settings().installations;
    for (let station = 0; station <= most; station++) {
      const { page, context } = await openWindow(browser);
      await page.goto(`${server.origin}/#/registration`);
      await page.getByRole('heading', { level: 1, name: 'Référencement du logiciel' }).waitFor();
      await typeKey(page, '401182204', 'EDU01');
      await expect.poll(() => page.evaluate(() => location.hash), { timeout: 20_000 }).toBe('#/home');
      await context.close();
    }
    const [row] = server.licences.store.withLicence('401182204');
    expect(server.licences.store.installations(row?.id ?? '')).toBeGreaterThan(most);
  });
});

describe('in the extension', () => {
  let server: TestServer;
  let extension: Extension;
  beforeAll(async () => {
    server = await startPortal({ papers: false });
    extension = await launchWithExtension({});
  });
  afterAll(async () => {
    await extension?.close();
    await server?.close();
  });

  test('R003 R035 R045 the form leaves from the extension, and the key comes back by itself', async () => {
    await signIn(extension, server.origin, REGISTERED_PERSON);
    const app = await appPage(extension);
    await app
      .getByRole('dialog')
      .getByText(/Il reste/)
      .waitFor();
    await closeWindow(app);
    await app.goto(extension.url('app.html#/registration'));
    await app.getByRole('heading', { level: 1, name: 'Référencement du logiciel' }).waitFor();
    await fillForm(app, '401182205');
    await app.getByRole('heading', { level: 1, name: 'Votre fiche est arrivée' }).waitFor();
    await app.getByRole('button', { name: 'OK' }).click();
    issue(server, '401182205', 'C20313');
    await app.evaluate(() => globalThis.dispatchEvent(new Event('online')));
    await app.getByRole('heading', { level: 1, name: 'Ce logiciel est activé' }).waitFor({ timeout: 90_000 });
    expect(await app.locator('.launches').count()).toBe(0);
  });

  test('G1 a popup is no launch', async () => {
    const before = server.licences.store.launches(dossierOf(server), '17.0').used;
    const popup = await extension.open('popup.html');
    await popup.getByText('Léa Sorbier').first().waitFor();
    expect(await popup.getByText(/lancement|licence|clé d’activation/i).count()).toBe(0);
    await popup.close();
    expect(server.licences.store.launches(dossierOf(server), '17.0').used).toBe(before);
  });
});
