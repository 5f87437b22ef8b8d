import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Ledger } from '@navette/domain/ledger/ledger';
import { ledgerOf } from '@navette/domain/ledger/ledger-of-lines';
import { readFec } from '../fec/read-fec.ts';
import { openLedger, packLedger } from './pack-ledger.ts';

const HEADER =
  'JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\tCompAuxNum\tCompAuxLib\tPieceRef\tPieceDate\tEcritureLib\tDebit\tCredit\tEcritureLet\tDateLet\tValidDate\tMontantdevise\tIdevise\tNote';
const line = (at: number, amount: string, label: string) =>
  `VE\tVentes été\t${at >> 1}\t2026010${(at % 9) + 1}\t41100${at % 3}\tClients\tC${at % 4}\tTiers\tF-${at >> 1}\t20260105\t${label}\t${amount}\t0,00\t\t\t20260131\t\t\tnote ${at % 5}`;
function read(text: string | Uint8Array): Ledger {
  const found = readFec(typeof text === 'string' ? new TextEncoder().encode(text) : text);
  if (!found.ok) throw new Error(found.refusal.tag);
  return found.value.ledger;
}
/** Everything a ledger says, as plain values. */
function said(ledger: Ledger) {
  const { number, pieceRef, label, others, ...rest } = ledger;
  const rows = Array.from({ length: ledger.rows }, (_, row) => row);
  return {
    ...Object.fromEntries(
      Object.entries(rest).map(([name, value]) => [name, ArrayBuffer.isView(value) ? [...(value as Uint8Array)] : value]),
    ),
    number: Array.from({ length: ledger.entries }, (_, at) => number.at(at)),
    pieceRef: rows.map((row) => pieceRef.at(row)),
    label: rows.map((row) => label.at(row)),
    others: [...others].map(([name, column]) => [name, rows.map((row) => column.at(row))]),
  };
}
function again(ledger: Ledger): Ledger {
  const { figures, words } = packLedger(ledger);
  const opened = openLedger(figures, words);
  if (!opened.ok) throw new Error(opened.refusal.tag);
  return opened.value;
}
const FILE = [
  HEADER,
  ...Array.from({ length: 40 }, (_, at) => line(at, at === 7 ? 'N/A' : at === 9 ? '1,2345' : `${at},50`, `Libellé n° ${at >> 2}`)),
  '',
].join('\n');

describe('a packed ledger', () => {
  test('is opened to the same ledger', () => {
    const ledger = read(FILE);
    expect(said(again(ledger))).toEqual(said(ledger));
  });
  test('is the same bytes again, and whatever the encoding of the file was', () => {
    const packed = packLedger(read(FILE));
    expect(packLedger(again(read(FILE)))).toEqual(packed);
    const latin = Uint8Array.from(FILE, (letter) => letter.charCodeAt(0));
    expect(packLedger(read(latin))).toEqual(packed);
  });
  test('gives its figures without its words', () => {
    const { figures } = packLedger(read(FILE));
    const opened = openLedger(figures, null);
    expect(opened.ok && [opened.value.rows, opened.value.label.at(3), opened.value.debit[4]]).toEqual([40, '', 450]);
  });
  test('takes amounts that do not fit in 32 bits', () => {
    const ledger = ledgerOf([{ account: '101000', credit: 9_000_000_000_000, date: '2026-01-01' }]);
    expect(again(ledger).credit[0]).toBe(9_000_000_000_000);
  });
  test('damaged bytes are refused or read, and never break', () => {
    const { figures, words } = packLedger(read(FILE));
    const harm = fc.record({ at: fc.nat(figures.length - 1), value: fc.nat(255), cut: fc.nat(figures.length) });
    fc.assert(
      fc.property(harm, fc.boolean(), ({ at, value, cut }, shorten) => {
        const broken = figures.slice(0, shorten ? cut : figures.length);
        if (at < broken.length) broken[at] = value;
        const opened = openLedger(broken, words);
        expect(typeof opened.ok).toBe('boolean');
      }),
      { numRuns: 500 },
    );
    expect(openLedger(new Uint8Array(0), null)).toEqual({ ok: false, refusal: { tag: 'ledger-file-damaged' } });
    expect(openLedger(figures, figures)).toEqual({ ok: false, refusal: { tag: 'ledger-file-damaged' } });
  });
});
