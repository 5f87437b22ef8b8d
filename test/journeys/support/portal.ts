// The portal as people open it: the built pages served by a real server, in a Chromium of its own, without any extension.

import { chromium, type Browser, type BrowserContext, type Page } from 'playwright';
import { startTestServer, type TestServer, type TestServerOptions } from '../../../sync-server/src/testing/test-server.ts';
import { CHROMIUM_ARGS, requireChromium } from '../../support/browsers.ts';

export interface PortalWindow {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the page's console said in anger, and what its scripts threw. */
  readonly complaints: readonly string[];
}

/** The demonstration firm with its papers, or what the options say. Build the portal first. */
export function startPortal(options: TestServerOptions = {}): Promise<TestServer> {
  return startTestServer({ papers: true, ...options });
}

export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: requireChromium(), args: [...CHROMIUM_ARGS] });
}

/** A network or a server that is gone is no fault of a page, though the browser writes it down. */
const NETWORK_GONE = /net::ERR_(INTERNET_DISCONNECTED|CONNECTION_(REFUSED|RESET|CLOSED)|EMPTY_RESPONSE)/;

/** A window with nothing in it: no cookie, no database, no worker. */
export async function openWindow(
  browser: Browser,
  look: { readonly width?: number; readonly height?: number; readonly dark?: boolean } = {},
): Promise<PortalWindow> {
  const context = await browser.newContext({
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    viewport: { width: look.width ?? 1280, height: look.height ?? 800 },
    colorScheme: look.dark === true ? 'dark' : 'light',
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !NETWORK_GONE.test(message.text())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return { context, page, complaints };
}

/**
 * Opens the one-click link of a person of the demonstration; resolves on the portal's first page.
 * @param launch whether the window of the launch may stand (R051): it is in the way of journeys about something else
 */
export async function enterAs(page: Page, server: TestServer, person: keyof TestServer['users'], { launch = false } = {}): Promise<void> {
  if (!launch) await page.addInitScript(() => localStorage.setItem('navette.migration-announced', '9999-12-31'));
  await page.goto(`${server.origin}${server.demoLinks?.linkOf(server.users[person]) ?? ''}`);
  await page.waitForURL(`${server.origin}/`);
  await page.getByRole('navigation').first().waitFor();
}

/** Waits until the service worker has the whole portal and answers for this page. */
export async function readyOffline(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (!navigator.serviceWorker.controller)
      await new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }));
  });
}
