/**
 * The move to the single identity as people live it (R051-R073): in the portal that the server serves and in the extension,
 * with letters read from the outbox, the network cut at the first step and at the last, a second tab, a second person.
 */
import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { TestServer } from '../../sync-server/src/testing/test-server.ts';
import { codeSentTo, MOVER_PASSWORD } from '../support/mover.ts';
import { launchWithExtension, type Extension } from './support/extension.ts';
import { CLAIRE, signIn } from './support/people.ts';
import { enterAs, launchChromium, openWindow, readyOffline, startPortal, type PortalWindow } from './support/portal.ts';

let browser: Browser;
let server: TestServer;
beforeAll(async () => void (browser = await launchChromium()));
afterAll(() => browser?.close());
beforeEach(async () => void (server = await startPortal({ papers: false })));
afterEach(() => server.close());

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' }).click();
const banner = (page: Page) => page.locator('.banner.migrate');

/** From the sign-in page of the portal to the step of the attachment. */
async function activate(page: Page, email: string, name: string): Promise<void> {
  await page.goto(server.origin);
  await page.getByRole('link', { name: 'Activer mon espace client' }).click();
  await giveAddress(page, email);
  await giveCode(page, email);
  await giveIdentity(page, name);
}
async function giveAddress(page: Page, email: string): Promise<void> {
  await page.getByLabel('Adresse e-mail *').fill(email);
  await press(page, 'Continuer');
}
async function giveCode(page: Page, email: string): Promise<void> {
  await page.getByLabel('Code à huit chiffres *').waitFor();
  await page.getByLabel('Code à huit chiffres *').fill(codeSentTo(server.data, email).replace(/(\d{4})/, '$1 '));
  await press(page, 'Valider');
}
async function giveIdentity(page: Page, name: string): Promise<void> {
  await page.getByLabel('Votre nom *').fill(name);
  for (const label of ['Mot de passe *', 'Confirmation du mot de passe *'])
    await page.getByLabel(label, { exact: true }).fill(MOVER_PASSWORD);
  await press(page, 'Créer mon identité');
}
async function giveClaim(page: Page, clientCode: string, number: string): Promise<void> {
  await page.getByLabel('Code client *').fill(clientCode);
  await page.getByLabel('Numéro d’une facture *').fill(number);
  await page.getByLabel(/J’ai lu les conditions générales/).check();
}

