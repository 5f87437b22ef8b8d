/** What is said of an imported FEC: why it cannot be taken, and each finding of its checks (accounting formats, 3). */
import type { Finding, FindingTag } from '@navette/formats/check-fec';
import type { FecXmlRefusal } from '@navette/formats/fec-xml';
import { cents } from '@navette/kernel/cents';
import { formats, plural, type Language } from './formats.ts';

/** Where its lines are does not matter to its sentence. */
type Said = Omit<Finding, 'rows'>;
type Say = (finding: Said) => string;
type RefusalSentences = { readonly [K in FecXmlRefusal['tag']]: (facts: Extract<FecXmlRefusal, { readonly tag: K }>) => string };

type FecTexts = {
  readonly findings: Readonly<Record<FindingTag, Say>>;
  readonly refusals: RefusalSentences;
  readonly levels: Readonly<Record<Finding['level'], string>>;
};

const fr = formats('fr');
const en = formats('en');
const lines = (n: number): string => `${fr.count(n)} ${plural('fr', n, 'ligne', 'lignes')}`;
const linesEn = (n: number): string => `${en.count(n)} ${plural('en', n, 'line', 'lines')}`;
const list = (words: readonly string[] | undefined): string => (words ?? []).join(', ');

const french: FecTexts = {
  levels: { error: 'Erreur', warning: 'Avertissement', information: 'Information' },
  findings: {
    'totals-differ': ({ cents: off = 0 }) => `Le total des débits et celui des crédits diffèrent de ${fr.money(cents(off))}.`,
    'entry-unbalanced': ({ count }) =>
      `${fr.count(count)} ${plural('fr', count, 'écriture n’est pas équilibrée', 'écritures ne sont pas équilibrées')}.`,
    'numbers-useless': () => 'La numérotation des écritures est inexploitable\u202f: leur équilibre ne peut pas être vérifié une à une.',
    'amount-unreadable': ({ count }) =>
      `${lines(count)} ${plural('fr', count, 'a un montant illisible', 'ont un montant illisible')}, et ${plural('fr', count, 'ne compte', 'ne comptent')} dans aucun total.`,
    'date-unreadable': ({ count }) =>
      `${lines(count)} ${plural('fr', count, 'a une date illisible', 'ont une date illisible')}\u202f: elles comptent dans les totaux, dans aucune période.`,
    'field-count': ({ count }) => `${lines(count)} ${plural('fr', count, 'n’a pas', 'n’ont pas')} autant de champs que l’en-tête.`,
    blank: ({ count, words }) => `${list(words)} est vide sur ${lines(count)}.`,
    'account-form': ({ count, words }) => `${lines(count)} sur un compte qui ne commence pas par trois chiffres\u202f: ${list(words)}.`,
    'account-class': ({ count, words }) => `${lines(count)} sur un compte hors des classes 1 à 7\u202f: ${list(words)}.`,
    'both-sides': ({ count }) => `${lines(count)} avec un débit et un crédit à la fois.`,
    'no-side': ({ count }) => `${lines(count)} sans débit ni crédit.`,
    'number-gaps': ({ count }) =>
      `${fr.count(count)} ${plural('fr', count, 'numéro manque', 'numéros manquent')} dans la suite des écritures.`,
    'number-twice': ({ count }) =>
      `${fr.count(count)} ${plural('fr', count, 'écriture porte un numéro déjà pris', 'écritures portent un numéro déjà pris')}.`,
    'validated-before': ({ count }) => `${lines(count)} validée${count > 1 ? 's' : ''} avant la date de l’écriture.`,
    'not-in-order': ({ count }) => `${lines(count)} hors de l’ordre de validation.`,
    'outside-exercise': ({ count, words }) => `${lines(count)} hors des douze mois clos le ${day('fr', words)}.`,
    'file-name': () => 'Le nom du fichier n’est pas celui que demande la loi\u202f: SIREN, FEC, date de clôture.',
    'name-siren': ({ words }) => `Le SIREN ${list(words)} du nom du fichier n’existe pas.`,
    'name-closing': ({ words }) => `La clôture du nom, le ${day('fr', words)}, n’est pas la fin du dernier mois des écritures.`,
    'lettering-date': ({ count }) => `${lines(count)} avec un lettrage sans date, ou une date sans lettrage.`,
    'lettering-sum': ({ count }) => `${fr.count(count)} ${plural('fr', count, 'lettrage ne se solde pas', 'lettrages ne se soldent pas')}.`,
    'no-third-party': ({ count }) => `${lines(count)} sur 401 ou 411 sans compte auxiliaire, quand d’autres en ont un.`,
    'closing-entries': ({ count }) =>
      `${fr.count(count)} ${plural('fr', count, 'écriture solde', 'écritures soldent')} les classes 6 et 7\u202f: un FEC n’en contient pas. ${plural('fr', count, 'Elle reste', 'Elles restent')} hors des indicateurs.`,
    suspense: ({ words }) => `Des comptes d’attente ne sont pas soldés\u202f: ${list(words)}.`,
    'cash-negative': ({ count }) => `La caisse (53) est négative ${fr.count(count)} ${plural('fr', count, 'jour', 'jours')}.`,
    'result-not-appropriated': ({ words }) => `Le résultat de l’exercice précédent n’est pas affecté\u202f: ${list(words)}.`,
    'dot-amounts': ({ count }) => `${lines(count)} avec un point au lieu de la virgule dans les montants.`,
    'other-date-form': ({ count }) => `${lines(count)} dont une date n’est pas écrite AAAAMMJJ.`,
    'many-decimals': ({ count }) => `${lines(count)} avec plus de deux décimales.`,
    semicolon: () => 'Les champs sont séparés par des points-virgules, ce que la loi ne prévoit pas.',
    'column-order': () => 'Les colonnes ne sont pas dans l’ordre de la loi.',
    'other-columns': ({ words }) => `Colonnes en plus, gardées\u202f: ${list(words)}.`,
    'opening-class-6-7': ({ count }) => `${lines(count)} de classe 6 ou 7 dans les à-nouveaux.`,
  },
  refusals: {
    'fec-empty': () => 'Ce fichier est vide.',
    'fec-utf16': () => 'Ce fichier est en UTF-16, que la loi ne permet pas. Enregistrez-le en UTF-8, puis recommencez.',
    'fec-no-separator': () => 'La première ligne n’a ni tabulation ni barre verticale\u202f: ce n’est pas l’en-tête d’un FEC.',
    'fec-missing-columns': ({ columns }) =>
      `${plural('fr', columns.length, 'Il manque une colonne obligatoire', 'Il manque des colonnes obligatoires')}\u202f: ${columns.join(', ')}.`,
    'fec-no-lines': () => 'Ce fichier n’a que son en-tête\u202f: aucune ligne d’écriture.',
    'fec-line-too-long': ({ line }) =>
      `La ligne ${fr.count(line)} n’a pas de fin\u202f: ce fichier est autre chose qu’un FEC, ou il est abîmé.`,
    'fec-too-many-lines': () => 'Ce fichier a plus de vingt millions de lignes. Demandez-le en plusieurs parties (_1, _2).',
    'fec-xml-malformed': ({ line }) => `Ce fichier XML est abîmé à la ligne ${fr.count(line)}.`,
    'fec-xml-doctype': () => 'Ce fichier XML contient une définition de type (DOCTYPE), que nous ne lisons pas par sécurité.',
  },
};

