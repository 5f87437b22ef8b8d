/** User administration, rule by rule, on a real server: who may, what becomes of it, what the screens read. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ClientRight } from '@navette/domain/membership';
import { ownBox } from '@navette/domain/boxes';
import {
  AccessEvents,
  AccessResend,
  InvitationAccept,
  InvitationCode,
  InvitationLook,
  NewcomersSet,
  UserAdd,
  UserDeactivate,
  UserDelete,
  UserEdit,
  UserReactivate,
  type WantedRight,
} from '@navette/protocol/access-administration';
import type { DossierId, UserId } from '@navette/kernel/ids';
import { first } from '@navette/device/testing/test-device';
import { startTestServer, TEST_PASSWORD, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { ask, lastCode, lastLink, lettersTo, send, type Shows } from '../support/commands.ts';
import { CLAIRE, serverDevice, stateOf, deposit } from '../support/server-device.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

const DEPOSIT: WantedRight = { deposit: ['common'], read: [], archive: [], accounts: 'none', admin: false, secured: [] };
const ADMIN: WantedRight = { ...DEPOSIT, admin: true };
const RIGHT: ClientRight = { side: 'client', deposit: ['common'], read: ['common'], archive: [], accounts: 'none', admin: false };
const CHOSEN = 'un-mot-de-passe-choisi';

let server: TestServer;
let dossier: DossierId;
let who: Record<'chief' | 'staff' | 'elsewhere' | 'manager' | 'limited' | 'shop' | 'stranger', { token: string; user: UserId }>;
const as = (email: string) => server.device(`${email}@demo.navette.example`);
let made = 0;
/** Somebody of the company with a right. */
async function colleague(right: Partial<ClientRight> = {}) {
  const one = await server.createPerson({ name: `Personne ${(made += 1)}`, email: `personne-${made}@demo.navette.example` });
  await server.grant(one.id, dossier, { ...RIGHT, ...right });
  return { ...one, ...(await server.device(one.email)) };
}
const seen = async (token: string, of = dossier) => {
  const device = await serverDevice(server.origin, token);
  return (await first(device.library.access(of)))[0];
};

beforeAll(async () => {
  server = await startTestServer();
  dossier = server.dossiers.bonnefoy;
  const elsewhere = await server.createPerson({ email: 'ailleurs@demo.navette.example', firmRole: 'staff' });
  await server.grant(elsewhere.id, server.dossiers.teppes, { side: 'staff' });
  const limited = await server.createPerson({ email: 'limite@demo.navette.example' });
  await server.grant(limited.id, dossier, { ...RIGHT, admin: true });
  who = {
    chief: await as('julien.mercier'),
    staff: await as('nadia.ferrand'),
    elsewhere: await as('ailleurs'),
    manager: await as('claire.morel'),
    limited: await as('limite'),
    shop: await as('hugo.lambert'),
    stranger: await as('samira.benali'),
  };
}, 60_000);
afterAll(() => server.close());

async function accept(token: string, email: string, password: string | null = CHOSEN) {
  const code = await ask(server, null, InvitationCode, { token });
  if (code.outcome !== 'sent') throw new Error(code.outcome);
  return await send(server, null, InvitationAccept, { token, password, proof: { by: 'code', id: code.id, code: lastCode(server, email) } });
}

