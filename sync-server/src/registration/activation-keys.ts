/**
 * Activation keys at rest and as signed words: a hash that binds the short key to its licence, and an activation signed with a
 * key of its own purpose (K1, K3).
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { activationText, type Activation } from '@navette/domain/registration/activation';
import { bytesToBase64Url } from '@navette/kernel/bytes';
import type { FirmId } from '@navette/kernel/ids';
import type { SignedActivation } from '@navette/protocol/registration';
import type { Signer } from '../ports.ts';
import type { RegistrationRow } from './registration-store.ts';

export type BoundTo = {
  readonly licence: string;
  readonly product: string;
  readonly version: string;
  readonly clientCode: string;
};

/** 70 bits nobody can guess stand in the key: a plain hash is enough, and the table alone tells none. */
export function keyHash(key: string, { licence, product, version, clientCode }: BoundTo): string {
  return createHash('sha256').update(`navette-activation-key ${key} ${licence} ${product} ${version} ${clientCode}`).digest('hex');
}

export function secretHash(secret: string): string {
  return createHash('sha256').update(`navette-registration ${secret}`).digest('hex');
}

/** In the same time whatever differs. */
export function sameHash(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

/** What the firm says of a licence it issued: the same word each time, since Ed25519 draws nothing. @returns null for one it did not */
export function signedActivation(row: RegistrationRow, firm: FirmId, signer: Signer): SignedActivation | null {
  if (row.state !== 'issued' || row.clientCode === null || row.issuedOn === null) return null;
  const activation: Activation & { readonly firm: FirmId } = {
    firm,
    licence: row.licence,
    product: row.product.code,
    version: row.product.version,
    clientCode: row.clientCode,
    edition: row.edition,
    issued: row.issuedOn,
    until: row.until,
    keyId: signer.keyId,
  };
  return { ...activation, signature: bytesToBase64Url(signer.sign(activationText(activation))) };
}
