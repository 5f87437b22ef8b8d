/** What the migration assistant says (R051-R073). The same two tables of one type as `texts.ts`. */
import type { Language } from './formats.ts';

const french = {
  title: 'Passage à l’identité unique',
};

type MigrationTexts = typeof french;

const english: MigrationTexts = {
  title: 'Move to the single identity',
};

const TABLES: Record<Language, MigrationTexts> = { fr: french, en: english };

/** Every sentence of it, in a language. */
export function migrationTexts(language: Language): MigrationTexts {
  return TABLES[language];
}
