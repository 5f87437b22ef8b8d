/**
 * What is said of a file that was read: what is doubtful about it, and why it could not be read. Facts and figures come from
 * `@navette/formats`; a tag it can give without a sentence here does not compile.
 */
import type { MappingDoubt } from '@navette/formats/column-mapping';
import type { Sameness } from '@navette/formats/document-identity';
import type { Attribution } from '@navette/formats/purchase-or-sale';
import type { FileWarning, Recognised } from '@navette/formats/recognise';
import type { ZipEntryRefusal } from '@navette/formats/zip-entries';
import { formats, type Language } from './formats.ts';

type Tagged = { readonly tag: string };
/** One sentence a tag, from what the tag carries. */
type Sentences<T extends Tagged> = { readonly [K in T['tag']]: (facts: Extract<T, { readonly tag: K }>) => string };
type FileRefusal = NonNullable<Recognised['refusal']>;
type Asked = Extract<Attribution, { readonly tag: 'ask' }>['why'];
type Warned<K extends FileWarning['tag']> = Extract<FileWarning, { readonly tag: K }>;
type OddityProblem = Warned<'oddity'>['oddity']['problem'];

export type FormatsTexts = {
  readonly warnings: Sentences<FileWarning>;
  readonly refusals: Sentences<FileRefusal>;
  readonly entries: Sentences<ZipEntryRefusal>;
  readonly doubts: Readonly<Record<MappingDoubt, string>>;
  readonly sameness: Readonly<Record<Sameness['reason'], string>>;
  readonly asked: Readonly<Record<Asked, string>>;
};

const { money: eurosFr, count: countFr, fileSize: sizeFr } = formats('fr');
const { money: eurosEn, count: countEn, fileSize: sizeEn } = formats('en');

const sumsFr: Readonly<Record<Warned<'sum'>['rule'], string>> = {
  lines: 'La somme des lignes',
  net: 'Le total hors taxes',
  share: 'La TVA d’un taux',
  vat: 'Le total de la TVA',
  total: 'Le total TTC',
  due: 'Le net à payer',
};
const sumsEn: typeof sumsFr = {
  lines: 'The sum of the lines',
  net: 'The total without VAT',
  share: 'The VAT of one rate',
  vat: 'The total of VAT',
  total: 'The total with VAT',
  due: 'The amount due',
};
const fieldsFr: Readonly<Record<Warned<'missing'>['field'], string>> = {
  number: 'Cette facture n’a pas de numéro.',
  'issue-date': 'Cette facture n’a pas de date.',
  currency: 'Cette facture ne dit pas sa devise.',
  'seller-vat': 'Le numéro de TVA du vendeur manque.',
  'exemption-reason': 'Le motif de l’exonération de TVA manque.',
  'legal-notes': 'Des mentions obligatoires manquent\u202f: pénalités de retard, indemnité de recouvrement, escompte.',
};
const fieldsEn: typeof fieldsFr = {
  number: 'This invoice has no number.',
  'issue-date': 'This invoice has no date.',
  currency: 'This invoice does not say its currency.',
  'seller-vat': 'The seller’s VAT number is missing.',
  'exemption-reason': 'The reason for the VAT exemption is missing.',
  'legal-notes': 'Mandatory notes are missing: late payment, recovery costs, discount.',
};
const numbersFr: Readonly<Record<Warned<'identifier'>['what'], string>> = {
  siren: 'Le SIREN',
  siret: 'Le SIRET',
  vat: 'Le numéro de TVA',
  iban: 'L’IBAN',
};
const numbersEn: typeof numbersFr = { siren: 'The SIREN', siret: 'The SIRET', vat: 'The VAT number', iban: 'The IBAN' };
const odditiesFr: Readonly<Record<OddityProblem, string>> = {
  'decimal-comma': 'un montant est écrit avec une virgule',
  'amount-unreadable': 'un montant est illisible',
  'date-format': 'une date est écrite autrement que la norme',
  'credit-note-root': 'le type de document contredit sa forme d’avoir',
};
const odditiesEn: typeof odditiesFr = {
  'decimal-comma': 'an amount is written with a comma',
  'amount-unreadable': 'an amount cannot be read',
  'date-format': 'a date is not written as the standard wants it',
  'credit-note-root': 'the type of document contradicts its form of a credit note',
};
/** Lines named of many. */
const LINES = 8;
const someLines = (lines: readonly number[]): string => `${lines.slice(0, LINES).join(', ')}${lines.length > LINES ? '…' : ''}`;
const linesFr = (lines: readonly number[]): string => (lines.length > 1 ? `lignes ${someLines(lines)}` : `ligne ${someLines(lines)}`);
const linesEn = (lines: readonly number[]): string => (lines.length > 1 ? `lines ${someLines(lines)}` : `line ${someLines(lines)}`);

