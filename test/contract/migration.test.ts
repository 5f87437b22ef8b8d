/** The move to the single identity, over HTTP, on the demonstration's people: each road of R055-R068. */
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ownBox } from '@navette/domain/boxes';
import type { ClientRight } from '@navette/domain/membership';
import type { UserId } from '@navette/kernel/ids';
import {
  migrationAdminister,
  migrationAskFirm,
  migrationCode,
  migrationIdentity,
  migrationProve,
  migrationStart,
  migrationUnplaced,
} from '@navette/protocol/migration';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { activate, askCommand, attach, claim, codeSentTo, factsOf, lettersTo, MOVER_PASSWORD, type Mover } from '../support/mover.ts';
import { startTestServer, TEST_PASSWORD, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { FIRM_CONFIRMS } from '../../sync-server/src/migration/attachments.ts';

const CLAIRE = 'claire.morel@demo.navette.example';
const HUGO = 'hugo.lambert@demo.navette.example';
const PAUL = 'paul.delorme@demo.navette.example';
const LUCIE = 'lucie.garnier@demo.navette.example';

let now = Date.parse('2026-11-20T14:32:00+01:00');
const clock = { now: () => now };
let server: TestServer;
beforeEach(async () => {
  now = Date.now();
  server = await startTestServer({ clock });
});
afterEach(() => server.close());

const idOf = (email: string): UserId => server.directory.personByEmail(email)?.id as UserId;
const entered = async (email: string): Promise<Mover> => ({ token: await server.signIn(email), email, name: email });
const aravelles = () => {
  const found = server.directory.dossiers().find(({ name }) => name === 'Fromagerie des Aravelles')?.id;
  if (!found) throw new Error('no dossier');
  return found;
};
const rightOf = (email: string, dossier = aravelles()) => server.services.migration.attachments.held(idOf(email), dossier);
const records = (dossier = aravelles()) => [...server.services.migration.decisions.records(dossier).values()];

describe('the address', () => {
  test('R055 R056 a device that is signed in is told at once that the address is its person’s; the password comes next, no code', async () => {
    const { token } = await entered(PAUL);
    const { said } = await askCommand(server, migrationStart, { email: ' Paul.Delorme@demo.navette.example', as: idOf(PAUL) }, token);
    expect(said).toMatchObject({ outcome: 'going-on', email: PAUL, next: 'password', code: null });
    expect(lettersTo(server.data, PAUL)).toEqual([]);
    expect(server.directory.migration(idOf(PAUL))).toBe('email-given');
  });

  test('R057 R058 any other address of a device that is signed in leads to the creation of an identity, then to the code', async () => {
    const { token } = await entered(PAUL);
    for (const email of ['paul@garage-delorme.example', CLAIRE]) {
      const { said } = await askCommand(server, migrationStart, { email, as: idOf(PAUL) }, token);
      expect(said).toMatchObject({ outcome: 'going-on', next: 'identity', code: null });
    }
  });

  test('R055 whoever believes to be signed in and is not, or as another, is asked to sign in first', async () => {
    const { token } = await entered(PAUL);
    for (const [as, with_] of [
      [idOf(PAUL), undefined],
      [idOf(CLAIRE), token],
      [null, token],
    ] as const)
      expect((await askCommand(server, migrationStart, { email: PAUL, as }, with_)).said).toEqual({ problem: 'sign-in-needed' });
  });

  test('R054 somebody whose move is final does not begin again: nobody changes their address by this road', async () => {
    const { token } = await entered('samira.benali@demo.navette.example');
    const as = idOf('samira.benali@demo.navette.example');
    expect((await askCommand(server, migrationStart, { email: 'x@y.example', as }, token)).said).toEqual({ problem: 'forbidden' });
  });
});

describe('the identity and the code', () => {
  const begin = async (email: string) => {
    const { token } = await entered(CLAIRE);
    const { said } = await askCommand(server, migrationStart, { email, as: idOf(CLAIRE) }, token);
    if (said.outcome !== 'going-on') throw new Error('not begun');
    const given = await askCommand(
      server,
      migrationIdentity,
      { flow: said.flow, name: ' Claire  Morel-Duret ', password: MOVER_PASSWORD },
      token,
    );
    if (given.said.outcome !== 'going-on' || given.said.code === null) throw new Error(JSON.stringify(given.said));
    return { token, flow: said.flow, code: given.said.code };
  };

  test('R058 R060 the person keeps their id and gets the address once proved; the old address is told; other devices sign in anew', async () => {
    const email = 'claire.morel@bonnefoy.example';
    const id = idOf(CLAIRE);
    const elsewhere = await server.signIn(CLAIRE);
    const { token, flow, code } = await begin(email);
    expect(server.directory.migration(id)).toBe('code-sent');
    expect(server.directory.person(id)?.email).toBe(CLAIRE);
    const proved = await askCommand(server, migrationProve, { flow, id: code.id, code: codeSentTo(server.data, email) }, token);
    expect(proved.said).toEqual({ outcome: 'proved', next: 'attach' });
    expect(server.directory.person(id)).toMatchObject({ name: 'Claire Morel-Duret', email });
    expect(server.directory.migration(id)).toBe('verified');
    expect(lettersTo(server.data, CLAIRE)).toHaveLength(1);
    await expect(factsOf(server, { token: elsewhere })).rejects.toThrow('sign-in-needed');
    expect(await server.signIn(email, MOVER_PASSWORD)).toContain('.');
    await expect(server.signIn(email, TEST_PASSWORD)).rejects.toThrow();
    expect(await attach(server, { token })).toMatchObject({ outcome: 'attached', company: 'Atelier Bonnefoy', profile: 'kept' });
  });

  test('R060 a wrong code says how many tries are left, the fifth spends it; a used one and one of another move are worth nothing', async () => {
    const email = 'claire@bonnefoy.example';
    const { token, flow, code } = await begin(email);
    const right = codeSentTo(server.data, email);
    const wrong = right === '00000000' ? '00000001' : '00000000';
    const prove = async (id: string, typed: string) => (await askCommand(server, migrationProve, { flow, id, code: typed }, token)).said;
    for (const triesLeft of [4, 3, 2, 1]) expect(await prove(code.id, wrong)).toEqual({ outcome: 'wrong', triesLeft });
    expect(await prove(code.id, wrong)).toEqual({ outcome: 'spent' });
    expect(await prove(code.id, right)).toEqual({ outcome: 'spent' });
    const another = await askCommand(server, migrationCode, { flow }, token);
    if (another.said.outcome !== 'sent') throw new Error('not sent');
    // Of another address: right, and not this one.
    const stranger = await askCommand(server, migrationStart, { email: 'somebody@else.example', as: null });
    if (stranger.said.outcome !== 'going-on' || stranger.said.code === null) throw new Error('no code');
    expect(await prove(stranger.said.code.id, codeSentTo(server.data, 'somebody@else.example'))).toEqual({ outcome: 'spent' });
    const spaced = codeSentTo(server.data, email).replace(/(\d{4})/, '$1\u202f');
    expect(await prove(another.said.code.id, spaced)).toMatchObject({ outcome: 'proved' });
    expect(await prove(another.said.code.id, spaced)).toEqual({ outcome: 'flow-over' });
  });

  test('R060 a code is good for ten minutes by the server’s clock; after three of them in an hour one waits', async () => {
    const email = 'claire@bonnefoy.example';
    const { token, flow, code } = await begin(email);
    expect(code.lifetime).toBe(600_000);
    now += 600_001;
    const late = await askCommand(server, migrationProve, { flow, id: code.id, code: codeSentTo(server.data, email) }, token);
    expect(late.said).toEqual({ outcome: 'spent' });
    for (let i = 0; i < 2; i++) expect((await askCommand(server, migrationCode, { flow }, token)).said).toMatchObject({ outcome: 'sent' });
    const fourth = (await askCommand(server, migrationCode, { flow }, token)).said;
    expect(fourth).toMatchObject({ outcome: 'too-many' });
    expect('wait' in fourth && fourth.wait).toBeLessThanOrEqual(3600_000);
  });

  test('R058 an easy password is refused and nothing is lost; an old sign-in does not change an identity (A8)', async () => {
    const { token } = await entered(CLAIRE);
    const { said } = await askCommand(server, migrationStart, { email: 'c@bonnefoy.example', as: idOf(CLAIRE) }, token);
    if (said.outcome !== 'going-on') throw new Error('not begun');
    const identity = (password: string) => askCommand(server, migrationIdentity, { flow: said.flow, name: 'Claire', password }, token);
    expect((await identity('motdepasse123')).said).toEqual({ outcome: 'weak-password' });
    expect((await identity('court')).said).toEqual({ problem: 'bad-request' });
    now += 11 * 60_000;
    expect((await identity(MOVER_PASSWORD)).said).toEqual({ problem: 'step-up-needed' });
    expect(lettersTo(server.data, 'c@bonnefoy.example')).toEqual([]);
  });

  test('R057 an address that turns out to have an identity: said to the proved mailbox alone, and its password comes next', async () => {
    const { token, flow, code } = await begin(PAUL);
    const proved = await askCommand(server, migrationProve, { flow, id: code.id, code: codeSentTo(server.data, PAUL) }, token);
    expect(proved.said).toEqual({ outcome: 'proved', next: 'password' });
    expect(server.directory.person(idOf(CLAIRE))?.name).toBe('Claire Morel');
    // Nothing of Paul's was changed by who typed a password for him.
    expect(await server.signIn(PAUL)).toContain('.');
  });

  test('R058 two moves to one address: the second is told that it has an identity', async () => {
    const email = 'shared@demo.navette.example';
    const starts = [await askCommand(server, migrationStart, { email, as: null })];
    if (starts[0]?.said.outcome !== 'going-on' || starts[0].said.code === null) throw new Error('no code');
    const first = starts[0].said;
    const id = first.code?.id ?? '';
    expect((await askCommand(server, migrationProve, { flow: first.flow, id, code: codeSentTo(server.data, email) })).said).toMatchObject({
      next: 'identity',
    });
    await activate(server, email);
    const late = await askCommand(server, migrationIdentity, { flow: first.flow, name: 'Another', password: MOVER_PASSWORD });
    expect(late.said).toMatchObject({ outcome: 'going-on', next: 'password', signedIn: false });
    expect(late.token).toBeNull();
    expect(server.directory.people().filter((person) => person.email === email)).toHaveLength(1);
  });

  test('R061 verified is not yet entitled: an identity without a company may read nothing but itself', async () => {
    const mover = await activate(server, 'nobody@nowhere.example');
    expect(server.directory.membership(idOf(mover.email))?.dossiers.size).toBe(0);
    expect(await attach(server, mover)).toEqual({ outcome: 'to-claim' });
    expect(await factsOf(server, mover)).toMatchObject({ step: 'verified', dossiers: [] });
  });

  test('a server that was restarted between two steps goes on where it stood', async () => {
    const email = 'claire@bonnefoy.example';
    const { token, flow, code } = await begin(email);
    await server.stop();
    server = await startTestServer({ clock, data: server.data });
    const proved = await askCommand(server, migrationProve, { flow, id: code.id, code: codeSentTo(server.data, email) }, token);
    expect(proved.said).toEqual({ outcome: 'proved', next: 'attach' });
    expect(server.directory.person(server.users.nadia)?.name).toBe('Nadia Ferrand');
    now += 25 * 3600_000;
    expect((await askCommand(server, migrationCode, { flow }, token)).said).toEqual({ outcome: 'flow-over' });
    server.forget();
  });
});

describe('attached by the mailbox', () => {
  test('R062 R064 the one company whose notices go to the address attaches by itself, with the default profile while nobody administers', async () => {
    const lucie = await activate(server, LUCIE);
    expect(await attach(server, lucie)).toMatchObject({
      outcome: 'attached',
      company: 'Fromagerie des Aravelles',
      profile: 'default',
      administrator: null,
    });
    expect(rightOf(LUCIE)).toMatchObject({ deposit: ['common'], read: ['common'], archive: ['common'], admin: false });
    expect(await factsOf(server, lucie)).toMatchObject({
      step: 'finalised',
      dossiers: [{ clientCode: 'C20347', attached: 'automatic', mayAdminister: true, administrator: null }],
    });
    // Asked again, by a second tab: the same, once.
    expect(await attach(server, lucie)).toMatchObject({ outcome: 'attached', company: 'Fromagerie des Aravelles' });
  });

  test('R063 with an administrator, the profile is the one they set', async () => {
    const { attachments } = server.services.migration;
    await claim(server, await activate(server, 'first@fromagerie.example', 'Anne First'), { clientCode: 'C20347', number: 'FA-2026-0347' });
    const chosen: ClientRight = {
      side: 'client',
      deposit: ['common', 'pay'],
      read: ['common', 'pay'],
      archive: [],
      accounts: 'read',
      admin: false,
    };
    confirm(idOf('first@fromagerie.example'));
    setNewcomers(chosen);
    expect(attachments.administrator(aravelles())).toMatchObject({ name: 'Anne First', confirmed: true });
    expect(await attach(server, await activate(server, LUCIE))).toMatchObject({ profile: 'newcomers', administrator: 'Anne First' });
    expect(rightOf(LUCIE)).toEqual(chosen);
  });

  test('R056 R062 recognised: after the password, an old sign-in is no proof and a recent one attaches', async () => {
    const { token } = await entered(CLAIRE);
    now += 11 * 60_000;
    expect(await attach(server, { token })).toEqual({ problem: 'step-up-needed' });
    now = Date.now();
    expect(await attach(server, await entered(CLAIRE))).toMatchObject({
      outcome: 'attached',
      company: 'Atelier Bonnefoy',
      profile: 'kept',
    });
  });

  test('R062 an address that several companies share is the firm’s to decide; in a company’s room the others have no name (G24)', async () => {
    const mover = await activate(server, 'paie@bureau-social.example');
    expect(await attach(server, mover)).toEqual({ outcome: 'to-decide' });
    expect(await attach(server, mover)).toEqual({ outcome: 'to-decide' });
    const { teppes, delorme, bonnefoy } = server.dossiers;
    for (const [room, name] of [
      [teppes, 'Boulangerie des Teppes'],
      [delorme, 'Garage Delorme'],
    ] as const) {
      expect(records(room)).toEqual([
        {
          v: 1,
          kind: 'several-companies',
          user: idOf(mover.email),
          name: 'Lucie Garnier',
          email: mover.email,
          at: expect.any(Number) as number,
          dossiers: [teppes, delorme].map((id) => ({ id, name: id === room ? name : '' })),
        },
      ]);
    }
    expect(records(bonnefoy)).toEqual([]);
    expect(await factsOf(server, mover)).toMatchObject({ step: 'to-decide', waitsFor: 'several-companies' });
    expect(await claim(server, mover, { clientCode: 'C20347', number: 'FA-2026-0347' })).toEqual({ outcome: 'to-decide' });
  });

  test('R208 several companies that are all this person’s already are no question', async () => {
    const mover = await activate(server, 'paie@bureau-social.example');
    const right: ClientRight = { side: 'client', deposit: ['common'], read: [], archive: [], accounts: 'none', admin: false };
    for (const dossier of [server.dossiers.teppes, server.dossiers.delorme]) await server.grant(idOf(mover.email), dossier, right);
    expect(await attach(server, mover)).toMatchObject({ outcome: 'attached', profile: 'kept' });
  });

  test('R065 later they may make themselves administrator: the first does, the second is told who it is', async () => {
    const lucie = await activate(server, LUCIE);
    await attach(server, lucie);
    server.services.migration.references.add(aravelles(), 'notification-email', 'yann@fromagerie.example');
    const yann = await activate(server, 'yann@fromagerie.example', 'Yann Perrin');
    await attach(server, yann);
    const administer = async ({ token }: Mover) => (await askCommand(server, migrationAdminister, { dossier: aravelles() }, token)).said;
    const [one, other] = await Promise.all([administer(lucie), administer(yann)]);
    expect([one.outcome, other.outcome].toSorted()).toEqual(['administrator', 'somebody-else']);
    const name = server.services.migration.attachments.administrator(aravelles())?.name;
    expect([one, other]).toContainEqual({ outcome: 'somebody-else', name });
    expect(await administer(one.outcome === 'administrator' ? lucie : yann)).toEqual({ outcome: 'administrator' });
    expect(lettersTo(server.data, 'julien.mercier@demo.navette.example')).toHaveLength(1);
    // A company of somebody else is not theirs to administer.
    expect((await askCommand(server, migrationAdminister, { dossier: server.dossiers.bonnefoy }, lucie.token)).said).toEqual({
      outcome: 'not-yours',
    });
  });

  test('a member of the firm has no company to be attached to', async () => {
    server.directory.setMigration(server.users.nadia, 'not-started');
    expect(await attach(server, await entered('nadia.ferrand@demo.navette.example'))).toEqual({ outcome: 'firm' });
    expect(server.directory.migration(server.users.nadia)).toBe('finalised');
  });
});

describe('attached by a client code and a number', () => {
  test.each(['FA-2026-0347', 'fa 2026 0347', 'NAV-7731-2075'])(
    'R066 R068 the code and %s attach, and the first is administrator',
    async (number) => {
      const anne = await activate(server, 'anne@fromagerie.example', 'Anne Roux');
      expect(await attach(server, anne)).toEqual({ outcome: 'to-claim' });
      expect(await claim(server, anne, { clientCode: 'c 20347', number })).toMatchObject({
        outcome: 'attached',
        company: 'Fromagerie des Aravelles',
        profile: 'administrator-to-confirm',
        administrator: null,
      });
      expect(rightOf(anne.email)).toEqual({
        side: 'client',
        deposit: [ownBox(idOf(anne.email))],
        read: [],
        archive: [],
        accounts: 'none',
        admin: true,
      });
      expect(records()).toMatchObject([{ kind: 'confirm-administrator', user: idOf(anne.email), name: 'Anne Roux' }]);
      expect(lettersTo(server.data, 'julien.mercier@demo.navette.example')).toHaveLength(1);
    },
  );

  test('R068 G4 the second to register is told who the administrator is, and the firm is shown both while it has confirmed neither', async () => {
    const anne = await activate(server, 'anne@fromagerie.example', 'Anne Roux');
    const luc = await activate(server, 'luc@fromagerie.example', 'Luc Ternier');
    const what = { clientCode: 'C20347', number: 'FA-2026-0347' };
    const both = await Promise.all([claim(server, anne, { ...what, waited: 60_000 }), claim(server, luc, { ...what, waited: 90_000 })]);
    expect(both.map((said) => 'profile' in said && said.profile).toSorted()).toEqual(['administrator-to-confirm', 'own-papers']);
    const kept = server.services.migration.attachments.administrator(aravelles());
    expect(both).toContainEqual(expect.objectContaining({ profile: 'own-papers', administrator: kept?.name }));
    expect(
      records()
        .map(({ kind }) => kind)
        .toSorted(),
    ).toEqual(['confirm-administrator', 'two-claims']);
    expect(records().find(({ kind }) => kind === 'two-claims')?.kept).toMatchObject({ user: kept?.user, name: kept?.name });
  });

  test('G4 once the firm has confirmed the first, a later one is no rival, unless it was typed before it could know', async () => {
    const anne = await activate(server, 'anne@fromagerie.example', 'Anne Roux');
    const what = { clientCode: 'C20347', number: 'FA-2026-0347' };
    await claim(server, anne, what);
    confirm(idOf(anne.email));
    now += 3600_000;
    expect(await claim(server, await activate(server, 'luc@fromagerie.example', 'Luc Ternier'), what)).toMatchObject({
      profile: 'own-papers',
      administrator: 'Anne Roux',
    });
    expect(records().filter(({ kind }) => kind === 'two-claims')).toEqual([]);
    await claim(server, await activate(server, 'ida@fromagerie.example', 'Ida Blanc'), { ...what, waited: 7200_000 });
    expect(records().filter(({ kind }) => kind === 'two-claims')).toMatchObject([{ name: 'Ida Blanc' }]);
  });

  test('G21 where the firm has switched its confirmation off, the first has everything at once', async () => {
    database((table) => table.prepare('INSERT INTO firm_setting (name, value) VALUES (?, ?)').run(FIRM_CONFIRMS, 'no'));
    const anne = await activate(server, 'anne@fromagerie.example', 'Anne Roux');
    expect(await claim(server, anne, { clientCode: 'C20347', number: 'FA-2026-0347' })).toMatchObject({ profile: 'administrator' });
    expect(rightOf(anne.email)).toMatchObject({ read: ['common', 'pay', 'management'], admin: true });
    expect(records()).toEqual([]);
  });

  test('R068 somebody who had a right keeps it, and is told who administers', async () => {
    const hugo = await entered(HUGO);
    expect(await claim(server, hugo, { clientCode: 'C20311', number: 'FA-2026-0311' })).toMatchObject({
      outcome: 'attached',
      profile: 'kept',
      administrator: 'Claire Morel',
    });
    expect(rightOf(HUGO, server.dossiers.bonnefoy)).toMatchObject({ deposit: [ownBox(idOf(HUGO))], read: [] });
  });

  test('R067 the terms are those in force, and what was accepted is kept with its version and its moment', async () => {
    const hugo = await entered(HUGO);
    const what = { clientCode: 'C20311', number: 'FA-2026-0311' };
    expect(await claim(server, hugo, { ...what, terms: 'Mai 2010' })).toEqual({ outcome: 'terms-changed' });
    expect(server.directory.migration(idOf(HUGO))).toBe('verified');
    const { terms } = await factsOf(server, hugo);
    await claim(server, hugo, { ...what, terms: terms.version });
    expect(database((table) => table.prepare('SELECT user_id, version, at FROM terms_acceptance').all())).toEqual([
      { user_id: idOf(HUGO), version: terms.version, at: now },
    ]);
  });

  test('the same claim sent twice counts once, and says the same', async () => {
    const hugo = await entered(HUGO);
    const id = '01980000-0000-7000-8000-0000000000aa';
    const wrong = { clientCode: 'C20311', number: 'FA-1999-0001', id };
    for (let i = 0; i < 8; i++) expect(await claim(server, hugo, wrong)).toEqual({ outcome: 'not-found' });
    expect(await claim(server, hugo, { clientCode: 'C20311', number: 'FA-2026-0311' })).toMatchObject({ outcome: 'attached' });
  });

  test('R066 nothing was found: the firm is asked, by the dossier the code is of; the right number still opens', async () => {
    const anne = await activate(server, 'anne@fromagerie.example', 'Anne <b>Roux</b>');
    await claim(server, anne, { clientCode: 'C20347', number: 'FA-0000' });
    const { said } = await askCommand(server, migrationAskFirm, { clientCode: 'C20347', number: 'FA-0000' }, anne.token);
    expect(said).toEqual({ outcome: 'to-decide' });
    expect(server.directory.migration(idOf(anne.email))).toBe('to-decide');
    expect(records()).toMatchObject([{ kind: 'no-match', name: 'Anne <b>Roux</b>', clientCode: 'C20347', number: 'FA-0000' }]);
    expect(await factsOf(server, anne)).toMatchObject({ waitsFor: 'no-match' });
    expect(await claim(server, anne, { clientCode: 'C20347', number: 'FA-2026-0347' })).toMatchObject({ outcome: 'attached' });
    expect(records().map(({ kind }) => kind)).toEqual(['confirm-administrator']);
  });

  test('R066 neither code nor number is known: the request waits for the staff, in no company’s room', async () => {
    const anne = await activate(server, 'anne@fromagerie.example', 'Anne Roux');
    await askCommand(server, migrationAskFirm, { clientCode: 'X1', number: 'Y2' }, anne.token);
    const staff = await entered('nadia.ferrand@demo.navette.example');
    expect((await askCommand(server, migrationUnplaced, {}, staff.token)).said).toMatchObject({
      decisions: [{ name: 'Anne Roux', email: anne.email, clientCode: 'X1', number: 'Y2' }],
    });
    expect((await askCommand(server, migrationUnplaced, {}, anne.token)).said).toEqual({ problem: 'forbidden' });
  });

  test('the firm’s no is told with its reason, and another number may be tried', async () => {
    const anne = await activate(server, 'anne@fromagerie.example', 'Anne Roux');
    await askCommand(server, migrationAskFirm, { clientCode: 'C20347', number: 'FA-0000' }, anne.token);
    const { decisions } = server.services.migration;
    const [id = ''] = [...decisions.records(aravelles()).keys()];
    expect(decisions.close(id, server.users.julien, 'refused', 'Ce numéro est celui d’un devis.')).toBe(true);
    expect(decisions.close(id, server.users.julien, 'refused')).toBe(false);
    server.directory.setMigration(idOf(anne.email), 'verified');
    expect(await factsOf(server, anne)).toMatchObject({ step: 'verified', waitsFor: null, refused: 'Ce numéro est celui d’un devis.' });
  });
});

/** As the firm's decision does it. */
function confirm(user: UserId): void {
  database((table) => table.prepare('UPDATE dossier SET administrator_confirmed = ? WHERE administrator = ?').run(now, user));
}

function setNewcomers(right: ClientRight): void {
  database((table) => table.prepare('UPDATE dossier SET newcomer_right = ? WHERE id = ?').run(JSON.stringify(right), aravelles()));
}

function database<T>(work: (table: DatabaseSync) => T): T {
  const table = new DatabaseSync(path.join(server.data, 'identity.sqlite'));
  try {
    return work(table);
  } finally {
    table.close();
  }
}
