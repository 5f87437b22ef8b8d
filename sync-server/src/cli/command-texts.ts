/** Why a command is refused, in one sentence, with what to do about it. */
import { refusalSentence, type Language } from '../console-texts.ts';
import type { CommandRefusal, Sentences } from './command.ts';
import { printable } from './moments.ts';

/** What each option wants to hear. */
const WANTED: Readonly<Record<string, Sentences>> = {
  data: { fr: 'donnez le dossier de données après --data', en: 'give the data folder after --data' },
  to: { fr: 'donnez le dossier de la sauvegarde après --to', en: 'give the folder of the backup after --to' },
  from: { fr: 'donnez le dossier de la sauvegarde après --from', en: 'give the folder of the backup after --from' },
  hash: {
    fr: 'donnez l’empreinte SHA-256 du fichier, 64 chiffres et lettres de a à f, après --hash',
    en: 'give the SHA-256 of the file, 64 digits and letters from a to f, after --hash',
  },
  key: {
    fr: 'donnez la clé publique du cabinet, 43 caractères affichés par «\u202fnavette key\u202f», après --key',
    en: 'give the firm’s public key, 43 characters shown by "navette key", after --key',
  },
  file: {
    fr: 'donnez le fichier de l’accusé de réception, ou - pour l’entrée standard',
    en: 'give the file of the receipt, or - for the standard input',
  },
  document: { fr: 'donnez le fichier du document après --document', en: 'give the file of the document after --document' },
  room: {
    fr: 'donnez le nom d’un espace du journal, par exemple dossier/<identifiant>/deposits/2026/common',
    en: 'give the name of a room, for example dossier/<id>/deposits/2026/common',
  },
  at: {
    fr: 'donnez un numéro d’entrée, une date ou une heure de Paris après --at, par exemple 12, 2026-11-20 ou 2026-11-20T14:30',
    en: 'give the number of an entry, a day or a time of Paris after --at, for example 12, 2026-11-20 or 2026-11-20T14:30',
  },
  dossier: { fr: 'donnez l’identifiant du dossier après --dossier', en: 'give the id of the dossier after --dossier' },
  box: { fr: 'donnez le nom de la boîte après --box', en: 'give the name of the box after --box' },
  import: {
    fr: 'donnez le tableau des clients, un fichier CSV, après --import',
    en: 'give the table of the clients, a CSV file, after --import',
  },
  why: {
    fr: 'donnez le motif en une ligne de 200 caractères au plus après --why',
    en: 'give the reason in one line of at most 200 characters after --why',
  },
};

const NOTHING: Sentences = { fr: 'l’aide s’affiche avec --help', en: 'use --help to see the options' };

export function commandSentence(refusal: CommandRefusal, language: Language): string {
  return printable(sentences(refusal, language));
}

function sentences(refusal: CommandRefusal, language: Language): string {
  const fr = language === 'fr';
  const wanted = (option: string) => (WANTED[option] ?? NOTHING)[language];
  switch (refusal.tag) {
    case 'unknown-command':
      return fr
        ? `Commande inconnue\u202f: «\u202f${refusal.value}\u202f». L’aide s’affiche avec --help.`
        : `Unknown command: "${refusal.value}". Use --help to see them all.`;
    case 'unknown-option':
      return refusalSentence({ tag: 'unknown-option', value: refusal.value }, language);
    case 'missing-value':
    case 'missing-option':
      return fr ? `Il manque une option\u202f: ${wanted(refusal.value)}.` : `An option is missing: ${wanted(refusal.value)}.`;
    case 'bad-option':
      return fr
        ? `«\u202f${refusal.value}\u202f» ne convient pas\u202f: ${wanted(refusal.option)}.`
        : `"${refusal.value}" will not do: ${wanted(refusal.option)}.`;
    case 'no-such-folder':
      return fr
        ? `Le dossier «\u202f${refusal.folder}\u202f» n’est pas un dossier de données de Navette\u202f: il n’y a pas de firm.json.`
        : `The folder "${refusal.folder}" is no data folder of Navette: there is no firm.json in it.`;
    case 'no-key':
      return fr
        ? `Le dossier «\u202f${refusal.folder}\u202f» n’a pas de clé de signature (keys/signing.pem)\u202f: restaurez ce fichier depuis la sauvegarde.`
        : `The folder "${refusal.folder}" has no signing key (keys/signing.pem): restore that file from the backup.`;
    case 'not-empty':
      return fr
        ? `Le dossier «\u202f${refusal.folder}\u202f» n’est pas vide\u202f: donnez-en un nouveau.`
        : `The folder "${refusal.folder}" is not empty: give a new one.`;
    case 'not-a-backup':
      return fr
        ? `Le dossier «\u202f${refusal.folder}\u202f» n’est pas une sauvegarde\u202f: il n’y a pas de backup.json.`
        : `The folder "${refusal.folder}" is no backup: there is no backup.json in it.`;
    case 'is-a-backup':
      return fr
        ? `Le dossier «\u202f${refusal.folder}\u202f» est déjà une sauvegarde\u202f: donnez le dossier de données du serveur après --data.`
        : `The folder "${refusal.folder}" is a backup already: give the server’s data folder after --data.`;
    case 'inside-itself':
      return fr
        ? `La sauvegarde «\u202f${refusal.folder}\u202f» et le dossier de données ne peuvent pas se contenir\u202f: donnez un dossier ailleurs, au mieux sur un autre disque.`
        : `The backup "${refusal.folder}" and the data folder cannot hold one another: give a folder elsewhere, at best on another disk.`;
    case 'cannot-read':
      return fr
        ? `«\u202f${refusal.file}\u202f» ne peut pas être lu (${refusal.code}).`
        : `"${refusal.file}" cannot be read (${refusal.code}).`;
    case 'not-a-receipt':
      return fr
        ? `«\u202f${refusal.file}\u202f» n’est pas un accusé de réception de Navette\u202f: il en faut le JSON exact, sans rien de plus.`
        : `"${refusal.file}" is no receipt of Navette: it must be its exact JSON, and nothing more.`;
    case 'no-such-room':
      return fr ? `Rien n’a jamais été écrit dans «\u202f${refusal.room}\u202f».` : `Nothing was ever written in "${refusal.room}".`;
    case 'no-such-moment':
      return fr ? `Il n’y a pas d’entrée ${refusal.at} dans cet espace du journal.` : `There is no entry ${refusal.at} in this room.`;
    case 'no-receipt':
      return fr ? `Aucun accusé de réception pour le fichier ${refusal.hash}.` : `No receipt for the file ${refusal.hash}.`;
    case 'several-receipts':
      return fr
        ? `Ce fichier a plusieurs accusés de réception\u202f: choisissez-en un avec ${refusal.places.join(', ou ')}.`
        : `This file has several receipts: choose one with ${refusal.places.join(', or ')}.`;
    default:
      return refusalSentence(refusal, language);
  }
}