describe('who may administer', () => {
  const BODY = { email: 'qui@atelier.example', name: 'Qui Peut', right: DEPOSIT };
  test.each([
    ['chief', 200],
    ['staff', 200],
    ['manager', 200],
    ['limited', 200],
    ['elsewhere', 403],
    ['shop', 403],
    ['stranger', 403],
  ] as const)('R107 %s asks somebody in to the dossier: %i', async (name, status) => {
    const body = { ...BODY, email: `qui-${name}@atelier.example`, dossier };
    expect((await send(server, who[name], UserAdd, body)).status).toBe(status);
    for (const command of [UserEdit, AccessResend, UserDeactivate, UserReactivate, UserDelete]) {
      const about = { ...body, user: who.staff.user };
      expect((await send(server, who[name], command, about)).status).toBe(status);
    }
  });

  test('R107 nobody signed in, or of no dossier, is told nothing', async () => {
    expect((await send(server, null, UserAdd, { ...BODY, dossier })).status).toBe(401);
    const nowhere = '01980000-0000-7000-8000-00000000d0d0' as DossierId;
    for (const one of Object.values(who)) expect((await send(server, one, UserAdd, { ...BODY, dossier: nowhere })).status).toBe(403);
  });

  test('a company’s administrator never touches somebody of the firm', async () => {
    for (const command of [UserDeactivate, UserReactivate, UserDelete, AccessResend])
      expect((await send(server, who.manager, command, { dossier, user: who.staff.user })).said).toEqual({ outcome: 'unknown-user' });
    const edit = { dossier, user: who.staff.user, name: 'Autre Nom', right: DEPOSIT };
    expect(await ask(server, who.manager, UserEdit, edit)).toEqual({ outcome: 'unknown-user' });
    expect(server.directory.membership(who.staff.user)?.dossiers.get(dossier)).toEqual({ side: 'staff' });
  });

  test('A8 what gives somebody more wants a sign-in of the last ten minutes; closing an access does not', async () => {
    let now = Date.now();
    const late = await startTestServer({ clock: { now: () => now } });
    const claire = await late.device(CLAIRE);
    now += 11 * 60_000;
    const about = { dossier: late.dossiers.bonnefoy, user: late.users.hugo };
    for (const [command, body] of [
      [UserAdd, { ...BODY, dossier: about.dossier }],
      [UserEdit, { ...about, name: 'Hugo Lambert', right: DEPOSIT }],
      [UserReactivate, about],
      [UserDelete, about],
      [NewcomersSet, { dossier: about.dossier, right: null }],
    ] as const)
      expect((await send(late, claire, command, body)).said).toEqual({ problem: 'step-up-needed' });
    expect(await ask(late, claire, UserDeactivate, about)).toEqual({ outcome: 'done' });
    await late.close();
  });
});

