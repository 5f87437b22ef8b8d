import { describe, expect, test } from 'vitest';
import { ledgerOf } from '@navette/domain/ledger/ledger-of-lines';
import { checkFec } from './check-fec.ts';
import { fecJson } from './fec-json.ts';
import { readFec } from './read-fec.ts';
import { fecName, writeFec, type FecOptions } from './write-fec.ts';

const HEADER =
  'JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\tCompAuxNum\tCompAuxLib\tPieceRef\tPieceDate\tEcritureLib\tDebit\tCredit\tEcritureLet\tDateLet\tValidDate\tMontantdevise\tIdevise\tAnalytique';
const FILE = [
  HEADER,
  'VE\tVentes\t1\t20260105\t411000\tClients\tC1\tHôtel de l’Œuvre\tF-1\t20260105\t=cmd() €\t120,00\t0,00\tAA\t20260201\t20260131\t\t\tNord',
  'VE\tVentes\t1\t20260105\t706000\tPrestations\t\t\tF-1\t20260105\tFacture\t0,00\t100,005\t\t\t20260131\t\t\tNord',
  'VE\tVentes\t1\t20260105\t445710\tTVA\t\t\tF-1\t20260105\tAvoir\t0,00\t20,00-\t\t\t20260131\t12,00\tUSD\t',
  '',
].join('\n');
function read(bytes: Uint8Array) {
  const found = readFec(bytes);
  if (!found.ok) throw new Error(found.refusal.tag);
  return found.value;
}
function written(options: FecOptions, of = read(new TextEncoder().encode(FILE)).ledger): Uint8Array {
  const { pieces } = writeFec(of, options);
  return Uint8Array.from(pieces.flatMap((piece) => [...piece]));
}

describe('a FEC that is written (R155)', () => {
  test.each([
    { encoding: 'utf-8', separator: 'tab' },
    { encoding: 'utf-8', separator: 'pipe' },
    { encoding: 'iso-8859-15', separator: 'tab' },
  ] as const)('gives the same figures to the cent when it is read again, in $encoding with $separator', (options) => {
    const [before, after] = [read(new TextEncoder().encode(FILE)), read(written(options))];
    expect(after.form.encoding).toBe(options.encoding);
    expect(after.form.header.standardOrder).toBe(true);
    const figures = (file: typeof before) => {
      const { indicators, sig, aged, entries, total_debit, total_credit, journals } = fecJson(file, 'x', 0);
      return { indicators, sig, aged, entries, total_debit, total_credit, journals };
    };
    expect(figures(after)).toEqual(figures(before));
    expect(after.ledger.rest).toEqual(before.ledger.rest);
    expect(after.ledger.label.at(0)).toBe('=cmd() €');
    expect(after.ledger.others.get('Analytique')?.at(1)).toBe('Nord');
    expect(after.ledger.others.get('Idevise')?.at(2)).toBe('USD');
  });
  test('letters that the encoding has not become their nearest, and are counted', () => {
    const { replaced } = writeFec(read(new TextEncoder().encode(FILE)).ledger, { encoding: 'iso-8859-15', separator: 'tab' });
    expect(replaced).toBe(1);
    expect(read(written({ encoding: 'iso-8859-15', separator: 'tab' })).ledger.thirdParties[1]?.label).toBe("Hôtel de l'Œuvre");
  });
  test('records stand in the order of validation, without tabs or line ends inside, and pass the checks', () => {
    const one = { account: '411000', journal: 'VE', debit: 100, ref: 'F\t1', label: 'a\nb|c' };
    const ledger = ledgerOf([
      { ...one, number: '2', date: '2026-12-31' },
      { ...one, number: '2', date: '2026-12-31', account: '706000', debit: 0, credit: 100 },
      { ...one, number: '1', date: '2026-01-05' },
      { ...one, number: '1', date: '2026-01-05', account: '706000', debit: 0, credit: 100 },
    ]);
    const again = read(written({ encoding: 'utf-8', separator: 'pipe' }, ledger));
    expect([0, 2].map((row) => again.ledger.number.at(again.ledger.entry[row] as number))).toEqual(['1', '2']);
    expect(again.ledger.label.at(0)).toBe('a b c');
    expect(checkFec(again, '732829320FEC20261231.txt')).toEqual([]);
  });
  test('its name is the legal one only for the software of record', () => {
    expect(fecName('552100554', '2026-12-31', true)).toBe('552100554FEC20261231.txt');
    expect(fecName('552100554', '2026-12-31', false)).toBe('projet-552100554FEC20261231.txt');
  });
});
