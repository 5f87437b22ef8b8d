// The pieces every invoice layout shares: what an invoice holds, its table, its totals, its legal mentions.
// Knows how to draw them between two margins, not where a layout puts them.

import type { DemoCompany, DemoParty } from './demo-companies.ts';
import type { DemoSupplier, InvoiceLayout } from './demo-suppliers.ts';
import { type IsoDay, daysBetween, frenchDay } from './calendar-days.ts';
import { spaced, vatNumberOf } from './demo-identifiers.ts';
import { amount, euros, quantity, rate, unitPrice } from './french-figures.ts';
import { type InvoiceLine, invoiceTotals, lineNet } from './invoice-amounts.ts';
import type { LogoName } from './logos.ts';
import { type Face, INK, INK_SOFT, RULE, RULE_SOFT, type Sheet } from './pdf-sheet.ts';

/** Who signs an invoice, with its looks. */
export type InvoiceIssuer = Pick<
  DemoSupplier,
  'name' | 'legalName' | 'address' | 'siren' | 'form' | 'site' | 'iban' | 'color' | 'debited'
> & {
  readonly layout: InvoiceLayout;
  readonly logo: LogoName;
};

/** Everything printed on an invoice. */
export interface InvoiceContent {
  readonly issuer: InvoiceIssuer;
  readonly recipient: DemoParty;
  readonly number: string;
  readonly date: IsoDay;
  readonly due: IsoDay;
  readonly lines: readonly InvoiceLine[];
  /** What it is about, above the table. */
  readonly subject?: string;
  /** 'Page 1 sur 2' when a page is missing on purpose. */
  readonly paging?: string;
  /** Why no VAT is charged, when a line has none. */
  readonly exemption?: string;
  /** A small history drawn as bars, last value current: its unit and twelve figures at most. */
  readonly usage?: { readonly caption: string; readonly values: readonly number[] };
}

/** How a layout wants the shared pieces. */
export interface PartsStyle {
  readonly left: number;
  readonly right: number;
  readonly face: Face;
  readonly bold: Face;
  readonly size: number;
  readonly head: 'ruled' | 'filled';
  readonly color: string;
}

/** Looks of the client companies' own invoices. */
const HOUSE: Readonly<Record<DemoCompany['code'], Pick<InvoiceIssuer, 'layout' | 'logo' | 'color'>>> = {
  bonnefoy: { layout: 'serif', logo: 'dovetail', color: '#6a4a2f' },
  teppes: { layout: 'classic', logo: 'loaf', color: '#9a5b16' },
  delorme: { layout: 'band', logo: 'wrench', color: '#12454f' },
};

/** The issuer of a client company's sales invoices. */
export function houseIssuer(company: DemoCompany): InvoiceIssuer {
  const { name, legalName, address, siren, form, iban } = company;
  return { name, legalName, address, siren, form, iban, site: company.email, debited: false, ...HOUSE[company.code] };
}

/** Draws the table of lines from y; gives the y under it. A VAT column appears when rates differ. */
export function drawLines(sheet: Sheet, content: InvoiceContent, top: number, style: PartsStyle): number {
  const { left, right, size, face, bold } = style;
  const mixed = new Set(content.lines.map((line) => line.vatRate)).size > 1;
  const inset = style.head === 'filled' ? 8 : 0;
  const edge = right - inset;
  const columns = mixed
    ? { quantity: edge - 196, price: edge - 122, vat: edge - 78 }
    : { quantity: edge - 158, price: edge - 80, vat: edge };
  const headInk = style.head === 'filled' ? '#ffffff' : INK;
  const small = { face: bold, size: size - 1, color: headInk };
  if (style.head === 'filled') sheet.box(left, top, right - left, 22, { fill: style.color });
  else sheet.rule(left, top, right, INK, 1);
  const heading = top + (style.head === 'filled' ? 14.5 : 15);
  sheet.text(left + inset, heading, 'Désignation', small);
  sheet.text(columns.quantity, heading, 'Quantité', { ...small, align: 'right' });
  sheet.text(columns.price, heading, 'Prix HT', { ...small, align: 'right' });
  if (mixed) sheet.text(columns.vat, heading, 'TVA', { ...small, align: 'right' });
  sheet.text(edge, heading, 'Montant HT', { ...small, align: 'right' });
  let y = top + 22;
  if (style.head === 'ruled') sheet.rule(left, y, right, RULE);
  const cell = { face, size };
  content.lines.forEach((line, index) => {
    if (style.head === 'filled' && index % 2 === 1) sheet.box(left, y, right - left, 25, { fill: '#F4F6F6' });
    const base = y + 16.5;
    sheet.text(left + inset, base, line.label, cell);
    sheet.text(columns.quantity, base, quantity(line.quantity), { ...cell, align: 'right' });
    sheet.text(columns.price, base, unitPrice(line.price), { ...cell, align: 'right' });
    if (mixed) sheet.text(columns.vat, base, rate(line.vatRate), { ...cell, align: 'right', color: INK_SOFT });
    sheet.text(edge, base, amount(lineNet(line)), { ...cell, align: 'right' });
    y += 25;
    if (style.head === 'ruled') sheet.rule(left, y, right, RULE_SOFT);
  });
  if (style.head === 'filled') sheet.rule(left, y, right, style.color, 1);
  return y;
}

