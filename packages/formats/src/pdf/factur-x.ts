/** The invoice inside a PDF (Factur-X, ZUGFeRD): which attachment it is, and what the PDF says of it. */
import type { PdfAttachment, PdfFacts } from './pdf-facts.ts';

/** In the order in which they are preferred. */
const INVOICE_NAMES = ['factur-x.xml', 'zugferd-invoice.xml', 'xrechnung.xml'];

/** @returns the attachment that holds the invoice by its name, else the first XML one; undefined when there is none */
export function invoiceAttachment(attachments: readonly PdfAttachment[]): PdfAttachment | undefined {
  const named = (name: string) => attachments.find((one) => one.name.toLowerCase() === name);
  for (const name of INVOICE_NAMES) {
    const found = named(name);
    if (found) return found;
  }
  return attachments.find(({ name }) => name.toLowerCase().endsWith('.xml') && name.toLowerCase() !== 'order-x.xml');
}

/** Whether more than one attachment claims to be the invoice. */
export function severalInvoices(attachments: readonly PdfAttachment[]): boolean {
  return attachments.filter(({ name }) => INVOICE_NAMES.includes(name.toLowerCase())).length > 1;
}

/** `fx:ConformanceLevel` of the XMP packet, in either of its two spellings. */
export function conformanceLevels({ xmp }: Pick<PdfFacts, 'xmp'>): string[] {
  const levels = new Set<string>();
  for (const match of xmp.matchAll(/<[\w.-]+:ConformanceLevel>([^<]{1,60})<|[\s][\w.-]+:ConformanceLevel\s*=\s*["']([^"']{1,60})["']/g)) {
    levels.add((match[1] ?? match[2] ?? '').trim());
  }
  return [...levels];
}

/** Profiles as the XML's guideline names them (BT-24), by its last word; undefined for one we do not know. */
export function profileOf(guideline: string | undefined): string | undefined {
  if (guideline === undefined) return undefined;
  const last = guideline.split(/[:#]/).at(-1)?.toLowerCase() ?? '';
  if (guideline.toLowerCase() === 'urn:cen.eu:en16931:2017') return 'EN 16931';
  return PROFILES[last];
}

const PROFILES: Readonly<Record<string, string>> = {
  minimum: 'MINIMUM',
  basicwl: 'BASIC WL',
  basic: 'BASIC',
  comfort: 'EN 16931',
  extended: 'EXTENDED',
  'en16931-ctc-fr': 'EN 16931',
  'extended-ctc-fr': 'EXTENDED',
};
