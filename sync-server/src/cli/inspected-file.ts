/**
 * What `navette inspect FILE...` says of one file: the field list other programs compare with (`invoice`, `statements`), and
 * our own `kind`, `category`, `warnings`.
 */
import { CATEGORY_NAMES } from '@navette/formats/classify';
import { bankJson, bankRefusalJson, csvMappingJson, otherTextJson, readStatementsJson } from '@navette/formats/bank-json';
import { invoiceJson } from '@navette/formats/invoice-json';
import { plainConformanceLevels } from '@navette/formats/pdf-facts';
import { invoiceAttachment } from '@navette/formats/factur-x';
import type { Recognised } from '@navette/formats/recognise';

export type InspectedFile = Readonly<Record<string, unknown>> & { readonly file: string; readonly kind: string };

export function inspectedFile(file: string, bytes: Uint8Array, seen: Recognised): InspectedFile {
  return {
    file,
    bytes: bytes.length,
    type: seen.type,
    kind: seen.kind,
    category: seen.proposal ? CATEGORY_NAMES[seen.proposal.category] : null,
    confidence: seen.proposal ? Math.round(seen.proposal.confidence * 100) / 100 : null,
    warnings: seen.warnings,
    ...(seen.proposals ? { proposals: seen.proposals } : {}),
    ...pdfFields(seen, bytes),
    ...invoiceFields(seen),
    ...bankFields(seen, bytes),
    ...archiveFields(seen),
  };
}

/** Each entry as a file of its own; the statements of all of them by name, as the field list has it. */
function archiveFields({ entries, refusal, kind }: Recognised): Record<string, unknown> {
  if (kind !== 'archive') return {};
  if (!entries) return refusal ? { archive: { error: refusal.tag, ...refusal } } : {};
  const seen = entries.map(({ entry, seen: found, bytes, refusal: why }) => ({
    ...(found && bytes
      ? inspectedFile(entry.name, bytes, found)
      : { file: entry.name, bytes: entry.size, kind: entry.directory ? 'folder' : 'unread' }),
    ...(entry.folder === '' ? {} : { folder: entry.folder }),
    ...(why ? { refusal: why } : {}),
  }));
  const statements = seen.flatMap((one) =>
    'statements' in one && one.kind === 'bank-statement' ? [[one.file, one['statements']] as const] : [],
  );
  return { entries: seen, ...(statements.length === 0 ? {} : { statements: Object.fromEntries(statements) }) };
}

/** A file that could not be read in time or memory, or at all. */
export function unreadFile(file: string, why: 'too-slow' | 'too-much' | 'cannot-read'): InspectedFile {
  return { file, kind: 'unread', category: null, warnings: [{ tag: why }] };
}

function pdfFields({ type, pdf }: Recognised, bytes: Uint8Array): Record<string, unknown> {
  if (type !== 'application/pdf') return type === 'application/xml' ? { container: 'XML' } : {};
  const names = pdf?.attachments.map(({ name }) => name) ?? [];
  const levels = plainConformanceLevels(bytes);
  const attachment = pdf && invoiceAttachment(pdf.attachments);
  return {
    container: 'PDF',
    ...(names.length === 0 ? {} : { attachments: names }),
    ...(levels.length === 0 ? {} : { xmp_conformance_level: levels }),
    ...(pdf && pdf.relationships.length > 0 ? { af_relationships: pdf.relationships } : {}),
    ...(attachment ? { xml_attachment: attachment.name } : {}),
    ...(pdf ? { pages: pdf.pages } : {}),
  };
}

function invoiceFields({ type, kind, invoice, pdf, refusal }: Recognised): Record<string, unknown> {
  if (invoice) return { invoice: invoiceJson(invoice) };
  switch (refusal?.tag) {
    case 'not-an-invoice':
      return { invoice: { error: 'not an invoice', root: refusal.root } };
    case 'xml-malformed':
      return { invoice: { error: `not well-formed XML: ${refusal.problem}: line ${refusal.line}` } };
    case 'xml-encoding':
      return { invoice: { error: 'not well-formed XML: bytes are not of the declared encoding' } };
    case 'xml-doctype':
    case 'xml-too-large':
    case 'xml-too-deep':
    case 'xml-too-many':
      return { invoice: { error: `refused XML: ${refusal.tag}` } };
    case 'pdf-unreadable':
      return { invoice: { error: 'PDF unreadable' } };
    case 'pdf-password':
      return { invoice: { error: 'PDF encrypted' } };
    case 'pdf-too-large':
      return { invoice: { error: 'PDF unfolds beyond what may be held' } };
    case 'pdf-not-read':
      return { invoice: { error: 'PDF not read within the limits' } };
    case 'pdf-too-many-pages':
      return { invoice: { error: 'PDF of too many pages' } };
    default:
      return type === 'application/pdf' && kind === 'document' && pdf ? { invoice: { error: 'no invoice XML attached' } } : {};
  }
}

function bankFields({ type, bank, refusal }: Recognised, bytes: Uint8Array): Record<string, unknown> {
  if (bank) {
    const statements = bankJson(bank, bytes);
    const counted = bank.format === 'CSV' || bank.format === 'MT940';
    return { statements, ...(counted ? { statements_read: readStatementsJson(bank) } : {}), ...csvMappingJson(bank) };
  }
  if (refusal?.tag === 'no-statement') return { statements: bankRefusalJson(refusal) };
  return type.startsWith('text/') && type !== 'text/html' ? { statements: otherTextJson(bytes) } : {};
}
