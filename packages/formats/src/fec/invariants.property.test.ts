/** The seven invariants of the specification (4.6), on invented ledgers written as FECs and read again. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accountBalances, sumOf } from '@navette/domain/ledger/balances';
import { indicatorsOf, sigOf } from '@navette/domain/ledger/indicators';
import { dayText, type Ledger } from '@navette/domain/ledger/ledger';
import { agedByDocument, openItems, SIDES } from '@navette/domain/ledger/open-items';
import { fecJson } from './fec-json.ts';
import { FecReader } from './fec-reader.ts';

type Line = { account: string; third: string; debit: number; credit: number; letter: string };
type Entry = { journal: string; number: number; day: number; lines: Line[] };

const ACCOUNTS = [
  '101000',
  '120000',
  '218000',
  '281800',
  '311000',
  '370000',
  '401000',
  '403000',
  '404000',
  '408000',
  '409100',
  '411000',
  '416000',
  '418000',
  '419100',
  '421000',
  '444000',
  '445660',
  '445710',
  '455000',
  '467000',
  '481000',
  '486000',
  '508000',
  '512000',
  '519000',
  '530000',
  '580000',
  '601000',
  '603700',
  '607000',
  '609700',
  '613000',
  '622000',
  '635000',
  '641000',
  '649000',
  '655000',
  '661000',
  '671000',
  '681000',
  '686000',
  '687000',
  '695000',
  '701000',
  '706000',
  '707000',
  '709700',
  '713000',
  '722000',
  '730000',
  '740000',
  '747000',
  '755000',
  '758000',
  '761000',
  '771000',
  '781000',
  '786000',
  '787000',
  '791000',
  '796000',
  '797000',
];
const line = fc.record({
  account: fc.constantFrom(...ACCOUNTS),
  third: fc.constantFrom('', '', 'C1', 'C2', 'F1'),
  debit: fc.integer({ min: -50_000, max: 5_000_000 }),
  credit: fc.constant(0),
  letter: fc.constantFrom('', '', 'AA', 'AB', 'a'),
});
/** Balanced entries: the last line brings each to zero. */
const entry: fc.Arbitrary<Entry> = fc
  .record({
    journal: fc.constantFrom('AN', 'VE', 'AC', 'BQ'),
    number: fc.integer({ min: 1, max: 9999 }),
    day: fc.integer({ min: 0, max: 364 }),
    lines: fc.array(line, { minLength: 1, maxLength: 5 }),
    last: line,
  })
  .map(({ last, lines, ...rest }) => {
    const turned = lines.map((one, at) => (at % 2 === 0 ? one : { ...one, debit: 0, credit: one.debit }));
    const sum = turned.reduce((total, { debit, credit }) => total + debit - credit, 0);
    return { ...rest, lines: [...turned, { ...last, debit: sum < 0 ? -sum : 0, credit: sum > 0 ? sum : 0 }] };
  });
const ledger = fc.array(entry, { minLength: 1, maxLength: 12 });

const amount = (cents: number) =>
  `${cents < 0 ? '-' : ''}${Math.trunc(Math.abs(cents) / 100)},${String(Math.abs(cents) % 100).padStart(2, '0')}`;
const date = (day: number) => (dayText(20_454 + day) ?? '').replaceAll('-', '');
const NAMES = [
  'JournalCode',
  'JournalLib',
  'EcritureNum',
  'EcritureDate',
  'CompteNum',
  'CompteLib',
  'CompAuxNum',
  'CompAuxLib',
  'PieceRef',
  'PieceDate',
  'EcritureLib',
];
const REST = ['EcritureLet', 'DateLet', 'ValidDate', 'Montantdevise', 'Idevise'];

function records(entries: readonly Entry[], sens = false): string[][] {
  return entries.flatMap(({ journal, number, day, lines }) =>
    lines.map(({ account, third, debit, credit, letter }) => [
      journal,
      `Journal été ${journal}`,
      String(number),
      date(day),
      account,
      `Compte ${account}`,
      third,
      third === '' ? '' : `Tiers ${third}`,
      `P${number}`,
      date(day),
      `Écriture ${number}`,
      ...(sens ? (credit === 0 ? [amount(debit), 'D'] : [amount(credit), 'C']) : [amount(debit), amount(credit)]),
      letter,
      letter === '' ? '' : date(day),
      date(day),
      '',
      '',
    ]),
  );
}
function written(lines: readonly (readonly string[])[], { separator = '\t', sens = false } = {}): string {
  const header = [...NAMES, ...(sens ? ['Montant', 'Sens'] : ['Debit', 'Credit']), ...REST];
  return [header, ...lines].map((fields) => `${fields.join(separator)}\r\n`).join('');
}
function readBytes(...pieces: readonly Uint8Array[]) {
  const reader = new FecReader();
  for (const piece of pieces) reader.push(piece);
  const found = reader.finish();
  if (!found.ok) throw new Error(found.refusal.tag);
  return found.value;
}
const utf8 = (text: string) => new TextEncoder().encode(text);
const read = (text: string) => readBytes(utf8(text));
const latin = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

