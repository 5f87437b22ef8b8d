/**
 * The archive between a device of the firm and one of a client, over a real server: what is published arrives with its file, by the
 * archive right; a deposit is published without its bytes; what nobody may read is not brought.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { first } from '@navette/device/testing/test-device';
import type { BlobHash } from '@navette/kernel/ids';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { CLAIRE, deposit, NADIA, serverDevice } from '../support/server-device.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const place = { name: 'Comptes annuels 2025', folder: ['Comptes annuels'], year: 2025, category: 'accounting' as const };

test('R203 what the firm publishes reaches a client with the archive right: record, signed receipt and bytes', async () => {
  const [claire, nadia] = [await serverDevice(server.origin, CLAIRE), await serverDevice(server.origin, NADIA)];
  const dossier = server.dossiers.bonnefoy;
  const kept = await nadia.library.capture(new Blob(['%PDF-1.7\ncomptes']), { name: 'comptes.pdf', way: 'pick' });
  if (!kept.ok) throw new Error(kept.refusal.tag);
  const done = await nadia.library.archive.publish([
    { source: { capture: kept.value.id, dossier }, box: 'common', place, date: '2026-04-15' },
  ]);
  expect(done).toMatchObject({ ok: true });
  await nadia.sync.syncNow();
  expect((await first(nadia.library.archive.view(dossier))).files.at(0)).toMatchObject({ received: true, delay: null });
  await claire.sync.syncNow();
  const [file] = (await first(claire.library.archive.view(dossier))).files;
  expect(file).toMatchObject({ place, date: '2026-04-15', received: true, publishedBy: server.users.nadia });
  const hash = file?.hash as BlobHash;
  expect(await claire.sync.bring(dossier, hash)).toMatchObject({ ok: true });
  expect(await (await claire.library.bytes(hash))?.text()).toBe('%PDF-1.7\ncomptes');
});

test('R203 a deposit is published by a device that has not its bytes: the server has them, and is asked to send none again', async () => {
  const [claire, nadia] = [await serverDevice(server.origin, CLAIRE), await serverDevice(server.origin, NADIA)];
  const id = await deposit(claire, 'statuts');
  await claire.sync.syncNow();
  await nadia.sync.syncNow();
  const sent: string[] = [];
  nadia.watch((method, path) => void sent.push(`${method} ${path}`));
  const row = await first(nadia.library.document(id));
  expect(row && (await nadia.library.bytes(row.hash))).toBeNull();
  expect(
    await nadia.library.archive.publish([{ source: { document: id }, box: 'common', place: { ...place, name: 'Statuts' } }]),
  ).toMatchObject({
    ok: true,
  });
  await nadia.sync.syncNow();
  expect(sent.filter((line) => line.startsWith('PATCH'))).toEqual([]);
  expect((await first(nadia.library.archive.view(server.dossiers.bonnefoy))).files.find(({ of }) => of === id)).toMatchObject({
    received: true,
    delay: null,
  });
});