describe('adding', () => {
  test('R193 a new user is asked in by mail and stands in the list as invited, with the modules that were ticked', async () => {
    const body = { dossier, email: 'Lea.Roux@Atelier.example ', name: 'Léa Roux', right: { ...DEPOSIT, accounts: 'read' as const } };
    const added = await ask(server, who.manager, UserAdd, body);
    expect(added).toMatchObject({ outcome: 'invited', letter: 'sent' });
    await server.access.settled();
    const [record] = ((await seen(CLAIRE))?.users ?? []).filter(({ user }) => user?.email === 'lea.roux@atelier.example');
    expect(record?.user).toMatchObject({
      name: 'Léa Roux',
      state: 'invited',
      right: { deposit: ['common'], read: ['common'], accounts: 'read' },
    });
    expect(record?.user?.linkUntil).toBeGreaterThan(Date.now() + 71 * 3600_000);
    const [letter] = lettersTo(server, 'lea.roux@atelier.example');
    expect(letter?.subject).toContain('Claire Morel vous invite');
    expect(server.directory.personByEmail('lea.roux@atelier.example')).toBeNull();
  });

  test('the same address is asked once, and a user of the dossier not at all', async () => {
    const body = { dossier, email: 'deux.fois@atelier.example', name: 'Deux Fois', right: DEPOSIT };
    await ask(server, who.manager, UserAdd, body);
    expect(await ask(server, who.staff, UserAdd, body)).toEqual({ outcome: 'already-invited' });
    expect(await ask(server, who.manager, UserAdd, { ...body, email: 'hugo.lambert@demo.navette.example' })).toEqual({
      outcome: 'already-user',
    });
  });

  test('A1 adding an address answers the same whether it is a person of this server already or not', async () => {
    const add = (email: string) => ask(server, who.manager, UserAdd, { dossier, email, name: 'Même Nom', right: DEPOSIT });
    const [known, unknown] = [await add('paul.delorme@demo.navette.example'), await add('inconnu@atelier.example')];
    expect(Object.keys(known)).toEqual(Object.keys(unknown));
    expect(known.outcome).toBe('invited');
    await server.access.settled();
    const records = ((await seen(CLAIRE))?.users ?? []).filter(({ user }) => user?.name === 'Même Nom').map(({ user }) => user);
    const plain = records.map((record) => ({ ...record, email: '', since: 0, linkUntil: 0, right: { ...record?.right } }));
    expect(plain).toHaveLength(2);
    expect(plain[0]).toEqual(plain[1]);
    const people = server.directory.members(dossier).map(({ person }) => person.id);
    expect(people).not.toContain(server.users.paul);
  });

  test('R107 nobody gives more than they hold', async () => {
    const add = (right: Partial<WantedRight>) =>
      ask(server, who.limited, UserAdd, {
        dossier,
        email: `trop-${made++}@atelier.example`,
        name: 'Trop Large',
        right: { ...DEPOSIT, ...right },
      });
    for (const more of [
      { deposit: ['pay'] },
      { read: ['management'] },
      { archive: ['common'] },
      { accounts: 'read' },
    ] as Partial<WantedRight>[])
      expect(await add(more)).toEqual({ outcome: 'more-than-held' });
    expect(await add({})).toMatchObject({ outcome: 'invited' });
    expect(await add({ deposit: ['own'] })).toMatchObject({ outcome: 'invited' });
    expect(await add({ deposit: [] })).toEqual({ outcome: 'nothing-given' });
  });

  test('⑪ one administrator sends a day’s worth of invitations and no more', async () => {
    const busy = await colleague({ admin: true });
    const add = (n: number) =>
      send(server, busy, UserAdd, { dossier, email: `foule-${n}@atelier.example`, name: 'Une Foule', right: DEPOSIT });
    for (let n = 0; n < 30; n += 1) expect((await add(n)).status).toBe(200);
    expect((await add(30)).status).toBe(429);
    await ask(server, who.chief, UserDelete, { dossier, user: busy.id });
  });

  test.each(['<img src=x onerror=alert(1)>', '"><script>alert(1)</script>', 'Nom & Fils', 'Robert’); DROP TABLE user;--'])(
    'HTML in a name is letters: %s',
    async (name) => {
      const email = `html-${made++}@atelier.example`;
      expect(await ask(server, who.manager, UserAdd, { dossier, email, name, right: DEPOSIT })).toMatchObject({ outcome: 'invited' });
      expect(lettersTo(server, email)[0]?.html).not.toMatch(/<script|<img|onerror=alert\(1\)>/);
    },
  );

  test.each(['', 'x', 'Nom\u0000', 'Nom\u202eeliaM', 'a'.repeat(81), 'Deux\nlignes', 42])(
    'a name that is none is refused: %j',
    async (name) => {
      expect((await send(server, who.manager, UserAdd, { dossier, email: 'nom@atelier.example', name, right: DEPOSIT })).status).toBe(400);
    },
  );

  test.each(['x', 'a@b', 'a@b.example, c@d.example', 'a@b.example\r\nBcc: x@y.example', 'A <a@b.example>', 'a'.repeat(250) + '@b.example'])(
    'an address that is none is refused: %j',
    async (email) => {
      expect((await send(server, who.manager, UserAdd, { dossier, email, name: 'Un Nom', right: DEPOSIT })).status).toBe(400);
    },
  );

  test.each([
    { ...DEPOSIT, deposit: ['own-01980000-0000-7000-8000-00000000c001'] },
    { ...DEPOSIT, accounts: 'all' },
    { ...DEPOSIT, secured: ['deposit'] },
    {},
    null,
  ])('R196 R197 a right that is none is refused: %j', async (right) => {
    expect((await send(server, who.manager, UserAdd, { dossier, email: 'droit@atelier.example', name: 'Un Nom', right })).status).toBe(400);
  });
});

