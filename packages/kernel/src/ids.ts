/**
 * Identifiers: made on the device, branded per kind, never parsed for meaning.
 *
 * Every id is a UUIDv7 in lower case; a blob is named by the SHA-256 of its bytes.
 */
import { bytesToHex } from './bytes.ts';

declare const brand: unique symbol;
export type Branded<T, B extends string> = T & { readonly [brand]: B };

export type UserId = Branded<string, 'UserId'>;
export type DossierId = Branded<string, 'DossierId'>;
export type FirmId = Branded<string, 'FirmId'>;
/** One id follows a document from its capture to its booking: capture, deposit and document share it. */
export type DocumentId = Branded<string, 'DocumentId'>;
export type CommentId = Branded<string, 'CommentId'>;
export type UpdateId = Branded<string, 'UpdateId'>;
/** Lower-case hexadecimal SHA-256 of a blob's bytes, 64 characters. */
export type BlobHash = Branded<string, 'BlobHash'>;
/** Allotted by the server at enrolment, 24 bits. A Yjs client id is `device * 256 + slot`. */
export type DeviceNumber = Branded<number, 'DeviceNumber'>;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const SHA256 = /^[0-9a-f]{64}$/;

export function isId(text: string): boolean {
  return UUID.test(text);
}

export function isBlobHash(text: string): text is BlobHash {
  return SHA256.test(text);
}

/**
 * A UUIDv7 (RFC 9562).
 * @param now milliseconds since 1970
 * @param random at least 10 random bytes
 */
export function makeId<T extends string>(now: number, random: Uint8Array): T {
  const bytes = new Uint8Array(16);
  let rest = now;
  for (let i = 5; i >= 0; i--) {
    bytes[i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes.set(random.subarray(0, 10), 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = bytesToHex(bytes);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as T;
}
