/**
 * Permissions, asked by a click in our own pages and nowhere else. Call these first in the click's handler: the browser
 * refuses the question once anything was awaited.
 */
import type { Capture } from '@navette/device/model';
import type { Host } from '@navette/ui/host';
import * as v from 'valibot';
import { browser } from 'wxt/browser';
import { patternOf } from '../messages/origin-pattern.ts';
import { PortalAccess } from '../messages/portal-access.ts';
import { send } from '../messages/send.ts';

/** « Autoriser ce site »: then the failed capture is fetched again. @returns whether its bytes are here now */
export async function allowSiteOf(capture: Capture): Promise<boolean> {
  if (capture.status.tag !== 'failed') return false;
  const granted = await browser.permissions.request({ origins: [patternOf(new URL(capture.status.url).origin)] });
  return granted && (await send('fetch-capture', { capture: capture.id })) === true;
}

/** The portal's host, as whose page a passkey is used (A9). @returns whether it is allowed now */
export async function allowServer(origin: string): Promise<boolean> {
  const granted = await browser.permissions.request({ origins: [patternOf(origin)] });
  if (granted) await send('permissions-changed', {});
  return granted;
}

/** Whether our banners may stand on the portal, followed from when somebody looks; `ask` puts the browser's own question. */
export function portalBanner(): NonNullable<Host['portalBanner']> {
  let portal: PortalAccess | undefined;
  const listeners = new Set<(allowed: boolean) => void>();
  const look = async (): Promise<void> => {
    const parsed = v.safeParse(PortalAccess, await send('portal-access', {}));
    if (!parsed.success || parsed.output.origin === null) return;
    portal = parsed.output;
    for (const tell of listeners) tell(portal.allowed);
  };
  return {
    allowed: {
      subscribe(listener) {
        listeners.add(listener);
        void look();
        return () => listeners.delete(listener);
      },
    },
    async ask() {
      if (portal?.origin == null) return false;
      const granted = await browser.permissions.request({ origins: [patternOf(portal.origin)] });
      await send('permissions-changed', {});
      await look();
      return granted;
    },
  };
}
