/** The two languages of what is drawn in visited pages, by the language of the browser. */
import { ENGLISH } from './english.ts';
import { FRENCH } from './french.ts';

export type OwnTexts = { readonly [K in keyof typeof FRENCH]: string };

/** @param language what the browser asks for, such as `navigator.language`; French for anything but English */
export function isEnglish(language: string): boolean {
  return language.toLowerCase().startsWith('en');
}

export function ownTexts(language: string): OwnTexts {
  return isEnglish(language) ? ENGLISH : FRENCH;
}
