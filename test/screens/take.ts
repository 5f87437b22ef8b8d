// Takes the pictures of the main screens into docs/screenshots, each light and dark, at the size people see them.
// `npm run screenshots` builds first, then runs this; with names, only those pictures are kept.

import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { startTestServer } from '../../sync-server/src/testing/test-server.ts';
import { dragFiles, inClosedRoots, waitForClosedText, type Extension } from '../journeys/support/extension.ts';
import { enterAs, openWindow, readyOffline } from '../journeys/support/portal.ts';
import { serverDevice } from '../support/server-device.ts';
import { theAccount, theFirm, theMove, theRegistration } from './account-screens.ts';
import { theBooks } from './book-screens.ts';
import { publishArchive, theDocuments, theFirmsDocuments } from './document-screens.ts';
import { theJournal } from './entry-screens.ts';
import { setStage } from './stage.ts';
import { smallerPng } from './smaller-png.ts';
import { openSupplierSite } from './supplier-site.ts';

const FOLDER = path.resolve(import.meta.dirname, '../../docs/screenshots');
const CLAIRE = 'claire.morel@demo.navette.example';
const NADIA = 'nadia.ferrand@demo.navette.example';
const WIDE = { width: 1280, height: 800 };
const wanted = process.argv.slice(2);

mkdirSync(FOLDER, { recursive: true });
const stage = await setStage();
try {
  const claire = await stage.enterExtension(CLAIRE);
  await theSheet(claire);
  await theClientsScreens(claire);
  await theBanners(claire);
  await theQueue();
  await someoneLeaves();
  await theStaffsScreens(await stage.enterExtension(NADIA));
  await thePortal();
  await publishArchive(stage);
  await theDocuments(stage, take);
  await theFirmsDocuments(stage, take);
  await theMove(stage, take);
  await theRegistration(stage, take);
  await theAccount(stage, take);
  await theJournal(stage, take);
  await theBooks(stage, take);
  await theFirm(stage, take);
} finally {
  await stage.close();
}

/** One picture of each appearance, once nothing moves and nothing is still loading. */
async function take(page: Page, name: string, size: { width: number; height: number } | null = WIDE): Promise<void> {
  if (wanted.length > 0 && !wanted.includes(name)) return;
  if (size !== null) await page.setViewportSize(size);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null);
    await page.waitForTimeout(400);
    const file = path.join(FOLDER, `${name}.${colorScheme}.png`);
    writeFileSync(file, smallerPng(await page.screenshot({ scale: 'css', caret: 'hide' })));
    process.stdout.write(`${path.basename(file)} ${Math.round(statSync(file).size / 1024)} kB\n`);
  }
}

/** On a supplier's page: a file of the desktop, saved before anything is said. */
async function theSheet(claire: Extension): Promise<void> {
  const site = await openSupplierSite();
  const page = await claire.context.newPage();
  await page.setViewportSize(WIDE);
  await page.goto(site.origin);
  await claire.openSheet(page);
  await page.waitForTimeout(700);
  const [sheet] = (await inClosedRoots(page, 'section')).filter(({ centre }) => centre !== null);
  await dragFiles(page, [stage.file('VB-2026-11873.pdf', 86_000)], sheet?.centre?.x ?? 0, sheet?.centre?.y ?? 0);
  await waitForClosedText(page, /Enregistré sur cet ordinateur/);
  await take(page, 'sheet');
  // The popup as over that page: in a tab of its own, behind it.
  const popup = await claire.context.newPage();
  await claire.gesture(page);
  await popup.goto(claire.url('popup.html'));
  await popup.getByText('Derniers dépôts').waitFor();
  await popup.waitForTimeout(1500);
  await take(popup, 'popup', { width: 360, height: 600 });
  await popup.close();
  await page.close();
  await site.close();
}

async function theClientsScreens(claire: Extension): Promise<void> {
  const panel = await claire.open('sidepanel.html');
  await panel
    .getByRole('button', { name: /Déposer pour/ })
    .first()
    .waitFor();
  await take(panel, 'panel', { width: 380, height: 876 });
  await panel.close();
  const app = await claire.open('app.html#/home');
  await app.getByText('Chiffre d’affaires').first().waitFor();
  await take(app, 'home');
  await openDocument(app, /^F-\d{4}-\d{4}\.pdf/);
  await app.mouse.move(1270, 790);
  await take(app, 'documents');
  await app.goto(claire.url('app.html#/deposit'));
  await app.getByText('VB-2026-11873.pdf').first().waitFor();
  await take(app, 'deposit');
  await app.goto(claire.url('app.html#/requests'));
  await app.locator('.reqcard').first().waitFor();
  await take(app, 'requests');
  await app.close();
}

