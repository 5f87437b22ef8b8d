/** tus 1.0 as its clients use it: what the server offers, and what it does with it (core, creation, checksum, termination, expiration). */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '@navette/domain/limits';
import { encodeUploadMetadata, UPLOADS_PATH } from '@navette/protocol/uploads';
import { makeBudgets } from '../../sync-server/src/http/budgets.ts';
import { memoryBlobStore } from '../../sync-server/src/adapters/memory-blob-store.ts';
import { NO_TRANSFER_LIMITS } from '../../sync-server/src/blobs/pace.ts';
import { NO_METRICS } from '../../sync-server/src/figures/metrics.ts';
import { startTestServer, TEST_EXTENSION_ORIGIN } from '../../sync-server/src/testing/test-server.ts';
import { ask, countedRandom, createUpload, headUpload, NOON, patchUpload, sha256, syncWorld, upload } from '../support/sync-world.ts';

const bytes = Buffer.from('relevé bancaire de novembre');
const TUS = { 'tus-resumable': '1.0.0' };
const PIECE = { ...TUS, 'content-type': 'application/offset+octet-stream' };
const sum = (algorithm: string, of: Uint8Array) => `${algorithm} ${createHash(algorithm).update(of).digest('base64')}`;

test('OPTIONS says what the server can do, to anybody of ours, and does nothing', async () => {
  const { heart } = syncWorld();
  const answer = await ask(heart, null, UPLOADS_PATH, { method: 'OPTIONS' });
  expect(answer.status).toBe(204);
  expect(Object.fromEntries([...answer.headers].filter(([name]) => name.startsWith('tus-')))).toEqual({
    'tus-resumable': '1.0.0',
    'tus-version': '1.0.0',
    'tus-extension': 'creation,creation-with-upload,checksum,termination,expiration',
    'tus-max-size': String(DEFAULT_LIMITS.fileBytes),
    'tus-checksum-algorithm': 'sha256,sha1',
  });
});

test('N3 the question passes the guard of other sites, and a preflight stays a preflight', async () => {
  const server = await startTestServer();
  try {
    const options = (headers: Record<string, string>) => fetch(server.origin + UPLOADS_PATH, { method: 'OPTIONS', headers });
    expect((await options({})).headers.get('tus-version')).toBe('1.0.0');
    expect((await options({ origin: TEST_EXTENSION_ORIGIN })).headers.get('tus-extension')).toContain('checksum');
    const preflight = await options({ origin: TEST_EXTENSION_ORIGIN, 'access-control-request-method': 'PATCH' });
    expect(preflight.headers.get('access-control-allow-headers')).toContain('upload-checksum');
    expect((await options({ origin: 'https://elsewhere.example' })).status).toBe(403);
    expect((await options({ origin: 'https://elsewhere.example', 'access-control-request-method': 'PATCH' })).status).toBe(403);
  } finally {
    await server.close();
  }
});

test('a piece with its checksum is taken; a wrong one is 460 and leaves nothing; one that is not understood is 400', async () => {
  const { heart, dossier, client } = syncWorld();
  const location = (await createUpload(heart, client, bytes, { dossier })).headers.get('location') ?? '';
  const piece = (offset: number, part: Uint8Array, checksum: string) =>
    ask(heart, client, location, {
      method: 'PATCH',
      headers: { ...PIECE, 'upload-offset': String(offset), 'upload-checksum': checksum },
      body: new Uint8Array(part),
    });
  const [first, rest] = [bytes.subarray(0, 10), bytes.subarray(10)];
  expect((await piece(0, first, sum('sha256', first))).headers.get('upload-offset')).toBe('10');
  const wrong = await piece(10, rest, sum('sha256', first));
  expect([wrong.status, await wrong.json()]).toEqual([460, { problem: 'hash-mismatch' }]);
  expect((await headUpload(heart, client, location)).headers.get('upload-offset')).toBe('10');
  for (const checksum of ['md5 1B2M2Y8AsgTpgAmY7PhCfg==', 'sha256', 'sha256 short', 'constructor AAAA', sum('sha1', rest).slice(0, -4)])
    expect((await piece(10, rest, checksum)).status).toBe(400);
  expect((await piece(10, rest, sum('sha1', rest))).status).toBe(204);
  expect((await ask(heart, client, `/api/v1/dossiers/${dossier}/blobs/${sha256(bytes)}`)).status).toBe(200);
});

test('a first piece may come with the creation, the whole file even, and then its receipt is written', async () => {
  const { heart, log, dossier, client } = syncWorld();
  const create = (part: Uint8Array, more: Record<string, string> = {}) =>
    ask(heart, client, UPLOADS_PATH, {
      method: 'POST',
      headers: {
        ...PIECE,
        'upload-length': String(bytes.length),
        'upload-metadata': encodeUploadMetadata({ dossier, box: 'common', hash: sha256(bytes) }),
        ...more,
      },
      body: new Uint8Array(part),
    });
  const half = await create(bytes.subarray(0, 9));
  expect([half.status, half.headers.get('upload-offset')]).toEqual([201, '9']);
  expect((await patchUpload(heart, client, half.headers.get('location') ?? '', 9, bytes.subarray(9))).status).toBe(204);
  expect((await log.head()).cursor).toBe(1);
  const again = await create(bytes);
  expect([again.headers.get('upload-offset'), again.headers.get('location')]).toEqual([String(bytes.length), null]);

  const other = syncWorld();
  const whole = await ask(other.heart, other.client, UPLOADS_PATH, {
    method: 'POST',
    headers: {
      ...PIECE,
      'upload-length': String(bytes.length),
      'upload-metadata': encodeUploadMetadata({ dossier: other.dossier, box: 'common', hash: sha256(bytes) }),
    },
    body: new Uint8Array(bytes),
  });
  expect([whole.status, whole.headers.get('upload-offset')]).toEqual([201, String(bytes.length)]);
  expect((await other.log.head()).cursor).toBe(1);
  // A piece that was refused leaves the upload where it stood, and its address is told.
  const spoilt = await ask(other.heart, other.staff, UPLOADS_PATH, {
    method: 'POST',
    headers: {
      ...PIECE,
      'upload-length': '20',
      'upload-metadata': encodeUploadMetadata({ dossier: other.dossier, box: 'common', hash: 'a'.repeat(64) }),
      'upload-checksum': sum('sha256', bytes),
    },
    body: new Uint8Array(10),
  });
  expect([spoilt.status, spoilt.headers.get('upload-offset'), spoilt.headers.get('location')]).toEqual([201, '0', expect.any(String)]);
});

