import { describe, expect, test } from 'vitest';
import { dayNumber, fileLine } from '@navette/domain/ledger/ledger';
import { accountBalances } from '@navette/domain/ledger/balances';
import { indicatorsOf } from '@navette/domain/ledger/indicators';
import { checkFec, hasReserves } from './check-fec.ts';
import { fecFileName } from './fec-file-name.ts';
import { fecJson } from './fec-json.ts';
import { FecReader } from './fec-reader.ts';
import type { FecFile } from './fec-file.ts';
import { looksLikeFec, readFec } from './read-fec.ts';

const HEADER =
  'JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\tCompAuxNum\tCompAuxLib\tPieceRef\tPieceDate\tEcritureLib\tDebit\tCredit\tEcritureLet\tDateLet\tValidDate\tMontantdevise\tIdevise';
const SALE = [
  'VE\tVentes\t1\t20260105\t411000\tClients\tC1\tChauvet & Fils\tF-1\t20260105\tFacture F-1\t120,00\t0,00\t\t\t20260131\t\t',
  'VE\tVentes\t1\t20260105\t706000\tPrestations\t\t\tF-1\t20260105\tFacture F-1\t0,00\t100,00\t\t\t20260131\t\t',
  'VE\tVentes\t1\t20260105\t445710\tTVA collectée\t\t\tF-1\t20260105\tFacture F-1\t0,00\t20,00\t\t\t20260131\t\t',
];
const text = (...lines: string[]) => [HEADER, ...lines, ''].join('\n');
const bytes = (content: string) => new TextEncoder().encode(content);
const latin = (content: string) => Uint8Array.from(content, (letter) => letter.charCodeAt(0));
function read(content: string | Uint8Array): FecFile {
  const found = readFec(typeof content === 'string' ? bytes(content) : content);
  if (!found.ok) throw new Error(found.refusal.tag);
  return found.value;
}
const wide = (content: string) => Uint8Array.from([...bytes(content)].flatMap((byte) => [byte, 0]));
const refusal = (content: string | Uint8Array) => {
  const found = readFec(typeof content === 'string' ? bytes(content) : content);
  return found.ok ? null : found.refusal;
};
const figures = (content: string | Uint8Array) => indicatorsOf(accountBalances(read(content).ledger));

