/**
 * The signed activation: what the firm says about one licence, in a text that anyone can check against the firm's activation
 * key without a network (K1, K3). It is bound to the firm, the licence, the product, the version and the client (R009, R023).
 *
 * Signing and checking need a platform; the text and the judgement of what it says do not.
 */
import type { Edition } from './products.ts';

export type Activation = {
  readonly firm: string;
  readonly licence: string;
  readonly product: string;
  readonly version: string;
  readonly clientCode: string;
  readonly edition: Edition;
  /** Day it was issued, and the last one it is good for; null for no end. */
  readonly issued: string;
  readonly until: string | null;
  readonly keyId: string;
};

/** One line a fact, in a fixed order, under a domain separator. @returns the UTF-8 text that Ed25519 signs */
export function activationText(activation: Activation): string {
  return [
    'navette-activation-v1',
    `firm ${activation.firm}`,
    `licence ${activation.licence}`,
    `product ${activation.product}`,
    `version ${activation.version}`,
    `client ${activation.clientCode}`,
    `edition ${activation.edition}`,
    `issued ${activation.issued}`,
    `until ${activation.until ?? '-'}`,
    `key ${activation.keyId}`,
    '',
  ].join('\n');
}

export type ActivationRefusal = 'other-firm' | 'other-product' | 'other-version' | 'other-licence' | 'over';

/** What this installation is; null where nobody has said so yet. */
export type Expected = {
  readonly firm: string;
  readonly product: string;
  readonly version: string;
  readonly licence: string | null;
};

/** @returns why an activation, its signature aside, is none of this installation; null when it is */
export function judgeActivation(activation: Activation, expected: Expected, today: string): ActivationRefusal | null {
  if (activation.firm !== expected.firm) return 'other-firm';
  if (activation.product !== expected.product) return 'other-product';
  if (activation.version !== expected.version) return 'other-version';
  if (expected.licence !== null && activation.licence !== expected.licence) return 'other-licence';
  return activation.until !== null && activation.until < today ? 'over' : null;
}
