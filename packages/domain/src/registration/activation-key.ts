/**
 * The short activation key: three groups of five characters (R007), 75 bits (K1) in an alphabet without I, O, 0 and 1.
 *
 * The last character is a check over the others, so that a typing error is told at once and offline: one wrong character, or
 * two that changed places, never pass. Whether a key is good, only the server says.
 */
import { ok, refuse, type Result } from '@navette/kernel/result';

const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
export const KEY_GROUPS = 3;
export const KEY_GROUP = 5;
const LENGTH = KEY_GROUPS * KEY_GROUP;

/** `look-alike`: I, O, 0 or 1, which no key has. */
export type KeyProblem = 'length' | 'characters' | 'look-alike' | 'check';

/**
 * Makes a key.
 * @param random at least 14 bytes nobody can guess
 */
export function makeActivationKey(random: Uint8Array): string {
  const values = Array.from({ length: LENGTH - 1 }, (_, at) => (random[at] ?? 0) & 31);
  return [...values, checkOf(values)].map((value) => ALPHABET.charAt(value)).join('');
}

/** @returns the fifteen characters of what was typed; or what is wrong with it, without asking anyone */
export function readActivationKey(typed: string): Result<string, KeyProblem> {
  const key = typed.toUpperCase().replaceAll(/[\s\u00a0\u202f-]/g, '');
  if (/[IO01]/.test(key)) return refuse('look-alike');
  if (/[^A-Z0-9]/.test(key)) return refuse('characters');
  if (key.length !== LENGTH) return refuse('length');
  const values = [...key].map((character) => ALPHABET.indexOf(character));
  return checkOf(values.slice(0, -1)) === values.at(-1) ? ok(key) : refuse('check');
}

/** `ABCDE-FGHJK-LMNPQ`, as it is printed. */
export function printActivationKey(key: string): string {
  return key.replaceAll(/(.{5})(?=.)/g, '$1-');
}

/** A weighted sum in the field of 32 elements; all weights differ, so that two characters never change places unseen. */
function checkOf(values: readonly number[]): number {
  let sum = 0;
  let weight = 1;
  for (const value of values) {
    weight = times(weight, 2);
    sum ^= times(weight, value);
  }
  return sum;
}

/** Multiplication modulo x^5 + x^2 + 1, under which 2 has the order 31. */
function times(a: number, b: number): number {
  let product = 0;
  for (let bit = 0; bit < 5; bit++) if (b & (1 << bit)) product ^= a << bit;
  for (let bit = 8; bit >= 5; bit--) if (product & (1 << bit)) product ^= 0b100101 << (bit - 5);
  return product;
}
