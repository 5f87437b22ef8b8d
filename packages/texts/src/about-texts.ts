/** What "Aide - À propos" says. The same two tables of one type as `texts.ts`. */
import type { Language } from './formats.ts';

const french = {
  title: 'Aide et à propos',
};

type AboutTexts = typeof french;

const english: AboutTexts = {
  title: 'Help and about',
};

const TABLES: Record<Language, AboutTexts> = { fr: french, en: english };

/** Every sentence of it, in a language. */
export function aboutTexts(language: Language): AboutTexts {
  return TABLES[language];
}
