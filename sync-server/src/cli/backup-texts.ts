/** What `backup` and `restore` say when they are done. */
import { formats } from '@navette/texts/formats';
import type { SealedManifest } from '../backup/sealed-manifest.ts';
import type { Language } from '../console-texts.ts';
import type { BackedUp } from './backup.ts';
import { verdict } from './finding-texts.ts';
import { printable, printMoment } from './moments.ts';
import type { Restored } from './restore.ts';

export function backedUpText({ to, manifest, verified }: BackedUp, encrypted: boolean, language: Language): string {
  const { count, fileSize } = formats(language);
  const { entries, files, bytes, receipts, checkpoint, madeAt } = manifest;
  const lines =
    language === 'fr'
      ? [
          `Sauvegarde complète dans ${to} (${printMoment(madeAt)}, heure de Paris)`,
          `${count(entries)} entrées, jusqu’à la position ${checkpoint.cursor}\u202f; ${count(receipts)} accusés de réception\u202f; ${count(files)} fichiers (${fileSize(bytes)})`,
          encrypted
            ? 'Elle est chiffrée\u202f: seule la clé privée des sauvegardes l’ouvre. Gardez cette clé ailleurs que sur le serveur.'
            : 'Elle contient les clés du cabinet\u202f: gardez-la comme un coffre.',
        ]
      : [
          `Backup complete in ${to} (${printMoment(madeAt)}, time of Paris)`,
          `${count(entries)} entries, up to cursor ${checkpoint.cursor}; ${count(receipts)} receipts; ${count(files)} files (${fileSize(bytes)})`,
          encrypted
            ? 'It is encrypted: only the private key of backups opens it. Keep that key elsewhere than on the server.'
            : 'It holds the firm’s keys: keep it like a safe.',
        ];
  return printable([...lines, ...verdict(verified, language)].join('\n'));
}

/** What an encrypted backup shows without its private key. */
export function sealedText({ manifest, size, recipient, keyId }: SealedManifest, language: Language): string {
  const { count, fileSize } = formats(language);
  const { entries, files, checkpoint, madeAt, findings } = manifest;
  const lines =
    language === 'fr'
      ? [
          `Sauvegarde chiffrée du ${printMoment(madeAt)} (heure de Paris), ${fileSize(size)}\u202f: le fichier est celui que le cabinet a signé.`,
          `${count(entries)} entrées, jusqu’à la position ${checkpoint.cursor}\u202f; ${count(files)} fichiers\u202f; cabinet ${checkpoint.firm}, clé ${keyId}`,
          `Elle s’ouvre avec la clé privée de ${recipient}\u202f: «\u202fnavette restore --key\u202f» vérifie alors tout le reste.`,
          ...(findings > 0 ? [`${count(findings)} anomalies avaient été trouvées en la faisant.`] : []),
        ]
      : [
          `Encrypted backup of ${printMoment(madeAt)} (time of Paris), ${fileSize(size)}: the file is the one the firm signed.`,
          `${count(entries)} entries, up to cursor ${checkpoint.cursor}; ${count(files)} files; firm ${checkpoint.firm}, key ${keyId}`,
          `It opens with the private key of ${recipient}: "navette restore --key" then verifies all the rest.`,
          ...(findings > 0 ? [`${count(findings)} problems had been found when it was made.`] : []),
        ];
  return printable(lines.join('\n'));
}

/** What was made, and what nobody but the operator can do again: the backup cannot know what came after it. */
export function restoredText({ data, manifest, epoch, sessions, erasures }: Restored, language: Language): string {
  const made = printMoment(manifest.madeAt);
  const { count } = formats(language);
  const lines =
    language === 'fr'
      ? [
          `Sauvegarde du ${made} (heure de Paris) restaurée dans ${data}.`,
          `Nouvelle époque ${epoch.epoch}, à la suite de ${epoch.from}, position ${epoch.cursor}. Démarrez le serveur avec --data ${data}.`,
          '',
          'Ce qui revient tout seul\u202f: chaque appareil renvoie à sa prochaine connexion ce que le serveur avait reçu depuis la sauvegarde,',
          'avec les mêmes auteurs et les mêmes heures (navette healed --data en donne la liste).',
          ...(erasures > 0
            ? [`Ce que le cabinet avait effacé depuis (${count(erasures)}) le sera de nouveau au démarrage, avant toute connexion.`]
            : []),
          '',
          `Ce que vous devez refaire, car la sauvegarde ne le connaît pas (depuis le ${made})\u202f:`,
          `  1. Chacun se reconnecte\u202f: toutes les sessions sont terminées (${count(sessions)}). Ce qui attend sur les appareils y reste.`,
          '  2. Retirez de nouveau les droits et les personnes retirés depuis\u202f: la restauration les a rendus. À faire avant de rouvrir le serveur.',
          '  3. Créez de nouveau les personnes et les dossiers ajoutés depuis, et redonnez les droits donnés depuis.',
          '  4. Demandez aux personnes qui ont changé de mot de passe depuis d’en changer de nouveau.',
          '  5. Gardez l’ancien dossier de données\u202f: ce qu’aucun appareil n’a plus ne peut venir que de lui.',
          '  6. Si un effacement (navette redact) a été fait depuis et n’est pas compté ci-dessus, recommencez avec --erasures et son erasures.jsonl.',
          `  7. Si les clés du cabinet ont été remplacées depuis, restaurez avec --keys\u202f: les appareils n’acceptent plus la clé ${epoch.keyId}.`,
        ]
      : [
          `Backup of ${made} (time of Paris) restored in ${data}.`,
          `New epoch ${epoch.epoch}, after ${epoch.from}, cursor ${epoch.cursor}. Start the server with --data ${data}.`,
          '',
          'What comes back by itself: when it next connects, each device hands back what the server had received since the backup,',
          'with the same authors and the same times (navette healed --data lists it).',
          ...(erasures > 0
            ? [`What the firm had erased since (${count(erasures)}) will be erased again at the start, before anybody connects.`]
            : []),
          '',
          `What you have to do again, since the backup does not know of it (since ${made}):`,
          `  1. Everybody signs in again: all sessions are ended (${count(sessions)}). What waits on devices stays there.`,
          '  2. Withdraw again the rights and the people withdrawn since: the restore gave them back. Do it before you open the server again.',
          '  3. Make again the people and dossiers added since, and give again the rights given since.',
          '  4. Ask people who changed their password since to change it again.',
          '  5. Keep the former data folder: what no device has any more can only come from there.',
          '  6. If something was erased since (navette redact) and is not counted above, begin again with --erasures and its erasures.jsonl.',
          `  7. If the firm’s keys were replaced since, restore with --keys: devices take the key ${epoch.keyId} no more.`,
        ];
  return printable(lines.join('\n'));
}
