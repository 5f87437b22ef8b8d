/** What `navette key` says: the keys, what was done about them, and what is left for a person to do. */
import type { KeyPurpose, KnownKey } from '@navette/protocol/keys';
import { formats } from '@navette/texts/formats';
import type { BackupKey } from '../backup/age-keys.ts';
import type { Language } from '../console-texts.ts';
import type { Sentences } from './command.ts';
import type { KeysSaid } from './key-command.ts';
import { printable, printMoment } from './moments.ts';
import type { Renewed } from './renew-receipts.ts';

export const PURPOSE: Readonly<Record<KeyPurpose, Sentences>> = {
  log: { fr: 'journal', en: 'log' },
  receipts: { fr: 'accusés de réception', en: 'receipts' },
  licence: { fr: 'licences', en: 'licences' },
};

export function keysText({ firm, name, keyId, publicKey, keys }: KeysSaid, language: Language): string {
  const words =
    language === 'fr'
      ? ['Cabinet', 'Identifiant', 'Empreinte à comparer', 'Clé publique']
      : ['Firm', 'Id', 'Fingerprint to compare', 'Public key'];
  const colon = language === 'fr' ? '\u202f: ' : ': ';
  const facts = [name, firm, keyId, publicKey].map((value, i) => `${words[i]}${colon}${value}`);
  return printable([...facts, '', ...keys.map((key) => keyLine(key, language))].join('\n'));
}

/** One key of the list: for what, and from when to when. */
export function keyLine(key: KnownKey, language: Language): string {
  return `${key.keyId}  ${PURPOSE[key.purpose][language].padEnd(21)} ${key.publicKey}  ${validity(key, language)}`;
}

/** "depuis le …, en service", "du … au …", and until when it is to be trusted. */
export function validity({ from, until, distrusted }: KnownKey, language: Language): string {
  const fr = language === 'fr';
  const since = from === 0 ? null : printMoment(from);
  const spans = until
    ? [
        since === null ? null : fr ? `du ${since}` : `from ${since}`,
        fr ? `jusqu’au ${printMoment(until.at)}` : `until ${printMoment(until.at)}`,
      ]
    : [since === null ? null : fr ? `depuis le ${since}` : `since ${since}`, fr ? 'en service' : 'in use'];
  const doubt = distrusted
    ? fr
      ? `non fiable après le ${printMoment(distrusted.after)}`
      : `not to be trusted after ${printMoment(distrusted.after)}`
    : null;
  return [...spans, doubt].filter((part) => part !== null).join(', ');
}

export function changedKeysText(done: 'replaced' | 'begun-anew' | 'distrusted', keys: KeysSaid, language: Language): string {
  return printable([...AFTER[done][language], '', keysText(keys, language)].join('\n'));
}

const AFTER: Readonly<Record<'replaced' | 'begun-anew' | 'distrusted', Readonly<Record<Language, readonly string[]>>>> = {
  replaced: {
    fr: [
      'Les clés du cabinet sont remplacées, chacune présentée par celle d’avant. Les appareils suivent d’eux-mêmes\u202f; ce qui a été signé reste valable.',
      'Faites une sauvegarde maintenant\u202f: les précédentes ont encore les anciennes clés, qu’aucun appareil n’acceptera plus.',
    ],
    en: [
      'The firm’s keys are replaced, each introduced by the one before. Devices follow by themselves; what was signed stays good.',
      'Make a backup now: the former ones still hold the old keys, which no device will take any more.',
    ],
  },
  'begun-anew': {
    fr: [
      'Le cabinet a de nouvelles clés que rien ne relie aux anciennes. Aucun appareil ne les acceptera de lui-même.',
      'Donnez à chacun l’empreinte ci-dessous, de vive voix ou par écrit\u202f: à sa prochaine connexion, il la compare et accepte la nouvelle clé.',
      'Rien de ce qui attend sur les appareils n’est perdu d’ici là.',
    ],
    en: [
      'The firm has new keys that nothing ties to the old ones. No device will take them by itself.',
      'Give everybody the fingerprint below, by word or in writing: at their next sign-in they compare it and accept the new key.',
      'Nothing that waits on devices is lost until then.',
    ],
  },
  distrusted: {
    fr: [
      'La clé n’est plus digne de confiance après ce moment\u202f: les appareils montrent «\u202fpreuve à renouveler\u202f» pour ce qu’elle a signé depuis.',
      'Arrêtez le serveur et lancez «\u202fnavette key --renew\u202f»\u202f: les accusés de réception que le journal et les fichiers confirment sont donnés de nouveau.',
    ],
    en: [
      'The key is not to be trusted after that moment: devices show "proof to be renewed" for what it signed since.',
      'Stop the server and run "navette key --renew": receipts that the log and the files bear out are given again.',
    ],
  },
};

export function renewedText({ renewed, acts, left }: Renewed, language: Language): string {
  const { count } = formats(language);
  const fr = language === 'fr';
  const lines = [
    fr ? `Accusés de réception donnés de nouveau\u202f: ${count(renewed)}` : `Receipts given again: ${count(renewed)}`,
    ...(acts > 0
      ? [fr ? `Restaurations et effacements signés de nouveau\u202f: ${count(acts)}` : `Restores and erasures signed again: ${count(acts)}`]
      : []),
    ...(left.length > 0
      ? [
          fr
            ? 'Sans fichier intact qui les confirme, ceux-ci restent à renouveler (dossier/boîte/empreinte)\u202f:'
            : 'Without an intact file to bear them out, these are still to be renewed (dossier/box/hash):',
        ]
      : []),
    ...left.map((place) => `  ${place}`),
  ];
  return printable(lines.join('\n'));
}

/** The two halves, and how the private one is kept off the server: the format's own comments let both be saved as they stand. */
export function backupKeyText({ secret, recipient }: BackupKey, language: Language): string {
  return language === 'fr'
    ? `Clé publique des sauvegardes, à mettre dans un fichier sur le serveur (--encrypt-to)\u202f:

${recipient}

Clé privée, qui seule ouvre les sauvegardes\u202f:

${secret}

Ne la laissez pas sur le serveur\u202f: qui le prend aurait aussi les sauvegardes. Lancez cette commande sur un autre ordinateur,
imprimez la clé privée ou notez-la dans un fichier sur deux clés USB, rangées en deux lieux fermés (coffre du cabinet, notaire).
Sans elle, personne ne peut rouvrir une sauvegarde, nous non plus. Essayez-la une fois\u202f: navette restore --from … --key FICHIER.`
    : `Public key of backups, to stand in a file on the server (--encrypt-to):

${recipient}

Private key, which alone opens the backups:

${secret}

Do not leave it on the server: whoever takes that would have the backups too. Run this command on another computer,
print the private key or write it to a file on two USB sticks, locked away in two places (the firm’s safe, a notary).
Without it nobody can open a backup again, nor can we. Try it once: navette restore --from … --key FILE.`;
}
