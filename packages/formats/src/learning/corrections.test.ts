import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CATEGORIES, type Category } from '../classify.ts';
import {
  correctedCategory,
  learnCorrection,
  mergeCorrections,
  MOST_ISSUERS,
  NO_CORRECTIONS,
  readCorrections,
  withCorrections,
} from './corrections.ts';

const issuer = { siren: '732829320', name: 'Scierie du Vuache' };
const guess = { category: 'purchase-invoices', confidence: 0.95, evidence: { from: 'text', words: ['facture'] } } as const;

describe('what the firm corrected before (10, evidence 4)', () => {
  test('stands above words and names, whatever they are sure of', () => {
    const model = learnCorrection(NO_CORRECTIONS, issuer, 'miscellaneous');
    expect(withCorrections(guess, model, issuer)).toMatchObject({ category: 'miscellaneous', evidence: { from: 'correction' } });
    expect(withCorrections(guess, model, { name: 'SCIERIE DU VUACHE SARL' })?.category).toBe('miscellaneous');
    expect(withCorrections(guess, model, { siren: '552100554', name: 'Autre' })).toBe(guess);
    expect(withCorrections(guess, model, {})).toBe(guess);
    expect(withCorrections(guess, model, issuer, true)).toBe(guess);
  });
  test('grows surer with each, and less sure where they disagree; the newest decides', () => {
    let model = NO_CORRECTIONS;
    const sure: number[] = [];
    for (let i = 0; i < 4; i++) {
      model = learnCorrection(model, issuer, 'miscellaneous');
      sure.push(correctedCategory(model, issuer)?.confidence ?? 0);
    }
    expect(sure).toEqual(sure.toSorted((a, b) => a - b));
    const changed = learnCorrection(model, issuer, 'purchase-invoices');
    expect(correctedCategory(changed, issuer)).toMatchObject({ category: 'purchase-invoices' });
    expect(correctedCategory(changed, issuer)?.confidence).toBeLessThan(0.7);
  });
  test('is plain data, and what is none is not taken for it', () => {
    const model = learnCorrection(NO_CORRECTIONS, issuer, 'payroll');
    expect(readCorrections(JSON.parse(JSON.stringify(model)))).toEqual(model);
    for (const stored of [
      null,
      {},
      { version: 2, issuers: {} },
      { version: 1, issuers: { x: { nothing: { count: 1, last: 1 } } } },
      { version: 1, issuers: { x: { bank: { count: -1, last: 1 } } } },
    ])
      expect(readCorrections(stored)).toBeNull();
  });
  test('of two devices merges the same in any order, twice as well as once', () => {
    const model = fc
      .array(fc.tuple(fc.constantFrom('A B', 'C D', 'E F'), fc.constantFrom<Category>(...CATEGORIES)), { maxLength: 12 })
      .map((acts) => acts.reduce((made, [name, category]) => learnCorrection(made, { name }, category), NO_CORRECTIONS));
    fc.assert(
      fc.property(model, model, model, (a, b, c) => {
        expect(mergeCorrections(a, b)).toEqual(mergeCorrections(b, a));
        expect(mergeCorrections(a, mergeCorrections(b, c))).toEqual(mergeCorrections(mergeCorrections(a, b), c));
        expect(mergeCorrections(mergeCorrections(a, b), b)).toEqual(mergeCorrections(a, b));
      }),
      { numRuns: 300, seed: 2 },
    );
  });
  test('keeps a bounded number of issuers, the newest always among them', () => {
    const full = {
      version: 1 as const,
      issuers: Object.fromEntries(Array.from({ length: MOST_ISSUERS }, (_, i) => [`name:x${i}`, { bank: { count: 1, last: i + 1 } }])),
    };
    const model = learnCorrection(full, issuer, 'tax');
    expect(Object.keys(model.issuers)).toHaveLength(MOST_ISSUERS);
    expect(correctedCategory(model, issuer)?.category).toBe('tax');
    expect(model.issuers['name:x0']).toBeUndefined();
  });
});
