// Invoices of the demonstration as PDF: A4, searchable, one page, in the issuer's own layout.
// Deterministic: same content, same bytes.

import { INVOICE_LAYOUTS } from './invoice-layouts.ts';
import type { InvoiceContent } from './invoice-parts.ts';
import { A4, openSheet } from './pdf-sheet.ts';

/** Draws an invoice. Gives the bytes of a PDF dated the day of the invoice. */
export async function invoicePdf(content: InvoiceContent): Promise<Uint8Array> {
  const sheet = await openSheet(A4, {
    title: `Facture ${content.number}, ${content.issuer.name}`,
    author: content.issuer.name,
    on: content.date,
  });
  INVOICE_LAYOUTS[content.issuer.layout](sheet, content);
  return sheet.bytes();
}
