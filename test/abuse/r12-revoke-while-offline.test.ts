/** R12: rights count on arrival. What was done offline after the withdrawal is refused by the room, and handed in to the firm. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { first } from '@navette/device/testing/test-device';
import type { ClientRight } from '@navette/domain/membership';
import { TRAY_PATH, TrayAnswer } from '@navette/protocol/leaving';
import { CLIENT_HEADER } from '@navette/protocol/version';
import * as v from 'valibot';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { deposit, hurry, NADIA, serverDevice } from '../support/server-device.ts';

const RIGHT: ClientRight = { side: 'client', deposit: ['common'], read: ['common'], archive: [], accounts: 'none', admin: false };
let server: TestServer;
beforeAll(async () => void (server = await startTestServer()));
afterAll(() => server.close());

async function offline(name: string) {
  const person = await server.createPerson({ name, email: `${name}@demo.navette.example` });
  await server.grant(person.id, server.dossiers.bonnefoy, RIGHT);
  const device = await serverDevice(server.origin, person.email);
  device.cut('before');
  return { person, device, store: await device.store() };
}

async function handedBy(name: string) {
  const headers = { authorization: `Bearer ${await server.signIn(NADIA)}`, [CLIENT_HEADER]: 'test' };
  const answer = await fetch(`${server.origin}${TRAY_PATH}`, { headers });
  return v.parse(TrayAnswer, await answer.json()).items.filter((item) => item.name === name);
}

describe('R12 revoke-while-offline', () => {
  it('work done after the withdrawal, in rooms nobody had ever written to, is handed in with its file and erased', async () => {
    const { person, device, store } = await offline('apres');
    await server.revoke(person.id, server.dossiers.bonnefoy);
    const id = await deposit(device, 'apres');
    await device.library.addComment(id, 'Urgent');
    const before = (await server.roomLog.head()).cursor;
    device.cut('none');
    await device.sync.syncNow();
    const handed = await handedBy('apres');
    expect(handed.map(({ what, file }) => [what, file?.arrived ?? null]).toSorted()).toEqual([
      ['comment', null],
      ['deposit', true],
    ]);
    for (const table of ['refused', 'outbox', 'uploads', 'captures', 'documents', 'blobs'] as const)
      expect(await store.list(table), table).toEqual([]);
    const written = await server.roomLog.since(before, () => true, 1e6);
    expect(written.entries.filter(({ author }) => author === person.id)).toEqual([]);
    expect(await first(device.library.departures)).toMatchObject([{ documents: 1, others: 1 }]);
  });

  it('a right that went and came back while the device was away costs nothing: the work is in its room, the tray is empty', async () => {
    const { person, device } = await offline('retour');
    await deposit(device, 'retour');
    await server.revoke(person.id, server.dossiers.bonnefoy);
    await server.grant(person.id, server.dossiers.bonnefoy, RIGHT);
    device.cut('none');
    await device.sync.syncNow();
    await hurry(device);
    await device.sync.syncNow();
    expect(await handedBy('retour')).toEqual([]);
    expect((await first(device.library.documents({ dossier: null, limit: 5 }))).byState.received).toBe(1);
  });

  it('who may only read now keeps the dossier and their refused work, with the reason, in their own tray; it is asked about once', async () => {
    const { person, device, store } = await offline('lecteur');
    const id = await deposit(device, 'lecteur');
    await server.grant(person.id, server.dossiers.bonnefoy, { ...RIGHT, deposit: [] });
    let orders = 0;
    device.watch((_, path) => void (orders += path === '/api/v1/orders' ? 1 : 0));
    device.cut('none');
    for (let i = 0; i < 3; i++) await device.sync.syncNow();
    expect(await store.list('refused')).toMatchObject([{ what: 'deposit', document: id, reason: 'forbidden' }]);
    expect(await store.get('captures', id)).toMatchObject({ status: { tag: 'ready' } });
    expect(await handedBy('lecteur')).toEqual([]);
    expect(orders).toBe(1);
  });
});
