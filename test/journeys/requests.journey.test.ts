/**
 * What the firm asks for, answered from somebody else's page: the client drops a file on a supplier's site, says in our own panel
 * which request it answers, and the firm sees it there. Then a refusal: its reason is what the client reads, and the request is open again.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestServer } from '../../sync-server/src/testing/test-server.ts';
import { closedText, dragOnto, launchWithExtension, waitForClosedText, type Extension } from './support/extension.ts';
import { smallPdf, startHostileSite, type HostileSite } from './support/hostile-site.ts';
import { appPage, CLAIRE, dropOnSheet, signIn, statesOf, trayNames } from './support/people.ts';
import { enterAs, launchChromium, openWindow, startPortal, type PortalWindow } from './support/portal.ts';

const REQUEST = 'Facture Quincaillerie Roblin';
const FILE = 'ticket-roblin.pdf';
const BETTER = 'facture-roblin.pdf';
const REASON = 'Le ticket de carte ne suffit pas\u202f: demandez la facture au magasin.';

let server: TestServer;
let browser: Browser;
let nadia: PortalWindow;
let claire: Extension;
let site: HostileSite;
let page: Page;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'navette-files-'));
  server = await startPortal();
  [site, browser, claire] = await Promise.all([startHostileSite(), launchChromium(), launchWithExtension()]);
  nadia = await openWindow(browser);
  await signIn(claire, server.origin, CLAIRE);
  page = await claire.context.newPage();
  await page.goto(site.at('/'));
});
afterAll(async () => {
  await claire?.close();
  await browser?.close();
  await site?.close();
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A file of that name on the desktop; no two hold the same bytes. */
function onDesktop(name: string): string {
  const at = path.join(folder, name);
  writeFileSync(at, Buffer.concat([smallPdf(20_000), Buffer.from(`% ${name}\n`)]));
  return at;
}

/** Her own pages say that the network is back, which makes the background look; until the list says so of that file. */
async function seesState(app: Page, name: string, state: string): Promise<void> {
  await expect
    .poll(
      async () => {
        await app.evaluate(() => globalThis.dispatchEvent(new Event('online')));
        return statesOf(app, name);
      },
      { timeout: 90_000, interval: 2000 },
    )
    .toEqual([state]);
}

/** The company's request among the firm's, under one of the tabs. */
async function atTheFirm(tab: string) {
  await nadia.page.goto(`${server.origin}/#/requests`);
  await nadia.page.getByRole('navigation', { name: 'Demandes' }).getByRole('button', { name: tab }).click();
  return nadia.page.locator('.reqcard', { hasText: REQUEST });
}

describe('a request of the firm, from a supplier’s page to the firm and back', () => {
  test('P2 a file dropped on that page is saved, and the page is shown nothing of what the firm asks for', async () => {
    await claire.openSheet(page);
    await dropOnSheet(page, onDesktop(FILE));
    await waitForClosedText(page, /Enregistré sur cet ordinateur/);
    await expect.poll(() => trayNames(claire), { timeout: 20_000 }).toEqual([FILE]);
    const said = `${await closedText(page)} ${await page.content()}`;
    expect(said).not.toMatch(/Roblin|Bonnefoy|Claire|Demande/);
  });

  test('in the panel the client says which request it answers, and gives it', async () => {
    const panel = await claire.open('sidepanel.html');
    const item = panel.locator('.capture', { hasText: FILE });
    const choice = item.getByLabel('Répond à une demande du cabinet');
    await choice.waitFor({ timeout: 20_000 });
    const option = choice.locator('option', { hasText: REQUEST });
    await choice.selectOption((await option.getAttribute('value')) ?? '');
    await expect.poll(() => item.getByLabel('Type').inputValue()).toBe('purchase-invoices');
    await item.getByRole('button', { name: /Déposer pour Atelier Bonnefoy/ }).click();
    await item.waitFor({ state: 'detached' });
    // It waits for the client no more.
    await panel.locator('li', { hasText: REQUEST }).getByText('Glissez la pièce ici').waitFor({ state: 'detached', timeout: 20_000 });
    await panel.close();
    const app = await appPage(claire);
    await app.goto(claire.url('app.html#/documents'));
    await seesState(app, FILE, 'Reçu');
  });

  test('the firm sees the request answered, opens the document there, and refuses it with a reason', async () => {
    await enterAs(nadia.page, server, 'nadia');
    const card = await atTheFirm('En cours d’examen');
    await card.getByText('1 document en réponse').waitFor({ timeout: 30_000 });
    await card.getByRole('link').first().click();
    await nadia.page.locator('.viewer').getByText(FILE).first().waitFor();
    await nadia.page.getByRole('button', { name: 'Refuser, avec motif' }).click();
    const dialog = nadia.page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Refuser', exact: true }).click();
    // Without a reason nobody would know what to do.
    await dialog.getByText(/Écrivez le motif/).waitFor();
    await dialog.getByLabel('Motif, lu par le client').fill(REASON);
    await dialog.getByRole('button', { name: 'Refuser', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    await nadia.page.locator('.viewer .note.bad').getByText(REASON).waitFor();
    expect(nadia.complaints).toEqual([]);
  });

  test('the client reads the refusal and its reason: in the list, in the document, in the toolbar’s window', async () => {
    const app = await appPage(claire);
    await app.bringToFront();
    await app.goto(claire.url('app.html#/documents'));
    await seesState(app, FILE, 'Refusé');
    await app
      .getByRole('row', { name: new RegExp(FILE) })
      .getByText(/Le ticket de carte ne suffit pas/)
      .waitFor();
    await app.getByRole('link', { name: FILE }).click();
    const note = app.locator('.viewer .note.bad');
    await note.getByText(REASON).waitFor();
    expect(await note.innerText()).toMatch(/^Refusé/);
    const popup = await claire.open('popup.html');
    await popup.getByText(/Le ticket de carte ne suffit pas/).waitFor({ timeout: 20_000 });
    await popup.close();
    // Nor does the visited page hear of it.
    expect(await closedText(page)).not.toMatch(/Refus|ticket de carte ne suffit pas/);
  });

  test('the request is open again, a better file dropped on it in the panel answers it, and the firm closes it by accepting', async () => {
    const panel = await claire.open('sidepanel.html');
    const request = panel.locator('.block li', { hasText: REQUEST });
    await request.getByText('1 document en réponse').waitFor({ timeout: 30_000 });
    await dragOnto(request.locator('.drop'), [onDesktop(BETTER)]);
    // Given, it is no more among what is asked of her.
    await request.waitFor({ state: 'detached', timeout: 30_000 });
    await panel.close();
    const app = await appPage(claire);
    await app.goto(claire.url('app.html#/documents'));
    await seesState(app, BETTER, 'Reçu');
    const card = await atTheFirm('En cours d’examen');
    await card.getByText('2 documents en réponse').waitFor({ timeout: 60_000 });
    await card.getByRole('link').last().click();
    await nadia.page.locator('.viewer').getByText(BETTER).first().waitFor();
    await nadia.page.getByRole('button', { name: 'Accepter' }).click();
    const closed = await atTheFirm('Closes');
    await closed.waitFor();
    await seesState(app, BETTER, 'Accepté');
    expect(nadia.complaints).toEqual([]);
  });
});