describe('a FEC is read (R155)', () => {
  test('its lines, words, days and cents', () => {
    const { ledger, form } = read(text(...SALE));
    expect(form).toMatchObject({ encoding: 'utf-8', separator: 'tab', lineEnd: 'LF' });
    expect(ledger.rows).toBe(3);
    expect(ledger.entries).toBe(1);
    expect([...ledger.debit]).toEqual([12_000, 0, 0]);
    expect([...ledger.credit]).toEqual([0, 10_000, 2_000]);
    expect(ledger.accounts[2]).toEqual({ code: '445710', label: 'TVA collectée' });
    expect(ledger.thirdParties).toEqual([
      { code: '', label: '' },
      { code: 'C1', label: 'Chauvet & Fils' },
    ]);
    expect(ledger.date[0]).toBe(dayNumber('2026-01-05'));
    expect(ledger.label.at(1)).toBe('Facture F-1');
    expect(ledger.number.at(0)).toBe('1');
  });

  test.each([
    ['a byte order mark', `\ufeff${text(...SALE)}`, { encoding: 'utf-8-bom' }],
    ['CR LF', text(...SALE).replaceAll('\n', '\r\n'), { lineEnd: 'CRLF' }],
    ['CR CR LF', text(...SALE).replaceAll('\n', '\r\r\n'), { lineEnd: 'CRCRLF' }],
    ['CR alone', text(...SALE).replaceAll('\n', '\r'), { lineEnd: 'CR' }],
    ['pipes', text(...SALE).replaceAll('\t', '|'), { separator: 'pipe' }],
    ['semicolons', text(...SALE).replaceAll('\t', ';'), { separator: 'semicolon' }],
    ['no line end at the end', text(...SALE).replace(/\n$/, ''), {}],
    ['NUL characters', text(...SALE).replaceAll('Facture', 'Fac\0ture'), {}],
    ['padding', text(...SALE).replaceAll('\t', '   \t  '), {}],
    ['a separator at the end of the header', text(...SALE).replaceAll('\n', '\t\n'), {}],
    [
      'names in another case',
      text(...SALE)
        .replace('CompteNum', ' COMPTENUM ')
        .replace('EcritureLib', 'Écriturelib'),
      {},
    ],
    ['CompteAuxNum', text(...SALE).replace('CompAuxNum', 'CompteAuxNum'), {}],
    ['empty lines', text(...SALE).replaceAll('\n', '\n\n'), {}],
  ])('with %s', (_, content, form) => {
    const file = read(content);
    expect(file.form).toMatchObject(form);
    expect(indicatorsOf(accountBalances(file.ledger))).toEqual(figures(text(...SALE)));
    expect(file.ledger.thirdParties[1]?.label).toBe('Chauvet & Fils');
    expect(file.seen.badFieldCounts.count).toBe(0);
  });

  test('whatever the pieces are, even of one byte', () => {
    for (const content of [text(...SALE), text(...SALE).replaceAll('\n', '\r\r\n'), text(...SALE).replaceAll('\n', '\n\r\n\r')]) {
      const all = bytes(content);
      const whole = fecJson(read(content), 'x', all.length);
      for (const size of [1, 2, 3, 7, 64]) {
        const pieces = readInPieces(all, size);
        expect(fecJson(pieces, 'x', all.length)).toEqual(whole);
      }
    }
  });

  test('ISO 8859-15 and windows-1252 are told apart, and no character is lost', () => {
    const euro15 = read(latin(text(...SALE).replace('TVA collectée', 'Port\u00e9 \u00a4')));
    expect(euro15.form.encoding).toBe('iso-8859-15');
    expect(euro15.ledger.accounts[2]?.label).toBe('Porté €');
    const windows = read(latin(text(...SALE).replace('TVA collectée', 'C\u009cur \u0080')));
    expect(windows.form.encoding).toBe('windows-1252');
    expect(windows.ledger.accounts[2]?.label).toBe('Cœur €');
    expect(read(text(...SALE).replace('é', 'e')).form.encoding).toBe('ascii');
  });

  test('Montant and Sens, with D and C or +1 and -1', () => {
    const amounts = (side: (debit: boolean) => string) =>
      text(...SALE)
        .replace('Debit\tCredit', 'Montant\tSens')
        .replace('120,00\t0,00', `120,00\t${side(true)}`)
        .replace('0,00\t100,00', `100,00\t${side(false)}`)
        .replace('0,00\t20,00', `20,00\t${side(false)}`);
    for (const [debit, credit] of [
      ['D', 'C'],
      ['d', 'c'],
      ['+1', '-1'],
    ] as const)
      expect(figures(amounts((one) => (one ? debit : credit)))).toEqual(figures(text(...SALE)));
    expect(read(amounts(() => 'X')).ledger.unread.size).toBe(3);
  });

  test.each([
    ['1 234,50', 123_450],
    ['1\u00a0234,50', 123_450],
    ['1\u202f234,5', 123_450],
    ['+000001234,50', 123_450],
    ['-1234,50', -123_450],
    ['1234,50-', -123_450],
    ['1234.50', 123_450],
    ['1234', 123_400],
    [',5', 50],
    ['1,2345E3', 123_450],
    ['', 0],
    ['21474836,48', 2_147_483_648],
  ])('the amount %j is %i cents', (written, cents) => {
    expect(read(text(SALE[0]?.replace('120,00', written) ?? '')).ledger.debit[0]).toBe(cents);
  });

  test.each(['N/A', '1.234,56', '12,3,4', '-1-', '--1', '1e', '٣', '12 €'])(
    '%j is no amount: the line is shown and counts for nothing',
    (written) => {
      const { ledger } = read(text(SALE[0]?.replace('120,00', written) ?? '', ...SALE.slice(1)));
      expect([...ledger.unread]).toEqual([0]);
      expect(ledger.odd).toMatchObject([{ row: 0, column: 'Debit', text: written, fault: 'unreadable' }]);
    },
  );

  test('more than two decimals are kept to the millionth of a cent in the sums', () => {
    const { ledger } = read(text(...[1, 2, 3].map(() => SALE[0]?.replace('120,00', '0,333') ?? '')));
    expect(accountBalances(ledger)[0]?.debit).toBe(100);
    expect(ledger.odd.map(({ fault }) => fault)).toEqual(['digits', 'digits', 'digits']);
  });

  test.each([
    ['05/01/2026', 'form', '2026-01-05'],
    ['2026-01-05', 'form', '2026-01-05'],
    ['20260231', 'unreadable', null],
    ['janvier', 'unreadable', null],
  ])('the date %s', (written, fault, day) => {
    const { ledger } = read(text(SALE[0]?.replace('20260105\t411000', `${written}\t411000`) ?? ''));
    expect(ledger.odd).toMatchObject([{ column: 'EcritureDate', text: written, fault }]);
    expect(ledger.date[0]).toBe(day === null ? 0 : dayNumber(day));
  });

  test('a line of too few fields counts when its amounts are there, one of too many is said', () => {
    const short = SALE[0]?.split('\t').slice(0, 13).join('\t') ?? '';
    const long = `${SALE[1]}\tde trop`;
    const file = read(text(short, long, SALE[2] ?? ''));
    expect(file.seen.badFieldCounts).toMatchObject({ count: 2, first: [0, 1] });
    expect(accountBalances(file.ledger)[0]?.debit).toBe(12_000);
  });

  test('columns of cash-basis accounts and unknown ones are kept', () => {
    const content = text(...SALE.map((line, row) => `${line}\t2026010${row + 1}\tchèque\t\tAchats`)).replace(
      'Idevise',
      'Idevise\tDateRglt\tModeRglt\tNatOp\tAnalytique',
    );
    const { ledger, form } = read(content);
    expect(form.header.unknown).toEqual(['Analytique']);
    expect(ledger.others.get('ModeRglt')?.at(2)).toBe('chèque');
    expect(ledger.others.get('Analytique')?.at(0)).toBe('Achats');
    expect(ledger.others.has('NatOp')).toBe(false);
  });

  test('entries are those of one journal, number and date, wherever their lines stand', () => {
    const { ledger } = read(text(SALE[0] ?? '', SALE[0]?.replace('20260105\t4', '20260205\t4') ?? '', SALE[1] ?? ''));
    expect(ledger.entries).toBe(2);
    expect([...ledger.entry]).toEqual([0, 1, 0]);
    expect([...ledger.entryRow]).toEqual([0, 1]);
  });

  test('lines are numbered as an editor numbers them', () => {
    const { ledger } = read(`${HEADER}\n\n${SALE[0]}\n${SALE[1]}\n\n\n${SALE[2]}\n`);
    expect([0, 1, 2].map((row) => fileLine(ledger, row))).toEqual([3, 4, 7]);
  });
});

