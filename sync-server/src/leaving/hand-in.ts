/**
 * POST /api/v1/hand-in and the files that belong to it: work that was not sent before an access was withdrawn (D2, R12).
 *
 * Write-only: the nonce of an order lets a device add to the firm's tray, for dossiers its person once had, until the order
 * ends, so many items and bytes in all; it reads nothing and writes no room. Answered once durable; repeated, it changes
 * nothing. What the log already has is not put into the tray a second time (I5).
 */
import { Hono } from 'hono';
import { makeId, type BlobHash, type DossierId, type UserId } from '@navette/kernel/ids';
import type { Clock, Log, Random } from '@navette/kernel/ports';
import { cutBytes, decodeFrame } from '@navette/protocol/framing';
import { HAND_IN_PATH, HandInRequest, type HandedItem, type HandInAnswer } from '@navette/protocol/leaving';
import { TUS_VERSION } from '@navette/protocol/uploads';
import { parseRoom, scopeOf } from '@navette/rooms/room-names';
import type { DirectoryActs } from '../accounts/directory.ts';
import { makeBudget } from '../http/budget.ts';
import { atPace, TooSlow, type TransferLimits } from '../blobs/pace.ts';
import { CHECKSUM_MISMATCH, tusAnswer, tusProblem, tusTooMany, wrongVersion } from '../blobs/tus-answers.ts';
import type { BlobStore, RoomLog } from '../ports.ts';
import { Lanes } from '../rooms/lanes.ts';
import { json, problem, readBody } from '../rooms/wire.ts';
import { boxOfRoom, type FirmTray, type Handed, type NewHanded } from './firm-tray.ts';
import { orderShown, type KnownOrder, type OrderBook } from './order-book.ts';

export type HandInParts = {
  readonly directory: Pick<DirectoryActs, 'dossiersEver'>;
  readonly orders: OrderBook;
  readonly tray: FirmTray;
  readonly blobs: BlobStore;
  readonly log: Pick<RoomLog, 'known' | 'holds'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly limits: HandInLimits;
  readonly transfers: TransferLimits;
  readonly report: Log;
};
export type HandInLimits = { readonly pushBytes: number };

/** What one device may leave behind: a season of an offline collector, not a way to fill a disk. */
export const MOST_HANDED = { items: 10_000, bytes: 2 * 1024 * 1024 * 1024 } as const;
const HEAD_BYTES = 1024 * 1024;
const RATE = { burst: 200, perSecond: 5 };

