/** The entries of the context menu. Made at install only: the browser keeps them, and a click finds its listener again. */
import { browser } from 'wxt/browser';
import { ownTexts } from '../locales/own-texts.ts';

const WEB = ['http://*/*', 'https://*/*'];

export const MENU = { link: 'deposit-link', image: 'deposit-image', page: 'deposit-page' } as const;

export function makeMenus(): void {
  const texts = ownTexts(navigator.language);
  browser.contextMenus.removeAll(() => {
    const entry = (id: string, title: string, contexts: ['link'] | ['image'] | ['page', 'frame']): void => {
      browser.contextMenus.create({ id, title, contexts, documentUrlPatterns: WEB });
    };
    entry(MENU.link, texts.menuLink, ['link']);
    entry(MENU.image, texts.menuImage, ['image']);
    entry(MENU.page, texts.menuPage, ['page', 'frame']);
  });
}
