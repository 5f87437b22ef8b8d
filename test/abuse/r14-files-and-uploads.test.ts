/** R14, N7 on the side of files: what is another's and what is nowhere are one answer; crooked names open nothing and leave nothing. */
import { expect, test } from 'vitest';
import type { DossierId } from '@navette/kernel/ids';
import { blobPath, encodeUploadMetadata, UPLOADS_PATH } from '@navette/protocol/uploads';
import { ask, createUpload, freshId, headUpload, sha256, syncWorld, upload } from '../support/sync-world.ts';

const bytes = Buffer.from('bulletin de paie');

/** Everything of an answer that somebody could compare. */
async function whole(response: Response): Promise<unknown> {
  return [response.status, [...response.headers].toSorted(), await response.text()];
}

test('R14 a stranger hears the same of a file that is another’s, in another dossier, or nowhere', async () => {
  const world = syncWorld();
  await upload(world.heart, world.client, bytes, { dossier: world.dossier });
  const answers = [];
  for (const path of [
    blobPath(world.dossier, sha256(bytes)),
    blobPath(world.dossier, 'a'.repeat(64)),
    blobPath(freshId<string>(), sha256(bytes)),
    blobPath(world.otherDossier, sha256(bytes)),
  ])
    answers.push(await whole(await ask(world.heart, world.stranger, path)));
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  expect(answers[0]).toMatchObject({ 0: 404 });
});

test('R14 a stranger hears the same of an upload that is another’s or was never begun, and of a dossier that is or is not', async () => {
  const world = syncWorld();
  const location = (await createUpload(world.heart, world.client, bytes, { dossier: world.dossier })).headers.get('location') ?? '';
  const theirs = await whole(await headUpload(world.heart, world.stranger, location));
  expect(await whole(await headUpload(world.heart, world.stranger, `${UPLOADS_PATH}/${freshId<string>()}`))).toEqual(theirs);
  const begin = async (dossier: DossierId) => whole(await createUpload(world.heart, world.stranger, bytes, { dossier }));
  expect(await begin(world.dossier)).toEqual(await begin(freshId<DossierId>()));
});

test('N7 path tricks in an upload’s id and in its metadata open nothing and leave nothing', async () => {
  const world = syncWorld();
  for (const id of ['..', '../x', '%2e%2e', '..%2f..%2fetc', 'constructor', '0'.repeat(64), '\u0000'])
    expect((await headUpload(world.heart, world.client, `${UPLOADS_PATH}/${encodeURIComponent(id)}`)).status).toBe(404);
  const good = { dossier: world.dossier, box: 'common', hash: sha256(bytes) } as const;
  const pair = (key: string, value: string) => `${key} ${Buffer.from(value).toString('base64')}`;
  for (const metadata of [
    `${encodeUploadMetadata(good)},${pair('filename', '../../etc/passwd')}`,
    encodeUploadMetadata({ ...good, hash: '../../../etc/passwd' as never }),
    encodeUploadMetadata({ ...good, dossier: '../..' }),
    encodeUploadMetadata({ ...good, box: '../common' as never }),
    [pair('dossier', good.dossier), pair('box', good.box), pair('hash', good.hash.toUpperCase())].join(','),
    [pair('__proto__', 'x'), pair('dossier', good.dossier)].join(','),
    'hash %%%',
  ]) {
    const answer = await ask(world.heart, world.client, UPLOADS_PATH, {
      method: 'POST',
      headers: { 'tus-resumable': '1.0.0', 'upload-length': '5', 'upload-metadata': metadata },
    });
    expect(answer.status).toBe(400);
  }
});