export function handInRoutes(parts: HandInParts): Hono {
  const { orders, tray, blobs, log, clock, random, limits, transfers, report } = parts;
  const budget = makeBudget(clock, RATE);
  const lanes = new Lanes<string>();

  /** The order a request comes under; or the answer to give. Wrong and ended are one answer. */
  function orderOf(request: Request): KnownOrder | Response {
    const order = orderShown(orders, request.headers, clock.now());
    if (!order) return tusProblem(403, 'forbidden');
    const wait = budget.take(String(order.device));
    return wait > 0 ? tusTooMany(wait) : order;
  }

  async function take(order: KnownOrder, items: readonly HandedItem[], pieces: readonly Uint8Array[]): Promise<Response> {
    const mine = parts.directory.dossiersEver(order.user);
    const known = await log.known(items.map((item) => item.id));
    const at = clock.now();
    const fresh: NewHanded[] = [];
    for (const [i, item] of items.entries()) {
      const place = placeOf(order, mine, item.room);
      if (!place) return problem(403, 'forbidden');
      const bytes = pieces[i] ?? new Uint8Array();
      const arrived = item.file === null || (await hasSent(order.user, place, item));
      const inLog = known.has(item.id);
      // The log has it, the answer was lost: only its file may still be missing.
      if (inLog && arrived) continue;
      fresh.push({
        user: order.user,
        device: order.device,
        dossier: place.dossier,
        item: inLog ? { ...item, what: 'file' } : item,
        bytes,
        arrived,
        at,
      });
    }
    const used = tray.used(order.user, order.device);
    const size = fresh.reduce((sum, { item, bytes }) => sum + bytes.length + (item.file?.size ?? 0), 0);
    if (used.items + fresh.length > MOST_HANDED.items || used.bytes + size > MOST_HANDED.bytes) return problem(507, 'full');
    tray.keep(fresh);
    report('handed-in', { user: order.user, device: order.device, items: fresh.length });
    const wanted = fresh.flatMap(({ item }) => (tray.find(order.user, item.id)?.arrived === false ? [item.id] : []));
    return json(200, { at, wanted } satisfies HandInAnswer);
  }

  /** Whether this person's own upload brought the file: of anybody else's nothing is told, it is sent once more (B2). */
  async function hasSent(user: UserId, { dossier }: Place, item: HandedItem): Promise<boolean> {
    const box = boxOfRoom(item.room);
    const held = item.file !== null && box !== null ? await log.holds(dossier, box, item.file.hash as BlobHash) : null;
    return held?.uploader === user;
  }

  /** The item of this order whose file is meant; another's is answered like one that is not. */
  function itemOf(request: Request, id: string): { order: KnownOrder; item: Handed } | Response {
    if (request.headers.get('tus-resumable') !== TUS_VERSION) return wrongVersion();
    const order = orderOf(request);
    if (order instanceof Response) return order;
    const item = tray.find(order.user, id);
    return item?.file ? { order, item } : tusProblem(404, 'not-found');
  }

  /** Where the file stands; its upload is begun where there is none. */
  async function standOf(order: KnownOrder, item: Handed): Promise<{ readonly upload: string | null; readonly offset: number } | Response> {
    const size = item.file?.size ?? 0;
    if (item.arrived || !item.file) return { upload: null, offset: size };
    const found = item.upload === null ? null : await blobs.find(item.upload);
    if (found) return { upload: found.id, offset: found.offset };
    const id = makeId<string>(clock.now(), random.bytes(10));
    const box = boxOfRoom(item.room) ?? 'common';
    const upload = { id, user: order.user, dossier: item.dossier, box, hash: item.file.hash, size, createdAt: clock.now() };
    if ((await blobs.create(upload)) !== 'created') return tusProblem(507, 'full');
    tray.beginUpload(item.n, id);
    return { upload: id, offset: 0 };
  }

  /** Ends a file whose bytes are all here: hashed, named, noted. @returns null when it arrived */
  async function finished(item: Handed, upload: string): Promise<Response | null> {
    const outcome = await blobs.finish(upload);
    if (outcome === 'hash-mismatch') return tusProblem(CHECKSUM_MISMATCH, 'hash-mismatch');
    if (outcome === 'incomplete') return tusProblem(409, 'offset-mismatch');
    tray.fileArrived(item.n);
    return null;
  }

  /** HEAD, or a piece: one at a time for one item. */
  async function onFile(request: Request, id: string): Promise<Response> {
    const found = itemOf(request, id);
    if (found instanceof Response) return found;
    const size = found.item.file?.size ?? 0;
    const stand = await standOf(found.order, found.item);
    if (stand instanceof Response) return stand;
    const standing = (offset: number, status: number) =>
      tusAnswer(status, { 'upload-offset': String(offset), 'upload-length': String(size) });
    if (stand.upload === null) return standing(size, request.method === 'HEAD' ? 200 : 204);
    let { offset } = stand;
    if (request.method !== 'HEAD') {
      if (request.headers.get('upload-offset') !== String(offset)) return tusProblem(409, 'offset-mismatch');
      const written = await blobs.write(stand.upload, offset, atPace(request.body ?? nothing(), transfers)).catch(cutForSlowness);
      if (written === 'too-slow') return tusProblem(408, 'unavailable', { connection: 'close' });
      if (written === 'conflict') return tusProblem(409, 'offset-mismatch');
      if (written === 'too-long') return tusProblem(413, 'too-large');
      if (typeof written === 'string') return tusProblem(507, 'full');
      offset = written.offset;
    }
    const refused = offset === size ? await finished(found.item, stand.upload) : null;
    return refused ?? standing(offset, request.method === 'HEAD' ? 200 : 204);
  }

  return new Hono()
    .post(HAND_IN_PATH, async (c) => {
      const order = orderOf(c.req.raw);
      if (order instanceof Response) return order;
      const body = await readBody(c.req.raw, HEAD_BYTES + limits.pushBytes);
      if (body === 'too-large') return problem(413, 'too-large', limits.pushBytes);
      const frame = body === 'malformed' ? undefined : decodeFrame(HandInRequest, body);
      const pieces =
        frame &&
        cutBytes(
          frame.bytes,
          frame.head.items.map((item) => item.size),
        );
      if (!frame || !pieces) return problem(400, 'bad-request');
      return await lanes.run(order.user, () => take(order, frame.head.items, pieces));
    })
    .on(['GET', 'PATCH'], `${HAND_IN_PATH}/:id/file`, async (c) => {
      // Hono answers HEAD through GET; a GET proper would read.
      if (c.req.method === 'GET') return problem(404, 'not-found');
      return await lanes.run(c.req.param('id'), () => onFile(c.req.raw, c.req.param('id')));
    });
}

type Place = { readonly dossier: DossierId };

/** Only what the order is about, in a dossier the person has or once had; nothing of other firms' rooms, nothing invented. */
function placeOf(order: KnownOrder, mine: ReadonlySet<DossierId>, name: string): Place | null {
  const room = parseRoom(name);
  if (!room || !('dossier' in room) || !mine.has(room.dossier)) return null;
  return order.scopes === 'all' || order.scopes.has(scopeOf(room)) ? { dossier: room.dossier } : null;
}

function cutForSlowness(error: unknown): 'too-slow' {
  if (error instanceof TooSlow) return 'too-slow';
  throw error;
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
