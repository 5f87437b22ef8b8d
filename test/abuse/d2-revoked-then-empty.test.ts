/** D2: a person whose right was withdrawn keeps nothing the right opened, and loses nothing of their own. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { first } from '@navette/device/testing/test-device';
import type { ClientRight } from '@navette/domain/membership';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { deposit, pdf, serverDevice } from '../support/server-device.ts';

const RIGHT: ClientRight = { side: 'client', deposit: ['common'], read: ['common'], archive: [], accounts: 'none', admin: false };
let server: TestServer;
beforeAll(async () => void (server = await startTestServer()));
afterAll(() => server.close());

async function newcomer(email: string) {
  const person = await server.createPerson({ email });
  await server.grant(person.id, server.dossiers.bonnefoy, RIGHT);
  return { person, device: await serverDevice(server.origin, email) };
}

describe('D2 revoked', () => {
  it('rooms, rows and files of the dossier leave the device at its next contact', async () => {
    const { person, device } = await newcomer('parti@demo.navette.example');
    await deposit(device, 'un');
    await device.sync.syncNow();
    const store = await device.store();
    expect(await store.list('documents')).not.toHaveLength(0);
    await server.revoke(person.id, server.dossiers.bonnefoy);
    await device.sync.syncNow();
    for (const table of ['documents', 'comments', 'receipts', 'requests', 'blobs'] as const)
      expect(await store.list(table), table).toEqual([]);
    expect((await store.list('updates')).filter((row) => row.room.startsWith('dossier/'))).toEqual([]);
    expect((await first(device.library.account))?.dossiers).toEqual([]);
  });

  it('work not yet sent is in the tray with the reason, its bytes kept, while the rest goes', async () => {
    const { person, device } = await newcomer('charge@demo.navette.example');
    await deposit(device, 'sent');
    await device.sync.syncNow();
    device.cut('before');
    const waiting = await deposit(device, 'unsent');
    await server.revoke(person.id, server.dossiers.bonnefoy);
    device.cut('none');
    await device.sync.syncNow();
    const store = await device.store();
    expect(await store.list('refused')).toMatchObject([{ what: 'deposit', document: waiting, reason: 'forbidden' }]);
    const capture = await store.get('captures', waiting);
    expect(capture?.hash && (await (await store.get('blobs', capture.hash))?.bytes.text())).toBe(await pdf('unsent').text());
    expect(await store.list('blobs')).toHaveLength(1);
  });

  it('a file whose record was sent but whose bytes were not is a capture again', async () => {
    const { person, device } = await newcomer('moitie@demo.navette.example');
    device.watch((_, path) => device.cut(path.startsWith('/api/v1/uploads') ? 'before' : 'none'));
    const half = await deposit(device, 'moitié');
    await device.sync.syncNow();
    device.watch(() => undefined);
    device.cut('none');
    await server.revoke(person.id, server.dossiers.bonnefoy);
    await device.sync.syncNow();
    const store = await device.store();
    expect(await store.get('captures', half)).toMatchObject({ status: { tag: 'ready' } });
    expect(await store.list('uploads')).toEqual([]);
    expect(await store.list('documents')).toEqual([]);
    expect(await store.list('blobs')).toHaveLength(1);
  });
});
