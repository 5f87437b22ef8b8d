import { cents } from '@navette/kernel/cents';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BankMovement } from '../bank/bank-statement.ts';
import { readDecimal } from '../decimal.ts';
import { linesOfText } from '../proposals/text-layout.ts';
import { compareDocuments, documentKeys, imageHash, lookAlikeNumber, normalNumber, type DocumentIdentity } from './document-identity.ts';
import { partyName, sameParty } from './party.ts';
import { attributeInvoice, attributeWords } from './purchase-or-sale.ts';
import { movementKey, newMovements } from './same-movements.ts';

const invoice = (facts: Partial<DocumentIdentity> = {}): DocumentIdentity => ({
  issuer: { siren: '732829320', name: 'Scierie du Vuache' },
  number: 'FA-2026/118',
  date: '2026-11-03',
  total: cents(120_000),
  credit: false,
  ...facts,
});

describe('two documents (10)', () => {
  test.each([
    ['the same bytes', { bytes: 'aa' }, { bytes: 'aa', number: 'X1' }, { tag: 'same-bytes', reason: 'bytes' }],
    ['the same XML in another PDF', { xml: 'bb', bytes: 'aa' }, { xml: 'bb', bytes: 'cc' }, { tag: 'same-invoice', reason: 'xml' }],
    ['the same number written otherwise', {}, { number: 'fa 2026.118' }, { tag: 'same-invoice', reason: 'number' }],
    ['the same number with another total', {}, { total: cents(1) }, { tag: 'conflict', reason: 'total' }],
    ['the same number in another year', {}, { date: '2025-11-03' }, null],
    ['an invoice and its credit note', {}, { credit: true, total: cents(-120_000) }, null],
    ['the same number of another issuer', {}, { issuer: { siren: '552100554', name: 'Scierie du Vuache' } }, null],
    ['a number a machine read badly', { number: 'FA-2026/1O8' }, { number: 'FA-2O26/I08' }, { tag: 'likely', reason: 'look-alike' }],
    ['no number, the same day and total', { number: undefined }, {}, { tag: 'likely', reason: 'issuer-date-total' }],
    ['two numbers on one day', {}, { number: 'FA-2026/119' }, null],
    [
      'the issuer known by its name alone on one of them',
      { issuer: { name: 'SCIERIE DU VUACHE (S.A.R.L.)' } },
      {},
      { tag: 'same-invoice', reason: 'number' },
    ],
    ['a total nobody read', { total: undefined }, {}, { tag: 'likely', reason: 'number-only' }],
  ] as const)('%s', (_what, a, b, expected) => {
    const of = (facts: object) =>
      Object.fromEntries(Object.entries(invoice(facts)).filter(([, value]) => value !== undefined)) as DocumentIdentity;
    expect(compareDocuments(of(a), of(b))).toEqual(expected);
  });

  const identity: fc.Arbitrary<DocumentIdentity> = fc.record(
    {
      bytes: fc.constantFrom('a', 'b'),
      xml: fc.constantFrom('x', 'y'),
      issuer: fc.record(
        {
          siren: fc.constantFrom('732829320', '552100554'),
          vat: fc.constantFrom('FR44732829320', 'NL810433941B01'),
          name: fc.constantFrom('Scierie SARL', 'scierie', 'Moulin'),
        },
        { requiredKeys: [] },
      ),
      number: fc.constantFrom('A-1', 'a1', 'AI', '00A1', 'B2', '82'),
      date: fc.constantFrom('2026-11-03', '2026-11-04', '2025-11-03'),
      total: fc.constantFrom(cents(100), cents(-100), cents(200)),
      credit: fc.boolean(),
    },
    { requiredKeys: ['issuer', 'credit'] },
  );
  test('what is said of two does not depend on which comes first, and is found by their keys', () => {
    fc.assert(
      fc.property(identity, identity, (a, b) => {
        const same = compareDocuments(a, b);
        expect(compareDocuments(b, a)).toEqual(same);
        const keys = new Set(documentKeys(a));
        const shared = documentKeys(b).some((key) => keys.has(key));
        expect(same === null || shared).toBe(true);
      }),
      { numRuns: 5000, seed: 5 },
    );
  });
  test('a number written otherwise is the same number, and look-alikes are reached from it', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'AO0I1l5SB8-/._ '), maxLength: 12 }), (number) => {
        expect(normalNumber(normalNumber(number))).toBe(normalNumber(number));
        expect(lookAlikeNumber(normalNumber(number))).toBe(lookAlikeNumber(number));
        expect(lookAlikeNumber(number.toLowerCase())).toBe(lookAlikeNumber(number));
      }),
      { numRuns: 500, seed: 5 },
    );
  });
  test('two photographs of one paper are likely, two papers are not', () => {
    const grey = Uint8Array.from({ length: 72 }, (_, i) => (i * 37) % 251);
    const image = imageHash(grey) ?? '';
    const other = imageHash(grey.map((value, i) => (i < 2 ? 255 - value : value))) ?? '';
    const nothing: DocumentIdentity = { issuer: {}, credit: false };
    expect(compareDocuments({ ...nothing, image }, { ...nothing, image: other })).toEqual({ tag: 'likely', reason: 'image' });
    expect(compareDocuments({ ...nothing, image }, { ...nothing, image: imageHash(grey.toReversed()) ?? '' })).toBeNull();
    expect(imageHash(new Uint8Array(3))).toBeNull();
  });
  test('names are one without legal form, case and accents; numbers decide before names', () => {
    expect(partyName('Électricité du Littoral S.A.R.L.')).toBe(partyName('SARL ELECTRICITE DU LITTORAL'));
    expect(sameParty({ siren: '732829320', name: 'X Y' }, { siren: '552100554', name: 'X Y' })).toBeNull();
    expect(sameParty({ vat: 'FR44732829320' }, { siren: '732829320' })).toBe('siren');
  });
});

