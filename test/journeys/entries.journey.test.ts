// R151, R153: two accountants on one journal, each in a browser without a network. Both write, both change the same draft; back online
// nothing is lost, one version is chosen, and the server gives numbers from 1 without a gap.

import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DraftRevision, ValidatedEntry } from '@navette/rooms/draft-records';
import { ROOT_OF } from '@navette/rooms/records';
import { roomName, type Room } from '@navette/rooms/room-names';
import * as v from 'valibot';
import * as Y from 'yjs';
import type { TestServer } from '../../sync-server/src/testing/test-server.ts';
import { purchase } from '../support/entries.ts';
import { NADIA, serverDevice } from '../support/server-device.ts';
import { launchWithExtension } from './support/extension.ts';
import { signIn } from './support/people.ts';
import { enterAs, launchChromium, openWindow, readyOffline, startPortal, type PortalWindow } from './support/portal.ts';

const YEAR = 2026;
let server: TestServer;
let browser: Browser;
let nadia: PortalWindow;
let julien: PortalWindow;

beforeAll(async () => {
  server = await startPortal({ papers: false });
  await server.grant(server.users.julien, server.dossiers.bonnefoy, { side: 'staff' });
  const device = await serverDevice(server.origin, NADIA);
  const draft = { dossier: server.dossiers.bonnefoy, year: YEAR, draft: null, replaces: [] };
  const made = await device.library.journal.save({ ...draft, entry: purchase({ label: 'Farine commune' }) });
  if (!made.ok) throw new Error(made.refusal.tag);
  await device.sync.syncNow();
  browser = await launchChromium();
  [nadia, julien] = [await openWindow(browser), await openWindow(browser)];
  for (const [{ page }, who] of [
    [nadia, 'nadia'],
    [julien, 'julien'],
  ] as const) {
    await enterAs(page, server, who);
    await readyOffline(page);
    await openList(page);
    await page.getByRole('link', { name: 'Farine commune' }).waitFor();
  }
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

const place = (entry = '') => `#/entries${entry}?year=${YEAR}&dossier=${server.dossiers.bonnefoy}`;
async function goTo(page: Page, hash: string): Promise<void> {
  await page.evaluate((to) => location.assign(to), hash);
}
async function openList(page: Page): Promise<void> {
  await goTo(page, place());
  await page.getByRole('heading', { name: 'Brouillard', level: 1 }).waitFor();
}

/** A balanced entry, typed. */
async function write(page: Page, label: string): Promise<void> {
  await goTo(page, place('/new'));
  const form = page.locator('form.entryform');
  await form.getByLabel('Date', { exact: true }).fill('2026-11-12');
  await form.getByLabel('Référence de la pièce').fill('F-300');
  await form.getByLabel('Date de la pièce').fill('2026-11-10');
  await form.getByLabel('Libellé', { exact: true }).fill(label);
  const [first, second] = [form.getByRole('group', { name: 'Ligne 1' }), form.getByRole('group', { name: 'Ligne 2' })];
  await first.getByRole('combobox', { name: 'Compte', exact: true }).fill('606100');
  await first.getByRole('textbox', { name: 'Débit' }).fill('120,50');
  await second.getByRole('combobox', { name: 'Compte', exact: true }).fill('512000');
  await second.getByRole('textbox', { name: 'Crédit' }).press('=');
  await page.getByText('Équilibrée').waitFor();
  await form.getByRole('button', { name: 'Enregistrer' }).click();
  await page.getByText(`${label}\u202f» est enregistrée`).first().waitFor();
}

async function change(page: Page, label: string): Promise<void> {
  await openList(page);
  await page.getByRole('link', { name: 'Farine commune' }).click();
  const form = page.locator('form.entryform');
  await form.getByLabel('Libellé', { exact: true }).fill(label);
  await form.getByRole('button', { name: 'Enregistrer' }).click();
  await form.getByText('Enregistrée sur cet ordinateur').waitFor();
  await openList(page);
}

/** What the log says of a room of the dossier. */
async function inLog(room: Room): Promise<ReadonlyMap<string, unknown>> {
  const doc = new Y.Doc();
  for (const entry of await server.roomLog.room(roomName(room), 0)) Y.applyUpdate(doc, entry.bytes);
  return new Map(doc.getMap(ROOT_OF[room.kind]));
}

describe('two accountants on one journal', () => {
  test('R151 R153 without a network both write entries and change the same draft; each sees their own', async () => {
    for (const [{ page, context }, name] of [
      [nadia, 'Nadia'],
      [julien, 'Julien'],
    ] as const) {
      await context.setOffline(true);
      await write(page, `Énergie de ${name}`);
      await change(page, `Farine de ${name}`);
      await page.getByRole('link', { name: `Énergie de ${name}` }).waitFor();
      await page.getByRole('link', { name: `Farine de ${name}` }).waitFor();
      expect(await page.getByText('À choisir').count()).toBe(0);
    }
  });

  test('R153 back online nothing is lost: both entries are there, and both versions of the shared one, to choose from', async () => {
    for (const { page, context } of [nadia, julien]) {
      await context.setOffline(false);
      await page.reload();
    }
    for (const { page } of [nadia, julien]) {
      await page.getByRole('link', { name: 'Énergie de Nadia' }).waitFor();
      await page.getByRole('link', { name: 'Énergie de Julien' }).waitFor();
      await page.getByText('À choisir').waitFor();
    }
    const { page } = nadia;
    await page.locator('tr', { hasText: 'À choisir' }).getByRole('link').click();
    await page.getByRole('heading', { name: 'Version 2' }).waitFor();
    const versions = await page.locator('.versions > li').allTextContents();
    expect(versions.map((text) => /Farine de (?:Nadia|Julien)/.exec(text)?.[0]).toSorted()).toEqual([
      'Farine de Julien',
      'Farine de Nadia',
    ]);
    await page.locator('.versions > li', { hasText: 'Farine de Julien' }).getByRole('button', { name: 'Garder cette version' }).click();
    await page.locator('form.entryform').waitFor();
    await openList(page);
    await julien.page.getByText('À choisir').waitFor({ state: 'detached' });
    await julien.page.getByRole('link', { name: 'Farine de Julien' }).waitFor();
  });

  test('R153 validated together, they have numbers from 1 to 3, the same for both; the log still has every version', async () => {
    const { page } = nadia;
    await page.getByRole('button', { name: 'Valider les 3 prêtes' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Valider' }).click();
    for (const number of [1, 2, 3]) {
      await page.getByText(`N° ${number}`, { exact: true }).waitFor();
      await julien.page.getByText(`N° ${number}`, { exact: true }).waitFor();
    }
    const dossier = server.dossiers.bonnefoy;
    const books = [...(await inLog({ kind: 'entries', dossier, year: YEAR })).values()].map((value) => v.parse(ValidatedEntry, value));
    expect(books.map(({ number }) => number).toSorted()).toEqual([1, 2, 3]);
    expect(books.map(({ entry }) => entry.label).toSorted()).toEqual(
      ['Farine de Julien', 'Énergie de Julien', 'Énergie de Nadia'].toSorted(),
    );
    const drafts = [...(await inLog({ kind: 'journal', dossier, year: YEAR, side: 'firm' })).values()];
    const labels = new Set(drafts.map((value) => v.parse(DraftRevision, value).entry.label));
    expect([...labels].toSorted()).toEqual(
      ['Farine commune', 'Farine de Julien', 'Farine de Nadia', 'Énergie de Julien', 'Énergie de Nadia'].toSorted(),
    );
    expect([nadia.complaints, julien.complaints]).toEqual([[], []]);
  });
});

describe('in the extension', () => {
  test('R153 an entry is written and validated from its own page; the background tells the server and brings the number', async () => {
    const extension = await launchWithExtension({ granted: [`${server.origin}/*`] });
    try {
      await signIn(extension, server.origin, NADIA);
      const page = await extension.open('app.html');
      await page.getByRole('navigation').first().waitFor();
      await openList(page);
      await page.getByText('N° 3', { exact: true }).waitFor();
      await write(page, 'Énergie de l’extension');
      await openList(page);
      await page.getByRole('link', { name: 'Énergie de l’extension' }).click();
      await page.locator('form.entryform').getByRole('button', { name: 'Valider' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Valider' }).click();
      await page.getByRole('heading', { name: 'Écriture n° 4', level: 1 }).waitFor();
      expect((await inLog({ kind: 'entries', dossier: server.dossiers.bonnefoy, year: YEAR })).size).toBe(4);
    } finally {
      await extension.close();
    }
  });
});
