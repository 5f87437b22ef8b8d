import { expect, test } from 'vitest';
import { csvCell } from './export-list.ts';

test('a name that begins like a formula stays a name in a spreadsheet', () => {
  expect(csvCell('=HYPERLINK("x")')).toBe(`"'=HYPERLINK(""x"")"`);
  expect(csvCell('-12,00')).toBe(`"'-12,00"`);
  expect(csvCell('Facture 12')).toBe('"Facture 12"');
});
