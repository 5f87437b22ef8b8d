/** The number by which an installation is known: 64 bits, shown as four groups of four hexadecimal digits (R043). */
import { bytesToHex } from '@navette/kernel/bytes';

export const IDENTIFICATION = /^[0-9A-F]{16}$/;

/** @param random at least 8 bytes nobody can guess */
export function makeIdentification(random: Uint8Array): string {
  return bytesToHex(random.subarray(0, 8)).toUpperCase();
}

/** `07E6 31E8 C6B6 59D0`. */
export function printIdentification(number: string): string {
  return number.replaceAll(/(.{4})(?=.)/g, '$1 ');
}
