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
import { marksOfParty, type PartyMarks } from './identity/party.ts';
import { attributeInvoice, attributeWords, ownMarks, type Attribution, type OwnCompany } from './identity/purchase-or-sale.ts';
import { readInvoiceXml } from './invoice/read-invoice.ts';
import { NO_CORRECTIONS, withCorrections, type Corrections } from './learning/corrections.ts';
import { associatedFiles } from './pdf/associated-files.ts';
import { conformanceLevels, invoiceAttachment, profileOf, severalInvoices } from './pdf/factur-x.ts';
import type { PdfFacts, PdfRead, PdfRefusal } from './pdf/pdf-facts.ts';
import { unfoldsBeyond } from './pdf/unfolded-streams.ts';
import { looksLikeFec } from './fec/read-fec.ts';
import { looksLikeInvoice, proposeInvoice, type InvoiceProposal } from './proposals/propose-invoice.ts';
import { linesOf, linesOfText, type TextLine } from './proposals/text-layout.ts';
import { SIGNATURE_BYTES, typeOfBytes } from './signature.ts';
import { decodeText } from './text/decode-text.ts';
import type { InflateRaw } from './zip/compression.ts';
import { listZip, type ZipEntry, type ZipEntryRefusal, type ZipRefusal } from './zip/list-zip.ts';
import { readZipEntry } from './zip/read-zip-entry.ts';

export type FileWarning =
  | InvoiceWarning
  /** What the PDF says of its invoice differs from what the invoice says. */
  | { readonly tag: 'pdf-profile'; readonly pdf: string; readonly invoice: string }
  | { readonly tag: 'pdf-says-nothing' }
  | { readonly tag: 'several-invoices' }
  /** Its invoice stands in `/AF` and not in the list of attachments. */
  | { readonly tag: 'unlisted-attachment' }
  | { readonly tag: 'statement-sum' }
  | { readonly tag: 'statement-faults'; readonly lines: readonly number[] }
  | { readonly tag: 'unreadable-amounts'; readonly count: number }
  /** What a CSV leaves open about its columns: a person should look at the preview. */
  | { readonly tag: 'csv-doubts'; readonly doubts: readonly MappingDoubt[] }
  /** Bytes are something else than the name says. */
  | { readonly tag: 'name-lies'; readonly type: string }
  /** Entries of an archive that are not given, by reason. */
  | { readonly tag: 'entries-refused'; readonly reasons: readonly ZipEntryRefusal['tag'][]; readonly count: number }
  | { readonly tag: 'names-twice'; readonly count: number }
  /** An archive holds more than is looked at: the rest is listed. */
  | { readonly tag: 'entries-not-read'; readonly count: number };

export type Recognised = {
  /** Media type by the bytes. */
  readonly type: string;
  readonly kind: 'invoice' | 'bank-statement' | 'fec' | 'document' | 'image' | 'archive' | 'data' | 'opaque' | 'empty';
  readonly proposal: Proposal | null;
  readonly warnings: readonly FileWarning[];
  readonly invoice?: EInvoice;
  readonly bank?: BankFile;
  /** Why an invoice or a statement that is there could not be read. */
  readonly refusal?: InvoiceRefusal | BankRefusal | PdfRefusal | ZipRefusal;
  readonly pdf?: PdfFacts;
  /** Of an invoice without structure: what its words say. */
  readonly proposals?: InvoiceProposal;
  /** Of an invoice, when the person's companies are known. */
  readonly attribution?: Attribution;
  /** Of a ZIP: every entry, and what those that were read are. */
  readonly entries?: readonly RecognisedEntry[];
};

export type RecognisedEntry = {
  readonly entry: ZipEntry;
  /** Null for a folder, and for what was not read. */
  readonly seen: Recognised | null;
  /** For those who need them now: nobody keeps them. */
  readonly bytes: Uint8Array | null;
  readonly refusal: ZipEntryRefusal | null;
};

