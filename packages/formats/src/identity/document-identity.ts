/**
 * Whether two documents are one: from the same bytes, which is sure, to the same issuer, day and total, which is likely. Says
 * so with its reason; deletes nothing, and leaves the decision to a person (accounting formats, 10).
 *
 * Invariant: what is said of two documents does not depend on which comes first.
 */
import { cents, type Cents } from '@navette/kernel/cents';
import { decimalToCents } from '../decimal.ts';
import { isCredit, signedTotal } from '../invoice/check-invoice.ts';
import type { EInvoice } from '../invoice/e-invoice.ts';
import type { InvoiceProposal } from '../proposals/propose-invoice.ts';
import { marksOfParty, partyKeys, sameParty, type PartyMarks } from './party.ts';

export type DocumentIdentity = {
  /** SHA-256 of the bytes, as hexadecimal. */
  readonly bytes?: string;
  /** SHA-256 of the invoice's XML, alone or inside a PDF. */
  readonly xml?: string;
  readonly issuer: PartyMarks;
  /** As written. */
  readonly number?: string;
  /** 'AAAA-MM-JJ'. */
  readonly date?: string;
  /** With VAT, negative where it is owed back. */
  readonly total?: Cents;
  readonly credit: boolean;
  /** Of an image: sixteen hexadecimal digits of {@link imageHash}. */
  readonly image?: string;
};

export type DocumentHashes = Pick<DocumentIdentity, 'bytes' | 'xml' | 'image'>;

export type Sameness =
  | { readonly tag: 'same-bytes'; readonly reason: 'bytes' }
  | { readonly tag: 'same-invoice'; readonly reason: 'xml' | 'number' }
  /** The same number with two totals. */
  | { readonly tag: 'conflict'; readonly reason: 'total' }
  | { readonly tag: 'likely'; readonly reason: 'number-only' | 'look-alike' | 'issuer-date-total' | 'image' };

/** @returns the identity of an e-invoice; hashes are computed by whoever can */
export function identityOfInvoice(invoice: EInvoice, hashes: DocumentHashes = {}): DocumentIdentity {
  const total = signedTotal(invoice);
  return {
    ...hashes,
    issuer: marksOfParty(invoice.seller),
    ...(invoice.number === undefined ? {} : { number: invoice.number }),
    ...(invoice.issueDate === undefined ? {} : { date: invoice.issueDate }),
    ...(total === null ? {} : { total }),
    credit: isCredit(invoice) || (total !== null && total < 0),
  };
}

/** @returns the identity of a plain invoice, from what its words propose and a person may have corrected */
export function identityOfProposal(proposal: InvoiceProposal, hashes: DocumentHashes = {}): DocumentIdentity {
  const { supplier, number, date, total, siren, vatNumber } = proposal;
  const amount = total ? decimalToCents(total.value) : null;
  const credit = proposal.credit || (amount !== null && amount < 0);
  return {
    ...hashes,
    issuer: {
      ...(siren ? { siren: siren.value } : {}),
      ...(vatNumber ? { vat: vatNumber.value } : {}),
      ...(supplier ? { name: supplier.value } : {}),
    },
    ...(number ? { number: number.value } : {}),
    ...(date ? { date: date.value } : {}),
    ...(amount === null ? {} : { total: credit && amount > 0 ? cents(-amount) : amount }),
    credit,
  };
}

/** Upper case, without spaces, `-`, `/`, `.`, `_` and leading zeros (10). */
export function normalNumber(number: string): string {
  return number
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s\u00a0\u202f\-/._]/g, '')
    .replace(/^0+(?=.)/, '');
}

/** What is left of a number when letters and digits that machines take for each other are one (10). */
export function lookAlikeNumber(number: string): string {
  return normalNumber(number)
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1')
    .replaceAll('S', '5')
    .replaceAll('B', '8')
    .replace(/^0+(?=.)/, '');
}

/** Bits in which two images may differ. */
const IMAGE_DISTANCE = 5;

