/**
 * What is doubtful about an invoice (EN 16931 sums and French rules), each as a warning with the figures that show it.
 *
 * A portal that takes documents in refuses none for it: it reads, and says. A term that was rounded may be off by a cent.
 */
import { isFrenchVat, isIban, isSiren, isSiret } from '@navette/domain/identifiers';
import { cents, type Cents } from '@navette/kernel/cents';
import { decimalToCents, type Decimal } from '../decimal.ts';
import type { EInvoice, InvoiceParty, Oddity, VatShare } from './e-invoice.ts';

export type InvoiceWarning =
  | { readonly tag: 'sum'; readonly rule: SumRule; readonly written: Cents; readonly computed: Cents }
  | { readonly tag: 'missing'; readonly field: 'number' | 'issue-date' | 'currency' | 'seller-vat' | 'exemption-reason' | 'legal-notes' }
  | { readonly tag: 'impossible-date'; readonly date: string }
  | { readonly tag: 'due-before-issue'; readonly due: string; readonly issued: string }
  | { readonly tag: 'identifier'; readonly what: 'siren' | 'siret' | 'vat' | 'iban'; readonly value: string }
  | { readonly tag: 'vat-without-siren'; readonly vat: string; readonly siren: string }
  | { readonly tag: 'number-form'; readonly number: string }
  | { readonly tag: 'negative-price' }
  | { readonly tag: 'same-rate-twice'; readonly rate: string }
  | { readonly tag: 'unknown-type'; readonly code: string }
  | { readonly tag: 'lines-beyond-profile'; readonly profile: string }
  | { readonly tag: 'oddity'; readonly oddity: Oddity };

/** The sums by what they give: lines, net, VAT shares, VAT, total, due. */
export type SumRule = 'lines' | 'net' | 'share' | 'vat' | 'total' | 'due';

/** BT-3 codes whose amounts are owed back (EN 16931). */
const CREDIT = new Set(['381', '261', '81', '83', '262', '296', '308', '396', '420', '458', '502', '503', '532']);
const INVOICE = new Set(
  (
    '71 80 82 84 102 130 202 203 204 211 218 219 295 325 326 331 380 382 383 384 385 386 387 388 389 390 393 394 395 456 457 471 472 473 ' +
    '500 501 527 553 575 623 633 751 780 817 870 875 876 877 935'
  ).split(' '),
);

/** Whether the document gives money back: by its code, or by UBL's own root. */
export function isCredit({ typeCode, root }: Pick<EInvoice, 'typeCode' | 'root'>): boolean {
  return root === 'CreditNote' || (typeCode !== undefined && CREDIT.has(typeCode));
}

/** Total with VAT, negative where it is owed back: two customs exist, a code with positive amounts and negative amounts. */
export function signedTotal(invoice: EInvoice): Cents | null {
  const total = invoice.grandTotal === undefined ? null : decimalToCents(invoice.grandTotal);
  return total === null ? null : isCredit(invoice) && total > 0 ? cents(-total) : total;
}

export function checkInvoice(invoice: EInvoice): InvoiceWarning[] {
  return [
    ...invoice.oddities.map((oddity) => ({ tag: 'oddity', oddity }) as const),
    ...missing(invoice),
    ...dates(invoice),
    ...sums(invoice),
    ...identifierFaults(invoice),
    ...frenchRules(invoice),
  ];
}

function* missing(invoice: EInvoice): Generator<InvoiceWarning> {
  if (invoice.number === undefined) yield { tag: 'missing', field: 'number' };
  if (invoice.issueDate === undefined) yield { tag: 'missing', field: 'issue-date' };
  if (invoice.currency === undefined) yield { tag: 'missing', field: 'currency' };
  const { typeCode } = invoice;
  if (typeCode !== undefined && !CREDIT.has(typeCode) && !INVOICE.has(typeCode)) yield { tag: 'unknown-type', code: typeCode };
  if (invoice.seller.vat === undefined && invoice.seller.taxNumber === undefined && invoice.vat.some(({ category }) => category === 'S'))
    yield { tag: 'missing', field: 'seller-vat' };
  if (invoice.vat.some(({ category, exemption }) => category === 'E' && exemption === undefined))
    yield { tag: 'missing', field: 'exemption-reason' };
  if (invoice.lines.some(({ netPrice }) => netPrice?.startsWith('-') === true)) yield { tag: 'negative-price' };
}

function* dates({ issueDate, dueDates, deliveryDate }: EInvoice): Generator<InvoiceWarning> {
  for (const date of [issueDate, deliveryDate, ...dueDates]) {
    if (date !== undefined && !isRealDay(date)) yield { tag: 'impossible-date', date };
  }
  for (const due of dueDates) {
    if (issueDate !== undefined && isRealDay(due) && isRealDay(issueDate) && due < issueDate)
      yield { tag: 'due-before-issue', due, issued: issueDate };
  }
}

function isRealDay(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const length = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return day >= 1 && day <= length;
}

/** Whole cents; null where an amount is not there or too large. */
const amount = (value: Decimal | undefined): Cents | null => (value === undefined ? null : decimalToCents(value));
const orZero = (value: Decimal | undefined): number => amount(value) ?? 0;