export type RecognitionPorts = {
  readonly readPdf: (bytes: Uint8Array) => Promise<PdfRead>;
  /** Without it the entries of a ZIP are listed and not read. */
  readonly inflate?: InflateRaw;
  /** Those of the person: without them every invoice is taken for a purchase. */
  readonly companies?: readonly OwnCompany[];
  readonly corrections?: Corrections;
};

const BY_STRUCTURE = (category: Proposal['category']): Proposal => ({
  category,
  confidence: 0.95,
  evidence: { from: 'structure', words: [] },
});
const MAY_BE_FEC = /^(?:text\/(?!html)|application\/(?:xml|octet-stream))/;
const FEC_HEAD = 4_000;
const TEXT_READ = 200_000;

/** Of an archive, entries and bytes that are looked into; the rest is listed. */
const ENTRIES_READ = 200;
const ENTRY_BYTES_READ = 64 * 1024 * 1024;

/**
 * @param bytes of the file, from anywhere
 * @param name a hint, for what has no words
 * @returns what it is; never throws for what is in it (accounting formats, 10 and 11)
 */
export async function recogniseFile(bytes: Uint8Array, name: string, ports: RecognitionPorts): Promise<Recognised> {
  const { readPdf } = ports;
  const type = typeOfBytes(bytes.subarray(0, SIGNATURE_BYTES));
  const lies = /\.pdf$/i.test(name.trim()) && type !== 'application/pdf' ? [{ tag: 'name-lies', type } as const] : [];
  if (bytes.length === 0) return { type, kind: 'empty', proposal: null, warnings: [] };
  // Its lines are read by whoever needs them: a ledger can be large.
  if (MAY_BE_FEC.test(type) && looksLikeFec(bytes.subarray(0, FEC_HEAD)))
    return { type, kind: 'fec', proposal: BY_STRUCTURE('data'), warnings: lies };
  if (type === 'application/pdf') {
    const { inflate } = ports;
    if (inflate && (await unfoldsBeyond(bytes, inflate)))
      return recognisePdf(name, { ok: false, refusal: { tag: 'pdf-too-large' } }, ports);
    const read = await readPdf(bytes);
    if (!read.ok || !inflate || invoiceAttachment(read.value.attachments)) return recognisePdf(name, read, ports);
    // Named by /AF alone: pdf.js does not tell of it.
    const unlisted = await associatedFiles(bytes, inflate);
    if (unlisted.length === 0) return recognisePdf(name, read, ports);
    const seen = recognisePdf(name, { ok: true, value: { ...read.value, attachments: [...read.value.attachments, ...unlisted] } }, ports);
    return { ...seen, warnings: [{ tag: 'unlisted-attachment' }, ...seen.warnings] };
  }
  if (type === 'application/octet-stream') {
    // Some banks leave control characters in their text files.
    const bank = readBankFile(bytes);
    return bank.ok ? recognisedBank(bank.value, type) : { type, kind: 'opaque', proposal: null, warnings: lies };
  }
  if (type === 'text/html' || type === 'image/svg+xml') return { type, kind: 'opaque', proposal: null, warnings: lies };
  if (type.startsWith('image/')) return { type, kind: 'image', proposal: proposeCategory('', name), warnings: lies };
  if (type === 'application/zip') return recogniseZip(bytes, type, lies, ports);
  if (/zip|gzip|7z/.test(type)) return { type, kind: 'archive', proposal: null, warnings: lies };
  if (type === 'application/xml') return recogniseXml(bytes, name, type, ports);
  return recogniseText(bytes, name, type, ports);
}

