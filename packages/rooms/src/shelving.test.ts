import { expect, test } from 'vitest';
import { fiscalYear, FIRST_RULES, proposePlace } from './shelving.ts';

const NOW = '2026-11-20';

test('a document goes where the first rule that fits its name puts it', () => {
  expect(proposePlace(FIRST_RULES, { name: 'Liasse fiscale.pdf', kind: null, date: '2026-05-04' }, NOW)).toEqual({
    box: 'common',
    place: { name: 'Liasse fiscale.pdf', folder: ['Liasses'], year: 2025, category: 'tax' },
  });
  expect(proposePlace(FIRST_RULES, { name: 'Bulletins de paie, octobre', kind: null, date: '2026-10-31' }, NOW)).toMatchObject({
    box: 'pay',
    place: { category: 'payroll', year: 2026 },
  });
  expect(proposePlace(FIRST_RULES, { name: 'STATUTS mis à jour', kind: null, date: null }, NOW).place.year).toBeNull();
  expect(proposePlace(FIRST_RULES, { name: 'Procès-verbal d’Assemblée', kind: null, date: null }, NOW).place.folder).toEqual([
    'Assemblées',
  ]);
});

test('a year written in the name is the year it is about', () => {
  expect(proposePlace(FIRST_RULES, { name: 'Comptes annuels 2023', kind: null, date: '2026-05-04' }, NOW).place.year).toBe(2023);
});

test('without a rule it stands at the top of the others, in the year of its date; a year that closes in June turns there', () => {
  expect(proposePlace(FIRST_RULES, { name: 'Divers.pdf', kind: 'purchase-invoices', date: '2026-07-01' }, NOW).place).toEqual({
    name: 'Divers.pdf',
    folder: [],
    year: 2026,
    category: 'other',
  });
  expect([fiscalYear('2026-06-30', 6), fiscalYear('2026-07-01', 6)]).toEqual([2026, 2027]);
});
