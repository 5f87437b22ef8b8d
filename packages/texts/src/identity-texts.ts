/** What accounts say: sign-in by other ways, security, devices. The same two tables of one type as `texts.ts`. */
import type { Language } from './formats.ts';

const french = {
  title: 'Mon compte',
};

type IdentityTexts = typeof french;

const english: IdentityTexts = {
  title: 'My account',
};

const TABLES: Record<Language, IdentityTexts> = { fr: french, en: english };

/** Every sentence of it, in a language. */
export function identityTexts(language: Language): IdentityTexts {
  return TABLES[language];
}
