/** Answers in the words of tus 1.0: every one names the version, and nothing is kept by a cache. */
import { TUS_VERSION } from '@navette/protocol/uploads';
import type { Problem } from '@navette/protocol/version';
import { problem, tooMany } from '../rooms/wire.ts';
import { CHECKSUM_ALGORITHMS } from './upload-checksum.ts';

const TUS = { 'tus-resumable': TUS_VERSION };

/** tus: the bytes are not what their checksum or their name says. */
export const CHECKSUM_MISMATCH = 460;

export function tusAnswer(status: number, headers: Readonly<Record<string, string>>): Response {
  return new Response(null, { status, headers: { ...TUS, 'cache-control': 'no-store', ...headers } });
}

export function tusProblem(status: number, code: Problem, headers: Readonly<Record<string, string>> = {}, limit?: number): Response {
  return problem(status, code, limit, { ...TUS, ...headers });
}

export function tusTooMany(wait: number): Response {
  return tooMany(wait, TUS);
}

export function wrongVersion(): Response {
  return problem(412, 'bad-request', undefined, { 'tus-version': TUS_VERSION });
}

/** What this server can do, for OPTIONS. */
export function capabilities(fileBytes: number): Response {
  return tusAnswer(204, {
    'tus-version': TUS_VERSION,
    'tus-extension': 'creation,creation-with-upload,checksum,termination,expiration',
    'tus-max-size': String(fileBytes),
    'tus-checksum-algorithm': CHECKSUM_ALGORITHMS,
  });
}
