import { describe, expect, test } from 'vitest';
import type { LineView } from '@navette/domain/ledger/lines';
import { journalTexts } from '@navette/texts/journal-texts';
import { balanceTable, fileWord, linesHead, linesPart } from './journal-table.ts';
import { kindOfAccount, titleOf } from './line-request.ts';

const LINE: LineView = {
  row: 3,
  line: 5,
  entry: 1,
  journal: 'AC',
  number: '12',
  date: '2026-10-14',
  account: '401000',
  accountLabel: 'Fournisseurs',
  thirdParty: 'F001',
  thirdPartyLabel: 'Scierie du Vuache',
  pieceRef: 'F-1187',
  pieceDate: null,
  label: 'Scierie',
  debit: 0,
  credit: 554_856,
  lettering: 'AB',
  unread: false,
};
const { csv } = journalTexts('fr');

describe('a request made from a line', () => {
  test('waits for the kind of document that the account calls for', () => {
    expect(['401000', '606100', '411000', '706000', '512000', '445660', '101000', '471000'].map(kindOfAccount)).toEqual([
      'purchase-invoices',
      'purchase-invoices',
      'sales-invoices',
      'sales-invoices',
      'bank',
      'miscellaneous',
      'miscellaneous',
      'miscellaneous',
    ]);
  });
  test('is titled with the day, the label and the amount', () => {
    expect(titleOf(LINE, '14 octobre 2026', '5 548,56 €', journalTexts('fr').ask.missingOf)).toBe(
      'Pièce manquante : 14 octobre 2026, Scierie, 5 548,56 €',
    );
    expect(titleOf({ ...LINE, label: '' }, '', '', (what) => what)).toBe('F-1187');
  });
  test('a long label gives way, and the amount stays', () => {
    const title = titleOf({ ...LINE, label: 'x'.repeat(400) }, '14/10', '5,00 €', (what) => what);
    expect(title.length).toBeLessThanOrEqual(200);
    expect(title).toMatch(/…, 5,00 €$/);
  });
});

describe('the journal as a table', () => {
  test('has one cell a column, amounts as numbers, and a running balance where there is one', () => {
    const head = linesHead(csv, true);
    const part = linesPart([{ ...LINE, running: -554_856 }], true, 100_000);
    expect(head.startsWith('\ufeff"Journal";"Date"')).toBe(true);
    expect(part).toBe(
      '"AC";"2026-10-14";"12";"F-1187";"401000";"Fournisseurs";"F001";"Scierie du Vuache";"Scierie";"AB";0,00;5548,56;-4548,56\r\n',
    );
    expect(part.split(';').length).toBe(head.split(';').length);
    expect(linesPart([LINE], false).split(';').length).toBe(linesHead(csv, false).split(';').length);
  });
  test('no word of it is ever a formula', () => {
    expect(linesPart([{ ...LINE, label: '=cmd()', pieceRef: '+1;"2"', thirdPartyLabel: '@a' }], false)).toContain(
      `"'+1;""2""";"401000";"Fournisseurs";"F001";"'@a";"'=cmd()"`,
    );
    const line = { code: '-6', label: '=1+1', lines: 1, opening: 0, debit: 1, credit: 0, balance: 1 };
    expect(balanceTable(csv, [line])).toContain(`"'-6";"'=1+1";0,00;0,01;0,00;0,01`);
  });
  test('a name of a file holds no sign that a file system refuses', () => {
    expect(fileWord('401/F:001*')).toBe('401_F_001_');
  });
});
