/** What `verify-bundle` says. */
import { formats } from '@navette/texts/formats';
import type { Language } from '../console-texts.ts';
import type { Sentences } from './command.ts';
import { printable } from './moments.ts';

export type BundleFault = {
  readonly tag:
    | 'not-a-zip'
    | 'unreadable'
    | 'file-gone'
    | 'file-altered'
    | 'file-unknown'
    | 'receipt-unreadable'
    | 'receipt-bad'
    | 'receipt-gone';
  readonly name: string;
  readonly why?: string;
};

const FAULT: Readonly<Record<BundleFault['tag'], Sentences>> = {
  'not-a-zip': { fr: 'ce n’est pas un ZIP entier', en: 'this is no whole ZIP' },
  unreadable: { fr: 'absent ou illisible', en: 'missing or unreadable' },
  'file-gone': { fr: 'dans l’index, et absent du ZIP', en: 'in the index, and not in the ZIP' },
  'file-altered': { fr: 'le fichier n’est pas celui de son empreinte', en: 'the file is not the one of its fingerprint' },
  'file-unknown': { fr: 'dans le ZIP, et absent de l’index', en: 'in the ZIP, and not in the index' },
  'receipt-unreadable': { fr: 'un accusé de réception est illisible', en: 'a receipt cannot be read' },
  'receipt-bad': { fr: 'son accusé de réception n’est pas bon', en: 'its receipt is not good' },
  'receipt-gone': { fr: 'reçu, et sans accusé de réception valable', en: 'received, and without a good receipt' },
};

export type BundleChecked = {
  readonly files: number;
  readonly receipts: number;
  readonly faults: readonly BundleFault[];
  readonly missing: readonly string[];
  /** The bundle's own key, where none was given: its fingerprint is for a person to compare. */
  readonly key: string | null;
};

export function bundleText({ files, receipts, faults, missing, key }: BundleChecked, language: Language): string {
  const fr = language === 'fr';
  const { count } = formats(language);
  const colon = fr ? '\u202f: ' : ': ';
  const head =
    faults.length === 0
      ? fr
        ? `L’export est intact${colon}${count(files)} documents, ${count(receipts)} accusés de réception valables.`
        : `The export is sound: ${count(files)} documents, ${count(receipts)} good receipts.`
      : fr
        ? `L’export n’est pas intact${colon}${count(faults.length)} défauts.`
        : `The export is not sound: ${count(faults.length)} faults.`;
  const lines = faults.map(
    ({ tag, name, why }) => `  ${name === '' ? '' : `${name}${colon}`}${FAULT[tag][language]}${why === undefined ? '' : ` (${why})`}`,
  );
  const lost = missing.map((name) => (fr ? `  ${name}${colon}n’avait pas pu être emporté` : `  ${name}: could not be taken along`));
  const compare =
    key === null
      ? []
      : [
          fr
            ? `Vérifié avec la clé que l’export contient, d’empreinte ${key}${colon}comparez-la avec celle du cabinet, ou donnez --key.`
            : `Checked with the key in the export itself, of fingerprint ${key}: compare it with the firm’s, or give --key.`,
        ];
  return printable([head, ...lines, ...lost, ...compare].join('\n'));
}