async function openDocument(app: Page, name: RegExp): Promise<void> {
  await app.goto(app.url().replace(/#.*/, '#/documents'));
  await app.getByRole('link', { name }).first().click();
  await app.locator('.pdfpage canvas').waitFor({ timeout: 20_000 });
}

/** Both banners above the portal, drawn by the extension. */
async function theBanners(claire: Extension): Promise<void> {
  const page = await claire.context.newPage();
  await page.setViewportSize(WIDE);
  await enterAs(page, stage.server, 'claire');
  await page.getByText('Chiffre d’affaires').first().waitFor({ timeout: 20_000 });
  await page.reload();
  await waitForClosedText(page, /identité unique/);
  await page.getByText('Chiffre d’affaires').first().waitFor({ timeout: 20_000 });
  await take(page, 'banners');
  await page.close();
}

/** The network cut, three documents waiting, the queue open from the quiet line. */
async function theQueue(): Promise<void> {
  const { page, context } = await openWindow(stage.browser);
  await enterAs(page, stage.server, 'claire');
  await page.getByText('Chiffre d’affaires').first().waitFor({ timeout: 20_000 });
  await readyOffline(page);
  await page.goto(`${stage.server.origin}/#/deposit`);
  await page.locator('.bigdrop input[type=file]').waitFor({ state: 'attached' });
  await context.setOffline(true);
  stage.cable.cut();
  const files = [
    stage.file('ticket-carburants-duret.pdf', 410_000),
    stage.file('facture-energie-des-cimes.pdf', 128_000),
    stage.file('releve-novembre.pdf', 236_000),
  ];
  await page.locator('.bigdrop input[type=file]').setInputFiles(files);
  await page.locator('.undo').waitFor();
  await page.getByRole('link', { name: 'Documents' }).click();
  await page.locator('.undo').waitFor({ state: 'detached', timeout: 20_000 });
  await page.getByRole('button', { name: /Hors ligne/ }).click({ timeout: 30_000 });
  await page.mouse.move(1270, 790);
  await take(page, 'queue');
  await context.close();
  stage.cable.join();
}

async function theStaffsScreens(nadia: Extension): Promise<void> {
  const app = await nadia.open('app.html#/home');
  await app.getByText('Atelier Bonnefoy').first().waitFor();
  await take(app, 'staff-home');
  await app.goto(nadia.url('app.html#/portfolio'));
  await app.getByRole('link', { name: 'Atelier Bonnefoy', exact: true }).waitFor();
  await take(app, 'staff-portfolio');
  await app.goto(nadia.url('app.html#/handed-in'));
  await app.getByText('FA-2026-0411 scierie.pdf').waitFor();
  await take(app, 'staff-handed-in');
  await take(app, 'staff-handed-in-narrow', { width: 390, height: 844 });
  await app.close();
}

/** Somebody loses their access with work that was not sent: their device hands it in. */
async function someoneLeaves(): Promise<void> {
  const { server } = stage;
  const person = await server.createPerson({ name: 'Bastien Loubet', email: 'bastien.loubet@demo.navette.example' });
  await server.grant(person.id, server.dossiers.bonnefoy, {
    side: 'client',
    deposit: ['common', 'pay'],
    read: ['common', 'pay'],
    archive: [],
    accounts: 'none',
    admin: false,
  });
  const device = await serverDevice(server.origin, person.email);
  device.cut('before');
  const give = async (name: string, kind: 'purchase-invoices' | 'payroll', comment?: string): Promise<void> => {
    const choice = { dossier: server.dossiers.bonnefoy, kind, ...(comment === undefined ? {} : { comment }) };
    const given = await device.library.captureAndDeposit(new Blob([`%PDF-1.7\n${name}`.padEnd(84_000)]), { name, way: 'drop' }, choice);
    if (given.ok && comment !== undefined) await device.library.addComment(given.value.id, 'Le fournisseur enverra l’avoir en décembre.');
  };
  await give('FA-2026-0411 scierie.pdf', 'purchase-invoices', 'Bois du chantier Perrin, à répartir sur deux lots.');
  await give('heures-octobre-equipe-atelier.pdf', 'payroll');
  await server.revoke(person.id, server.dossiers.bonnefoy);
  device.cut('none');
  await device.sync.syncNow();
}

/** The portal on a phone, the sign-in page, and the first start of a real firm. */
async function thePortal(): Promise<void> {
  const phone = await openWindow(stage.browser, { width: 390, height: 844 });
  await enterAs(phone.page, stage.server, 'claire');
  await phone.page.getByText('Chiffre d’affaires').first().waitFor({ timeout: 20_000 });
  await take(phone.page, 'phone-home', null);
  await phone.context.close();
  const door = await openWindow(stage.browser);
  await door.page.goto(stage.server.origin);
  await door.page.getByLabel('Adresse e-mail').waitFor();
  await take(door.page, 'sign-in');
  await door.context.close();
  const real = await startTestServer({ demo: false });
  const first = await openWindow(stage.browser);
  await first.page.goto(`${real.origin}${real.setUpPath ?? ''}`);
  await first.page.getByLabel('Nom du cabinet').fill('Cabinet Vauzelle');
  await first.page.getByLabel('Prénom et nom').fill('Irène Vauzelle');
  await take(first.page, 'set-up');
  await first.context.close();
  await real.close();
}
