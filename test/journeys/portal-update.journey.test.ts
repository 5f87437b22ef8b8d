// A new version of the portal: fetched beside the old one, said on the page, taken when the person asks.

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestServer } from '../../sync-server/src/testing/test-server.ts';
import { enterAs, launchChromium, openWindow, readyOffline, startPortal } from './support/portal.ts';

const BUILT = path.resolve(import.meta.dirname, '../../sync-server/portal/dist');

describe('a new version of the portal', () => {
  const portal = mkdtempSync(path.join(tmpdir(), 'navette-portal-'));
  let server: TestServer;
  let browser: Browser;
  beforeAll(async () => {
    cpSync(BUILT, portal, { recursive: true });
    server = await startPortal({ papers: false, portal });
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    rmSync(portal, { recursive: true, force: true });
  });

  test('it waits, says that it is ready, and opens by a click; nothing reloads by itself', async () => {
    const { page, context, complaints } = await openWindow(browser);
    await enterAs(page, server, 'claire');
    await readyOffline(page);
    const kept = await page.evaluate(() => caches.keys());
    expect(kept).toHaveLength(1);

    publishAnotherVersion(portal);
    await page.evaluate(async () => void (await (await navigator.serviceWorker.getRegistration())?.update()));
    const notice = page.getByRole('status').filter({ hasText: 'Une nouvelle version est prête.' });
    await notice.waitFor();
    expect(await page.locator('meta[name="edition"]').count()).toBe(0);

    await Promise.all([page.waitForEvent('load'), notice.getByRole('button', { name: 'Recharger' }).click()]);
    await page.locator('meta[name="edition"]').waitFor({ state: 'attached' });
    // The former version stays one turn longer, for a tab that may still run it.
    expect(await page.evaluate(() => caches.keys())).toHaveLength(2);
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('answers of the server are never kept by the pages’ cache: nothing under /api or /live is in it', async () => {
    const { page, context } = await openWindow(browser);
    await enterAs(page, server, 'claire');
    await readyOffline(page);
    const addresses = await page.evaluate(async () => {
      const found: string[] = [];
      for (const name of await caches.keys())
        for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
      return found;
    });
    expect(addresses).toContain('/index.html');
    expect(addresses.filter((one) => one.startsWith('/api') || one.startsWith('/live'))).toEqual([]);
    await context.close();
  });
});

/** What a new build changes for a browser: the page, and the version in the service worker. */
function publishAnotherVersion(folder: string): void {
  const change = (name: string, from: RegExp, to: string): void => {
    const file = path.join(folder, name);
    const text = readFileSync(file, 'utf8');
    if (!from.test(text)) throw new Error(`${name} has no ${String(from)}`);
    writeFileSync(file, text.replace(from, to));
  };
  change('sw.js', /"[0-9a-f]{12}"/, '"0123456789ab"');
  change('index.html', /<title>/, '<meta name="edition" content="2" /><title>');
}
