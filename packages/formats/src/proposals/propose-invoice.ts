/**
 * What a plain invoice says, proposed from its words: each field with how sure that is and the words it was read from. Below
 * the threshold nothing is proposed; a person confirms what is.
 *
 * Knows no PDF: lines and cells come from `text-layout.ts`, whoever made them.
 */
import { isFrenchVat, isIban, isSiren, isSiret } from '@navette/domain/identifiers';
import type { Decimal } from '../decimal.ts';
import { dayOrderOf, isAmbiguousDay, readDay, type DayOrder } from '../written-date.ts';
import { valuesAt, type Found } from './labelled-values.ts';
import { field, LEAST_CONFIDENCE, NO_MARKS, type OwnMarks, type ProposedField } from './proposed-field.ts';
import { proposeSupplier } from './propose-supplier.ts';
import { isBuyers } from './buyer-block.ts';
import { proposeTotals } from './propose-totals.ts';
import type { TextLine } from './text-layout.ts';

export type InvoiceProposal = {
  readonly supplier?: ProposedField<string>;
  readonly number?: ProposedField<string>;
  readonly date?: ProposedField<string>;
  readonly dueDate?: ProposedField<string>;
  readonly net?: ProposedField<Decimal>;
  readonly vat?: ProposedField<Decimal>;
  readonly total?: ProposedField<Decimal>;
  readonly currency?: ProposedField<string>;
  readonly siren?: ProposedField<string>;
  readonly vatNumber?: ProposedField<string>;
  readonly iban?: ProposedField<string>;
  /** Whether its title says it gives money back. */
  readonly credit: boolean;
};

