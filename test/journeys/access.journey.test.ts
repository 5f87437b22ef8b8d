// A company's administrator asks somebody in; they accept in a browser of their own and deposit; closed, the access is gone at once.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestServer } from '../../sync-server/src/testing/test-server.ts';
import { lastCode, lastLink } from '../support/commands.ts';
import { lettersTo } from '../support/letters-sent.ts';
import { dragOnto, launchWithExtension, type Extension } from './support/extension.ts';
import { smallPdf } from './support/hostile-site.ts';
import { enterAs, launchChromium, openWindow, startPortal, type PortalWindow } from './support/portal.ts';

const LEA = 'lea.roux@bonnefoy.example';
const TOM = 'tom.giraud@bonnefoy.example';
const PASSWORD = 'quatre mots sans rapport';

describe('an invitation from one end to the other', () => {
  let server: TestServer;
  let browser: Browser;
  let claire: PortalWindow;
  let lea: PortalWindow;
  let extension: Extension | undefined;
  const folder = mkdtempSync(path.join(tmpdir(), 'navette-files-'));

  beforeAll(async () => {
    server = await startPortal();
    browser = await launchChromium();
    claire = await openWindow(browser);
    lea = await openWindow(browser);
  }, 60_000);
  afterAll(async () => {
    await extension?.close();
    await browser?.close();
    await server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const invite = async (email: string, name: string): Promise<void> => {
    const { page } = claire;
    await page.goto(`${server.origin}/#/access`);
    await page.getByRole('button', { name: 'Nouvel utilisateur' }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('Adresse e-mail (identifiant)').fill(email);
    await form.getByLabel('Prénom et nom').fill(name);
    await form.getByText(`${name.split(' ')[0]} ne verra pas la paie`).waitFor();
    await form.getByRole('button', { name: 'Inviter' }).click();
    await page.getByText(`L’invitation est partie à ${email}`).waitFor();
    await page.getByRole('row').filter({ hasText: name }).getByText('Invité').waitFor();
  };
  /** The code is asked for and typed, with a password. */
  const comeIn = async (page: Page, email: string): Promise<void> => {
    await page.getByRole('button', { name: 'Recevoir un code' }).click();
    await page.getByLabel('Code à huit chiffres').waitFor();
    await page.getByLabel('Code à huit chiffres').fill(lastCode(server, email));
    await page.getByLabel('Choisissez un mot de passe').fill(PASSWORD);
    await page.getByRole('button', { name: 'Entrer' }).click();
    await page.getByRole('heading', { level: 1, name: 'C’est fait' }).waitFor({ timeout: 20_000 });
  };

  test('R193 Claire adds a user: the list says invited, and a letter with a link is on its way', async () => {
    await enterAs(claire.page, server, 'claire');
    await invite(LEA, 'Léa Roux');
    expect(lettersTo(server, LEA)).toHaveLength(1);
    expect(lettersTo(server, LEA)[0]?.text).not.toContain(PASSWORD);
  });

  test('the demonstration shows its letters on a page, and the link in them opens the invitation', async () => {
    const { page } = lea;
    await page.goto(`${server.origin}/outbox`);
    const letter = page.frameLocator('iframe').first();
    await letter.getByRole('heading', { level: 1 }).waitFor();
    const opened = page.context().waitForEvent('page');
    await letter.getByRole('link', { name: 'Accepter l’invitation' }).click();
    const tab = await opened;
    await tab.getByRole('heading', { level: 1, name: 'Claire Morel vous invite' }).waitFor();
    expect(new URL(tab.url()).origin).toBe(server.origin);
    await tab.close();
  });

  test('A6 Léa opens her link in another browser, proves her address, chooses a password, and is in', async () => {
    const { page } = lea;
    await page.goto(`${server.origin}/#/welcome?link=${lastLink(server, LEA)}`);
    await page.getByRole('heading', { level: 1, name: 'Claire Morel vous invite' }).waitFor();
    await page.getByText('Atelier Bonnefoy').waitFor();
    await comeIn(page, LEA);
    expect(new URL(page.url()).hash).toBe('#/welcome');
    await claire.page.getByRole('row').filter({ hasText: 'Léa Roux' }).getByText('Invité').waitFor({ state: 'detached', timeout: 20_000 });
  });

  test('G1 no banner, no licence: her first deposit ends received', async () => {
    const { page } = lea;
    await page.getByRole('link', { name: 'Faire un premier dépôt' }).click();
    // Before her companies have come, a file would wait for one.
    await page.locator('main').getByText('Atelier Bonnefoy').first().waitFor();
    expect(await page.locator('.banner.migrate').count()).toBe(0);
    const file = path.join(folder, 'premier-depot.pdf');
    writeFileSync(file, smallPdf(20_000));
    await dragOnto(page.locator('.bigdrop').first(), [file]);
    await page.getByRole('status').getByText('Enregistré sur cet ordinateur').waitFor({ state: 'attached' });
    await page.goto(`${server.origin}/#/documents`);
    await page.getByRole('row').filter({ hasText: 'premier-depot.pdf' }).getByText('Reçu').waitFor({ timeout: 20_000 });
  });

  test('R108 Claire closes the access: on Léa’s open page the documents are gone, without a reload', async () => {
    const { page } = claire;
    await page.getByRole('button', { name: 'Autres actes, Léa Roux' }).click();
    await page.getByRole('button', { name: 'Désactiver l’accès' }).click();
    await page.getByText('L’accès de Léa Roux est fermé.').waitFor();
    await lea.page.getByRole('row').filter({ hasText: 'premier-depot.pdf' }).waitFor({ state: 'detached', timeout: 15_000 });
    expect(await lea.page.getByText('premier-depot.pdf').count()).toBe(0);
  });

  test('taken back, it begins again with what the dossier holds', async () => {
    await claire.page.getByRole('button', { name: 'Rétablir l’accès' }).click();
    await claire.page.getByText('L’accès de Léa Roux est rétabli.').waitFor();
    await lea.page.getByRole('row').filter({ hasText: 'premier-depot.pdf' }).waitFor({ timeout: 30_000 });
    expect(await lea.page.getByText('premier-depot.pdf').count()).toBeGreaterThan(0);
  });

  test('in the extension an invitation is pasted on the welcome page, and signs in there', async () => {
    await invite(TOM, 'Tom Giraud');
    extension = await launchWithExtension({ granted: [`${server.origin}/*`] });
    const page = await extension.open('app.html#/welcome');
    await page.getByRole('heading', { level: 1, name: 'Bienvenue dans Navette' }).waitFor();
    await page.getByRole('button', { name: 'J’ai une invitation' }).click();
    await page.getByLabel('Lien reçu par e-mail').fill(`${server.origin}/#/welcome?link=${lastLink(server, TOM)}`);
    await page.getByRole('button', { name: 'Continuer' }).click();
    await page.getByRole('heading', { level: 1, name: 'Claire Morel vous invite' }).waitFor();
    await comeIn(page, TOM);
    await page.getByRole('link', { name: 'Ouvrir mon espace' }).click();
    await page.getByText('Atelier Bonnefoy').first().waitFor({ timeout: 20_000 });
    expect(server.directory.personByEmail(TOM)?.name).toBe('Tom Giraud');
  });

  test('R198 Claire deletes a user: named, confirmed, gone from the list', async () => {
    const { page } = claire;
    await page.getByRole('button', { name: 'Supprimer, Tom Giraud' }).click();
    await page.getByRole('button', { name: 'Supprimer l’accès de Tom Giraud' }).click();
    await page.getByRole('row').filter({ hasText: 'Tom Giraud' }).waitFor({ state: 'detached', timeout: 15_000 });
    expect(await page.getByText('L’accès de Tom Giraud est supprimé.').count()).toBe(1);
  });

  test('M4: nothing on these pages tripped the policy', () => {
    expect([...claire.complaints, ...lea.complaints]).toEqual([]);
  });
});
