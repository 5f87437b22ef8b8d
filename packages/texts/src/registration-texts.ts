/** What the registration assistant says (R001-R050). The same two tables of one type as `texts.ts`. */
import type { Language } from './formats.ts';

const french = {
  title: 'Référencement',
};

type RegistrationTexts = typeof french;

const english: RegistrationTexts = {
  title: 'Registration',
};

const TABLES: Record<Language, RegistrationTexts> = { fr: french, en: english };

/** Every sentence of it, in a language. */
export function registrationTexts(language: Language): RegistrationTexts {
  return TABLES[language];
}
