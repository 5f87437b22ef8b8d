/** The access room from the directory to the screens' rows: a real server, and a real device in memory. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { first } from '@navette/device/testing/test-device';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { CLAIRE, NADIA, serverDevice } from '../support/server-device.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await server.access.settled();
});
afterAll(() => server.close());

const namesSeen = async (email: string) => {
  const device = await serverDevice(server.origin, email);
  const views = await first(device.library.access(null));
  return views.map(({ company, users }) => [company.name, ...users.map(({ user }) => user?.name)]);
};

describe('who may come in, on devices', () => {
  test('R107 the company’s administrator sees the people of the company, the staff those of their dossiers, anybody else nothing', async () => {
    const bonnefoy = ['Atelier Bonnefoy', 'Claire Morel', 'Hugo Lambert'];
    expect(await namesSeen(CLAIRE)).toEqual([bonnefoy]);
    expect(await namesSeen(NADIA)).toEqual([bonnefoy, ['Boulangerie des Teppes', 'Samira Benali'], ['Garage Delorme', 'Paul Delorme']]);
    expect(await namesSeen('hugo.lambert@demo.navette.example')).toEqual([]);
  });

  test('R107 the firm’s administrator sees every dossier, also those they do not follow', async () => {
    expect((await namesSeen('julien.mercier@demo.navette.example')).map(([name]) => name)).toEqual([
      'Atelier Bonnefoy',
      'Boulangerie des Teppes',
      'Fromagerie des Aravelles',
      'Garage Delorme',
    ]);
  });

  test('R108 a right that is withdrawn goes from the screens of those who administer', async () => {
    const claire = await serverDevice(server.origin, CLAIRE);
    await server.revoke(server.users.hugo, server.dossiers.bonnefoy);
    await claire.sync.syncNow();
    const [view] = await first(claire.library.access(server.dossiers.bonnefoy));
    expect(view?.users.map(({ user }) => user?.name)).toEqual(['Claire Morel']);
  });
});