/** Archives inside archives are refused by the reader: this goes one deep. */
async function recogniseZip(bytes: Uint8Array, type: string, lies: readonly FileWarning[], ports: RecognitionPorts): Promise<Recognised> {
  const listed = listZip(bytes);
  const { inflate } = ports;
  if (!listed.ok) return { type, kind: 'archive', proposal: null, warnings: lies, refusal: listed.refusal };
  const entries: RecognisedEntry[] = [];
  let [read, size, left] = [0, 0, 0];
  for (const entry of listed.value) {
    if (entry.directory || entry.refusal || !inflate) {
      entries.push({ entry, seen: null, bytes: null, refusal: entry.refusal });
      continue;
    }
    if (read >= ENTRIES_READ || size + entry.size > ENTRY_BYTES_READ) {
      left++;
      entries.push({ entry, seen: null, bytes: null, refusal: null });
      continue;
    }
    read++;
    size += entry.size;
    const content = await readZipEntry(bytes, entry, { inflate });
    entries.push(
      content.ok
        ? { entry, seen: await recogniseFile(content.value, entry.name, ports), bytes: content.value, refusal: null }
        : { entry, seen: null, bytes: null, refusal: content.refusal },
    );
  }
  const refused = entries.flatMap(({ refusal }) => refusal?.tag ?? []);
  const twice = listed.value.filter(({ duplicate }) => duplicate).length;
  const warnings: FileWarning[] = [...lies];
  if (refused.length > 0) warnings.push({ tag: 'entries-refused', reasons: [...new Set(refused)], count: refused.length });
  if (twice > 0) warnings.push({ tag: 'names-twice', count: twice });
  if (left > 0) warnings.push({ tag: 'entries-not-read', count: left });
  return { type, kind: 'archive', proposal: proposalOfAll(entries), warnings, entries };
}

/** What all its documents are, when they are one thing. */
function proposalOfAll(entries: readonly RecognisedEntry[]): Proposal | null {
  const proposals = entries.flatMap(({ seen }) => (seen ? [seen.proposal] : []));
  const [first] = proposals;
  return first && proposals.every((one) => one?.category === first.category) ? first : null;
}

function recognisePdf(name: string, read: PdfRead, ports: RecognitionPorts): Recognised {
  const type = 'application/pdf';
  if (!read.ok) return { type, kind: 'document', proposal: proposeCategory('', name), warnings: [], refusal: read.refusal };
  const pdf = read.value;
  const attachment = invoiceAttachment(pdf.attachments);
  const proposal = proposeCategory(pdf.text.join('\n'), name);
  const lines = linesOf(pdf.items);
  if (!attachment) return { type, kind: 'document', warnings: [], pdf, ...plainDocument(lines, proposal, ports) };
  const invoice = readInvoiceXml(attachment.bytes);
  const several = severalInvoices(pdf.attachments) ? [{ tag: 'several-invoices' } as const] : [];
  if (!invoice.ok)
    return { type, kind: 'document', warnings: several, pdf, refusal: invoice.refusal, ...plainDocument(lines, proposal, ports) };
  return {
    type,
    kind: 'invoice',
    ...ofParties(invoice.value, ports),
    warnings: [...several, ...profileWarnings(pdf, invoice.value), ...checkInvoice(invoice.value)],
    invoice: invoice.value,
    pdf,
  };
}

type Understood = Pick<Recognised, 'proposal' | 'proposals' | 'attribution'>;

/** Purchase or sale by the parties; without the person's companies a purchase, which is what most are. */
function ofParties(invoice: EInvoice, { companies, corrections = NO_CORRECTIONS }: RecognitionPorts): Understood {
  const attribution = companies ? attributeInvoice(invoice, companies) : undefined;
  // Both or neither: a purchase is no more likely than a sale, and nothing is guessed.
  const proposal = attribution ? byParties(attribution) : BY_STRUCTURE('purchase-invoices');
  const issuer = marksOfParty(invoice.seller);
  return { proposal: correctedBy(corrections, issuer, proposal, attribution), ...(attribution ? { attribution } : {}) };
}

/**
 * Fields are proposed of what may be an invoice: never of a payslip or a tax notice, which have totals too. The person's own
 * companies are then the other party.
 */
