/**
 * An amount as a file wrote it: a decimal kept as text, so that nothing passes through a float. Cents are made of it only
 * where a rule computes.
 */
import { cents, type Cents } from '@navette/kernel/cents';

/** `-1234.5678`: optional minus, digits, optional point and digits. */
export type Decimal = string & { readonly __decimal: unique symbol };

export type ReadDecimal = { readonly value: Decimal; readonly comma: boolean };

/** Spaces of any kind, thousands apart. */
const SPACES = /[\s\u00a0\u202f]/g;

/** @returns null for what is no number; a comma in place of the point is taken, and said */
export function readDecimal(text: string): ReadDecimal | null {
  const plain = text.replaceAll(SPACES, '').replace(/^\+/, '').replace('\u2212', '-');
  const comma = plain.includes(',') && !plain.includes('.');
  const match = /^(-?)(\d*)(?:\.(\d*))?$/.exec(comma ? plain.replace(',', '.') : plain);
  const [, sign = '', whole = '', part = ''] = match ?? [];
  if (!match || (whole === '' && part === '')) return null;
  const digits = whole.replace(/^0+(?=\d)/, '') || '0';
  return { value: `${sign}${digits}${part === '' ? '' : `.${part}`}` as Decimal, comma };
}

/** Half away from zero. @returns null beyond what a safe integer of cents holds */
export function decimalToCents(value: Decimal): Cents | null {
  const negative = value.startsWith('-');
  const [whole = '0', part = ''] = value.replace('-', '').split('.');
  const padded = part.padEnd(3, '0');
  const amount = Number(`${whole}${padded.slice(0, 2)}`) + (Number(padded[2]) >= 5 ? 1 : 0);
  if (!Number.isSafeInteger(amount)) return null;
  return cents(negative && amount !== 0 ? -amount : amount);
}

/** For programs that read JSON: the nearest number. */
export function decimalToNumber(value: Decimal): number {
  return Number(value);
}
