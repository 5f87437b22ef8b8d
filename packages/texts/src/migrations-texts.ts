/** What the staff’s view of migrations says. The same two tables of one type as `texts.ts`. */
import type { Language } from './formats.ts';

const french = {
  title: 'Migrations',
};

type MigrationsTexts = typeof french;

const english: MigrationsTexts = {
  title: 'Migrations',
};

const TABLES: Record<Language, MigrationsTexts> = { fr: french, en: english };

/** Every sentence of it, in a language. */
export function migrationsTexts(language: Language): MigrationsTexts {
  return TABLES[language];
}
