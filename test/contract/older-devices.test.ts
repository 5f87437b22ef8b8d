/** A device of an older version is told that it is too old, before it hears anything it would misread; it keeps all it has. */
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { readStatus } from '@navette/device/sync-status';
import { ORDERS_PATH } from '@navette/protocol/leaving';
import { KEYS_PATH } from '@navette/protocol/keys';
import { CHECKPOINT_PATH } from '@navette/protocol/replication';
import { CLIENT_HEADER, OLDEST_CLIENT, PROTOCOL_VERSION } from '@navette/protocol/version';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { CLAIRE, deposit, serverDevice } from '../support/server-device.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
}, 60_000);
afterAll(() => server.close());
afterEach(() => vi.restoreAllMocks());

/** From here on, devices of this process say that they are of this version. */
function devicesSay(version: string): void {
  const real = globalThis.fetch;
  vi.spyOn(globalThis, 'fetch').mockImplementation((to, init) =>
    real(to, { ...init, headers: { ...(init?.headers as Record<string, string>), [CLIENT_HEADER]: version } }),
  );
}

describe('a device of a version before the list of keys', () => {
  test('is told that it is too old where it would hear of a list it cannot read; others are not', async () => {
    const token = await server.signIn(CLAIRE);
    const ask = async (method: string, path: string, version: string) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', [CLIENT_HEADER]: version };
      const answer = await fetch(`${server.origin}${path}`, { method, headers, ...(method === 'POST' && { body: '{}' }) });
      return [answer.status, ((await answer.json()) as { problem?: string }).problem];
    };
    const asked = [
      ['GET', CHECKPOINT_PATH],
      ['POST', '/api/v1/pull'],
      ['POST', '/api/v1/push'],
      ['POST', ORDERS_PATH],
    ] as const;
    for (const [method, path] of asked) {
      expect(await ask(method, path, '1')).toEqual([426, 'client-too-old']);
      expect(await ask(method, path, String(OLDEST_CLIENT - 1))).toEqual([426, 'client-too-old']);
      for (const good of [String(OLDEST_CLIENT), String(PROTOCOL_VERSION + 7), 'stock-client', 'v1'])
        expect(await ask(method, path, good)).not.toContain('client-too-old');
    }
    expect((await ask('GET', KEYS_PATH, '1'))[0]).toBe(200);
  });

  test('keeps what it has not sent, says why, and sends it once it was updated', async () => {
    const claire = await serverDevice(server.origin, CLAIRE);
    devicesSay('1');
    await deposit(claire, 'attend');
    await claire.sync.syncNow();
    expect(await readStatus(await claire.store())).toMatchObject({ problem: 'client-too-old' });
    expect(await (await claire.store()).list('outbox')).not.toEqual([]);
    vi.restoreAllMocks();
    await claire.sync.syncNow();
    expect(await readStatus(await claire.store())).toMatchObject({ problem: null, waiting: 0 });
  });
});
