/** B5: wrong bytes, half bytes, lost answers: a receipt stands for the whole file, once. */
import { expect, test } from 'vitest';
import { roomName } from '@navette/rooms/room-names';
import { memoryBlobStore } from '../../sync-server/src/adapters/memory-blob-store.ts';
import { ask, createUpload, headUpload, NOON, patchUpload, sha256, syncWorld, upload } from '../support/sync-world.ts';

const bytes = Buffer.from('facture fournisseur');

test('B5 a half-written file has no receipt, and goes on from where it stands', async () => {
  const { heart, log, dossier, client } = syncWorld();
  const location = (await createUpload(heart, client, bytes, { dossier })).headers.get('location') ?? '';
  await patchUpload(heart, client, location, 0, bytes.subarray(0, 7));
  expect((await log.head()).cursor).toBe(0);
  expect((await ask(heart, client, `/api/v1/dossiers/${dossier}/blobs/${sha256(bytes)}`)).status).toBe(404);
  const head = await headUpload(heart, client, location);
  expect([head.headers.get('upload-offset'), head.headers.get('upload-length'), head.headers.get('cache-control')]).toEqual([
    '7',
    String(bytes.length),
    'no-store',
  ]);
  expect((await patchUpload(heart, client, location, 7, bytes.subarray(7))).status).toBe(204);
  expect((await log.head()).cursor).toBe(1);
});

test('B5 bytes that are not what their hash says are refused with their own code, and nothing is received', async () => {
  const { heart, log, dossier, client } = syncWorld();
  const response = await upload(heart, client, bytes, { dossier, hash: sha256(Buffer.from('another')) });
  expect([response.status, await response.json()]).toEqual([460, { problem: 'hash-mismatch' }]);
  expect((await log.head()).cursor).toBe(0);
});

test('an answer lost after the last piece: asking again tells the end, and there is one receipt', async () => {
  const { heart, log, dossier, client } = syncWorld();
  const location = (await createUpload(heart, client, bytes, { dossier })).headers.get('location') ?? '';
  await patchUpload(heart, client, location, 0, bytes);
  const head = await headUpload(heart, client, location);
  expect([head.status, head.headers.get('upload-offset')]).toEqual([200, String(bytes.length)]);
  expect((await patchUpload(heart, client, location, 0, bytes)).status).toBe(409);
  expect(await log.room(roomName({ kind: 'receipts', dossier, box: 'common' }), 0)).toHaveLength(1);
});

test('a crash between the file and its receipt: the next question brings the receipt', async () => {
  const world = syncWorld();
  const { heart, log, dossier, client } = world;
  const location = (await createUpload(heart, client, bytes, { dossier })).headers.get('location') ?? '';
  const append = log.append;
  log.append = () => Promise.reject(new Error('crash'));
  const crashed = await patchUpload(heart, client, location, 0, bytes);
  expect(crashed.status).toBe(500);
  log.append = append;
  expect((await headUpload(heart, client, location)).status).toBe(200);
  expect(await log.room(roomName({ kind: 'receipts', dossier, box: 'common' }), 0)).toHaveLength(1);
});

test('B5 a full store answers 507 before any byte is sent; abandoned uploads are dropped after seven days', async () => {
  const time = { now: NOON };
  const clock = { now: () => time.now };
  const world = syncWorld({ clock, blobs: memoryBlobStore({ clock, quotaBytes: 30 }) });
  const response = await upload(world.heart, world.client, Buffer.alloc(31), { dossier: world.dossier });
  expect([response.status, await response.json()]).toEqual([507, { problem: 'full' }]);
  await createUpload(world.heart, world.client, bytes, { dossier: world.dossier });
  expect(await world.heart.dropAbandonedUploads()).toBe(0);
  time.now += 8 * 24 * 3600_000;
  expect(await world.heart.dropAbandonedUploads()).toBe(1);
});
