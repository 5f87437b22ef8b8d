/** The page the toolbar button was pressed on, for the popup. */
import type { Observable } from '@navette/device/model';
import type { PageDoor, PageState } from '@navette/ui/popup';
import { browser } from 'wxt/browser';
import { send } from '../messages/send.ts';

/** `activeTab` lets the popup see the address of the page it was opened over, and of no other. */
export function openPageDoor(): PageDoor {
  const tab = browser.tabs.query({ active: true, currentWindow: true }).then(([active]) => active);
  const state: Observable<PageState> = {
    subscribe(listener) {
      let over = false;
      void tab.then((active) => {
        if (!over) listener(stateOf(active?.url));
      });
      return () => {
        over = true;
      };
    },
  };
  return {
    state,
    async depositThisPage() {
      const active = await tab;
      if (active?.id === undefined || (await send('deposit-tab', { tab: active.id })) !== true)
        throw new Error('the page let no script in');
      // The sheet in the page says what happened.
      window.close();
    },
  };
}

function stateOf(address: string | undefined): PageState {
  const url = address === undefined ? null : URL.parse(address);
  if (url === null) return { canDeposit: false, reason: 'no-page' };
  if (STORES.has(url.hostname)) return { canDeposit: false, reason: 'store-page' };
  if (url.protocol === 'http:' || url.protocol === 'https:') return { canDeposit: true };
  return { canDeposit: false, reason: url.protocol === 'file:' ? 'not-allowed' : 'browser-page' };
}

/** Sites where browsers let no extension in. */
const STORES = new Set(['chromewebstore.google.com', 'addons.mozilla.org', 'microsoftedge.microsoft.com']);
