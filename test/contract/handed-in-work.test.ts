/** What somebody handed in on their way out becomes the firm's, by the hand of its staff: a document, a comment, a missing file. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { first } from '@navette/device/testing/test-device';
import type { ClientRight } from '@navette/domain/membership';
import type { BlobHash, DocumentId, DossierId } from '@navette/kernel/ids';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { CLAIRE, deposit, NADIA, pdf, serverDevice, stateOf, type ServerDevice } from '../support/server-device.ts';

const RIGHT: ClientRight = { side: 'client', deposit: ['common'], read: ['common'], archive: [], accounts: 'none', admin: false };
let server: TestServer;
let nadia: ServerDevice;
let half: DocumentId;
let unsent: DocumentId;
beforeAll(async () => {
  server = await startTestServer();
  nadia = await serverDevice(server.origin, NADIA);
  const person = await server.createPerson({ name: 'Bastien', email: 'bastien@demo.navette.example' });
  await server.grant(person.id, server.dossiers.bonnefoy, RIGHT);
  const device = await serverDevice(server.origin, person.email);
  device.watch((_, path) => device.cut(path.startsWith('/api/v1/uploads') ? 'before' : 'none'));
  half = await deposit(device, 'moitié');
  await device.sync.syncNow();
  device.watch(() => undefined);
  device.cut('before');
  unsent = await deposit(device, 'jamais parti');
  await server.revoke(person.id, server.dossiers.bonnefoy);
  device.cut('none');
  await device.sync.syncNow();
  await nadia.sync.syncNow();
});
afterAll(() => server.close());

async function waiting() {
  const listed = await nadia.firmTray();
  if (!listed.ok) throw new Error(listed.refusal);
  return listed.value.items;
}

describe('work that was handed in', () => {
  it('a document: its file is brought to the staff’s device and deposited under its own id; answered, it leaves the tray', async () => {
    const item = (await waiting()).find(({ what }) => what === 'deposit');
    if (!item?.file) throw new Error('not in the tray');
    expect(item).toMatchObject({ name: 'Bastien', dossierName: expect.stringContaining('Bonnefoy'), mine: true, document: unsent });
    expect((await nadia.sync.bring(item.dossier as DossierId, item.file.hash as BlobHash)).ok).toBe(true);
    const bytes = await nadia.library.bytes(item.file.hash as BlobHash);
    expect(await bytes?.text()).toBe(await pdf('jamais parti').text());
    for (let twice = 0; twice < 2; twice++) {
      const given = await nadia.library.captureAndDeposit(
        bytes ?? new Blob(),
        { name: item.file.name, way: 'pick', id: unsent },
        { dossier: item.dossier as DossierId, kind: 'purchase-invoices', comment: 'Remis par Bastien' },
      );
      expect(given.ok).toBe(true);
    }
    expect((await nadia.firmTray({ n: item.n, how: 'deposited' })).ok).toBe(true);
    await nadia.sync.syncNow();
    expect((await waiting()).map(({ what }) => what)).toEqual(['file']);
    const claire = await serverDevice(server.origin, CLAIRE);
    const rows = (await first(claire.library.documents({ dossier: null, limit: 50 }))).rows.filter(
      ({ comment }) => comment === 'Remis par Bastien',
    );
    expect(rows).toMatchObject([{ id: unsent, state: 'received' }]);
  });

  it('a file whose document had been sent: it joins that document, with a receipt in the name of the one who deposited it', async () => {
    expect(await stateOf(nadia, half)).toBe('sent');
    const [item] = await waiting();
    expect(item).toMatchObject({ what: 'file', document: half });
    expect((await nadia.firmTray({ n: item?.n ?? 0, how: 'deposited' })).ok).toBe(true);
    await nadia.sync.syncNow();
    expect(await stateOf(nadia, half)).toBe('received');
    expect(await waiting()).toEqual([]);
    const row = await first(nadia.library.document(half));
    expect((await nadia.sync.bring(server.dossiers.bonnefoy, row?.hash as BlobHash)).ok).toBe(true);
    expect(await (await nadia.library.bytes(row?.hash as BlobHash))?.text()).toBe(await pdf('moitié').text());
  });

  it('a client is told they have no such tray', async () => {
    const claire = await serverDevice(server.origin, CLAIRE);
    expect(await claire.firmTray()).toEqual({ ok: false, refusal: 'forbidden' });
  });
});
