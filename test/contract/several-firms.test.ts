/**
 * R208: one person, several firms, each with its own server: one device is signed in to all of them, shows one, and sends and
 * receives for every one.
 */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { currentEnrolment } from '@navette/device/enrolment';
import { first } from '@navette/device/testing/test-device';
import { startTestServer, TEST_PASSWORD, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { CLAIRE, deposit, pdf, serverDevice, stateOf, type ServerDevice } from '../support/server-device.ts';

// Each of these signs in several times, and a busy machine takes its time to hash a password.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const SAMIRA = 'samira.benali@demo.navette.example';
let [aubrac, cimes]: TestServer[] = [];
beforeAll(async () => {
  [aubrac, cimes] = await Promise.all([startTestServer(), startTestServer()]);
  // The second firm has another name, as firms do.
  cimes?.directory.nameFirm('Cabinet des Cimes');
  await cimes?.accounts.settled();
});
afterAll(async () => void (await Promise.all([aubrac?.close(), cimes?.close()])));

const servers = (): [TestServer, TestServer] => [aubrac as TestServer, cimes as TestServer];
const firmNames = async (device: ServerDevice) => (await first(device.library.firms)).map(({ firm }) => firm.name);

/** Claire's computer: signed in to the first firm, then to the second, which is the current one. */
async function ofTwoFirms(): Promise<ServerDevice> {
  const [one, two] = servers();
  const device = await serverDevice(one.origin, CLAIRE);
  const added = await device.session.signIn(two.origin, CLAIRE, TEST_PASSWORD);
  if (!added.ok) throw new Error(added.refusal.tag);
  await device.sync.syncNow();
  return device;
}
const keyOf = async (device: ServerDevice, server: TestServer) =>
  (await first(device.library.firms)).find(({ origin }) => origin === server.origin)?.key ?? '';
const switchTo = async (device: ServerDevice, server: TestServer) => device.session.switchTo(await keyOf(device, server));

describe('R208 several accesses of one person on one device', () => {
  it('R208 signing in to another firm adds it and brings it to the front; the first one stays, with its companies', async () => {
    const device = await ofTwoFirms();
    expect(await firmNames(device)).toEqual(['Cabinet des Cimes', 'Cabinet Aubrac Conseil']);
    const [now, before] = await first(device.library.firms);
    expect(before?.dossiers.map(({ name }) => name)).toEqual(['Atelier Bonnefoy']);
    expect(now?.key).not.toBe(before?.key);
    expect((await first(device.library.account))?.firm.name).toBe('Cabinet des Cimes');
  });

  it('R208 the desk follows the firm on screen: documents, tray and captures are its own', async () => {
    const [one, two] = servers();
    const device = await ofTwoFirms();
    const ofTwo = await deposit(device, 'pour les cimes');
    await device.library.capture(pdf('tiroir des cimes'), { name: 'cimes.pdf', way: 'pick' });
    await switchTo(device, one);
    const { library } = device;
    expect((await first(library.account))?.firm.name).toBe('Cabinet Aubrac Conseil');
    expect(await first(library.document(ofTwo))).toBeNull();
    expect(await first(library.tray)).toEqual([]);
    await library.capture(pdf('tiroir d’aubrac'), { name: 'aubrac.pdf', way: 'pick' });
    // The badge counts what waits for the person in all of them.
    expect(await first(library.needs)).toBe(2);
    await switchTo(device, two);
    expect((await first(library.tray)).map(({ name }) => name)).toEqual(['cimes.pdf']);
    await library.discard((await first(library.tray))[0]?.id as never);
    expect(await first(library.needs)).toBe(1);
  });

  it('R208 what was deposited offline for one firm leaves while the other is on screen', async () => {
    const [one, two] = servers();
    const device = await ofTwoFirms();
    await switchTo(device, one);
    device.cut('before');
    const forOne = await deposit(device, 'hors ligne, aubrac');
    await switchTo(device, two);
    const forTwo = await deposit(device, 'hors ligne, cimes');
    expect((await first(device.library.firms)).map(({ waiting }) => waiting)).toEqual([1, 1]);
    device.cut('none');
    await device.sync.syncNow();
    expect((await first(device.library.firms)).map(({ waiting }) => waiting)).toEqual([0, 0]);
    expect(await stateOf(device, forTwo)).toBe('received');
    await switchTo(device, one);
    expect(await stateOf(device, forOne)).toBe('received');
    // Each firm has its own, and nothing of the other's.
    const rooms = async (server: TestServer) => (await server.roomLog.rooms()).filter((room) => room.includes('/deposits/'));
    for (const server of servers()) expect((await rooms(server)).every((room) => room.includes(server.dossiers.bonnefoy))).toBe(true);
  });

  it.each(['before', 'portal', 500, 503, 413] as const)('R208 one firm’s server that fails (%s) stops no other', async (how) => {
    const [one, two] = servers();
    const device = await ofTwoFirms();
    const forTwo = await deposit(device, `cimes ${how}`);
    await switchTo(device, one);
    const forOne = await deposit(device, `aubrac ${how}`);
    device.cut(how, one.origin);
    await device.sync.syncNow();
    await switchTo(device, two);
    expect(await stateOf(device, forTwo)).toBe('received');
    expect((await first(device.library.syncStatus)).problem).toBeNull();
    // When the first one will be tried again is known, though it is not on screen.
    expect(await first(device.library.nextTryAt)).not.toBeNull();
    device.cut('none');
    await device.sync.syncNow();
    await switchTo(device, one);
    await expect.poll(async () => (await device.sync.syncNow(), stateOf(device, forOne)), { timeout: 10_000 }).toBe('received');
  });

  it('R208 one firm’s server that never answers stops no other', async () => {
    const [one, two] = servers();
    const device = await ofTwoFirms();
    await switchTo(device, one);
    device.cut('hang', one.origin);
    await switchTo(device, two);
    const forTwo = await deposit(device, 'malgré le silence');
    void device.sync.syncNow();
    await expect.poll(() => stateOf(device, forTwo), { timeout: 10_000 }).toBe('received');
  });

  it('R208 a session that ended at one firm asks for a sign-in there, and leaves the other alone', async () => {
    const [one] = servers();
    const device = await ofTwoFirms();
    one.auth.endSessions(one.users.claire);
    await device.sync.syncNow();
    expect((await first(device.library.firms)).map(({ problem }) => problem)).toEqual([null, 'sign-in-needed']);
    const again = await device.session.signIn(one.origin, CLAIRE, TEST_PASSWORD);
    expect(again.ok).toBe(true);
    await device.sync.syncNow();
    expect((await first(device.library.firms)).map(({ problem }) => problem)).toEqual([null, null]);
  });

  it('R208 signing out ends the firm on screen alone, and the next comes to the front', async () => {
    const [one, two] = servers();
    const device = await ofTwoFirms();
    const ofTwo = (await device.store()).name;
    expect(await device.session.signOut('erase')).toEqual({ ok: true, value: undefined });
    expect(await firmNames(device)).toEqual(['Cabinet Aubrac Conseil']);
    expect((await currentEnrolment(device.deviceStore))?.origin).toBe(one.origin);
    await deposit(device, 'reste');
    await device.sync.syncNow();
    // Said again of the one that was left, it is done already; of the other nothing happens.
    expect(await device.session.signOut('erase', ofTwo)).toEqual({ ok: true, value: undefined });
    expect(await firmNames(device)).toEqual(['Cabinet Aubrac Conseil']);
    expect(two.origin).not.toBe(one.origin);
    expect(await device.session.signOut('keep')).toEqual({ ok: true, value: undefined });
    expect([await first(device.library.account), await first(device.library.firms)]).toEqual([null, []]);
  });

  it('R208, I13 leaving all of them is all or none: nothing is erased while one has something unsent', async () => {
    const [one] = servers();
    const device = await ofTwoFirms();
    await switchTo(device, one);
    device.cut('before');
    await deposit(device, 'pas parti');
    expect(await device.session.signOut('erase', 'all')).toEqual({ ok: false, refusal: { tag: 'unsent-work', waiting: 2 } });
    expect(await firmNames(device)).toHaveLength(2);
    device.cut('none');
    await device.sync.syncNow();
    expect(await device.session.signOut('erase', 'all')).toEqual({ ok: true, value: undefined });
    expect(await first(device.library.firms)).toEqual([]);
  });

  it('R208 a firm that the person has left goes, with its work handed in, while another is on screen; and it is said', async () => {
    const [one, two] = servers();
    const person = await two.createPerson({ name: 'Bastien', email: 'bastien@demo.navette.example' });
    await two.grant(person.id, two.dossiers.bonnefoy, {
      side: 'client',
      deposit: ['common'],
      read: ['common'],
      archive: [],
      accounts: 'none',
      admin: false,
    });
    const device = await serverDevice(two.origin, person.email);
    device.cut('before', two.origin);
    await deposit(device, 'jamais parti');
    const added = await device.session.signIn(one.origin, SAMIRA, TEST_PASSWORD);
    if (!added.ok) throw new Error(added.refusal.tag);
    await two.remove(person.id);
    device.cut('none');
    await device.sync.syncNow();
    expect(await firmNames(device)).toEqual(['Cabinet Aubrac Conseil']);
    expect(await first(device.library.departures)).toMatchObject([{ firm: 'Cabinet des Cimes', documents: 1 }]);
    const [departure] = await first(device.library.departures);
    await device.library.dismissDeparture(departure?.id ?? '');
    expect(await first(device.library.departures)).toEqual([]);
  });
});

describe('D5 two people, one computer, several firms', () => {
  it('D5 who leaves all firms leaves nothing to see: the next person, at either firm, finds their own and nothing else', async () => {
    const [one, two] = servers();
    const device = await ofTwoFirms();
    await deposit(device, 'à claire, cimes');
    await switchTo(device, one);
    await deposit(device, 'à claire, aubrac');
    device.cut('before');
    const unsent = await deposit(device, 'à claire, pas parti');
    expect(await device.session.signOut('keep', 'all')).toEqual({ ok: true, value: undefined });
    device.cut('none');
    for (const server of [two, one]) {
      const other = await server.createPerson({ name: 'Autre', email: `autre-${server.port}@demo.navette.example` });
      const head = (await server.roomLog.head()).cursor;
      const signed = await device.session.signIn(server.origin, other.email, TEST_PASSWORD);
      if (!signed.ok) throw new Error(signed.refusal.tag);
      await device.sync.syncNow();
      expect((await first(device.library.documents({ dossier: null, limit: 50 }))).total).toBe(0);
      expect(await first(device.library.document(unsent))).toBeNull();
      expect((await first(device.library.firms)).flatMap(({ dossiers }) => dossiers)).toEqual([]);
      const since = await server.roomLog.since(head, () => true, 1e6);
      expect(since.entries.filter(({ author }) => author !== 'server')).toEqual([]);
    }
    expect(await device.session.signOut('erase', 'all')).toEqual({ ok: true, value: undefined });
    // Claire again: what she had not sent is there, and leaves now.
    const back = await device.session.signIn(one.origin, CLAIRE, TEST_PASSWORD);
    expect(back.ok).toBe(true);
    await device.sync.syncNow();
    expect(await stateOf(device, unsent)).toBe('received');
  });
});
