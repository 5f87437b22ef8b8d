/** R12, R108: an access that the company itself closes acts within a second on open sockets, and offline at the next contact. */
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { first } from '@navette/device/testing/test-device';
import type { ClientRight } from '@navette/domain/membership';
import type { DossierId } from '@navette/kernel/ids';
import { UserDeactivate, UserDelete, UserReactivate } from '@navette/protocol/access-administration';
import { CLOSE } from '@navette/protocol/access-codes';
import { CLIENT_HEADER } from '@navette/protocol/version';
import { roomName } from '@navette/rooms/room-names';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { ask } from '../support/commands.ts';
import { CLAIRE, deposit, serverDevice } from '../support/server-device.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

const RIGHT: ClientRight = { side: 'client', deposit: ['common'], read: ['common'], archive: [], accounts: 'none', admin: false };
let server: TestServer;
let dossier: DossierId;
beforeAll(async () => {
  server = await startTestServer();
  dossier = server.dossiers.bonnefoy;
});
afterAll(() => server.close());

async function person(name: string) {
  const one = await server.createPerson({ name, email: `${name}@demo.navette.example` });
  await server.grant(one.id, dossier, RIGHT);
  return { ...one, ...(await server.device(one.email)) };
}

describe('R12 R108 deactivated by the company', () => {
  test.each([
    ['deactivated', UserDeactivate],
    ['deleted', UserDelete],
  ] as const)('R108 %s: the open sockets of the dossier close within a second', async (name, command) => {
    const gone = await person(name);
    const claire = await server.device(CLAIRE);
    const room = roomName({ kind: 'deposits', dossier, year: 2026, box: 'common' });
    const headers = { authorization: `Bearer ${gone.token}`, 'content-type': 'application/json', [CLIENT_HEADER]: 'test' };
    const given = await fetch(`${server.origin}/api/v1/ticket`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ device: gone.device, room }),
    });
    const { ticket } = (await given.json()) as { ticket: string };
    const socket = new WebSocket(`ws://localhost:${server.port}/live/${room}?ticket=${ticket}`);
    await once(socket, 'open');
    const closed = once(socket, 'close');
    expect(await ask(server, claire, command, { dossier, user: gone.id })).toEqual({ outcome: 'done' });
    const start = performance.now();
    expect([CLOSE.forbidden, CLOSE.signInNeeded]).toContain((await closed)[0]);
    expect(performance.now() - start).toBeLessThan(1000);
  });

  test('D2 R12 deactivated while offline: at the next contact what was not sent is handed in, and the device empties itself of the dossier', async () => {
    const gone = await person('horsligne');
    const device = await serverDevice(server.origin, gone.email);
    await deposit(device, 'envoyé avant');
    await device.sync.syncNow();
    device.cut('before');
    await deposit(device, 'écrit hors ligne');
    expect(await ask(server, await server.device(CLAIRE), UserDeactivate, { dossier, user: gone.id })).toEqual({ outcome: 'done' });
    expect((await first(device.library.documents({ dossier, limit: 10 }))).total).toBe(2);
    device.cut('none');
    await device.sync.syncNow();
    expect((await first(device.library.documents({ dossier, limit: 10 }))).total).toBe(0);
    expect((await first(device.library.account))?.dossiers).toEqual([]);
    const [departure] = await first(device.library.departures);
    expect(departure).toMatchObject({ documents: 1 });
    // Taken back, it begins again with what the dossier holds.
    expect(await ask(server, await server.device(CLAIRE), UserReactivate, { dossier, user: gone.id })).toEqual({ outcome: 'done' });
    await device.sync.syncNow();
    await device.sync.syncNow();
    expect((await first(device.library.documents({ dossier, limit: 10 }))).total).toBeGreaterThan(0);
  });
});
