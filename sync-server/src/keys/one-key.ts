/** A server of one key, which signs everything and is on no list: tests and benchmarks. */
import { proofSecretOf } from '../rooms/entry-proofs.ts';
import type { KeyRing, Keys, Signer } from '../ports.ts';

export function oneKey(signer: Signer): Keys {
  const ring: KeyRing = { signer: () => signer, acts: [], proofSecrets: [proofSecretOf(signer)] };
  return { now: () => ring };
}
