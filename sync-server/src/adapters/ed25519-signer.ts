/**
 * Ed25519 keys: one in a file only its owner reads, or one that lives as long as the process (threats K2, K3).
 *
 * A key's name is the start of the SHA-256 of its public half, so that two keys never share one.
 */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Signer } from '../ports.ts';

/** What a raw Ed25519 public key lacks to be a SubjectPublicKeyInfo (RFC 8410). */
const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex');

/** The key of a PEM file. @throws when it is not there, or anything but an Ed25519 private key: a lost key is never silently replaced */
export function readSigner(file: string): Signer {
  return signerOf(createPrivateKey(readFileSync(file)));
}

/** A key that stands nowhere yet, and the text of the file that would hold it. */
export function newKey(): { readonly signer: Signer; readonly pem: string } {
  const { privateKey } = generateKeyPairSync('ed25519');
  return { signer: signerOf(privateKey), pem: String(privateKey.export({ type: 'pkcs8', format: 'pem' })) };
}

/** A key that lives as long as the process: tests. */
export function temporarySigner(): Signer {
  return newKey().signer;
}

function signerOf(key: KeyObject): Signer {
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('the signing key is not an Ed25519 key');
  const publicKey = new Uint8Array(createPublicKey(key).export({ type: 'spki', format: 'der' }).subarray(SPKI_HEAD.length));
  return { keyId: keyIdOf(publicKey), publicKey, sign: (text) => new Uint8Array(sign(null, Buffer.from(text, 'utf8'), key)) };
}

/** The name a public key has: in receipts, statements and on screens. */
export function keyIdOf(publicKey: Uint8Array): string {
  return createHash('sha256').update(publicKey).digest('hex').slice(0, 16);
}

/** @returns whether `signature` was made over `text` by the owner of `publicKey` (raw, 32 bytes) */
export function isSignedBy(publicKey: Uint8Array, text: string, signature: Uint8Array): boolean {
  const key = createPublicKey({ key: Buffer.concat([SPKI_HEAD, publicKey]), format: 'der', type: 'spki' });
  return verify(null, Buffer.from(text, 'utf8'), key, signature);
}
