/** What the screen of entries is called, for those who only lead to it: the small windows carry neither. */
import type { Language } from './formats.ts';

const WORDS: Record<Language, string> = { fr: 'Brouillard', en: 'Draft entries' };

export function entriesWord(language: Language): string {
  return WORDS[language];
}
