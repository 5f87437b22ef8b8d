/** What is said while papers are taken in: archives, folders, what was read in a file, duplicates, photos. The same two tables of one type as `texts.ts`. */
import type { Language } from './formats.ts';

const french = {
  folderEmpty: 'Ce dossier ne contient aucun fichier.',
  tooManyInFolder: (count: number, limit: number) =>
    `${count} fichiers dans ce dossier : ${limit} au plus à la fois. Déposez-le en plusieurs fois, ou faites-en un ZIP.`,
  notGiven:
    'La page n’a pas donné ce fichier au navigateur. Enregistrez-le sur votre ordinateur (clic droit, « Enregistrer sous »), puis déposez-le ici.',
  notGivenMail: 'Votre messagerie n’a pas donné la pièce jointe. Enregistrez-la sur votre ordinateur, puis déposez-la ici.',
  linkOnly: (site: string) =>
    `C’est un lien vers ${site}, pas un fichier. Ouvrez-le, puis cliquez sur Navette dans la barre du navigateur, ou téléchargez le fichier et déposez-le ici.`,
  nothingToPaste: 'Rien à coller : copiez d’abord un fichier ou une image.',
  stays: (why: string) => `Gardé dans « À confirmer ». ${why}`,

  archive: {
    question: (n: number) => (n === 1 ? 'Un document dans ce ZIP.' : `${n} documents dans ce ZIP.`),
    apart: (n: number): string => (n === 1 ? 'Le sortir du ZIP' : 'Les déposer un par un'),
    keep: 'Garder le ZIP',
    working: (done: number, total: number) => `Sortie du ZIP : ${done} sur ${total}`,
    left: (n: number) =>
      n === 1 ? 'Un fichier du ZIP n’a pas pu être lu : il y reste.' : `${n} fichiers du ZIP n’ont pas pu être lus : ils y restent.`,
    tooMany: (n: number, limit: number) => `${n} documents dans ce ZIP : ${limit} au plus à la fois. Partagez-le en plusieurs.`,
    unreadable: 'Ce ZIP ne s’ouvre pas sans risque. Ouvrez-le sur votre ordinateur, puis déposez les documents.',
    stays: 'Choisissez si le ZIP est déposé entier ou document par document.',
  },

  read: {
    title: 'Lu dans le fichier',
    by: { structure: 'dans sa structure', text: 'dans son texte, à vérifier', person: 'corrigé par une personne' },
    proposedKind: (kind: string) => `Type proposé : ${kind}`,
    why: {
      structure: 'd’après la structure du fichier',
      text: 'd’après son texte',
      name: 'd’après son nom',
      parties: 'd’après le vendeur et l’acheteur',
      correction: 'comme la dernière fois',
    },
    proposedCompany: (name: string) => `Société proposée : ${name}, d’après le SIREN du document`,
    otherCompany: (name: string) => `D’après son SIREN, ce document est pour ${name}.`,
    looksLike: (kind: string) => `Ce document ressemble à : ${kind}.`,
    invoice: (issuer: string, number: string) => [issuer, number && `facture ${number}`].filter(Boolean).join(', '),
    statement: (movements: number) => (movements === 1 ? 'relevé, 1 mouvement' : `relevé, ${movements} mouvements`),
    notRead: {
      'too-large': 'Fichier trop lourd pour être lu ici. Il se dépose tel quel.',
      'took-too-long': 'La lecture de ce fichier a été arrêtée : elle prenait trop de temps. Il se dépose tel quel.',
      unreadable: 'Ce fichier n’a pas pu être lu. Il se dépose tel quel.',
    },
  },

  answers: {
    label: 'Répond à une demande du cabinet',
    none: 'Non, à aucune',
    option: (title: string, due: string) => `${title}, avant le ${due}`,
  },

  twins: {
    title: 'Déjà déposé ?',
    when: (when: string) => `Déposé le ${when}.`,
    open: 'Voir l’ancien',
    before: 'Déjà déposé',
    now: 'À déposer',
    both: 'Garder les deux',
    replace: 'Remplacer comme nouvelle version',
    drop: 'Ne pas déposer',
    stays: 'Ce document semble déjà déposé : dites ce qu’il faut en faire.',
    replacedNote: (name: string) => `Remplacé par une nouvelle version : ${name}.`,
  },

  photos: {
    title: 'Nouveau document',
    pages: (n: number) => (n === 1 ? '1 page' : `${n} pages`),
    page: (n: number) => `Page ${n}`,
    add: 'Ajouter une page',
    turn: (n: number) => `Tourner la page ${n}`,
    remove: (n: number) => `Retirer la page ${n}`,
    earlier: (n: number) => `Avancer la page ${n}`,
    later: (n: number) => `Reculer la page ${n}`,
    several: 'Plusieurs pages font un seul document',
    asTaken: 'Vos photos sont gardées telles quelles. Tourner ne change que l’aperçu.',
    give: (company: string) => `Déposer pour ${company}`,
    keep: 'Garder sur ce téléphone',
    making: 'Assemblage des pages…',
    notPhoto: (name: string) => `${name} n’est pas une photo lisible : joignez-le comme un fichier.`,
    tooLarge: (limit: string) => `Ces pages dépassent ${limit} ensemble. Retirez-en, ou faites deux documents.`,
    name: (day: string) => `Photo du ${day}.pdf`,
    discard: 'Fermer',
    discardTitle: 'Abandonner ces pages ?',
    discardHint: 'Elles ne sont pas encore déposées.',
    discardAct: 'Abandonner',
    goOn: 'Continuer',
  },

  shared: {
    kept: (n: number) => (n === 1 ? 'Un fichier partagé est gardé, à confirmer.' : `${n} fichiers partagés sont gardés, à confirmer.`),
    signedOut: 'Fichiers gardés sur cet appareil. Connectez-vous pour les déposer.',
    failed: 'Un fichier partagé n’a pas pu être gardé. Enregistrez-le, puis joignez-le ici.',
  },
};

