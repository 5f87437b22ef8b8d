// The real pages, with the demonstration's papers in them, light and dark, wide and narrow: axe finds nothing serious or
// critical (WCAG 2.2 AA). What is drawn in visited pages stands in closed shadow roots, where axe cannot look: the same
// built scripts are loaded from a copy in which those roots are open.

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { dragFiles, launchWithExtension, type Extension } from './support/extension.ts';
import { smallPdf, startHostileSite, type HostileSite } from './support/hostile-site.ts';
import { CLAIRE, signIn } from './support/people.ts';
import { enterAs, launchChromium, openWindow } from './support/portal.ts';

const BUILT = path.resolve(import.meta.dirname, '../../.output/chrome-mv3');
const SCREENS = ['home', 'deposit', 'documents', 'requests', 'queue', 'sendings', 'administration'] as const;

let server: TestServer;
let browser: Browser;
let site: HostileSite;
let claire: Extension;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'navette-axe-'));
  server = await startTestServer({ papers: true });
  [browser, site, claire] = await Promise.all([
    launchChromium(),
    startHostileSite(),
    launchWithExtension({ unpacked: withOpenRoots(), granted: [`${server.origin}/*`] }),
  ]);
  await signIn(claire, server.origin, CLAIRE);
});

afterAll(async () => {
  await claire?.close();
  await browser?.close();
  await site?.close();
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The build, with the roots of what is drawn in visited pages open to axe. */
function withOpenRoots(): string {
  const copy = path.join(folder, 'extension');
  cpSync(BUILT, copy, { recursive: true });
  for (const name of ['deposit-sheet.js', 'banner-deposit.js', 'banner-migration.js', 'portal-banner.js']) {
    const script = readFileSync(path.join(copy, name), 'utf8');
    writeFileSync(path.join(copy, name), script.replaceAll(/mode:\s*["'`]closed["'`]/g, 'mode:"open"'));
  }
  return copy;
}

/** What axe finds serious or critical on a page, light then dark. */
async function faultsOf(page: Page, where: string): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null);
    await page.waitForTimeout(150);
    await page.evaluate(axe.source);
    const violations = await page.evaluate(async () => {
      const { axe: here } = globalThis as unknown as { axe: typeof axe };
      return (await here.run(document, { resultTypes: ['violations'] })).violations.map(({ id, impact, nodes }) => ({
        id,
        impact,
        at: nodes.map((node) => `${node.target.join(' ')} (${node.any.map(({ message }) => message).join(' ')})`),
      }));
    });
    for (const { id, impact, at } of violations)
      if (impact === 'serious' || impact === 'critical') found.push(`${where}, ${colorScheme}: ${id} ${at.join('; ')}`);
  }
  return found;
}

async function everyScreen(page: Page, base: string): Promise<string[]> {
  const found: string[] = [];
  for (const screen of SCREENS) {
    await page.goto(`${base}#/${screen}`);
    await page.locator('h1:visible').first().waitFor();
    await page.waitForTimeout(200);
    found.push(...(await faultsOf(page, screen)));
  }
  await page.goto(`${base}#/documents`);
  await page.locator('.doclist tbody a').first().click();
  await page.locator('.pdfpage canvas').waitFor();
  found.push(...(await faultsOf(page, 'document')));
  return found;
}

describe('axe finds nothing serious or critical', () => {
  test('in the app of the extension, its popup and its panel', async () => {
    const app = await claire.open('app.html');
    const found = await everyScreen(app, claire.url('app.html'));
    await app.close();
    for (const [name, width] of [
      ['popup.html', 360],
      ['sidepanel.html', 320],
    ] as const) {
      const page = await claire.open(name);
      await page.setViewportSize({ width, height: 600 });
      await page.getByText('ticket-carburant.pdf').first().waitFor();
      found.push(...(await faultsOf(page, name)));
      await page.close();
    }
    const options = await claire.open('options.html');
    await options.locator('#here').getByText('Cabinet Aubrac Conseil').waitFor();
    found.push(...(await faultsOf(options, 'options')));
    await options.close();
    expect(found).toEqual([]);
  });

  test.each([
    ['a client', 'claire', 1280],
    ['a client', 'claire', 390],
    ['somebody who only deposits', 'hugo', 760],
    ['the staff', 'nadia', 1280],
  ] as const)('in the portal for %s (%s, %i px wide)', async (_side, person, width) => {
    const { page, context } = await openWindow(browser, { width });
    await enterAs(page, server, person);
    await page.getByText('ticket-carburant.pdf').first().waitFor();
    const found = await everyScreen(page, `${server.origin}/`);
    if (person === 'nadia') {
      await page.goto(`${server.origin}/#/portfolio`);
      await page.getByRole('link', { name: 'Atelier Bonnefoy', exact: true }).waitFor();
      found.push(...(await faultsOf(page, 'portfolio')));
    }
    await context.close();
    expect(found).toEqual([]);
  });

  test('in the menus and dialogs of the portal', async () => {
    const { page, context } = await openWindow(browser);
    await enterAs(page, server, 'nadia');
    const found: string[] = [];
    await page.locator('button.sync').click();
    found.push(...(await faultsOf(page, 'queue menu')));
    await page.locator('button.company').click();
    found.push(...(await faultsOf(page, 'companies')));
    await page.locator('button.me').click();
    found.push(...(await faultsOf(page, 'account')));
    await page.getByRole('button', { name: 'Se déconnecter' }).click();
    found.push(...(await faultsOf(page, 'sign-out')));
    await page.keyboard.press('Escape');
    // Focus goes back to what opened the dialog.
    await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toBe('me');
    await page.keyboard.press('Control+k');
    found.push(...(await faultsOf(page, 'go anywhere')));
    await context.close();
    expect(found).toEqual([]);
  });

  test('on the sign-in page, the set-up page and a link that no longer works', async () => {
    const real = await startTestServer({ demo: false });
    const { page, context } = await openWindow(browser);
    await page.goto(server.origin);
    await page.getByLabel('Adresse e-mail').waitFor();
    const found = await faultsOf(page, 'sign-in');
    await page.goto(`${real.origin}${real.setUpPath ?? ''}`);
    await page.getByLabel('Nom du cabinet').waitFor();
    found.push(...(await faultsOf(page, 'set-up')));
    await page.getByRole('button', { name: 'Installer le cabinet' }).click();
    found.push(...(await faultsOf(page, 'set-up with mistakes')));
    await page.goto(`${server.origin}/demo#nothing`);
    await page.waitForTimeout(500);
    found.push(...(await faultsOf(page, 'spent link')));
    await context.close();
    await real.close();
    expect(found).toEqual([]);
  });

  test('in what is drawn in visited pages: the sheet, and the banners of the portal', async () => {
    const page = await claire.context.newPage();
    await page.goto(site.at('/open'));
    await claire.openSheet(page);
    await page.waitForTimeout(700);
    const file = path.join(folder, 'facture.pdf');
    writeFileSync(file, smallPdf(20_000));
    const box = await page.getByRole('dialog', { name: 'Déposer un document' }).boundingBox();
    await dragFiles(page, [file], (box?.x ?? 0) + 100, (box?.y ?? 0) + 40);
    await page.getByText('Enregistré sur cet ordinateur').waitFor();
    const found = await faultsOf(page, 'sheet');
    await page.goto(server.origin);
    await page.getByRole('region', { name: 'Passage à l’identité unique' }).waitFor();
    await page.getByLabel('Adresse e-mail').waitFor();
    found.push(...(await faultsOf(page, 'banners')));
    await page.close();
    expect(found).toEqual([]);
  });
});
