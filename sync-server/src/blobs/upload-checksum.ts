/**
 * tus checksum extension: `Upload-Checksum: sha256 <base64>` over the bytes of one piece. sha1 is there because tus requires
 * it of every server; what proves a file is the SHA-256 of the whole, whatever its pieces said.
 */
import { createHash } from 'node:crypto';

const LENGTH: Readonly<Record<string, number>> = { sha256: 32, sha1: 20 };
/** As OPTIONS names them. */
export const CHECKSUM_ALGORITHMS = Object.keys(LENGTH).join(',');

export type Checksum = { readonly algorithm: string; readonly digest: Buffer };

/** @returns null for none, undefined for one that is not understood (tus: 400) */
export function readChecksum(header: string | undefined): Checksum | null | undefined {
  if (header === undefined) return null;
  const [, algorithm = '', value = ''] = /^([a-z0-9]{1,20}) ([A-Za-z0-9+/]{1,100}={0,2})$/.exec(header) ?? [];
  const digest = Buffer.from(value, 'base64');
  return Object.hasOwn(LENGTH, algorithm) && digest.length === LENGTH[algorithm] ? { algorithm, digest } : undefined;
}

export type Checking = {
  /** The same bytes, hashed as they pass. */
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Whether they were the promised ones; once they have all passed. */
  asPromised(): boolean;
};

export function checking(bytes: AsyncIterable<Uint8Array>, checksum: Checksum | null): Checking {
  if (!checksum) return { bytes, asPromised: () => true };
  const { algorithm, digest } = checksum;
  const hash = createHash(algorithm);
  async function* hashed(): AsyncGenerator<Uint8Array> {
    for await (const piece of bytes) {
      hash.update(piece);
      yield piece;
    }
  }
  return { bytes: hashed(), asPromised: () => hash.digest().equals(digest) };
}
