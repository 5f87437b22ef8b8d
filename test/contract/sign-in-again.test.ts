/** A device has one number for each person and server: signing in again, by password or by the portal's cookie, takes no other. */
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { currentEnrolment } from '@navette/device/enrolment';
import { startTestServer, TEST_PASSWORD, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { CLAIRE, deposit, hurry, serverDevice, stateOf } from '../support/server-device.ts';

let server: TestServer;
let table: DatabaseSync;
beforeAll(async () => {
  server = await startTestServer();
  table = new DatabaseSync(path.join(server.data, 'identity.sqlite'), { timeout: 5000 });
});
afterAll(async () => {
  table.close();
  await server.close();
});
const enrolments = () => Number(table.prepare('SELECT count(*) AS n FROM device').get()?.['n']);

describe('signing in again', () => {
  it('keeps the number: after a session that ended, after a sign-out that kept, and beside somebody else', async () => {
    const claire = await serverDevice(server.origin, CLAIRE);
    const number = async () => (await currentEnrolment(claire.deviceStore))?.device;
    const [first, before] = [await number(), enrolments()];
    server.auth.endSessions(server.users.claire);
    expect((await claire.session.signIn(server.origin, CLAIRE, TEST_PASSWORD)).ok).toBe(true);
    await claire.session.signOut('keep');
    expect((await claire.session.signIn(server.origin, CLAIRE, TEST_PASSWORD)).ok).toBe(true);
    expect([await number(), enrolments()]).toEqual([first, before]);
    await claire.session.signOut('keep');
    const other = await server.createPerson();
    expect((await claire.session.signIn(server.origin, other.email, TEST_PASSWORD)).ok).toBe(true);
    expect([(await number()) === first, enrolments()]).toEqual([false, before + 1]);
    await claire.session.signOut('keep');
    expect((await claire.session.signIn(server.origin, CLAIRE, TEST_PASSWORD)).ok).toBe(true);
    expect([await number(), enrolments()]).toEqual([first, before + 1]);
  });

  it('D6 takes another where the server does not know it any more, and what waits is said again under that one', async () => {
    const claire = await serverDevice(server.origin, CLAIRE);
    claire.cut('before');
    const id = await deposit(claire, 'avant');
    claire.cut('none');
    const store = await claire.store();
    const known = (await currentEnrolment(claire.deviceStore))?.device;
    // As after a restore: the number is of nobody here.
    await store.commit({ put: { meta: [{ key: 'device', value: 0xff_ff_01 }] } });
    expect((await claire.session.signIn(server.origin, CLAIRE, TEST_PASSWORD)).ok).toBe(true);
    const fresh = (await currentEnrolment(claire.deviceStore))?.device;
    expect([fresh === known, fresh === 0xff_ff_01]).toEqual([false, false]);
    await claire.sync.syncNow();
    await hurry(claire);
    await claire.sync.syncNow();
    expect(await stateOf(claire, id)).toBe('received');
  });

  it('nobody takes another’s number by naming it', async () => {
    const [claire, other] = [await server.device(CLAIRE), await server.createPerson()];
    const token = await server.signIn(other.email);
    const answer = await fetch(`${server.origin}/api/v1/enrol`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'navette-client': 'test' },
      body: JSON.stringify({ label: 'x', device: claire.device }),
    });
    expect(((await answer.json()) as { device: number }).device).not.toBe(claire.device);
    expect(server.directory.deviceOwner(claire.device)).toBe(claire.user);
  });
});
