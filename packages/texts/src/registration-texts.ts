/** What the registration assistant says (R001-R050). The same two tables of one type as `texts.ts`. */
import type { Language } from './formats.ts';
import { registrationEnglish } from './registration-english.ts';
import { registrationFrench } from './registration-french.ts';

export type RegistrationTexts = typeof registrationFrench;

const TABLES: Record<Language, RegistrationTexts> = { fr: registrationFrench, en: registrationEnglish };

/** Every sentence of it, in a language. */
export function registrationTexts(language: Language): RegistrationTexts {
  return TABLES[language];
}
