/** One bad moment, or one bad file, never stops the queue, and never in silence. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MEBIBYTE } from '@navette/domain/limits';
import { first } from '@navette/device/testing/test-device';
import { readStatus } from '@navette/device/sync-status';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { CLAIRE, deposit, NADIA, serverDevice, stateOf } from '../support/server-device.ts';

let server: TestServer;
beforeAll(async () => void (server = await startTestServer()));
afterAll(() => server.close());

describe('the queue', () => {
  it('says so and tries again when an answer is cut in the middle', async () => {
    const claire = await serverDevice(server.origin, CLAIRE);
    const id = await deposit(claire, 'coupé');
    claire.cut('middle');
    await claire.sync.syncNow();
    expect(await readStatus(await claire.store())).toMatchObject({ state: 'offline', waiting: 1, nextTryAt: expect.any(Number) });
    claire.cut('none');
    await claire.sync.syncNow();
    expect(await stateOf(claire, id)).toBe('received');
  });

  it('says so and tries again when this computer is full in the middle of a run', async () => {
    const claire = await serverDevice(server.origin, CLAIRE);
    const store = await claire.store();
    claire.watch((_, path) => {
      if (path === '/api/v1/pull') store.failNext('store-full');
    });
    await deposit(claire, 'plein');
    await claire.sync.syncNow();
    expect(await readStatus(store)).toMatchObject({ problem: 'device-full', nextTryAt: expect.any(Number) });
    claire.watch(() => undefined);
    await claire.sync.syncNow();
    expect(await readStatus(store)).toMatchObject({ problem: null, waiting: 0 });
  });

  it('I12 goes past a file that is damaged on this computer, and says which one', async () => {
    const claire = await serverDevice(server.origin, CLAIRE);
    const store = await claire.store();
    const damaged = await deposit(claire, 'abîmé');
    const sound = await deposit(claire, 'entier');
    const row = await first(claire.library.document(damaged));
    if (!row) throw new Error('gone');
    await store.commit({ put: { blobs: [{ hash: row.hash, bytes: new Blob(['autre chose']), size: row.size, usedAt: 1 }] } });
    await claire.sync.syncNow();
    expect(await stateOf(claire, sound)).toBe('received');
    expect((await first(claire.library.document(damaged)))?.delay?.problem).toBe('file-damaged');
  });

  it('stops sending a document that is taken back meanwhile: the firm never receives it', async () => {
    const [claire, nadia] = [await serverDevice(server.origin, CLAIRE), await serverDevice(server.origin, NADIA)];
    const bytes = new Uint8Array(12 * MEBIBYTE).fill(3);
    const id = await deposit(claire, new Blob([bytes]));
    const methods: string[] = [];
    let undone: Promise<unknown> | undefined;
    claire.watch((method) => {
      methods.push(method);
      if (method === 'PATCH') undone ??= claire.library.undoDeposit(id);
    });
    await claire.sync.syncNow();
    expect(await undone).toEqual({ ok: true, value: 'back-in-tray' });
    expect(methods).toContain('DELETE');
    claire.watch(() => undefined);
    await claire.sync.syncNow();
    await nadia.sync.syncNow();
    expect(await stateOf(nadia, id)).not.toBe('received');
    expect((await (await claire.store()).list('uploads')).length).toBe(0);
  });

  it('asks for nothing while the session is over: signing in wakes it', async () => {
    const claire = await serverDevice(server.origin, CLAIRE);
    await deposit(claire, 'fini');
    server.auth.endSessions(server.users.claire);
    await claire.sync.syncNow();
    expect(await readStatus(await claire.store())).toMatchObject({ state: 'sign-in-needed', nextTryAt: null, waiting: 1 });
  });
});
