/** Registration over real HTTP: the form, the key that comes back by itself, the key that is typed, what the firm does with both. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { activationText } from '@navette/domain/registration/activation';
import { base64UrlToBytes } from '@navette/kernel/bytes';
import {
  DossierLicence,
  DossierRegister,
  KeyCheck,
  KeyIssue,
  KeyResend,
  LaunchTold,
  printActivation,
  Registrar,
  RegistrarSet,
  RegistrationDesk,
  RegistrationEnter,
  RegistrationInfo,
  RegistrationPoll,
  RegistrationRefuse,
  RegistrationSend,
} from '@navette/protocol/registration';
import { licenceKey, REGISTRAR } from '@navette/protocol/registration-keys';
import * as v from 'valibot';
import { isSignedBy } from '../../sync-server/src/adapters/ed25519-signer.ts';
import { verifyActivation } from '../../packages/ui/src/registration/verify-activation.ts';
import { keyAct } from '../support/firm-with-keys.ts';
import { DAY, DETAILS, newSecret, registrationWorld, SETTINGS, type RegistrationWorld } from '../support/registration-world.ts';
import { freshId, NOON } from '../support/sync-world.ts';

let world: RegistrationWorld;
beforeAll(async () => {
  world = await registrationWorld();
}, 60_000);
afterAll(() => world.close());

const licenceOf = async (of = world) => v.parse(DossierLicence, (await of.room(of.lea.user)).get(licenceKey(of.dossier)));
const product = { code: 'WCPTA', version: '17.0' };

describe('what somebody who is registered is told', () => {
  test('R034 R038 the firm as it registers stands in their room, with an activation key that is not that of receipts', async () => {
    const registrar = v.parse(Registrar, (await world.room(world.lea.user)).get(REGISTRAR));
    expect(registrar).toMatchObject({ product: SETTINGS.product, allowance: 3, contact: SETTINGS.contact, processor: null });
    const about = (await (await fetch(`${world.server.origin}/api/v1/about`)).json()) as { keyId: string };
    expect(registrar.activationKey.keyId).not.toBe(about.keyId);
  });

  test('R002 the assistant is open to them, and to a company without a dossier where the firm wants it so', async () => {
    expect(await world.ask(world.lea, RegistrationInfo, { dossier: world.dossier })).toMatchObject({ status: 'open' });
    expect(await world.ask(null, RegistrationInfo, { dossier: null })).toMatchObject({ status: 'open' });
  });

  test('G1 somebody the firm invited, its staff and every other dossier meet none of it', async () => {
    for (const who of [world.invited, world.staff, world.admin]) {
      const keys = [...(await world.room(who.user)).keys()];
      expect(keys.filter((key) => key.startsWith('regist'))).toEqual([]);
      expect(await world.ask(who, RegistrationInfo, { dossier: world.dossier })).toEqual({ status: 'closed' });
      expect(await world.ask(who, RegistrationInfo, { dossier: null })).toEqual({ status: 'closed' });
      expect(await world.ask(who, LaunchTold, { dossier: world.dossier, launches: 3 })).toEqual({ status: 'not-registered' });
    }
    const claire = await world.server.device('claire.morel@demo.navette.example');
    expect(await world.ask(claire, RegistrationInfo, { dossier: world.server.dossiers.bonnefoy })).toEqual({ status: 'closed' });
    expect(await world.ask(claire, RegistrationInfo, { dossier: world.dossier })).toEqual({ status: 'closed' });
    expect([...(await world.room(claire.user)).keys()].filter((key) => key.startsWith('regist'))).toEqual([]);
  });

  test('R001 a product that never registers opens the assistant to nobody', async () => {
    const { store } = world.server.licences;
    const settings = store.settings();
    store.setSettings({ ...settings, product: { name: 'Liasse Fiscale', code: 'WLIAS', version: '17.0' } });
    expect(await world.ask(world.lea, RegistrationInfo, { dossier: world.dossier })).toEqual({ status: 'closed' });
    expect(await world.ask(null, RegistrationInfo, { dossier: null })).toEqual({ status: 'closed' });
    store.setSettings(settings);
  });
});

describe('the form', () => {
  test('R035 is received once, however often it is sent, and nobody else takes its number', async () => {
    const secret = newSecret();
    const { id } = await world.send(null, { secret, details: { ...DETAILS, licence: '111111111' } });
    const first = await world.ask(null, RegistrationPoll, { id, secret });
    world.time.now += 60_000;
    await world.send(null, { id, secret });
    expect(await world.ask(null, RegistrationPoll, { id, secret })).toEqual(first);
    expect(await world.ask(null, RegistrationPoll, { id, secret: newSecret() })).toEqual({ status: 'unknown' });
    await expect(world.send(null, { id, secret: newSecret() })).rejects.toThrow('forbidden');
  });

  test('R025 R033 R023 is refused with a field missing, under terms that changed, for another version', async () => {
    await expect(world.send(null, { details: { ...DETAILS, phone: '' } })).rejects.toThrow('incomplete');
    await expect(world.send(null, { terms: { version: 'Mai 2010', at: NOON } })).rejects.toThrow('terms-changed');
    await expect(world.send(null, { product: { code: 'WCPTA', version: '16.0' } })).rejects.toThrow('other-version');
    await expect(world.send(world.invited)).rejects.toThrow('closed');
  });

  test('R035 a network that sends forms without end is slowed', async () => {
    const answers = new Set<string | number>();
    const body = {
      dossier: null,
      details: { ...DETAILS, licence: '222222222' },
      terms: { version: SETTINGS.terms.version, at: NOON },
      installation: { identification: '07E631E8C6B659D0', since: '2026-10-16' },
      product,
      edition: 'ordinary' as const,
      update: false,
    };
    for (let i = 0; i < 40; i++)
      answers.add(await world.refusal(null, RegistrationSend, { ...body, id: freshId<string>(), secret: newSecret() }));
    expect([...answers]).toEqual([200, 'too-many']);
    world.time.now += DAY;
  });
});

describe('the key', () => {
  test('R045 comes back by itself at the next connection: in the room of the dossier, and to the installation that registered', async () => {
    const own = await registrationWorld();
    const signed = await own.send(own.lea);
    const alone = await own.send(null, { details: { ...DETAILS, licence: '333333333' } });
    expect(await licenceOf(own)).toMatchObject({ state: 'received', activation: null });
    expect(await own.ask(null, RegistrationPoll, alone)).toMatchObject({ status: 'waiting' });
    await own.issue(signed.id);
    await own.issue(alone.id, 'C20312');
    const licence = await licenceOf(own);
    expect(licence).toMatchObject({ state: 'issued', clientCode: 'C20311', activation: { licence: '401182297', version: '17.0' } });
    expect(await own.ask(null, RegistrationPoll, alone)).toMatchObject({ status: 'issued', activation: { clientCode: 'C20312' } });
    // And anyone can check it with the published key.
    const registrar = v.parse(Registrar, (await own.room(own.lea.user)).get(REGISTRAR));
    const { signature, ...activation } = licence?.activation ?? ({} as never);
    const check = (text: string) =>
      isSignedBy(
        base64UrlToBytes(registrar.activationKey.publicKey) ?? new Uint8Array(),
        text,
        base64UrlToBytes(signature) ?? new Uint8Array(),
      );
    expect(check(activationText(activation))).toBe(true);
    expect(check(activationText({ ...activation, licence: '401182298' }))).toBe(false);
    await own.close();
  }, 60_000);

  test('K3 outlives the firm’s own: what a former one signed stays good, what a stolen one signed does not, and everybody is told anew', async () => {
    const own = await registrationWorld();
    const sent = await own.send(own.lea);
    await own.issue(sent.id);
    const before = (await licenceOf(own))?.activation;
    if (!before) throw new Error('no activation');
    const registrar = async () => v.parse(Registrar, (await own.room(own.lea.user)).get(REGISTRAR));
    const judged = async () => {
      const { ok: good, ...rest } = await verifyActivation(printActivation(before), await registrar(), null, own.time.now);
      return good || rest;
    };
    await keyAct(own.server.data, '--rotate');
    // Whoever asks first lets the server see it; the rooms of all who are registered follow.
    expect(await own.ask(null, RegistrationPoll, sent)).toMatchObject({ status: 'issued', activation: { version: '17.0' } });
    await own.server.accounts.settled();
    const present = (await registrar()).activationKey.keyId;
    expect(present).not.toBe(before.keyId);
    expect((await licenceOf(own))?.activation?.keyId).toBe(present);
    expect(await judged()).toBe(true);
    await keyAct(own.server.data, '--distrust', before.keyId, '--after', '2020-01-01');
    expect(await own.ask(null, RegistrationPoll, sent)).toMatchObject({ status: 'issued' });
    await own.server.accounts.settled();
    expect((await registrar()).formerKeys).toEqual([]);
    expect(await judged()).toEqual({ refusal: 'tampered' });
    await own.close();
  }, 60_000);

  test('R007 R008 R011 typed with its licence and client code it is accepted, an ordinary one on as many computers as the firm says, an education one on all', async () => {
    const own = await registrationWorld();
    const ordinary = await own.issue((await own.send(null)).id);
    const education = await own.issue(
      (await own.send(null, { edition: 'education', details: { ...DETAILS, licence: '555555555' } })).id,
      'EDU01',
    );
    const type = (key: string, licence: string, clientCode: string, n: number) =>
      own.ask(null, KeyCheck, { key, licence, clientCode, product, identification: n.toString(16).toUpperCase().padStart(16, '0') });
    for (const n of [1, 2, 1]) expect(await type(ordinary, '401182297', 'C20311', n)).toMatchObject({ status: 'accepted' });
    expect(await type(ordinary, '401182297', 'C20311', 3)).toEqual({ status: 'refused', reason: 'too-many-installations' });
    for (let n = 1; n <= 12; n++) expect(await type(education, '555555555', 'EDU01', n)).toMatchObject({ status: 'accepted' });
    await own.close();
  }, 60_000);

  test('R021 R023 a new version wants a new key; the former one stays to be seen and opens nothing', async () => {
    const own = await registrationWorld();
    const key = await own.issue((await own.send(own.lea)).id);
    own.server.licences.store.setSettings({ ...SETTINGS, product: { ...SETTINGS.product, version: '18.0' } });
    own.server.licences.changed(null);
    expect(await licenceOf(own)).toMatchObject({ state: 'none', used: 0, activation: { version: '17.0' } });
    const typed = {
      key,
      licence: '401182297',
      clientCode: 'C20311',
      identification: '07E631E8C6B659D0',
      product: { code: 'WCPTA', version: '18.0' },
    };
    expect(await own.ask(null, KeyCheck, typed)).toEqual({ status: 'refused', reason: 'other-version' });
    const renewed = await own.send(own.lea, {
      update: true,
      product: { code: 'WCPTA', version: '18.0' },
      details: { ...DETAILS, licence: '401182298' },
    });
    await own.issue(renewed.id);
    expect(await licenceOf(own)).toMatchObject({ state: 'issued', activation: { version: '18.0', licence: '401182298' } });
    await own.close();
  }, 60_000);
});

describe('the firm', () => {
  test('R038 R040 has every form with its state, types in one that came by post, refuses with a reason that is read', async () => {
    const own = await registrationWorld();
    const admin = await own.again(own.admin);
    const { id } = await own.send(own.lea);
    const paper = freshId<string>();
    const entered = {
      id: paper,
      details: { ...DETAILS, licence: '666666666' },
      dossier: null,
      installation: null,
      edition: 'ordinary' as const,
    };
    expect(await own.ask(admin, RegistrationEnter, entered)).toEqual({ status: 'received' });
    expect(await own.ask(admin, RegistrationEnter, { ...entered, id: freshId<string>(), details: { ...DETAILS, town: '' } })).toMatchObject(
      { reason: 'incomplete' },
    );
    const desk = await own.ask(admin, RegistrationDesk, {});
    // Beside the form of the demonstration's own.
    const ours = desk.registrations.filter((one) => one.id === id || one.id === paper);
    expect(ours.map(({ way, state }) => [way, state])).toEqual([
      ['paper', 'received'],
      ['online', 'received'],
    ]);
    expect(desk.dossiers.find((one) => one.id === own.dossier)).toMatchObject({ registered: { edition: 'ordinary', state: 'received' } });
    expect(
      await own.ask(admin, RegistrationRefuse, { registration: id, reason: 'Le numéro de licence n’est pas celui de la facture.' }),
    ).toEqual({ status: 'refused' });
    expect(await licenceOf(own)).toMatchObject({ state: 'refused', reason: 'Le numéro de licence n’est pas celui de la facture.' });
    await own.close();
  }, 60_000);

  test('K1 issues a key only after a recent sign-in, shows it once and keeps its hash; a second issue makes the first worthless', async () => {
    const own = await registrationWorld();
    const { id } = await own.send(null);
    // Sessions begin by the machine's own clock.
    own.time.now = Date.now() + 3600_000;
    expect(await own.refusal(own.admin, KeyIssue, { registration: id, clientCode: 'C20311', until: null })).toBe('step-up-needed');
    own.time.now = NOON;
    const first = await own.issue(id);
    const second = await own.issue(id);
    const kept = own.database((db) => JSON.stringify(db.prepare('SELECT * FROM registration').all()));
    for (const key of [first, second]) expect(kept).not.toContain(key);
    const typed = { licence: '401182297', clientCode: 'C20311', product, identification: '07E631E8C6B659D0' };
    expect(await own.ask(null, KeyCheck, { ...typed, key: first })).toEqual({ status: 'refused', reason: 'wrong' });
    expect(await own.ask(null, KeyCheck, { ...typed, key: second })).toMatchObject({ status: 'accepted' });
    await own.close();
  }, 60_000);

  test('R009 one licence is for one registration; a key that was withdrawn opens nothing any more', async () => {
    const own = await registrationWorld();
    const key = await own.issue((await own.send(own.lea)).id);
    const twin = await own.send(null);
    await expect(own.issue(twin.id)).rejects.toThrow('licence-taken');
    const admin = await own.again(own.admin);
    const [registration] = (await own.ask(admin, RegistrationDesk, {})).registrations.filter(({ state }) => state === 'issued');
    expect(await own.ask(admin, RegistrationRefuse, { registration: registration?.id ?? '', reason: 'Licence cédée.' })).toEqual({
      status: 'withdrawn',
    });
    expect(await licenceOf(own)).toMatchObject({ state: 'refused', activation: null });
    const typed = { key, licence: '401182297', clientCode: 'C20311', product, identification: '07E631E8C6B659D0' };
    expect(await own.ask(null, KeyCheck, typed)).toEqual({ status: 'refused', reason: 'withdrawn' });
    await own.close();
  }, 60_000);

  test('R040 the letter tells that the key is there, and holds none', async () => {
    const own = await registrationWorld();
    const { id } = await own.send(own.lea);
    const admin = await own.again(own.admin);
    expect(await own.ask(admin, KeyResend, { registration: id })).toEqual({ status: 'not-issued' });
    const issued = await own.ask(admin, KeyIssue, { registration: id, clientCode: 'C20311', until: null });
    expect(issued).toMatchObject({ status: 'issued', letter: 'sent' });
    expect(await own.ask(admin, KeyResend, { registration: id })).toEqual({ status: 'sent' });
    await own.close();
  }, 60_000);

  test('only its administrators sit at this desk, and what is not whole is not put in force', async () => {
    for (const who of [world.lea, world.staff, world.invited, null]) {
      const expected = who === null ? 'sign-in-needed' : 'forbidden';
      const fresh = who === null ? null : await world.again(who);
      expect(await world.refusal(fresh, RegistrationDesk, {})).toBe(expected);
      expect(await world.refusal(fresh, RegistrarSet, { settings: SETTINGS })).toBe(expected);
      expect(await world.refusal(fresh, DossierRegister, { dossier: world.dossier, on: false, edition: 'ordinary' })).toBe(expected);
      expect(await world.refusal(fresh, KeyIssue, { registration: freshId<string>(), clientCode: 'C20311', until: null })).toBe(expected);
    }
    const admin = await world.again(world.admin);
    expect(await world.ask(admin, RegistrarSet, { settings: { ...SETTINGS, terms: { version: '', text: '' } } })).toEqual({
      status: 'refused',
      problems: ['terms'],
    });
    expect(await world.ask(admin, RegistrarSet, { settings: { ...SETTINGS, allowance: 30 } })).toEqual({ status: 'set' });
    expect((await world.ask(admin, RegistrationDesk, {})).settings.allowance).toBe(30);
  });

  test('G1 turned off for a dossier, nothing of it is left in anybody’s room', async () => {
    const own = await registrationWorld();
    await own.send(own.lea);
    const admin = await own.again(own.admin);
    expect(await own.ask(admin, DossierRegister, { dossier: own.dossier, on: false, edition: 'ordinary' })).toEqual({ status: 'set' });
    expect([...(await own.room(own.lea.user)).keys()].filter((key) => key.startsWith('regist'))).toEqual([]);
    expect(await own.ask(own.lea, RegistrationInfo, { dossier: own.dossier })).toEqual({ status: 'closed' });
    await own.close();
  }, 60_000);
});
