/** D3: nobody but the firm makes a device erase, by an order signed with the pinned key; a captive portal or a server that "forgot" the person is offline. */
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readStatus } from '@navette/device/sync-status';
import type { ClientRight } from '@navette/domain/membership';
import { CLIENT_HEADER } from '@navette/protocol/version';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { CLAIRE, deposit, serverDevice } from '../support/server-device.ts';

type Order = Record<string, unknown>;
const RIGHT: ClientRight = { side: 'client', deposit: ['common'], read: ['common'], archive: [], accounts: 'none', admin: false };
let server: TestServer;
let people = 0;
/** Somebody with a dossier and a document in it. */
async function newcomer() {
  const person = await server.createPerson({ email: `oublie-${++people}@demo.navette.example` });
  await server.grant(person.id, server.dossiers.bonnefoy, RIGHT);
  const device = await serverDevice(server.origin, person.email);
  await deposit(device, 'envoyé');
  await device.sync.syncNow();
  return { ...person, device, store: await device.store() };
}
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

  it.each([
    ['a signature that does not hold', (order: Order) => ({ ...order, at: Number(order['at']) + 1 })],
    ['no signature', (order: Order) => ({ ...order, signature: '' })],
    ['an order that was widened to everything', (order: Order) => ({ ...order, scopes: 'all' })],
    ['an order for another device', (order: Order) => ({ ...order, device: Number(order['device']) + 1 })],
    ['an order for somebody else', (order: Order) => ({ ...order, user: 'x' })],
    ['an order under another key’s name', (order: Order) => ({ ...order, keyId: 'x' })],
    ['an answer that is no order', () => ({ erase: true })],
  ])('%s erases nothing and hands nothing in, though the person did lose the dossier', async (_name, change) => {
    const person = await newcomer();
    const { device, store } = person;
    device.cut('before');
    await deposit(device, 'pas envoyé');
    device.cut('none');
    device.meddle('/api/v1/orders', change);
    const before = await store.list('documents');
    await server.revoke(person.id, server.dossiers.bonnefoy);
    const asked: string[] = [];
    device.watch((_, path) => void asked.push(path));
    await device.sync.syncNow();
    expect((await store.list('documents')).filter((row) => row.base?.acknowledged)).toEqual(before.filter((row) => row.base?.acknowledged));
    expect(await store.list('captures')).toHaveLength(1);
    expect(asked.filter((path) => path.startsWith('/api/v1/hand-in'))).toEqual([]);
    expect((await readStatus(store)).problem).toBe('other-server');
    device.meddle('/api/v1/orders', null);
    await device.sync.syncNow();
    expect(await store.list('documents')).toEqual([]);
  });

  it('an order of the firm for another of the person’s devices is none for this one', async () => {
    const person = await newcomer();
    const second = await serverDevice(server.origin, person.email);
    await server.revoke(person.id, server.dossiers.bonnefoy);
    let taken: unknown;
    second.meddle('/api/v1/orders', (order) => (taken = order));
    await second.sync.syncNow();
    person.device.meddle('/api/v1/orders', () => taken);
    await person.device.sync.syncNow();
    expect(await person.store.list('documents')).not.toEqual([]);
  });

  it('an end of session that is only that is no order: somebody else’s token, an old one, or a guess of the number get none', async () => {
    const person = await newcomer();
    const { device: number } = (await person.device.library.desk())?.enrolment ?? {};
    const ask = async (token: string) => {
      const answer = await fetch(`${server.origin}/api/v1/orders`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', [CLIENT_HEADER]: 'test' },
        body: JSON.stringify({ device: number, scopes: [] }),
      });
      return [answer.status, await answer.json()];
    };
    const old = await server.signIn(person.email);
    const current = await server.signIn(person.email);
    await server.enrol(current, 'another device');
    await server.remove(person.id);
    for (const token of [await server.signIn(CLAIRE), old, current, 'guess'])
      expect(await ask(token)).toEqual([401, { problem: 'sign-in-needed' }]);
  });

  it(
    'a server restored to a day before the person came knows neither them nor their device: that is offline, nothing is lost',
    { timeout: 20_000 },
    async () => {
      const usual = server;
      server = await startTestServer();
      const person = await newcomer();
      person.device.cut('before');
      await deposit(person.device, 'pas encore');
      const before = await Promise.all([person.store.list('documents'), person.store.list('outbox'), person.store.list('blobs')]);
      const identity = new DatabaseSync(path.join(server.data, 'identity.sqlite'), { timeout: 5000 });
      await server.stop();
      for (const table of ['former_right', 'dossier_right', 'device', 'erase_order', 'handed_in', 'member'])
        identity.prepare(`DELETE FROM ${table} WHERE user_id = ?`).run(person.id);
      for (const table of ['session', 'account']) identity.prepare(`DELETE FROM ${table} WHERE userId = ?`).run(person.id);
      identity.prepare('DELETE FROM user WHERE id = ?').run(person.id);
      identity.close();
      const restored = await startTestServer({ data: server.data, port: server.port });
      person.device.cut('none');
      for (let i = 0; i < 2; i++) await person.device.sync.syncNow();
      const after = await Promise.all([person.store.list('documents'), person.store.list('outbox'), person.store.list('blobs')]);
      expect(after).toEqual(before);
      expect((await readStatus(person.store)).state).toBe('sign-in-needed');
      await restored.close();
      server.forget();
      server = usual;
    },
  );

  it('another firm’s server at the same address erases nothing', { timeout: 20_000 }, async () => {
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
