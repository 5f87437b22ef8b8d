/**
 * How the API answers: JSON under our media type, errors as a problem word and nothing else (N1, O1).
 */
import { MEDIA_TYPE, type Problem } from '@navette/protocol/version';

const STATUS: Readonly<Record<Problem, number>> = {
  'bad-request': 400,
  'sign-in-needed': 401,
  forbidden: 403,
  'not-found': 404,
  'too-large': 413,
  'too-many': 429,
  'copied-device': 409,
  'unknown-device': 409,
  full: 507,
  'dossier-full': 507,
  erased: 410,
  infected: 403,
  'hash-mismatch': 422,
  'offset-mismatch': 409,
  'client-too-old': 426,
  'step-up-needed': 403,
  'activation-needed': 402,
  unavailable: 503,
};

/** An answer a device can tell from a captive portal's. */
export function answer(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': MEDIA_TYPE, 'cache-control': 'no-store', ...headers } });
}

/** @param extra further words of the answer, never a detail of the error */
export function problem(
  word: Problem,
  extra: Readonly<Record<string, string | number>> = {},
  headers: Readonly<Record<string, string>> = {},
): Response {
  return answer({ problem: word, ...extra }, STATUS[word], headers);
}

/** "Try again later", with when. */
export function tooMany(waitMilliseconds: number): Response {
  return problem('too-many', {}, { 'retry-after': String(Math.max(1, Math.ceil(waitMilliseconds / 1000))) });
}
