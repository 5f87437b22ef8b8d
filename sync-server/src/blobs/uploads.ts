/**
 * Files coming in, by tus 1.0 (see the protocol's uploads.ts): creation, offset, termination, expiration.
 *
 * The right and the owner are asked at creation, at each piece, at each question and at completion (B3). A file counts
 * once its SHA-256 was checked and its receipt stands in the log, in one commit with the row that proves it (B1, K2);
 * whatever was lost on the way, asking again brings the upload to that end.
 */
import { Hono } from 'hono';
import { access } from '@navette/rooms/access';
import type { Limits } from '@navette/domain/limits';
import { receiptText, type ReceiptFacts } from '@navette/domain/receipt';
import { bytesToBase64Url } from '@navette/kernel/bytes';
import { yearInParis } from '@navette/kernel/dates';
import { isBlobHash, makeId, type BlobHash, type DossierId, type UserId } from '@navette/kernel/ids';
import type { Clock, Random } from '@navette/kernel/ports';
import type { Box } from '@navette/domain/boxes';
import { decodeUploadMetadata, TUS_VERSION, UPLOADS_PATH } from '@navette/protocol/uploads';
import { roomName } from '@navette/rooms/room-names';
import type { BlobStore, Directory, ReceiptRow, RoomLog, Sessions, Signer, UploadState } from '../ports.ts';
import { Lanes } from '../rooms/lanes.ts';
import type { ServerWriter } from '../rooms/server-writer.ts';
import { problem } from '../rooms/wire.ts';

export type UploadParts = {
  readonly blobs: BlobStore;
  readonly log: RoomLog;
  readonly writer: ServerWriter;
  readonly directory: Directory;
  readonly sessions: Sessions;
  readonly signer: Signer;
  readonly clock: Clock;
  readonly random: Random;
  readonly limits: Limits;
};

type Place = { readonly dossier: DossierId; readonly box: Box };

/** tus: the bytes are not what their hash says. */
const CHECKSUM_MISMATCH = 460;

export function uploadRoutes(parts: UploadParts): Hono {
  const { blobs, log, directory, sessions, clock, random, limits } = parts;
  const complete = makeCompletion(parts);

  /** Into a box: as the client's deposit of this year, or as the staff's own. */
  function mayDeposit(user: UserId, { dossier, box }: Place): boolean {
    const membership = directory.membership(user);
    if (!membership) return false;
    const year = yearInParis(clock.now());
    return (['deposits', 'processing'] as const).some((kind) => access({ kind, dossier, year, box }, membership) === 'write');
  }

  function mayRead(user: UserId, { dossier, box }: Place): boolean {
    const membership = directory.membership(user);
    return membership !== null && access({ kind: 'receipts', dossier, box }, membership) !== 'none';
  }

  /** The caller's own upload, with the right still there; another's is answered like one that is not. */
  async function ownUpload(request: Request, id: string): Promise<UploadState | Response> {
    if (request.headers.get('tus-resumable') !== TUS_VERSION) return wrongVersion();
    const session = await sessions.of(request.headers);
    if (!session) return tusProblem(401, 'sign-in-needed');
    const upload = await blobs.find(id);
    if (!upload || upload.user !== session.user) return tusProblem(404, 'not-found');
    return mayDeposit(session.user, upload) ? upload : tusProblem(403, 'forbidden');
  }

  /** Brings an upload whose bytes are all here to its receipt. */
  async function finished(upload: UploadState): Promise<Response | null> {
    if (!mayDeposit(upload.user, upload)) return tusProblem(403, 'forbidden');
    const outcome = await complete(upload);
    if (outcome === 'hash-mismatch') return tusProblem(CHECKSUM_MISMATCH, 'hash-mismatch');
    return outcome === 'incomplete' ? tusProblem(409, 'offset-mismatch') : null;
  }

  const expires = (upload: Pick<UploadState, 'createdAt'>) =>
    new Date(Math.max(clock.now(), upload.createdAt) + limits.uploadAbandonedAfter).toUTCString();

  return new Hono()
    .post(UPLOADS_PATH, async (c) => {
      if (c.req.header('tus-resumable') !== TUS_VERSION) return wrongVersion();
      const session = await sessions.of(c.req.raw.headers);
      if (!session) return tusProblem(401, 'sign-in-needed');
      const place = decodeUploadMetadata(c.req.header('upload-metadata') ?? '');
      const length = c.req.header('upload-length') ?? '';
      if (!place || !/^\d{1,15}$/.test(length)) return tusProblem(400, 'bad-request');
      const size = Number(length);
      if (size > limits.fileBytes) return problem(413, 'too-large', limits.fileBytes, TUS);
      if (!isPlace(place) || !mayDeposit(session.user, place)) return tusProblem(403, 'forbidden');
      // "Already here" is only said to one who can read it here (B2).
      const held = mayRead(session.user, place) ? await log.holds(place.dossier, place.box, place.hash) : null;
      if (held?.size === size) return tusAnswer(201, { 'upload-offset': length });
      const upload = { id: makeId<string>(clock.now(), random.bytes(10)), user: session.user, ...place, size, createdAt: clock.now() };
      await blobs.create(upload);
      if (size === 0) {
        const refused = await finished({ ...upload, offset: 0 });
        if (refused) return refused;
      }
      return tusAnswer(201, { location: `${UPLOADS_PATH}/${upload.id}`, 'upload-offset': '0', 'upload-expires': expires(upload) });
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
      if (c.req.header('content-type') !== 'application/offset+octet-stream') return tusProblem(415, 'bad-request');
      const offset = c.req.header('upload-offset') ?? '';
      if (!/^\d{1,15}$/.test(offset)) return tusProblem(400, 'bad-request');
      if (Number(offset) !== upload.offset) return tusProblem(409, 'offset-mismatch');
      const written = await blobs.write(upload.id, upload.offset, c.req.raw.body ?? nothing());
      if (written === 'conflict') return tusProblem(409, 'offset-mismatch');
      if (written === 'too-long') return tusProblem(413, 'too-large');
      if (written === 'full') return tusProblem(507, 'full');
      const refused = written.offset === upload.size ? await finished({ ...upload, offset: written.offset }) : null;
      return refused ?? tusAnswer(204, { 'upload-offset': String(written.offset), 'upload-expires': expires(upload) });
    })
    .delete(`${UPLOADS_PATH}/:id`, async (c) => {
      const upload = await ownUpload(c.req.raw, c.req.param('id'));
      if (upload instanceof Response) return upload;
      await blobs.remove(upload.id);
      return tusAnswer(204, {});
    });
}

