/** The history of a room as lines for people. */
import { formats } from '@navette/texts/formats';
import type { Language } from '../console-texts.ts';
import type { Change } from './history.ts';
import type { NamedEntry } from './history-command.ts';
import { printable, printMoment } from './moments.ts';

const LONGEST_VALUE = 72;

const WORDS = {
  fr: {
    server: 'le serveur',
    unknown: 'personne inconnue',
    device: 'appareil',
    stock: 'portail',
    back: 'rendu le',
    nothing: 'rien de nouveau',
    removed: 'retiré',
    erased: 'effacé le',
    edited: 'modifié',
    superseded: 'écarté par un conflit',
  },
  en: {
    server: 'the server',
    unknown: 'unknown person',
    device: 'device',
    stock: 'portal',
    back: 'handed back on',
    nothing: 'nothing new',
    removed: 'removed',
    erased: 'erased on',
    edited: 'edited',
    superseded: 'set aside by a conflict',
  },
} as const;

/** A line an entry: number, time, author, device, keys. */
export function historyText(room: string, entries: readonly NamedEntry[], language: Language): string {
  const count = formats(language).count(entries.length);
  const title = language === 'fr' ? `${room}\u202f: ${count} entrées (heures de Paris)` : `${room}: ${count} entries (times of Paris)`;
  const widest = String(entries.at(-1)?.seq ?? 0).length;
  return [title, ...entries.map((entry) => line(entry, widest, language))].join('\n');
}

function line({ seq, at, firstStored, erased, author, device, changes }: NamedEntry, widest: number, language: Language): string {
  const words = WORDS[language];
  const who = author.id === 'server' ? words.server : (author.name ?? `${words.unknown} ${author.id}`);
  const where = author.id === 'server' ? [] : [device === 0 ? words.stock : `${words.device} ${device}`];
  const back = firstStored === undefined ? [] : [`${words.back} ${printMoment(at)}`];
  const what = changes.length === 0 ? words.nothing : changes.map((change) => changed(change, language)).join(' ; ');
  const gone = erased
    ? [`(${[`${words.erased} ${printMoment(erased.at)}`, erased.by, erased.why, erased.basis].filter(Boolean).join(', ')})`]
    : [];
  return printable([String(seq).padStart(widest), printMoment(firstStored ?? at), who, ...where, ...back, what, ...gone].join('  '));
}

function changed({ key, what, value }: Change, language: Language): string {
  const words = WORDS[language];
  if (what === 'removed') return `${key} (${words.removed})`;
  const mark = what === 'set' ? '' : ` (${words[what]})`;
  return `${key}${mark} = ${short(value)}`;
}

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? 'null';
  const characters = [...text];
  return characters.length <= LONGEST_VALUE ? text : `${characters.slice(0, LONGEST_VALUE - 1).join('')}…`;
}
