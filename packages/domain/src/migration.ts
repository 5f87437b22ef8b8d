/**
 * The move of a person to the single identity (rules R051-R073): its steps, and what everybody must agree on about an
 * address, a client code, a proof.
 *
 * The server decides every step; a device shows it and may check beforehand what cannot be right. Knows no request.
 */
import { ok, refuse, type Result } from '@navette/kernel/result';

export const MIGRATION_STEPS = ['not-started', 'email-given', 'code-sent', 'verified', 'to-decide', 'finalised'] as const;
export type MigrationStep = (typeof MIGRATION_STEPS)[number];

/** The yellow banner stays until migration is finalised, and not one moment less (R053, R054). */
export function showsMigrationBanner(step: MigrationStep): boolean {
  return step !== 'finalised';
}

/** Steps the person still has to take, for "Il reste deux étapes"; none is theirs while the firm decides. */
export function stepsLeft(step: MigrationStep): number {
  const left: Record<MigrationStep, number> = {
    'not-started': 3,
    'email-given': 3,
    'code-sent': 2,
    verified: 1,
    'to-decide': 0,
    finalised: 0,
  };
  return left[step];
}

/** Whether the window of the launch has something to announce: not when it is done, nor while only the firm can act (R051). */
export function announcesMigration(step: MigrationStep): boolean {
  return stepsLeft(step) > 0;
}

/** Least and most characters of a password. */
export const PASSWORD_LENGTH = { least: 12, most: 128 } as const;

/** Bytes of the longest address. */
const LONGEST_ADDRESS = 254;
const ADDRESS = /^[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*@[a-z0-9]+(?:[.-][a-z0-9]+)*\.[a-z]{2,}$/;
// What a copy from a web page or a letter brings along: spaces of any kind, marks nobody sees.
const UNSEEN = /[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

export type AddressRefusal = 'no-address' | 'accents';

/**
 * An e-mail address as it is kept and compared everywhere: no capital, no space, nothing unseen. What stands after a plus
 * sign is part of it: it may be another mailbox.
 */
export function normaliseEmail(typed: string): Result<string, AddressRefusal> {
  const address = typed
    .normalize('NFC')
    .replace(/^mailto:/i, '')
    .replace(UNSEEN, '')
    .toLowerCase();
  if (address.length <= LONGEST_ADDRESS && ADDRESS.test(address)) return ok(address);
  return refuse(/^[^@]+@[^@]+$/.test(address) && /[\u0080-\uffff]/.test(address) ? 'accents' : 'no-address');
}

/** A person's name as it is kept: one line, nothing unseen; null for none. */
export function normaliseName(typed: string): string | null {
  const name = typed
    .normalize('NFC')
    // oxlint-disable-next-line no-control-regex -- removing them is the point
    .replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ')
    .replace(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return name === '' ? null : [...name].slice(0, 120).join('');
}

/** A client code, an invoice or serial number as they are compared: people write them with or without spaces, dots, hyphens. */
export function referenceKey(typed: string): string {
  return typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '');
}

/** What a code by mail looks like once its spaces are gone. */
export const CODE_SHAPE = /^\d{8}$/;
export function codeDigits(typed: string): string {
  return typed.normalize('NFKC').replace(/\D/g, '');
}

/** By what the firm's books recognise somebody (R062, R066). */
export const REFERENCE_KINDS = ['notification-email', 'invoice', 'serial'] as const;
export type ReferenceKind = (typeof REFERENCE_KINDS)[number];
