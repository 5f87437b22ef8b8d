/**
 * Files coming in, by tus 1.0 (see the protocol's uploads.ts): creation with or without a first piece, offset, checksum,
 * termination, expiration.
 *
 * The right and the owner are asked at creation, at each piece, at each question and at completion (B3). Every piece has its
 * pace, its place among the person's others, and its room in the quotas (N5, B5); what came before any cut is kept.
 */
import type { Context } from 'hono';
import { Hono } from 'hono';
import { access } from '@navette/rooms/access';
import type { Limits } from '@navette/domain/limits';
import { yearInParis } from '@navette/kernel/dates';
import { isBlobHash, makeId, type BlobHash, type DossierId, type UserId } from '@navette/kernel/ids';
import type { Random } from '@navette/kernel/ports';
import { boxOfShelf, isBookHolder, type Box, type Holder } from '@navette/domain/boxes';
import { decodeUploadMetadata, TUS_VERSION, UPLOADS_PATH } from '@navette/protocol/uploads';
import type { Budgets, RedactionBook, SendingGate, Session, Sessions, UploadState } from '../ports.ts';
import { makeCompletion, makeReceipts, type CompletionParts } from './completion.ts';
import { atPace, TooSlow, type TransferLimits } from './pace.ts';
import { capabilities, CHECKSUM_MISMATCH, tusAnswer, tusProblem, tusTooMany, wrongVersion } from './tus-answers.ts';
import { checking, readChecksum } from './upload-checksum.ts';

export type UploadParts = CompletionParts & {
  readonly sessions: Sessions;
  readonly random: Random;
  readonly limits: Limits;
  readonly budgets: Budgets;
  readonly transfers: TransferLimits;
  /** Without it, no file waits for an activation key. */
  readonly gate?: SendingGate;
  readonly redactions: Pick<RedactionBook, 'isErased'>;
};

type Place = { readonly dossier: DossierId; readonly box: Holder };

/** A person's open uploads are at their cap: one of them ends, or expires. */
const OPEN_UPLOADS_WAIT = 60_000;
const PIECES = 'application/offset+octet-stream';