const french: FormatsTexts = {
  warnings: {
    sum: ({ rule, written, computed }) =>
      `${sumsFr[rule]} ne tombe pas juste\u202f: ${eurosFr(written)} écrits, ${eurosFr(computed)} calculés.`,
    missing: ({ field }) => fieldsFr[field],
    'impossible-date': ({ date }) => `La date «\u202f${date}\u202f» n’existe pas.`,
    'due-before-issue': ({ due, issued }) => `L’échéance (${due}) est antérieure à la facture (${issued}).`,
    identifier: ({ what, value }) => `${numbersFr[what]} ${value} est faux\u202f: sa clé ne correspond pas.`,
    'vat-without-siren': ({ vat, siren }) => `Le numéro de TVA ${vat} n’est pas celui du SIREN ${siren}.`,
    'number-form': ({ number }) => `Le numéro «\u202f${number}\u202f» a plus de 35 caractères ou des espaces.`,
    'negative-price': () => 'Un prix unitaire est négatif.',
    'same-rate-twice': ({ rate }) => `Le taux de TVA ${rate}\u202f% apparaît deux fois.`,
    'unknown-type': ({ code }) => `Le type de facture «\u202f${code}\u202f» est inconnu\u202f: elle est lue comme une facture.`,
    'lines-beyond-profile': ({ profile }) => `La facture a des lignes, que son profil ${profile} n’autorise pas.`,
    oddity: ({ oddity }) => `Forme inhabituelle\u202f: ${odditiesFr[oddity.problem]} («\u202f${oddity.value}\u202f»).`,
    'pdf-profile': ({ pdf, invoice }) => `Le PDF annonce le profil ${pdf}, la facture ${invoice}\u202f: c’est la facture qui compte.`,
    'pdf-says-nothing': () => 'Le PDF n’annonce pas la facture électronique qu’il contient.',
    'unlisted-attachment': () => 'La facture électronique de ce PDF n’est pas dans sa liste de pièces jointes.',
    'several-invoices': () => 'Ce PDF contient plusieurs factures électroniques\u202f: la première est lue.',
    'statement-sum': () => 'Le solde de départ et les mouvements ne donnent pas le solde final\u202f: le relevé est peut-être partiel.',
    'statement-faults': ({ lines }) => `Le relevé n’a pas pu être lu en entier (${linesFr(lines)}).`,
    'unreadable-amounts': ({ count }) =>
      count > 1
        ? `${countFr(count)} montants sont illisibles\u202f: leurs mouvements sont gardés sans montant.`
        : 'Un montant est illisible\u202f: son mouvement est gardé sans montant.',
    'csv-doubts': ({ doubts }) => `Vérifiez l’aperçu\u202f: ${doubts.map((doubt) => french.doubts[doubt]).join(' ')}`,
    'name-lies': ({ type }) => `Ce fichier n’est pas le PDF que son nom annonce (${type}).`,
    'entries-refused': ({ count }) =>
      count > 1 ? `${countFr(count)} fichiers de l’archive ne sont pas lus.` : 'Un fichier de l’archive n’est pas lu.',
    'names-twice': () => 'Plusieurs fichiers de l’archive portent le même nom.',
    'entries-not-read': ({ count }) =>
      `L’archive est trop grande pour être lue en entier\u202f: ${countFr(count)} ${count > 1 ? 'fichiers sont seulement listés' : 'fichier est seulement listé'}.`,
  },
  refusals: {
    'xml-malformed': ({ line }) => `Ce fichier XML est mal formé (ligne ${line}).`,
    'xml-encoding': () => 'Ce fichier XML n’est pas dans l’encodage qu’il annonce.',
    'xml-doctype': () => 'Ce fichier XML contient une définition de type, refusée par sécurité.',
    'xml-too-large': () => 'Ce fichier XML est trop grand.',
    'xml-too-deep': () => 'Ce fichier XML est trop imbriqué.',
    'xml-too-many': () => 'Ce fichier XML a trop d’éléments.',
    'not-an-invoice': ({ root }) => `Ce document électronique n’est pas une facture (${root}).`,
    'no-statement': ({ message }) =>
      message === undefined ? 'Ce fichier de banque ne contient aucun relevé.' : `La banque répond\u202f: «\u202f${message}\u202f».`,
    cfonb240: () => 'Ce fichier est au format CFONB\u00a0240 (virements et prélèvements), pas un relevé de compte CFONB\u00a0120.',
    'not-a-bank-file': () => 'Ce fichier n’est pas un relevé de banque connu.',
    'pdf-unreadable': () => 'Ce PDF est abîmé et ne peut pas être lu.',
    'pdf-password': () => 'Ce PDF est protégé par un mot de passe.',
    'pdf-too-many-pages': ({ pages }) => `Ce PDF a trop de pages pour être lu (${countFr(pages)}).`,
    'pdf-not-read': () => 'Ce PDF demande trop de temps ou de mémoire pour être lu.',
    'pdf-too-large': () => 'Ce PDF se déplie en un contenu trop grand pour être lu sans risque.',
    'zip-damaged': () => 'Cette archive est abîmée.',
    'zip-split': () => 'Cette archive est un morceau d’une archive en plusieurs parties.',
    'zip-too-many-entries': ({ entries }) => `Cette archive a trop de fichiers (${countFr(entries)}).`,
    'zip-too-large': ({ bytes }) => `Le contenu de cette archive est trop grand (${sizeFr(bytes)}).`,
    'zip-overlap': () => 'Cette archive est piégée\u202f: ses fichiers se chevauchent.',
  },
  entries: {
    'zip-name': () => 'Son nom sort du dossier de l’archive.',
    'zip-nested': () => 'C’est une archive dans l’archive.',
    'zip-ratio': ({ ratio }) => `Il est comprimé ${countFr(ratio)} fois, ce qui n’arrive qu’à un fichier piégé.`,
    'zip-entry-too-large': ({ bytes }) => `Il est trop grand (${sizeFr(bytes)}).`,
    'zip-encrypted': () => 'Il est protégé par un mot de passe.',
    'zip-method': () => 'Il est comprimé d’une façon inconnue.',
    'zip-link': () => 'C’est un lien, pas un fichier.',
    'zip-headers-differ': () => 'L’archive dit de lui deux choses différentes.',
    'zip-entry-damaged': () => 'Il est abîmé.',
    'zip-size': () => 'Il n’a pas la taille annoncée.',
    'zip-crc': () => 'Sa somme de contrôle est fausse\u202f: il est abîmé.',
  },
  doubts: {
    'day-order': 'Rien ne dit si le jour est avant le mois.',
    'decimal-mark': 'Rien ne dit si la virgule sépare les centimes ou les milliers.',
    'no-header': 'Le fichier n’a pas de ligne d’en-tête.',
  },
  sameness: {
    bytes: 'C’est exactement le même fichier.',
    xml: 'C’est la même facture électronique, dans un autre fichier.',
    number: 'Même fournisseur, même numéro, même année, même total.',
    total: 'Même fournisseur et même numéro, mais un autre total.',
    'number-only': 'Même fournisseur et même numéro\u202f; la date ou le total ne sont pas lus.',
    'look-alike': 'Même fournisseur, même jour, même total, et un numéro qui se lit presque pareil.',
    'issuer-date-total': 'Même fournisseur, même jour et même total.',
    image: 'Les deux images se ressemblent.',
  },
  asked: {
    neither: 'Ni le vendeur ni l’acheteur n’est une de vos sociétés\u202f: pour laquelle est cette facture\u202f?',
    both: 'Le vendeur et l’acheteur sont tous deux de vos sociétés\u202f: achat ou vente\u202f?',
    several: 'Plusieurs de vos sociétés portent ce nom\u202f: laquelle est-ce\u202f?',
  },
};

