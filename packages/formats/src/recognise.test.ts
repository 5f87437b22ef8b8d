import fc from 'fast-check';
import { PDFDocument, PDFName } from 'pdf-lib';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { learnCorrection, NO_CORRECTIONS } from './learning/corrections.ts';
import { unfoldsBeyond } from './pdf/unfolded-streams.ts';
import { recogniseFile, type RecognitionPorts } from './recognise.ts';
import { inflateBy } from './zip/compression.ts';
import { makeZip } from './zip/make-zip.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const inflate = inflateBy(() => new DecompressionStream('deflate-raw'));
const ports: RecognitionPorts = { readPdf: async () => ({ ok: false, refusal: { tag: 'pdf-unreadable' } }), inflate };
const withWords = (text: string): RecognitionPorts => ({
  ...ports,
  readPdf: async () => ({
    ok: true,
    value: {
      pages: 1,
      attachments: [],
      xmp: '',
      text: [text],
      items: [text.split('\n').map((line, i) => ({ text: line, x: 40, y: 800 - 14 * i, width: line.length * 5, height: 10 }))],
      relationships: [],
    },
  }),
});

const UBL = (seller: string, buyer: string) =>
  `<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"><ID>A-1</ID><IssueDate>2026-11-03</IssueDate>${[
    ['AccountingSupplierParty', seller],
    ['AccountingCustomerParty', buyer],
  ]
    .map(([role, siren]) => `<${role}><Party><PartyLegalEntity><CompanyID>${siren}</CompanyID></PartyLegalEntity></Party></${role}>`)
    .join('')}</Invoice>`;
const CSV = 'Date;Libellé;Montant\n13/11/2026;CB;-12,50\n14/11/2026;VIR;100,00\n';
const PAPER = 'ELECTRICITE DU LITTORAL SARL SIRET 552 100 554 00013\nFACTURE N° 12-A\nDate de facture : 03/11/2026\nTotal TTC 12,00 €';

async function zip(files: Readonly<Record<string, Uint8Array>>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of makeZip(Object.entries(files).map(([name, bytes]) => ({ name, bytes })))) pieces.push(piece);
  return Uint8Array.from(Buffer.concat(pieces));
}

