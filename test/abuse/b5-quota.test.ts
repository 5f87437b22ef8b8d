/** B5: one client cannot fill the firm's disk: a dossier has its quota, counted by the database, and the person is told which. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { MEBIBYTE } from '@navette/domain/limits';
import { readStatus } from '@navette/device/sync-status';
import { first } from '@navette/device/testing/test-device';
import { texts } from '@navette/texts/texts';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { CLAIRE, deposit, hurry, serverDevice, stateOf, type ServerDevice } from '../support/server-device.ts';

let server: TestServer;
let claire: ServerDevice;
vi.setConfig({ testTimeout: 20_000, hookTimeout: 30_000 });
beforeAll(async () => {
  server = await startTestServer({ serverLimits: { 'dossier-quota-mib': 3 } });
  claire = await serverDevice(server.origin, CLAIRE);
});
afterAll(() => server.close());

const file = (mebibytes: number, fill: number) => new Blob(['%PDF-1.7\n', new Uint8Array(mebibytes * MEBIBYTE).fill(fill)]);

test('B5 what goes beyond the dossier’s quota waits on the computer with its reason, and what fits goes on', async () => {
  const fits = await deposit(claire, file(1, 1));
  const beyond = await deposit(claire, file(3, 2));
  const small = await deposit(claire, 'petit');
  await claire.sync.syncNow();
  expect([await stateOf(claire, fits), await stateOf(claire, beyond), await stateOf(claire, small)]).toEqual([
    'received',
    'local',
    'received',
  ]);
  const delay = (await first(claire.library.document(beyond)))?.delay;
  expect(delay?.problem).toBe('dossier-full');
  expect(texts('fr').delays['dossier-full']).toBe('ce dossier a atteint la place que le cabinet lui accorde. Prévenez le cabinet.');
  // The matter of that file alone: the queue has no problem of its own.
  expect(await readStatus(await claire.store())).toMatchObject({ problem: null, waiting: 1 });
  expect((await claire.library.bytes((await first(claire.library.document(beyond)))?.hash ?? ('' as never)))?.size).toBe(3 * MEBIBYTE + 9);
  await hurry(claire);
  await claire.sync.syncNow();
  expect(await stateOf(claire, beyond)).toBe('local');
});

test('B5 a larger quota lets it go, and nothing is sent twice', async () => {
  await server.stop();
  const again = await startTestServer({ data: server.data, port: server.port, serverLimits: { 'dossier-quota-mib': 10 } });
  await hurry(claire);
  await claire.sync.syncNow();
  expect(await (await claire.store()).list('uploads')).toEqual([]);
  await again.stop();
});