export type CaptureTexts = typeof french;

const english: CaptureTexts = {
  folderEmpty: 'There is no file in this folder.',
  tooManyInFolder: (count, limit) => `${count} files in this folder: ${limit} at most at once. Give it in several parts, or as a ZIP.`,
  notGiven: 'The page did not give this file to the browser. Save it on your computer (right click, "Save as"), then drop it here.',
  notGivenMail: 'Your mail program did not give the attachment. Save it on your computer, then drop it here.',
  linkOnly: (site) =>
    `This is a link to ${site}, not a file. Open it, then click Navette in the browser bar, or download the file and drop it here.`,
  nothingToPaste: 'Nothing to paste: copy a file or a picture first.',
  stays: (why) => `Kept under "To confirm". ${why}`,

  archive: {
    question: (n) => (n === 1 ? 'One document in this ZIP.' : `${n} documents in this ZIP.`),
    apart: (n) => (n === 1 ? 'Take it out' : 'Give them one by one'),
    keep: 'Keep the ZIP',
    working: (done, total) => `Taking out: ${done} of ${total}`,
    left: (n) =>
      n === 1 ? 'One file of the ZIP could not be read: it stays there.' : `${n} files of the ZIP could not be read: they stay there.`,
    tooMany: (n, limit) => `${n} documents in this ZIP: ${limit} at most at once. Split it.`,
    unreadable: 'This ZIP cannot be opened safely. Open it on your computer, then give the documents.',
    stays: 'Choose whether the ZIP is given whole or document by document.',
  },

  read: {
    title: 'Read in the file',
    by: { structure: 'in its structure', text: 'in its words, to be checked', person: 'put right by a person' },
    proposedKind: (kind) => `Proposed kind: ${kind}`,
    why: {
      structure: 'by the structure of the file',
      text: 'by its words',
      name: 'by its name',
      parties: 'by seller and buyer',
      correction: 'as last time',
    },
    proposedCompany: (name) => `Proposed company: ${name}, by the SIREN of the document`,
    otherCompany: (name) => `By its SIREN, this document is for ${name}.`,
    looksLike: (kind) => `This document looks like: ${kind}.`,
    invoice: (issuer, number) => [issuer, number && `invoice ${number}`].filter(Boolean).join(', '),
    statement: (movements) => (movements === 1 ? 'statement, 1 movement' : `statement, ${movements} movements`),
    notRead: {
      'too-large': 'Too large to be read here. It can be given as it is.',
      'took-too-long': 'Reading this file was stopped: it took too long. It can be given as it is.',
      unreadable: 'This file could not be read. It can be given as it is.',
    },
  },

  answers: {
    label: 'Answers a request of the firm',
    none: 'No, none of them',
    option: (title, due) => `${title}, before ${due}`,
  },

  twins: {
    title: 'Given already?',
    when: (when) => `Given on ${when}.`,
    open: 'See the former one',
    before: 'Given before',
    now: 'To give',
    both: 'Keep both',
    replace: 'Replace as a new version',
    drop: 'Do not give it',
    stays: 'This document seems to be given already: say what is to become of it.',
    replacedNote: (name) => `Replaced by a new version: ${name}.`,
  },

  photos: {
    title: 'New document',
    pages: (n) => (n === 1 ? '1 page' : `${n} pages`),
    page: (n) => `Page ${n}`,
    add: 'Add a page',
    turn: (n) => `Turn page ${n}`,
    remove: (n) => `Remove page ${n}`,
    earlier: (n) => `Move page ${n} earlier`,
    later: (n) => `Move page ${n} later`,
    several: 'Several pages make one document',
    asTaken: 'Your photos are kept as they are. Turning changes the view only.',
    give: (company) => `Give to ${company}`,
    keep: 'Keep on this phone',
    making: 'Putting the pages together…',
    notPhoto: (name) => `${name} is no picture that can be read: join it as a file.`,
    tooLarge: (limit) => `These pages exceed ${limit} together. Remove some, or make two documents.`,
    name: (day) => `Photo of ${day}.pdf`,
    discard: 'Close',
    discardTitle: 'Give up these pages?',
    discardHint: 'They are not given yet.',
    discardAct: 'Give up',
    goOn: 'Go on',
  },

  shared: {
    kept: (n) => (n === 1 ? 'One shared file is kept, to be confirmed.' : `${n} shared files are kept, to be confirmed.`),
    signedOut: 'Files kept on this device. Sign in to give them.',
    failed: 'A shared file could not be kept. Save it, then join it here.',
  },
};

const TABLES: Record<Language, CaptureTexts> = { fr: french, en: english };

/** Every sentence of it, in a language. */
export function captureTexts(language: Language): CaptureTexts {
  return TABLES[language];
}
