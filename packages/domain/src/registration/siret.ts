/**
 * SIREN and SIRET numbers as people type them: spaces anywhere, fourteen digits, the check digit of Luhn, and the one
 * exception to it, La Poste. Checked on the device, so that a typing error is told without a network (R020).
 */
import { ok, refuse, type Result } from '@navette/kernel/result';

export type SiretProblem = 'not-digits' | 'length' | 'check';

const SPACES = /[\s\u00a0\u202f.]/g;
/** Its establishments are numbered past what Luhn allows: their digits add up to a multiple of five instead. */
const LA_POSTE = '356000000';

export function isSiren(text: string): boolean {
  return /^\d{9}$/.test(text) && luhn(text);
}

export function isSiret(text: string): boolean {
  if (!/^\d{14}$/.test(text) || !isSiren(text.slice(0, 9))) return false;
  return luhn(text) || (text.startsWith(LA_POSTE) && digitSum(text) % 5 === 0);
}

/** @returns the fourteen digits of what was typed; or what is wrong with it */
export function readSiret(typed: string): Result<string, SiretProblem> {
  const digits = typed.replaceAll(SPACES, '');
  if (!/^\d*$/.test(digits)) return refuse('not-digits');
  if (digits.length !== 14) return refuse('length');
  return isSiret(digits) ? ok(digits) : refuse('check');
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
