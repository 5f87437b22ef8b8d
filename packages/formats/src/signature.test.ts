import { describe, expect, it } from 'vitest';
import { OCTETS, typeOfBytes } from './signature.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

describe('a file is what its first bytes say', () => {
  it.each([
    ['a PDF', '%PDF-1.7\n', 'application/pdf'],
    ['a PDF after some garbage', 'xx\n%PDF-1.4', 'application/pdf'],
    ['a login page', '<!DOCTYPE html><html>', 'text/html'],
    ['a login page after a comment', '<!-- hello --><html>', 'text/html'],
    ['a drawing', '<?xml version="1.0"?><svg onload="x">', 'image/svg+xml'],
    ['an invoice in XML', '<?xml version="1.0"?><Invoice>', 'application/xml'],
    ['an invoice without a declaration', '<rsm:CrossIndustryInvoice xmlns:rsm="urn:a,b,c">', 'application/xml'],
    ['a bank statement', 'OFXHEADER:100', 'application/x-ofx'],
    ['a bank statement as tags', '<OFX><SIGNONMSGSRSV1>', 'application/x-ofx'],
    ['a table', 'date;amount;label\n1;2;3', 'text/csv'],
    ['plain words', 'Bonjour', 'text/plain'],
    ['a photo', '\xff\xd8\xff\xe0', 'image/jpeg'],
    ['a spreadsheet', 'PK\x03\x04........xl/workbook.xml', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    ['unknown bytes', '\x00\x01\x02\x03', OCTETS],
  ])('P6 %s', (_, text, type) => {
    expect(typeOfBytes(bytes(text))).toBe(type);
  });
});
