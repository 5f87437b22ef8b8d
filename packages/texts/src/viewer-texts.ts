/** What is said around an open document: its thumbnails, the search in it, the files attached to it. The same two tables of one type as `texts.ts`. */
import type { Language } from './formats.ts';

const french = {
  thumbnails: {
    show: 'Afficher les vignettes',
    hide: 'Masquer les vignettes',
    title: 'Vignettes des pages',
    page: (n: number) => `Page ${n}`,
  },

  find: {
    open: 'Chercher dans le document',
    label: 'Chercher dans le document',
    close: 'Fermer la recherche',
    next: 'Résultat suivant',
    previous: 'Résultat précédent',
    stop: 'Arrêter',
    position: (n: number, of: number) => `${n} sur ${of}`,
    more: (n: number, most: string) => `${n} sur plus de ${most}`,
    none: 'Aucun résultat',
    count: (n: number) => (n === 1 ? '1 résultat' : `${n} résultats`),
    running: (page: number, of: number) => `page ${page} sur ${of}`,
    stopped: (page: number, of: number) => `recherche arrêtée\u202f: ${page === 1 ? '1 page lue' : `${page} pages lues`} sur ${of}`,
    noText: 'Ce document ne contient pas de texte\u202f: c’est une image, on ne peut pas y chercher.',
  },

  attached: {
    title: (n: number) => (n === 1 ? '1 pièce jointe à ce PDF' : `${n} pièces jointes à ce PDF`),
    note: 'Ces fichiers sont dans le PDF. Navette ne les exécute jamais.',
    measuring: 'lecture',
    unreadable: 'Ce fichier ne peut pas être lu dans le PDF.',
    more: (n: number) => (n === 1 ? '1 autre fichier n’est pas montré.' : `${n} autres fichiers ne sont pas montrés.`),
    open: 'Ouvrir',
    openNamed: (name: string) => `Ouvrir ${name}`,
    save: 'Enregistrer',
    saveNamed: (name: string) => `Enregistrer ${name}`,
    cut: (size: string) => `Seuls les premiers ${size} sont montrés. Enregistrez le fichier pour le lire en entier.`,
    close: 'Fermer',
    unknownType: 'type inconnu',
  },
};
export type ViewerTexts = typeof french;

const english: ViewerTexts = {
  thumbnails: {
    show: 'Show thumbnails',
    hide: 'Hide thumbnails',
    title: 'Thumbnails of the pages',
    page: (n) => `Page ${n}`,
  },

  find: {
    open: 'Search in the document',
    label: 'Search in the document',
    close: 'Close the search',
    next: 'Next result',
    previous: 'Previous result',
    stop: 'Stop',
    position: (n, of) => `${n} of ${of}`,
    more: (n, most) => `${n} of more than ${most}`,
    none: 'No result',
    count: (n) => (n === 1 ? '1 result' : `${n} results`),
    running: (page, of) => `page ${page} of ${of}`,
    stopped: (page, of) => `search stopped: ${page === 1 ? '1 page read' : `${page} pages read`} of ${of}`,
    noText: 'This document holds no text: it is a picture, and cannot be searched.',
  },

  attached: {
    title: (n) => (n === 1 ? '1 file attached to this PDF' : `${n} files attached to this PDF`),
    note: 'These files are inside the PDF. Navette never runs them.',
    measuring: 'reading',
    unreadable: 'This file cannot be read in the PDF.',
    more: (n) => (n === 1 ? '1 more file is not shown.' : `${n} more files are not shown.`),
    open: 'Open',
    openNamed: (name) => `Open ${name}`,
    save: 'Save',
    saveNamed: (name) => `Save ${name}`,
    cut: (size) => `Only the first ${size} are shown. Save the file to read all of it.`,
    close: 'Close',
    unknownType: 'unknown type',
  },
};

const TABLES: Record<Language, ViewerTexts> = { fr: french, en: english };

/** Every sentence of it, in a language. */
export function viewerTexts(language: Language): ViewerTexts {
  return TABLES[language];
}
