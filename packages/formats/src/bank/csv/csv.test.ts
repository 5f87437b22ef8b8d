import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bankBalances } from '../bank-statement.ts';
import { readBankFile } from '../read-bank-file.ts';
import { mappingOf, previewCsv, readCsvStatement } from './read-csv.ts';
import { readTable } from './read-table.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const windows1252 = (text: string) => Uint8Array.from(text, (character) => (character === '€' ? 0x80 : character.charCodeAt(0)));
function read(text: string | Uint8Array) {
  const found = readCsvStatement(typeof text === 'string' ? utf8(text) : text);
  if (!found.ok) throw new Error(found.refusal.tag);
  const [statement] = found.value.statements;
  if (!statement) throw new Error('no statement');
  return { ...found.value, statement };
}

describe('a bank’s CSV (7.6)', () => {
  test('with lines of account data before its header, debit and credit apart, labels of several lines, in windows-1252', () => {
    const text =
      'Téléchargement du 03/12/2026;\r\n\r\nMME MARTIN\r\nCompte courant carte n° 00012345601;\r\nSolde au 30/11/2026 1 518,81 €\r\n\r\n' +
      'Date;Libellé;Débit euros;Crédit euros;\r\n' +
      '03/11/2026;"PRELEVEMENT\r\nOPERATEUR FICTIF\r\nREF 77 ";1 234,50;;\r\n' +
      '05/11/2026;"VIREMENT ""LOYER""";;2\u00a0000,00;\r\n';
    const { statement, faults, mapping } = read(windows1252(text));
    expect(mapping).toMatchObject({ encoding: 'windows-1252', separator: ';', headerLine: 7, debit: 2, credit: 3 });
    expect(statement).toMatchObject({ account: '00012345601', closing: { amount: '1518.81', date: '2026-11-30' } });
    expect(statement.movements).toMatchObject([
      { booked: '2026-11-03', amount: '-1234.50', label: 'PRELEVEMENT OPERATEUR FICTIF REF 77' },
      { booked: '2026-11-05', amount: '2000.00', label: 'VIREMENT "LOYER"' },
    ]);
    expect(faults).toEqual([]);
  });

  test('goes on with a label on rows that have neither day nor amount', () => {
    const { statement } = read('Date;Libellé;Montant\n13/11/2026;VIR SEPA;-12,00\n;DE MOULIN;\n;FACT 12;\n14/11/2026;CB;-1,00\n');
    expect(statement.movements.map(({ label }) => label)).toEqual(['VIR SEPA DE MOULIN FACT 12', 'CB']);
  });

  test('with account data in two columns, and a column of francs, takes the euros', () => {
    const { statement } = read(
      'Numéro Compte   ;1234567A020\nType         ;CCP\nCompte tenu en  ;euros\nDate            ;30/11/2026\nSolde (EUROS)   ;1234,56\n' +
        'Solde (FRANCS) ;8098,18\n\nDate;Libellé;Montant(EUROS);Montant(FRANCS)\n28/11/2026;ACHAT CB;-12,50;-81,99\n',
    );
    expect(statement).toMatchObject({ account: '1234567A020', currency: 'EUR', closing: { amount: '1234.56' } });
    expect(statement.movements).toMatchObject([{ amount: '-12.50' }]);
  });

  test('says opening and closing around the table, newest first', () => {
    const { statement } = read(
      'Code de la banque : 11315;Code de l’agence : 00001\nNuméro de compte : 04123456789;Nom du compte : COURANT;Devise : EUR\n' +
        'Solde en fin de période : ;;;;87,50\nDate;Numéro d’opération;Libellé;Débit;Crédit;Détail\n' +
        '20/11/26;A2;CB BOULANGER;-12,50;;pain\n02/11/26;A1;VIREMENT;;50,00;\nSolde en début de période : ;;;;50,00\n',
    );
    expect(statement).toMatchObject({ account: '04123456789', opening: { amount: '50.00' }, closing: { amount: '87.50' } });
    expect(bankBalances(statement)).toBe(true);
    expect(statement.movements[0]).toMatchObject({
      booked: '2026-11-20',
      amount: '-12.50',
      references: ['A2'],
      label: 'CB BOULANGER pain',
    });
  });

  test('with a balance on each row gives the first and the last, whichever way time runs', () => {
    const rows = ['2026-11-03,-40.00,CB A,60.00', '2026-11-04,15.50,VIR B,75.50', '2026-11-05,-0.50,FRAIS,75.00'];
    for (const those of [rows, rows.toReversed()]) {
      const { statement } = read(`Date,Amount,Description,Balance\n${those.join('\n')}`);
      expect(statement).toMatchObject({ opening: { amount: '100.00' }, closing: { amount: '75.00', date: '2026-11-05' } });
      expect(bankBalances(statement)).toBe(true);
    }
  });

  test('without a header row is read by what stands in its columns, and that is said', () => {
    const { statement, doubts } = read(
      'Compte courant;****1234;30/11/2026;;1 234,56\n13/11/2026;VIREMENT RECU;VIR SEPA DE MOULIN;ref;12,00\n14/11/2026;CARTE;FACT CB SCIERIE DU VUACHE;ref;-40,10\n' +
        '15/11/2026;CARTE;FACT CB BOULANGERIE;ref;-4,10\n16/11/2026;CARTE;FACT CB GARAGE;ref;-4,10\n',
    );
    expect(statement.movements).toHaveLength(4);
    expect(statement.movements[1]).toMatchObject({ amount: '-40.10', label: 'FACT CB SCIERIE DU VUACHE' });
    expect(doubts).toContain('no-header');
  });

  test.each([
    [
      'a point in the balance and a comma in the amounts',
      'dateOp;dateVal;label;amount;accountNum;accountbalance\n2026-11-13;2026-11-14;CARTE X;-12,50;00040712345;1234.56\n',
      { account: '00040712345', closing: { amount: '1234.56' } },
    ],
    [
      'an account in a formula',
      '="0123456789";01/11/2026;30/11/2026;\ndate_comptabilisation;libellé_complet_operation;montant_operation;devise;\n13/11/2026;CARTE X;-12,50;EUR;\n',
      { currency: 'EUR' },
    ],
    [
      'dates with hours, of value and of operation',
      'Statut,"Date de la valeur (UTC)","Date de l\'opération (UTC)","Montant total (TTC)",Devise,"Nom de la contrepartie"\nExécuté,14-11-2026 10:11:12,13-11-2026 10:11:12,"-12,50",EUR,CARTE X\n',
      { currency: 'EUR' },
    ],
    [
      'the day it was completed, not begun',
      'Type,Started Date,Completed Date,Description,Amount,Currency,Balance\nCARD,2026-11-12 10:00:00,2026-11-13 10:00:00,CARTE X,-12.50,EUR,87.50\n',
      { closing: { amount: '87.50' } },
    ],
    [
      'months by their names',
      'Date,Type,Description,Paid out,Paid in,Balance\n13 Nov 2026,VIS,CARTE X,12.50,,87.50\n',
      { closing: { amount: '87.50' } },
    ],
    ['its currency in the header', 'Date;Libellé;Débit euros;Crédit euros;\n13/11/2026;CARTE X;12,50;;\n', { currency: 'EUR' }],
    [
      'Spanish',
      'Fecha operación;Fecha valor;Concepto;Importe;Saldo\n13/11/2026;14/11/2026;CARTE X;-12,50;87,50\n',
      { closing: { amount: '87.50' } },
    ],
  ])('with %s', (_what, text, expected) => {
    const { statement } = read(text);
    expect(statement).toMatchObject(expected);
    expect(statement.movements).toMatchObject([{ booked: '2026-11-13', amount: '-12.50', label: 'CARTE X' }]);
  });

  test('whose last row without words is the balance', () => {
    const { statement } = read(
      '13/11/2026;-12,50;Carte;;CB X;0;Divers\n14/11/2026;10,00;Virement;;VIR Y;0;Divers\n15/11/2026;10,00;Virement;;VIR Z;0;Divers\n16/11/2026;10,00;Virement;;VIR Z;0;Divers\n17/11/2026;10,00;Virement;;VIR Z;0;Divers\n30/11/2026;1234,56;;01234 123456A\n',
    );
    expect(statement.movements).toHaveLength(5);
    expect(statement.closing).toEqual({ amount: '1234.56', date: '2026-11-30' });
  });

  test.each([
    ['1 234,56', '1234.56'],
    ['1\u00a0234,56', '1234.56'],
    ['1\u202f234,56', '1234.56'],
    ['1.234,56', '1234.56'],
    ['\u22121234,56', '-1234.56'],
    ['1234,56-', '-1234.56'],
    ['(1 234,56)', '-1234.56'],
    ['1234,56 DR', '-1234.56'],
    ['1234,56CR', '1234.56'],
    ['+ 12,00 €', '12.00'],
    ['EUR 12,00', '12.00'],
    ['-0,00', '0.00'],
    ['12,,34', null],
    ['12..34', null],
    ['--12,00', null],
    ['1,2,3', null],
    ['abc', null],
  ])('an amount written %s is %s', (written, amount) => {
    const { statement, faults } = read(`Date;Libellé;Montant\n13/11/2026;X;${written}\n14/11/2026;Y;1,50\n`);
    expect(statement.movements[0]?.amount).toBe(amount);
    expect(faults).toEqual(amount === null ? [{ line: 2, problem: 'bad-amount' }] : []);
  });

  test('the order of day and month is decided by the whole file; where nothing settles it that is said, and French', () => {
    expect(read('Date;Libellé;Montant\n03/04/2026;X;1,00\n').doubts).toEqual(['day-order']);
    expect(read('Date;Libellé;Montant\n03/04/2026;X;1,00\n').statement.movements[0]?.booked).toBe('2026-04-03');
    expect(read('Date,Label,Amount\n03/04/2026,X,1.00\n03/25/2026,Y,1.00\n').statement.movements[0]?.booked).toBe('2026-03-04');
    expect(read('Date;Libellé;Montant\n2026-04-03;X;1,00\n').doubts).toEqual([]);
  });

  test('a bad day is kept with its amount, and its line is said', () => {
    const { statement, faults } = read('Date;Libellé;Montant\n13/11/2026;X;1,00\n31/11/2026;Y;2,00\n');
    expect(statement.movements[1]).toMatchObject({ booked: null, amount: '2.00', label: 'Y' });
    expect(faults).toEqual([{ line: 3, problem: 'bad-date' }]);
  });

  test('a letter for debit or credit decides the sign of an amount', () => {
    const { statement } = read('Date;Libellé;Montant;Sens\n13/11/2026;X;10,00;D\n14/11/2026;Y;10,00;C\n');
    expect(statement.movements.map(({ amount }) => amount)).toEqual(['-10.00', '10.00']);
  });

  test('a debit that is usually positive and once negative is a reversal; one that is always negative is what it says', () => {
    const amounts = (...debits: string[]) =>
      read(`Date;Libellé;Débit;Crédit\n${debits.map((debit) => `13/11/2026;X;${debit};`).join('\n')}`).statement.movements.map(
        ({ amount }) => amount,
      );
    expect(amounts('10,00', '5,00', '-10,00')).toEqual(['-10.00', '-5.00', '10.00']);
    expect(amounts('-10,00', '-5,00')).toEqual(['-10.00', '-5.00']);
  });

  test('movements of several currencies are several statements: sums never mix them', () => {
    const file = read('Date,Description,Amount,Currency\n2026-11-03,X,1.00,EUR\n2026-11-03,Y,2.00,USD\n2026-11-04,Z,3.00,EUR\n');
    expect(file.statements.map(({ currency, movements }) => [currency, movements.length])).toEqual([
      ['EUR', 2],
      ['USD', 1],
    ]);
  });

  test('a mapping is shown with a preview, and a person’s own takes its place', () => {
    const bytes = utf8('Date;Libellé;Montant;Autre\n03/11/2026;X;1,00;-9,00\n');
    const preview = previewCsv(bytes);
    expect(preview?.header).toEqual(['Date', 'Libellé', 'Montant', 'Autre']);
    expect(preview?.rows).toMatchObject([{ line: 2, movement: { amount: '1.00' } }]);
    const mapping = { ...preview!.mapping, amount: 3, dayOrder: 'month-first' as const };
    expect(previewCsv(bytes, structuredClone(mapping))?.rows[0]?.movement).toMatchObject({ amount: '-9.00', booked: '2026-03-11' });
    expect(readCsvStatement(bytes, mapping)).toMatchObject({ ok: true, value: { statements: [{ movements: [{ amount: '-9.00' }] }] } });
  });

  test('formulas are text', () => {
    expect(read('Date;Libellé;Montant\n13/11/2026;=cmd|x;1,00\n').statement.movements[0]?.label).toBe('=cmd|x');
  });

  test.each([
    ['a journal', 'JournalCode\tEcritureDate\tDate\tLibellé\tDébit\tCrédit\nAC\t20261103\t03/11/2026\tX\t1,00\t0,00\n'],
    ['a list of people', 'Nom;Ville;Date\nA;B;03/11/2026\n'],
    ['a ledger without header', '1015;2;8;"2013-01-01";"BO";"A";"B";"0.00";"41161.23"\n1016;2;8;"2013-01-01";"BO";"A";"B";"0.00";"1.23"\n'],
    ['a header alone', 'Date;Libellé;Montant\n'],
    ['prose', 'Bonjour, le 3 novembre, nous avons reçu votre facture.\nMerci, à bientôt, Paul\n'],
  ])('%s is no statement', (_what, text) => {
    expect(readBankFile(utf8(text))).toEqual({ ok: false, refusal: { tag: 'not-a-bank-file' } });
  });

  test('any text is read or refused, with the lines in order and every row of a table there', () => {
    const cell = fc.oneof(
      fc.string({ unit: fc.constantFrom('a', '"', ';', '\n', '\r', ',', ' ', '=', '-', '1', 'é') }),
      fc.constantFrom('Date', 'Libellé', 'Montant', '03/11/2026', '1,00'),
    );
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 40 }), fc.constantFrom(';', ',', '\n'), (cells, glue) => {
        const text = cells.join(glue);
        const lines = readTable(text, ';').map(({ line }) => line);
        expect(lines).toEqual(lines.toSorted((a, b) => a - b));
        expect(() => mappingOf(utf8(text))).not.toThrow();
        expect(() => readCsvStatement(utf8(text))).not.toThrow();
      }),
      { numRuns: 500, seed: 7 },
    );
  });
});
