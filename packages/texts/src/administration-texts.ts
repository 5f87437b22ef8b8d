/** What the firm’s administration says. The same two tables of one type as `texts.ts`. */
import type { Language } from './formats.ts';

const french = {
  title: 'Administration',
};

type AdministrationTexts = typeof french;

const english: AdministrationTexts = {
  title: 'Administration',
};

const TABLES: Record<Language, AdministrationTexts> = { fr: french, en: english };

/** Every sentence of it, in a language. */
export function administrationTexts(language: Language): AdministrationTexts {
  return TABLES[language];
}
