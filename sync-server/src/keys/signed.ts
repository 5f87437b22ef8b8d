/**
 * Statements under the firm's signature. The key's name and the signature are made in one go: a key that is replaced while
 * the server runs could otherwise be named in one and sign the other.
 */
import { bytesToBase64Url } from '@navette/kernel/bytes';
import { listHead } from '@navette/protocol/keys';
import { checkpointText, type Checkpoint } from '@navette/protocol/replication';
import type { KeyRing, Signer } from '../ports.ts';

type Signed<F> = F & { readonly keyId: string; readonly signature: string };

/** @param textOf the exact text of these facts that is signed */
export function signed<F extends object>(signer: Signer, facts: F, textOf: (facts: F & { readonly keyId: string }) => string): Signed<F> {
  const said = { ...facts, keyId: signer.keyId };
  return { ...said, signature: bytesToBase64Url(signer.sign(textOf(said))) };
}

/** Where the log stands (K4), and which list of keys goes with it. */
export function signCheckpoint(ring: KeyRing, facts: Omit<Checkpoint, 'keys' | 'keyId' | 'signature'>): Checkpoint {
  const keys = listHead(ring.acts);
  return signed(ring.signer('log'), keys === '' ? facts : { ...facts, keys }, checkpointText);
}
