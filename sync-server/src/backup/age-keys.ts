/**
 * The key pair backups are encrypted to, in the words of the age format (age-encryption.org/v1): `age1…` is public and stands
 * on the server, `AGE-SECRET-KEY-1…` opens the backups and does not (O2). The `age` program makes and takes the same.
 *
 * X25519 as Node gives it; the text forms are Bech32 (BIP 173).
 */
import { createPrivateKey, createPublicKey, diffieHellman, generateKeyPairSync, type KeyObject } from 'node:crypto';

/** What a raw X25519 key lacks to be DER (RFC 8410). */
const PUBLIC_HEAD = Buffer.from('302a300506032b656e032100', 'hex');
const PRIVATE_HEAD = Buffer.from('302e020100300506032b656e04220420', 'hex');
const RECIPIENT = 'age';
const IDENTITY = 'age-secret-key-';

export type BackupKey = { readonly secret: string; readonly recipient: string };

export function newBackupKey(): BackupKey {
  const { privateKey } = generateKeyPairSync('x25519');
  const raw = privateKey.export({ type: 'pkcs8', format: 'der' }).subarray(PRIVATE_HEAD.length);
  return { secret: toBech32(IDENTITY, raw).toUpperCase(), recipient: toBech32(RECIPIENT, rawPublic(privateKey)) };
}

/** The key a file names; other lines of it may be comments. @returns raw, 32 bytes; undefined when there is none, or several */
export function readRecipient(text: string): Uint8Array | undefined {
  return onlyKey(text, RECIPIENT);
}

/** The same of a private key. */
export function readIdentity(text: string): Uint8Array | undefined {
  return onlyKey(text, IDENTITY);
}

export function recipientText(raw: Uint8Array): string {
  return toBech32(RECIPIENT, raw);
}

/** The public half of a private key, raw. */
export function recipientOf(identity: Uint8Array): Uint8Array {
  return rawPublic(privateKeyOf(identity));
}

/** What two sides share, each with its private key and the other's public one. @throws for a public key that shares nothing */
export function shared(privateKey: Uint8Array, publicKey: Uint8Array): Uint8Array {
  const other = createPublicKey({ key: Buffer.concat([PUBLIC_HEAD, publicKey]), format: 'der', type: 'spki' });
  return new Uint8Array(diffieHellman({ privateKey: privateKeyOf(privateKey), publicKey: other }));
}

/** A private key for one message. */
export function ephemeralKey(): Uint8Array {
  const { privateKey } = generateKeyPairSync('x25519');
  return new Uint8Array(privateKey.export({ type: 'pkcs8', format: 'der' }).subarray(PRIVATE_HEAD.length));
}

function privateKeyOf(raw: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([PRIVATE_HEAD, raw]), format: 'der', type: 'pkcs8' });
}

function rawPublic(key: KeyObject): Uint8Array {
  return new Uint8Array(createPublicKey(key).export({ type: 'spki', format: 'der' }).subarray(PUBLIC_HEAD.length));
}

function onlyKey(text: string, kind: string): Uint8Array | undefined {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const keys = lines.filter((line) => line !== '' && !line.startsWith('#'));
  const [key] = keys;
  return keys.length === 1 && key !== undefined ? fromBech32(kind, key) : undefined;
}

const ALPHABET = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
const CHECKSUM = 6;

function toBech32(kind: string, bytes: Uint8Array): string {
  const data = regroup(bytes, 8, 5);
  const sum = polymod([...expanded(kind), ...data, ...Array.from({ length: CHECKSUM }, () => 0)]) ^ 1;
  const checksum = Array.from({ length: CHECKSUM }, (_, i) => (sum >> (5 * (CHECKSUM - 1 - i))) & 31);
  return `${kind}1${[...data, ...checksum].map((value) => ALPHABET[value]).join('')}`;
}

/** @returns the 32 bytes of a key; undefined when a character is wrong */
function fromBech32(kind: string, text: string): Uint8Array | undefined {
  // One case throughout: a text of both is a mistake.
  if (text !== text.toLowerCase() && text !== text.toUpperCase()) return undefined;
  const lower = text.toLowerCase();
  if (!lower.startsWith(`${kind}1`)) return undefined;
  const values = Array.from(lower.slice(kind.length + 1), (character) => ALPHABET.indexOf(character));
  if (values.includes(-1) || polymod([...expanded(kind), ...values]) !== 1) return undefined;
  const bytes = Uint8Array.from(regroup(values.slice(0, -CHECKSUM), 5, 8));
  return bytes.length === 32 && toBech32(kind, bytes) === lower ? bytes : undefined;
}

function expanded(kind: string): number[] {
  const codes = [...kind].map((character) => character.charCodeAt(0));
  return [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)];
}

function polymod(values: readonly number[]): number {
  let sum = 1;
  for (const value of values) {
    const top = sum >>> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ value;
    for (const [i, generator] of GENERATOR.entries()) if ((top >> i) & 1) sum ^= generator;
  }
  return sum >>> 0;
}

/** Bits of groups of `from` in groups of `to`; towards bytes, what is left over falls away. */
function regroup(values: Iterable<number>, from: number, to: number): number[] {
  const groups: number[] = [];
  let [held, bits] = [0, 0];
  for (const value of values) {
    held = ((held << from) | value) & 0xfff;
    for (bits += from; bits >= to; bits -= to) groups.push((held >> (bits - to)) & ((1 << to) - 1));
  }
  if (bits > 0 && to < from) groups.push((held << (to - bits)) & ((1 << to) - 1));
  return groups;
}