describe('in the portal', () => {
  let here: PortalWindow;
  beforeEach(async () => void (here = await openWindow(browser)));
  afterEach(async () => {
    // A wrong password is answered 401, and the browser says so.
    const complaints = here.complaints.filter((said) => !said.includes('401'));
    await here.context.close();
    if (complaints.length > 0) throw new Error(`the page complained: ${complaints.join('\n')}`);
  });

  test('R051 R053 R054 R056 R062 R069 R070 R071 recognised: the window of the launch, later, the banner, the password, done', async () => {
    const { page } = here;
    await enterAs(page, server, 'claire', { launch: true });
    const window = page.getByRole('dialog', { name: 'Vous pouvez passer à l’identité unique' });
    await window.getByRole('button', { name: 'Plus tard' }).click();
    expect(await banner(page).count()).toBe(1);
    // Not announced a second time this day; the banner stands on every page.
    await page.reload();
    await banner(page).waitFor();
    expect(await window.count()).toBe(0);
    await page.getByRole('link', { name: 'Reprendre' }).click();
    await heading(page, 'Votre adresse e-mail').waitFor();
    expect(await page.getByLabel('Adresse e-mail *').inputValue()).toBe(CLAIRE);
    await press(page, 'Continuer');
    await page.getByLabel('Mot de passe *').fill('ce n’est pas le bon');
    await press(page, 'Continuer');
    await page.getByText('Adresse e-mail ou mot de passe incorrect.').waitFor();
    await page.getByLabel('Mot de passe *').fill('navette-demonstration');
    await press(page, 'Continuer');
    await heading(page, 'Félicitations, Claire Morel').waitFor();
    await page.getByText('code client').waitFor();
    const said = (await page.locator('main').innerText()).replaceAll(/\s/g, ' ');
    expect(said).toContain('Atelier Bonnefoy, code client C20311');
    expect(said).toContain('Gardée 30 jours sur cet ordinateur');
    await press(page, 'Ouvrir l’accueil');
    await page.getByRole('button', { name: /Claire Morel/ }).click();
    await page.getByRole('link', { name: 'Suivi des envois' }).click();
    await page.waitForURL(/#\/sendings$/);
    expect(await banner(page).count()).toBe(0);
    expect(server.directory.migration(server.users.claire)).toBe('finalised');
  });

  test('R057 R058 R060 R062 not recognised: identity, code, attached automatically; the person is the same, under the new address', async () => {
    const { page } = here;
    const email = 'atelier@garage-delorme.example';
    await enterAs(page, server, 'paul');
    await page.goto(`${server.origin}/#/migration`);
    await giveAddress(page, ' Atelier@Garage-Delorme.example ');
    await heading(page, 'Votre identité').waitFor();
    await giveIdentity(page, 'Paul Delorme');
    await giveCode(page, email);
    await heading(page, 'Félicitations, Paul Delorme').waitFor();
    await page.getByText('Garage Delorme, automatique').waitFor();
    expect(server.directory.person(server.users.paul)?.email).toBe(email);
    expect(await server.signIn(email, MOVER_PASSWORD)).toContain('.');
  });

  test('R062 R064 R065 R192 nobody signed in: the code comes first, then the identity, the default profile, and the opt-in', async () => {
    const { page } = here;
    await activate(page, 'lucie.garnier@demo.navette.example', '<b>Lucie</b> Garnier');
    await heading(page, 'Félicitations, <b>Lucie</b> Garnier').waitFor();
    await page.getByText('Personne n’est encore administrateur.').waitFor();
    await page.getByText('Comment devenir administrateur').click();
    await press(page, 'Devenir administrateur');
    await page.getByText('Vous administrez désormais les accès de la société.').waitFor();
    await press(page, 'Fermer');
    await page.getByRole('link', { name: 'Accès' }).first().waitFor();
    expect(await page.locator('main b, .me b b').allInnerTexts()).not.toContain('Lucie');
  });

  test('R066 R067 R068 G4 G21 by code and number: the first administers and waits for the firm, the second is told who it is', async () => {
    const { page } = here;
    const second = await openWindow(browser);
    await activate(page, 'anne@fromagerie.example', 'Anne Roux');
    await activate(second.page, 'luc@fromagerie.example', 'Luc Ternier');
    for (const one of [page, second.page]) {
      await giveClaim(one, 'C20347', 'FA-2026-9999');
      await press(one, 'Valider');
      await one.getByText('Ce code client et ce numéro ne nous sont pas connus ensemble').waitFor();
      await one.getByLabel('Numéro d’une facture *').fill('fa 2026 0347');
      await press(one, 'Valider');
      await heading(one, /Félicitations/).waitFor();
    }
    await page.getByText('s’ouvriront quand le cabinet aura confirmé').waitFor();
    await second.page.getByText('Anne Roux administre les accès et peut vous ouvrir le reste.').waitFor();
    expect(second.complaints).toEqual([]);
    await second.context.close();
    const dossier = server.directory.dossiers().find(({ name }) => name === 'Fromagerie des Aravelles');
    const waiting = dossier && [...server.services.migration.decisions.records(dossier.id).values()];
    expect(waiting?.map(({ kind, name }) => `${kind} ${name}`).toSorted()).toEqual([
      'confirm-administrator Anne Roux',
      'two-claims Luc Ternier',
    ]);
  });

  test('R055 R073 the network is cut at the first step and at the last: everything typed is there after a new start, and goes on', async () => {
    const { page, context } = here;
    server.directory.setMigration(server.users.hugo, 'not-started');
    await enterAs(page, server, 'hugo');
    await readyOffline(page);
    await page.goto(`${server.origin}/#/migration`);
    await page.getByLabel('Adresse e-mail *').fill('hugo@bonnefoy.example');
    await context.setOffline(true);
    await press(page, /Continuer/);
    await page.getByText('Votre saisie est gardée sur cet ordinateur.').waitFor();
    // Opened again with the network still gone: the portal's worker serves the page, the device the draft.
    await page.reload();
    await page.getByLabel('Adresse e-mail *').waitFor();
    expect(await page.getByLabel('Adresse e-mail *').inputValue()).toBe('hugo@bonnefoy.example');
    await context.setOffline(false);
    await press(page, 'Continuer');
    await giveIdentity(page, 'Hugo Lambert');
    await giveCode(page, 'hugo@bonnefoy.example');
    await page.getByLabel('Code client *').waitFor();
    await context.setOffline(true);
    await giveClaim(page, 'C20311', 'FA-2026-0311');
    await press(page, 'Valider, pour envoi au retour du réseau');
    await heading(page, 'Votre demande est prête').waitFor();
    await page.reload();
    await heading(page, 'Votre demande est prête').waitFor();
    await page.getByRole('link', { name: 'Ouvrir l’accueil' }).click();
    expect(await banner(page).count()).toBe(1);
    await context.setOffline(false);
    await page.getByText('Votre rattachement à Atelier Bonnefoy est fait.').waitFor({ timeout: 20_000 });
    await expect.poll(() => banner(page).count()).toBe(0);
    await page.getByRole('link', { name: 'Voir', exact: true }).click();
    await page.getByText('L’administrateur est Claire Morel.').waitFor();
  });

  test('two tabs are one road: the code is used once, and the other tab stands where the first one does', async () => {
    const { page, context } = here;
    const email = 'lucie.garnier@demo.navette.example';
    await page.goto(`${server.origin}/#/migration`);
    await giveAddress(page, email);
    await page.getByLabel('Code à huit chiffres *').waitFor();
    const other = await context.newPage();
    await other.goto(`${server.origin}/#/migration`);
    await heading(other, 'Code de vérification').waitFor();
    await giveCode(page, email);
    await heading(page, 'Votre identité').waitFor();
    await heading(other, 'Votre identité').waitFor();
    await giveIdentity(other, 'Lucie Garnier');
    await heading(other, /Félicitations/).waitFor();
    await heading(page, /Félicitations/).waitFor();
    expect(server.directory.people().filter((person) => person.email === email)).toHaveLength(1);
  });

  test('a server that was started again between two steps is not noticed', async () => {
    const { page } = here;
    const email = 'anne@fromagerie.example';
    await page.goto(`${server.origin}/#/migration`);
    await giveAddress(page, email);
    await page.getByLabel('Code à huit chiffres *').waitFor();
    const { data, port } = server;
    await server.stop();
    server = await startPortal({ papers: false, data, port });
    await giveCode(page, email);
    await giveIdentity(page, 'Anne Roux');
    await page.getByLabel('Code client *').waitFor();
    expect(server.directory.personByEmail(email)?.name).toBe('Anne Roux');
    await server.stop();
    server.forget();
    server = await startPortal({ papers: false });
  });
});

describe('in the extension', () => {
  let extension: Extension;
  beforeEach(async () => void (extension = await launchWithExtension({})));
  afterEach(() => extension.close());

  test('R192 R066 R068 nobody signed in: the address of the server first, then the same road to the end', async () => {
    const page = await extension.open('app.html#/migration');
    await heading(page, 'Votre cabinet').waitFor();
    await page.getByLabel('Adresse du serveur de votre cabinet').fill(server.origin);
    await press(page, 'Continuer');
    await giveAddress(page, 'anne@fromagerie.example');
    await giveCode(page, 'anne@fromagerie.example');
    await giveIdentity(page, 'Anne Roux');
    await giveClaim(page, 'C20347', 'NAV-7731-2075');
    await press(page, 'Valider');
    await heading(page, 'Félicitations, Anne Roux').waitFor();
    await press(page, 'Ouvrir l’accueil');
    await page.getByRole('button', { name: /Anne Roux/ }).waitFor();
    expect(await banner(page).count()).toBe(0);
  });

  test('R053 R056 R062 somebody signed in resumes from the banner', async () => {
    await signIn(extension, server.origin, CLAIRE);
    const [page] = extension.context.pages().filter((one) => one.url().startsWith(extension.url('app.html')));
    if (!page) throw new Error('no page');
    await page.getByRole('link', { name: 'Reprendre' }).click();
    await press(page, 'Continuer');
    await page.getByLabel('Mot de passe *').fill('navette-demonstration');
    await press(page, 'Continuer');
    await heading(page, 'Félicitations, Claire Morel').waitFor();
    await page.getByText('Atelier Bonnefoy, automatique').waitFor();
    expect(server.directory.migration(server.users.claire)).toBe('finalised');
  });
});
