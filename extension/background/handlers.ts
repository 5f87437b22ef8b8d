/** What each message does. Who may send it stands in the message table, not here. */
import type { DocumentId } from '@navette/kernel/ids';
import { browser } from 'wxt/browser';
import { patternOf } from '../messages/origin-pattern.ts';
import type { PortalAccess } from '../messages/portal-access.ts';
import type { Context, Handlers } from '../messages/dispatcher.ts';
import type { BackgroundDevice } from './background-device.ts';
import { showTick } from './badge.ts';
import { takeFailure, takePiece } from './capture-handlers.ts';
import { depositAtOnce } from './deposit-at-once.ts';
import { keepAliveWhile } from './keep-alive.ts';
import { depositTab, fetchFromBackground } from './link-capture.ts';
import { openApp, openPanel } from './own-pages.ts';
import { dismissDepositBanner } from './portal-scripts.ts';
import type { SyncDriver } from './sync-driver.ts';
import { tabOf } from './tab-of.ts';

export function makeHandlers(device: BackgroundDevice, driver: SyncDriver, refreshPortals: () => Promise<unknown>): Handlers {
  const afterSave = async (capture: DocumentId, context: Context): Promise<boolean> => {
    const deposited = context.caller === 'portal' && (await depositAtOnce(device, capture));
    if (deposited) driver.wake();
    return deposited;
  };
  return {
    'capture-piece': (body, context) => takePiece(device, body, context, afterSave),
    'capture-failed': (body, context) => takeFailure(device, body, context),
    // Nothing may be awaited before the panel opens.
    'open-panel': (_body, { sender }) => openPanel(sender.tab?.windowId).then(() => ({ status: 'ok' })),
    'dismiss-deposit-banner': async () => {
      await dismissDepositBanner();
      await refreshPortals();
      return { status: 'ok' };
    },
    'resume-migration': () => openApp('#/migration').then(() => ({ status: 'ok' })),
    'account-changed': () => {
      driver.wake();
      return { status: 'ok' };
    },
    'deposit-tab': async ({ tab }) => {
      const found = await tabOf(tab);
      return found !== undefined && (await depositTab(device, found, 'page'));
    },
    'fetch-capture': async ({ capture }) => {
      const saved = await keepAliveWhile(fetchFromBackground(device, capture));
      if (saved) await showTick();
      return saved;
    },
    'permissions-changed': () => refreshPortals(),
    'portal-access': async () => {
      const origin = await device.serverOrigin();
      return {
        origin,
        allowed: origin !== null && (await browser.permissions.contains({ origins: [patternOf(origin)] })),
      } satisfies PortalAccess;
    },
    'sync-now': () => keepAliveWhile(device.sync.syncNow()),
    'live-ticket': ({ room }) => device.liveTicket(room),
    'bring-blob': ({ dossier, hash }) => keepAliveWhile(device.sync.bring(dossier, hash)),
    'firm-tray': ({ answer }) => keepAliveWhile(device.sync.firmTray(answer)),
    'look-up-server': ({ origin }) => device.session.lookUp(origin),
    'sign-in': async ({ origin, email, password }) => {
      const result = await device.session.signIn(origin, email, password);
      if (result.ok) {
        driver.wake();
        void refreshPortals();
      }
      return result;
    },
    command: ({ name, body, at }) => keepAliveWhile(device.command(name, body, at)),
    'sign-in-by': async ({ origin, name, body }) => {
      const result = await device.session.proveBy(origin, name, body);
      driver.wake();
      void refreshPortals();
      return result;
    },
    'sign-out': async ({ choice }) => {
      const result = await device.session.signOut(choice);
      if (result.ok) void refreshPortals();
      return result;
    },
  };
}
