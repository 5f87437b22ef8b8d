import { PDFDocument } from 'pdf-lib';
import { describe, expect, it } from 'vitest';
import { DEMO_COMPANIES } from './demo-companies.ts';
import { demoIban, sirenFrom, vatNumberOf } from './demo-identifiers.ts';
import { DEMO_SUPPLIERS } from './demo-suppliers.ts';
import { amount, euros, quantity, rate, unitPrice } from './french-figures.ts';
import { invoiceLine, invoiceTotals, lineNet } from './invoice-amounts.ts';
import { invoicePdf } from './invoice-pdf.ts';
import { PLANNED_INVOICES } from './planned-invoices.ts';

const lines = [
  invoiceLine('Chêne massif (m³)', 1.8, 1290),
  invoiceLine('Mélèze (m²)', 42, 31.9),
  invoiceLine('Contreplaqué', 12, 74.5),
  invoiceLine('Livraison', 1, 68),
];

function passesLuhn(siren: string): boolean {
  const sum = [...siren].toReversed().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

describe('the figures of a demonstration invoice', () => {
  it('adds up to the cent, per rate and in total', () => {
    const totals = invoiceTotals(lines);
    expect(totals).toEqual({ bases: [{ rate: 2000, net: 462_380, vat: 92_476 }], net: 462_380, vat: 92_476, gross: 554_856 });
    const mixed = invoiceTotals([invoiceLine('a', 3, 980, 5.5), invoiceLine('b', 1, 360, 10), invoiceLine('c', 1, 1240)]);
    expect(mixed.bases.map((base) => base.vat)).toEqual([16_170, 3_600, 24_800]);
  });

  it('has lines that sum to the total before tax, on every planned invoice', () => {
    for (const planned of Object.values(PLANNED_INVOICES).flat()) {
      const totals = invoiceTotals(planned.lines);
      expect(planned.lines.reduce((sum, line) => sum + lineNet(line), 0)).toBe(totals.net);
      expect(totals.net + totals.vat).toBe(totals.gross);
      expect(totals.gross).toBeGreaterThan(0);
    }
  });

  it('is written the French way', () => {
    expect([
      amount(554_856),
      euros(-1_234_567),
      quantity(1_800),
      quantity(4_116_000),
      unitPrice(319_000),
      unitPrice(1_594),
      rate(550),
      rate(2000),
    ]).toEqual(['5\u202f548,56', '-12\u202f345,67\u202f€', '1,8', '4\u202f116', '31,90', '0,1594', '5,5\u202f%', '20\u202f%']);
  });
});

describe('the identifiers of the demonstration', () => {
  it('gives every company a SIREN that passes Luhn in a plainly invented range', () => {
    const sirens = [...Object.values(DEMO_COMPANIES), ...Object.values(DEMO_SUPPLIERS)].map((each) => each.siren);
    expect(sirens.filter((siren) => !/^99[89]\d{6}$/.test(siren) || !passesLuhn(siren))).toEqual([]);
    expect(new Set(sirens).size).toBe(sirens.length);
  });

  it('gives well-formed VAT numbers and IBANs', () => {
    expect([sirenFrom('73282932'), vatNumberOf('732829320'), vatNumberOf('552100554')]).toEqual([
      '732829320',
      'FR44732829320',
      'FR96552100554',
    ]);
    const iban = demoIban('00041020011');
    const moved = `${iban.slice(4)}${iban.slice(0, 4)}`.replaceAll(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
    expect(iban).toMatch(/^FR\d{25}$/);
    expect(BigInt(moved) % 97n).toBe(1n);
  });
});

describe('an invoice as PDF', () => {
  const content = { recipient: DEMO_COMPANIES.bonnefoy, number: 'F-2026-1187', date: '2026-10-14', due: '2026-11-13', lines };

  it('is one A4 page dated the day of the invoice, in every layout', async () => {
    for (const issuer of [DEMO_SUPPLIERS.vuache, DEMO_SUPPLIERS.roblin, DEMO_SUPPLIERS.favre, DEMO_SUPPLIERS.cimes]) {
      const pdf = await PDFDocument.load(await invoicePdf({ ...content, issuer }), { updateMetadata: false });
      expect(pdf.getPages().map((page) => page.getSize())).toEqual([{ width: 595, height: 842 }]);
      expect(pdf.getCreationDate()?.toISOString()).toBe('2026-10-14T08:00:00.000Z');
      expect(pdf.getModificationDate()).toEqual(pdf.getCreationDate());
      expect(pdf.getProducer()).toBe('Navette');
    }
  });

  it('is byte-identical when drawn again', async () => {
    const draw = () => invoicePdf({ ...content, issuer: DEMO_SUPPLIERS.vuache });
    expect(Buffer.from(await draw()).equals(Buffer.from(await draw()))).toBe(true);
  });
});
