/** A SIRET as people type it, with spaces anywhere; checked on the device, so that a typing error is told without a network (R020). */
import { ok, refuse, type Result } from '@navette/kernel/result';
import { isSiret } from '../identifiers.ts';

export type SiretProblem = 'not-digits' | 'length' | 'check';

const SPACES = /[\s\u00a0\u202f.]/g;

/** @returns the fourteen digits of what was typed; or what is wrong with it */
export function readSiret(typed: string): Result<string, SiretProblem> {
  const digits = typed.replaceAll(SPACES, '');
  if (!/^\d*$/.test(digits)) return refuse('not-digits');
  if (digits.length !== 14) return refuse('length');
  return isSiret(digits) ? ok(digits) : refuse('check');
}