function readInPieces(all: Uint8Array, size: number): FecFile {
  const reader = new FecReader(0);
  for (let at = 0; at < all.length; at += size) reader.push(all.subarray(at, at + size));
  const found = reader.finish();
  if (!found.ok) throw new Error(found.refusal.tag);
  return found.value;
}

describe('F1 what cannot be taken is refused, with its reason', () => {
  test('UTF-16, marked or not', () => {
    const twice = wide(text(...SALE));
    expect(refusal(twice)).toEqual({ tag: 'fec-utf16' });
    expect(refusal(new Uint8Array([0xff, 0xfe, ...twice]))).toEqual({ tag: 'fec-utf16' });
  });
  test('nothing, a header alone, no separator, columns that are not there', () => {
    expect(refusal('')).toEqual({ tag: 'fec-empty' });
    expect(refusal(text())).toEqual({ tag: 'fec-no-lines' });
    expect(refusal('bonjour\nle monde\n')).toEqual({ tag: 'fec-no-separator' });
    expect(
      refusal(
        text(...SALE)
          .replace('CompteNum', 'Compte')
          .replace('Credit', 'Cred'),
      ),
    ).toEqual({
      tag: 'fec-missing-columns',
      columns: ['CompteNum', 'Credit'],
    });
  });
  test('a line without end', () => {
    expect(refusal(`${HEADER}\n${'x'.repeat(1_100_000)}`)?.tag).toBe('fec-line-too-long');
  });
});

