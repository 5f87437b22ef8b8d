/**
 * Codes that people read and type: letters and digits that nobody takes for one another (Crockford's base 32), in groups.
 * Typed in small letters, with spaces, with O for 0 or I for 1, it is the same code.
 */
import { createHash } from 'node:crypto';
import type { Random } from '@navette/kernel/ports';

const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** @param groups of four characters: twenty bits each */
export function readableCode(random: Random, groups: number): string {
  const letters = Array.from(random.bytes(groups * 4), (byte) => LETTERS.charAt(byte & 31));
  return Array.from({ length: groups }, (_, i) => letters.slice(i * 4, i * 4 + 4).join('')).join('-');
}

/** What was typed, as it was made; no group stands apart in it. */
export function typedCode(typed: string): string {
  return typed
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
}

/** Kept of a code: with its owner in it, so that two people’s equal codes do not look equal. */
export function codeHash(owner: string, code: string): string {
  return createHash('sha256')
    .update(`navette-code ${owner} ${typedCode(code)}`)
    .digest('hex');
}
