import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from './test-server.ts';

describe('the server for tests', () => {
  let server: TestServer;
  beforeAll(async () => void (server = await startTestServer()));
  afterAll(() => server.close());

  test('Claire signs in, enrols a device, and her account room is there', async () => {
    const { token, user, device } = await server.device('claire.morel@demo.navette.example');
    expect(token).toContain('.');
    expect(server.directory.ownsDevice(user, device)).toBe(true);
    expect((await server.roomLog.room(`account/${user}` as never, 0)).length).toBeGreaterThan(0);
  });

  test('a new person with a right sees the dossier in the account room, and null once the right is gone', async () => {
    const dossier = server.createDossier('Essai');
    const { id } = await server.createPerson();
    await server.grant(id, dossier, { side: 'staff' });
    await server.revoke(id, dossier);
    expect((await server.roomLog.room(`account/${id}` as never, 0)).length).toBe(3);
  });
});
