/** B3: another's upload is not resumed, read, finished or removed; a right lost half-way ends it. */
import { expect, test } from 'vitest';
import { ask, createUpload, headUpload, patchUpload, syncWorld } from '../support/sync-world.ts';

const bytes = Buffer.from('relevé bancaire de novembre');
const TUS = { 'tus-resumable': '1.0.0' };

test('B3 a colleague with the same right cannot see, go on with or remove an upload', async () => {
  const { heart, dossier, client, colleague } = syncWorld();
  const location = (await createUpload(heart, client, bytes, { dossier })).headers.get('location') ?? '';
  expect((await headUpload(heart, colleague, location)).status).toBe(404);
  expect((await patchUpload(heart, colleague, location, 0, bytes)).status).toBe(404);
  expect((await ask(heart, colleague, location, { method: 'DELETE', headers: TUS })).status).toBe(404);
  expect((await headUpload(heart, client, location)).headers.get('upload-offset')).toBe('0');
});

test('B3 right lost half-way: pieces, questions and completion are refused, and there is no receipt', async () => {
  const { heart, log, directory, dossier, client } = syncWorld();
  const location = (await createUpload(heart, client, bytes, { dossier })).headers.get('location') ?? '';
  expect((await patchUpload(heart, client, location, 0, bytes.subarray(0, 5))).status).toBe(204);
  directory.setRight(client.id, dossier, { side: 'client', deposit: [], read: ['common'], archive: [], accounts: 'none', admin: false });
  expect((await patchUpload(heart, client, location, 5, bytes.subarray(5))).status).toBe(403);
  expect((await headUpload(heart, client, location)).status).toBe(403);
  expect((await log.head()).cursor).toBe(0);
});

test('B3 right lost while the last piece is on its way: the file is not received', async () => {
  const { heart, log, directory, dossier, client } = syncWorld();
  const location = (await createUpload(heart, client, bytes, { dossier })).headers.get('location') ?? '';
  const body = new ReadableStream(
    {
      pull(controller) {
        directory.setRight(client.id, dossier, null);
        controller.enqueue(new Uint8Array(bytes));
        controller.close();
      },
    },
    { highWaterMark: 0 },
  );
  const headers = { ...TUS, 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' };
  const response = await ask(heart, client, location, { method: 'PATCH', headers, body, duplex: 'half' } as RequestInit);
  expect(response.status).toBe(403);
  expect((await log.head()).cursor).toBe(0);
});

test('tus: a wrong version, offset, length, type or metadata is refused, and says how', async () => {
  const { heart, dossier, client } = syncWorld();
  const post = (headers: Record<string, string>) => ask(heart, client, '/api/v1/uploads', { method: 'POST', headers });
  expect((await post({})).headers.get('tus-version')).toBe('1.0.0');
  expect((await post({ ...TUS, 'upload-length': '5' })).status).toBe(400);
  const big = await ask(heart, client, '/api/v1/uploads', {
    method: 'POST',
    headers: { ...TUS, 'upload-length': '999999999999', 'upload-metadata': 'dossier x' },
  });
  expect(big.status).toBe(400);
  const location = (await createUpload(heart, client, bytes, { dossier })).headers.get('location') ?? '';
  expect((await patchUpload(heart, client, location, 3, bytes)).status).toBe(409);
  expect((await patchUpload(heart, client, location, 0, Buffer.concat([bytes, bytes]))).status).toBe(413);
  expect((await ask(heart, client, location, { method: 'PATCH', headers: { ...TUS, 'upload-offset': '0' }, body: 'x' })).status).toBe(415);
  expect((await ask(heart, null, location, { method: 'HEAD', headers: TUS })).status).toBe(401);
  expect((await ask(heart, client, location, { method: 'DELETE', headers: TUS })).status).toBe(204);
  expect((await headUpload(heart, client, location)).status).toBe(404);
});
