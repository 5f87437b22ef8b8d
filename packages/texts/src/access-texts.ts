/** What the administration of users says. The same two tables of one type as `texts.ts`. */
import type { Language } from './formats.ts';

const french = {
  title: 'Accès',
};

type AccessTexts = typeof french;

const english: AccessTexts = {
  title: 'Access',
};

const TABLES: Record<Language, AccessTexts> = { fr: french, en: english };

/** Every sentence of it, in a language. */
export function accessTexts(language: Language): AccessTexts {
  return TABLES[language];
}
