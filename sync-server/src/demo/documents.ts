// Door to the demonstration documents: what the three client companies deposited over the last ten months.
// Everything is invented, drawn here, and byte-identical for the same company and day.
// Knows nothing of accounts, storage or the network: the seeding takes it from here.

import type { FileFacts } from '@navette/rooms/document-records';
import { booksOf, lastClosedMonth } from './books.ts';
import { type IsoDay, addDays, frenchMonth } from './calendar-days.ts';
import { DEMO_COMPANIES, DEMO_TODAY, type DemoCompanyCode } from './demo-companies.ts';
import { DEMO_SUPPLIERS } from './demo-suppliers.ts';
import { hoursCsv } from './hours-csv.ts';
import { invoicePdf } from './invoice-pdf.ts';
import { houseIssuer } from './invoice-parts.ts';
import { letterPdf } from './letter-pdf.ts';
import { DEMO_STAFF, plannedLetters, plannedReceipt } from './planned-papers.ts';
import type { DemoFate, PlannedInvoice } from './planned-invoices.ts';
import { receiptPdf } from './receipt-pdf.ts';
import { DEMO_BANK, statementOf, statementPdf } from './statement-pdf.ts';
import { type Trade, tradesOf } from './trades.ts';

export { DEMO_COMPANIES, DEMO_FIRM_NAME, DEMO_TODAY, type DemoCompany, type DemoCompanyCode, type DemoParty } from './demo-companies.ts';
export type { DemoFate } from './planned-invoices.ts';

/** The eight document kinds the firm starts with (G12). */
export type DocumentKind =
  | 'purchase-invoices'
  | 'sales-invoices'
  | 'bank'
  | 'cash'
  | 'payroll'
  | 'official-letters'
  | 'miscellaneous'
  | 'data';

/** A document as deposited, with what the firm did of it. */
export interface DemoDocument {
  readonly fileName: string;
  readonly mediaType: 'application/pdf' | 'text/csv';
  readonly bytes: Uint8Array;
  readonly kind: DocumentKind;
  /** Day of the deposit, never after the reference day. */
  readonly capturedOn: IsoDay;
  /** The other party: supplier, customer, bank, administration. */
  readonly supplier: string;
  /** Total with tax, in cents, when the document has one. */
  readonly amountCents: number | null;
  /** What a device reads in its text, and writes beside it. */
  readonly facts?: FileFacts;
  readonly comment?: string;
  readonly fate: DemoFate;
  /** Why it was refused; present with the fate 'refused' only. */
  readonly reason?: string;
}

function deposited(day: IsoDay, after: number, today: IsoDay): IsoDay {
  const then = addDays(day, after);
  return then < today ? then : today;
}

/** `d’octobre 2026`, `de mars 2026`. */
function ofMonth(month: string): string {
  return /^[ao]/.test(month) ? `d’${month}` : `de ${month}`;
}

/** Fills the month marks of a subject. */
function dated(subject: string, day: IsoDay): string {
  const before = addDays(`${day.slice(0, 8)}01`, -1);
  return subject.replace('{mois précédent}', frenchMonth(before)).replace('{mois}', frenchMonth(day));
}

/** A trade that exists as a document. */
type DrawnTrade = Trade & { readonly planned: PlannedInvoice };

function plannedTrades(code: DemoCompanyCode, today: IsoDay): DrawnTrade[] {
  const year = Number(today.slice(0, 4));
  return [year - 1, year]
    .flatMap((each) => tradesOf(code, each, today))
    .filter((trade): trade is DrawnTrade => trade.planned !== undefined);
}

