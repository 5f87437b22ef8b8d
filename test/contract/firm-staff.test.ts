/** G24: the firm's administrators say who follows which dossier, replacements with dates included; on a real server. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { UserId } from '@navette/kernel/ids';
import {
  AssignmentEnd,
  FirmPeople,
  InvitationAccept,
  InvitationCode,
  InvitationLook,
  StaffAdd,
  StaffAssign,
  StaffEdit,
  StaffRemove,
  StaffResend,
  StaffUnassign,
  UserAdd,
  UserDeactivate,
} from '@navette/protocol/access-administration';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { ask, lastCode, lastLink, send } from '../support/commands.ts';
import { muteRelay, relay } from '../support/relay.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

const DAY = 24 * 3600_000;
let now: number;
let server: TestServer;
let chief: { token: string; user: UserId };
let nadia: { token: string; user: UserId };
const email = (name: string) => `${name}@demo.navette.example`;

beforeEach(async () => {
  // Sessions live by the system's clock: replacements are planned from its day on.
  now = Date.now();
  server = await startTestServer({ clock: { now: () => now } });
  chief = await server.device(email('julien.mercier'));
  nadia = await server.device(email('nadia.ferrand'));
});
afterEach(() => server.close());

const day = (n: number) => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' }).format(now + n * DAY);
const follows = (user: UserId) => [...(server.directory.membership(user)?.dossiers.keys() ?? [])];
/** The server again, some days later. */
async function later(days: number, data: string) {
  now += days * DAY;
  const again = await startTestServer({ data, clock: { now: () => now } });
  return again;
}

describe('the firm’s people', () => {
  test('G24 only its administrators see and change them', async () => {
    const claire = await server.device(email('claire.morel'));
    for (const who of [nadia, claire]) {
      expect((await send(server, who, FirmPeople, {})).status).toBe(403);
      const assign = { user: nadia.user, dossiers: [server.dossiers.bonnefoy], days: null };
      expect((await send(server, who, StaffAssign, assign)).status).toBe(403);
      expect((await send(server, who, StaffAdd, { email: 'x@y.example', name: 'Un Nom', title: '', role: 'staff' })).status).toBe(403);
      expect((await send(server, who, StaffRemove, { user: nadia.user })).status).toBe(403);
    }
    const { people, dossiers } = await ask(server, chief, FirmPeople, {});
    expect(people.map(({ name, role }) => [name, role])).toEqual([
      ['Nadia Ferrand', 'staff'],
      ['Julien Mercier', 'admin'],
    ]);
    expect(dossiers.map(({ name }) => name)).toContain('Fromagerie des Aravelles');
    expect(dossiers).toHaveLength(4);
  });

  test('a new member of the staff is asked in by mail, comes in with a password of their own, and follows no dossier yet', async () => {
    const body = { email: 'lou@cabinet.example', name: 'Lou Perrin', title: 'Assistante', role: 'staff' as const };
    expect(await ask(server, chief, StaffAdd, body)).toMatchObject({ outcome: 'invited', letter: 'sent' });
    expect(await ask(server, chief, StaffAdd, body)).toEqual({ outcome: 'already-invited' });
    const [waiting] = (await ask(server, chief, FirmPeople, {})).invitations;
    expect(waiting).toMatchObject({ name: 'Lou Perrin', role: 'staff' });
    await ask(server, chief, StaffResend, { user: waiting?.invitation ?? '' });
    const token = lastLink(server, body.email);
    expect(await ask(server, null, InvitationLook, { token })).toMatchObject({ state: 'open', company: null, by: 'Julien Mercier' });
    const code = await ask(server, null, InvitationCode, { token });
    const proof = { by: 'code', id: code.outcome === 'sent' ? code.id : '', code: lastCode(server, body.email) };
    const accepted = await send(server, null, InvitationAccept, { token, proof, password: 'un-mot-de-passe-choisi' });
    expect(accepted.said).toMatchObject({ outcome: 'accepted', signedIn: true, dossier: null });
    const lou = server.directory.personByEmail(body.email);
    expect(server.directory.membership(lou?.id as UserId)).toMatchObject({ firmRole: 'staff', dossiers: new Map() });
    expect(lou?.title).toBe('Assistante');
    expect(await ask(server, chief, StaffAdd, body)).toEqual({ outcome: 'already-staff' });
  });

  test('the firm keeps an administrator: the last one neither steps down nor leaves', async () => {
    const julien = { user: chief.user, name: 'Julien Mercier', title: '', role: 'staff' as const };
    expect(await ask(server, chief, StaffEdit, julien)).toEqual({ outcome: 'last-administrator' });
    expect(await ask(server, chief, StaffRemove, { user: chief.user })).toEqual({ outcome: 'last-administrator' });
    expect(await ask(server, chief, StaffEdit, { user: nadia.user, name: 'Nadia Ferrand', title: 'Associée', role: 'admin' })).toEqual({
      outcome: 'done',
    });
    expect(server.directory.membership(nadia.user)?.firmRole).toBe('admin');
    expect(await ask(server, chief, StaffEdit, julien)).toEqual({ outcome: 'done' });
    expect((await send(server, chief, FirmPeople, {})).status).toBe(403);
  });

  test('who leaves the firm is signed in nowhere, and what they had asked in is withdrawn', async () => {
    const dossier = server.dossiers.bonnefoy;
    const right = { deposit: ['common' as const], read: [], archive: [], accounts: 'none' as const, admin: false, secured: [] };
    await ask(server, nadia, UserAdd, { dossier, email: 'tard@atelier.example', name: 'Trop Tard', right });
    expect(await ask(server, chief, StaffRemove, { user: nadia.user })).toEqual({ outcome: 'done' });
    expect((await send(server, nadia, UserAdd, { dossier, email: 'x@atelier.example', name: 'Un Nom', right })).status).toBe(401);
    expect(await ask(server, null, InvitationLook, { token: lastLink(server, 'tard@atelier.example') })).toMatchObject({
      state: 'withdrawn',
    });
    expect((await ask(server, chief, FirmPeople, {})).people.map(({ name }) => name)).toEqual(['Julien Mercier']);
  });
});

