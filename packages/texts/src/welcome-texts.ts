/** What the welcome after an installation or an invitation says. The same two tables of one type as `texts.ts`. */
import type { Language } from './formats.ts';

const french = {
  title: 'Bienvenue',
};

type WelcomeTexts = typeof french;

const english: WelcomeTexts = {
  title: 'Welcome',
};

const TABLES: Record<Language, WelcomeTexts> = { fr: french, en: english };

/** Every sentence of it, in a language. */
export function welcomeTexts(language: Language): WelcomeTexts {
  return TABLES[language];
}