describe('movements of two files of one account (10)', () => {
  const movement = (label: string, amount: string, bankId?: string): BankMovement => ({
    booked: '2026-11-03',
    valued: null,
    amount: readDecimal(amount)?.value ?? null,
    label,
    references: [],
    ...(bankId === undefined ? {} : { bankId }),
  });
  const coffee = movement('CB CAFÉ', '-2.50');
  test('two coffees of one day are two, in every file that says so', () => {
    expect(newMovements([coffee], [coffee, coffee])).toEqual({ fresh: [coffee], known: 1 });
    expect(newMovements([coffee, coffee], [coffee])).toEqual({ fresh: [], known: 1 });
    expect(newMovements([], [coffee, coffee]).fresh).toHaveLength(2);
  });
  test('the bank’s id tells what the words do not, and an id used again for another amount tells nothing', () => {
    expect(newMovements([movement('CB CAFE', '-2.50', 'A1')], [movement('PAIEMENT CARTE', '-2.50', 'A1')]).known).toBe(1);
    expect(newMovements([movement('CB', '-2.50', 'A1')], [movement('CB', '-2.50', 'A2')]).fresh).toHaveLength(1);
    expect(newMovements([movement('CB', '-2.50', 'A1')], [movement('VIR', '-9.00', 'A1')]).fresh).toHaveLength(1);
    expect(newMovements([movement('CB', '-2.50', 'A1')], [movement('cb', '-2.5')]).known).toBe(1);
  });
  test('of each, what is kept is the larger of the two counts, whichever file comes first', () => {
    const some = fc.array(fc.constantFrom(coffee, movement('VIR', '10.00'), movement('VIR', '10.0'), movement('?', 'x')), { maxLength: 8 });
    const counts = (those: readonly BankMovement[]) => {
      const found: Record<string, number> = {};
      for (const one of those) found[movementKey(one)] = (found[movementKey(one)] ?? 0) + 1;
      return found;
    };
    fc.assert(
      fc.property(some, some, (a, b) => {
        const merged = (x: readonly BankMovement[], y: readonly BankMovement[]) => [...x, ...newMovements(x, y).fresh];
        const [x, y] = [counts(a), counts(b)];
        const larger = Object.fromEntries(
          [...new Set([...Object.keys(x), ...Object.keys(y)])].map((key) => [key, Math.max(x[key] ?? 0, y[key] ?? 0)]),
        );
        expect(counts(merged(a, b))).toEqual(larger);
        expect(counts(merged(b, a))).toEqual(larger);
        expect(newMovements(merged(a, b), b).fresh).toEqual([]);
      }),
      { numRuns: 1000, seed: 5 },
    );
  });
});

describe('purchase or sale (10)', () => {
  const companies = [
    { id: 'moulin', siren: '123456782', names: ["Moulin d'Arvanne"] },
    { id: 'scierie', siren: '732829320', vat: 'FR44732829320', names: ['Scierie du Vuache'] },
  ];
  const party = (siren?: string, name?: string, vat?: string) => ({
    ids: [],
    ...(siren === undefined ? {} : { legalId: { id: siren } }),
    ...(name === undefined ? {} : { name }),
    ...(vat === undefined ? {} : { vat }),
  });
  test.each([
    [
      'the seller is the person’s',
      party('73282932000074'),
      party('552100554'),
      { tag: 'decided', category: 'sales-invoices', company: 'scierie', by: 'siren' },
    ],
    [
      'the buyer is, by VAT number',
      party('552100554'),
      party(undefined, 'X', 'FR 44 732829320'),
      { tag: 'decided', category: 'purchase-invoices', company: 'scierie' },
    ],
    [
      'the buyer is, by name alone',
      party('552100554'),
      party(undefined, 'MOULIN D’ARVANNE SAS'),
      { tag: 'decided', category: 'purchase-invoices', company: 'moulin', by: 'name' },
    ],
    ['a name is theirs and the number is not', party('552100554'), party('443061841', "Moulin d'Arvanne"), { tag: 'ask', why: 'neither' }],
    ['neither is', party('552100554'), party('443061841'), { tag: 'ask', why: 'neither' }],
    ['both are', party('123456782'), party('732829320'), { tag: 'ask', why: 'both', companies: ['moulin', 'scierie'] }],
  ] as const)('%s', (_what, seller, buyer, expected) => {
    expect(attributeInvoice({ seller, buyer }, companies)).toMatchObject(expected);
  });
  test('of plain words: the issuer sells, whoever else stands on the paper buys', () => {
    const paper = (issuer: string, buyer: string) =>
      attributeWords(linesOfText(`${issuer}\nFacturé à :\n${buyer}\nFACTURE N° 12/A\nTotal TTC   12,00 €`), companies);
    expect(paper('SCIERIE DU VUACHE SARL SIRET 732 829 320 00074', 'DUPONT')).toMatchObject({
      category: 'sales-invoices',
      company: 'scierie',
    });
    expect(paper('ELECTRICITE DU LITTORAL SARL SIRET 552 100 554 00013', "Moulin d'Arvanne")).toMatchObject({
      category: 'purchase-invoices',
      company: 'moulin',
      by: 'name',
    });
    expect(paper('ELECTRICITE DU LITTORAL SARL SIRET 552 100 554 00013', 'DUPONT')).toEqual({ tag: 'ask', why: 'neither', companies: [] });
  });
});