describe('what a file is', () => {
  test('an e-invoice is a purchase or a sale by its parties, and nothing where neither is the person’s (10)', async () => {
    const companies = [{ id: 'c', siren: '732829320', names: [] }];
    const of = async (seller: string, buyer: string) => recogniseFile(utf8(UBL(seller, buyer)), 'f.xml', { ...ports, companies });
    expect((await of('732829320', '552100554')).proposal).toMatchObject({ category: 'sales-invoices', evidence: { from: 'parties' } });
    expect((await of('552100554', '732829320')).proposal?.category).toBe('purchase-invoices');
    expect(await of('552100554', '443061841')).toMatchObject({ proposal: null, attribution: { tag: 'ask', why: 'neither' } });
  });
  test('a plain invoice is proposed with its fields; what the firm corrected of its issuer stands above its words (10)', async () => {
    const seen = await recogniseFile(utf8('%PDF-1.7'), 'f.pdf', withWords(PAPER));
    expect(seen).toMatchObject({
      proposal: { category: 'purchase-invoices' },
      proposals: { number: { value: '12-A' }, total: { value: '12.00' } },
    });
    const corrections = learnCorrection(NO_CORRECTIONS, { siren: '552100554' }, 'miscellaneous');
    const again = await recogniseFile(utf8('%PDF-1.7'), 'f.pdf', { ...withWords(PAPER), corrections });
    expect(again.proposal).toMatchObject({ category: 'miscellaneous', evidence: { from: 'correction' } });
  });
  test('a paper the person’s company issued is a sale', async () => {
    const companies = [{ id: 'c', siren: '552100554', names: ['Electricité du Littoral'] }];
    const seen = await recogniseFile(utf8('%PDF-1.7'), 'f.pdf', { ...withWords(PAPER), companies });
    expect(seen.proposal?.category).toBe('sales-invoices');
  });
  test('of a ZIP every entry is listed and recognised, an archive inside is not opened (11)', async () => {
    const inner = await zip({ 'x.csv': utf8(CSV) });
    const seen = await recogniseFile(await zip({ 'mai/releve.csv': utf8(CSV), 'dedans.zip': inner, 'faux.pdf': inner }), 'a.zip', ports);
    expect(seen.entries?.map(({ entry, seen: found, refusal }) => [entry.folder, entry.name, found?.kind ?? refusal?.tag])).toEqual([
      ['mai', 'releve.csv', 'bank-statement'],
      ['', 'dedans.zip', 'zip-nested'],
      ['', 'faux.pdf', 'zip-nested'],
    ]);
    expect(seen.warnings).toContainEqual({ tag: 'entries-refused', reasons: ['zip-nested'], count: 2 });
  });
  test('a PDF whose page unfolds beyond the limit is refused before it is built; its images are not counted (11)', async () => {
    const packed = Buffer.concat([Buffer.from([0x78, 0x9c]), deflateRawSync(Buffer.alloc(60 * 1024 * 1024))]);
    const pdf = (dictionary: string, data: Buffer) =>
      Uint8Array.from(
        Buffer.concat([
          Buffer.from(`%PDF-1.7\n4 0 obj\n<< ${dictionary} /Filter /FlateDecode >>\nstream\n`),
          data,
          Buffer.from('\nendstream\nendobj\n'),
        ]),
      );
    expect(await recogniseFile(pdf('', packed), 'b.pdf', ports)).toMatchObject({ kind: 'document', refusal: { tag: 'pdf-too-large' } });
    expect(await unfoldsBeyond(pdf('/Subtype /Image', packed), inflate)).toBe(false);
    // An image that a page names as its content is none.
    const lie = Uint8Array.from(Buffer.concat([pdf('/Subtype /Image', packed), Buffer.from('3 0 obj << /Contents 4 0 R >> endobj')]));
    expect(await unfoldsBeyond(lie, inflate)).toBe(true);
    const chained = (filters: string, data: Buffer) =>
      Uint8Array.from(
        Buffer.concat([Buffer.from(`%PDF-1.7\n4 0 obj\n<< /Filter [${filters}] >>\nstream\n`), data, Buffer.from('\nendstream')]),
      );
    const twice = Buffer.concat([Buffer.from([0x78, 0x9c]), deflateRawSync(packed)]);
    expect(await unfoldsBeyond(chained('/FlateDecode /FlateDecode', twice), inflate)).toBe(true);
    expect(await unfoldsBeyond(chained('/AHx /Fl', Buffer.from(`${packed.toString('hex')}>`)), inflate)).toBe(true);
    expect(await unfoldsBeyond(chained('/AHx /Fl', Buffer.from(`${deflateRawSync(Buffer.from('BT ET')).toString('hex')}>`)), inflate)).toBe(
      false,
    );
    expect(await unfoldsBeyond(chained('/RunLengthDecode', Buffer.alloc(1_600_000, 0x81)), inflate)).toBe(true);
    expect(await unfoldsBeyond(pdf('', packed.subarray(0, 40_000)), inflate)).toBe(false);
  });
  test.each([true, false])('an invoice named by /AF alone is found and said (6.2; objects in streams: %s)', async (useObjectStreams) => {
    const made = await PDFDocument.create();
    made.addPage();
    await made.attach(utf8(UBL('732829320', '552100554')), 'factur-x.xml', { mimeType: 'text/xml' });
    await made.flush();
    made.catalog.delete(PDFName.of('Names'));
    const seen = await recogniseFile(await made.save({ useObjectStreams }), 'f.pdf', withWords(''));
    expect(seen).toMatchObject({ kind: 'invoice', invoice: { number: 'A-1' } });
    expect(seen.warnings).toContainEqual({ tag: 'unlisted-attachment' });
    const none = await PDFDocument.create();
    none.addPage();
    expect((await recogniseFile(await none.save({ useObjectStreams }), 'f.pdf', withWords(''))).kind).toBe('document');
  });
  test('whatever is done to good files, each has an answer (11; four thousand changes from one seed)', async () => {
    const document = await PDFDocument.create();
    document.addPage();
    const good = [
      utf8(UBL('732829320', '552100554')),
      utf8(CSV),
      utf8('!Type:Bank\nD03/11/2026\nT-12,50\nPX\n^\n'),
      utf8(
        ':20:R1\r\n:25:99999/123\r\n:60F:C261101EUR100,00\r\n:61:2611031103D40,5NTRFREF1//B1\r\n:86:166?20F\r\n:62F:C261104EUR59,50\r\n-',
      ),
      utf8(
        'OFXHEADER:100\nDATA:OFXSGML\n\n<OFX><STMTRS><CURDEF>EUR<STMTTRN><DTPOSTED>20261103<TRNAMT>-1,50<FITID>A</STMTTRN></STMTRS></OFX>',
      ),
      utf8(`0130087    33608EUR2 00012345601  011126${' '.repeat(50)}0000000010000{${' '.repeat(16)}`),
      utf8(PAPER),
      await zip({ 'a.csv': utf8(CSV), 'b.xml': utf8(UBL('732829320', '552100554')) }),
      await document.save(),
    ];
    const change = fc.tuple(
      fc.nat(4000),
      fc.constantFrom('set', 'cut', 'repeat', 'insert'),
      fc.constantFrom('\0', '<', '"', ';', '\n', '&', '9', '-', 'é', '<!DOCTYPE x>', '<<', 'PK'),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...good), fc.array(change, { minLength: 1, maxLength: 6 }), async (start, changes) => {
        let bytes = Buffer.from(start);
        for (const [place, act, piece] of changes) {
          const at = place % (bytes.length + 1);
          if (act === 'cut') bytes = bytes.subarray(0, at);
          else if (act === 'repeat') bytes = Buffer.concat([bytes, bytes.subarray(at)]).subarray(0, 100_000);
          else bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from(piece), bytes.subarray(act === 'set' ? at + piece.length : at)]);
        }
        const seen = await recogniseFile(Uint8Array.from(bytes), 'x.pdf', ports);
        return typeof seen.kind === 'string' && Array.isArray(seen.warnings);
      }),
      { numRuns: 4000, seed: 29 },
    );
    expect(good).toHaveLength(9);
  }, 60_000);
});
