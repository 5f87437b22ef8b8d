import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decimalToCents, readDecimal, type Decimal } from './decimal.ts';

test.each([
  ['1234.56', 123_456],
  ['-0.005', -1],
  ['0.004', 0],
  ['1 234,56', 123_456],
  ['\u22121\u202f234,5', -123_450],
  ['.5', 50],
  ['+12', 1200],
])('%s is %i cents', (text, amount) => expect(decimalToCents(readDecimal(text)?.value ?? ('' as Decimal))).toBe(amount));

test.each(['', '-', '12..34', '$120', '1.234,56', 'NaN', '1e5'])('%j is no amount', (text) => expect(readDecimal(text)).toBeNull());

test('cents written out and read again are the same cents', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (amount) => {
      const text = `${amount < 0 ? '-' : ''}${BigInt(Math.abs(amount)) / 100n}.${String(BigInt(Math.abs(amount)) % 100n).padStart(2, '0')}`;
      expect(decimalToCents(readDecimal(text)?.value ?? ('' as Decimal))).toBe(amount === 0 ? 0 : amount);
    }),
  );
});