/**
 * @returns what two documents are to each other with the reason; null for two documents (10, from sure to likely)
 */
export function compareDocuments(a: DocumentIdentity, b: DocumentIdentity): Sameness | null {
  if (a.bytes !== undefined && a.bytes === b.bytes) return { tag: 'same-bytes', reason: 'bytes' };
  if (a.xml !== undefined && a.xml === b.xml) return { tag: 'same-invoice', reason: 'xml' };
  const invoices = sameParty(a.issuer, b.issuer) === null || a.credit !== b.credit ? null : compareInvoices(a, b);
  if (invoices) return invoices;
  const close = a.image !== undefined && b.image !== undefined && imageDistance(a.image, b.image) <= IMAGE_DISTANCE;
  return close ? { tag: 'likely', reason: 'image' } : null;
}

function compareInvoices(a: DocumentIdentity, b: DocumentIdentity): Sameness | null {
  const numbered = a.number !== undefined && b.number !== undefined;
  const totals = a.total !== undefined && b.total !== undefined;
  if (numbered && normalNumber(a.number) === normalNumber(b.number)) {
    // Numbers begin again with the year; a day nobody read decides nothing.
    if (a.date !== undefined && b.date !== undefined && a.date.slice(0, 4) !== b.date.slice(0, 4)) return null;
    if (!totals || a.date === undefined || b.date === undefined) {
      if (totals && a.total !== b.total) return { tag: 'conflict', reason: 'total' };
      return { tag: 'likely', reason: 'number-only' };
    }
    return a.total === b.total ? { tag: 'same-invoice', reason: 'number' } : { tag: 'conflict', reason: 'total' };
  }
  if (!totals || a.total !== b.total || a.date === undefined || a.date !== b.date) return null;
  if (!numbered) return { tag: 'likely', reason: 'issuer-date-total' };
  return lookAlikeNumber(a.number) === lookAlikeNumber(b.number) ? { tag: 'likely', reason: 'look-alike' } : null;
}

/**
 * Keys under which a document is looked up among many: two that `compareDocuments` finds to be the same share at least one,
 * but for images.
 */
export function documentKeys(identity: DocumentIdentity): string[] {
  const { bytes, xml, issuer, number, date, total, credit } = identity;
  const issuers = [...new Set([...partyKeys(issuer), ...(issuer.vat === undefined ? [] : [`vat:${issuer.vat}`])])];
  const sign = credit ? 'credit' : 'invoice';
  return [
    ...(bytes === undefined ? [] : [`bytes:${bytes}`]),
    ...(xml === undefined ? [] : [`xml:${xml}`]),
    ...(number === undefined ? [] : issuers.map((one) => `number:${one}:${lookAlikeNumber(number)}:${sign}`)),
    ...(date === undefined || total === undefined ? [] : issuers.map((one) => `total:${one}:${date}:${total}:${sign}`)),
  ];
}

/**
 * What an image looks like, in 64 bits: whether each point is brighter than the one to its right.
 * @param grey nine columns of eight rows, row by row, scaled down by whoever drew the image
 * @returns sixteen hexadecimal digits; null for another number of points
 */
export function imageHash(grey: Uint8Array): string | null {
  if (grey.length !== 72) return null;
  let bits = 0n;
  for (let row = 0; row < 8; row++)
    for (let column = 0; column < 8; column++) {
      const at = row * 9 + column;
      bits = (bits << 1n) | ((grey[at] ?? 0) > (grey[at + 1] ?? 0) ? 1n : 0n);
    }
  return bits.toString(16).padStart(16, '0');
}

/** Bits that differ; Infinity for what is no hash. */
function imageDistance(a: string, b: string): number {
  if (!/^[0-9a-f]{16}$/.test(a) || !/^[0-9a-f]{16}$/.test(b)) return Infinity;
  return [...(BigInt(`0x${a}`) ^ BigInt(`0x${b}`)).toString(2)].filter((bit) => bit === '1').length;
}
