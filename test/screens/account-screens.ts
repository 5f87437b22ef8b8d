// Pictures of everything around an account: moving to the single identity, registering, who may come in, what was sent.

import type { Page } from 'playwright';
import { REGISTERED_PERSON } from '../../sync-server/src/demo/registered-company.ts';
import { TEST_PASSWORD } from '../../sync-server/src/testing/test-server.ts';
import { enterAs, openWindow } from '../journeys/support/portal.ts';
import type { Stage } from './stage.ts';

type Take = (page: Page, name: string, size?: { width: number; height: number } | null) => Promise<void>;
const PHONE = { width: 390, height: 844 };

/** The assistant of the move, from its window to the code; the code is left untyped. */
export async function theMove({ browser, server }: Stage, take: Take): Promise<void> {
  const { page, context } = await openWindow(browser);
  await enterAs(page, server, 'hugo', { launch: true });
  await page.getByRole('dialog').waitFor();
  await take(page, 'move-window');
  await page.goto(`${server.origin}/#/migration`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await take(page, 'move');
  await take(page, 'move-phone', PHONE);
  await context.close();
}

/** Registration: the three cases, and the form. */
export async function theRegistration({ browser, server }: Stage, take: Take): Promise<void> {
  const { page, context } = await openWindow(browser);
  await page.goto(server.origin);
  await page.getByLabel('Adresse e-mail').fill(REGISTERED_PERSON);
  await page.getByLabel('Mot de passe', { exact: true }).fill(TEST_PASSWORD);
  await page.getByRole('button', { name: 'Se connecter', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'OK' }).click();
  await page.goto(`${server.origin}/#/registration`);
  await page.getByRole('heading', { level: 1, name: /Référencement/ }).waitFor();
  await take(page, 'registration');
  await page.getByRole('button', { name: 'Continuer', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Votre SIRET' }).waitFor();
  await page.getByRole('button', { name: 'Continuer', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Vos informations' }).waitFor();
  await take(page, 'registration-details');
  await context.close();
}

/** Who may come in, for a company's administrator; the own account; what was sent. */
export async function theAccount({ browser, server }: Stage, take: Take): Promise<void> {
  server.directory.setMigration(server.users.claire, 'finalised');
  const { page, context } = await openWindow(browser);
  await enterAs(page, server, 'claire');
  await page.goto(`${server.origin}/#/access`);
  await page.locator('.usertable').waitFor();
  await take(page, 'access');
  await page.getByRole('button', { name: 'Nouvel utilisateur' }).click();
  await page.getByRole('dialog').waitFor();
  await take(page, 'access-new');
  await page.keyboard.press('Escape');
  await page.goto(`${server.origin}/#/account`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await take(page, 'account');
  await page.goto(`${server.origin}/#/sendings`);
  await page.getByRole('row').nth(1).waitFor();
  await take(page, 'sendings');
  await take(page, 'sendings-phone', PHONE);
  await context.close();
}

/** The staff's migrations, the firm's people, and what only its administrators see. */
export async function theFirm({ browser, server }: Stage, take: Take): Promise<void> {
  const { page, context } = await openWindow(browser);
  await enterAs(page, server, 'julien');
  await page.goto(`${server.origin}/#/migrations`);
  await page.getByRole('row').nth(2).waitFor();
  await take(page, 'migrations');
  await page.goto(`${server.origin}/#/access?view=firm`);
  await page.locator('.firmlist').waitFor();
  await take(page, 'firm-people');
  await page.goto(`${server.origin}/#/administration/signing`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await take(page, 'signing-keys');
  await page.goto(`${server.origin}/#/administration/trace`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await take(page, 'trace');
  await context.close();
}
