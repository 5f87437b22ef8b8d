/** P6, F6: a name is text to show, on the device that keeps it, on those that are told of it, and on the server, which needs none. */
import { expect, test } from 'vitest';
import { first } from '@navette/device/testing/test-device';
import type { DocumentRow } from '@navette/device/model';
import { CLIENT_RIGHT, NOON, ask, freshId, sha256, syncWorld, TestDevice, upload } from '../support/sync-world.ts';
import { mortalDevice } from '../faults/mortal-device.ts';

const NAMES: readonly [string, string, string][] = [
  ['that climbs folders', '../../../etc/passwd.pdf', 'passwd.pdf'],
  ['of a Windows disk', 'C:\\Users\\claire\\facture.pdf', 'facture.pdf'],
  ['with control characters', 'fac\u0000tu\u001bre\r\n.pdf', 'facture.pdf'],
  ['that reads backwards', 'facture\u202Efdp.exe', 'facturefdp.exe'],
  ['of nothing but dots and bars', '../..//', 'document'],
];

test.each(NAMES)('P6 a file name %s is kept as text to show', async (_what, name, shown) => {
  const world = syncWorld();
  const { library } = (await mortalDevice(world, world.client, CLIENT_RIGHT)).start(null);
  const kept = await library.capture(new Blob(['%PDF-1.7']), { name, way: 'drop' });
  expect(kept.ok && kept.value.name).toBe(shown);
});

test.each(NAMES)(
  'F6 a name %s, written into the room by a program that is not ours, is shown as ours would have kept it',
  async (_what, name, shown) => {
    const world = syncWorld();
    const bytes = Buffer.from('%PDF-1.7\nun');
    const hostile = new TestDevice(world.colleague, world.deposits);
    hostile.map().set(freshId<string>(), {
      v: 1,
      hash: sha256(bytes),
      size: bytes.length,
      type: 'application/pdf',
      name,
      kind: 'bank',
      captured: NOON,
    });
    expect(await hostile.send(world.heart)).toMatchObject([{ status: 'stored' }]);
    expect((await upload(world.heart, world.colleague, bytes, { dossier: world.dossier })).status).toBe(204);
    const staff = (await mortalDevice(world, world.staff, { side: 'staff' })).start(null);
    await staff.sync.syncNow();
    const { rows } = await first(staff.library.documents({ dossier: null, limit: 10 }));
    expect(rows.map((row: DocumentRow) => row.name)).toEqual([shown]);
    // The server keeps and gives the bytes under their hash; no name reaches a path, a header or a report.
    const given = await ask(world.heart, world.staff, `/api/v1/dossiers/${world.dossier}/blobs/${sha256(bytes)}`);
    expect(given.status).toBe(200);
    expect(JSON.stringify([...given.headers])).not.toMatch(/passwd|facture/);
    expect(world.reports.join('\n')).not.toMatch(/passwd|facture/);
  },
);
