/** R071, N2: the sessions of a person, as they see and end them from another device. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { SignIn } from '@navette/protocol/identity';
import { EndOtherSessions, EndSession, OwnSessions } from '@navette/protocol/own-account';
import { CLOSE } from '@navette/protocol/access-codes';
import { CLIENT_HEADER } from '@navette/protocol/version';
import { roomName } from '@navette/rooms/room-names';
import type { DeviceNumber, UserId } from '@navette/kernel/ids';
import { startTestServer, TEST_PASSWORD, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { movingClock, Somebody } from '../support/somebody.ts';

const clock = movingClock();
const DAY = 24 * 3600_000;
let server: TestServer;
beforeAll(async () => void (server = await startTestServer({ clock, serverLimits: { 'sessions-per-person': 10 } })));
afterAll(() => server.close());

const enrolled = async (email: string, label: string): Promise<{ who: Somebody; device: DeviceNumber }> => {
  const who = await new Somebody(server).signIn(email);
  return { who, device: await server.enrol(who.token ?? '', label) };
};
const ticket = (who: Somebody, device: number, user: UserId) =>
  fetch(`${server.origin}/api/v1/ticket`, {
    method: 'POST',
    headers: { ...who.headers(), [CLIENT_HEADER]: 'test' },
    body: JSON.stringify({ device, room: roomName({ kind: 'account', user }) }),
  });

describe('a person’s own sessions', { timeout: 30_000 }, () => {
  test('R071 each is listed with its device, when it was first and last seen, and the thirtieth day after the sign-in', async () => {
    const { email } = await server.createPerson();
    const { who } = await enrolled(email, 'Portail Chrome Windows');
    await enrolled(email, 'Navette, Firefox Linux');
    clock.forward(6 * 60_000);
    const sessions = (await who.ask(OwnSessions, {})).body?.sessions ?? [];
    expect(sessions.map(({ label, current }) => [label, current])).toEqual([
      ['Navette, Firefox Linux', false],
      ['Portail Chrome Windows', true],
    ]);
    const [other, mine] = sessions;
    expect(Math.round(((mine?.until ?? 0) - (mine?.firstSeen ?? 0)) / DAY)).toBe(30);
    expect((mine?.lastSeen ?? 0) - (other?.lastSeen ?? 0)).toBeGreaterThan(5 * 60_000);
  });

  test('one is ended from another device: at once, its live socket too, and nobody else’s', async () => {
    const { email, id } = await server.createPerson();
    const [here, lost] = [await enrolled(email, 'ici'), await enrolled(email, 'perdu')];
    const { ticket: opened } = (await (await ticket(lost.who, lost.device, id)).json()) as { ticket: string };
    const socket = new WebSocket(`ws://localhost:${server.port}/live/${roomName({ kind: 'account', user: id })}?ticket=${opened}`);
    await once(socket, 'open');
    const closed = once(socket, 'close');
    const sessions = (await here.who.ask(OwnSessions, {})).body?.sessions ?? [];
    const theirs = sessions.find(({ current }) => !current)?.id ?? '';
    // Somebody else cannot end it by its id.
    await (await new Somebody(server).signIn((await server.createPerson()).email)).ask(EndSession, { id: theirs });
    expect(await lost.who.whoAmI()).toBe(id);
    await here.who.ask(EndSession, { id: theirs });
    expect((await closed)[0]).toBe(CLOSE.signInNeeded);
    expect([await lost.who.whoAmI(), await here.who.whoAmI()]).toEqual([null, id]);
  });

  test('all others are ended in one act', async () => {
    const { email, id } = await server.createPerson();
    const devices = [await enrolled(email, 'a'), await enrolled(email, 'b'), await enrolled(email, 'c')];
    await devices[1]?.who.ask(EndOtherSessions, {});
    expect(await Promise.all(devices.map(({ who }) => who.whoAmI()))).toEqual([null, id, null]);
  });

  test('a person has ten; the eleventh sign-in ends the oldest', async () => {
    const { email, id } = await server.createPerson();
    const all: Somebody[] = [];
    for (let i = 0; i < 11; i++) {
      all.push(await new Somebody(server).signIn(email));
      clock.forward(1000);
    }
    expect(await all[0]?.whoAmI()).toBeNull();
    expect(await all[1]?.whoAmI()).toBe(id);
    expect((await all[10]?.ask(OwnSessions, {}))?.body?.sessions).toHaveLength(10);
  });
});

describe('a session and its device', { timeout: 30_000 }, () => {
  test('N2 a session speaks for the device it was enrolled for, and for no other of its person', async () => {
    const { email, id } = await server.createPerson();
    const [one, two] = [await enrolled(email, 'un'), await enrolled(email, 'deux')];
    expect((await ticket(one.who, one.device, id)).status).toBe(200);
    const other = await ticket(one.who, two.device, id);
    expect([other.status, await other.json()]).toEqual([401, { problem: 'sign-in-needed' }]);
  });

  test('N2 enrolled again for another device, it no longer speaks for the first: whoever used it there hears that they must sign in', async () => {
    const { email, id } = await server.createPerson();
    const { who, device } = await enrolled(email, 'un');
    const stolen = await server.enrol(who.token ?? '', 'voleur');
    expect((await ticket(who, stolen, id)).status).toBe(200);
    expect((await ticket(who, device, id)).status).toBe(401);
  });

  test('N2 a sign-in never takes over a session that was shown to it: the token is new, and the old one opens nothing (no fixation)', async () => {
    const { email } = await server.createPerson();
    const thief = await new Somebody(server, server.origin).signIn((await server.createPerson()).email);
    // A page of the portal in which somebody planted their own session.
    const victim = new Somebody(server, server.origin);
    const planted = thief.cookies.get('navette.session_token') ?? '';
    victim.cookies.set('navette.session_token', planted);
    expect(await victim.outcome(SignIn, { email, password: TEST_PASSWORD })).toBe('signed-in');
    expect(victim.cookies.get('navette.session_token')).not.toBe(planted);
    expect(await thief.whoAmI()).toBeNull();
  });
});