test('an upload says until when it is kept, is dropped after that, and then is not there', async () => {
  const time = { now: NOON };
  const { heart, dossier, client } = syncWorld({ clock: { now: () => time.now } });
  const created = await createUpload(heart, client, bytes, { dossier });
  const location = created.headers.get('location') ?? '';
  expect(Date.parse(created.headers.get('upload-expires') ?? '')).toBe(NOON + DEFAULT_LIMITS.uploadAbandonedAfter);
  time.now += DEFAULT_LIMITS.uploadAbandonedAfter - 1000;
  const patched = await patchUpload(heart, client, location, 0, bytes.subarray(0, 5));
  expect(Date.parse(patched.headers.get('upload-expires') ?? '')).toBeGreaterThan(time.now);
  time.now += 2000;
  expect(await heart.dropAbandonedUploads()).toBe(0);
  time.now += DEFAULT_LIMITS.uploadAbandonedAfter;
  expect(await heart.dropAbandonedUploads()).toBe(1);
  expect((await headUpload(heart, client, location)).status).toBe(404);
});

test('B5 a dossier at its quota answers 507 before any byte is sent, names it, and other dossiers go on', async () => {
  const clock = { now: () => NOON };
  const world = syncWorld({ clock, blobs: memoryBlobStore({ clock, dossierQuotaBytes: 40 }) });
  expect((await upload(world.heart, world.client, bytes, { dossier: world.dossier })).status).toBe(204);
  const more = await createUpload(world.heart, world.client, Buffer.alloc(30), { dossier: world.dossier });
  expect([more.status, await more.json()]).toEqual([507, { problem: 'dossier-full' }]);
  expect((await upload(world.heart, world.stranger, Buffer.alloc(30), { dossier: world.otherDossier })).status).toBe(204);
});

test('N5 a person has so many pieces under way, so many requests and so many open uploads, and hears when to come back', async () => {
  const time = { now: NOON };
  const clock = { now: () => time.now };
  const limits = { 'parallel-pieces': 1, 'files-burst': 8, 'files-per-second': 1 };
  const budgets = makeBudgets({ clock, random: countedRandom(), metrics: NO_METRICS, limits });
  const world = syncWorld({ clock, heart: { budgets, transfers: { ...NO_TRANSFER_LIMITS, 'open-uploads': 2 } } });
  const { heart, client, staff, dossier } = world;
  const begin = (part: Uint8Array) => createUpload(heart, client, part, { dossier });
  const [one, two] = [await begin(bytes), await begin(Buffer.from('autre'))];
  const full = await begin(Buffer.from('encore'));
  expect([full.status, Number(full.headers.get('retry-after')) > 0]).toEqual([429, true]);

  const { promise: go, resolve } = Promise.withResolvers<void>();
  const body = new ReadableStream({
    async pull(controller) {
      await go;
      controller.enqueue(new Uint8Array(bytes));
      controller.close();
    },
  });
  const at = (created: Response) => created.headers.get('location') ?? '';
  const running = ask(heart, client, at(one), {
    method: 'PATCH',
    headers: { ...PIECE, 'upload-offset': '0' },
    body,
    duplex: 'half',
  } as RequestInit);
  await new Promise((settled) => setTimeout(settled, 20));
  const second = await patchUpload(heart, client, at(two), 0, Buffer.from('autre'));
  expect([second.status, second.headers.get('retry-after')]).toEqual([429, '1']);
  // A piece is being written: it is not taken away under its writer.
  expect((await ask(heart, client, at(one), { method: 'DELETE', headers: TUS })).status).toBe(429);
  resolve();
  expect((await running).status).toBe(204);
  expect((await patchUpload(heart, client, at(two), 0, Buffer.from('autre'))).status).toBe(204);
  expect((await headUpload(heart, client, at(two))).status).toBe(200);
  expect((await headUpload(heart, client, at(two))).status).toBe(429);
  expect((await createUpload(heart, staff, bytes, { dossier })).status).toBe(201);
  time.now += 60_000;
  expect((await begin(Buffer.from('encore'))).status).toBe(201);
});

test('I11 a file found damaged is asked for again: the box that holds its receipt takes the bytes once more, and gives no second receipt', async () => {
  const clock = { now: () => NOON };
  const blobs = memoryBlobStore({ clock });
  const { heart, log, dossier, client } = syncWorld({ clock, blobs });
  await upload(heart, client, bytes, { dossier });
  expect((await createUpload(heart, client, bytes, { dossier })).headers.get('location')).toBeNull();
  blobs.size = async () => null;
  const again = await createUpload(heart, client, bytes, { dossier });
  expect(again.headers.get('location')).not.toBeNull();
  expect((await patchUpload(heart, client, again.headers.get('location') ?? '', 0, bytes)).status).toBe(204);
  expect((await log.head()).cursor).toBe(1);
});