const english: FormatsTexts = {
  warnings: {
    sum: ({ rule, written, computed }) => `${sumsEn[rule]} does not add up: ${eurosEn(written)} written, ${eurosEn(computed)} computed.`,
    missing: ({ field }) => fieldsEn[field],
    'impossible-date': ({ date }) => `The date “${date}” does not exist.`,
    'due-before-issue': ({ due, issued }) => `The due date (${due}) is before the invoice (${issued}).`,
    identifier: ({ what, value }) => `${numbersEn[what]} ${value} is wrong: its check digits do not fit.`,
    'vat-without-siren': ({ vat, siren }) => `The VAT number ${vat} is not that of SIREN ${siren}.`,
    'number-form': ({ number }) => `The number “${number}” has more than 35 characters, or spaces.`,
    'negative-price': () => 'A unit price is negative.',
    'same-rate-twice': ({ rate }) => `The VAT rate ${rate}% is there twice.`,
    'unknown-type': ({ code }) => `The invoice type “${code}” is unknown: it is read as an invoice.`,
    'lines-beyond-profile': ({ profile }) => `The invoice has lines, which its profile ${profile} does not allow.`,
    oddity: ({ oddity }) => `Unusual form: ${odditiesEn[oddity.problem]} (“${oddity.value}”).`,
    'pdf-profile': ({ pdf, invoice }) => `The PDF announces the profile ${pdf}, the invoice ${invoice}: the invoice counts.`,
    'pdf-says-nothing': () => 'The PDF does not announce the electronic invoice inside it.',
    'unlisted-attachment': () => 'The electronic invoice of this PDF is not in its list of attachments.',
    'several-invoices': () => 'This PDF holds several electronic invoices: the first is read.',
    'statement-sum': () => 'Opening balance and movements do not give the closing balance: the statement may be partial.',
    'statement-faults': ({ lines }) => `The statement could not be read in full (${linesEn(lines)}).`,
    'unreadable-amounts': ({ count }) =>
      count === 1
        ? 'One amount cannot be read: its movement is kept without it.'
        : `${countEn(count)} amounts cannot be read: their movements are kept without them.`,
    'csv-doubts': ({ doubts }) => `Check the preview: ${doubts.map((doubt) => english.doubts[doubt]).join(' ')}`,
    'name-lies': ({ type }) => `This file is not the PDF its name announces (${type}).`,
    'entries-refused': ({ count }) =>
      count === 1 ? 'One file of the archive is not read.' : `${countEn(count)} files of the archive are not read.`,
    'names-twice': () => 'Several files of the archive bear the same name.',
    'entries-not-read': ({ count }) =>
      `The archive is too large to be read in full: ${countEn(count)} ${count === 1 ? 'file is' : 'files are'} only listed.`,
  },
  refusals: {
    'xml-malformed': ({ line }) => `This XML file is not well-formed (line ${line}).`,
    'xml-encoding': () => 'This XML file is not in the encoding it declares.',
    'xml-doctype': () => 'This XML file holds a type definition, refused for safety.',
    'xml-too-large': () => 'This XML file is too large.',
    'xml-too-deep': () => 'This XML file is too deep.',
    'xml-too-many': () => 'This XML file has too many elements.',
    'not-an-invoice': ({ root }) => `This electronic document is not an invoice (${root}).`,
    'no-statement': ({ message }) => (message === undefined ? 'This bank file holds no statement.' : `The bank answers: “${message}”.`),
    cfonb240: () => 'This file is CFONB\u00a0240 (transfers and debits), not an account statement in CFONB\u00a0120.',
    'not-a-bank-file': () => 'This file is no bank statement we know.',
    'pdf-unreadable': () => 'This PDF is damaged and cannot be read.',
    'pdf-password': () => 'This PDF is protected by a password.',
    'pdf-too-many-pages': ({ pages }) => `This PDF has too many pages to be read (${countEn(pages)}).`,
    'pdf-not-read': () => 'This PDF takes too much time or memory to be read.',
    'pdf-too-large': () => 'This PDF unfolds to a content too large to be read without risk.',
    'zip-damaged': () => 'This archive is damaged.',
    'zip-split': () => 'This archive is one piece of an archive in several parts.',
    'zip-too-many-entries': ({ entries }) => `This archive has too many files (${countEn(entries)}).`,
    'zip-too-large': ({ bytes }) => `The content of this archive is too large (${sizeEn(bytes)}).`,
    'zip-overlap': () => 'This archive is a trap: its files overlap.',
  },
  entries: {
    'zip-name': () => 'Its name leaves the folder of the archive.',
    'zip-nested': () => 'It is an archive inside the archive.',
    'zip-ratio': ({ ratio }) => `It is packed ${countEn(ratio)} times, which only a trap is.`,
    'zip-entry-too-large': ({ bytes }) => `It is too large (${sizeEn(bytes)}).`,
    'zip-encrypted': () => 'It is protected by a password.',
    'zip-method': () => 'It is packed in a way we do not know.',
    'zip-link': () => 'It is a link, not a file.',
    'zip-headers-differ': () => 'The archive says two different things of it.',
    'zip-entry-damaged': () => 'It is damaged.',
    'zip-size': () => 'It does not have the size it announces.',
    'zip-crc': () => 'Its checksum is wrong: it is damaged.',
  },
  doubts: {
    'day-order': 'Nothing tells whether the day comes before the month.',
    'decimal-mark': 'Nothing tells whether the comma parts cents or thousands.',
    'no-header': 'The file has no header row.',
  },
  sameness: {
    bytes: 'It is exactly the same file.',
    xml: 'It is the same electronic invoice in another file.',
    number: 'Same supplier, same number, same year, same total.',
    total: 'Same supplier and same number, but another total.',
    'number-only': 'Same supplier and same number; the date or the total was not read.',
    'look-alike': 'Same supplier, same day, same total, and a number that reads nearly the same.',
    'issuer-date-total': 'Same supplier, same day and same total.',
    image: 'The two images look alike.',
  },
  asked: {
    neither: 'Neither seller nor buyer is one of your companies: whose invoice is this?',
    both: 'Seller and buyer are both your companies: purchase or sale?',
    several: 'Several of your companies bear this name: which one is it?',
  },
};

const TABLES: Record<Language, FormatsTexts> = { fr: french, en: english };

/** Every sentence about files, in a language. */
export function formatsTexts(language: Language): FormatsTexts {
  return TABLES[language];
}

/** The sentence of one tagged fact, from the table it belongs to. */
function sentence<T extends Tagged>(table: Sentences<T>, facts: T): string {
  return (table[facts.tag as T['tag']] as (facts: T) => string)(facts);
}

/** @returns what is said of one warning */
export function warningSentence(language: Language, warning: FileWarning): string {
  return sentence(TABLES[language].warnings, warning);
}

/** @returns why a file was not read */
export function fileRefusalSentence(language: Language, refusal: FileRefusal): string {
  return sentence(TABLES[language].refusals, refusal);
}

/** @returns why one entry of an archive was not read */
export function entryRefusalSentence(language: Language, refusal: ZipEntryRefusal): string {
  return sentence(TABLES[language].entries, refusal);
}
