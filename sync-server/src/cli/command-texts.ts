/** Why a command is refused, in one sentence, with what to do about it. */
import { refusalSentence, type Language } from '../console-texts.ts';
import type { HeldBy } from '@navette/domain/retention';
import type { SealProblem } from '../backup/sealed-manifest.ts';
import type { CommandRefusal, Sentences } from './command.ts';
import { printable } from './moments.ts';

/** What each option wants to hear. */
const WANTED: Readonly<Record<string, Sentences>> = {
  data: { fr: 'donnez le dossier de données après --data', en: 'give the data folder after --data' },
  to: {
    fr: 'donnez le dossier de la sauvegarde, ou le dernier jour (2026-11-20), après --to',
    en: 'give the folder of the backup, or the last day (2026-11-20), after --to',
  },
  from: {
    fr: 'donnez le dossier de la sauvegarde, ou le premier jour (2026-11-20), après --from',
    en: 'give the folder of the backup, or the first day (2026-11-20), after --from',
  },
  person: { fr: 'donnez l’identifiant de la personne après --person', en: 'give the id of the person after --person' },
  hash: {
    fr: 'donnez l’empreinte SHA-256 du fichier, 64 chiffres et lettres de a à f, après --hash',
    en: 'give the SHA-256 of the file, 64 digits and letters from a to f, after --hash',
  },
  key: {
    fr: 'donnez la clé publique du cabinet, 43 caractères affichés par «\u202fnavette key\u202f», après --key, ou le fichier de sa liste de clés après --keys',
    en: 'give the firm’s public key, 43 characters shown by "navette key", after --key, or the file of its list of keys after --keys',
  },
  keys: {
    fr: 'donnez le fichier de la liste des clés (navette key --json), ou pour une restauration un dossier de clés plus récent, après --keys',
    en: 'give the file of the list of keys (navette key --json), or for a restore a newer folder of keys, after --keys',
  },
  'encrypt-to': {
    fr: 'donnez le fichier de la clé publique des sauvegardes (navette key --make-backup-key) après --encrypt-to',
    en: 'give the file of the public key of backups (navette key --make-backup-key) after --encrypt-to',
  },
  'key-act': {
    fr: 'donnez une seule chose à faire\u202f: --rotate, --distrust, --renew, --lost ou --make-backup-key',
    en: 'give one thing to do: --rotate, --distrust, --renew, --lost or --make-backup-key',
  },
  distrust: {
    fr: 'donnez l’identifiant de la clé, 16 chiffres et lettres de a à f affichés par «\u202fnavette key\u202f», après --distrust',
    en: 'give the id of the key, 16 digits and letters from a to f shown by "navette key", after --distrust',
  },
  after: {
    fr: 'donnez le dernier moment, passé, où la clé était sûre après --after, par exemple 2026-11-20 ou 2026-11-20T14:30 à Paris',
    en: 'give the last moment, in the past, when the key was safe after --after, for example 2026-11-20 or 2026-11-20T14:30 in Paris',
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
  selection: {
    fr: 'dites quoi effacer, d’une seule façon\u202f: --document ID, ou --room ESPACE --entries 3,5-7, ou --file SHA256 (avec --dossier ID si besoin)',
    en: 'say what to erase, in one way: --document ID, or --room ROOM --entries 3,5-7, or --file SHA256 (with --dossier ID if need be)',
  },
  entries: {
    fr: 'donnez des numéros d’entrées après --entries, comme «\u202fnavette history\u202f» les affiche, par exemple 3,5-7',
    en: 'give numbers of entries after --entries, as "navette history" shows them, for example 3,5-7',
  },
  by: { fr: 'dites qui le décide après --by, en 120 caractères au plus', en: 'say who decides it after --by, in at most 120 characters' },
  'legal-basis': {
    fr: 'donnez la règle ou l’autorité après --legal-basis, en 200 caractères au plus',
    en: 'give the rule or authority after --legal-basis, in at most 200 characters',
  },
  erasures: {
    fr: 'donnez un dossier ou un fichier erasures.jsonl après --erasures',
    en: 'give a folder or a file erasures.jsonl after --erasures',
  },
  remove: {
    fr: 'donnez l’identifiant de la personne après --remove, comme «\u202fnavette people\u202f» l’affiche',
    en: 'give the id of the person after --remove, as "navette people" shows it',
  },
  database: {
    fr: 'donnez l’adresse de la base, postgres://…, après --database',
    en: 'give the address of the database, postgres://…, after --database',
  },
};

/** What each rule is about; one of the firm's own is said by its name. */
const RULES: Readonly<Record<string, Sentences>> = {
  accounting: { fr: 'livres et pièces comptables', en: 'books and vouchers' },
  tax: { fr: 'pièces fiscales', en: 'tax records' },
  payslips: { fr: 'doubles de bulletins de paie', en: 'copies of payslips' },
  'anti-money-laundering': { fr: 'dossier de lutte contre le blanchiment', en: 'anti-money-laundering file' },
  statutes: { fr: 'statuts et actes de la société', en: 'statutes and deeds of the company' },
  hold: { fr: 'blocage décidé par le cabinet', en: 'a hold decided by the firm' },
};

/** The rule that holds a document, and until when. */
export function heldText({ rule, until }: HeldBy, language: Language): string {
  const word = RULES[rule]?.[language] ?? rule;
  if (until === null) return language === 'fr' ? `${word}, à conserver` : `${word}, to be kept`;
  return language === 'fr' ? `${word}, à conserver jusqu’au ${until}` : `${word}, to be kept until ${until}`;
}

/** Why an encrypted backup is refused. */
const SEAL: Readonly<Record<SealProblem, Sentences>> = {
  'no-statement': {
    fr: 'sa déclaration (sealed.json) manque ou n’est pas lisible',
    en: 'its statement (sealed.json) is missing or cannot be read',
  },
  unsigned: {
    fr: 'sa déclaration (sealed.json) n’est pas celle que le cabinet a signée',
    en: 'its statement (sealed.json) is not the one the firm signed',
  },
  altered: {
    fr: 'le fichier chiffré (backup.age) n’est pas celui qui a été signé',
    en: 'the encrypted file (backup.age) is not the one that was signed',
  },
  'cut-short': { fr: 'le fichier chiffré (backup.age) est incomplet', en: 'the encrypted file (backup.age) is not complete' },
  'not-age': {
    fr: 'le fichier chiffré (backup.age) n’est pas au format age',
    en: 'the encrypted file (backup.age) is not in the age format',
  },
  'wrong-key': { fr: 'cette clé privée n’est pas celle à qui elle est chiffrée', en: 'this private key is not the one it is encrypted to' },
  damaged: {
    fr: 'un octet du fichier chiffré a changé, ou un morceau n’est pas à sa place',
    en: 'a byte of the encrypted file has changed, or a piece is not in its place',
  },
  'other-content': { fr: 'elle ne contient pas ce que dit sa déclaration', en: 'it does not contain what its statement says' },
};

function sealSentence(folder: string, problem: SealProblem, language: Language): string {
  return language === 'fr'
    ? `La sauvegarde chiffrée «\u202f${folder}\u202f» est refusée\u202f: ${SEAL[problem].fr}. Rien n’a été restauré.`
    : `The encrypted backup "${folder}" is refused: ${SEAL[problem].en}. Nothing was restored.`;
}

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
      return refusalSentence({ tag: 'key-lost', folder: refusal.folder }, language);
    case 'key-missing':
      return fr
        ? `La clé privée du journal n’est plus dans «\u202f${refusal.folder}\u202f»\u202f: rien ne peut présenter celle qui la remplacerait. Restaurez-la depuis une sauvegarde, ou repartez avec «\u202fnavette key --lost\u202f».`
        : `The private key of the log is not in "${refusal.folder}" any more: nothing can introduce one in its place. Restore it from a backup, or begin anew with "navette key --lost".`;
    case 'key-not-lost':
      return fr
        ? `La clé privée du journal est dans «\u202f${refusal.folder}\u202f»\u202f: remplacez-la avec «\u202fnavette key --rotate\u202f», que les appareils suivent d’eux-mêmes.`
        : `The private key of the log is in "${refusal.folder}": replace it with "navette key --rotate", which devices follow by themselves.`;
    case 'unknown-key':
      return fr
        ? 'Le cabinet n’a jamais eu cette clé\u202f: «\u202fnavette key\u202f» les affiche toutes.'
        : 'The firm never had this key: "navette key" shows them all.';
    case 'key-in-use':
      return fr
        ? 'Cette clé signe encore\u202f: remplacez-la d’abord avec «\u202fnavette key --rotate\u202f».'
        : 'This key still signs: replace it first with "navette key --rotate".';
    case 'too-many-keys':
      return fr ? 'La liste des clés est pleine\u202f: elle ne peut plus changer.' : 'The list of keys is full: it cannot change any more.';
    case 'not-listed':
      return fr
        ? `Les clés de «\u202f${refusal.folder}\u202f» n’ont pas encore de liste\u202f: démarrez une fois ce serveur, qui la fait.`
        : `The keys of "${refusal.folder}" have no list yet: start this server once, which makes it.`;
    case 'other-keys':
      return fr
        ? `Les clés de «\u202f${refusal.folder}\u202f» ne continuent pas celles de la sauvegarde\u202f: ce n’est pas le même cabinet, ou pas la même suite.`
        : `The keys of "${refusal.folder}" do not go on from those of the backup: it is not the same firm, or not the same succession.`;
    case 'not-a-key-list':
      return fr
        ? `«\u202f${refusal.file}\u202f» n’est pas une liste de clés\u202f: donnez ce qu’affiche «\u202fnavette key --json\u202f», ou l’adresse /api/v1/keys du serveur.`
        : `"${refusal.file}" is no list of keys: give what "navette key --json" prints, or the server’s /api/v1/keys.`;
    case 'not-a-backup-key':
      return fr
        ? `«\u202f${refusal.file}\u202f» n’est pas une clé privée de sauvegardes\u202f: une seule ligne qui commence par AGE-SECRET-KEY-1.`
        : `"${refusal.file}" is no private key of backups: one line that begins with AGE-SECRET-KEY-1.`;
    case 'not-a-public-backup-key':
      return fr
        ? `«\u202f${refusal.file}\u202f» n’est pas une clé publique de sauvegardes\u202f: une seule ligne qui commence par age1.`
        : `"${refusal.file}" is no public key of backups: one line that begins with age1.`;
    case 'needs-key':
      return fr
        ? `La sauvegarde «\u202f${refusal.folder}\u202f» est chiffrée\u202f: donnez le fichier de la clé privée après --key.`
        : `The backup "${refusal.folder}" is encrypted: give the file of the private key after --key.`;
    case 'no-key-needed':
      return fr
        ? `«\u202f${refusal.folder}\u202f» n’est pas une sauvegarde chiffrée\u202f: enlevez --key.`
        : `"${refusal.folder}" is no encrypted backup: leave --key out.`;
    case 'backup-running':
      return fr
        ? `Une autre sauvegarde chiffrée de «\u202f${refusal.folder}\u202f» est en cours\u202f: attendez qu’elle finisse.`
        : `Another encrypted backup of "${refusal.folder}" is under way: wait until it ends.`;
    case 'bad-seal':
      return sealSentence(refusal.folder, refusal.problem, language);
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
    case 'nothing-to-redact':
      return fr
        ? 'Il n’y a rien à effacer\u202f: cela n’est pas dans le journal, ou ne l’est plus.'
        : 'There is nothing to erase: it is not in the log, or no longer.';
    case 'no-such-person':
      return fr ? `Personne n’a l’identifiant ${refusal.id}.` : `Nobody has the id ${refusal.id}.`;
    case 'last-administrator':
      return fr
        ? 'C’est le dernier administrateur du cabinet\u202f: nommez-en un autre d’abord.'
        : 'This is the firm’s last administrator: name another one first.';
    case 'receipts-stay':
      return fr
        ? 'Un accusé de réception ne s’efface pas\u202f: donnez --file pour effacer le fichier, la preuve de son arrivée reste.'
        : 'A receipt is not erased: give --file to erase the file, the proof that it arrived stays.';
    case 'log-elsewhere':
      return fr
        ? `Le journal n’est pas dans «\u202f${refusal.folder}\u202f»\u202f: donnez l’adresse de sa base après --database, ou dans NAVETTE_DATABASE.`
        : `The log is not in "${refusal.folder}": give the address of its database after --database, or in NAVETTE_DATABASE.`;
    case 'retained': {
      const rule = heldText(refusal, language);
      return fr
        ? `Le document ${refusal.document} ne peut pas être effacé\u202f: ${rule}. Une obligation plus forte se nomme après --legal-basis.`
        : `The document ${refusal.document} cannot be erased: ${rule}. A stronger duty is named after --legal-basis.`;
    }
    case 'several-receipts':
      return fr
        ? `Ce fichier a plusieurs accusés de réception\u202f: choisissez-en un avec ${refusal.places.join(', ou ')}.`
        : `This file has several receipts: choose one with ${refusal.places.join(', or ')}.`;
    default:
      return refusalSentence(refusal, language);
  }
}