describe('who follows which dossier', () => {
  test('G24 given for good and taken back, at once', async () => {
    const about = { user: chief.user, dossiers: [server.dossiers.delorme] };
    expect(follows(chief.user)).not.toContain(server.dossiers.delorme);
    expect(await ask(server, chief, StaffAssign, { ...about, days: null })).toEqual({ outcome: 'done' });
    expect(follows(chief.user)).toContain(server.dossiers.delorme);
    expect(await ask(server, chief, StaffUnassign, about)).toEqual({ outcome: 'done' });
    expect(follows(chief.user)).not.toContain(server.dossiers.delorme);
  });

  test('somebody of the company cannot follow its dossier, and days that end before they begin are none', async () => {
    const { claire } = server.users;
    await ask(server, chief, StaffAssign, { user: nadia.user, dossiers: [server.dossiers.bonnefoy], days: null });
    expect(await ask(server, chief, StaffAssign, { user: claire, dossiers: [server.dossiers.bonnefoy], days: null })).toEqual({
      outcome: 'unknown-user',
    });
    const days = (first: number, last: number) =>
      ask(server, chief, StaffAssign, {
        user: chief.user,
        dossiers: [server.dossiers.delorme],
        days: { first: day(first), last: day(last), replaces: nadia.user },
      });
    expect(await days(2, 1)).toEqual({ outcome: 'bad-days' });
    expect(await days(-5, -1)).toEqual({ outcome: 'bad-days' });
    expect(await days(0, 5000)).toEqual({ outcome: 'bad-days' });
  });

  test('G24 a replacement begins on its first day and ends by itself after its last, through restarts', async () => {
    const { delorme } = server.dossiers;
    const days = { first: day(2), last: day(4), replaces: nadia.user };
    expect(await ask(server, chief, StaffAssign, { user: chief.user, dossiers: [delorme], days })).toEqual({ outcome: 'done' });
    const [planned] = (await ask(server, chief, FirmPeople, {})).people.find(({ user }) => user === chief.user)?.assignments ?? [];
    expect(planned).toMatchObject({ dossier: delorme, ...days, running: false });
    expect(follows(chief.user)).not.toContain(delorme);
    const { data } = server;
    await server.stop();
    for (const [more, has] of [
      [1, false],
      [1, true],
      [2, true],
      [1, false],
    ] as const) {
      server = await later(more, data);
      expect(follows(chief.user).includes(delorme), `${more} days later`).toBe(has);
      await server.stop();
    }
    server = await later(0, data);
    server.forget();
  });

  test('G24 one that runs ends earlier when it is ended, and takes nothing away that was there before it or given for good since', async () => {
    const { delorme, teppes } = server.dossiers;
    const days = { first: day(0), last: day(9), replaces: null };
    await ask(server, chief, StaffAssign, { user: chief.user, dossiers: [delorme, teppes], days });
    expect(follows(chief.user)).toEqual(expect.arrayContaining([delorme, teppes]));
    const assignments = (await ask(server, chief, FirmPeople, {})).people.find(({ user }) => user === chief.user)?.assignments ?? [];
    expect(assignments.map(({ running }) => running)).toEqual([true, true]);
    for (const { id } of assignments) expect(await ask(server, chief, AssignmentEnd, { assignment: id })).toEqual({ outcome: 'done' });
    expect(follows(chief.user)).not.toContain(delorme);
    expect(follows(chief.user), 'followed before').toContain(teppes);
    expect(await ask(server, chief, AssignmentEnd, { assignment: assignments[0]?.id ?? '' })).toEqual({ outcome: 'unknown-assignment' });

    await ask(server, chief, StaffAssign, { user: chief.user, dossiers: [delorme], days });
    await ask(server, chief, StaffAssign, { user: chief.user, dossiers: [delorme], days: null });
    const [running] = (await ask(server, chief, FirmPeople, {})).people.find(({ user }) => user === chief.user)?.assignments ?? [];
    await ask(server, chief, AssignmentEnd, { assignment: running?.id ?? '' });
    expect(follows(chief.user), 'given for good').toContain(delorme);
  });

  test('two replacements of the same dossier that overlap end with the later one', async () => {
    const { delorme } = server.dossiers;
    const plan = (first: number, last: number) =>
      ask(server, chief, StaffAssign, {
        user: chief.user,
        dossiers: [delorme],
        days: { first: day(first), last: day(last), replaces: null },
      });
    await plan(0, 1);
    await plan(0, 3);
    const { data } = server;
    await server.stop();
    for (const [more, has] of [
      [2, true],
      [2, false],
    ] as const) {
      server = await later(more, data);
      expect(follows(chief.user).includes(delorme)).toBe(has);
      await server.stop();
    }
    server = await later(0, data);
    server.forget();
  });
});

