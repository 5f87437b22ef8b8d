/**
 * Numbers that identify a French company, its VAT and its bank accounts: whether one can be true, by its own check digits.
 * Compact form in, no separators; whether it exists only a register can say.
 */

const LA_POSTE = '356000000';

/** Nine digits of Luhn; nine zeros would pass, and name nobody. */
export function isSiren(text: string): boolean {
  return /^\d{9}$/.test(text) && !/^0+$/.test(text) && luhn(text);
}

/** A SIREN and five digits; La Poste's own may fail Luhn, then their sum is a multiple of five. */
export function isSiret(text: string): boolean {
  if (!/^\d{14}$/.test(text) || !isSiren(text.slice(0, 9))) return false;
  return luhn(text) || (text.startsWith(LA_POSTE) && digitSum(text) % 5 === 0);
}

/** Alphabet of the letters in a VAT key: no I, no O. */
const KEY_LETTERS = '0123456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** French VAT number (`FR`, two characters of key, nine digits); Monaco's begin with `000` and hold no SIREN. */
export function isFrenchVat(text: string): boolean {
  const match = /^FR([0-9A-HJ-NP-Z]{2})(\d{9})$/.exec(text);
  const [, key = '', siren = ''] = match ?? [];
  if (!match || (!siren.startsWith('000') && !isSiren(siren))) return false;
  if (/^\d{2}$/.test(key)) return Number(key) === (12 + 3 * (Number(siren) % 97)) % 97;
  const [first, second] = [KEY_LETTERS.indexOf(key[0] ?? ''), KEY_LETTERS.indexOf(key[1] ?? '')];
  const check = first < 10 ? first * 24 + second - 10 : first * 34 + second - 100;
  return (Number(siren) + 1 + Math.floor(check / 11)) % 11 === check % 11;
}

/** ISO 13616: the first four characters moved to the end, letters as 10 to 35, 1 modulo 97; a French one has 27 characters. */
export function isIban(text: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(text) || (/^(?:FR|MC)/.test(text) && text.length !== 27)) return false;
  let rest = 0;
  for (const character of text.slice(4) + text.slice(0, 4)) {
    for (const digit of String(Number.parseInt(character, 36))) rest = (rest * 10 + Number(digit)) % 97;
  }
  return rest === 1;
}

/** The key of a French bank account (`clé RIB`), from the twenty-three characters of bank, branch, account and key. */
export function hasRibKey(rib: string): boolean {
  const match = /^(\d{5})(\d{5})([A-Z0-9]{11})(\d{2})$/.exec(rib);
  if (!match) return false;
  const [, bank = '', branch = '', account = '', key = ''] = match;
  const digits = account.replaceAll(/[A-Z]/g, (letter) => String(ribDigit(letter)));
  return 97n - ((89n * BigInt(bank) + 15n * BigInt(branch) + 3n * BigInt(digits)) % 97n) === BigInt(key);
}

/** A J are 1, B K S are 2, up to I R Z are 9. */
function ribDigit(letter: string): number {
  const n = letter.charCodeAt(0) - 65;
  return n < 9 ? n + 1 : n < 18 ? n - 8 : n - 16;
}

function luhn(digits: string): boolean {
  let sum = 0;
  for (const [index, digit] of [...digits].toReversed().entries()) {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}

function digitSum(digits: string): number {
  return [...digits].reduce((sum, digit) => sum + Number(digit), 0);
}
