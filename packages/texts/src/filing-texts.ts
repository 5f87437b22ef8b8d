/** What the staff say of an open document beside accepting it: booked, moved, kept, binned. The same two tables of one type as `texts.ts`. */
import type { Language } from './formats.ts';

const french = {
  more: 'Classer',
  book: 'Comptabiliser…',
  bookTitle: 'Comptabilisé le',
  entry: 'Pièce ou écriture (facultatif)',
  bookAct: 'Noter',
  unbook: 'Ne plus dire comptabilisé',
  booked: (day: string, entry: string | undefined) => `Comptabilisé le ${day}${entry === undefined ? '' : `, ${entry}`}.`,
  move: 'Déplacer…',
  moveTitle: 'Déplacer vers un autre dossier ou compartiment',
  moveHint: 'Le document est déposé là-bas avec son fichier\u202f; ici, il dit où il est parti, avec son histoire.',
  moveNeedsFile: 'Son fichier n’est pas sur cet ordinateur\u202f: ouvrez-le d’abord.',
  company: 'Société',
  kind: 'Type',
  box: 'Compartiment',
  boxes: { common: 'Commun', pay: 'Paie et social', management: 'Gestion' },
  moveAct: 'Déplacer',
  same: 'Il est déjà là.',
  moved: (company: string) => `Déplacé vers ${company}.`,
  movedHere: 'Déplacé depuis un autre dossier ou compartiment.',
  see: 'Voir',
  keep: 'Conservation…',
  bin: 'Mettre à la corbeille',
  unbin: 'Reprendre de la corbeille',
  binned: (day: string) => `Dans la corbeille depuis le ${day}. Il y reste 90 jours.`,
  held: (why: string) => `Conservation forcée\u202f: ${why}`,
  cancel: 'Annuler',
};
export type FilingTexts = typeof french;

const english: FilingTexts = {
  more: 'File',
  book: 'Book…',
  bookTitle: 'Booked on',
  entry: 'Voucher or entry (optional)',
  bookAct: 'Note it',
  unbook: 'No longer say booked',
  booked: (day, entry) => `Booked on ${day}${entry === undefined ? '' : `, ${entry}`}.`,
  move: 'Move…',
  moveTitle: 'Move to another company or box',
  moveHint: 'The document is deposited there with its file; here it says where it went, with its history.',
  moveNeedsFile: 'Its file is not on this computer: open it first.',
  company: 'Company',
  kind: 'Kind',
  box: 'Box',
  boxes: { common: 'Common', pay: 'Payroll', management: 'Management' },
  moveAct: 'Move',
  same: 'It is there already.',
  moved: (company) => `Moved to ${company}.`,
  movedHere: 'Moved from another company or box.',
  see: 'See',
  keep: 'Retention…',
  bin: 'Put into the bin',
  unbin: 'Take back from the bin',
  binned: (day) => `In the bin since ${day}. It stays there for 90 days.`,
  held: (why) => `Legal hold: ${why}`,
  cancel: 'Cancel',
};

const TABLES: Record<Language, FilingTexts> = { fr: french, en: english };

/** Every sentence of it, in a language. */
export function filingTexts(language: Language): FilingTexts {
  return TABLES[language];
}
