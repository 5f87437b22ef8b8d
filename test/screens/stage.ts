// What the pictures are taken of: the demonstration firm on a temporary folder, people signed in, each on a network of
// their own that can be cut.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright';
import { startTestServer, TEST_PASSWORD, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { layCable, type Cable } from '../journeys/support/cable.ts';
import { launchWithExtension, type Extension } from '../journeys/support/extension.ts';
import { SUPPLIER } from './supplier-site.ts';
import { smallPdf } from '../journeys/support/hostile-site.ts';
import { CHROMIUM_ARGS, requireChromium } from '../support/browsers.ts';

/** Grey edges of letters, so that a picture is small and the same on every machine; and the supplier's address. */
const LOOK = ['--disable-lcd-text', `--host-resolver-rules=MAP ${SUPPLIER} 127.0.0.1`];

export interface Stage {
  readonly server: TestServer;
  readonly cable: Cable;
  /** A browser without the extension, for the portal. */
  readonly browser: Browser;
  /** A PDF file of that name on the disk, ready to be dropped. */
  readonly file: (name: string, bytes: number) => string;
  /** A browser with the extension in it, signed in as that person. */
  readonly enterExtension: (email: string) => Promise<Extension>;
  readonly close: () => Promise<void>;
}

/** The stage of the demonstration firm with all its papers. Build the extension and the portal first. */
export async function setStage(): Promise<Stage> {
  const cable = await layCable();
  const server = await startTestServer({ papers: true, origin: cable.origin });
  cable.leadTo(server.port);
  const browser = await chromium.launch({ executablePath: requireChromium(), args: [...CHROMIUM_ARGS, ...LOOK] });
  const files = mkdtempSync(path.join(tmpdir(), 'navette-pictures-'));
  const opened: Extension[] = [];
  return {
    server,
    cable,
    browser,
    file(name, bytes) {
      const at = path.join(files, name);
      writeFileSync(at, smallPdf(bytes));
      return at;
    },
    async enterExtension(email) {
      const extension = await launchWithExtension({ granted: [`${cable.origin}/*`], args: LOOK });
      opened.push(extension);
      await signIn(await extension.open('app.html'), cable.origin, email);
      return extension;
    },
    async close() {
      for (const extension of opened) await extension.close();
      await browser.close();
      await cable.close();
      await server.close();
      rmSync(files, { recursive: true, force: true });
    },
  };
}

async function signIn(page: Page, origin: string, email: string): Promise<void> {
  // The window of the launch (R051) is no part of the pictures.
  await page.evaluate(() => localStorage.setItem('navette.migration-announced', '9999-12-31'));
  await page.getByLabel('Adresse du serveur de votre cabinet').fill(origin);
  await page.getByRole('button', { name: 'Continuer' }).click();
  await page.getByLabel('Adresse e-mail').fill(email);
  await page.getByLabel('Mot de passe', { exact: true }).fill(TEST_PASSWORD);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await page.getByRole('heading', { level: 1, name: /Accueil|Aujourd/ }).waitFor();
  await page.getByText('À jour à').first().waitFor({ timeout: 30_000 });
  await page.close();
}
