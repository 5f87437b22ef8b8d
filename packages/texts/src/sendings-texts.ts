/** What the follow-up of sendings says. The same two tables of one type as `texts.ts`. */
import type { Language } from './formats.ts';

const french = {
  title: 'Suivi des envois',
};

type SendingsTexts = typeof french;

const english: SendingsTexts = {
  title: 'Sending follow-up',
};

const TABLES: Record<Language, SendingsTexts> = { fr: french, en: english };

/** Every sentence of it, in a language. */
export function sendingsTexts(language: Language): SendingsTexts {
  return TABLES[language];
}