describe('the XML form', () => {
  const xml = (line: string, entry = '') => `<?xml version="1.0" encoding="UTF-8"?>
<comptabilite><exercice><DateCloture>2026-12-31</DateCloture><journal><JournalCode>VE</JournalCode><JournalLib>Ventes &amp; services</JournalLib>
<ecriture><EcritureNum>1</EcritureNum><EcritureDate>2026-01-05</EcritureDate><EcritureLib>Facture F-1</EcritureLib><PieceRef>F-1</PieceRef>
<PieceDate>2026-01-05T10:00:00</PieceDate><ValidDate>2026-01-31</ValidDate>${entry}
<ligne><CompteNum>411000</CompteNum><CompteLib>Clients</CompteLib><CompteAuxNum>C1</CompteAuxNum><CompteAuxLib>Chauvet</CompteAuxLib>${line}</ligne>
<ligne><CompteNum>706000</CompteNum><CompteLib>Prestations</CompteLib><Credit>120</Credit></ligne></ecriture></journal></exercice></comptabilite>`;
  test('gives the same columns', () => {
    const file = read(xml('<Debit>1.2E2</Debit>'));
    expect(file.form).toMatchObject({ xml: true, encoding: 'utf-8' });
    expect(file.form.header.names).toHaveLength(18);
    expect(file.ledger.journals).toEqual([{ code: 'VE', label: 'Ventes & services' }]);
    expect(file.ledger.thirdParties[1]).toEqual({ code: 'C1', label: 'Chauvet' });
    expect([...file.ledger.debit]).toEqual([12_000, 0]);
    expect(checkFec(file, '732829320FEC20261231.xml').filter(({ level }) => level === 'error')).toEqual([]);
  });
  test('Montant and Sens, and the columns of cash-basis accounts', () => {
    const file = read(xml('<Montant>120.00</Montant><Sens>+1</Sens>', '<DateRglt>2026-02-01</DateRglt><ModeRglt>CHQ</ModeRglt>'));
    expect(file.form.header.amounts).toBe('Montant/Sens');
    expect(file.form.header.names).toHaveLength(21);
    expect(file.ledger.others.get('DateRglt')?.at(0)).toBe('20260201');
    expect([...file.ledger.debit]).toEqual([12_000, 0]);
  });
  test('F3 a DTD, an entity, a broken or bottomless file are refused', () => {
    expect(refusal(xml('').replace('<comptabilite>', '<!DOCTYPE c [<!ENTITY a "a">]><comptabilite>'))?.tag).toBe('fec-xml-doctype');
    expect(refusal(xml('&a;'))?.tag).toBe('fec-xml-malformed');
    expect(refusal(xml('').slice(0, -40))?.tag).toBe('fec-xml-malformed');
    expect(refusal(`<comptabilite>${'<a>'.repeat(50)}`)?.tag).toBe('fec-xml-malformed');
  });
});

