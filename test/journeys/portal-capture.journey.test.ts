// Taking papers in through the portal: two photos of a phone make one document, a ZIP is taken apart, a paper given twice is asked about,
// a file shared from another application waits in the tray.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeZip } from '@navette/formats/zip-writer';
import type { TestServer } from '../../sync-server/src/testing/test-server.ts';
import { smallPdf } from './support/hostile-site.ts';
import { enterAs, launchChromium, openWindow, readyOffline, startPortal } from './support/portal.ts';

describe('papers through the portal', () => {
  let server: TestServer;
  let browser: Browser;
  const folder = mkdtempSync(path.join(tmpdir(), 'navette-capture-'));
  const file = (name: string, bytes: Uint8Array | string): string => {
    writeFileSync(path.join(folder, name), bytes);
    return path.join(folder, name);
  };

  beforeAll(async () => {
    server = await startPortal();
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A picture as a camera gives it. */
  async function photo(page: Page, name: string, shade: string): Promise<string> {
    const base64 = await page.evaluate(async (colour) => {
      const canvas = new OffscreenCanvas(600, 800);
      const pen = canvas.getContext('2d');
      if (pen === null) throw new Error('no canvas');
      pen.fillStyle = colour;
      pen.fillRect(0, 0, 600, 800);
      const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg' })).arrayBuffer());
      return btoa(String.fromCharCode(...bytes));
    }, shade);
    return file(name, Buffer.from(base64, 'base64'));
  }

  test('R211 R215 G19 on a phone two photos make one document, in the order chosen, and the paper is to be kept', async () => {
    const { page, context, complaints } = await openWindow(browser, { width: 390, height: 844 });
    await enterAs(page, server, 'claire');
    const photos = [await photo(page, 'un.jpg', '#c02020'), await photo(page, 'deux.jpg', '#2020c0')];
    await page.getByRole('button', { name: 'Déposer', exact: true }).click();
    await page.getByRole('button', { name: /^Prendre une photo/ }).waitFor();
    await page.locator('dialog input[capture]').setInputFiles(photos[0] ?? '');
    const sheet = page.locator('dialog.photosheet');
    await sheet.getByText('1 page', { exact: true }).waitFor();
    await sheet.locator('input[capture]').setInputFiles(photos[1] ?? '');
    await sheet.getByText('2 pages', { exact: true }).waitFor();
    await sheet.getByText('Conservez l’original papier.').waitFor();
    await sheet.getByRole('button', { name: 'Reculer la page 1' }).click();
    await sheet.getByRole('button', { name: 'Tourner la page 2' }).click();
    await sheet.getByRole('button', { name: /^Déposer pour / }).click();
    await sheet.waitFor({ state: 'detached' });
    await page.goto(`${server.origin}/#/documents`);
    const row = page.getByText(/^Photo du .*\.pdf$/).first();
    await row.waitFor();
    await row.click();
    await page.getByText('2 pages').first().waitFor();
    await page.goto(`${server.origin}/#/deposit`);
    await page.getByText('Rien à confirmer.').waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('R199: a ZIP is asked about, taken apart, and leaves the tray once its documents are kept', async () => {
    const { page, context, complaints } = await openWindow(browser);
    await enterAs(page, server, 'claire');
    await page.goto(`${server.origin}/#/deposit`);
    const pieces: Uint8Array[] = [];
    const entries = [
      { name: 'achats/scierie.pdf', bytes: new Uint8Array(smallPdf(20_000)) },
      { name: 'achats/telecom.pdf', bytes: new Uint8Array(smallPdf(30_000)) },
    ];
    for await (const piece of makeZip(entries)) pieces.push(piece);
    await page
      .locator('.bigdrop input[type=file]')
      .first()
      .setInputFiles(file('novembre.zip', Buffer.concat(pieces)));
    await page.getByText('2 documents dans ce ZIP').waitFor();
    await page.getByRole('button', { name: 'Les déposer un par un' }).click();
    await page.locator('.capture').filter({ hasText: 'scierie.pdf' }).waitFor();
    await page.locator('.capture').filter({ hasText: 'telecom.pdf' }).waitFor();
    await page.locator('.capture').filter({ hasText: 'novembre.zip' }).waitFor({ state: 'detached' });
    for (const name of ['scierie.pdf', 'telecom.pdf']) {
      await page
        .locator('.capture')
        .filter({ hasText: name })
        .getByRole('button', { name: /^Déposer pour / })
        .click();
      await page.locator('.capture').filter({ hasText: name }).waitFor({ state: 'detached' });
    }
    expect(complaints).toEqual([]);

    // The same paper again, under another name: asked, and never given by itself.
    await page
      .locator('.bigdrop input[type=file]')
      .first()
      .setInputFiles(file('encore.pdf', smallPdf(20_000)));
    const again = page.locator('.capture').filter({ hasText: 'encore.pdf' });
    await again.getByText('C’est exactement le même fichier.').waitFor();
    await again.getByText('scierie.pdf').first().waitFor();
    await again.getByRole('button', { name: 'Ne pas déposer' }).click();
    await again.waitFor({ state: 'detached' });
    await page.goto(`${server.origin}/#/documents`);
    await page.getByText('scierie.pdf').first().waitFor();
    expect(await page.getByRole('row').filter({ hasText: 'encore.pdf' }).count()).toBe(0);
    await context.close();
  });

  test('a file shared from another application is in the tray, also when nobody is signed in', async () => {
    const { page, context } = await openWindow(browser, { width: 390, height: 844 });
    await page.goto(`${server.origin}/`);
    await readyOffline(page);
    await page.evaluate(() => {
      const form = document.createElement('form');
      form.method = 'post';
      form.action = '/share';
      form.enctype = 'multipart/form-data';
      const field = document.createElement('input');
      field.type = 'file';
      field.name = 'files';
      const data = new DataTransfer();
      data.items.add(new File(['%PDF-1.7 partage'], 'recu-banque.pdf', { type: 'application/pdf' }));
      field.files = data.files;
      form.append(field);
      document.body.append(form);
      form.submit();
    });
    await page.getByText('Un fichier partagé est gardé, à confirmer.').waitFor();
    await enterAs(page, server, 'claire');
    await page.goto(`${server.origin}/#/deposit`);
    const shared = page.locator('.capture').filter({ hasText: 'recu-banque.pdf' });
    await shared.waitFor();
    expect(await shared.count()).toBe(1);
    await context.close();
  });
});
