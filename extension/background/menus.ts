/** The entries of the context menu. Made at install only: the browser keeps them, and a click finds its listener again. */
import { browser } from 'wxt/browser';
import { menuTexts } from '../locales/menu-texts.ts';

const WEB = ['http://*/*', 'https://*/*'];

export const MENU = { link: 'deposit-link', image: 'deposit-image', page: 'deposit-page' } as const;

export function makeMenus(): void {
  const texts = menuTexts(navigator.language);
  browser.contextMenus.removeAll(() => {
    const entry = (id: string, title: string, contexts: ['link'] | ['image'] | ['page', 'frame']): void => {
      browser.contextMenus.create({ id, title, contexts, documentUrlPatterns: WEB });
    };
    entry(MENU.link, texts.link, ['link']);
    entry(MENU.image, texts.image, ['image']);
    entry(MENU.page, texts.page, ['page', 'frame']);
  });
}