describe('a letter that does not leave', () => {
  const right = { deposit: ['common' as const], read: [], archive: [], accounts: 'none' as const, admin: false, secured: [] };
  test.each(['refuses', 'is gone'])(
    'a relay that %s: the invitation stands, and the answer says that the message did not leave',
    async (how) => {
      const post = await relay({ refuses: true });
      if (how === 'is gone') await post.close();
      const own = await startTestServer({ smtp: { url: post.url, from: 'navette@cabinet.example' } });
      const claire = await own.device(email('claire.morel'));
      const body = { dossier: own.dossiers.bonnefoy, email: 'sans.lettre@atelier.example', name: 'Sans Lettre', right };
      expect(await ask(own, claire, UserAdd, body)).toMatchObject({ outcome: 'invited', letter: 'failed' });
      expect(await ask(own, claire, UserAdd, body)).toEqual({ outcome: 'already-invited' });
      await own.close();
      if (how !== 'is gone') await post.close();
    },
  );

  test('a relay that says nothing keeps nobody waiting for an act that needs no letter', async () => {
    const mute = await muteRelay();
    const own = await startTestServer({ smtp: { url: mute.url, from: 'navette@cabinet.example' } });
    const claire = await own.device(email('claire.morel'));
    const start = performance.now();
    expect(await ask(own, claire, UserDeactivate, { dossier: own.dossiers.bonnefoy, user: own.users.hugo })).toEqual({ outcome: 'done' });
    expect(performance.now() - start, 'the relay is given ten seconds').toBeLessThan(9000);
    await mute.close();
    await own.close();
  });
});
