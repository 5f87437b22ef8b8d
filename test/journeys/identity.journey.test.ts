// One person's identity from end to end, in the built portal: a passkey and an authenticator application are added, each of
// them comes in again, a recovery code too, another device is signed out, a forgotten password is chosen anew.

import type { Browser, CDPSession, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TEST_PASSWORD, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { lettersTo, linkIn } from '../support/letters-sent.ts';
import { authenticatorApp, movingClock, type AuthenticatorApp } from '../support/somebody.ts';
import { launchChromium, openWindow, startPortal, type PortalWindow } from './support/portal.ts';

const SAMIRA = 'samira.benali@demo.navette.example';
const NEW_PASSWORD = 'une phrase toute neuve';
const clock = movingClock();
let server: TestServer;
let browser: Browser;
let first: PortalWindow;
let page: Page;
let authenticator: CDPSession;
let app: AuthenticatorApp;
let recovery: string[];

beforeAll(async () => {
  server = await startPortal({ papers: false, clock });
  browser = await launchChromium();
  first = await openWindow(browser);
  page = first.page;
  // A passkey of this device, whose person is verified without a screen to touch.
  authenticator = await first.context.newCDPSession(page);
  await authenticator.send('WebAuthn.enable');
  await authenticator.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

const atHome = (on: Page) => on.getByRole('heading', { level: 1, name: 'Accueil' }).waitFor();
const byPassword = async (on: Page, password = TEST_PASSWORD): Promise<void> => {
  await on.goto(`${server.origin}/`);
  await on.getByLabel('Adresse e-mail').fill(SAMIRA);
  await on.getByLabel('Mot de passe', { exact: true }).fill(password);
  await on.getByRole('button', { name: 'Se connecter', exact: true }).click();
};
const signOut = async (on: Page): Promise<void> => {
  await on.getByRole('button', { name: /Samira Benali/ }).click();
  await on.getByRole('button', { name: 'Se déconnecter' }).click();
  await on.getByRole('dialog').getByRole('button', { name: 'Se déconnecter' }).click();
  await on.getByRole('heading', { name: 'Se connecter' }).waitFor();
};
/** A code of the application that was not used yet. */
const freshCode = (): string => {
  clock.forward(30_000);
  return app.code(clock.now());
};

test('A9 a passkey is added from Mon compte and brings ten recovery codes, shown once', async () => {
  await byPassword(page);
  await atHome(page);
  await page.goto(`${server.origin}/#/account`);
  await page.getByRole('button', { name: /^Ajouter.*Clés d’accès$/ }).click();
  await page.getByLabel('Nom de cette clé').fill('Ordinateur du bureau');
  await page.getByRole('button', { name: 'Continuer' }).click();
  await page.getByText('Vos codes de secours').waitFor();
  recovery = await page.locator('.codelist code').allTextContents();
  expect(recovery).toHaveLength(10);
  await page.getByRole('button', { name: 'J’ai gardé ces codes' }).click();
  // It comes back by the person's own room.
  await page.getByText('Ordinateur du bureau').waitFor();
});

test('A4 an authenticator application is added with the key it was given, and no second set of codes', async () => {
  await page.getByRole('button', { name: /^Ajouter.*Application d’authentification$/ }).click();
  const secret = (await page.locator('.secret').textContent()) ?? '';
  app = authenticatorApp(secret.replaceAll(' ', ''));
  await page.getByLabel('Code affiché par l’application').fill(app.code(clock.now()));
  await page.getByRole('button', { name: 'Valider' }).click();
  await page
    .getByText(/^Depuis le/)
    .first()
    .waitFor();
  expect(await page.getByText('Vos codes de secours').count()).toBe(0);
});

test('A9 signed out, the passkey alone comes in again', async () => {
  await signOut(page);
  await page.getByRole('button', { name: 'Se connecter avec une clé d’accès' }).click();
  await page.getByText('Samira Benali').first().waitFor();
  expect(server.auth.book.list(server.users.samira)).toHaveLength(1);
  await signOut(page);
  expect(server.auth.book.list(server.users.samira)).toHaveLength(0);
});

test('A4 the password asks for the second step: a wrong code is refused, the right one opens', async () => {
  await byPassword(page);
  await page.getByLabel('Code à six chiffres').fill('000000');
  await page.getByRole('button', { name: 'Valider' }).click();
  await page.getByText('Ce code n’est pas le bon').waitFor();
  expect(server.auth.book.list(server.users.samira)).toHaveLength(0);
  await page.getByLabel('Code à six chiffres').fill(freshCode());
  await page.getByRole('button', { name: 'Valider' }).click();
  await page.getByText('Samira Benali').first().waitFor();
  expect(server.auth.book.list(server.users.samira)).toHaveLength(1);
});

test('A4 on another device a recovery code takes the second step', async () => {
  const second = await openWindow(browser);
  await byPassword(second.page);
  await second.page.getByRole('button', { name: 'Utiliser un code de secours' }).click();
  await second.page.getByLabel('Code de secours').fill(recovery[0] ?? '');
  await second.page.getByRole('button', { name: 'Valider' }).click();
  await atHome(second.page);

  // And the first device signs it out: what it holds stays readable, and it is asked to sign in again (R073).
  await page.goto(`${server.origin}/#/home`);
  await page.goto(`${server.origin}/#/account`);
  await page
    .getByRole('button', { name: /^Déconnecter.*Portail/ })
    .first()
    .click();
  await second.page.getByText(/Votre session a pris fin/).waitFor({ timeout: 30_000 });
  await atHome(second.page);
  expect(server.auth.book.list(server.users.samira)).toHaveLength(1);
  await second.context.close();
});

test('A8 an act after ten minutes asks who it is, by passkey here, and goes on by itself', async () => {
  clock.forward(11 * 60_000);
  await page.getByRole('button', { name: /^En créer dix nouveaux/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'En créer dix nouveaux' }).click();
  await page.getByText('Confirmez votre identité').waitFor();
  await page.getByRole('button', { name: 'Présenter une clé d’accès' }).click();
  await page.getByText('Vos codes de secours').waitFor();
  const renewed = await page.locator('.codelist code').allTextContents();
  expect(renewed.filter((code) => recovery.includes(code))).toEqual([]);
  await page.getByRole('button', { name: 'J’ai gardé ces codes' }).click();
});

test('A4 a forgotten password is chosen anew by the letter’s link, and the second factor is still asked for', async () => {
  const fresh = await openWindow(browser);
  await fresh.page.goto(`${server.origin}/`);
  await fresh.page.getByRole('button', { name: 'Mot de passe oublié' }).click();
  await fresh.page.getByLabel('Adresse e-mail').fill(SAMIRA);
  await fresh.page.getByRole('button', { name: 'Envoyer le lien' }).click();
  await fresh.page.getByText(/un lien vient de partir/).waitFor();
  await server.identity.notices.settled();
  const letter = lettersTo(server, SAMIRA).findLast(({ text }) => text.includes('#/reset/'))?.text ?? '';
  await fresh.page.goto(`${server.origin}/#/reset/${linkIn(letter, 'reset')}`);
  await fresh.page.reload();
  await fresh.page.goto('about:blank');
  await fresh.page.goto(`${server.origin}/#/reset/${linkIn(letter, 'reset')}`);
  await fresh.page.getByLabel('Nouveau mot de passe').fill(NEW_PASSWORD);
  await fresh.page.getByRole('button', { name: 'Enregistrer ce mot de passe' }).click();
  await fresh.page.getByText('Votre mot de passe est changé').waitFor();
  await byPassword(fresh.page, NEW_PASSWORD);
  await fresh.page.getByLabel('Code à six chiffres').fill(freshCode());
  await fresh.page.getByRole('button', { name: 'Valider' }).click();
  await fresh.page.getByText('Samira Benali').first().waitFor();
  expect(fresh.complaints).toEqual([]);
  await fresh.context.close();
});
