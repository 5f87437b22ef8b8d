/** `navette people`: the list beside a running server; an access ended while it is stopped, and what its devices do then (D2, R12). */
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import type { ListedPerson } from '../../sync-server/src/cli/people.ts';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { Folders, navette, navetteJson } from '../support/command-line.ts';
import { CLAIRE, deposit, serverDevice } from '../support/server-device.ts';

const folders = new Folders();
const running = new Set<TestServer>();
afterEach(async () => {
  for (const server of running) await server.stop();
  running.clear();
});
afterAll(() => folders.remove());

async function serve(data: string, port = 0): Promise<TestServer> {
  const server = await startTestServer({ data, port });
  running.add(server);
  return server;
}
async function stop(server: TestServer): Promise<void> {
  running.delete(server);
  await server.stop();
}
const people = (data: string, ...args: readonly string[]) => navetteJson<{ people: ListedPerson[] }>('people', ['--data', data, ...args]);

describe('navette people', { timeout: 30_000 }, () => {
  test('lists everybody with role and dossiers beside the server, and refuses to end an access there', async () => {
    const data = folders.free();
    const server = await serve(data);
    const { code, json } = await people(data);
    expect(code).toBe(0);
    expect(json.people.map(({ id }) => id)).toEqual(server.directory.people().map(({ id }) => id));
    expect(json.people.find(({ email }) => email === CLAIRE)).toMatchObject({ role: 'client', left: null });
    const refused = await navette('people', ['--data', data, '--remove', server.users.claire]);
    expect([refused.code, refused.err.includes('arrêtez-le')]).toEqual([2, true]);
    expect(server.directory.membership(server.users.claire)).not.toBeNull();
  });

  test('D2 ends an access: no right, no session; the device hands in what was not sent, and erases itself', async () => {
    const data = folders.free();
    const server = await serve(data);
    const claire = await serverDevice(server.origin, CLAIRE);
    await deposit(claire, 'déjà envoyé');
    await claire.sync.syncNow();
    claire.cut('before');
    await deposit(claire, 'pas encore envoyé');
    const store = await claire.store();
    const id = server.users.claire;
    await stop(server);
    const { json, code } = await people(data, '--remove', id);
    expect(code).toBe(0);
    expect(json.people).toMatchObject([{ id, dossiers: 0, sessions: 0 }]);
    expect(json.people[0]?.left).not.toBeNull();
    expect((await people(data, '--remove', id)).code).toBe(0);

    const again = await serve(data, server.port);
    expect(again.directory.membership(id)).toBeNull();
    claire.cut('none');
    await claire.sync.syncNow();
    expect(await store.list('updates')).toEqual([]);
    expect(await store.list('documents')).toEqual([]);
    await expect(again.signIn(CLAIRE)).rejects.toThrow();
    const nadia = await again.signIn('nadia.ferrand@demo.navette.example');
    expect(nadia).toBeTruthy();
  });

  test('refuses a person nobody knows, and the last administrator', async () => {
    const data = folders.free();
    const server = await serve(data);
    const admins = server.directory.people().filter(({ id }) => server.directory.membership(id)?.firmRole === 'admin');
    const { nadia } = server.users;
    const { bonnefoy } = server.dossiers;
    await stop(server);
    expect((await navette('people', ['--data', data, '--remove', bonnefoy])).err).toContain('Personne n’a');
    expect((await navette('people', ['--data', data, '--remove', 'x'])).err).toContain('--remove');
    const outcomes = [];
    for (const { id } of admins) outcomes.push((await navette('people', ['--data', data, '--remove', id])).code);
    expect(outcomes).toEqual([...admins.slice(1).map(() => 0), 2]);
    expect(nadia).toBeTruthy();
  });
});
