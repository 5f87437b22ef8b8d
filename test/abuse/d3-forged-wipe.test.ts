/** D3: nobody but the firm makes a device forget; a captive portal or a server that "forgot" the person is offline. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { CLAIRE, deposit, serverDevice } from '../support/server-device.ts';

let server: TestServer;
beforeAll(async () => void (server = await startTestServer()));
afterAll(() => server.close());

describe('D3 forged-wipe', () => {
  it('nothing leaves the device when the network answers in the server’s name', async () => {
    const claire = await serverDevice(server.origin, CLAIRE);
    await deposit(claire, 'un');
    await claire.sync.syncNow();
    const store = await claire.store();
    const before = await Promise.all([store.list('documents'), store.list('updates'), store.list('blobs')]);
    claire.cut('portal');
    await claire.sync.syncNow();
    expect(await Promise.all([store.list('documents'), store.list('updates'), store.list('blobs')])).toEqual(before);
  });

  it('another firm’s server at the same address erases nothing', async () => {
    const claire = await serverDevice(server.origin, CLAIRE);
    await deposit(claire, 'deux');
    await claire.sync.syncNow();
    const store = await claire.store();
    const before = await store.list('documents');
    const { port } = new URL(server.origin);
    await server.close();
    const impostor = await startTestServer({ port: Number(port) });
    await claire.sync.syncNow();
    expect(await store.list('documents')).toEqual(before);
    await impostor.close();
    server = await startTestServer();
  });
});
