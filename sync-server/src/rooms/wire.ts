/**
 * How requests of devices are read and answered: bodies under a cap (inflated size too), frames, problems, gzip.
 *
 * Knows no room and no right.
 */
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { encodeFrame } from '@navette/protocol/framing';
import { CLIENT_HEADER, FRAME_TYPE, MEDIA_TYPE, OLDEST_CLIENT, type Problem } from '@navette/protocol/version';
import { concatBytes } from '@navette/kernel/bytes';

const inflate = promisify(gunzip);
const deflate = promisify(gzip);
/** Shorter answers go as they are. */
const GZIP_FROM = 1024;

/** An error of the API; `limit` where a size was passed. */
export function problem(status: number, code: Problem, limit?: number, headers: Readonly<Record<string, string>> = {}): Response {
  const body = JSON.stringify(limit === undefined ? { problem: code } : { problem: code, limit });
  return new Response(body, { status, headers: { 'content-type': MEDIA_TYPE, 'cache-control': 'no-store', ...headers } });
}

/** "Later", with when: over a budget (N5). @param wait milliseconds */
export function tooMany(wait: number, headers: Readonly<Record<string, string>> = {}): Response {
  return problem(429, 'too-many', undefined, { ...headers, 'retry-after': String(Math.max(1, Math.ceil(wait / 1000))) });
}

/** The answer to a device of a version that is not served any more; null for any other. Who says a name instead is no device of ours. */
export function tooOld({ headers }: Request): Response | null {
  const version = /^\d+$/.exec(headers.get(CLIENT_HEADER) ?? '')?.[0];
  return version !== undefined && Number(version) < OLDEST_CLIENT ? problem(426, 'client-too-old') : null;
}

export function json(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': MEDIA_TYPE, 'cache-control': 'no-store' } });
}

/** @returns a frame answer, compressed when the request takes it and it is worth it */
export async function frameAnswer(request: Request, head: unknown, parts: readonly Uint8Array[]): Promise<Response> {
  const frame = encodeFrame(head, parts);
  const headers = { 'content-type': FRAME_TYPE, 'cache-control': 'no-store', vary: 'Accept-Encoding' };
  if (frame.length < GZIP_FROM || !/\bgzip\b/.test(request.headers.get('accept-encoding') ?? '')) return new Response(frame, { headers });
  return new Response(new Uint8Array(await deflate(frame, { level: 5 })), { headers: { ...headers, 'content-encoding': 'gzip' } });
}

/** @returns the whole body, inflated; 'too-large' beyond `cap` bytes before or after inflating, 'malformed' when it does not inflate */
export async function readBody(request: Request, cap: number): Promise<Uint8Array | 'too-large' | 'malformed'> {
  const encoding = request.headers.get('content-encoding') ?? 'identity';
  if (encoding !== 'identity' && encoding !== 'gzip') return 'malformed';
  const parts: Uint8Array[] = [];
  let size = 0;
  if (request.body) {
    for await (const part of request.body) {
      size += part.length;
      if (size > cap) return 'too-large';
      parts.push(part);
    }
  }
  const body = concatBytes(parts);
  if (encoding === 'identity') return body;
  try {
    return new Uint8Array(await inflate(body, { maxOutputLength: cap }));
  } catch (error) {
    return error instanceof RangeError || (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')
      ? 'too-large'
      : 'malformed';
  }
}

/** The media type of a request, without its parameters. */
export function mediaType(request: Request): string {
  return (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}
