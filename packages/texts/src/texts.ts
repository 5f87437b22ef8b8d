/**
 * The wording of the product, by language. One table a language, of one type: a sentence missing in either does not compile.
 *
 * Knows no screen and no device; a function in a table only puts names and figures into a sentence.
 */
import { english } from './english.ts';
import { french } from './french.ts';
import type { Language } from './formats.ts';

export type Texts = typeof french;

const TABLES: Record<Language, Texts> = { fr: french, en: english };

/** Every sentence of a language. */
export function texts(language: Language): Texts {
  return TABLES[language];
}

/** The language we have that is nearest to what a browser asks for; French for anything else. */
export function nearestLanguage(wanted: string): Language {
  return wanted.toLowerCase().startsWith('en') ? 'en' : 'fr';
}
