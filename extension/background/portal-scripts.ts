/**
 * Shows our banners on the portal's pages, and nowhere else: a script registered at run time for its origins, where the
 * person has granted them by a click (P4, R053, R054).
 *
 * What to show is part of the registration, so that the banner stands before the first paint and shifts nothing later.
 */
import { browser } from 'wxt/browser';
import { managedSettings, type ManagedSettings } from '../messages/managed-settings.ts';
import { patternOf } from '../messages/origin-pattern.ts';
import { readSetting, writeSetting } from './settings.ts';

const SCRIPT_ID = 'portal-banner';
const DISMISSED = 'deposit-banner-dismissed';

export type PortalState = {
  /** The server signed in to; null while nobody is. */
  readonly serverOrigin: string | null;
  /** The account has not finished moving to the single sign-in. */
  readonly migrating: boolean;
};

/** Registers, changes or removes the banner so that it follows the account, the permissions and "Plus tard". */
export async function refreshPortalScripts(state: PortalState): Promise<ReadonlySet<string>> {
  const wanted = await portalOriginsFor(state.serverOrigin);
  const granted: string[] = [];
  for (const origin of wanted) if (await browser.permissions.contains({ origins: [patternOf(origin)] })) granted.push(origin);
  await writeSetting('portal-origins', granted);
  const dismissed = (await browser.storage.session.get(DISMISSED))[DISMISSED] === true;
  const flags = [...(dismissed ? [] : ['/banner-deposit.js']), ...(state.migrating ? ['/banner-migration.js'] : [])];
  await register(granted.map(patternOf), flags.length === 0 ? [] : [...flags, '/portal-banner.js']);
  return new Set(granted);
}

/** "Plus tard": until the browser is closed. */
export async function dismissDepositBanner(): Promise<void> {
  await browser.storage.session.set({ [DISMISSED]: true });
}

/** Origins where the banner is registered now. */
export async function registeredPortals(): Promise<ReadonlySet<string>> {
  return new Set(await readSetting('portal-origins'));
}

/** Chromium may take seconds to say that nobody manages it; banners do not wait for that. */
const PATIENCE = 200;

async function portalOriginsFor(server: string | null): Promise<readonly string[]> {
  const later = new Promise<ManagedSettings>(
    (resolve) => void setTimeout(() => resolve({ serverOrigin: null, portalOrigins: [] }), PATIENCE),
  );
  const known = await Promise.race([managedSettings(), later]);
  return [...new Set([server, known.serverOrigin, ...known.portalOrigins].filter((origin) => origin !== null))];
}

async function register(matches: string[], js: string[]): Promise<void> {
  const registered = await browser.scripting.getRegisteredContentScripts({ ids: [SCRIPT_ID] });
  if (matches.length === 0 || js.length === 0) {
    if (registered.length > 0) await browser.scripting.unregisterContentScripts({ ids: [SCRIPT_ID] });
    return;
  }
  const script = { id: SCRIPT_ID, matches, js, runAt: 'document_start' as const, allFrames: false, persistAcrossSessions: true };
  if (registered.length > 0) await browser.scripting.updateContentScripts([script]);
  else await browser.scripting.registerContentScripts([script]);
}
