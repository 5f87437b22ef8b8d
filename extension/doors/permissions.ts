/**
 * Permissions, asked by a click in our own pages and nowhere else. Call these first in the click's handler: the browser
 * refuses the question once anything was awaited.
 */
import type { Capture } from '@navette/device/model';
import { browser } from 'wxt/browser';
import { patternOf } from '../messages/origin-pattern.ts';
import { send } from '../messages/send.ts';

/** « Autoriser ce site »: then the failed capture is fetched again. @returns whether its bytes are here now */
export async function allowSiteOf(capture: Capture): Promise<boolean> {
  if (capture.status.tag !== 'failed') return false;
  const granted = await browser.permissions.request({ origins: [patternOf(new URL(capture.status.url).origin)] });
  return granted && (await send('fetch-capture', { capture: capture.id })) === true;
}

/** Lets our banner stand on the portal's pages. @returns whether the person agreed */
export async function allowPortal(origin: string): Promise<boolean> {
  const granted = await browser.permissions.request({ origins: [patternOf(origin)] });
  await send('permissions-changed', {});
  return granted;
}
