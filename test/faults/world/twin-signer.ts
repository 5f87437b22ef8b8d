/** The signer's twin: a keyed hash instead of Ed25519, so that thousands of runs do not pay for curves. Same port. */
import { createHash } from 'node:crypto';
import type { Signer } from '../../../sync-server/src/ports.ts';

export function twinSigner(name: string): Signer {
  const publicKey = new Uint8Array(createHash('sha256').update(`key ${name}`).digest());
  return {
    keyId: createHash('sha256').update(publicKey).digest('hex').slice(0, 16),
    publicKey,
    sign: (text) => mac(publicKey, new TextEncoder().encode(text)),
  };
}

export function twinVerify(publicKey: Uint8Array, signature: Uint8Array, text: Uint8Array): boolean {
  return Buffer.compare(mac(publicKey, text), signature) === 0;
}

function mac(key: Uint8Array, text: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha512').update(key).update(text).digest());
}
