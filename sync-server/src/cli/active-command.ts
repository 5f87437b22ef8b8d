/** `navette active`: which dossiers were active in an accounting year (R150), from the log alone. Changes nothing. */
import { ok } from '@navette/kernel/result';
import { formats } from '@navette/texts/formats';
import * as v from 'valibot';
import { healedIn } from '../adapters/sqlite-heal-book.ts';
import type { Language } from '../console-texts.ts';
import { countWrite, inOrder, type Activity } from '../entries/active-dossiers.ts';
import { exercisesOf } from '../entries/exercises.ts';
import { defineCommand, Path } from './command.ts';
import { printable, printMoment } from './moments.ts';
import { entriesOfRoom, onOneView, roomsOf } from './stored-entries.ts';
import { withStoredFolder, type StoredFolder } from './stored-folder.ts';

export type NamedActivity = Activity & { readonly name: string };

export const activeCommand = defineCommand({
  name: 'active',
  options: { data: { type: 'string' }, year: { type: 'string' } },
  schema: v.object({ data: Path, year: v.optional(v.pipe(v.string(), v.trim(), v.regex(/^2\d{3}$/), v.transform(Number))) }),
  async run({ data, year }, { language }) {
    const read = await withStoredFolder(data, async (stored) => ok(onOneView(stored.log, () => readActivity(stored))));
    if (!read.ok) return read;
    const rows = read.value.filter((row) => year === undefined || row.year === year);
    return ok({ sound: true, json: { dossiers: rows }, text: printable(rows.map((row) => line(row, language)).join('\n')) });
  },
});

function readActivity(stored: StoredFolder): readonly NamedActivity[] {
  // An entry that was handed back after a restore was written when it first came.
  const first = new Map(stored.healing ? healedIn(stored.healing).map(({ id, at }) => [id, at]) : []);
  const names = new Map(
    stored.identity
      .prepare('SELECT id, name FROM dossier')
      .all()
      .map((row) => [String(row['id']), String(row['name'])]),
  );
  const found = new Map<string, Activity>();
  for (const { name } of roomsOf(stored.log))
    if (/\/(?:journal|entries)\//.test(name))
      for (const entry of entriesOfRoom(stored.log, name))
        countWrite(found, { ...entry, at: first.get(entry.id) ?? entry.at }, (dossier) => exercisesOf(stored.identity, dossier));
  return inOrder(found).map((row) => ({ ...row, name: names.get(row.dossier) ?? '' }));
}

function line({ year, dossier, name, writes, first, last }: NamedActivity, language: Language): string {
  const { count } = formats(language);
  const said = language === 'fr' ? `${count(writes)} écritures de lignes` : `${count(writes)} writings of lines`;
  return [String(year), name === '' ? dossier : name, said, `${printMoment(first)} – ${printMoment(last)}`].join('  ');
}