/** Ends an upload: hash checked, file named, one receipt. Repeating it changes nothing. */
function makeCompletion({ blobs, log, writer, directory, signer, clock }: UploadParts) {
  const lanes = new Lanes<string>();

  async function receive(upload: UploadState): Promise<'received' | 'hash-mismatch' | 'incomplete'> {
    const outcome = await blobs.finish(upload.id);
    if (outcome !== 'stored') return outcome;
    const { dossier, box, hash, size, user: uploader } = upload;
    if (await log.holds(dossier, box, hash)) return 'received';
    const head = await log.head();
    const facts: ReceiptFacts = {
      firm: directory.firm().id,
      dossier,
      box,
      hash,
      size,
      uploader,
      at: clock.now(),
      cursor: head.cursor,
      head: head.hash,
      verdict: 'not-scanned',
      keyId: signer.keyId,
    };
    const row: ReceiptRow = { dossier, box, hash, size, uploader, at: facts.at };
    const receipt = { v: 1, ...facts, signature: bytesToBase64Url(signer.sign(receiptText(facts))) };
    await writer.setRecord(roomName({ kind: 'receipts', dossier, box }), hash, receipt, [row]);
    return 'received';
  }

  // Two uploads of one file into one box make one receipt.
  return (upload: UploadState) => lanes.run(`${upload.dossier}/${upload.box}/${upload.hash}`, () => receive(upload));
}

const TUS = { 'tus-resumable': TUS_VERSION };

function tusAnswer(status: number, headers: Readonly<Record<string, string>>): Response {
  return new Response(null, { status, headers: { ...TUS, 'cache-control': 'no-store', ...headers } });
}

function tusProblem(status: number, code: Parameters<typeof problem>[1]): Response {
  return problem(status, code, undefined, TUS);
}

function wrongVersion(): Response {
  return problem(412, 'bad-request', undefined, { 'tus-version': TUS_VERSION });
}

/** The metadata's ids and box were checked when it was decoded; this says so to the types. */
function isPlace<T extends { readonly dossier: string; readonly box: string; readonly hash: string }>(
  place: T,
): place is T & Place & { readonly hash: BlobHash } {
  return place.dossier !== '' && place.box !== '' && isBlobHash(place.hash);
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
