/** Titles of the context menu, apart from the sentences of visited pages: the background makes the menus and draws nothing else. */
import { isEnglish } from './own-texts.ts';

const FRENCH = { link: 'Déposer le document de ce lien', image: 'Déposer cette image', page: 'Déposer cette page' };
const ENGLISH = { link: 'Deposit the document behind this link', image: 'Deposit this image', page: 'Deposit this page' };

/** @param language what the browser asks for, such as `navigator.language`; French for anything but English */
export function menuTexts(language: string): typeof FRENCH {
  return isEnglish(language) ? ENGLISH : FRENCH;
}
