/** A tab as captures need it. Its address is only told where the person's gesture or a permission allows it. */
import { browser } from 'wxt/browser';

export type KnownTab = { readonly id: number; readonly url: string; readonly incognito: boolean };

/** @returns undefined for a tab that is gone, or whose address the browser does not tell us */
export async function tabOf(id: number): Promise<KnownTab | undefined> {
  const tab = await browser.tabs.get(id).catch(() => undefined);
  return tab === undefined ? undefined : knownTab(tab);
}

export function knownTab(tab: { id?: number | undefined; url?: string | undefined; incognito: boolean } | undefined): KnownTab | undefined {
  return tab?.id === undefined || tab.url === undefined ? undefined : { id: tab.id, url: tab.url, incognito: tab.incognito };
}
