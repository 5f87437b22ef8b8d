/**
 * An electronic invoice as its file says it (EN 16931): the same facts from CII, UBL and ZUGFeRD 1.
 *
 * Amounts as written, no sign rule applied; dates 'AAAA-MM-JJ', an impossible one as it is. What a rule thinks of it is
 * `check-invoice.ts`. BT numbers are those of EN 16931-1.
 */
import type { Decimal } from '../decimal.ts';
import type { XmlRefusal } from '../xml/read-xml.ts';

export type InvoiceSyntax = 'CII' | 'UBL' | 'ZUGFeRD 1';

export type Identifier = { readonly id: string; readonly scheme?: string };

export type InvoiceParty = {
  readonly name?: string;
  readonly tradingName?: string;
  /** BT-30, BT-47: SIREN or SIRET of a French party. */
  readonly legalId?: Identifier;
  readonly ids: readonly Identifier[];
  readonly vat?: string;
  /** Another fiscal number (scheme FC). */
  readonly taxNumber?: string;
  readonly street?: string;
  readonly postcode?: string;
  readonly city?: string;
  readonly country?: string;
  readonly electronicAddress?: Identifier;
};

export type VatShare = {
  readonly type?: string;
  readonly category?: string;
  readonly rate?: Decimal;
  readonly basis?: Decimal;
  readonly tax?: Decimal;
  readonly exemption?: string;
};

export type InvoiceLine = {
  readonly name?: string;
  readonly quantity?: Decimal;
  readonly netPrice?: Decimal;
  readonly net?: Decimal;
};

export type InvoiceNote = { readonly subject?: string; readonly text: string };

export type EInvoice = {
  readonly syntax: InvoiceSyntax;
  readonly root: string;
  /** BT-24. */
  readonly guideline?: string;
  /** BT-23. */
  readonly process?: string;
  readonly number?: string;
  readonly typeCode?: string;
  readonly issueDate?: string;
  readonly currency?: string;
  readonly taxCurrency?: string;
  readonly seller: InvoiceParty;
  readonly buyer: InvoiceParty;
  readonly payee?: InvoiceParty;
  readonly buyerReference?: string;
  readonly orderReference?: string;
  readonly preceding: readonly string[];
  readonly deliveryDate?: string;
  readonly lineTotal?: Decimal;
  readonly allowanceTotal?: Decimal;
  readonly chargeTotal?: Decimal;
  readonly taxBasisTotal?: Decimal;
  readonly taxTotals: readonly { readonly amount: Decimal; readonly currency?: string }[];
  readonly grandTotal?: Decimal;
  readonly prepaid?: Decimal;
  readonly rounding?: Decimal;
  readonly duePayable?: Decimal;
  readonly vat: readonly VatShare[];
  readonly dueDates: readonly string[];
  readonly paymentTerms?: string;
  readonly paymentMeans: readonly string[];
  readonly ibans: readonly string[];
  readonly bics: readonly string[];
  readonly notes: readonly InvoiceNote[];
  readonly lines: readonly InvoiceLine[];
  /** Values that are not what their place wants: read as far as possible, and said. */
  readonly oddities: readonly Oddity[];
};

export type Oddity = {
  readonly problem: 'decimal-comma' | 'amount-unreadable' | 'date-format' | 'credit-note-root';
  readonly field: string;
  readonly value: string;
};

export type InvoiceRefusal = XmlRefusal | { readonly tag: 'not-an-invoice'; readonly root: string };

/** Facts that are there; the rest left out. */
export type Present<T> = { readonly [K in keyof T]: Exclude<T[K], undefined> };

/** Leaves out what is undefined, as `exactOptionalPropertyTypes` wants it. */
export function present<T extends object>(facts: T): Present<T> {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as Present<T>;
}
