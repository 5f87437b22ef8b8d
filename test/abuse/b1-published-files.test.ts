/**
 * B1, R14, R203: a published file is given to who has the archive right on its box, read right or not; who has only the read right is
 * not told of it; and naming a hash in the archive gives nobody bytes that the dossier does not hold.
 */
import { expect, test } from 'vitest';
import { shelfOf } from '@navette/domain/boxes';
import { blobPath } from '@navette/protocol/uploads';
import { roomName } from '@navette/rooms/room-names';
import { ask, CLIENT_RIGHT, createUpload, pulled, sha256, syncWorld, TestDevice, upload } from '../support/sync-world.ts';

const bytes = Buffer.from('comptes annuels');
const hash = sha256(bytes);
const shelf = shelfOf('common');

function world() {
  const made = syncWorld();
  const archiveOnly = made.directory.add([[made.dossier, { ...CLIENT_RIGHT, deposit: [], read: [], archive: ['common'] }]]);
  const readOnly = made.directory.add([[made.dossier, { ...CLIENT_RIGHT, deposit: ['common'], read: ['common'], archive: [] }]]);
  const payArchive = made.directory.add([[made.dossier, { ...CLIENT_RIGHT, deposit: [], read: [], archive: ['pay'] }]]);
  const get = async (who: typeof archiveOnly, of = made.dossier) => (await ask(made.heart, who, blobPath(of, hash))).status;
  return { ...made, archiveOnly, readOnly, payArchive, get };
}

test('B1 what staff publish, who has the archive right on that box may download, and nobody else', async () => {
  const { heart, dossier, staff, archiveOnly, readOnly, payArchive, stranger, get, otherDossier } = world();
  expect((await upload(heart, staff, bytes, { dossier, box: shelf })).status).toBe(204);
  expect([await get(staff), await get(archiveOnly)]).toEqual([200, 200]);
  expect([await get(readOnly), await get(payArchive), await get(stranger), await get(stranger, otherDossier)]).toEqual([
    404, 404, 404, 404,
  ]);
  // Nor are they told that it is there: its receipt stands in a room they cannot read.
  const receipts = roomName({ kind: 'receipts', dossier, box: shelf });
  const rooms = async (who: typeof staff) => (await pulled(heart, who)).answer.entries.map((entry) => entry.room);
  expect(await rooms(archiveOnly)).toContain(receipts);
  expect(await rooms(readOnly)).not.toContain(receipts);
  expect(await rooms(payArchive)).not.toContain(receipts);
});

test('B1 a deposit is no publication: who has only the archive right does not get it, whatever they know', async () => {
  const { heart, dossier, client, archiveOnly, get } = world();
  await upload(heart, client, bytes, { dossier });
  expect([await get(client), await get(archiveOnly)]).toEqual([200, 404]);
});

test('B1 a deposit of the dossier is published without sending its bytes again, once, with a receipt of its own', async () => {
  const { heart, log, dossier, client, staff, archiveOnly, get } = world();
  await upload(heart, client, bytes, { dossier });
  for (let i = 0; i < 2; i++) {
    const published = await createUpload(heart, staff, bytes, { dossier, box: shelf });
    expect([published.status, published.headers.get('upload-offset'), published.headers.get('location')]).toEqual([
      201,
      String(bytes.length),
      null,
    ]);
  }
  expect(await get(archiveOnly)).toBe(200);
  expect(await log.room(roomName({ kind: 'receipts', dossier, box: shelf }), 0)).toHaveLength(1);
});

test('B1 bytes of another dossier are not published by their hash: they are asked for again', async () => {
  const { heart, dossier, otherDossier, staff, stranger, archiveOnly, get } = world();
  await upload(heart, stranger, bytes, { dossier: otherDossier });
  const created = await createUpload(heart, staff, bytes, { dossier, box: shelf });
  expect([created.status, created.headers.get('upload-offset')]).toEqual([201, '0']);
  expect(await get(archiveOnly)).toBe(404);
});

test('B1 a record of the archive that names a hash gives nobody its bytes', async () => {
  const { heart, dossier, otherDossier, staff, stranger, archiveOnly, get } = world();
  await upload(heart, stranger, bytes, { dossier: otherDossier });
  const device = new TestDevice(staff, roomName({ kind: 'archive', dossier, box: 'common' }));
  device.record({ v: 1, hash, size: bytes.length });
  await device.send(heart);
  expect(await get(archiveOnly)).toBe(404);
});

test('R203 a client publishes nothing: the archive is the firm’s to write', async () => {
  const { heart, dossier, client, archiveOnly, readOnly } = world();
  for (const who of [client, archiveOnly, readOnly])
    expect((await createUpload(heart, who, bytes, { dossier, box: shelf })).status).toBe(403);
});

test('R12 the archive right withdrawn takes the published file with it, whatever else stays', async () => {
  const { heart, dossier, staff, directory, get } = world();
  await upload(heart, staff, bytes, { dossier, box: shelf });
  const late = directory.add([[dossier, { ...CLIENT_RIGHT, deposit: [], read: [], archive: ['common', 'pay'] }]]);
  expect(await get(late)).toBe(200);
  directory.setRight(late.id, dossier, { ...CLIENT_RIGHT, deposit: [], read: ['common'], archive: ['pay'] });
  expect(await get(late)).toBe(404);
});
