/** What the options page shows of the browser: keys, allowed sites, space, versions; and how a permission is taken back. */
import type { Observable } from '@navette/device/model';
import type { OptionsDoor } from '@navette/ui/options';
import { browser } from 'wxt/browser';
import { isFirefox } from '../messages/which-browser.ts';
import { send } from '../messages/send.ts';

export function openOptionsDoor(): OptionsDoor {
  return {
    version: browser.runtime.getManifest().version,
    shortcuts: asked(async () => {
      const commands = await browser.commands.getAll();
      const keysOf = (name: string) => commands.find((command) => command.name === name)?.shortcut ?? '';
      return { sheet: keysOf('open-sheet'), popup: keysOf('_execute_action') };
    }, focusChanges),
    // Firefox lets no page of an extension open its own pages.
    ...(isFirefox() ? {} : { openShortcuts: () => void browser.tabs.create({ url: 'chrome://extensions/shortcuts' }) }),
    sites: asked(async () => (await browser.permissions.getAll()).origins ?? [], permissionChanges),
    async revokeSite(site) {
      await browser.permissions.remove({ origins: [site] });
      await send('permissions-changed', {});
    },
    async used() {
      return (await navigator.storage.estimate()).usage ?? null;
    },
    async facts() {
      const { quota, usage } = await navigator.storage.estimate();
      const { origins = [], permissions = [] } = await browser.permissions.getAll();
      const scripts = await browser.scripting.getRegisteredContentScripts();
      return {
        browser: navigator.userAgent,
        at: new Date().toISOString(),
        online: navigator.onLine,
        storage: { quota: quota ?? null, usage: usage ?? null },
        permissions,
        sitesAllowed: origins.length,
        scriptsRegistered: scripts.length,
        alarms: (await browser.alarms.getAll()).map(({ name, scheduledTime }) => ({ name, scheduledTime })),
      };
    },
  };
}

/** Asked now, and again at each change. */
function asked<T>(ask: () => Promise<T>, changes: (again: () => void) => () => void): Observable<T> {
  return {
    subscribe(listener) {
      let over = false;
      const look = (): void => void ask().then((value) => (over ? undefined : listener(value)));
      look();
      const stop = changes(look);
      return () => {
        over = true;
        stop();
      };
    },
  };
}

function permissionChanges(again: () => void): () => void {
  browser.permissions.onAdded.addListener(again);
  browser.permissions.onRemoved.addListener(again);
  return () => {
    browser.permissions.onAdded.removeListener(again);
    browser.permissions.onRemoved.removeListener(again);
  };
}

/** The person comes back from the browser's page of keys. */
function focusChanges(again: () => void): () => void {
  addEventListener('focus', again);
  return () => removeEventListener('focus', again);
}
