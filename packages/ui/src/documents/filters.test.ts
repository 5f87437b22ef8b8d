import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DOCUMENT_ORDERS } from '@navette/device/model';
import { DOCUMENT_KINDS } from '@navette/domain/document-kinds';
import { DOCUMENT_STATES } from '@navette/domain/document-state';
import { sampleId } from '../testing/sample-data.ts';
import {
  activeFilters,
  centsOf,
  NO_FILTERS,
  presetDays,
  queryOf,
  readFilters,
  withoutFilter,
  writeFilters,
  type Filters,
} from './filters.ts';

const day = fc.constantFrom('', '2026-01-01', '2026-02-28', '2025-12-31');
const yesNo = fc.constantFrom(true, false, null);
const filters: fc.Arbitrary<Filters> = fc.record({
  text: fc.string({ unit: 'grapheme', maxLength: 30 }).map((text) => text.trim()),
  kinds: fc.subarray([...DOCUMENT_KINDS]),
  states: fc.subarray([...DOCUMENT_STATES]),
  companies: fc.subarray([sampleId(3, 1), sampleId(3, 2)] as never[]),
  from: day,
  to: day,
  by: fc.constantFrom('date', 'captured'),
  supplier: fc.constantFrom('', 'Énergie & fils', 'a,b=c'),
  min: fc.option(fc.nat(1_000_000)),
  max: fc.option(fc.nat(1_000_000)),
  boxes: fc.subarray(['common', 'pay'] as const),
  answers: fc.constantFrom(true, false, null, sampleId<string>(5, 1)),
  commented: yesNo,
  booked: yesNo,
  shelf: fc.constantFrom(null, 'bin', 'moved'),
  sort: fc.record({ by: fc.constantFrom(...DOCUMENT_ORDERS), down: fc.boolean() }),
}) as never;

describe('filters in the address', () => {
  test('R212 R213 are found again as they were, whatever they are', () => {
    fc.assert(
      fc.property(filters, (some) => {
        expect(readFilters(writeFilters(some))).toEqual(some);
      }),
      { numRuns: 300 },
    );
  });

  test('M5 an address of somebody else narrows nothing by what does not parse', () => {
    expect(readFilters('kind=evil&state=x,y&from=2026-02-31&min=-4&answers=1&sort=size&companies=%3Cimg%3E&box=safe')).toEqual(NO_FILTERS);
    expect(readFilters('a=b&&&=')).toEqual(NO_FILTERS);
    expect(writeFilters(NO_FILTERS)).toBe('');
  });

  test('each is removed alone, and all of them leave an unfiltered question', () => {
    fc.assert(
      fc.property(filters, (some) => {
        let left = some;
        for (const name of activeFilters(some)) {
          left = withoutFilter(left, name);
          expect(activeFilters(left)).not.toContain(name);
        }
        expect(queryOf({ ...left, sort: NO_FILTERS.sort }, null)).toEqual({ dossier: null });
      }),
    );
  });

  test('months and years begin and end where they do', () => {
    expect(presetDays('this-month', '2026-11-20')).toEqual({ from: '2026-11-01', to: '2026-11-30' });
    expect(presetDays('last-month', '2026-01-31')).toEqual({ from: '2025-12-01', to: '2025-12-31' });
    expect(presetDays('last-month', '2028-03-31')).toEqual({ from: '2028-02-01', to: '2028-02-29' });
    expect(presetDays('last-year', '2026-11-20')).toEqual({ from: '2025-01-01', to: '2025-12-31' });
  });

  test('an amount is read as people write it', () => {
    expect(['1 234,56', '1234.5', '12', '1\u202f234,5 €', '', 'abc', '-3', '1,234,56'].map(centsOf)).toEqual([
      123_456,
      123_450,
      1200,
      123_450,
      null,
      null,
      null,
      null,
    ]);
  });
});
