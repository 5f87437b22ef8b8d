import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LEAST_CONFIDENCE } from './proposed-field.ts';
import { proposeInvoice } from './propose-invoice.ts';
import { linesOf, linesOfText, type TextItem } from './text-layout.ts';

const of = (text: string, own?: Parameters<typeof proposeInvoice>[1]) => proposeInvoice(linesOfText(text), own);
const values = (text: string) =>
  Object.fromEntries(Object.entries(of(text) ?? {}).map(([name, field]) => [name, typeof field === 'object' ? field.value : field]));

const FRENCH = `SCIERIE DU VUACHE SARL
12 route des Bois - 74520 Vulbens

Facturé à :
MOULIN D'ARVANNE SAS
SIRET 123 456 782 00010

FACTURE N° FA-2026/118          Date de facture : 3 novembre 2026
Date d'échéance : 03/12/2026

Planches                          1 000,00
Total HT                          1 000,00 €
TVA 20 %                            200,00 €
Total TTC                         1 200,00 €
Net à payer                       1 200,00 €

IBAN : FR76 3000 6000 0112 3456 7890 189
SCIERIE DU VUACHE SARL au capital de 8 000 € - RCS Thonon 732 829 320 - TVA FR44732829320`;

describe('what a plain invoice says (10)', () => {
  test('in French: every field, with the words it was read from, and none of the buyer’s numbers', () => {
    expect(values(FRENCH)).toEqual({
      supplier: 'SCIERIE DU VUACHE SARL',
      number: 'FA-2026/118',
      date: '2026-11-03',
      dueDate: '2026-12-03',
      net: '1000.00',
      vat: '200.00',
      total: '1200.00',
      currency: 'EUR',
      siren: '732829320',
      vatNumber: 'FR44732829320',
      iban: 'FR7630006000011234567890189',
      credit: false,
    });
    const found = of(FRENCH);
    expect(found?.total?.words).toContain('1 200,00');
    expect(found?.total?.confidence).toBeGreaterThan(0.9);
  });
  test('in English, month before day, where the file shows it', () => {
    expect(
      values(
        'Azimuth Ltd\nInvoice Number: INV/2026/0008\nInvoice Date: 03/20/2026    Due Date: 04/04/2026\nSubtotal   £ 262.90\nVAT 15%   £ 16.94\nTotal   £ 279.84',
      ),
    ).toMatchObject({
      number: 'INV/2026/0008',
      date: '2026-03-20',
      dueDate: '2026-04-04',
      net: '262.90',
      vat: '16.94',
      total: '279.84',
      currency: 'GBP',
    });
  });
  test('in Spanish', () => {
    expect(
      values(
        'Molinos del Sur S.L.\nFactura nº 2026-0044\nFecha de factura: 3 de noviembre de 2026\nVencimiento: 03/12/2026\nBase imponible   100,00 €\nIVA 21%   21,00 €\nTotal factura   121,00 €',
      ),
    ).toMatchObject({
      supplier: 'Molinos del Sur S.L.',
      number: '2026-0044',
      date: '2026-11-03',
      dueDate: '2026-12-03',
      net: '100.00',
      vat: '21.00',
      total: '121.00',
    });
  });
  test('totals in one line, or in columns under their names', () => {
    expect(values('Facture N° 12-A\nTotal HT 310,00 TVA 20 % 62,00 Total TTC 372,00 EUR')).toMatchObject({
      net: '310.00',
      vat: '62.00',
      total: '372.00',
    });
    expect(
      values(
        'Facture N° 12-A\n              Montant HT    Montant TVA    Montant TTC\nAbonnement         10,00           2,00          12,00\nTotal facture      24,99           5,00          29,99',
      ),
    ).toMatchObject({ net: '24.99', vat: '5.00', total: '29.99' });
  });
  test('a sum that does not hold lowers what is said, so that no wrong VAT is proposed', () => {
    const found = of('Facture N° 12-A\nTotal HT   100,00 €\nTVA 20 %   25,00 €\nTotal TTC   120,00 €');
    expect(found?.vat).toBeUndefined();
    expect(found?.total?.confidence ?? 0).toBeLessThan(0.85);
  });
  test('a credit note is one by its title', () => {
    expect(values('AVOIR N° A2026/12 sur facture 2026/3391\nTotal TTC -37,20 €\nTotal HT -31,00 €\nTVA -6,20 €')).toMatchObject({
      credit: true,
      number: 'A2026/12',
      total: '-37.20',
    });
  });
  test('the person’s own company is never the supplier', () => {
    const found = of(FRENCH, { sirens: ['732829320'], vatNumbers: ['FR44732829320'], names: ['Scierie du Vuache'] });
    expect([found?.supplier, found?.siren, found?.vatNumber]).toEqual([undefined, undefined, undefined]);
  });
  test('numbers whose check digits are wrong are not proposed', () => {
    const found = of(
      FRENCH.replaceAll('732 829 320', '732 829 321').replace('FR44732829320', 'FR45732829320').replace('7890 189', '7890 188'),
    );
    expect([found?.siren, found?.vatNumber, found?.iban]).toEqual([undefined, undefined, undefined]);
  });
  test.each([
    ['a letter', 'Madame, Monsieur,\nle 3 novembre 2026, total TTC 120,00 €'],
    ['nothing', ''],
  ])('of %s nothing is proposed', (_what, text) => {
    expect(of(text)).toBeNull();
  });
  test('places on the page decide what stands beside and what under a label', () => {
    const item = (text: string, x: number, y: number): TextItem => ({ text, x, y, width: text.length * 5, height: 10 });
    const found = proposeInvoice(
      linesOf([
        [
          item('2026-11-03', 40, 690),
          item('Facture', 40, 750),
          item('Date de facture', 40, 700),
          item('Échéance', 300, 700),
          item('2026-12-03', 300, 690),
          item('Numéro', 400, 750),
          item('F-88', 440, 750),
        ],
      ]),
    );
    expect([found?.date?.value, found?.dueDate?.value, found?.number?.value]).toEqual(['2026-11-03', '2026-12-03', 'F-88']);
  });
  test('whatever the words, nothing throws and nothing below the threshold is said', () => {
    const word = fc.constantFrom(
      'Facture',
      'N°',
      'Total HT',
      'TVA',
      'TTC',
      '12,00',
      '1 200,00 €',
      '03/11/2026',
      'FR44732829320',
      'SARL',
      ':',
      'Date',
      '\n',
      '  ',
      'Invoice',
      '−',
      '20 %',
      '\u202e',
      '99999999999999,99',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 60 }), (words) => {
        const fields = Object.values(of(words.join(' ')) ?? {}).filter((field) => typeof field === 'object');
        expect(fields.every(({ confidence }) => confidence >= LEAST_CONFIDENCE && confidence <= 1)).toBe(true);
      }),
      { numRuns: 600, seed: 3 },
    );
  });
});
