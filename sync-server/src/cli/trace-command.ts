/** `navette trace`: who read or wrote what between two days, as lines or as a table for a spreadsheet. */
import { isId } from '@navette/kernel/ids';
import { ok } from '@navette/kernel/result';
import * as v from 'valibot';
import type { Language } from '../console-texts.ts';
import { defineCommand, Path } from './command.ts';
import { printable, printMoment } from './moments.ts';
import { withStoredFolder } from './stored-folder.ts';
import { readTrace, type ExportedTrace } from './trace.ts';

const Day = v.pipe(
  v.string(),
  v.trim(),
  v.isoDate(),
  v.check((text) => !Number.isNaN(Date.parse(text))),
);
const Id = v.pipe(v.string(), v.trim(), v.check(isId));

export const traceCommand = defineCommand({
  name: 'trace',
  options: {
    data: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    dossier: { type: 'string' },
    person: { type: 'string' },
    csv: { type: 'boolean' },
  },
  schema: v.object({
    data: Path,
    from: Day,
    to: Day,
    dossier: v.optional(Id),
    person: v.optional(Id),
    csv: v.optional(v.boolean(), false),
  }),
  async run({ data, from, to, dossier = null, person = null, csv }, { language }) {
    const read = await withStoredFolder(data, async (stored) => ok(readTrace(stored, { from, to, dossier, person })));
    if (!read.ok) return read;
    const text = csv ? table(read.value) : read.value.map((row) => line(row, language)).join('\n');
    return ok({ sound: true, json: { from, to, rows: read.value }, text: printable(text) });
  },
});

const WHAT: Readonly<Record<ExportedTrace['what'], Readonly<Record<Language, string>>>> = {
  rooms: { fr: 'a reçu le dossier', en: 'was given the dossier' },
  file: { fr: 'a ouvert un fichier', en: 'opened a file' },
  tray: { fr: 'a vu les remises d’anciens accès', en: 'saw what former accesses handed in' },
  export: { fr: 'a exporté', en: 'exported' },
  'sign-in': { fr: 's’est connecté', en: 'signed in' },
  trace: { fr: 'a consulté ces traces', en: 'looked at this trace' },
  wrote: { fr: 'a écrit', en: 'wrote' },
};

function line({ day, name, person, dossierName, dossier, what, count, offline }: ExportedTrace, language: Language): string {
  const apart = offline ? [language === 'fr' ? '(hors connexion)' : '(offline)'] : [];
  return [day, name || person, dossierName || dossier || '-', WHAT[what][language], `× ${count}`, ...apart].join('  ');
}

const COLUMNS = [
  'day',
  'person',
  'name',
  'dossier',
  'dossierName',
  'device',
  'what',
  'detail',
  'count',
  'first',
  'last',
  'offline',
] as const;

/** A cell is text whatever it begins with (F5). */
function table(rows: readonly ExportedTrace[]): string {
  const cell = (value: unknown): string => {
    const text = String(value);
    return `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  };
  const shown = rows.map((row) => ({ ...row, first: printMoment(row.first), last: printMoment(row.last) }));
  return [COLUMNS.join(';'), ...shown.map((row) => COLUMNS.map((name) => cell(row[name])).join(';'))].join('\n');
}
