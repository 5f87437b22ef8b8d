// R206, R207, R214: the books from a file to figures that are questioned, in the portal over a real server: staff import a faulty FEC
// and publish it; on a phone the client goes from a figure to the document, and again without a network.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestServer } from '../../sync-server/src/testing/test-server.ts';
import { CLAIRE, serverDevice } from '../support/server-device.ts';
import { smallPdf } from './support/hostile-site.ts';
import { enterAs, launchChromium, openWindow, readyOffline, startPortal, type PortalWindow } from './support/portal.ts';

const HEADER =
  'JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\tCompAuxNum\tCompAuxLib\tPieceRef\tPieceDate\tEcritureLib\tDebit\tCredit\tEcritureLet\tDateLet\tValidDate\tMontantdevise\tIdevise';
const purchase = (number: number, day: string, ref: string, net: string, vat: string, all: string) => [
  `AC\tAchats\t${number}\t${day}\t601000\tAchats de bois\t\t\t${ref}\t${day}\tScierie du Vuache\t${net}\t0,00\t\t\t${day}\t\t`,
  `AC\tAchats\t${number}\t${day}\t445660\tTVA déductible\t\t\t${ref}\t${day}\tScierie du Vuache\t${vat}\t0,00\t\t\t${day}\t\t`,
  `AC\tAchats\t${number}\t${day}\t401000\tFournisseurs\tVUAC\tScierie du Vuache\t${ref}\t${day}\tScierie du Vuache\t0,00\t${all}\t\t\t${day}\t\t`,
];
const sale = (number: number, day: string) => [
  `VE\tVentes\t${number}\t${day}\t411000\tClients\tHDA\tHôtel des Arts\tF-${number}\t${day}\tFacture\t1200,00\t0,00\t\t\t${day}\t\t`,
  `VE\tVentes\t${number}\t${day}\t706000\tPrestations\t\t\tF-${number}\t${day}\tFacture\t0,00\t1000,00\t\t\t${day}\t\t`,
  `VE\tVentes\t${number}\t${day}\t445710\tTVA collectée\t\t\tF-${number}\t${day}\tFacture\t0,00\t200,00\t\t\t${day}\t\t`,
];
/** One date is none, and one amount has a point. */
const FAULTY = [
  HEADER,
  ...sale(1, '20240115'),
  ...purchase(2, '20240620', 'BV-118', '500,00', '100,00', '600,00'),
  ...sale(3, '20241231').map((line, at) => (at === 0 ? line.replace('1200,00', '1200.00') : line)),
  ...sale(4, '20241231').map((line, at) => (at === 1 ? line.replace('20241231\t706', '31 déc.\t706') : line)),
  '',
].join('\r\n');

describe('the books, from a file to a figure that is questioned', () => {
  let server: TestServer;
  let browser: Browser;
  let staff: PortalWindow;
  let phone: PortalWindow;
  const folder = mkdtempSync(path.join(tmpdir(), 'navette-books-'));

  beforeAll(async () => {
    server = await startPortal();
    browser = await launchChromium();
    staff = await openWindow(browser);
    phone = await openWindow(browser, { width: 390, height: 844 });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('R153 staff import a faulty file: what is wrong is said with its lines, it is taken with reservations, and published after a word', async () => {
    const { page } = staff;
    await enterAs(page, server, 'nadia');
    const file = path.join(folder, '552100554FEC20241231.txt');
    writeFileSync(file, FAULTY);
    await page.goto(`${server.origin}/#/books?dossier=${server.dossiers.bonnefoy}`);
    await page.locator('.bigdrop input[type=file]').first().setInputFiles(file);
    const item = page.locator('li.reading');
    await item
      .getByText(/erreurs/)
      .first()
      .waitFor();
    await item.getByText('Lignes 12', { exact: true }).first().waitFor();
    await item.getByText(/avec un point au lieu de la virgule/).waitFor();
    await item
      .getByText(/dont une date n’est pas écrite|a une date illisible/)
      .first()
      .waitFor();
    const sure = item.getByLabel('C’est bien ce dossier');
    if ((await sure.count()) > 0) await sure.check();
    await item.getByRole('button', { name: /^Garder pour / }).click();
    await page.getByText('Visible du cabinet seulement.').waitFor();
    const year = page.getByRole('listitem').filter({ hasText: '31 décembre 2024' });
    await year.getByText('Cabinet seulement').waitFor();
    await year.getByRole('button', { name: 'Publier au client' }).click();
    const dialog = page.getByRole('dialog', { name: 'Publier cet exercice' });
    await dialog.getByText(/pris avec réserves/).waitFor();
    await dialog.getByRole('button', { name: 'Publier' }).click();
    await year.getByText('Publié').waitFor();
    expect(staff.complaints).toEqual([]);
  });

  test('R207 R214 on a phone the client goes from a figure to the supplier, the line, the entry and its document', async () => {
    const { page } = phone;
    // The document of the entry, deposited by the company from another device.
    const claire = await serverDevice(server.origin, CLAIRE);
    const given = await claire.library.captureAndDeposit(
      new Blob([new Uint8Array(smallPdf(4_000))], { type: 'application/pdf' }),
      { name: 'Vuache juin.pdf', way: 'pick' },
      {
        dossier: server.dossiers.bonnefoy,
        kind: 'purchase-invoices',
        facts: { v: 1, by: 'text', currency: 'EUR', number: 'BV 118', total: 60_000, date: '2024-06-20' },
      },
    );
    expect(given.ok).toBe(true);
    await claire.sync.syncNow();
    await enterAs(page, server, 'claire');
    await readyOffline(page);
    await page.goto(`${server.origin}/#/indicators?dossier=${server.dossiers.bonnefoy}`);
    await page.getByRole('heading', { level: 1, name: /Indicateurs/ }).waitFor();
    const years = page.getByLabel(/exercice/i).first();
    await expect
      .poll(async () => (await years.locator('option').allTextContents()).some((text) => text.includes('2024')), { timeout: 30_000 })
      .toBe(true);
    await years.selectOption({ label: (await years.locator('option').allTextContents()).find((text) => text.includes('2024')) ?? '' });
    await page
      .getByText(/500,00/)
      .first()
      .waitFor();
    await page
      .getByRole('link', { name: /Charges/ })
      .or(page.getByRole('button', { name: /Charges/ }))
      .first()
      .click();
    await page.locator('.drilllist a').filter({ hasText: 'Achats de bois' }).click();
    await page.locator('.drilllist a').filter({ hasText: 'Scierie du Vuache' }).click();
    await page.locator('.lines tbody th a').first().click();
    await page.getByRole('heading', { level: 1, name: /^Écriture/ }).waitFor();
    await expect.poll(() => page.locator('.entry tbody tr').count()).toBe(3);
    await page.locator('.supporting a').filter({ hasText: 'Vuache juin.pdf' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    expect(phone.complaints).toEqual([]);
  });

  test('R206 without a network the figures open again from this device', async () => {
    const { page, context } = phone;
    await context.setOffline(true);
    await page.goto(`${server.origin}/#/indicators?dossier=${server.dossiers.bonnefoy}`);
    await page.reload();
    await page.getByRole('heading', { level: 1, name: /Indicateurs/ }).waitFor();
    await page
      .getByText(/Chiffre d’affaires/)
      .first()
      .waitFor();
    expect(phone.complaints).toEqual([]);
  });
});
