/** `navette healed`: what devices handed back after the server was restored, restore by restore. */
import { ok } from '@navette/kernel/result';
import { formats } from '@navette/texts/formats';
import * as v from 'valibot';
import type { Language } from '../console-texts.ts';
import { defineCommand, Path } from './command.ts';
import { readHealed, type HealedRestore } from './healed.ts';
import { printable, printMoment } from './moments.ts';
import { withStoredFolder } from './stored-folder.ts';

export const healedCommand = defineCommand({
  name: 'healed',
  options: { data: { type: 'string' } },
  schema: v.object({ data: Path }),
  async run({ data }, { language }) {
    const read = await withStoredFolder(data, async (stored) => ok(readHealed(stored)));
    return read.ok ? ok({ sound: true, json: { restores: read.value }, text: healedText(read.value, language) }) : read;
  },
});

function healedText(restores: readonly HealedRestore[], language: Language): string {
  const fr = language === 'fr';
  if (restores.length === 0) return fr ? 'Ce serveur n’a jamais été restauré.' : 'This server was never restored.';
  return printable(restores.map((restore) => restoreLines(restore, language).join('\n')).join('\n\n'));
}

function restoreLines({ act, entries, saidAgain, rooms, awaited }: HealedRestore, language: Language): readonly string[] {
  const fr = language === 'fr';
  const { count } = formats(language);
  const why = act.why === '' ? '' : fr ? `, motif\u202f: ${act.why}` : `, reason: ${act.why}`;
  const lines = [
    fr
      ? `Restauré le ${printMoment(act.at)} à partir de la sauvegarde du ${printMoment(act.backupAt)} (heure de Paris)${why}`
      : `Restored on ${printMoment(act.at)} from the backup of ${printMoment(act.backupAt)} (time of Paris)${why}`,
    fr ? `Entrées rendues par les appareils\u202f: ${count(entries)}` : `Entries handed back by devices: ${count(entries)}`,
  ];
  if (saidAgain > 0)
    lines.push(
      fr
        ? `dont ${count(saidAgain)} dont le contenu était déjà revenu autrement`
        : `of which ${count(saidAgain)} whose contents had come back otherwise`,
    );
  for (const { room, entries: here, authors, broughtBy, from, to } of rooms)
    lines.push(
      fr
        ? `  ${room}\u202f: ${count(here)}, du ${printMoment(from)} au ${printMoment(to)}, écrites par ${authors.join(', ')}, rendues par ${broughtBy.join(', ')}`
        : `  ${room}: ${count(here)}, from ${printMoment(from)} to ${printMoment(to)}, written by ${authors.join(', ')}, brought by ${broughtBy.join(', ')}`,
    );
  if (awaited.length > 0) {
    lines.push(
      fr
        ? `Fichiers reçus avant la restauration, et qu’aucun appareil n’a encore renvoyés\u202f: ${count(awaited.length)}`
        : `Files received before the restore, which no device has sent again yet: ${count(awaited.length)}`,
    );
    for (const place of awaited) lines.push(`  ${place}`);
  }
  return lines;
}
