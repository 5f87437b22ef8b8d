/**
 * The portal that the server serves, with the extension beside it: both banners, one of each, and a file dropped on the
 * quick one that becomes a deposit of the person's only company and ends received.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { dragFiles, inClosedRoots, launchWithExtension, waitForClosedText, type Extension } from './support/extension.ts';
import { smallPdf } from './support/hostile-site.ts';
import { appPage, CLAIRE, signIn, statesOf } from './support/people.ts';

let server: TestServer;
let claire: Extension;
let portal: Page;
let folder: string;

declare const chrome: { scripting: { getRegisteredContentScripts(): Promise<object[]> } };

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'navette-files-'));
  server = await startTestServer({ papers: true, portal: path.resolve(import.meta.dirname, '../../sync-server/portal/dist') });
  claire = await launchWithExtension({ granted: [`${server.origin}/*`] });
  await signIn(claire, server.origin, CLAIRE);
});

afterAll(async () => {
  await claire?.close();
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

test('R053 R054 the portal shows the quick-deposit banner and the yellow one, each once and nothing of the person in them', async () => {
  await expect
    .poll(async () => (await claire.worker()).evaluate(() => chrome.scripting.getRegisteredContentScripts().then((all) => all.length)), {
      timeout: 10_000,
    })
    .toBe(1);
  portal = await claire.context.newPage();
  await portal.addInitScript(() => localStorage.setItem('navette.migration-announced', '9999-12-31'));
  await portal.goto(`${server.origin}${server.demoLinks?.linkOf(server.users.claire) ?? ''}`);
  await portal.getByRole('heading', { level: 1, name: 'Accueil' }).waitFor();
  await waitForClosedText(portal, /Dépôt rapide/, 20_000);
  const said = await waitForClosedText(portal, /identité unique/);
  expect(said).not.toMatch(/Morel|Bonnefoy|Aubrac/);
  // The portal's own banners give way.
  expect(await portal.locator('.banner:visible').count()).toBe(0);
});

test('a file dropped on the banner is deposited at once, and received', async () => {
  const file = path.join(folder, 'facture-banniere.pdf');
  writeFileSync(file, smallPdf(30_000));
  await portal.waitForTimeout(700);
  const [banner] = (await inClosedRoots(portal, '.banner,section')).filter(
    (node) => node.centre !== null && /Dépôt rapide/.test(node.text),
  );
  if (!banner?.centre) throw new Error('no banner');
  await dragFiles(portal, [file], banner.centre.x, banner.centre.y);
  const app = await appPage(claire);
  await app.goto(claire.url('app.html#/documents'));
  await expect.poll(() => statesOf(app, 'facture-banniere.pdf'), { timeout: 30_000 }).toEqual(['Reçu']);
});