describe('changing', () => {
  test('R195 R196 modules are given and taken one by one, and count on the person’s device at once', async () => {
    const one = await colleague();
    const edit = (right: Partial<WantedRight>) =>
      ask(server, who.manager, UserEdit, { dossier, user: one.id, name: 'Personne Changée', right: { ...DEPOSIT, ...right } });
    expect(await edit({ archive: ['common'], accounts: 'read', secured: ['archive'] })).toEqual({ outcome: 'done' });
    const right = server.directory.members(dossier).find(({ person }) => person.id === one.id)?.right;
    expect(right).toMatchObject({ archive: ['common'], accounts: 'read', secured: ['archive'] });
    // R197: the archive is secured, and the person has no second factor.
    expect(server.directory.membership(one.id)?.dossiers.get(dossier)).toMatchObject({ archive: [], accounts: 'read' });
    expect(server.directory.person(one.id)?.name).toBe('Personne Changée');
    expect(lettersTo(server, one.email).at(-1)?.subject).toContain('Votre accès a changé');
    expect(await edit({ deposit: ['own'] })).toEqual({ outcome: 'done' });
    expect(server.directory.membership(one.id)?.dossiers.get(dossier)).toMatchObject({
      deposit: [ownBox(one.id)],
      read: [],
      accounts: 'none',
    });
    expect(await edit({})).toEqual({ outcome: 'done' });
    expect(
      server.directory.membership(one.id)?.dossiers.get(dossier),
      'what lay in their own compartment stays theirs to read',
    ).toMatchObject({
      deposit: ['common'],
      read: ['common', ownBox(one.id)],
    });
  });

  test('R107 a limited administrator changes what they hold, and leaves alone what they do not', async () => {
    const rich = await colleague({ deposit: ['common', 'pay'], read: ['common', 'pay'], accounts: 'read' });
    const edit = (right: Partial<WantedRight>) =>
      ask(server, who.limited, UserEdit, {
        dossier,
        user: rich.id,
        name: server.directory.person(rich.id)?.name ?? '',
        right: { ...DEPOSIT, ...right },
      });
    expect(await edit({ deposit: ['common', 'pay'], accounts: 'read', archive: ['pay'] })).toEqual({ outcome: 'more-than-held' });
    expect(await edit({ deposit: ['common', 'pay'], accounts: 'read' })).toEqual({ outcome: 'done' });
    expect(await edit({ deposit: ['common', 'pay'] })).toEqual({ outcome: 'done' });
    expect(await edit({ deposit: ['common', 'pay'], accounts: 'read' }), 'taken away, it is not theirs to give back').toEqual({
      outcome: 'more-than-held',
    });
  });

  test('R208 a name goes with the person into every dossier: of who is elsewhere too the company does not change it', async () => {
    const two = await colleague();
    await server.grant(two.id, server.dossiers.teppes, RIGHT);
    const edit = (by: Shows, name: string) => ask(server, by, UserEdit, { dossier, user: two.id, name, right: DEPOSIT });
    expect(await edit(who.manager, 'Autre Nom')).toEqual({ outcome: 'name-is-theirs' });
    expect(await edit(who.staff, 'Autre Nom')).toEqual({ outcome: 'done' });
  });

  test('R063 R068 the right of newcomers is kept for whoever is attached later, and never makes an administrator', async () => {
    const set = (by: Shows, right: WantedRight | null) => ask(server, by, NewcomersSet, { dossier, right });
    expect(await set(who.manager, { ...DEPOSIT, deposit: ['own'] })).toEqual({ outcome: 'done' });
    await server.access.settled();
    expect((await seen(CLAIRE))?.company.newcomers).toMatchObject({ deposit: [ownBox(dossier as string as UserId)], admin: false });
    expect(await set(who.manager, ADMIN)).toEqual({ outcome: 'more-than-held' });
    expect(await set(who.limited, { ...DEPOSIT, accounts: 'read' })).toEqual({ outcome: 'more-than-held' });
    expect(await set(who.manager, null)).toEqual({ outcome: 'done' });
    await server.access.settled();
    expect((await seen(CLAIRE))?.company.newcomers).toBeNull();
  });
});

