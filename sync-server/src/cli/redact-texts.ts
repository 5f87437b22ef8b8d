/** What `redact` says: what it would erase, or what is erased and who hears of it. */
import { formats } from '@navette/texts/formats';
import type { Language } from '../console-texts.ts';
import type { PlannedRoom } from '../redaction/plan-redaction.ts';
import { printable } from './moments.ts';
import type { Redacted } from './redact.ts';

export function redactedText({ plan, done }: Redacted, language: Language): string {
  const fr = language === 'fr';
  const { count } = formats(language);
  const head = done
    ? fr
      ? `Effacé\u202f: ${count(done.entries)} entrées, ${count(done.files)} fichiers.`
      : `Erased: ${count(done.entries)} entries, ${count(done.files)} files.`
    : fr
      ? 'Essai, rien n’est effacé. La même commande avec --yes efface\u202f:'
      : 'A trial, nothing is erased. The same command with --yes erases:';
  const names = plan.names.map((name) => (fr ? `  document «\u202f${name}\u202f»` : `  document "${name}"`));
  const rooms = plan.rooms.map((room) => roomLine(room, language));
  const shared = plan.shared.map(({ hash, dossier, box }) =>
    fr
      ? `  le fichier ${hash} reste dans ${dossier}/${box}\u202f: un autre document s’y rapporte`
      : `  the file ${hash} stays in ${dossier}/${box}: another document stands for it`,
  );
  return printable([head, ...names, ...rooms, ...shared, ...(done ? afterwards(language) : [])].join('\n'));
}

function roomLine({ room, entries, keys, file }: PlannedRoom, language: Language): string {
  const fr = language === 'fr';
  if (file)
    return fr
      ? `  fichier ${file.hash} de ${file.dossier}/${file.box} (l’accusé de réception reste)`
      : `  file ${file.hash} of ${file.dossier}/${file.box} (the receipt stays)`;
  const what = keys.join(', ');
  return fr ? `  ${room}\u202f: ${entries} entrées (${what})` : `  ${room}: ${entries} entries (${what})`;
}

function afterwards(language: Language): readonly string[] {
  return language === 'fr'
    ? [
        'Le journal garde ses liens et l’acte signé (navette verify suit la chaîne à travers).',
        'Chaque appareil efface à sa prochaine connexion\u202f; celui qui ne revient jamais garde sa copie.',
        'Les sauvegardes faites jusqu’ici contiennent encore ce qui est effacé\u202f: remplacez-les. Gardez une copie d’erasures.jsonl ailleurs\u202f:',
        'une restauration le relit et refait les effacements.',
      ]
    : [
        'The log keeps its links and the signed act (navette verify follows the chain through).',
        'Each device erases when it next connects; one that never returns keeps its copy.',
        'Backups made so far still hold what is erased: replace them. Keep a copy of erasures.jsonl elsewhere:',
        'a restore reads it and does the erasures again.',
      ];
}
