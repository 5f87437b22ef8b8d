/** B1: knowing a hash gives nothing, and writing a foreign hash in a record gives nothing. B2: "already here" tells nobody more than they may read. */
import { expect, test } from 'vitest';
import { isSignedBy } from '../../sync-server/src/adapters/ed25519-signer.ts';
import { base64UrlToBytes } from '@navette/kernel/bytes';
import { receiptText } from '@navette/domain/receipt';
import { Receipt } from '@navette/rooms/records';
import { roomName } from '@navette/rooms/room-names';
import * as v from 'valibot';
import { ask, CLIENT_RIGHT, createUpload, documentOf, sha256, syncWorld, TestDevice, upload } from '../support/sync-world.ts';

const bytes = Buffer.from('bulletin de paie');
const hash = sha256(bytes);

test('B1 a file is given to who may read a box that holds it, and to nobody who knows or writes its hash', async () => {
  const world = syncWorld();
  const { heart, dossier, otherDossier, staff, client, reader, stranger } = world;
  expect((await upload(heart, client, bytes, { dossier })).status).toBe(204);
  const get = (who: typeof client, of = dossier) => ask(heart, who, `/api/v1/dossiers/${of}/blobs/${hash}`);
  for (const who of [client, reader, staff]) expect(Buffer.from(await (await get(who)).arrayBuffer())).toEqual(bytes);
  expect((await get(stranger)).status).toBe(404);
  expect((await get(stranger, otherDossier)).status).toBe(404);
  // A record that names the hash in the stranger's own room changes nothing.
  const device = new TestDevice(stranger, roomName({ kind: 'deposits', dossier: otherDossier, year: 2026, box: 'common' }));
  device.record({ v: 1, hash, size: bytes.length });
  expect(await device.send(heart)).toMatchObject([{ status: 'stored' }]);
  expect((await get(stranger, otherDossier)).status).toBe(404);
});

test('B1 a file of one box is not given to a reader of another box', async () => {
  const { heart, dossier, directory } = syncWorld();
  const payroll = directory.add([[dossier, { ...CLIENT_RIGHT, deposit: ['pay'], read: ['pay'] }]]);
  const shop = directory.add([[dossier, CLIENT_RIGHT]]);
  await upload(heart, payroll, bytes, { dossier, box: 'pay' });
  expect((await ask(heart, payroll, `/api/v1/dossiers/${dossier}/blobs/${hash}`)).status).toBe(200);
  expect((await ask(heart, shop, `/api/v1/dossiers/${dossier}/blobs/${hash}`)).status).toBe(404);
});

test('B2 "already here" is said only to one who can read it here; others send the same bytes and hear the same', async () => {
  const { heart, log, dossier, otherDossier, client, reader, directory, stranger } = syncWorld();
  const own = directory.add([[dossier, { ...CLIENT_RIGHT, deposit: ['common'], read: [] }]]);
  await upload(heart, client, bytes, { dossier });
  const again = await createUpload(heart, client, bytes, { dossier });
  expect([again.status, again.headers.get('upload-offset'), again.headers.get('location')]).toEqual([201, String(bytes.length), null]);
  for (const [who, place] of [
    [own, { dossier }],
    [stranger, { dossier: otherDossier }],
  ] as const) {
    const created = await createUpload(heart, who, bytes, place);
    expect([created.status, created.headers.get('upload-offset')]).toEqual([201, '0']);
  }
  expect((await createUpload(heart, reader, bytes, { dossier })).status).toBe(403);
  // The bytes were sent again by one who may not read: there is still one receipt (I5).
  expect((await upload(heart, own, bytes, { dossier })).status).toBe(204);
  expect(await log.room(roomName({ kind: 'receipts', dossier, box: 'common' }), 0)).toHaveLength(1);
});

test('K2 the receipt of an upload names what was given, by whom, and is signed', async () => {
  const { heart, log, dossier, client, signer } = syncWorld();
  await upload(heart, client, bytes, { dossier });
  const doc = await documentOf(log, roomName({ kind: 'receipts', dossier, box: 'common' }));
  const receipt = v.parse(Receipt, doc.getMap('receipts').get(hash));
  expect(receipt).toMatchObject({ dossier, box: 'common', hash, size: bytes.length, uploader: client.id, verdict: 'not-scanned' });
  const { signature, v: _, ...facts } = receipt;
  const signed = (text: string) => isSignedBy(signer.publicKey, text, base64UrlToBytes(signature) ?? new Uint8Array());
  expect(signed(receiptText({ ...facts, box: 'common' }))).toBe(true);
  expect(signed(receiptText({ ...facts, box: 'common', size: facts.size + 1 }))).toBe(false);
});
