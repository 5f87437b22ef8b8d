/** What the firm decides and sends about its clients' migrations, over HTTP, on the demonstration's people. */
import type { DossierId, UserId } from '@navette/kernel/ids';
import { migrationAskFirm } from '@navette/protocol/migration';
import {
  ClientCodeSet,
  ClientImport,
  ClientReferenceAdd,
  ClientReferenceRemove,
  ClientReferences,
  MigrationDecide,
  MigrationRemind,
  MigrationRemindAfter,
  MigrationReminderPreview,
  type DecisionAct,
} from '@navette/protocol/staff-migrations';
import { roomName } from '@navette/rooms/room-names';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { activate, askCommand, attach, claim, factsOf, lettersTo, type Mover } from '../support/mover.ts';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import type { DecisionKind } from '../../sync-server/src/migration/decisions.ts';

const NADIA = 'nadia.ferrand@demo.navette.example';
const JULIEN = 'julien.mercier@demo.navette.example';
const CLAIRE = 'claire.morel@demo.navette.example';
const PAUL = 'paul.delorme@demo.navette.example';
const RIGHT = { clientCode: 'C20347', number: 'FA-2026-0347' };
const DAY = 24 * 3600_000;

let now: number;
let server: TestServer;
beforeEach(async () => {
  now = Date.now();
  server = await startTestServer({ clock: { now: () => now } });
});
afterEach(() => server.close());

const idOf = (email: string): UserId => server.directory.personByEmail(email)?.id as UserId;
const rightOf = (email: string, dossier: DossierId) => server.services.migration.attachments.held(idOf(email), dossier);
const aravelles = () => server.directory.dossiers().find(({ name }) => name === 'Fromagerie des Aravelles')?.id as DossierId;
/** The Fromagerie is Julien's, who administers the firm too. */
const julien = () => server.signIn(JULIEN);
const nadia = () => server.signIn(NADIA);

/** The one open decision of a kind. */
function waiting(kind: DecisionKind): string {
  const found = server.directory.dossiers().flatMap(({ id }) => [...server.services.migration.decisions.records(id)]);
  const [id] = found.find(([, record]) => record.kind === kind) ?? [];
  if (id === undefined) throw new Error(`no ${kind}`);
  return id;
}
const decide = async (token: string, decision: string, how: DecisionAct) =>
  (await askCommand(server, MigrationDecide, { decision, how }, token)).said;

/** Lucie came first with a code and a number; Marc a minute later. */
async function twoClaims(): Promise<{ lucie: Mover; marc: Mover }> {
  const lucie = await activate(server, 'lucie@elsewhere.example', 'Lucie Garnier');
  await claim(server, lucie, RIGHT);
  now += 60_000;
  const marc = await activate(server, 'marc@elsewhere.example', 'Marc Aravel');
  await claim(server, marc, RIGHT);
  return { lucie, marc };
}

describe('a first administrator', () => {
  test('R068 G21 is confirmed by the firm: what existed before opens to them, they are told, and nothing is left to decide', async () => {
    const lucie = await activate(server, 'lucie@elsewhere.example', 'Lucie Garnier');
    await claim(server, lucie, RIGHT);
    expect(rightOf(lucie.email, aravelles())).toMatchObject({ read: [], admin: true });
    expect(await decide(await julien(), waiting('confirm-administrator'), { act: 'confirm' })).toEqual({
      outcome: 'decided',
      letters: 'sent',
    });
    expect(rightOf(lucie.email, aravelles())).toMatchObject({ read: ['common', 'pay', 'management'], accounts: 'read', admin: true });
    expect(server.services.migration.attachments.administrator(aravelles())).toMatchObject({ confirmed: true });
    expect(lettersTo(server.data, lucie.email).at(-1)?.text).toContain('Lucie Garnier administre les accès');
    expect(server.services.migration.decisions.records(aravelles()).size).toBe(0);
  });

  test('G21 is refused with a reason: the claim is undone, the person reads why and may try again', async () => {
    const lucie = await activate(server, 'lucie@elsewhere.example', 'Lucie Garnier');
    await claim(server, lucie, RIGHT);
    const reason = 'Nous ne vous connaissons pas dans cette société.';
    expect(await decide(await julien(), waiting('confirm-administrator'), { act: 'refuse', reason })).toMatchObject({ outcome: 'decided' });
    expect(rightOf(lucie.email, aravelles())).toBeNull();
    expect(server.services.migration.attachments.administrator(aravelles())).toBeNull();
    expect(server.directory.migration(idOf(lucie.email))).toBe('verified');
    expect(lettersTo(server.data, lucie.email).at(-1)?.text).toContain(reason);
    expect(await claim(server, lucie, RIGHT)).toMatchObject({ outcome: 'attached', profile: 'administrator-to-confirm' });
  });
});

