// What opens at the installation, and the options page: what the browser says of keys and sites, and the diagnostic file.

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { launchWithExtension, type Extension } from './support/extension.ts';
import { CLAIRE, signIn } from './support/people.ts';

let server: TestServer;
let extension: Extension;
beforeAll(async () => {
  server = await startTestServer({ papers: true });
  extension = await launchWithExtension({ granted: [`${server.origin}/*`] });
});
afterAll(async () => {
  await extension?.close();
  await server?.close();
});

describe('the extension, once installed', () => {
  test('opens its welcome in a tab', () => {
    expect(extension.context.pages().map((page) => page.url())).toContain(extension.url('app.html#/welcome'));
  });

  test('has an options page that shows keys, allowed sites and what is kept, and makes a file that tells of nobody', async () => {
    await signIn(extension, server.origin, CLAIRE);
    const page = await extension.open('options.html');
    await page.getByRole('heading', { level: 1, name: 'Options de Navette' }).waitFor();
    await page.locator('#keys').getByText('Alt', { exact: true }).waitFor();
    await page.locator('#here').getByText('Cabinet Aubrac Conseil').waitFor();
    await expect.poll(() => page.locator('#here dd').first().innerText()).toMatch(/\d+.(?:ko|Mo)/);
    await page.locator('#sites').getByText('Autorisé sur le portail de votre cabinet.').waitFor();
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Enregistrer le fichier' }).click()]);
    expect(file.suggestedFilename()).toBe('navette-diagnostic.json');
    const text = readFileSync(await file.path(), 'utf8');
    const told = JSON.parse(text) as { version: string; firms: { tables: { documents: number } }[] };
    expect(told.firms[0]?.tables.documents).toBeGreaterThan(10);
    for (const word of ['Claire', 'Morel', 'Bonnefoy', 'localhost', '@', server.users.claire]) expect(text).not.toContain(word);
    // Language and looks are this browser's: the other pages follow.
    await page.locator('#looks select').first().selectOption('en');
    await page.getByRole('heading', { level: 1, name: 'Navette options' }).waitFor();
    const popup = await extension.open('popup.html');
    await popup.getByText('Open Navette').first().waitFor();
    await popup.close();
    await page.locator('#looks select').first().selectOption('fr');
    await page.close();
  });
});
