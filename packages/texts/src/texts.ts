/**
 * The wording of the product, by language. One table a language, of one type: a sentence missing in either does not compile.
 *
 * Knows no screen and no device; a function in a table only puts names and figures into a sentence.
 */
import { french } from './french.ts';
import type { Language } from './formats.ts';

export type Texts = typeof french;

/** French is always there; another language comes when somebody reads it. */
const loaded = new Map<Language, Texts>([['fr', french]]);

/** Every sentence of a language. @throws before `loadTexts` has brought it: a bug */
export function texts(language: Language): Texts {
  const found = loaded.get(language);
  if (!found) throw new Error(`the wording of ${language} is not loaded`);
  return found;
}

export function hasTexts(language: Language): boolean {
  return loaded.has(language);
}

/** Brings the wording of a language; resolves at once when it is there. */
export async function loadTexts(language: Language): Promise<void> {
  if (!hasTexts(language)) loaded.set(language, (await import('./english.ts')).english);
}

/** The language we have that is nearest to what a browser asks for; French for anything else. */
export function nearestLanguage(wanted: string): Language {
  return wanted.toLowerCase().startsWith('en') ? 'en' : 'fr';
}
