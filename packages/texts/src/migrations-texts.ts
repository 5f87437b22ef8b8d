/** What the staff’s view of migrations says. The same two tables of one type as `texts.ts`. */
import type { Language } from './formats.ts';
import { englishMigrations } from './migrations-english.ts';
import { frenchMigrations, type MigrationsTexts } from './migrations-french.ts';

export type { MigrationsTexts };

const TABLES: Record<Language, MigrationsTexts> = { fr: frenchMigrations, en: englishMigrations };

/** Every sentence of it, in a language. */
export function migrationsTexts(language: Language): MigrationsTexts {
  return TABLES[language];
}