describe('coming in', () => {
  test('R208 R068 a person of another company accepts: the same identity, now with two accesses, the second by the invitation', async () => {
    const email = 'samira.benali@demo.navette.example';
    await ask(server, who.manager, UserAdd, { dossier, email, name: 'Autre Écriture', right: DEPOSIT });
    const before = server.directory.people().length;
    const link = lastLink(server, email);
    expect(await ask(server, null, InvitationLook, { token: link })).toMatchObject({ state: 'open', password: false, session: 'none' });
    const accepted = await accept(link, email, null);
    expect(accepted.said).toMatchObject({ outcome: 'accepted', signedIn: true, dossier });
    expect(server.directory.people().length).toBe(before);
    expect(server.directory.person(server.users.samira)?.name).toBe('Samira Benali');
    expect([...(server.directory.membership(server.users.samira)?.dossiers.keys() ?? [])]).toHaveLength(2);
    await server.access.settled();
    const record = (await seen(CLAIRE))?.users.find(({ id }) => id === server.users.samira);
    expect(record?.user).toMatchObject({ state: 'active', attached: 'invited', migration: 'finalised' });
    await ask(server, who.manager, UserDelete, { dossier, user: server.users.samira });
  });

  test('G1 an invited person chooses a password, has nothing to migrate, and signs in with it', async () => {
    const email = 'nouvelle@atelier.example';
    await ask(server, who.manager, UserAdd, { dossier, email, name: 'Nouvelle Venue', right: DEPOSIT });
    const { said, token } = await accept(lastLink(server, email), email);
    expect(said).toMatchObject({ outcome: 'accepted', signedIn: true });
    expect(token).not.toBeNull();
    const person = server.directory.personByEmail(email);
    expect(person).toMatchObject({ name: 'Nouvelle Venue' });
    expect(server.directory.migration(person?.id as UserId)).toBe('finalised');
    const device = await serverDevice(server.origin, email, CHOSEN);
    const account = await first(device.library.account);
    expect(account?.dossiers.map(({ name }) => name)).toEqual(['Atelier Bonnefoy']);
    const paper = await deposit(device, 'facture');
    await device.sync.syncNow();
    expect(await stateOf(device, paper)).toBe('received');
  });

  test('R195 G15 "Renvoyer l’accès" sends a link of 72 hours and never a password; with it one chooses another and the old one is over', async () => {
    const one = await colleague();
    const sent = await ask(server, who.manager, AccessResend, { dossier, user: one.id });
    expect(sent).toMatchObject({ outcome: 'sent', letter: 'sent' });
    expect(sent.outcome === 'sent' ? sent.until - Date.now() : Infinity).toBeLessThanOrEqual(72 * 3600_000);
    await server.access.settled();
    expect((await seen(CLAIRE))?.users.find(({ id }) => id === one.id)?.user?.linkUntil).toBeGreaterThan(Date.now());
    const letter = lettersTo(server, one.email).at(-1);
    expect(letter?.text).not.toContain(TEST_PASSWORD);
    const link = lastLink(server, one.email);
    expect(await ask(server, null, InvitationLook, { token: link })).toMatchObject({ state: 'open', what: 'access', password: true });
    expect((await accept(link, one.email, CHOSEN)).said).toMatchObject({ outcome: 'accepted', signedIn: true });
    await expect(server.signIn(one.email)).rejects.toThrow('401');
    await server.signIn(one.email, CHOSEN);
    expect(
      (
        await fetch(`${server.origin}/api/v1/enrol`, {
          method: 'POST',
          headers: { authorization: `Bearer ${one.token}`, 'navette-client': 't', 'content-type': 'application/json' },
          body: '{"label":"x"}',
        })
      ).status,
    ).toBe(401);
    await expect.poll(() => lettersTo(server, one.email).at(-1)?.subject).toContain('Votre mot de passe a changé');
  });
});

