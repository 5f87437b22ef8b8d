/**
 * GET /api/v1/dossiers/:dossier/blobs/:hash: the bytes of a file, to who may read a box that holds it, and inert (B1, B4).
 *
 * A hash is a name and never a right: what counts is a row that only a verified upload or a publication writes.
 */
import { Hono } from 'hono';
import { isBlobHash, isId, type DossierId } from '@navette/kernel/ids';
import { access } from '@navette/rooms/access';
import type { BlobStore, Directory, RoomLog, Sessions } from '../ports.ts';
import { problem } from '../rooms/wire.ts';

export type DownloadParts = {
  readonly blobs: BlobStore;
  readonly log: RoomLog;
  readonly directory: Directory;
  readonly sessions: Sessions;
};

/** Whatever the bytes are, no browser makes a page, a script or a frame of them. */
const INERT = {
  'content-type': 'application/octet-stream',
  'content-disposition': 'attachment',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'accept-ranges': 'bytes',
} as const;

export function downloadRoutes({ blobs, log, directory, sessions }: DownloadParts): Hono {
  return new Hono().get('/api/v1/dossiers/:dossier/blobs/:hash', async (c) => {
    const session = await sessions.of(c.req.raw.headers);
    if (!session) return problem(401, 'sign-in-needed');
    const { dossier, hash } = c.req.param();
    if (!isId(dossier) || !isBlobHash(hash)) return problem(404, 'not-found');
    const membership = directory.membership(session.user);
    const boxes = await log.boxesHolding(dossier as DossierId, hash);
    // Unknown and forbidden are one answer (R14).
    if (!membership || !boxes.some((box) => access({ kind: 'receipts', dossier: dossier as DossierId, box }, membership) !== 'none'))
      return problem(404, 'not-found');
    const size = await blobs.size(hash);
    if (size === null) return problem(404, 'not-found');

    const etag = `"${hash}"`;
    if (c.req.header('if-none-match') === etag) return new Response(null, { status: 304, headers: { ...INERT, etag } });
    const ifRange = c.req.header('if-range');
    const range = ifRange === undefined || ifRange === etag ? readRange(c.req.header('range'), size) : null;
    if (range === 'unsatisfiable') return new Response(null, { status: 416, headers: { ...INERT, 'content-range': `bytes */${size}` } });
    const [from, to] = range ?? [0, size];
    const headers = {
      ...INERT,
      etag,
      'content-length': String(to - from),
      ...(range ? { 'content-range': `bytes ${from}-${to - 1}/${size}` } : {}),
    };
    const body = c.req.method === 'HEAD' || to === from ? null : streamOf(blobs.read(hash, from, to));
    return new Response(body, { status: range ? 206 : 200, headers });
  });
}

/** Bytes as they are asked for; a reader who leaves closes the file. */
function streamOf(bytes: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = bytes[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await iterator.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await iterator.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}

/** One range of bytes (RFC 9110, 14.1.2), half open; null for none or a form we do not serve: then the whole is sent. */
function readRange(header: string | undefined, size: number): readonly [from: number, to: number] | 'unsatisfiable' | null {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return null;
  if (first === '') return Number(last) === 0 || size === 0 ? 'unsatisfiable' : [Math.max(0, size - Number(last)), size];
  const from = Number(first);
  const to = last === '' ? size : Math.min(size, Number(last) + 1);
  if (last !== '' && Number(last) < from) return null;
  return from >= size ? 'unsatisfiable' : [from, to];
}
