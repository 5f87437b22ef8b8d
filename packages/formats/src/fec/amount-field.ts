/** An amount of a FEC, from its bytes to whole cents: never through a float (accounting formats, 2.6). */

/** What was seen of the last amounts that were read; the reader resets it at each line. */
export class AmountSeen {
  dot = false;
  negative = false;
  /** Millionths of a cent beyond the cents. */
  rest = 0;
}

const SPACE = 32;
const COMMA = 44;

/** @returns whole cents of a field; NaN for what is no amount; blank is 0 */
export function centsOf(bytes: Uint8Array, start: number, end: number, seen: AmountSeen): number {
  // As nearly every amount stands: digits, a comma, two digits.
  if (end - start > 3 && end - start < 16 && bytes[end - 3] === COMMA) {
    let value = 0;
    let p = start;
    for (; p < end; p++) {
      const digit = (bytes[p] as number) - 48;
      if (digit >= 0 && digit <= 9) value = value * 10 + digit;
      else if (p !== end - 3) break;
    }
    if (p === end) return value;
  }
  if (start === end) return 0;
  return anyAmount(bytes, start, end, seen);
}

function anyAmount(bytes: Uint8Array, start: number, end: number, seen: AmountSeen): number {
  let text = '';
  for (let p = start; p < end; p++) {
    const byte = bytes[p] as number;
    if (byte === SPACE || byte === 0xa0 || byte === 9) continue;
    // A no-break space of UTF-8, narrow or not.
    if (byte === 0xc2 && bytes[p + 1] === 0xa0) continue;
    if (byte === 0xe2 && bytes[p + 1] === 0x80 && (bytes[p + 2] === 0xaf || bytes[p + 2] === 0x89)) {
      p += 2;
      continue;
    }
    if (byte > 127) return Number.NaN;
    text += String.fromCharCode(byte);
  }
  return centsOfText(text, seen);
}

const AMOUNT = /^([+-]?)(\d*)(?:([.,])(\d*))?(?:[eE]([+-]?\d{1,2}))?([+-]?)$/;
/** Digits of a whole number of cents that stays exact. */
const SAFE_DIGITS = 15;

/** @param text without spaces: sign before or after, comma or dot, an exponent as the tax office's tool takes it (1.3) */
function centsOfText(text: string, seen: AmountSeen): number {
  if (text === '') return 0;
  const match = AMOUNT.exec(text);
  if (!match) return Number.NaN;
  const [, before = '', whole = '', point = '', part = '', exponent = '0', after = ''] = match;
  if ((whole === '' && part === '') || (before !== '' && after !== '')) return Number.NaN;
  // 1 234,5e-1 is 123,45: the point moves.
  const digits = whole + part;
  const places = part.length - Number(exponent);
  const padded = places > 0 ? digits.padStart(places + 1, '0') : digits + '0'.repeat(-places);
  const left = (places > 0 ? padded.slice(0, -places) : padded).replace(/^0+(?=\d)/, '');
  const right = places > 0 ? padded.slice(-places) : '';
  if (left.length > SAFE_DIGITS - 2) return Number.NaN;
  let cents = Number(left + right.slice(0, 2).padEnd(2, '0'));
  const rest = Number(right.slice(2, 8).padEnd(6, '0'));
  const negative = (before || after) === '-';
  if (point === '.') seen.dot = true;
  if (negative && (cents !== 0 || rest !== 0)) seen.negative = true;
  if (rest !== 0) seen.rest = negative ? -rest : rest;
  if (negative && cents !== 0) cents = -cents;
  return cents;
}