function plainDocument(lines: readonly TextLine[], category: Proposal | null, ports: RecognitionPorts): Understood {
  const { companies, corrections = NO_CORRECTIONS } = ports;
  if (category !== null && category.category !== 'purchase-invoices' && category.category !== 'miscellaneous')
    return { proposal: category };
  const attribution = companies && looksLikeInvoice(lines) ? attributeWords(lines, companies) : undefined;
  const sold = attribution?.tag === 'decided' && attribution.category === 'sales-invoices';
  const proposals = proposeInvoice(lines, companies && !sold ? ownMarks(companies) : undefined);
  const words = category ?? carriesAnInvoice(proposals ?? undefined);
  const proposal = sold && words?.category !== 'miscellaneous' ? byParties(attribution) : words;
  const issuer: PartyMarks = {
    ...(proposals?.siren ? { siren: proposals.siren.value } : {}),
    ...(proposals?.vatNumber ? { vat: proposals.vatNumber.value } : {}),
    ...(proposals?.supplier ? { name: proposals.supplier.value } : {}),
  };
  return {
    proposal: correctedBy(corrections, issuer, proposal, attribution),
    ...(proposals ? { proposals } : {}),
    ...(attribution ? { attribution } : {}),
  };
}

/** A sale has the person's own company as its issuer: what was corrected of it says nothing of its next one. */
function correctedBy(corrections: Corrections, issuer: PartyMarks, proposal: Proposal | null, attribution?: Attribution): Proposal | null {
  const sold = attribution?.tag === 'decided' && attribution.category === 'sales-invoices';
  return withCorrections(proposal, corrections, issuer, sold);
}

function byParties(attribution: Attribution): Proposal | null {
  if (attribution.tag !== 'decided') return null;
  const { category, confidence, by } = attribution;
  return { category, confidence, evidence: { from: 'parties', words: [by] } };
}

/** A number, a date and a total together are an invoice's, in whatever language (10). */
function carriesAnInvoice(proposals: InvoiceProposal | undefined): Proposal | null {
  const { number, date, total } = proposals ?? {};
  if (!number || !date || !total) return null;
  const confidence = Math.min(number.confidence, date.confidence, total.confidence);
  return { category: 'purchase-invoices', confidence, evidence: { from: 'text', words: [number.words, date.words, total.words] } };
}

/** The XML wins; that the PDF says otherwise, or nothing, is worth a word. */
function profileWarnings(pdf: PdfFacts, invoice: EInvoice): FileWarning[] {
  const [claimed] = conformanceLevels(pdf);
  const written = profileOf(invoice.guideline);
  if (claimed === undefined) return [{ tag: 'pdf-says-nothing' }];
  const same = written === undefined || claimed.replaceAll(/[\s_]/g, '').toUpperCase() === written.replaceAll(' ', '').toUpperCase();
  return same || claimed === 'COMFORT' ? [] : [{ tag: 'pdf-profile', pdf: claimed, invoice: written ?? '' }];
}

function recogniseXml(bytes: Uint8Array, name: string, type: string, ports: RecognitionPorts): Recognised {
  const invoice = readInvoiceXml(bytes);
  if (invoice.ok)
    return {
      type,
      kind: 'invoice',
      ...ofParties(invoice.value, ports),
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

function recogniseText(bytes: Uint8Array, name: string, type: string, ports: RecognitionPorts): Recognised {
  const bank = readBankFile(bytes);
  if (bank.ok) return recognisedBank(bank.value, type);
  if (bank.refusal.tag !== 'not-a-bank-file')
    return { type, kind: 'bank-statement', proposal: BY_STRUCTURE('bank'), warnings: [], refusal: bank.refusal };
  const { text } = decodeText(bytes.subarray(0, TEXT_READ));
  const proposal = type === 'text/csv' ? (proposeCategory(text, name) ?? BY_STRUCTURE('data')) : proposeCategory(text, name);
  if (type === 'text/csv') return { type, kind: 'data', proposal, warnings: [] };
  return { type, kind: 'document', warnings: [], ...plainDocument(linesOfText(text.slice(0, 50_000)), proposal, ports) };
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