export function uploadRoutes(parts: UploadParts): Hono {
  const { blobs, log, directory, sessions, clock, random, limits, budgets, transfers, metrics, redactions, gate } = parts;
  const receive = makeReceipts(parts);
  const complete = makeCompletion(parts, receive);
  let running = 0;
  metrics.gauge('uploads_running', () => running);

  /** Into a box: as the client's deposit of this year, or as the staff's own; into its archive or the books: who may publish there. */
  function mayDeposit(user: UserId, { dossier, box }: Place): boolean {
    const membership = directory.membership(user);
    if (!membership) return false;
    if (isBookHolder(box)) return access({ kind: box, dossier }, membership) === 'write';
    const shelved = boxOfShelf(box);
    if (shelved !== null) return access({ kind: 'archive', dossier, box: shelved }, membership) === 'write';
    const year = yearInParis(clock.now());
    return (['deposits', 'processing'] as const).some((kind) => access({ kind, dossier, year, box: box as Box }, membership) === 'write');
  }

  function mayRead(user: UserId, { dossier, box }: Place): boolean {
    const membership = directory.membership(user);
    return membership !== null && access({ kind: 'receipts', dossier, box }, membership) !== 'none';
  }

  /** A publication of what the dossier holds already, where its publisher can read it: its row is written, and no byte is asked for. */
  async function isReadElsewhere(user: UserId, { dossier, box, hash }: Place & { hash: BlobHash }, size: number): Promise<boolean> {
    if ((boxOfShelf(box) === null && !isBookHolder(box)) || (await blobs.size(hash)) !== size) return false;
    return (await log.boxesHolding(dossier, hash)).some((other) => mayRead(user, { dossier, box: other }));
  }

  /** The one who asks, within what they may ask; or the answer to give. */
  async function asking(request: Request): Promise<Session | Response> {
    if (request.headers.get('tus-resumable') !== TUS_VERSION) return wrongVersion();
    const session = await sessions.of(request.headers);
    if (!session) return tusProblem(401, 'sign-in-needed');
    const wait = budgets.file(session.user);
    return wait > 0 ? tusTooMany(wait) : session;
  }

  /** The caller's own upload, with the right still there; another's is answered like one that is not. */
  async function ownUpload(request: Request, id: string): Promise<UploadState | Response> {
    const session = await asking(request);
    if (session instanceof Response) return session;
    const upload = await blobs.find(id);
    if (!upload || upload.user !== session.user) return tusProblem(404, 'not-found');
    return mayDeposit(session.user, upload) ? upload : refusedRight();
  }

  function refusedRight(): Response {
    metrics.count('rights_refused', 1, 'upload');
    return tusProblem(403, 'forbidden');
  }

  /** Brings an upload whose bytes are all here to its receipt. */
  async function finished(upload: UploadState): Promise<Response | null> {
    if (!mayDeposit(upload.user, upload)) return refusedRight();
    const outcome = await complete(upload);
    if (outcome === 'hash-mismatch') return tusProblem(CHECKSUM_MISMATCH, 'hash-mismatch');
    return outcome === 'incomplete' ? tusProblem(409, 'offset-mismatch') : null;
  }

  /** Takes the piece a request carries. @returns where the upload stands then, or the answer to give */
  async function takePiece(c: Context, upload: UploadState): Promise<number | Response> {
    const checksum = readChecksum(c.req.header('upload-checksum'));
    if (checksum === undefined) return tusProblem(400, 'bad-request');
    const leave = budgets.enter('pieces', upload.user);
    if (!leave) return tusTooMany(1000);
    const counted = counting(atPace(c.req.raw.body ?? nothing(), transfers), (bytes) => metrics.count('bytes_received', bytes, 'files'));
    const { bytes, asPromised } = checking(counted, checksum);
    running++;
    try {
      const written = await blobs.write(upload.id, upload.offset, bytes, asPromised);
      if (written === 'conflict') return tusProblem(409, 'offset-mismatch');
      if (written === 'too-long') return tusProblem(413, 'too-large');
      if (written === 'mismatch') return tusProblem(CHECKSUM_MISMATCH, 'hash-mismatch');
      return typeof written === 'string' ? tusProblem(507, written) : written.offset;
    } catch (error) {
      if (!(error instanceof TooSlow)) throw error;
      metrics.count('connections_refused', 1, 'slow-upload');
      const offset = (await blobs.find(upload.id))?.offset ?? 0;
      return tusProblem(408, 'unavailable', { 'upload-offset': String(offset), connection: 'close' });
    } finally {
      running--;
      leave();
    }
  }

  const expires = (upload: Pick<UploadState, 'createdAt'>) =>
    new Date(Math.max(clock.now(), upload.createdAt) + limits.uploadAbandonedAfter).toUTCString();

  return new Hono()
    .options(UPLOADS_PATH, () => capabilities(limits.fileBytes))
    .options(`${UPLOADS_PATH}/:id`, () => capabilities(limits.fileBytes))
    .post(UPLOADS_PATH, async (c) => {
      const session = await asking(c.req.raw);
      if (session instanceof Response) return session;
      const place = decodeUploadMetadata(c.req.header('upload-metadata') ?? '');
      const length = c.req.header('upload-length') ?? '';
      if (!place || !/^\d{1,15}$/.test(length)) return tusProblem(400, 'bad-request');
      const size = Number(length);
      if (size > limits.fileBytes) return tusProblem(413, 'too-large', {}, limits.fileBytes);
      if (!isPlace(place) || !mayDeposit(session.user, place)) return refusedRight();
      // What the firm erased here is not taken again (K5); why, only who can read here is told (B2).
      if (redactions.isErased(place.dossier, place.box, place.hash))
        return mayRead(session.user, place) ? tusProblem(410, 'erased') : refusedRight();
      // "Already here" is only said to one who can read it here (B2), and only of a file that is whole.
      const held = mayRead(session.user, place) ? await log.holds(place.dossier, place.box, place.hash) : null;
      if (held?.size === size && (await blobs.size(place.hash)) === size) return tusAnswer(201, { 'upload-offset': length });
      if (await isReadElsewhere(session.user, place, size)) {
        await receive({ ...place, size, user: session.user });
        return tusAnswer(201, { 'upload-offset': length });
      }
      // Only what is new waits (R006): what was begun may end.
      if (gate?.waits(session.user, place.dossier) === true) return tusProblem(402, 'activation-needed');
      if ((await blobs.begun(session.user)) >= transfers['open-uploads']) return tusTooMany(OPEN_UPLOADS_WAIT);
      const upload = { id: makeId<string>(clock.now(), random.bytes(10)), user: session.user, ...place, size, createdAt: clock.now() };
      const created = await blobs.create(upload);
      if (created !== 'created') return tusProblem(507, created);
      const location = { location: `${UPLOADS_PATH}/${upload.id}`, 'upload-expires': expires(upload) };
      const began = { ...upload, offset: 0 };
      // With a first piece: one that fails leaves the upload where it stands, and its address is told all the same.
      const offset = c.req.header('content-type') === PIECES ? await takePiece(c, began) : 0;
      const refused = offset === size ? await finished({ ...began, offset }) : null;
      if (refused) return refused;
      return tusAnswer(201, {
        ...location,
        'upload-offset': String(typeof offset === 'number' ? offset : ((await blobs.find(upload.id))?.offset ?? 0)),
      });
    })
    .get(`${UPLOADS_PATH}/:id`, async (c) => {
      // Hono answers HEAD through GET; a GET proper is not part of tus.
      if (c.req.method !== 'HEAD') return tusProblem(404, 'not-found');
      const upload = await ownUpload(c.req.raw, c.req.param('id'));
      if (upload instanceof Response) return upload;
      const refused = upload.offset === upload.size ? await finished(upload) : null;
      return (
        refused ??
        tusAnswer(200, { 'upload-offset': String(upload.offset), 'upload-length': String(upload.size), 'upload-expires': expires(upload) })
      );
    })
    .patch(`${UPLOADS_PATH}/:id`, async (c) => {
      const upload = await ownUpload(c.req.raw, c.req.param('id'));
      if (upload instanceof Response) return upload;
      if (c.req.header('content-type') !== PIECES) return tusProblem(415, 'bad-request');
      const offset = c.req.header('upload-offset') ?? '';
      if (!/^\d{1,15}$/.test(offset)) return tusProblem(400, 'bad-request');
      if (Number(offset) !== upload.offset) return tusProblem(409, 'offset-mismatch');
      const reached = await takePiece(c, upload);
      if (typeof reached !== 'number') return reached;
      const refused = reached === upload.size ? await finished({ ...upload, offset: reached }) : null;
      return refused ?? tusAnswer(204, { 'upload-offset': String(reached), 'upload-expires': expires(upload) });
    })
    .delete(`${UPLOADS_PATH}/:id`, async (c) => {
      const upload = await ownUpload(c.req.raw, c.req.param('id'));
      if (upload instanceof Response) return upload;
      // A piece of it is being written: its writer ends first.
      return (await blobs.remove(upload.id)) ? tusAnswer(204, {}) : tusTooMany(1000);
    });
}

/** The metadata's ids and box were checked when it was decoded; this says so to the types. */
function isPlace<T extends { readonly dossier: string; readonly box: string; readonly hash: string }>(
  place: T,
): place is T & Place & { readonly hash: BlobHash } {
  return place.dossier !== '' && place.box !== '' && isBlobHash(place.hash);
}

async function* counting(bytes: AsyncIterable<Uint8Array>, count: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  for await (const piece of bytes) {
    count(piece.length);
    yield piece;
  }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
