/** The few words beside every place where files are dropped: apart from `capture-texts.ts`, which comes with the first file. */
import type { Language } from './formats.ts';

const french = {
  pasteHint: 'Un fichier ou une image copiés se collent ici avec Ctrl + V.',
  pickFolder: 'Choisir un dossier',
  keeping: (done: number, total: number) => `Enregistrement sur cet ordinateur : ${done} sur ${total}`,
  reading: 'Lecture du fichier…',
  keepPaper: 'Conservez l’original papier.',
};

type DropTexts = typeof french;

const english: DropTexts = {
  pasteHint: 'A copied file or picture can be pasted here with Ctrl + V.',
  pickFolder: 'Choose a folder',
  keeping: (done, total) => `Saving on this computer: ${done} of ${total}`,
  reading: 'Reading the file…',
  keepPaper: 'Keep the paper original.',
};

const TABLES: Record<Language, DropTexts> = { fr: french, en: english };

/** Every sentence of it, in a language. */
export function dropTexts(language: Language): DropTexts {
  return TABLES[language];
}