/** Everything that is computed and does not depend on the order of the lines. */
function figures(file: ReturnType<typeof read>) {
  const json = fecJson(file, 'x.txt', 0) as Record<string, unknown>;
  const { indicators, sig, aged, total_debit, total_credit, entries, unbalanced_entries, classes, accounts2, first_date, last_date } = json;
  return { indicators, sig, aged, total_debit, total_credit, entries, unbalanced_entries, classes, accounts2, first_date, last_date };
}
const lastDay = (of: Ledger) => of.date.reduce((most, day) => Math.max(most, day), 0);

describe('the invariants of the figures (accounting formats, 4.6)', () => {
  test('1. what balances, balances over the classes', () => {
    fc.assert(
      fc.property(ledger, (entries) => {
        expect(sumOf(accountBalances(read(written(records(entries))).ledger), [''])).toBe(0);
      }),
    );
  });
  test('2. the result is the last line of the SIG, before and after 2025', () => {
    fc.assert(
      fc.property(ledger, (entries) => {
        const balances = accountBalances(read(written(records(entries))).ledger);
        const { result } = indicatorsOf(balances);
        expect(sigOf(balances).netResult).toBe(result);
        expect(sigOf(balances, true).netResult).toBe(result);
      }),
    );
  });
  test('3. aged items sum to the balance of their accounts, by lettrage and first in first out', () => {
    fc.assert(
      fc.property(ledger, (entries) => {
        const { ledger: one } = read(written(records(entries)));
        const balances = accountBalances(one);
        const reference = lastDay(one);
        for (const side of ['customers', 'suppliers'] as const)
          for (const way of ['lettrage', 'fifo'] as const) {
            const { buckets, total } = agedByDocument(openItems(one, { side, reference, way }).items, reference);
            const { prefixes, except, sign } = SIDES[side];
            expect(total).toBe(sign * sumOf(balances, prefixes, except) || 0);
            expect(Object.values(buckets).reduce((sum, bucket) => sum + bucket, 0)).toBe(total);
          }
      }),
    );
  });
  test('4. shuffling the lines changes nothing', () => {
    const shuffled = ledger.chain((entries) => {
      const lines = records(entries);
      return fc.tuple(fc.constant(lines), fc.shuffledSubarray(lines, { minLength: lines.length, maxLength: lines.length }));
    });
    fc.assert(
      fc.property(shuffled, ([lines, others]) => {
        // On one day, of several items, which is paid first is the order of the file: the number of items may differ, no sum does.
        const sums = (of: readonly (readonly string[])[]) =>
          JSON.stringify(figures(read(written(of))), (key, value) => (key === 'items' ? undefined : (value as unknown)));
        expect(JSON.parse(sums(others))).toEqual(JSON.parse(sums(lines)));
      }),
    );
  });
  test('5. Montant and Sens instead of Debit and Credit change nothing', () => {
    fc.assert(
      fc.property(ledger, (entries) => {
        expect(figures(read(written(records(entries, true), { sens: true })))).toEqual(figures(read(written(records(entries)))));
      }),
    );
  });
  test('6. another encoding or separator changes nothing but what is detected', () => {
    fc.assert(
      fc.property(ledger, (entries) => {
        const text = written(records(entries));
        const expected = figures(read(text));
        expect(figures(read(`\ufeff${text}`))).toEqual(expected);
        expect(figures(readBytes(latin(text)))).toEqual(expected);
        expect(figures(read(text.replaceAll('\t', '|')))).toEqual(expected);
        expect(figures(read(text.replaceAll('\r\n', '\n')))).toEqual(expected);
      }),
    );
  });
  test('7. a file given in parts is the same file', () => {
    fc.assert(
      fc.property(ledger, fc.array(fc.nat(4000), { maxLength: 6 }), (entries, cuts) => {
        const all = utf8(written(records(entries)));
        const at = [0, ...cuts.map((cut) => Math.min(cut, all.length)).toSorted((a, b) => a - b), all.length];
        const pieces = at.slice(1).map((end, i) => all.subarray(at[i], end));
        expect(figures(readBytes(...pieces))).toEqual(figures(readBytes(all)));
      }),
    );
  });
});
