/**
 * What a device shows of its session, as a hash: kept beside its number at enrolment, so that the device of somebody who
 * has left can still be recognised when the session itself is gone (D2). It opens nothing but the way out.
 *
 * The token is hashed as it was shown, signature included: neither a copied session table nor this hash can be shown.
 */
import { createHash } from 'node:crypto';

const COOKIE = /(?:^|;\s*)(?:__Host-)?navette\.session_token=([^;]+)/;

/** @returns null for a request that shows neither a bearer token nor the portal's cookie */
export function sessionProof(headers: Headers): string | null {
  const token = headers.get('authorization')?.replace(/^Bearer /i, '') ?? COOKIE.exec(headers.get('cookie') ?? '')?.[1];
  return token === undefined || token === '' ? null : createHash('sha256').update(`navette-device-proof ${token}`).digest('base64url');
}