describe('taking away', () => {
  test('R108 deactivated: the rights are gone at once, the name stays in the list, and it is taken back as it was', async () => {
    const one = await colleague({ deposit: ['common', 'pay'] });
    expect(await ask(server, who.manager, UserDeactivate, { dossier, user: one.id })).toEqual({ outcome: 'done' });
    expect(server.directory.membership(one.id)?.dossiers.has(dossier)).toBe(false);
    await server.access.settled();
    const off = (await seen(CLAIRE))?.users.find(({ id }) => id === one.id)?.user;
    expect(off).toMatchObject({ state: 'off', right: { deposit: ['common', 'pay'] } });
    expect(await ask(server, who.manager, UserDeactivate, { dossier, user: one.id })).toEqual({ outcome: 'unknown-user' });
    expect(await ask(server, who.manager, AccessResend, { dossier, user: one.id })).toEqual({ outcome: 'user-off' });
    expect(await ask(server, who.limited, UserReactivate, { dossier, user: one.id })).toEqual({ outcome: 'done' });
    expect(server.directory.membership(one.id)?.dossiers.get(dossier)).toMatchObject({ deposit: ['common', 'pay'] });
    await server.access.settled();
    expect((await seen(CLAIRE))?.users.find(({ id }) => id === one.id)?.user?.state).toBe('active');
  });

  test('R198 deleted with the last access: the account goes, what was deposited stays under its author, and the address may be asked in again', async () => {
    const one = await colleague();
    const device = await serverDevice(server.origin, one.email);
    const paper = await deposit(device, 'facture de R198');
    await device.sync.syncNow();
    expect(await ask(server, who.manager, UserDelete, { dossier, user: one.id })).toEqual({ outcome: 'done' });
    await expect(server.signIn(one.email)).rejects.toThrow();
    const claire = await serverDevice(server.origin, CLAIRE);
    expect((await first(claire.library.document(paper)))?.author).toBe(one.id);
    expect(server.directory.person(one.id)?.name).toBe(`Personne ${made}`);
    expect(await ask(server, who.manager, UserAdd, { dossier, email: one.email, name: 'Encore Moi', right: DEPOSIT })).toMatchObject({
      outcome: 'invited',
    });
    expect((await accept(lastLink(server, one.email), one.email)).said).toMatchObject({ outcome: 'accepted', signedIn: true });
    expect(server.directory.personByEmail(one.email)?.id, 'one address is one person').toBe(one.id);
    await server.signIn(one.email, CHOSEN);
  });

  test('R198 deleted from one dossier, a person keeps the others', async () => {
    const two = await colleague();
    await server.grant(two.id, server.dossiers.teppes, RIGHT);
    expect(await ask(server, who.manager, UserDelete, { dossier, user: two.id })).toEqual({ outcome: 'done' });
    expect([...(server.directory.membership(two.id)?.dossiers.keys() ?? [])]).toEqual([server.dossiers.teppes]);
    await server.signIn(two.email);
  });

  test('an invitation that is withdrawn opens nothing any more', async () => {
    const email = 'retiree@atelier.example';
    const added = await ask(server, who.manager, UserAdd, { dossier, email, name: 'Retirée Avant', right: DEPOSIT });
    const link = lastLink(server, email);
    if (added.outcome === 'invited') await ask(server, who.manager, UserDelete, { dossier, user: added.invitation });
    expect(await ask(server, null, InvitationLook, { token: link })).toMatchObject({ state: 'withdrawn' });
    expect(await ask(server, null, InvitationCode, { token: link })).toEqual({ outcome: 'closed' });
  });

  test('who is deactivated takes their open invitations with them', async () => {
    const thief = await colleague({ admin: true });
    const email = 'complice@atelier.example';
    await ask(server, thief, UserAdd, { dossier, email, name: 'Un Complice', right: DEPOSIT });
    await ask(server, who.manager, UserDeactivate, { dossier, user: thief.id });
    expect(await ask(server, null, InvitationLook, { token: lastLink(server, email) })).toMatchObject({ state: 'withdrawn' });
  });

  test('the last administrator of a company cannot go, step down or be removed by the company; the firm can', async () => {
    const { teppes } = server.dossiers;
    const samira = await as('samira.benali');
    const about = { dossier: teppes, user: samira.user };
    expect(await ask(server, samira, UserDeactivate, about)).toEqual({ outcome: 'last-administrator' });
    expect(await ask(server, samira, UserDelete, about)).toEqual({ outcome: 'last-administrator' });
    const stepDown = { ...about, name: 'Samira Benali', right: DEPOSIT };
    expect(await ask(server, samira, UserEdit, stepDown)).toEqual({ outcome: 'last-administrator' });
    const second = await server.createPerson({ email: 'seconde@demo.navette.example' });
    await server.grant(second.id, teppes, { ...RIGHT, admin: true });
    expect(await ask(server, samira, UserEdit, stepDown)).toEqual({ outcome: 'done' });
    expect((await send(server, samira, UserDeactivate, about)).status).toBe(403);
    expect(await ask(server, who.elsewhere, UserDeactivate, { dossier: teppes, user: second.id })).toEqual({ outcome: 'done' });
  });
});

test('the firm’s administrators read who changed what and when; nobody else does', async () => {
  const { events } = await ask(server, who.chief, AccessEvents, { dossier, before: null });
  expect(events.length).toBe(50);
  const page = await ask(server, who.chief, AccessEvents, { dossier, before: events.at(-1)?.n ?? null });
  const all = [...events, ...page.events];
  expect(all.every((event, i) => i === 0 || event.n < (all[i - 1]?.n ?? 0))).toBe(true);
  expect(all).toContainEqual(expect.objectContaining({ by: 'Claire Morel', what: 'user-deactivated', dossier: 'Atelier Bonnefoy' }));
  for (const other of [who.staff, who.manager, who.shop])
    expect((await send(server, other, AccessEvents, { dossier: null, before: null })).status).toBe(403);
});
