/**
 * An amount as banks and invoices write it: thousands apart by spaces, points, commas or apostrophes, a comma or a point for
 * the decimals, a minus of any shape before or after, parentheses, `CR` and `DR`, a currency beside it. Text to `Decimal`;
 * what is garbled is none.
 */
import type { Decimal } from './decimal.ts';

export type DecimalMark = ',' | '.';

const CURRENCY = /€|\$|£|₹|\b(?:EUR|EUROS?|USD|GBP|CHF|INR|XPF|CAD|F)\b/gi;
const MINUS = /[\u2212\u2012\u2013\u2014\ufe63\uff0d]/g;
/** Thousands of one kind throughout; without any, as many digits as one likes. */
const WITH_COMMA = /^(?:\d{1,3}(?:\.\d{3})+|\d{1,3}(?:'\d{3})+|\d+)?(?:,(\d{1,8}))?$/;
const WITH_POINT = /^(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?:'\d{3})+|\d+)?(?:\.(\d{1,8}))?$/;
const WITH_LAKHS = /^\d{1,2}(?:,\d{2})+,\d{3}(?:\.(\d{1,8}))?$/;
const LONGEST = 60;

/**
 * @param mark what stands before the decimals; {@link decimalMarkOf} decides it on a whole file
 * @returns null for what is no amount, `12..34` say (accounting formats, 7.6)
 */
export function readAmount(text: string, mark: DecimalMark): Decimal | null {
  if (text.length > LONGEST) return null;
  let plain = text
    .replaceAll(MINUS, '-')
    .replaceAll(/[’‘`´]/g, "'")
    .replaceAll(CURRENCY, ' ')
    .replaceAll(/[\s\u00a0\u202f\u2009]+/g, '')
    .toUpperCase();
  let negative = false;
  const side = /(?:CR|DR|DB)$/.exec(plain)?.[0];
  if (side !== undefined) {
    plain = plain.slice(0, -2);
    negative = side !== 'CR';
  }
  if (/^\(.*\)$/.test(plain)) {
    plain = plain.slice(1, -1);
    negative = true;
  }
  const signs = plain.match(/[+-]/g)?.length ?? 0;
  if (signs > 1) return null;
  if (signs === 1) {
    const sign = /^[+-]/.exec(plain)?.[0] ?? /[+-]$/.exec(plain)?.[0];
    if (sign === undefined) return null;
    plain = plain.replace(/[+-]/, '');
    if (sign === '-') negative = true;
  }
  if (!/\d/.test(plain)) return null;
  const match = mark === ',' ? WITH_COMMA.exec(plain) : (WITH_POINT.exec(plain) ?? WITH_LAKHS.exec(plain));
  if (!match) return null;
  const part = match[1] ?? '';
  const digits = (part === '' ? plain : plain.slice(0, -part.length - 1)).replaceAll(/[.,']/g, '').replace(/^0+(?=\d)/, '') || '0';
  const zero = /^0*$/.test(digits + part);
  return `${negative && !zero ? '-' : ''}${digits}${part === '' ? '' : `.${part}`}` as Decimal;
}

/**
 * The decimal mark of a file, from all its amounts: one or two digits after the last mark settle it, and so do two marks.
 * @returns undefined where nothing settles it
 */
export function decimalMarkOf(texts: Iterable<string>): DecimalMark | undefined {
  let [commas, points] = [0, 0];
  for (const text of texts) {
    const plain = text.slice(0, LONGEST).replaceAll(/[\s\u00a0\u202f\u2009']/g, '');
    const [comma, point] = [plain.lastIndexOf(','), plain.lastIndexOf('.')];
    const last = Math.max(comma, point);
    if (last < 0) continue;
    const after = /^\d*/.exec(plain.slice(last + 1))?.[0].length ?? 0;
    const both = comma >= 0 && point >= 0;
    if (!both && (after === 3 || after === 0)) continue;
    if (last === comma) commas++;
    else points++;
  }
  return commas === points ? undefined : commas > points ? ',' : '.';
}
