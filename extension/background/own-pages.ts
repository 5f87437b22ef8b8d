/** Opens our own pages: the panel where the browser has one and a gesture allows it, else the app in a tab. */
import { browser } from 'wxt/browser';
import { isFirefox } from '../messages/which-browser.ts';

/** Places in the app; they are addresses, never acts (M5). */
export type AppPlace = '' | '#/deposit' | '#/migration';

/** Brings the app's tab to the front, or opens one. */
export async function openApp(place: AppPlace): Promise<void> {
  const url = browser.runtime.getURL('/app.html');
  const [open] = await browser.tabs.query({ url: `${url}*` });
  if (open?.id === undefined) {
    await browser.tabs.create({ url: `${url}${place}` });
    return;
  }
  await browser.tabs.update(open.id, place === '' ? { active: true } : { active: true, url: `${url}${place}` });
  await browser.windows.update(open.windowId, { focused: true });
}

/**
 * Opens the panel beside a page. Call it before anything is awaited: after one `await` the gesture is gone and Chromium
 * refuses. Firefox does not carry the gesture through messages at all: there it is the app.
 */
export function openPanel(windowId: number | undefined): Promise<void> {
  if (isFirefox() || windowId === undefined) return openApp('#/deposit');
  return browser.sidePanel.open({ windowId }).catch(() => openApp('#/deposit'));
}