async function invoiceDocument(code: DemoCompanyCode, trade: DrawnTrade, today: IsoDay): Promise<DemoDocument> {
  const { planned, number, date, due } = trade;
  const company = DEMO_COMPANIES[code];
  const purchase = planned.party.direction === 'purchase';
  const issuer = planned.party.direction === 'purchase' ? DEMO_SUPPLIERS[planned.party.key] : houseIssuer(company);
  const { lines, subject, paging, exemption, usage, comment, reason, fate } = planned;
  const bytes = await invoicePdf({
    issuer,
    recipient: purchase ? company : trade.party,
    number,
    date,
    due,
    lines,
    ...(subject !== undefined && { subject: dated(subject, date) }),
    ...(paging !== undefined && { paging }),
    ...(exemption !== undefined && { exemption }),
    ...(usage !== undefined && { usage }),
  });
  return {
    fileName: `${number.replaceAll(/[/ ]/g, '-')}.pdf`,
    mediaType: 'application/pdf',
    bytes,
    kind: purchase ? 'purchase-invoices' : 'sales-invoices',
    capturedOn: deposited(date, planned.daysAgo % 3, today),
    supplier: trade.party.name,
    amountCents: trade.totals.gross,
    facts: {
      v: 1,
      by: 'text',
      issuer: issuer.name,
      recipient: purchase ? company.name : trade.party.name,
      number,
      date,
      due,
      net: trade.totals.net,
      tax: trade.totals.vat,
      total: trade.totals.gross,
      currency: 'EUR',
    },
    fate,
    ...(comment !== undefined && { comment }),
    ...(reason !== undefined && { reason }),
  };
}

/** The bank statement and the hours of the last closed month; nothing when no month of the year is closed yet. */
async function monthlyDocuments(code: DemoCompanyCode, today: IsoDay): Promise<DemoDocument[]> {
  const year = Number(today.slice(0, 4));
  const closed = lastClosedMonth(year, today) > 0 ? year : year - 1;
  const books = booksOf(code, closed, today);
  const month = books.through.slice(0, 7);
  const { people, tasks } = DEMO_STAFF[code];
  return [
    {
      fileName: `releve-${month}.pdf`,
      mediaType: 'application/pdf',
      bytes: await statementPdf(DEMO_COMPANIES[code], statementOf(books)),
      kind: 'bank',
      capturedOn: deposited(books.through, 3, today),
      supplier: DEMO_BANK,
      amountCents: null,
      facts: { v: 1, by: 'text', issuer: DEMO_BANK, from: `${month}-01`, to: books.through },
      comment: `Relevé ${ofMonth(frenchMonth(books.through))}.`,
      fate: 'taken',
    },
    {
      fileName: `heures-${month}.csv`,
      mediaType: 'text/csv',
      bytes: hoursCsv(code, people, tasks, books.through),
      kind: 'data',
      capturedOn: deposited(books.through, 2, today),
      supplier: DEMO_COMPANIES[code].name,
      amountCents: null,
      fate: 'accepted',
    },
  ];
}

async function paperDocuments(code: DemoCompanyCode, today: IsoDay): Promise<DemoDocument[]> {
  const receipt = plannedReceipt(code, today);
  const documents: DemoDocument[] = [
    {
      fileName: receipt.fileName,
      mediaType: 'application/pdf',
      bytes: await receiptPdf(receipt.content),
      kind: receipt.kind,
      capturedOn: receipt.content.date,
      supplier: receipt.content.shop,
      amountCents: receipt.amountCents,
      facts: {
        v: 1,
        by: 'text',
        issuer: receipt.content.shop,
        date: receipt.content.date,
        total: receipt.amountCents,
        currency: 'EUR',
      },
      fate: code === 'delorme' ? 'accepted' : 'received',
      ...(receipt.comment !== undefined && { comment: receipt.comment }),
    },
  ];
  for (const letter of plannedLetters(code, today)) {
    documents.push({
      fileName: letter.fileName,
      mediaType: 'application/pdf',
      bytes: await letterPdf(letter.content),
      kind: letter.kind,
      capturedOn: deposited(letter.content.date, 2, today),
      supplier: letter.content.sender.name,
      amountCents: null,
      fate: 'accepted',
    });
  }
  return documents;
}

/**
 * The documents a demonstration company deposited before `today`, most recent first: fourteen of them.
 * Throws RangeError when `today` is not a day, or is before 12 February 2025 (no books yet).
 */
export async function demoDocuments(company: DemoCompanyCode, today: IsoDay = DEMO_TODAY): Promise<DemoDocument[]> {
  const documents = [...(await paperDocuments(company, today)), ...(await monthlyDocuments(company, today))];
  for (const trade of plannedTrades(company, today)) documents.push(await invoiceDocument(company, trade, today));
  return documents.toSorted((a, b) => (a.capturedOn > b.capturedOn ? -1 : a.capturedOn < b.capturedOn ? 1 : 0));
}