const english: FecTexts = {
  levels: { error: 'Error', warning: 'Warning', information: 'Information' },
  findings: {
    'totals-differ': ({ cents: off = 0 }) => `Total debit and total credit differ by ${en.money(cents(off))}.`,
    'entry-unbalanced': ({ count }) => `${en.count(count)} ${plural('en', count, 'entry is', 'entries are')} not balanced.`,
    'numbers-useless': () => 'The numbers of the entries are of no use: their balance cannot be checked one by one.',
    'amount-unreadable': ({ count }) => `${linesEn(count)} with an amount that cannot be read: left out of every total.`,
    'date-unreadable': ({ count }) => `${linesEn(count)} with a date that cannot be read: in the totals, in no period.`,
    'field-count': ({ count }) => `${linesEn(count)} with another number of fields than the header.`,
    blank: ({ count, words }) => `${list(words)} is blank on ${linesEn(count)}.`,
    'account-form': ({ count, words }) => `${linesEn(count)} on an account that does not start with three digits: ${list(words)}.`,
    'account-class': ({ count, words }) => `${linesEn(count)} on an account outside classes 1 to 7: ${list(words)}.`,
    'both-sides': ({ count }) => `${linesEn(count)} with a debit and a credit.`,
    'no-side': ({ count }) => `${linesEn(count)} with neither debit nor credit.`,
    'number-gaps': ({ count }) =>
      `${en.count(count)} ${plural('en', count, 'number is', 'numbers are')} missing in the sequence of entries.`,
    'number-twice': ({ count }) => `${en.count(count)} ${plural('en', count, 'entry has', 'entries have')} a number taken before.`,
    'validated-before': ({ count }) => `${linesEn(count)} validated before the date of the entry.`,
    'not-in-order': ({ count }) => `${linesEn(count)} out of the order of validation.`,
    'outside-exercise': ({ count, words }) => `${linesEn(count)} outside the twelve months that end on ${day('en', words)}.`,
    'file-name': () => 'The file name is not the legal one: SIREN, FEC, closing date.',
    'name-siren': ({ words }) => `The SIREN ${list(words)} of the file name does not exist.`,
    'name-closing': ({ words }) => `The closing date of the name, ${day('en', words)}, is not the end of the last month of entries.`,
    'lettering-date': ({ count }) => `${linesEn(count)} with a lettering and no date, or a date and no lettering.`,
    'lettering-sum': ({ count }) => `${en.count(count)} ${plural('en', count, 'lettering does', 'letterings do')} not sum to zero.`,
    'no-third-party': ({ count }) => `${linesEn(count)} on 401 or 411 without a third party, when others have one.`,
    'closing-entries': ({ count }) =>
      `${en.count(count)} ${plural('en', count, 'entry closes', 'entries close')} classes 6 and 7: left out of the indicators.`,
    suspense: ({ words }) => `Suspense accounts are not cleared: ${list(words)}.`,
    'cash-negative': ({ count }) => `The till (53) is negative on ${en.count(count)} ${plural('en', count, 'day', 'days')}.`,
    'result-not-appropriated': ({ words }) => `Last year’s result is not appropriated: ${list(words)}.`,
    'dot-amounts': ({ count }) => `${linesEn(count)} with a point instead of a comma in amounts.`,
    'other-date-form': ({ count }) => `${linesEn(count)} with a date not written YYYYMMDD.`,
    'many-decimals': ({ count }) => `${linesEn(count)} with more than two decimals.`,
    semicolon: () => 'Fields are separated by semicolons, which the law does not provide for.',
    'column-order': () => 'Columns are not in the legal order.',
    'other-columns': ({ words }) => `More columns, kept: ${list(words)}.`,
    'opening-class-6-7': ({ count }) => `${linesEn(count)} of class 6 or 7 among the opening entries.`,
  },
  refusals: {
    'fec-empty': () => 'This file is empty.',
    'fec-utf16': () => 'This file is in UTF-16, which the law does not allow. Save it as UTF-8, then try again.',
    'fec-no-separator': () => 'The first line has neither tab nor pipe: it is not the header of a FEC.',
    'fec-missing-columns': ({ columns }) => `Mandatory columns are missing: ${columns.join(', ')}.`,
    'fec-no-lines': () => 'This file has only its header: no entry line.',
    'fec-line-too-long': ({ line }) => `Line ${en.count(line)} has no end: this is not a FEC, or it is damaged.`,
    'fec-too-many-lines': () => 'This file has more than twenty million lines. Ask for it in parts (_1, _2).',
    'fec-xml-malformed': ({ line }) => `This XML file is damaged at line ${en.count(line)}.`,
    'fec-xml-doctype': () => 'This XML file holds a DOCTYPE, which we do not read for safety.',
  },
};

const TABLES: Record<Language, FecTexts> = { fr: french, en: english };

function day(language: Language, words: readonly string[] | undefined): string {
  return formats(language).day(words?.[0] ?? '');
}

/** @returns what one finding of the checks says */
export function findingSentence(language: Language, finding: Said): string {
  return TABLES[language].findings[finding.tag](finding);
}

/** @returns the word of a level */
export function levelWord(language: Language, level: Finding['level']): string {
  return TABLES[language].levels[level];
}

/** @returns why a file cannot be taken as a FEC, and what to do */
export function fecRefusalSentence(language: Language, refusal: FecXmlRefusal): string {
  return (TABLES[language].refusals[refusal.tag] as (facts: FecXmlRefusal) => string)(refusal);
}
