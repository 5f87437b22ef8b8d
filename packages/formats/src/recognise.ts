/**
 * What a file is, from its bytes: the one recognition that the device, the server's command line and the tests share.
 *
 * A name is believed for nothing but a hint. PDFs are read by whoever has pdf.js; everything else is read here. Nothing
 * is run, nothing is fetched, and what cannot be read is named, never thrown away.
 */
import { bankBalances, bankSums, type BankFile, type BankRefusal } from './bank/bank-statement.ts';
import type { MappingDoubt } from './bank/csv/column-mapping.ts';
import { readBankFile } from './bank/read-bank-file.ts';
import { proposeCategory, type Proposal } from './classify.ts';
import { checkInvoice, type InvoiceWarning } from './invoice/check-invoice.ts';
import type { EInvoice, InvoiceRefusal } from './invoice/e-invoice.ts';
import { readInvoiceXml } from './invoice/read-invoice.ts';
import { conformanceLevels, invoiceAttachment, profileOf, severalInvoices } from './pdf/factur-x.ts';
import type { PdfFacts, PdfRead, PdfRefusal } from './pdf/pdf-facts.ts';
import { SIGNATURE_BYTES, typeOfBytes } from './signature.ts';
import { decodeText } from './text/decode-text.ts';

export type FileWarning =
  | InvoiceWarning
  /** What the PDF says of its invoice differs from what the invoice says. */
  | { readonly tag: 'pdf-profile'; readonly pdf: string; readonly invoice: string }
  | { readonly tag: 'pdf-says-nothing' }
  | { readonly tag: 'several-invoices' }
  | { readonly tag: 'statement-sum' }
  | { readonly tag: 'statement-faults'; readonly lines: readonly number[] }
  | { readonly tag: 'unreadable-amounts'; readonly count: number }
  /** What a CSV leaves open about its columns: a person should look at the preview. */
  | { readonly tag: 'csv-doubts'; readonly doubts: readonly MappingDoubt[] }
  /** Bytes are something else than the name says. */
  | { readonly tag: 'name-lies'; readonly type: string };

export type Recognised = {
  /** Media type by the bytes. */
  readonly type: string;
  readonly kind: 'invoice' | 'bank-statement' | 'document' | 'image' | 'archive' | 'data' | 'opaque' | 'empty';
  readonly proposal: Proposal | null;
  readonly warnings: readonly FileWarning[];
  readonly invoice?: EInvoice;
  readonly bank?: BankFile;
  /** Why an invoice or a statement that is there could not be read. */
  readonly refusal?: InvoiceRefusal | BankRefusal | PdfRefusal;
  readonly pdf?: PdfFacts;
};

export type RecognitionPorts = { readonly readPdf: (bytes: Uint8Array) => Promise<PdfRead> };

const BY_STRUCTURE = (category: Proposal['category']): Proposal => ({
  category,
  confidence: 0.95,
  evidence: { from: 'structure', words: [] },
});
const TEXT_READ = 200_000;

export async function recogniseFile(bytes: Uint8Array, name: string, { readPdf }: RecognitionPorts): Promise<Recognised> {
  const type = typeOfBytes(bytes.subarray(0, SIGNATURE_BYTES));
  const lies = /\.pdf$/i.test(name.trim()) && type !== 'application/pdf' ? [{ tag: 'name-lies', type } as const] : [];
  if (bytes.length === 0) return { type, kind: 'empty', proposal: null, warnings: [] };
  if (type === 'application/pdf') return recognisePdf(bytes, name, await readPdf(bytes));
  if (type === 'application/octet-stream') {
    // Some banks leave control characters in their text files.
    const bank = readBankFile(bytes);
    return bank.ok ? recognisedBank(bank.value, type) : { type, kind: 'opaque', proposal: null, warnings: lies };
  }
  if (type === 'text/html' || type === 'image/svg+xml') return { type, kind: 'opaque', proposal: null, warnings: lies };
  if (type.startsWith('image/')) return { type, kind: 'image', proposal: proposeCategory('', name), warnings: lies };
  if (/zip|gzip|7z/.test(type)) return { type, kind: 'archive', proposal: null, warnings: lies };
  if (type === 'application/xml') return recogniseXml(bytes, name, type);
  return recogniseText(bytes, name, type);
}