function* sums(invoice: EInvoice): Generator<InvoiceWarning> {
  const { lines, vat, taxTotals, currency } = invoice;
  const [lineTotal, basis, total, due] = [invoice.lineTotal, invoice.taxBasisTotal, invoice.grandTotal, invoice.duePayable].map(amount);
  const check = function* (rule: SumRule, written: Cents | null | undefined, computed: number, terms: number): Generator<InvoiceWarning> {
    if (written !== null && written !== undefined && Math.abs(written - computed) > terms)
      yield { tag: 'sum', rule, written, computed: cents(computed) };
  };
  const nets = lines.map(({ net }) => amount(net));
  if (nets.length > 0 && nets.every((net) => net !== null))
    yield* check(
      'lines',
      lineTotal,
      nets.reduce((sum, net) => sum + (net ?? 0), 0),
      nets.length,
    );
  if (lineTotal !== null && lineTotal !== undefined)
    yield* check('net', basis, lineTotal - orZero(invoice.allowanceTotal) + orZero(invoice.chargeTotal), 1);
  const tax = taxTotals.find((one) => one.currency === undefined || one.currency === currency);
  const shares = vat.map((share) => amount(share.tax));
  if (shares.length > 0 && shares.every((share) => share !== null))
    yield* check(
      'vat',
      amount(tax?.amount),
      shares.reduce((sum, share) => sum + (share ?? 0), 0),
      shares.length,
    );
  for (const share of vat) yield* shareSum(share);
  if (basis !== null && basis !== undefined) yield* check('total', total, basis + orZero(tax?.amount), 1);
  if (total !== null && total !== undefined) yield* check('due', due, total - orZero(invoice.prepaid) + orZero(invoice.rounding), 1);
  const rates = vat.map(({ category, rate }) => `${category ?? ''} ${rate === undefined ? '' : Number(rate)}`);
  for (const [index, { rate }] of vat.entries()) {
    if (rates.indexOf(rates[index] ?? '') < index && rate !== undefined) yield { tag: 'same-rate-twice', rate };
  }
}

/** Basis times rate, half a cent away from zero; whole numbers all the way. */
function* shareSum({ basis, rate, tax }: VatShare): Generator<InvoiceWarning> {
  const [base, written] = [amount(basis), amount(tax)];
  const percent = rate === undefined ? null : decimalToCents(rate);
  if (base === null || written === null || percent === null) return;
  const product = BigInt(Math.abs(base)) * BigInt(Math.abs(percent));
  const rounded = Number((product + 5_000n) / 10_000n) * (base < 0 !== percent < 0 ? -1 : 1);
  if (Math.abs(rounded - written) > 1) yield { tag: 'sum', rule: 'share', written, computed: cents(rounded) };
}

function* identifierFaults({ seller, buyer, ibans }: EInvoice): Generator<InvoiceWarning> {
  for (const party of [seller, buyer]) {
    const legal = party.legalId?.id.replaceAll(/\s/g, '');
    if (legal !== undefined && isFrench(party)) {
      if (/^\d{9}$/.test(legal) && !isSiren(legal)) yield { tag: 'identifier', what: 'siren', value: legal };
      if (/^\d{14}$/.test(legal) && !isSiret(legal)) yield { tag: 'identifier', what: 'siret', value: legal };
    }
    const vat = party.vat?.replaceAll(/\s/g, '').toUpperCase();
    if (vat?.startsWith('FR') === true && !isFrenchVat(vat)) yield { tag: 'identifier', what: 'vat', value: vat };
  }
  const siren = sirenOf(seller);
  const vat = seller.vat?.replaceAll(/\s/g, '').toUpperCase();
  if (siren !== undefined && vat?.startsWith('FR') === true && !vat.endsWith(siren)) yield { tag: 'vat-without-siren', vat, siren };
  for (const written of ibans) {
    const iban = written.replaceAll(/\s/g, '').toUpperCase();
    if (!isIban(iban)) yield { tag: 'identifier', what: 'iban', value: written };
  }
}

function isFrench({ country, vat, legalId }: InvoiceParty): boolean {
  return country === 'FR' || vat?.toUpperCase().startsWith('FR') === true || legalId?.scheme === '0002' || legalId?.scheme === '0009';
}

/** The nine digits by which a party is known: of its legal id, else of its French VAT number. */
export function sirenOf({ legalId, vat }: InvoiceParty): string | undefined {
  const digits = legalId?.id.replaceAll(/\s/g, '');
  if (digits !== undefined && /^(?:\d{9}|\d{14})$/.test(digits)) return digits.slice(0, 9);
  return /^FR[0-9A-Z]{2}(\d{9})$/.exec(vat?.replaceAll(/\s/g, '').toUpperCase() ?? '')?.[1];
}

/** The notes French law wants on an invoice between businesses: late payment, recovery, discount. */
const LEGAL_NOTES = ['PMT', 'PMD', 'AAB'];

function* frenchRules(invoice: EInvoice): Generator<InvoiceWarning> {
  const { number, seller, notes, guideline } = invoice;
  if (number !== undefined && seller.country === 'FR' && (number.length > 35 || /\s/.test(number))) yield { tag: 'number-form', number };
  const subjects = new Set(notes.map(({ subject }) => subject));
  if (guideline?.toLowerCase().includes('ctc-fr') === true && LEGAL_NOTES.some((wanted) => !subjects.has(wanted)))
    yield { tag: 'missing', field: 'legal-notes' };
  if (/:minimum$|:basicwl$/i.test(guideline ?? '') && invoice.lines.length > 0)
    yield { tag: 'lines-beyond-profile', profile: /:minimum$/i.test(guideline ?? '') ? 'MINIMUM' : 'BASIC WL' };
}
