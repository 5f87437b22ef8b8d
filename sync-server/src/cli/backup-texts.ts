/** What `backup` and `restore` say when they are done. */
import { formats } from '@navette/texts/formats';
import type { Language } from '../console-texts.ts';
import type { BackedUp } from './backup.ts';
import { verdict } from './finding-texts.ts';
import { printable, printMoment } from './moments.ts';
import type { Restored } from './restore.ts';

export function backedUpText({ to, manifest, verified }: BackedUp, language: Language): string {
  const { count, fileSize } = formats(language);
  const { entries, files, bytes, receipts, checkpoint, madeAt } = manifest;
  const lines =
    language === 'fr'
      ? [
          `Sauvegarde complète dans ${to} (${printMoment(madeAt)}, heure de Paris)`,
          `${count(entries)} entrées, jusqu’à la position ${checkpoint.cursor}\u202f; ${count(receipts)} accusés de réception\u202f; ${count(files)} fichiers (${fileSize(bytes)})`,
          'Elle contient les clés du cabinet\u202f: gardez-la comme un coffre.',
        ]
      : [
          `Backup complete in ${to} (${printMoment(madeAt)}, time of Paris)`,
          `${count(entries)} entries, up to cursor ${checkpoint.cursor}; ${count(receipts)} receipts; ${count(files)} files (${fileSize(bytes)})`,
          'It holds the firm’s keys: keep it like a safe.',
        ];
  return printable([...lines, ...verdict(verified, language)].join('\n'));
}

export function restoredText({ data, manifest, epoch }: Restored, language: Language): string {
  const made = printMoment(manifest.madeAt);
  return printable(
    language === 'fr'
      ? `Sauvegarde du ${made} (heure de Paris) restaurée dans ${data}.\nNouvelle époque ${epoch.epoch}, à la suite de ${epoch.from}, position ${epoch.cursor}.\nLes appareils redemanderont tout à leur prochaine connexion. Démarrez le serveur avec --data ${data}.`
      : `Backup of ${made} (time of Paris) restored in ${data}.\nNew epoch ${epoch.epoch}, after ${epoch.from}, cursor ${epoch.cursor}.\nDevices will ask for everything again when they next connect. Start the server with --data ${data}.`,
  );
}