describe('two who claimed to be first', () => {
  test('G4 the firm confirms the one the server kept: one decision answers both questions', async () => {
    const { lucie, marc } = await twoClaims();
    expect(await decide(await julien(), waiting('two-claims'), { act: 'confirm' })).toMatchObject({ outcome: 'decided' });
    expect(rightOf(lucie.email, aravelles())).toMatchObject({ admin: true, read: ['common', 'pay', 'management'] });
    expect(rightOf(marc.email, aravelles())).toMatchObject({ admin: false, read: [] });
    expect(server.services.migration.decisions.records(aravelles()).size).toBe(0);
  });

  test('G4 the firm names the other one: both are told, and the first keeps an access without administering', async () => {
    const { lucie, marc } = await twoClaims();
    expect(await decide(await julien(), waiting('two-claims'), { act: 'change-administrator' })).toEqual({
      outcome: 'decided',
      letters: 'sent',
    });
    expect(rightOf(marc.email, aravelles())).toMatchObject({ admin: true, read: ['common', 'pay', 'management'] });
    expect(rightOf(lucie.email, aravelles())).toMatchObject({ admin: false, read: [] });
    for (const { email } of [lucie, marc]) expect(lettersTo(server.data, email).at(-1)?.text).toContain('Marc Aravel administre');
    expect(server.services.migration.decisions.records(aravelles()).size).toBe(0);
  });

  test('G4 the first one refused meanwhile: the other claim can still be answered, the vanished one not be confirmed', async () => {
    const { lucie, marc } = await twoClaims();
    const token = await julien();
    await decide(token, waiting('confirm-administrator'), { act: 'refuse', reason: 'Inconnue' });
    expect(await decide(token, waiting('two-claims'), { act: 'confirm' })).toEqual({ outcome: 'impossible', why: 'claim-gone' });
    expect(await decide(token, waiting('two-claims'), { act: 'change-administrator' })).toMatchObject({ outcome: 'decided' });
    expect(rightOf(marc.email, aravelles())).toMatchObject({ admin: true });
    expect(rightOf(lucie.email, aravelles())).toBeNull();
  });
});

describe('a number that was not found', () => {
  const WRONG = { clientCode: 'C20347', number: 'FA-1999-0001' };
  const asked = async (what = WRONG): Promise<Mover> => {
    const lucie = await activate(server, 'lucie@elsewhere.example', 'Lucie Garnier');
    await askCommand(server, migrationAskFirm, what, lucie.token);
    return lucie;
  };

  test('R066 is confirmed by the firm: the person enters, and administers where nobody does', async () => {
    const lucie = await asked();
    expect(await decide(await julien(), waiting('no-match'), { act: 'confirm' })).toMatchObject({ outcome: 'decided' });
    expect(rightOf(lucie.email, aravelles())).toMatchObject({ admin: true, read: ['common', 'pay', 'management'] });
    expect(server.directory.migration(idOf(lucie.email))).toBe('finalised');
    expect(server.services.migration.decisions.records(aravelles()).size).toBe(0);
  });

  test('R063 is confirmed where somebody administers already: the newcomers’ profile, no administration', async () => {
    const lucie = await asked({ clientCode: 'C20318', number: 'FA-1999-0001' });
    expect(await decide(await nadia(), waiting('no-match'), { act: 'confirm' })).toMatchObject({ outcome: 'decided', letters: 'sent' });
    expect(rightOf(lucie.email, server.dossiers.teppes)).toMatchObject({ admin: false });
    expect(lettersTo(server.data, lucie.email).at(-1)?.subject).toContain('Votre accès a changé');
  });

  test('R066 is refused with a reason, which the person reads where they left off', async () => {
    const lucie = await asked();
    await decide(await julien(), waiting('no-match'), { act: 'refuse', reason: 'Cette facture est celle d’une autre société.' });
    expect(await factsOf(server, lucie)).toMatchObject({ step: 'verified', refused: 'Cette facture est celle d’une autre société.' });
    expect(rightOf(lucie.email, aravelles())).toBeNull();
  });

  test('R066 that belongs to no dossier is the whole staff’s: who decides names the dossier, one of their own', async () => {
    const lucie = await asked({ clientCode: 'C99999', number: 'X1' });
    const [unplaced] = server.services.migration.decisions.unplaced();
    const token = await nadia();
    const decision = unplaced?.id ?? '';
    expect(await decide(token, decision, { act: 'confirm' })).toEqual({ outcome: 'impossible', why: 'other-act' });
    expect(await decide(token, decision, { act: 'attach', dossiers: [aravelles()] })).toEqual({
      outcome: 'impossible',
      why: 'not-your-dossier',
    });
    expect(await decide(token, decision, { act: 'attach', dossiers: [server.dossiers.delorme] })).toMatchObject({ outcome: 'decided' });
    expect(rightOf(lucie.email, server.dossiers.delorme)).not.toBeNull();
    expect(server.services.migration.decisions.unplaced()).toEqual([]);
  });
});