/** Draws the totals at the right margin from y; gives the y under them. */
export function drawTotals(sheet: Sheet, content: InvoiceContent, top: number, style: PartsStyle): number {
  const totals = invoiceTotals(content.lines);
  const edge = style.right - (style.head === 'filled' ? 8 : 0);
  const label = edge - 92;
  const plain = { face: style.face, size: style.size, align: 'right' } as const;
  let y = top + 22;
  const row = (name: string, cents: number): void => {
    sheet.text(label, y, name, { ...plain, color: INK_SOFT });
    sheet.text(edge, y, euros(cents), plain);
    y += 18;
  };
  row('Total HT', totals.net);
  for (const base of totals.bases) {
    if (base.rate === 0) continue;
    row(totals.bases.length > 1 ? `TVA ${rate(base.rate)} sur ${amount(base.net)}` : `TVA ${rate(base.rate)}`, base.vat);
  }
  if (totals.vat === 0) row('TVA', 0);
  const strong = { face: style.bold, size: style.size + 1.5, align: 'right' } as const;
  if (style.head === 'filled') {
    sheet.box(edge - 190, y - 8, style.right - edge + 190, 28, { fill: style.color });
    sheet.text(label, y + 10, 'Total TTC', { ...strong, color: '#ffffff' });
    sheet.text(edge, y + 10, euros(totals.gross), { ...strong, color: '#ffffff' });
    return y + 28;
  }
  sheet.rule(edge - 180, y - 7, edge, INK);
  sheet.text(label, y + 9, 'Total TTC', strong);
  sheet.text(edge, y + 9, euros(totals.gross), strong);
  sheet.rule(edge - 180, y + 18, edge, INK);
  sheet.rule(edge - 180, y + 20.5, edge, INK);
  return y + 24;
}

/** How and when to pay, in words. */
export function paymentNotes(content: InvoiceContent): readonly string[] {
  const days = daysBetween(content.date, content.due);
  const means = content.issuer.debited
    ? `Prélèvement automatique le ${frenchDay(content.due)}.`
    : days === 0
      ? 'Règlement comptant, à réception.'
      : `Règlement par virement à ${days} jours, date de facture. IBAN ${spaced(content.issuer.iban, 4)}.`;
  const exemption = content.exemption === undefined ? [] : [content.exemption];
  return [
    means,
    'Pas d’escompte pour paiement anticipé. Pénalités de retard\u202f: trois fois le taux d’intérêt légal.',
    'Indemnité forfaitaire pour frais de recouvrement\u202f: 40\u202f€.',
    ...exemption,
  ];
}

/** Identity of the issuer for the foot of the page. */
export function legalFoot(issuer: InvoiceIssuer): readonly [string, string] {
  return [
    `${issuer.legalName}, ${issuer.form} · SIREN ${spaced(issuer.siren, 3)} · TVA ${vatNumberOf(issuer.siren)}`,
    `${issuer.name}, société fictive. Document de démonstration.`,
  ];
}
