/** Which of the firm's keys said something: the list of keys as the server and its commands ask it (K2, K3). */
import { base64UrlToBytes, bytesToBase64Url } from '@navette/kernel/bytes';
import {
  isVouched,
  KEY_PURPOSES,
  knownKeys,
  mayHaveSaid,
  type CheckSignature,
  type KeyAct,
  type KeyList,
  type KeyPurpose,
  type KnownKey,
} from '@navette/protocol/keys';
import { isSignedBy } from '../adapters/ed25519-signer.ts';
import type { KeyRing, Signer } from '../ports.ts';

export type KeyBook = {
  readonly keys: readonly KnownKey[];
  find(purpose: KeyPurpose, keyId: string): KnownKey | undefined;
  /**
   * Whether the firm said this, at `at`, by a key that was good for it then.
   * @param cursor where the log stood, as the statement says
   */
  said(purpose: KeyPurpose, text: string, by: { readonly keyId: string; readonly signature: string }, at: number, cursor: number): boolean;
};

export function keyBookOf(keys: readonly KnownKey[]): KeyBook {
  const find: KeyBook['find'] = (purpose, keyId) => keys.find((key) => key.purpose === purpose && key.keyId === keyId);
  return {
    keys,
    find,
    said(purpose, text, { keyId, signature }, at, cursor) {
      const key = find(purpose, keyId);
      return key !== undefined && isSaid(key.publicKey, text, signature) && mayHaveSaid(key, at, cursor);
    },
  };
}

/** The keys of a ring; one that publishes no list has one key, which signs everything. */
export function keyBook(ring: KeyRing): KeyBook {
  return keyBookOf(ring.acts.length > 0 ? knownKeys(ring.acts) : oneKey(ring.signer('log')));
}

function oneKey({ keyId, publicKey }: Signer): KnownKey[] {
  const key = { keyId, publicKey: bytesToBase64Url(publicKey), from: 0, until: null, distrusted: null };
  return KEY_PURPOSES.map((purpose) => ({ ...key, purpose }));
}

/**
 * Whether an entry of the log by this key is from before it was stolen: by what it says of its time, and by where it stands,
 * which a thief cannot choose.
 * @param keptUpTo how far the log of an epoch is the present one's too
 */
export function isFromBeforeTheft({ distrusted }: KnownKey, at: number, entry: number, keptUpTo: (epoch: string) => number): boolean {
  if (distrusted === null) return true;
  const { after, place } = distrusted;
  return at <= after && (place === null || entry <= Math.min(place.cursor, keptUpTo(place.epoch)));
}

/** Whether the owner of a key signed exactly this text; all base64url. */
export function isSaid(publicKey: string, text: string, signature: string): boolean {
  const [key, bytes] = [base64UrlToBytes(publicKey), base64UrlToBytes(signature)];
  return key?.length === 32 && bytes !== undefined && isSignedBy(key, text, bytes);
}

const check: CheckSignature = (publicKey, text, signature) => Promise.resolve(isSaid(publicKey, text, signature));

/** @param pin public key of the log that is trusted already, base64url; null checks the signatures only */
export function isListVouched(list: KeyList, pin: string | null = null): Promise<boolean> {
  return isVouched(list, pin, check);
}

/** Whether `longer` says all that `shorter` says, in the same words, and perhaps more. */
export function extendsList(longer: readonly KeyAct[], shorter: readonly KeyAct[]): boolean {
  return JSON.stringify(longer.slice(0, shorter.length)) === JSON.stringify(shorter);
}