const INVOICE_WORD =
  /\b(?:factures?|facturation|avoir|invoices?|bill|tax receipt|credit note|rechnung|gutschrift|factuur|factura|fattura|quittance|note d'honoraires)\b|rechnungs|factuur/;
const CREDIT_WORD = /^(?:facture d'?)?\s?(?:avoir|credit note|gutschrift|note de credit|creditnota|nota de credito|abono)\b/;

/** @returns whether the words are those of an invoice at all: without one, nothing is proposed */
export function looksLikeInvoice(lines: readonly TextLine[]): boolean {
  return lines.some(({ folded }) => INVOICE_WORD.test(folded));
}

/**
 * Proposes the fields of an invoice (accounting formats, 10: always a score and the reason).
 * @param lines of its pages, top to bottom
 * @param own what is known of the person's companies, which are not the supplier of a purchase
 * @returns null when the words are not those of an invoice
 */
export function proposeInvoice(lines: readonly TextLine[], own: OwnMarks = NO_MARKS): InvoiceProposal | null {
  if (!looksLikeInvoice(lines)) return null;
  const days = datesOn(lines);
  const identities = identitiesOn(lines, own);
  const totals = proposeTotals(lines);
  const fields = {
    supplier: proposeSupplier(lines, identities.lines, own),
    number: numberOf(lines),
    ...days,
    ...totals,
    siren: identities.siren,
    vatNumber: identities.vatNumber,
    iban: identities.iban,
  };
  const sure = Object.fromEntries(
    Object.entries(fields).flatMap(([name, field]) =>
      field && field.confidence >= LEAST_CONFIDENCE ? [[name, { ...field, confidence: Math.round(field.confidence * 100) / 100 }]] : [],
    ),
  ) as Omit<InvoiceProposal, 'credit'>;
  const credit = lines.slice(0, 40).some(({ cells }) => cells.some(({ folded }) => CREDIT_WORD.test(folded)));
  return Object.keys(sure).length === 0 ? null : { ...sure, credit };
}

// ---- number

const NUMBERED = 'facture|avoir|invoice|rechnung|factuur|factura|fattura|bill|credit note|gutschrift|tax invoice';
const NUMBER_LABELS: readonly (readonly [RegExp, number])[] = [
  [new RegExp(`\\b(?:${NUMBERED})s?\\s*(?:n\\s?[°o]\\.?|no?\\.?(?=[\\s:])|nr\\.?|number|numero|num\\.?|nummer|id|#)\\s*[:.#°]*`), 0.9],
  [
    /\b(?:n\s?°|no\.?|numero|num\.?|number|ref(?:erence)?)\s*(?:de\s+|d'|of\s+)?(?:la\s+)?(?:facture|avoir|piece|invoice|factura|document)s?\s*[:.#°]*/,
    0.9,
  ],
  [/\b(?:rechnungs|factuur|beleg)(?:nr|nummer|-nr)\.?\s*[:.#]*/, 0.9],
  [new RegExp(`^(?:${NUMBERED})\\s*:?(?=\\s[a-z]{0,6}[-/_ ]?\\d)`), 0.7],
  [/^(?:n\s?°|numero|number|no\.)\s*[:.#]*/, 0.55],
];
const NUMBER = /^[\s:#n°-]*?#?\s?([A-Za-z]{1,6} (?=[\d-]*\d)[\d/_.-]{2,}|[A-Za-z0-9](?:[A-Za-z0-9/_.-]{0,33}[A-Za-z0-9])?)(?=$|[\s|,;:)])/;

function numberOf(lines: readonly TextLine[]): ProposedField<string> | undefined {
  const read = (text: string): string | null => {
    const value = NUMBER.exec(text.replace(/^[\s:.#°-]+/, ''))?.[1];
    if (value === undefined || !/\d/.test(value) || value.length < 2) return null;
    if (readDay(value) !== null && /[/.-].*[/.-]/.test(value)) return null;
    return /^(?:19|20)\d\d$/.test(value) || /^\d+[.,]\d{2}$/.test(value) ? null : value;
  };
  const all = NUMBER_LABELS.flatMap(([label, confidence]) =>
    valuesAt(lines, label, read).map((found) => ({ found, confidence: found.beside ? confidence : confidence - 0.1 })),
  );
  return surest(lines, all);
}

/** The surest; where others as sure say something else, less sure. */
function surest<T>(
  lines: readonly TextLine[],
  all: readonly { readonly found: Found<T>; readonly confidence: number }[],
): ProposedField<T> | undefined {
  const [first, ...others] = all.toSorted((a, b) => b.confidence - a.confidence || a.found.line - b.found.line);
  if (!first) return undefined;
  const contested = others.some(({ found, confidence }) => found.value !== first.found.value && confidence >= first.confidence - 0.05);
  const agreed = others.some(({ found }) => found.value === first.found.value);
  return field(lines, first.found, Math.min(0.97, first.confidence - (contested ? 0.2 : 0) + (agreed ? 0.05 : 0)));
}

// ---- dates

const DATE =
  /\b\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?(?:\d{4}|\d{2})\b|\b\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\b|\b\d{1,2}(?:er|st|nd|rd|th|\.)? (?:de )?[a-z]{3,10}\.?,? (?:de )?\d{4}\b|\b[a-z]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?\s?,? \d{4}\b|\b\d{1,2}-[a-z]{3,4}-\d{2,4}\b|\b20\d{6}\b/g;
const ISSUED: readonly (readonly [RegExp, number])[] = [
  [
    /\bdate (?:de (?:la |l')?|d'|du )?(?:facture|facturation|emission|avoir|document|piece)\b|\bemise? le\b|\b(?:invoice|issue|billing|bill) date\b|\bdate of (?:issue|invoice)\b|\bdate issued\b|\brechnungsdatum\b|\bfactuurdatum\b|\bfecha (?:de )?(?:la )?(?:factura|emision|expedicion)\b|\bdate facture\b/,
    0.9,
  ],
  [/\b(?:facture|avoir|invoice|rechnung)\b(?!.{0,40}(?:bestell|commande|order)).{0,50}?\b(?:du|le|of|dated|vom|date)\b/, 0.85],
  [/^(?:date|datum|fecha|le|du)\b\s*:?/, 0.65],
  [/^[a-z' -]{2,30}, (?:le|den|the)\b/, 0.6],
];
const DUE: readonly (readonly [RegExp, number])[] = [
  [
    /\b(?:date (?:d'|de l')?echeance|echeance|date limite (?:de )?(?:paiement|reglement)|(?:a (?:payer|regler)|payable|reglement) (?:avant|au plus tard|le|jusqu'au|pour le)(?: le)?|date de (?:paiement|reglement)|due (?:date|by|on)|payment due|pay(?:able)? by|fallig(?:keit)?(?: am)?|zahlbar bis|vervaldatum|(?:fecha de )?vencimiento|prelevement (?:a partir du|le|du))\b/,
    0.88,
  ],
];

function datesOn(lines: readonly TextLine[]): { readonly date?: ProposedField<string>; readonly dueDate?: ProposedField<string> } {
  const written = lines.flatMap(({ folded }) => folded.match(DATE) ?? []).map(tidyDate);
  const order = dayOrderOf(written);
  const read = dayReader(order ?? 'day-first');
  const dollars = lines.some(({ text }) => /\bUSD\b|\$\s?\d/.test(text));
  const sure = (found: Found<Day>, confidence: number) =>
    order === undefined && dollars && isAmbiguousDay(found.value.text) ? confidence - 0.3 : confidence;
  const at = (labels: readonly (readonly [RegExp, number])[]) =>
    labels.flatMap(([label, confidence]) =>
      valuesAt(lines, label, read).map((found) => ({
        found: { ...found, value: found.value.day },
        confidence: sure(found, found.beside ? confidence : confidence - 0.05),
      })),
    );
  const dueDates = at(DUE);
  const dueDays = new Set(dueDates.map(({ found }) => found.value));
  // A due date is also a date beside a word: it is not the day of the invoice by that.
  const issued = at(ISSUED).filter(({ found, confidence }) => confidence > 0.7 || !dueDays.has(found.value));
  const date = surest(lines, issued);
  const due = surest(
    lines,
    dueDates.filter(({ found }) => date === undefined || found.value >= date.value),
  );
  return { ...(date ? { date } : {}), ...(due ? { dueDate: due } : {}) };
}

type Day = { readonly day: string; readonly text: string };

function dayReader(order: DayOrder) {
  return (_text: string, words: string): Day | null => {
    // At the beginning, after a colon, a day of the week or `le`: further away it is another date.
    const match = /^[\s:.|-]*(?:(?:le|du|the|am|on|of)\s)?(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\s)?/.exec(words);
    const rest = words.slice(match?.[0].length ?? 0);
    const [text] = rest.match(DATE) ?? [];
    if (text === undefined || !rest.startsWith(text)) return null;
    const tidy = tidyDate(text);
    const day = readDay(tidy, order);
    return day === null ? null : { day, text: tidy };
  };
}

function tidyDate(text: string): string {
  return text
    .replaceAll(/\s?([/.-])\s?(?=\d)/g, '$1')
    .replaceAll(/ ,/g, ',')
    .replace(/^(\d{1,2})\.(?=[a-z])/, '$1. ');
}

// ---- identities

type Identities = {
  readonly siren?: ProposedField<string>;
  readonly vatNumber?: ProposedField<string>;
  readonly iban?: ProposedField<string>;
  /** Lines on which an identity of the issuer stands: its name is near. */
  readonly lines: ReadonlySet<number>;
};

const SIRENS = /(?<![\d])\d{3}[ .]?\d{3}[ .]?\d{3}(?:[ .]?\d{5}|[ .]\d{3}[ .]\d{2})?(?![\d])/g;
const FRENCH_VAT = /\bfr[ .-]?[0-9a-z](?:[ .]?[0-9a-z]){10}\b/g;
/** As each country writes them; France's own are checked by their key. */
const OTHER_VAT =
  /\b(?:(?:de|pt|gb)[ .]?\d(?:[ .]?\d){8}|be[ .]?[01](?:[ .]?\d){9}|nl[ .]?\d(?:[ .]?\d){8}[ .]?b[ .]?\d{2}|es[ .-]?[a-z0-9](?:[ .-]?\d){7}[ .-]?[a-z0-9]|it[ .]?\d(?:[ .]?\d){10}|lu[ .]?\d(?:[ .]?\d){7}|at[ .]?u(?:[ .]?\d){8}|ie[ .]?\d[0-9a-z]\d{5}[a-z]{1,2}|pl[ .]?\d(?:[ .]?\d){9}|(?:dk|fi)[ .]?\d(?:[ .]?\d){7}|se[ .]?\d(?:[ .]?\d){11})\b/g;
const VAT_LABEL = /\b(?:tva|vat|btw|ust|iva|n\.?i\.?f|intracom\w*|tax id|ustid\w*|mwst)\b/;
const IBAN = /\b[a-z]{2}\d{2}(?: ?[a-z0-9]){11,30}\b/g;
const IBAN_LENGTHS: Readonly<Record<string, number>> = {
  FR: 27,
  MC: 27,
  DE: 22,
  BE: 16,
  ES: 24,
  IT: 27,
  NL: 18,
  LU: 20,
  GB: 22,
  CH: 21,
  PT: 25,
  IE: 22,
  AT: 20,
  PL: 28,
  DK: 18,
  SE: 24,
};

function identitiesOn(lines: readonly TextLine[], own: OwnMarks): Identities {
  const sirens: { found: Found<string>; confidence: number }[] = [];
  const vats: typeof sirens = [];
  const ibans: typeof sirens = [];
  const add = (into: typeof sirens, value: string, line: number, confidence: number) =>
    into.push({ found: { value, words: lines[line]?.text ?? '', line, beside: true }, confidence });
  for (const [index, line] of lines.entries()) {
    for (const cell of line.cells) {
      if (!/\d{2}/.test(cell.folded)) continue;
      if (isBuyers(lines, index, cell)) continue;
      const around = line.folded;
      for (const [text] of cell.folded.matchAll(SIRENS)) {
        const digits = text.replaceAll(/\D/g, '');
        const labelled = /\b(?:siren|siret|rcs|r\.c\.s|naf|ape|immatricul\w*)\b/.test(around);
        if (digits.length === 14 ? isSiret(digits) : isSiren(digits))
          add(sirens, digits.slice(0, 9), index, labelled ? 0.92 : digits.length === 14 ? 0.6 : 0.3);
      }
      for (const [text] of cell.folded.matchAll(FRENCH_VAT)) {
        const vat = compactUpper(text);
        if (!isFrenchVat(vat)) continue;
        add(vats, vat, index, 0.95);
        if (!vat.slice(4).startsWith('000')) add(sirens, vat.slice(4), index, 0.85);
      }
      if (VAT_LABEL.test(around)) for (const [text] of cell.folded.matchAll(OTHER_VAT)) add(vats, compactUpper(text), index, 0.75);
      for (const [text] of cell.folded.matchAll(IBAN)) {
        const compact = compactUpper(text);
        const iban = compact.slice(0, IBAN_LENGTHS[compact.slice(0, 2)] ?? compact.length);
        if (isIban(iban)) add(ibans, iban, index, 0.95);
      }
    }
  }
  const theirs = (all: typeof sirens, mine: readonly string[]) => all.filter(({ found }) => !mine.includes(found.value));
  const siren = theOne(lines, theirs(sirens, own.sirens));
  const vatNumber = theOne(lines, theirs(vats, own.vatNumbers));
  const iban = theOne(lines, ibans);
  const marks = [...theirs(sirens, own.sirens), ...theirs(vats, own.vatNumbers), ...ibans].filter(
    ({ confidence }) => confidence >= LEAST_CONFIDENCE,
  );
  return {
    ...(siren ? { siren } : {}),
    ...(vatNumber ? { vatNumber } : {}),
    ...(iban ? { iban } : {}),
    lines: new Set(marks.map(({ found }) => found.line)),
  };
}

/** One value, however often; of several, none is surely the issuer's: the one of the foot of the page, less sure. */
function theOne(
  lines: readonly TextLine[],
  all: readonly { readonly found: Found<string>; readonly confidence: number }[],
): ProposedField<string> | undefined {
  const sure = all.filter(({ confidence }) => confidence >= LEAST_CONFIDENCE);
  const values = new Set(sure.map(({ found }) => found.value));
  const best = sure.toSorted((a, b) => b.confidence - a.confidence)[0];
  if (!best) return undefined;
  if (values.size === 1) return field(lines, best.found, best.confidence);
  const last = sure.at(-1) ?? best;
  return field(lines, last.found, Math.min(0.55, last.confidence));
}

function compactUpper(text: string): string {
  return text.replaceAll(/[ .-]/g, '').toUpperCase();
}
