/** `navette clients`: the firm's client companies and their references, from a table; looked at unless told to write. */
import { ok } from '@navette/kernel/result';
import type { ImportFault } from '@navette/protocol/staff-migrations';
import { formats } from '@navette/texts/formats';
import * as v from 'valibot';
import type { Language } from '../console-texts.ts';
import { importTable, type ClientsImported } from './clients.ts';
import { defineCommand, Path, type Sentences } from './command.ts';
import { printable } from './moments.ts';

export const clientsCommand = defineCommand({
  name: 'clients',
  options: { data: { type: 'string' }, import: { type: 'string' }, create: { type: 'boolean' }, write: { type: 'boolean' } },
  schema: v.object({ data: Path, import: Path, create: v.optional(v.boolean(), false), write: v.optional(v.boolean(), false) }),
  async run({ data, import: table, create, write }, { clock, random, language }) {
    const done = importTable({ data, table, create, write, clock, random });
    if (!done.ok) return done;
    const sound = !('refused' in done.value) && done.value.faults.length === 0;
    return ok({ sound, json: { sound, ...done.value }, text: printable(importedText(done.value, write, language)) });
  },
});

/** Lines said one by one; the rest is counted. */
const SHOWN = 100;

function importedText(done: ClientsImported, write: boolean, language: Language): string {
  const fr = language === 'fr';
  if ('refused' in done) return REFUSED[done.refused][language];
  const { count } = formats(language);
  const { added, codes, known, created, faults, written } = done;
  const figures = fr
    ? `${count(added)} nouvelles références, ${count(codes)} codes client, ${count(created)} nouveaux dossiers, ${count(known)} références déjà connues`
    : `${count(added)} new references, ${count(codes)} client codes, ${count(created)} new dossiers, ${count(known)} references known already`;
  if (faults.length === 0) {
    if (written) return fr ? `Écrit\u202f: ${figures}.` : `Written: ${figures}.`;
    const how = write ? '' : fr ? ' Rien n’a été écrit\u202f: ajoutez --write.' : ' Nothing was written: add --write.';
    return `${figures}.${how}`;
  }
  return [
    fr
      ? `${count(faults.length)} ${faults.length > 1 ? 'lignes' : 'ligne'} à corriger. Rien n’a été écrit.`
      : `${count(faults.length)} ${faults.length === 1 ? 'line' : 'lines'} to correct. Nothing was written.`,
    ...faults.slice(0, SHOWN).map(({ line, why, cell }) => {
      const shown = cell === '' ? '' : fr ? ` («\u202f${cell}\u202f»)` : ` ("${cell}")`;
      return fr ? `  ligne ${line}\u202f: ${FAULTS[why].fr}${shown}` : `  line ${line}: ${FAULTS[why].en}${shown}`;
    }),
    ...(faults.length > SHOWN ? [fr ? `  et ${count(faults.length - SHOWN)} autres` : `  and ${count(faults.length - SHOWN)} others`] : []),
  ].join('\n');
}

const REFUSED: Readonly<Record<Extract<ClientsImported, { refused: unknown }>['refused'], Sentences>> = {
  'too-large': {
    fr: 'Le tableau est trop grand\u202f: 1\u00a0Mio et 10\u202f000\u00a0lignes au plus.',
    en: 'The table is too large: 1 MiB and 10,000 lines at most.',
  },
  empty: { fr: 'Le tableau n’a pas de ligne.', en: 'The table has no line.' },
  'not-text': {
    fr: 'La première ligne est illisible\u202f: enregistrez le tableau au format CSV.',
    en: 'The first line cannot be read: save the table as CSV.',
  },
  'no-key-column': {
    fr: 'La première ligne ne nomme aucune colonne qui désigne un dossier\u202f: Code client, SIREN ou Dossier.',
    en: 'The first line names no column that points to a dossier: Code client, SIREN or Dossier.',
  },
  'no-value-column': {
    fr: 'La première ligne ne nomme aucune colonne à retenir\u202f: E-mail de notification, N° de facture, N° de série, ou Code client avec SIREN.',
    en: 'The first line names no column to keep: E-mail de notification, N° de facture, N° de série, or Code client with SIREN.',
  },
};

const FAULTS: Readonly<Record<ImportFault, Sentences>> = {
  'no-dossier': { fr: 'aucun dossier ne correspond', en: 'no dossier matches' },
  'several-dossiers': { fr: 'plusieurs dossiers correspondent', en: 'several dossiers match' },
  'other-code': { fr: 'ce dossier a un autre code client', en: 'this dossier has another client code' },
  contradiction: {
    fr: 'code client, SIREN et nom ne désignent pas le même dossier',
    en: 'client code, SIREN and name do not point to the same dossier',
  },
  'no-address': { fr: 'ce n’est pas une adresse e-mail', en: 'this is no e-mail address' },
  'no-number': { fr: 'ce n’est pas un numéro', en: 'this is no number' },
  nothing: { fr: 'rien à retenir', en: 'nothing to keep' },
  full: { fr: 'ce dossier a trop de références', en: 'this dossier has too many references' },
  formula: { fr: 'formule de tableur', en: 'a spreadsheet formula' },
  'not-text': { fr: 'caractères illisibles', en: 'characters that cannot be read' },
  quotes: { fr: 'guillemets mal fermés', en: 'quotes that do not close' },
  'too-long': { fr: 'ligne trop longue', en: 'line too long' },
  cells: { fr: 'plus de cellules que de colonnes', en: 'more cells than columns' },
};
