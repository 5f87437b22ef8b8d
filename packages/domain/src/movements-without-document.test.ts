import { expect, it } from 'vitest';
import { cents } from '@navette/kernel/cents';
import { documentsOfMovements, type DatedAmount } from './movements-without-document.ts';

const of = (date: string, amount: number): DatedAmount => ({ date, amount: cents(amount) });

it('a payment has the invoice of the same amount up to five days before or after it, and not six', () => {
  const paid = [of('2026-11-10', -12_000)];
  expect(documentsOfMovements(paid, [of('2026-11-05', 12_000)])).toEqual([0]);
  expect(documentsOfMovements(paid, [of('2026-11-15', 12_000)])).toEqual([0]);
  expect(documentsOfMovements(paid, [of('2026-11-04', 12_000)])).toEqual([null]);
  expect(documentsOfMovements(paid, [of('2026-11-16', 12_000)])).toEqual([null]);
  expect(documentsOfMovements(paid, [of('2026-11-10', 12_001)])).toEqual([null]);
});

it('five days are days of the calendar, over the end of a year as over the change to summer time', () => {
  expect(documentsOfMovements([of('2027-01-02', -500)], [of('2026-12-28', 500)])).toEqual([0]);
  expect(documentsOfMovements([of('2026-03-31', -500)], [of('2026-03-26', 500)])).toEqual([0]);
});

it('two movements never share one document', () => {
  expect(documentsOfMovements([of('2026-11-03', -800), of('2026-11-03', -800)], [of('2026-11-03', 800)])).toEqual([0, null]);
});

it('nobody is asked for a document that another pairing would have left', () => {
  // The second payment is nearer to the first invoice, and is the only one the second invoice can stand for.
  const movements = [of('2026-11-01', -800), of('2026-11-04', -800)];
  const documents = [of('2026-11-03', 800), of('2026-11-08', 800)];
  expect(documentsOfMovements(movements, documents)).toEqual([0, 1]);
  expect(documentsOfMovements(movements.toReversed(), documents)).toEqual([1, 0]);
});

it('as many movements are paired as can be, whatever the dates', () => {
  let seed = 7;
  const draw = (n: number): number => (seed = (seed * 48_271) % 2_147_483_647) % n;
  const day = (): string => `2026-11-${String(1 + draw(28)).padStart(2, '0')}`;
  for (let round = 0; round < 300; round++) {
    const movements = Array.from({ length: 1 + draw(5) }, () => of(day(), -100 * (1 + draw(2))));
    const documents = Array.from({ length: draw(6) }, () => of(day(), 100 * (1 + draw(2))));
    const found = documentsOfMovements(movements, documents);
    const used = found.filter((one) => one !== null);
    expect(new Set(used).size).toBe(used.length);
    expect(found.every((at, i) => at === null || fits(movements[i], documents[at]))).toBe(true);
    expect(used.length).toBe(mostPairs(movements, documents));
  }
});

function fits(a: DatedAmount | undefined, b: DatedAmount | undefined): boolean {
  return (
    a !== undefined && b !== undefined && a.amount === -b.amount && Math.abs(Date.parse(a.date) - Date.parse(b.date)) <= 5 * 86_400_000
  );
}

/** Every pairing tried. */
function mostPairs([first, ...others]: readonly DatedAmount[], documents: readonly DatedAmount[]): number {
  if (first === undefined) return 0;
  const taken = documents.map((one, at) => (fits(first, one) ? 1 + mostPairs(others, documents.toSpliced(at, 1)) : 0));
  return Math.max(mostPairs(others, documents), ...taken);
}
