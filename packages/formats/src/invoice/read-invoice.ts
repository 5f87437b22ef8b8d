/** An invoice's XML, of whichever syntax, from untrusted bytes. */
import { ok, refuse, type Result } from '@navette/kernel/result';
import { readXml } from '../xml/read-xml.ts';
import type { EInvoice, InvoiceRefusal } from './e-invoice.ts';
import { readCii } from './read-cii.ts';
import { readUbl } from './read-ubl.ts';

/** @returns the invoice; or why there is none: orders and life-cycle messages are named by their root */
export function readInvoiceXml(bytes: Uint8Array): Result<EInvoice, InvoiceRefusal> {
  const read = readXml(bytes);
  if (!read.ok) return read;
  const root = read.value;
  switch (root.name) {
    case 'CrossIndustryInvoice':
    case 'CrossIndustryDocument':
      return ok(readCii(root));
    case 'Invoice':
    case 'CreditNote':
      return isUbl(root.namespace) ? ok(readUbl(root)) : refuse({ tag: 'not-an-invoice', root: root.name });
    default:
      return refuse({ tag: 'not-an-invoice', root: root.name });
  }
}

function isUbl(namespace: string): boolean {
  return namespace === '' || /^urn:oasis:names:specification:ubl:schema:xsd:(?:Invoice|CreditNote)-2$/.test(namespace);
}
