/** A device whose upload is no longer on the server asks once, begins anew, and the file arrives once. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { MEBIBYTE } from '@navette/domain/limits';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { CLAIRE, deposit, hurry, serverDevice, stateOf } from '../support/server-device.ts';

let server: TestServer;
vi.setConfig({ testTimeout: 20_000, hookTimeout: 30_000 });
beforeAll(async () => void (server = await startTestServer()));
afterAll(() => server.close());

test('an upload that was dropped after seven days begins anew: one question, one creation, every byte, one receipt', async () => {
  const claire = await serverDevice(server.origin, CLAIRE);
  const id = await deposit(claire, new Blob(['%PDF-1.7\n', new Uint8Array(9 * MEBIBYTE).fill(3)]));
  let pieces = 0;
  claire.watch((method) => void (method === 'PATCH' && ++pieces === 2 && claire.cut('before')));
  await claire.sync.syncNow();
  const [row] = await (await claire.store()).list('uploads');
  expect(row?.offset).toBe(4 * MEBIBYTE);
  await server.blobs.remove(row?.path?.split('/').at(-1) ?? '');
  claire.cut('none');
  const asked: string[] = [];
  claire.watch((method, to) => void (to.includes('/uploads') && asked.push(method)));
  await hurry(claire);
  await claire.sync.syncNow();
  expect(asked).toEqual(['HEAD', 'POST', 'PATCH', 'PATCH', 'PATCH']);
  expect(await stateOf(claire, id)).toBe('received');
});