describe('one address for several companies', () => {
  const office = async (): Promise<Mover> => {
    const office = await activate(server, 'paie@bureau-social.example', 'Odile Marchand');
    expect(await attach(server, office)).toEqual({ outcome: 'to-decide' });
    return office;
  };

  test('R208 the person is attached to those the firm chooses, and to no other', async () => {
    const { email } = await office();
    const { teppes, delorme } = server.dossiers;
    expect(await decide(await nadia(), waiting('several-companies'), { act: 'attach', dossiers: [teppes] })).toMatchObject({
      outcome: 'decided',
    });
    expect(rightOf(email, teppes)).toMatchObject({ admin: false });
    expect(rightOf(email, delorme)).toBeNull();
    expect(server.directory.migration(idOf(email))).toBe('finalised');
  });

  test('R208 G24 to all of them only by somebody whose dossiers they all are; to one that does not know the address by nobody', async () => {
    const { email } = await office();
    const { teppes, delorme, bonnefoy } = server.dossiers;
    const jeanne = await server.createPerson({ firmRole: 'staff' });
    await server.grant(jeanne.id, teppes, { side: 'staff' });
    const decision = waiting('several-companies');
    const both: DecisionAct = { act: 'attach', dossiers: [teppes, delorme] };
    expect(await decide(await server.signIn(jeanne.email), decision, both)).toEqual({ outcome: 'impossible', why: 'not-your-dossier' });
    expect(await decide(await nadia(), decision, { act: 'attach', dossiers: [bonnefoy] })).toEqual({
      outcome: 'impossible',
      why: 'other-act',
    });
    expect(await decide(await nadia(), decision, both)).toMatchObject({ outcome: 'decided' });
    for (const dossier of [teppes, delorme]) expect(rightOf(email, dossier)).not.toBeNull();
  });
});

describe('a decision', () => {
  test('I8 is taken once: of two at the same moment one counts, and the other is told who decided and how', async () => {
    await claim(server, await activate(server, 'lucie@elsewhere.example', 'Lucie Garnier'), RIGHT);
    const other = await server.createPerson({ name: 'Jeanne Ricci', firmRole: 'staff' });
    await server.grant(other.id, aravelles(), { side: 'staff' });
    const [one, two, decision] = [await julien(), await server.signIn(other.email), waiting('confirm-administrator')];
    const said = await Promise.all([decide(one, decision, { act: 'confirm' }), decide(two, decision, { act: 'refuse', reason: 'Non' })]);
    expect(said.map(({ outcome }) => outcome).toSorted()).toEqual(['already-decided', 'decided']);
    const second = said.find(({ outcome }) => outcome === 'already-decided');
    const first = said[0]?.outcome === 'decided' ? { by: 'Julien Mercier', act: 'confirm' } : { by: 'Jeanne Ricci', act: 'refused' };
    expect(second).toMatchObject(first);
  });

  test('stands in the access room when its answer comes: whoever asks for news at once has it', async () => {
    await twoClaims();
    await server.access.settled();
    const room = roomName({ kind: 'access', dossier: aravelles() });
    await decide(await julien(), waiting('two-claims'), { act: 'confirm' });
    const doc = new Y.Doc();
    for (const entry of await server.roomLog.room(room, 0)) Y.applyUpdate(doc, entry.bytes);
    const left = [...doc.getMap('access')].filter(([key, value]) => key.startsWith('decision/') && value !== null);
    expect(left).toEqual([]);
    expect(doc.getMap('access').get('company')).toMatchObject({ administrator: { confirmed: true } });
  });

  test('A8 wants a sign-in of the last ten minutes', async () => {
    await claim(server, await activate(server, 'lucie@elsewhere.example', 'Lucie Garnier'), RIGHT);
    const token = await julien();
    now += 11 * 60_000;
    expect(await decide(token, waiting('confirm-administrator'), { act: 'confirm' })).toEqual({ problem: 'step-up-needed' });
  });

  test('about somebody who has left meanwhile changes nothing', async () => {
    const lucie = await activate(server, 'lucie@elsewhere.example', 'Lucie Garnier');
    await claim(server, lucie, RIGHT);
    const decision = waiting('confirm-administrator');
    await server.remove(idOf(lucie.email));
    expect(await decide(await julien(), decision, { act: 'confirm' })).toEqual({ outcome: 'impossible', why: 'person-gone' });
  });
});

