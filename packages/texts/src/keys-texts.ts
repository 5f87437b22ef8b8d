/** What screens say of the firm’s keys and backups. The same two tables of one type as `texts.ts`. */
import type { KeyPurpose } from '@navette/protocol/keys';
import { NO_BREAK, plural, type Language } from './formats.ts';

const frenchHours = (n: number) =>
  n < 48 ? `${n}${NO_BREAK}${plural('fr', n, 'heure', 'heures')}` : `${Math.floor(n / 24)}${NO_BREAK}jours`;
const englishHours = (n: number) =>
  n < 48 ? `${n}${NO_BREAK}${plural('en', n, 'hour', 'hours')}` : `${Math.floor(n / 24)}${NO_BREAK}days`;

const frenchPurposes: Record<KeyPurpose, string> = { log: 'Journal', receipts: 'Accusés de réception', licence: 'Licences' };
const englishPurposes: Record<KeyPurpose, string> = { log: 'Log', receipts: 'Receipts', licence: 'Licences' };

const french = {
  title: 'Clés de signature',
  lead: 'Avec elles, le cabinet signe ce que les appareils croient : accusés de réception, état du journal, ordres d’effacement.',
  purposes: frenchPurposes,
  copy: 'Empreinte à donner à vos clients',
  copyHint: 'Une personne qui se connecte pour la première fois la compare avec ce que montre son écran.',
  since: (day: string) => `depuis le ${day}`,
  always: 'depuis le début',
  inUse: 'En service',
  fromTo: (from: string, to: string) => `du ${from} au ${to}`,
  until: (to: string) => `jusqu’au ${to}`,
  replaced: 'Remplacée',
  distrusted: (day: string) => `Non fiable après le ${day}`,
  former: (n: number) => `${n} ${plural('fr', n, 'clé remplacée', 'clés remplacées')}`,
  howTo: 'Une clé se remplace sur le serveur, avec navette key --rotate. Les appareils suivent d’eux-mêmes.',

  backups: 'Sauvegardes',
  backupsLead: 'Chaque nuit, en deux lieux, gardées cinq jours.',
  place: (n: number) => (n === 1 ? 'Premier lieu' : n === 2 ? 'Second lieu' : `Lieu${NO_BREAK}${n}`),
  last: (moment: string) => `Dernière sauvegarde vérifiée le ${moment}`,
  age: (n: number) => (n < 1 ? 'il y a moins d’une heure' : `il y a ${frenchHours(n)}`),
  never: 'Aucune sauvegarde vérifiée',
  good: 'À jour',
  late: 'En retard',
  encrypted: 'Chiffrées : la clé privée qui les ouvre n’est pas sur le serveur.',
  plain: 'Non chiffrées : elles contiennent les clés du cabinet, gardez-les comme un coffre.',
  onePlace: 'Un seul lieu : un incendie ou un vol emporterait le serveur et sa sauvegarde. Ajoutez-en un second.',
  none: 'Le serveur ne fait pas de sauvegarde de lui-même',
  noneHint: 'Demandez à la personne qui s’en occupe d’ajouter --backup au démarrage du serveur.',
  missing: 'Ce lieu ne répond pas : disque débranché ou dossier absent.',
  full: 'La sauvegarde n’a pas pu être écrite : vérifiez la place libre.',
  unsound: 'La vérification a trouvé une anomalie : voir navette verify.',
  failed: 'La dernière sauvegarde a échoué.',
  unread: 'Les clés et les sauvegardes n’ont pas pu être lues',
  again: 'Réessayer',

  changed: 'La clé de ce serveur a changé',
  changedWhy:
    'Cet ordinateur le connaissait sous une autre clé, et rien ne mène de l’une à l’autre. Le cabinet a pu la perdre ; ce peut être aussi un autre serveur. Rien ne lui a été envoyé.',
  before: 'Empreinte connue',
  now: 'Empreinte montrée',
  compare: 'Demandez l’empreinte à votre cabinet, par téléphone, et comparez les seize caractères.',
  same: 'Mon cabinet m’a donné cette empreinte.',
  trust: 'Accepter cette clé',
};

type KeysTexts = typeof french;

const english: KeysTexts = {
  title: 'Signing keys',
  lead: 'With them the firm signs what devices believe: receipts, the state of the log, orders to erase.',
  purposes: englishPurposes,
  copy: 'Fingerprint to give to your clients',
  copyHint: 'Whoever signs in for the first time compares it with what their screen shows.',
  since: (day) => `since ${day}`,
  always: 'since the beginning',
  inUse: 'In use',
  fromTo: (from, to) => `from ${from} to ${to}`,
  until: (to) => `until ${to}`,
  replaced: 'Replaced',
  distrusted: (day) => `Not to be trusted after ${day}`,
  former: (n) => `${n} ${plural('en', n, 'replaced key', 'replaced keys')}`,
  howTo: 'A key is replaced on the server, with navette key --rotate. Devices follow by themselves.',

  backups: 'Backups',
  backupsLead: 'Every night, at two places, kept five days.',
  place: (n) => (n === 1 ? 'First place' : n === 2 ? 'Second place' : `Place ${n}`),
  last: (moment) => `Last verified backup on ${moment}`,
  age: (n) => (n < 1 ? 'less than an hour ago' : `${englishHours(n)} ago`),
  never: 'No verified backup',
  good: 'Up to date',
  late: 'Late',
  encrypted: 'Encrypted: the private key that opens them is not on the server.',
  plain: 'Not encrypted: they hold the firm’s keys, keep them like a safe.',
  onePlace: 'One place only: a fire or a theft would take the server and its backup. Add a second one.',
  none: 'The server makes no backup by itself',
  noneHint: 'Ask whoever looks after it to add --backup where the server is started.',
  missing: 'This place does not answer: a disk unplugged, or no such folder.',
  full: 'The backup could not be written: check the free space.',
  unsound: 'The verification found a problem: see navette verify.',
  failed: 'The last backup failed.',
  unread: 'The keys and backups could not be read',
  again: 'Try again',

  changed: 'This server’s key has changed',
  changedWhy:
    'This computer knew it by another key, and nothing leads from one to the other. The firm may have lost it; it may also be another server. Nothing was sent to it.',
  before: 'Known fingerprint',
  now: 'Fingerprint shown',
  compare: 'Ask your firm for the fingerprint, by telephone, and compare the sixteen characters.',
  same: 'My firm gave me this fingerprint.',
  trust: 'Take this key',
};

const TABLES: Record<Language, KeysTexts> = { fr: french, en: english };

/** Every sentence of it, in a language. */
export function keysTexts(language: Language): KeysTexts {
  return TABLES[language];
}
