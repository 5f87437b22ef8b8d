/**
 * Files go up by tus 1.0 (creation, offset, termination, expiration), one document each.
 *
 * POST  /api/v1/uploads          Upload-Length, Upload-Metadata  -> 201 Location, or 201 with Upload-Offset = length
 * HEAD  /api/v1/uploads/:id                                      -> Upload-Offset
 * PATCH /api/v1/uploads/:id      Upload-Offset, bytes            -> 204 Upload-Offset; the last one writes the receipt
 * DELETE /api/v1/uploads/:id                                     -> 204
 *
 * The server checks the right at each of them, the SHA-256 before the receipt, and gives the receipt through the
 * dossier's receipts room: the device believes that record and nothing else.
 */
import { isHolder } from '@navette/domain/boxes';
import { isBlobHash, isId } from '@navette/kernel/ids';
import * as v from 'valibot';

export const TUS_VERSION = '1.0.0';
export const UPLOADS_PATH = '/api/v1/uploads';

export function blobPath(dossier: string, hash: string): string {
  return `/api/v1/dossiers/${dossier}/blobs/${hash}`;
}

/** What a device says of a file when it creates its upload: ids and a hash, never a name. `box` may be the archive of one, to publish it. */
export const UploadMetadata = v.object({
  dossier: v.pipe(v.string(), v.check(isId)),
  box: v.pipe(v.string(), v.check(isHolder)),
  hash: v.pipe(v.string(), v.check(isBlobHash)),
});
export type UploadMetadata = v.InferOutput<typeof UploadMetadata>;

declare const btoa: (text: string) => string;
declare const atob: (text: string) => string;

/** tus metadata: `key base64(value)`, comma separated. All our values are ASCII. */
export function encodeUploadMetadata(metadata: UploadMetadata): string {
  return Object.entries(metadata)
    .map(([key, value]) => `${key} ${btoa(value)}`)
    .join(',');
}

/** @returns undefined for anything but exactly the metadata of this protocol */
export function decodeUploadMetadata(header: string): UploadMetadata | undefined {
  const pairs: Record<string, string> = {};
  try {
    for (const part of header.split(',')) {
      const [key = '', value = ''] = part.trim().split(' ');
      if (!Object.hasOwn(UploadMetadata.entries, key)) return undefined;
      pairs[key] = atob(value);
    }
  } catch {
    return undefined;
  }
  const parsed = v.safeParse(UploadMetadata, pairs);
  return parsed.success ? parsed.output : undefined;
}
