/** What the journeys' people do in our own pages, and what those pages hold, read from the store they read. */
import { expect } from 'vitest';
import type { Page } from 'playwright';
import { TEST_PASSWORD } from '../../../sync-server/src/testing/test-server.ts';
import { dragFiles, inClosedRoots, type Extension } from './extension.ts';

export const CLAIRE = 'claire.morel@demo.navette.example';
export const NADIA = 'nadia.ferrand@demo.navette.example';

export async function appPage(extension: Extension): Promise<Page> {
  return extension.context.pages().find((one) => one.url().startsWith(extension.url('app.html'))) ?? extension.open('app.html');
}

export async function signIn(extension: Extension, origin: string, email: string): Promise<void> {
  const app = await appPage(extension);
  await app.goto(extension.url('app.html'));
  await noLaunchWindow(app);
  await app.getByLabel('Adresse du serveur de votre cabinet').fill(origin);
  await app.getByRole('button', { name: 'Continuer' }).click();
  await app.getByLabel('Adresse e-mail').fill(email);
  await app.getByLabel('Mot de passe', { exact: true }).fill(TEST_PASSWORD);
  await app.getByRole('button', { name: 'Se connecter', exact: true }).click();
  await app
    .getByRole('heading', { level: 1 })
    .filter({ hasText: /Accueil|Aujourd/ })
    .waitFor({ timeout: 20_000 });
}

/** For journeys about something else: the window of the launch (R051) was seen today, on every page of this origin. */
export async function noLaunchWindow(page: Page): Promise<void> {
  await page.evaluate(() => localStorage.setItem('navette.migration-announced', '9999-12-31'));
}

export async function dropOnSheet(page: Page, files: string | readonly string[]): Promise<void> {
  await expect.poll(async () => (await inClosedRoots(page, 'section')).some((node) => node.centre !== null)).toBe(true);
  // The sheet listens to nothing before it has stood for half a second (P3).
  await page.waitForTimeout(700);
  const [sheet] = (await inClosedRoots(page, 'section')).filter((node) => node.centre !== null);
  if (!sheet?.centre) throw new Error('no sheet');
  await dragFiles(page, [files].flat(), sheet.centre.x, sheet.centre.y);
}

/** Names in the tray, read from the store as our own pages read it. */
export async function trayNames(extension: Extension): Promise<string[]> {
  return rowsOf<{ name: string; status: { tag: string } }>(await appPage(extension), 'captures').then((rows) =>
    rows.filter((row) => row.status.tag === 'ready').map((row) => row.name),
  );
}

export async function digestOf(page: Page, name: string): Promise<string> {
  const documents = await rowsOf<{ hash: string; base?: { deposit: { name: string } } }>(page, 'documents');
  const hash = documents.find((row) => row.base?.deposit.name === name)?.hash ?? '';
  await expect
    .poll(async () => (await rowsOf<{ hash: string }>(page, 'blobs')).some((row) => row.hash === hash), { timeout: 15_000 })
    .toBe(true);
  return page.evaluate(
    async ([database, key]) => {
      const rows = await new Promise<{ hash: string; bytes: Blob }[]>((resolve, reject) => {
        const opening = indexedDB.open(database);
        opening.addEventListener('error', () => reject(opening.error));
        opening.addEventListener('success', () => {
          const request = opening.result.transaction('blobs').objectStore('blobs').getAll();
          request.addEventListener('success', () => resolve(request.result as { hash: string; bytes: Blob }[]));
        });
      });
      const blob = rows.find((row) => row.hash === key)?.bytes ?? new Blob([]);
      return [...new Uint8Array(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer()))]
        .map((byte) => byte.toString(16).padStart(2, '0'))
        .join('');
    },
    [await storeNameOf(page), hash] as const,
  );
}

export async function rowsOf<R>(page: Page, table: string): Promise<R[]> {
  const [rows = []] = await rowsTogether<[R]>(page, [table]);
  return rows;
}

/** Rows of several tables as they stand at one moment: what moves from one to another is in one of them, and in one only. */
export async function rowsTogether<R extends readonly unknown[]>(
  page: Page,
  tables: { readonly [I in keyof R]: string },
): Promise<{ [I in keyof R]: R[I][] }> {
  return page.evaluate(
    ([database, names]) =>
      new Promise<never>((resolve, reject) => {
        const opening = indexedDB.open(database);
        opening.addEventListener('error', () => reject(opening.error));
        opening.addEventListener('success', () => {
          const transaction = opening.result.transaction(names);
          const requests = names.map((name) => transaction.objectStore(name).getAll());
          transaction.addEventListener('abort', () => reject(transaction.error));
          transaction.addEventListener('complete', () => {
            opening.result.close();
            const plain = (row: object) => Object.fromEntries(Object.entries(row).filter(([, value]) => !(value instanceof Blob)));
            resolve(requests.map(({ result }) => (result as object[]).map(plain)) as never);
          });
        });
      }),
    [await storeNameOf(page), [...tables] as string[]] as const,
  );
}

/** How many rows these tables of the person's store hold together. */
export async function countRows(page: Page, tables: readonly string[]): Promise<number> {
  return page.evaluate(
    ([database, names]) =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open(database);
        opening.addEventListener('error', () => reject(opening.error));
        opening.addEventListener('success', () => {
          const transaction = opening.result.transaction([...names]);
          const requests = names.map((name) => transaction.objectStore(name).count());
          transaction.addEventListener('complete', () => {
            opening.result.close();
            resolve(requests.reduce((sum, request) => sum + request.result, 0));
          });
        });
      }),
    [await storeNameOf(page), tables] as const,
  );
}

export async function storeNameOf(page: Page): Promise<string> {
  return page.evaluate(
    async () =>
      (await indexedDB.databases()).map((one) => one.name ?? '').find((name) => /^navette-(?:localhost|127)/.test(name)) ??
      'navette-device',
  );
}

/** What the list says of the state of each document of that name. */
export async function statesOf(page: Page, name: string): Promise<string[]> {
  return page.locator('tr', { hasText: name }).locator('.state').allInnerTexts();
}