describe('a reminder', () => {
  const remind = async (token: string, dossiers: DossierId[], note = '') =>
    (await askCommand(server, MigrationRemind, { dossiers, note }, token)).said;

  test('goes to whoever has something left to do, exactly as it was shown; the others are said with their reason', async () => {
    const token = await nadia();
    const { bonnefoy, delorme, teppes } = server.dossiers;
    const note = 'Appelez Nadia si le code n’arrive pas.';
    const shown = (await askCommand(server, MigrationReminderPreview, { dossier: delorme, note }, token)).said;
    expect(await remind(token, [bonnefoy, delorme, teppes], note)).toEqual({
      results: [
        { dossier: bonnefoy, user: server.users.claire, name: 'Claire Morel', outcome: 'sent' },
        { dossier: bonnefoy, user: server.users.hugo, name: 'Hugo Lambert', outcome: 'sent' },
        { dossier: delorme, user: server.users.paul, name: 'Paul Delorme', outcome: 'sent' },
        { dossier: teppes, user: server.users.samira, name: 'Samira Benali', outcome: 'skipped', why: 'finalised' },
      ],
    });
    const [letter] = lettersTo(server.data, PAUL);
    expect({ subject: letter?.subject, text: letter?.text }).toEqual(shown);
    expect(letter?.text).toContain(note);
    expect(letter?.text).toContain('Garage Delorme');
  });

  test('counts in the access room, and nobody is reminded twice in a day, whoever asks and however often', async () => {
    const { delorme } = server.dossiers;
    await Promise.all([remind(await nadia(), [delorme]), remind(await julien(), [delorme]), remind(await nadia(), [delorme, delorme])]);
    expect(lettersTo(server.data, PAUL)).toHaveLength(1);
    expect(server.services.migration.reminders.remindersOf(delorme).get(server.users.paul)).toEqual({ at: now, count: 1 });
    await server.access.settled();
    expect(await remind(await nadia(), [delorme])).toMatchObject({ results: [{ outcome: 'skipped', why: 'reminded-lately' }] });
    now += DAY;
    expect(await remind(await nadia(), [delorme])).toMatchObject({ results: [{ outcome: 'sent' }] });
    expect(server.services.migration.reminders.remindersOf(delorme).get(server.users.paul)).toEqual({ at: now, count: 2 });
  });

  test('is due after the number of days the firm set, on every device of the firm', async () => {
    expect((await askCommand(server, MigrationRemindAfter, { days: 21 }, await nadia())).said).toEqual({ days: 21 });
    expect(server.directory.firm()).toMatchObject({ remindAfter: 21 });
  });
});

