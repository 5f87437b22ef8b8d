/** `navette inspect`: what is in a folder, in figures; or what each of some files is. */
import { ok, refuse } from '@navette/kernel/result';
import type { FecXmlRefusal } from '@navette/formats/fec-xml';
import type { FileWarning } from '@navette/formats/recognise';
import { fecRefusalSentence, findingSentence, levelWord } from '@navette/texts/fec-texts';
import { formats } from '@navette/texts/formats';
import { warningSentence } from '@navette/texts/formats-texts';
import * as v from 'valibot';
import type { Language } from '../console-texts.ts';
import { defineCommand, Path, type Command } from './command.ts';
import { inspectFiles } from './inspect-files.ts';
import type { InspectedFinding } from './inspected-fec.ts';
import type { InspectedFile } from './inspected-file.ts';
import { inspectFolder, type Inspected, type RoomFigures } from './inspect.ts';
import { printable, printMoment } from './moments.ts';
import { withStoredFolder } from './stored-folder.ts';

const folderCommand = defineCommand({
  name: 'inspect',
  options: { data: { type: 'string' } },
  schema: v.object({ data: Path }),
  async run({ data }, { language }) {
    const read = await withStoredFolder(data, async (stored) => ok(inspectFolder(stored)));
    if (!read.ok) return read;
    const sound = (read.value.unreadable ?? []).length === 0;
    return ok({ sound, json: { sound, ...read.value }, text: printable(inspectedText(read.value, language)) });
  },
});

/** With files, says what each of them is; with `--data`, what is in the firm's folder. */
export const inspectCommand: Command = {
  name: 'inspect',
  async run(args, io) {
    const files = args.filter((arg) => !arg.startsWith('-'));
    if (files.length === 0 || args.includes('--data')) return folderCommand.run(args, io);
    const unknown = args.find((arg) => arg.startsWith('-'));
    if (unknown !== undefined) return refuse({ tag: 'unknown-option', value: unknown });
    const seen = await inspectFiles(files);
    return ok({ sound: true, json: seen, text: printable(seen.map((one) => fileLines(one, io.language)).join('\n')) });
  },
};

/** One line a file, and under it a sentence for each thing that is doubtful about it. */
function fileLines(seen: InspectedFile, language: Language): string {
  const { file, kind, category, warnings, checks, refusal } = seen;
  const said = (Array.isArray(warnings) ? warnings : []).map((warning: unknown) => `  ${warningText(warning, language)}`);
  if (kind === 'fec') {
    // As `inspectedFec` made them.
    if (refusal) said.push(`  ${fecRefusalSentence(language, refusal as FecXmlRefusal)}`);
    for (const finding of (checks ?? []) as readonly InspectedFinding[]) said.push(`  ${findingLine(finding, language)}`);
  }
  return [[file, kind, String(category ?? '-')].join('  '), ...said].join('\n');
}

/** `F3 Erreur : 2 écritures ne sont pas équilibrées. (3, 12)`. */
function findingLine(finding: InspectedFinding, language: Language): string {
  const at = finding.lines.length === 0 ? '' : ` (${finding.lines.slice(0, 10).join(', ')}${finding.count > 10 ? '…' : ''})`;
  const check = finding.check.startsWith('F') ? `${finding.check} ` : '';
  return `${check}${levelWord(language, finding.level)}${language === 'fr' ? '\u202f' : ''}: ${findingSentence(language, finding)}${at}`;
}

const UNREAD: Readonly<Record<string, { readonly fr: string; readonly en: string }>> = {
  'too-slow': { fr: 'La lecture de ce fichier prend trop de temps.', en: 'This file takes too long to read.' },
  'too-much': { fr: 'La lecture de ce fichier demande trop de mémoire.', en: 'This file takes too much memory to read.' },
  'cannot-read': { fr: 'Ce fichier ne peut pas être ouvert.', en: 'This file cannot be opened.' },
};

function warningText(warning: unknown, language: Language): string {
  const tag = typeof warning === 'object' && warning !== null && 'tag' in warning ? String(warning.tag) : '';
  // What the reading thread gave: facts of the formats, as its types say.
  return UNREAD[tag]?.[language] ?? warningSentence(language, warning as FileWarning);
}

function inspectedText(seen: Inspected, language: Language): string {
  const fr = language === 'fr';
  const { count, fileSize } = formats(language);
  const colon = fr ? '\u202f: ' : ': ';
  const figures = ({ entries, bytes, segments, segmentBytes }: RoomFigures): string =>
    fr
      ? `${count(entries)} ${entries > 1 ? 'entrées' : 'entrée'} (${fileSize(bytes)}), ${count(segments)} ${segments > 1 ? 'copies abrégées' : 'copie abrégée'} (${fileSize(segmentBytes)})`
      : `${count(entries)} ${entries === 1 ? 'entry' : 'entries'} (${fileSize(bytes)}), ${count(segments)} short ${segments === 1 ? 'copy' : 'copies'} (${fileSize(segmentBytes)})`;
  const span = seen.from === null || seen.to === null ? '' : `, ${printMoment(seen.from)} – ${printMoment(seen.to)}`;
  const demo = seen.demo ? (fr ? ' (démonstration)' : ' (demonstration)') : '';
  return [
    fr ? `Cabinet ${seen.firm}${demo}` : `Firm ${seen.firm}${demo}`,
    fr ? `Journal\u202f: position ${seen.cursor}, époque ${seen.epoch}${span}` : `Log: cursor ${seen.cursor}, epoch ${seen.epoch}${span}`,
    `${fr ? 'Fichiers' : 'Files'}${colon}${count(seen.files.count)} (${fileSize(seen.files.bytes)})`,
    `${fr ? 'Bases' : 'Databases'}${colon}${Object.entries(seen.databases)
      .map(([name, bytes]) => `${name} ${fileSize(bytes)}`)
      .join(', ')}`,
    '',
    `${fr ? 'Espaces' : 'Rooms'}${colon}${count(seen.rooms)}`,
    ...seen.kinds.map((kind) => `  ${kind.kind}${colon}${count(kind.rooms)}, ${figures(kind)}`),
    ...(seen.largest.length > 0 ? ['', fr ? 'Les plus grands\u202f:' : 'The largest:'] : []),
    ...seen.largest.map((room) => `  ${room.room}${colon}${figures(room)}`),
    '',
    ...unreadableLines(seen.unreadable, fr),
  ].join('\n');
}

function unreadableLines(unreadable: Inspected['unreadable'], fr: boolean): readonly string[] {
  if (unreadable === null)
    return [
      fr
        ? 'Espaces illisibles\u202f: inconnu avant le prochain démarrage du serveur.'
        : 'Unreadable rooms: unknown until the server starts next.',
    ];
  if (unreadable.length === 0) return [fr ? 'Tous les espaces sont lisibles.' : 'Every room can be read.'];
  return [
    fr
      ? 'Espaces illisibles, que le serveur refuse (voir «\u202fnavette verify\u202f»)\u202f:'
      : 'Unreadable rooms, which the server refuses (see "navette verify"):',
    ...unreadable.map((room) => `  ${room}`),
  ];
}
