/**
 * GET /api/v1/dossiers/:dossier/blobs/:hash: the bytes of a file, to who may read a box that holds it, and inert (B1, B4).
 * Whole, or one range of them: a download that was cut goes on from where it stopped (RFC 9110, 13 and 14).
 *
 * A hash is a name and never a right: what counts is a row that only a verified upload or a publication writes.
 */
import type { IncomingMessage } from 'node:http';
import { Hono } from 'hono';
import type { Holder } from '@navette/domain/boxes';
import type { Membership } from '@navette/domain/membership';
import { isBlobHash, isId, type BlobHash, type DeviceNumber, type DossierId } from '@navette/kernel/ids';
import { access } from '@navette/rooms/access';
import type { BlobStore, Budgets, Directory, Metrics, RedactionBook, RoomLog, Sessions } from '../ports.ts';
import { problem, tooMany } from '../rooms/wire.ts';
import type { TraceBook } from '../trace/trace-book.ts';
import { watchReader, type TransferLimits } from './pace.ts';

export type DownloadParts = {
  readonly blobs: BlobStore;
  readonly log: RoomLog;
  readonly directory: Directory;
  readonly sessions: Sessions;
  readonly budgets: Budgets;
  readonly metrics: Metrics;
  readonly transfers: TransferLimits;
  readonly trace: Pick<TraceBook, 'note'>;
  readonly redactions: Pick<RedactionBook, 'isErased'>;
  /** Whether the receipt of the file in a box says that a virus was found in it (B6). */
  readonly isInfected: (dossier: DossierId, box: Holder, hash: BlobHash) => Promise<boolean>;
  /** Whether the firm's tray gives this file to this person: work handed in by somebody who has left (`leaving/`). */
  readonly handed?: ((membership: Membership, dossier: DossierId, hash: BlobHash) => boolean) | undefined;
};

/** Files are asked for by session. */
const NO_DEVICE = 0 as DeviceNumber;

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

export function downloadRoutes(parts: DownloadParts): Hono {
  const { blobs, log, directory, sessions, budgets, metrics, redactions, handed = () => false } = parts;
  return new Hono().get('/api/v1/dossiers/:dossier/blobs/:hash', async (c) => {
    const session = await sessions.of(c.req.raw.headers);
    if (!session) return problem(401, 'sign-in-needed');
    const wait = budgets.file(session.user);
    if (wait > 0) return tooMany(wait);
    const { dossier, hash } = c.req.param();
    if (!isId(dossier) || !isBlobHash(hash)) return problem(404, 'not-found');
    const membership = directory.membership(session.user);
    // What the firm has erased is given to nobody, though it leaves the disk when the server next starts (K5).
    const boxes = (await log.boxesHolding(dossier as DossierId, hash)).filter(
      (box) => !redactions.isErased(dossier as DossierId, box, hash),
    );
    // Unknown and forbidden are one answer (R14).
    const mayRead =
      membership !== null &&
      (boxes.some((box) => access({ kind: 'receipts', dossier: dossier as DossierId, box }, membership) !== 'none') ||
        handed(membership, dossier as DossierId, hash));
    if (!mayRead) {
      metrics.count('rights_refused', 1, 'download');
      return problem(404, 'not-found');
    }
    for (const box of boxes) if (await parts.isInfected(dossier as DossierId, box, hash)) return problem(403, 'infected');
    const size = await blobs.size(hash);
    if (size === null) return problem(404, 'not-found');

    const etag = `"${hash}"`;
    if (names(c.req.header('if-none-match'), etag)) return new Response(null, { status: 304, headers: { ...INERT, etag } });
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
    const status = range ? 206 : 200;
    if (c.req.method === 'HEAD' || to === from) return new Response(null, { status, headers });
    const leave = budgets.enter('downloads', session.user);
    if (!leave) return tooMany(1000);
    metrics.count('downloads');
    // What goes on from where it was cut is the same reading.
    if (from === 0)
      parts.trace.note({
        user: session.user,
        device: session.device ?? NO_DEVICE,
        what: 'file',
        dossier: dossier as DossierId,
        detail: hash,
      });
    // Node's own end of a broken answer writes its error into it: the line is cut instead.
    const cut = (): boolean => (c.env as { incoming?: IncomingMessage } | undefined)?.incoming?.socket.destroy() !== undefined;
    return new Response(streamOf(blobs.read(hash, from, to), leave, cut, parts), { status, headers });
  });
}

/** Bytes as they are asked for; a reader who leaves, or stands still, closes the file. @param cut ends the line, where there is one */
function streamOf(
  bytes: AsyncIterable<Uint8Array>,
  leave: () => void,
  cut: () => boolean,
  { metrics, transfers }: Pick<DownloadParts, 'metrics' | 'transfers'>,
): ReadableStream<Uint8Array> {
  const iterator = bytes[Symbol.asyncIterator]();
  let stopped = false;
  const end = (): void => {
    stopped = true;
    watch.end();
    leave();
  };
  let giveUp: (reason: Error) => void = () => undefined;
  const watch = watchReader(transfers, () => {
    metrics.count('connections_refused', 1, 'slow-download');
    if (!cut()) giveUp(new Error('a reader stands still'));
    end();
    void iterator.return?.();
  });
  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => void (giveUp = (reason) => controller.error(reason)),
      async pull(controller) {
        try {
          const { done, value } = await iterator.next();
          if (stopped) return;
          if (done) {
            end();
            return controller.close();
          }
          watch.took(value.length);
          metrics.count('bytes_sent', value.length, 'files');
          controller.enqueue(value);
        } catch (error) {
          end();
          if (!cut()) throw error;
        }
      },
      async cancel() {
        end();
        await iterator.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}

/** Whether `If-None-Match` names what we would send: any of its tags, or any at all. */
function names(header: string | undefined, etag: string): boolean {
  return header !== undefined && header.split(',').some((tag) => ['*', etag, `W/${etag}`].includes(tag.trim()));
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