describe('the report of checks', () => {
  const NAME = '732829320FEC20261231.txt';
  const tags = (content: string, name = NAME) => checkFec(read(content), name).map(({ check, tag }) => `${check} ${tag}`);
  // The year's last day, so that the name is true.
  const CLEAN = text(
    ...SALE,
    ...SALE.map((line) =>
      line.replaceAll('\t1\t20260105', '\t2\t20261231').replaceAll('20260131', '20261231').replaceAll('20260105', '20261231'),
    ),
  );

  test('says nothing of a sound file', () => {
    expect(tags(CLEAN)).toEqual([]);
  });
  test.each([
    ['F2 totals-differ', CLEAN.replace('120,00', '121,00')],
    ['F3 entry-unbalanced', CLEAN.replace('120,00', '121,00')],
    ['F4 amount-unreadable', CLEAN.replace('120,00', 'N/A')],
    ['F4 date-unreadable', CLEAN.replace('20260105\t411', '2026\t411')],
    ['F4 field-count', CLEAN.replace('\t\t\t20260131\t\t\n', '\n')],
    ['F5 blank', CLEAN.replace('\tF-1\t', '\t\t')],
    ['F6 account-form', CLEAN.replace('411000', 'X11000')],
    ['F6 account-class', CLEAN.replace('411000', '911000')],
    ['F7 both-sides', CLEAN.replace('120,00\t0,00', '130,00\t10,00')],
    ['F7 no-side', CLEAN.replace('0,00\t20,00', '0,00\t0,00')],
    ['F8 number-gaps', CLEAN.replaceAll('Ventes\t2', 'Ventes\t4')],
    ['F8 number-twice', CLEAN.replaceAll('Ventes\t2', 'Ventes\t1')],
    ['F9 validated-before', CLEAN.replaceAll('20260131', '20260101')],
    ['F9 not-in-order', CLEAN.replaceAll('20260131', '20270131')],
    ['F10 outside-exercise', CLEAN.replaceAll('20260105', '20240105')],
    ['F12 lettering-date', CLEAN.replace('\t\t\t20260131', '\tAA\t\t20260131')],
    ['F12 lettering-sum', CLEAN.replace('\t\t\t20260131', '\tAA\t20260131\t20260131')],
    ['F13 no-third-party', CLEAN.replace('C1\tChauvet & Fils', '\t')],
    ['form dot-amounts', CLEAN.replace('120,00', '120.00')],
    ['form other-date-form', CLEAN.replace('20260105\t411', '05/01/2026\t411')],
    ['form other-columns', CLEAN.replace('Idevise', 'Idevise\tAutre')],
    ['form semicolon', CLEAN.replaceAll('\t', ';')],
    ['opening opening-class-6-7', CLEAN.replaceAll('VE\tVentes', 'AN\tÀ-nouveaux')],
    ['F15 suspense', CLEAN.replaceAll('445710', '471000')],
    ['F15 cash-negative', CLEAN.replaceAll('445710', '530000')],
    ['F15 result-not-appropriated', CLEAN.replaceAll('445710', '120000')],
  ])('%s', (expected, content) => {
    expect(tags(content)).toContain(expected);
  });
  test.each([
    ['F11 file-name', 'export.txt'],
    ['F11 name-siren', '123456789FEC20261231.txt'],
    ['F11 name-closing', '732829320FEC20270131.txt'],
  ])('%s for %s', (expected, name) => {
    expect(tags(CLEAN, name)).toContain(expected);
  });
  test('F14 entries that close the classes 6 and 7 are found', () => {
    const closing = [
      'OD\tClôture\t3\t20261231\t706000\tPrestations\t\t\tCLO\t20261231\tSolde\t200,00\t0,00\t\t\t20261231\t\t',
      'OD\tClôture\t3\t20261231\t120000\tRésultat\t\t\tCLO\t20261231\tSolde\t0,00\t200,00\t\t\t20261231\t\t',
    ];
    expect(tags(`${CLEAN}${closing.join('\n')}\n`)).toContain('F14 closing-entries');
  });
  test('F3 numbers that mean nothing are said once, and not as thousands of faults', () => {
    const lines = Array.from(
      { length: 40 },
      (_, i) =>
        SALE[i % 3 === 0 ? 0 : i % 3 === 1 ? 1 : 2]?.replace(
          'VE\tVentes\t1\t20260105',
          `VE\tVentes\t0\t202601${String((i % 28) + 1).padStart(2, '0')}`,
        ) ?? '',
    ).slice(0, 39);
    const found = checkFec(read(text(...lines)), NAME).filter(({ check }) => check === 'F3');
    expect(found).toMatchObject([{ tag: 'numbers-useless', level: 'warning' }]);
  });
  test('errors make reserves, warnings do not', () => {
    expect(hasReserves(checkFec(read(CLEAN.replace('120,00', '121,00')), NAME))).toBe(true);
    expect(hasReserves(checkFec(read(CLEAN.replace('120,00', '120.00')), NAME))).toBe(false);
  });
});

describe('whether a file is a FEC', () => {
  test('by its header, in any form', () => {
    expect(looksLikeFec(bytes(text(...SALE)))).toBe(true);
    expect(looksLikeFec(bytes(`\ufeff${text(...SALE).replaceAll('\t', '|')}`))).toBe(true);
    expect(looksLikeFec(new Uint8Array([0xff, 0xfe, ...wide(HEADER)]))).toBe(true);
    expect(looksLikeFec(bytes('<?xml version="1.0"?><comptabilite><exercice>'))).toBe(true);
    expect(looksLikeFec(bytes('Date;Libellé;Montant\n'))).toBe(false);
    expect(looksLikeFec(bytes(''))).toBe(false);
  });
  test('its name says whose it is and when the year ends', () => {
    expect(fecFileName('732829320FEC20261231.txt')).toMatchObject({ siren: '732829320', closing: '2026-12-31', valid: true, part: null });
    expect(fecFileName('732829320FEC20261231_2.TXT')?.part).toBe(2);
    expect(fecFileName('0000000001FEC20220831.txt')).toMatchObject({ valid: false });
    expect(fecFileName('732829320FEC20260231')?.valid).toBe(false);
    expect(fecFileName('balance.txt')).toBeNull();
  });
});