function recognisePdf(bytes: Uint8Array, name: string, read: PdfRead): Recognised {
  const type = 'application/pdf';
  if (!read.ok) return { type, kind: 'document', proposal: proposeCategory('', name), warnings: [], refusal: read.refusal };
  const pdf = read.value;
  const attachment = invoiceAttachment(pdf.attachments);
  const proposal = proposeCategory(pdf.text.join('\n'), name);
  if (!attachment) return { type, kind: 'document', proposal, warnings: [], pdf };
  const invoice = readInvoiceXml(attachment.bytes);
  const several = severalInvoices(pdf.attachments) ? [{ tag: 'several-invoices' } as const] : [];
  if (!invoice.ok) return { type, kind: 'document', proposal, warnings: several, pdf, refusal: invoice.refusal };
  return {
    type,
    kind: 'invoice',
    proposal: BY_STRUCTURE('purchase-invoices'),
    warnings: [...several, ...profileWarnings(pdf, invoice.value), ...checkInvoice(invoice.value)],
    invoice: invoice.value,
    pdf,
  };
}

/** The XML wins; that the PDF says otherwise, or nothing, is worth a word. */
function profileWarnings(pdf: PdfFacts, invoice: EInvoice): FileWarning[] {
  const [claimed] = conformanceLevels(pdf);
  const written = profileOf(invoice.guideline);
  if (claimed === undefined) return [{ tag: 'pdf-says-nothing' }];
  const same = written === undefined || claimed.replaceAll(/[\s_]/g, '').toUpperCase() === written.replaceAll(' ', '').toUpperCase();
  return same || claimed === 'COMFORT' ? [] : [{ tag: 'pdf-profile', pdf: claimed, invoice: written ?? '' }];
}

function recogniseXml(bytes: Uint8Array, name: string, type: string): Recognised {
  const invoice = readInvoiceXml(bytes);
  if (invoice.ok)
    return {
      type,
      kind: 'invoice',
      proposal: BY_STRUCTURE('purchase-invoices'),
      warnings: checkInvoice(invoice.value),
      invoice: invoice.value,
    };
  const bank = readBankFile(bytes);
  if (bank.ok) return recognisedBank(bank.value, type);
  const refusal = bank.refusal.tag === 'not-a-bank-file' ? invoice.refusal : bank.refusal;
  return {
    type,
    kind: bank.refusal.tag === 'no-statement' ? 'bank-statement' : 'data',
    proposal: proposeCategory('', name),
    warnings: [],
    refusal,
  };
}

function recogniseText(bytes: Uint8Array, name: string, type: string): Recognised {
  const bank = readBankFile(bytes);
  if (bank.ok) return recognisedBank(bank.value, type);
  if (bank.refusal.tag !== 'not-a-bank-file')
    return { type, kind: 'bank-statement', proposal: BY_STRUCTURE('bank'), warnings: [], refusal: bank.refusal };
  const { text } = decodeText(bytes.subarray(0, TEXT_READ));
  const proposal = type === 'text/csv' ? (proposeCategory(text, name) ?? BY_STRUCTURE('data')) : proposeCategory(text, name);
  return { type, kind: type === 'text/csv' ? 'data' : 'document', proposal, warnings: [] };
}

function recognisedBank(bank: BankFile, type: string): Recognised {
  const warnings: FileWarning[] = [];
  if (bank.faults.length > 0) warnings.push({ tag: 'statement-faults', lines: bank.faults.map(({ line }) => line) });
  const unreadable = bank.statements.reduce((sum, { movements }) => sum + bankSums(movements).unreadable, 0);
  if (bank.statements.some((statement) => bankBalances(statement) === false)) warnings.push({ tag: 'statement-sum' });
  if (unreadable > 0) warnings.push({ tag: 'unreadable-amounts', count: unreadable });
  if (bank.doubts !== undefined && bank.doubts.length > 0) warnings.push({ tag: 'csv-doubts', doubts: bank.doubts });
  return { type, kind: 'bank-statement', proposal: BY_STRUCTURE('bank'), warnings, bank };
}