describe('the references of a client', () => {
  test('R062 R066 are added as they are compared, listed, and taken away', async () => {
    const token = await nadia();
    const { delorme } = server.dossiers;
    const add = async (kind: 'invoice' | 'notification-email', value: string) =>
      (await askCommand(server, ClientReferenceAdd, { dossier: delorme, kind, value }, token)).said;
    expect(await add('invoice', ' fa-2026 0999 ')).toEqual({ outcome: 'added', value: 'FA20260999' });
    expect(await add('invoice', 'FA 2026/0999')).toEqual({ outcome: 'known' });
    expect(await add('invoice', '---')).toEqual({ outcome: 'refused', why: 'no-number' });
    expect(await add('notification-email', 'paie(at)garage')).toEqual({ outcome: 'refused', why: 'no-address' });
    const { said } = await askCommand(server, ClientReferences, { dossier: delorme }, token);
    expect(said).toMatchObject({ clientCode: 'C20325', references: expect.arrayContaining([{ kind: 'invoice', value: 'FA20260999' }]) });
    const body = { dossier: delorme, kind: 'invoice', value: 'FA-2026-0999' } as const;
    expect((await askCommand(server, ClientReferenceRemove, body, token)).said).toEqual({ outcome: 'removed' });
    expect((await askCommand(server, ClientReferenceRemove, body, token)).said).toEqual({ outcome: 'unknown' });
  });

  test('R066 a client code is one company’s alone', async () => {
    const token = await nadia();
    const { delorme, teppes } = server.dossiers;
    const set = async (dossier: DossierId, code: string | null) => (await askCommand(server, ClientCodeSet, { dossier, code }, token)).said;
    expect(await set(delorme, 'c-20 318')).toEqual({ outcome: 'refused', why: 'taken' });
    expect(await set(delorme, null)).toEqual({ outcome: 'set', code: null });
    expect(await set(teppes, 'C20325')).toEqual({ outcome: 'set', code: 'C20325' });
    expect(await set(delorme, '...')).toEqual({ outcome: 'refused', why: 'no-number' });
  });

  test('R062 come as a table too: looked at first, and written when somebody agrees', async () => {
    const token = await nadia();
    const piece = { head: 'Code client;Facture', lines: ['C20325;F-1', 'C20318;F-2'], first: 2 };
    const looked = (await askCommand(server, ClientImport, { ...piece, write: false }, token)).said;
    expect(looked).toEqual({ outcome: 'read', added: 2, codes: 0, known: 0, faults: [], written: false });
    const written = (await askCommand(server, ClientImport, { ...piece, write: true }, token)).said;
    expect(written).toEqual({ outcome: 'read', added: 2, codes: 0, known: 0, faults: [], written: true });
    expect(server.services.migration.references.dossiersOf(['invoice'], 'F1')).toEqual([server.dossiers.delorme]);
    // The Fromagerie is not Nadia's.
    const others = { ...piece, lines: ['C20347;F-3'], write: true };
    expect((await askCommand(server, ClientImport, others, token)).said).toMatchObject({
      faults: [{ line: 2, why: 'no-dossier' }],
      written: false,
    });
  });
});

describe('R107 nobody but the staff of a dossier and the firm’s administrators', () => {
  const everything = async (token: string | undefined, dossier: DossierId, decision: string) => {
    const ask = async (given: Promise<{ said: unknown }>) => (await given).said;
    return [
      await ask(askCommand(server, MigrationDecide, { decision, how: { act: 'confirm' } }, token)),
      await ask(askCommand(server, MigrationReminderPreview, { dossier, note: '' }, token)),
      await ask(askCommand(server, MigrationRemind, { dossiers: [dossier], note: '' }, token)),
      await ask(askCommand(server, ClientReferences, { dossier }, token)),
      await ask(askCommand(server, ClientReferenceAdd, { dossier, kind: 'invoice', value: 'F1' }, token)),
      await ask(askCommand(server, ClientReferenceRemove, { dossier, kind: 'invoice', value: 'F1' }, token)),
      await ask(askCommand(server, ClientCodeSet, { dossier, code: 'C1' }, token)),
    ];
  };

  test('decides, reminds or reads references: not a company’s administrator, not a colleague, not a stranger', async () => {
    await claim(server, await activate(server, 'lucie@elsewhere.example', 'Lucie Garnier'), RIGHT);
    const decision = waiting('confirm-administrator');
    const colleague = await server.createPerson({ firmRole: 'staff' });
    const forbidden = { problem: 'forbidden' };
    expect(await everything(await server.signIn(CLAIRE), server.dossiers.bonnefoy, decision)).toEqual(Array(7).fill(forbidden));
    const asColleague = await everything(await server.signIn(colleague.email), aravelles(), decision);
    expect(asColleague).toEqual([{ outcome: 'unknown' }, ...Array(6).fill(forbidden)]);
    expect(await everything(undefined, aravelles(), decision)).toEqual(Array(7).fill({ problem: 'sign-in-needed' }));
    expect((await askCommand(server, MigrationRemindAfter, { days: 3 }, await server.signIn(CLAIRE))).said).toEqual(forbidden);
    const piece = { head: 'Code client;Facture', lines: ['C20311;F1'], first: 2, write: true };
    expect((await askCommand(server, ClientImport, piece, await server.signIn(CLAIRE))).said).toEqual(forbidden);
    expect(lettersTo(server.data, CLAIRE)).toEqual([]);
    expect(server.services.migration.references.dossiersOf(['invoice'], 'F1')).toEqual([]);
  });

  test('a dossier that is nowhere is answered like one of somebody else', async () => {
    const nowhere = '01980000-0000-7000-8000-00000000d0d0' as DossierId;
    expect((await everything(await julien(), nowhere, 'nothing')).slice(1)).toEqual(Array(6).fill({ problem: 'forbidden' }));
    expect(await decide(await julien(), 'nothing', { act: 'confirm' })).toEqual({ outcome: 'unknown' });
  });
});
