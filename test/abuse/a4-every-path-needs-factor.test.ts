/**
 * A4: every way in, asked by somebody who has a second factor. The list is the server's own: a way that is added to it without
 * a line here fails to compile.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  ForgotPassword,
  PasskeyAsk,
  ResetPassword,
  SignIn,
  SignInFactor,
  SignInHandOver,
  SignInPasskey,
  type FactorAsked,
} from '@navette/protocol/identity';
import {
  AddPasskey,
  BeginPasskey,
  ChangePassword,
  EndSessionsOf,
  HandOver,
  RemoveFactors,
  RemoveTotp,
  RenewRecoveryCodes,
} from '@navette/protocol/own-account';
import { WAYS_IN, type WayIn } from '../../sync-server/src/accounts/ways-in.ts';
import { startTestServer, TEST_EXTENSION_ORIGIN, TEST_PASSWORD, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { lettersTo, linkIn } from '../support/letters-sent.ts';
import { softwareAuthenticator, type SoftwareAuthenticator } from '../support/software-authenticator.ts';
import { addTotp, movingClock, Somebody, type AuthenticatorApp } from '../support/somebody.ts';

const clock = movingClock();
const STEP = 30_000;
let server: TestServer;
beforeAll(async () => void (server = await startTestServer({ clock, proxies: ['127.0.0.1', '::1', '::ffff:127.0.0.1'] })));
afterAll(() => server.close());

type Protected = {
  readonly email: string;
  readonly id: string;
  readonly device: Somebody;
  readonly app: AuthenticatorApp;
  readonly recovery: readonly string[];
};

/** A client with an authenticator application. */
async function protectedPerson(): Promise<Protected> {
  const { email, id } = await server.createPerson();
  const device = await new Somebody(server).signIn(email);
  const { app, recovery } = await addTotp(device, clock.now);
  clock.forward(STEP);
  return { email, id, device, app, recovery };
}

const isHalf = (said: unknown): said is FactorAsked => (said as FactorAsked | null)?.outcome === 'factor';

async function half(of: Protected, from = new Somebody(server)): Promise<FactorAsked> {
  const { body } = await from.ask(SignIn, { email: of.email, password: TEST_PASSWORD });
  if (!isHalf(body)) throw new Error(`no half-session: ${body?.outcome}`);
  return body;
}

/** What each way answers to somebody with an authenticator application; 'no-session' for what only leads to a sign-in. */
const WAYS: Record<WayIn, (of: Protected) => Promise<unknown>> = {
  password: async ({ email }) => (await new Somebody(server).ask(SignIn, { email, password: TEST_PASSWORD })).body,
  passkey: async ({ device }) => {
    const key = await addPasskey(device);
    const fresh = new Somebody(server);
    const question = (await fresh.ask(PasskeyAsk, {})).body;
    if (!question) throw new Error('no question');
    return (await fresh.ask(SignInPasskey, { ceremony: question.ceremony, response: key.assert(question, fresh.origin) })).body;
  },
  'hand-over': async ({ device }) => {
    const code = (await device.ask(HandOver, {})).body?.code ?? '';
    return (await new Somebody(server).ask(SignInHandOver, { code: code.toLowerCase().replaceAll('-', ' ') })).body;
  },
  'openid-connect': (of) => admitted('openid-connect', of),
  migration: (of) => admitted('migration', of),
  invitation: (of) => admitted('invitation', of),
  'demo-link': (of) => admitted('demo-link', of),
};

/** By the server's own door, for ways whose first proof has tests of its own. */
async function admitted(way: WayIn, { id }: Protected): Promise<unknown> {
  const request = new Request('http://localhost/', { headers: { origin: TEST_EXTENSION_ORIGIN } });
  const entry = await server.identity.waysIn.admit(way, id as never, { request, network: 'test', session: null });
  return entry.tag === 'factor' ? entry.asked : { outcome: entry.tag };
}

async function addPasskey(device: Somebody): Promise<SoftwareAuthenticator> {
  const key = softwareAuthenticator();
  const question = (await device.ask(BeginPasskey, {})).body;
  if (!question) throw new Error('no question');
  const added = await device.outcome(AddPasskey, {
    ceremony: question.ceremony,
    response: key.attest(question, device.origin),
    name: 'Clé',
  });
  expect(added).toBe('added');
  return key;
}

describe('A4: whoever has a second factor is asked for it by every way in', { timeout: 30_000 }, () => {
  test.each(Object.keys(WAYS) as WayIn[])('A4 by "%s": the factor is asked for, or the way is one', async (way) => {
    const said = await WAYS[way](await protectedPerson());
    expect(said).toMatchObject({ outcome: WAYS_IN[way].factor ? 'signed-in' : 'factor' });
  });

  test('A4 the demonstration’s one click asks for it over HTTP too, and gives no cookie', async () => {
    const other = await startTestServer();
    try {
      const claire = await new Somebody(other).signIn('claire.morel@demo.navette.example');
      await addTotp(claire, Date.now);
      const token = other.demoLinks?.linkOf(other.users.claire).split('#')[1] ?? '';
      const answer = await fetch(`${other.origin}/api/v1/demo-sign-in`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: other.origin, 'navette-client': 'test' },
        body: JSON.stringify({ token }),
      });
      expect(await answer.json()).toMatchObject({ outcome: 'factor', signedIn: false });
      expect(answer.headers.getSetCookie()).toEqual([]);
    } finally {
      await other.close();
    }
  });

  test('A4 the route of older devices opens nothing for somebody with a factor, and says that a newer version is needed', async () => {
    const { email } = await protectedPerson();
    const answer = await fetch(`${server.origin}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: new Somebody(server).headers(),
      body: JSON.stringify({ email, password: TEST_PASSWORD }),
    });
    expect([answer.status, await answer.json()]).toEqual([426, { problem: 'client-too-old' }]);
    expect([answer.headers.get('set-auth-token'), answer.headers.getSetCookie()]).toEqual([null, []]);
  });

  test('A4 nothing but the one door opens a session, and no route of the library beside it exists', async () => {
    const folder = path.resolve(import.meta.dirname, '../../sync-server/src');
    const openers = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      (name) =>
        name.endsWith('.ts') && /\bopenSession\(|createSession\(|signInKnownUser\(/.test(readFileSync(path.join(folder, name), 'utf8')),
    );
    expect(openers.toSorted()).toEqual(['accounts/auth.ts', 'accounts/known-user-sign-in.ts', 'accounts/ways-in.ts']);
    const who = await new Somebody(server).signIn('claire.morel@demo.navette.example');
    for (const route of [
      'sign-up/email',
      'sign-in/social',
      'sign-in/known-user',
      'callback/microsoft',
      'forget-password',
      'request-password-reset',
      'reset-password',
      'change-password',
      'set-password',
      'change-email',
      'update-user',
      'update-session',
      'delete-user',
      'verify-email',
      'link-social',
      'unlink-account',
      'list-sessions',
      'revoke-session',
      'two-factor/disable',
      'passkey/verify-registration',
      'refresh-token',
      'get-access-token',
    ]) {
      const answer = await fetch(`${server.origin}/api/auth/${route}`, { method: 'POST', headers: who.headers(), body: '{}' });
      expect([route, answer.status]).toEqual([route, 404]);
    }
  });
});

describe('A4: a half-session opens nothing but the second step', { timeout: 30_000 }, () => {
  let person: Protected;
  beforeEach(async () => void (person = await protectedPerson()));

  test('A4 shown as a token or a cookie it is nobody', async () => {
    const { half: secret } = await half(person);
    const [asToken, asCookie] = [new Somebody(server), new Somebody(server, server.origin)];
    asToken.token = secret;
    asCookie.cookies.set('navette.session_token', secret);
    for (const thief of [asToken, asCookie]) {
      expect(await thief.whoAmI()).toBeNull();
      expect((await thief.ask(RemoveTotp, {})).status).toBe(401);
    }
  });

  test('A4 the right code opens the session, once; the same code or the same half-session opens nothing more', async () => {
    const [first, second] = [await half(person), await half(person)];
    const code = person.app.code(clock.now());
    const device = new Somebody(server);
    expect(await device.outcome(SignInFactor, { half: first.half, proof: { way: 'totp', code } })).toBe('signed-in');
    expect(await device.whoAmI()).toBe(person.id);
    const again = new Somebody(server);
    expect(await again.outcome(SignInFactor, { half: first.half, proof: { way: 'totp', code: person.app.code(clock.now() + STEP) } })).toBe(
      'spent',
    );
    expect(await again.outcome(SignInFactor, { half: second.half, proof: { way: 'totp', code } })).toBe('wrong');
    expect(again.signedIn).toBe(false);
  });

  test('A4 five wrong tries end it, the right code after them opens nothing, and the person hears of it', async () => {
    const { half: secret } = await half(person);
    const device = new Somebody(server);
    const tries = [];
    for (let i = 0; i < 5; i++) tries.push(await device.outcome(SignInFactor, { half: secret, proof: { way: 'totp', code: `00000${i}` } }));
    expect(tries).toEqual(['wrong', 'wrong', 'wrong', 'wrong', 'spent']);
    clock.forward(60_000);
    const right = { way: 'totp', code: person.app.code(clock.now()) } as const;
    expect(await device.outcome(SignInFactor, { half: secret, proof: right })).toBe('spent');
    await server.identity.notices.settled();
    expect(lettersTo(server, person.email).at(-1)?.text).toMatch(/connaît votre mot de passe/);
    expect(server.logLines.join('')).toContain('"event":"factor-refused"');
  });

  test('A4 codes are tried ten times an hour from devices nobody knows, however many half-sessions and networks', async () => {
    // The person's own device is in a lane of its own.
    const known = new Somebody(server);
    known.mark = person.device.mark;
    let tried = 0;
    for (let n = 0; tried < 12; n++) {
      const attacker = new Somebody(server);
      attacker.network = `203.0.113.${n}`;
      const { half: secret } = await half(person, attacker);
      for (let i = 0; i < 4; i++, tried++) {
        const { status } = await attacker.ask(SignInFactor, { half: secret, proof: { way: 'totp', code: '000000' } });
        expect([tried, status]).toEqual([tried, tried < 10 ? 200 : 429]);
      }
    }
    const { half: secret } = await half(person, known);
    expect(await known.outcome(SignInFactor, { half: secret, proof: { way: 'totp', code: person.app.code(clock.now()) } })).toBe(
      'signed-in',
    );
  });

  test('A4 it lives five minutes, and outlives a restart within them', async () => {
    const { half: secret } = await half(person);
    clock.forward(5 * 60_000);
    const late = { half: secret, proof: { way: 'totp', code: person.app.code(clock.now()) } } as const;
    expect(await new Somebody(server).outcome(SignInFactor, late)).toBe('spent');

    const first = await startTestServer({ clock });
    const claire = await new Somebody(first).signIn('claire.morel@demo.navette.example');
    const { app } = await addTotp(claire, clock.now);
    clock.forward(STEP);
    const begun = await new Somebody(first).ask(SignIn, { email: 'claire.morel@demo.navette.example', password: TEST_PASSWORD });
    await first.stop();
    const second = await startTestServer({ data: first.data, clock });
    try {
      if (!isHalf(begun.body)) throw new Error('no half-session');
      const proof = { way: 'totp', code: app.code(clock.now()) } as const;
      expect(await new Somebody(second).outcome(SignInFactor, { half: begun.body.half, proof })).toBe('signed-in');
    } finally {
      await second.close();
      first.forget();
    }
  });

  test('A4 one begun in an extension cannot be ended in the portal, and its table holds no secret', async () => {
    const { half: secret } = await half(person);
    const portal = new Somebody(server, server.origin);
    const proof = { way: 'totp', code: person.app.code(clock.now()) } as const;
    expect(await portal.outcome(SignInFactor, { half: secret, proof })).toBe('spent');
    expect(portal.signedIn).toBe(false);
    expect(server.logLines.join('')).not.toContain(secret);
  });

  test('A4 a recovery code works once, whichever way it is typed, and the person hears how many are left', async () => {
    const [code = ''] = person.recovery;
    expect(person.recovery).toHaveLength(10);
    const typed = ` ${code.toLowerCase().replaceAll('-', ' ')}`;
    for (const outcome of ['signed-in', 'wrong']) {
      const { half: secret } = await half(person);
      expect(await new Somebody(server).outcome(SignInFactor, { half: secret, proof: { way: 'recovery', code: typed } })).toBe(outcome);
    }
    await server.identity.notices.settled();
    expect(
      lettersTo(server, person.email)
        .map(({ text }) => text)
        .join('\n'),
    ).toMatch(/Il vous en reste 9/);
    // New ones make the others worthless.
    expect(await person.device.outcome(RenewRecoveryCodes, {})).toBe('renewed');
    const { half: secret } = await half(person);
    const proof = { way: 'recovery', code: person.recovery[1] ?? '' } as const;
    expect(await new Somebody(server).outcome(SignInFactor, { half: secret, proof })).toBe('wrong');
  });

  test('A4 a passkey takes the second step too; somebody else’s does not', async () => {
    const key = await addPasskey(person.device);
    const stranger = await new Somebody(server).signIn((await server.createPerson()).email);
    const strangers = await addPasskey(stranger);
    for (const [with_, outcome] of [
      [strangers, 'wrong'],
      [key, 'signed-in'],
    ] as const) {
      const device = new Somebody(server);
      const { half: secret } = await half(person, device);
      const question = (await device.ask(PasskeyAsk, { half: secret })).body;
      if (!question) throw new Error('no question');
      const proof = { way: 'passkey', ceremony: question.ceremony, response: with_.assert(question, device.origin) } as const;
      expect(await device.outcome(SignInFactor, { half: secret, proof })).toBe(outcome);
    }
  });

  test('A4 a change of password ends the half-sessions begun with the one of before', async () => {
    const { half: secret } = await half(person);
    const changed = await person.device.outcome(ChangePassword, { current: TEST_PASSWORD, password: 'une autre longue phrase' });
    expect(changed).toBe('changed');
    const proof = { way: 'totp', code: person.app.code(clock.now()) } as const;
    expect(await new Somebody(server).outcome(SignInFactor, { half: secret, proof })).toBe('spent');
  });
});

describe('A4: no reset and no letter removes a factor; the firm does', { timeout: 30_000 }, () => {
  test('A4 a password reset opens no session and leaves the factor: the sign-in after it asks', async () => {
    const { email } = await protectedPerson();
    const anybody = new Somebody(server);
    await anybody.ask(ForgotPassword, { email });
    await server.identity.notices.settled();
    const token = linkIn(lettersTo(server, email).at(-1)?.text ?? '', 'reset');
    const password = 'une phrase toute neuve';
    expect(await anybody.outcome(ResetPassword, { token, password })).toBe('done');
    expect(anybody.signedIn).toBe(false);
    expect(await anybody.outcome(SignIn, { email, password })).toBe('factor');
  });

  test('A4 the firm’s administrator, and staff of the company, remove it after a call; nobody else may', async () => {
    const person = await protectedPerson();
    const staff = await server.createPerson({ firmRole: 'staff' });
    const elsewhere = await server.createPerson({ firmRole: 'staff' });
    const boss = await server.createPerson();
    const dossier = server.createDossier('Atelier');
    const client = { side: 'client', deposit: [], read: [], archive: [], accounts: 'none', admin: true } as const;
    await server.grant(person.id as never, dossier, { ...client, admin: false });
    await server.grant(boss.id, dossier, client);
    await server.grant(staff.id, dossier, { side: 'staff' });
    await server.grant(elsewhere.id, server.createDossier('Ailleurs'), { side: 'staff' });

    for (const other of [boss, elsewhere, person]) {
      const asker = other === person ? person.device : await new Somebody(server).signIn(other.email);
      expect(await asker.outcome(RemoveFactors, { user: person.id })).toBe('not-allowed');
      expect(await asker.outcome(EndSessionsOf, { user: person.id })).toBe('not-allowed');
    }
    expect(await new Somebody(server).outcome(SignIn, { email: person.email, password: TEST_PASSWORD })).toBe('factor');

    const helper = await new Somebody(server).signIn(staff.email);
    expect(await helper.outcome(RemoveFactors, { user: person.id })).toBe('removed');
    expect(await person.device.whoAmI()).toBeNull();
    expect(await new Somebody(server).outcome(SignIn, { email: person.email, password: TEST_PASSWORD })).toBe('signed-in');
    await server.identity.notices.settled();
    expect(
      lettersTo(server, person.email)
        .map(({ text }) => text)
        .join('\n'),
    ).toMatch(/Le cabinet a retiré votre second facteur/);
    expect(lettersTo(server, 'julien.mercier@demo.navette.example').at(-1)?.text).toMatch(/a retiré le second facteur de/);
  });

  test('A4 a sign-in older than ten minutes removes nothing', async () => {
    const person = await protectedPerson();
    clock.forward(10 * 60_000);
    for (const [command, body] of [
      [RemoveTotp, {}],
      [RenewRecoveryCodes, {}],
      [HandOver, {}],
      [BeginPasskey, {}],
      [RemoveFactors, { user: person.id }],
    ] as const)
      expect((await person.device.ask(command as typeof RemoveTotp, body)).problem).toBe('step-up-needed');
    expect(await new Somebody(server).outcome(SignIn, { email: person.email, password: TEST_PASSWORD })).toBe('factor');
  });
});

describe('R197: what is secured opens with a second factor and closes with it', { timeout: 30_000 }, () => {
  test('R197 the accounts of a company open once the person has a factor, and close when it is gone', async () => {
    const { email, id } = await server.createPerson();
    const dossier = server.createDossier('Teppes');
    await server.grant(id, dossier, {
      side: 'client',
      deposit: ['common'],
      read: ['common'],
      archive: ['common'],
      accounts: 'read',
      admin: false,
      secured: ['accounts', 'archive'],
    });
    const right = () => server.directory.membership(id)?.dossiers.get(dossier);
    expect(right()).toMatchObject({ accounts: 'none', archive: [], deposit: ['common'], read: ['common'] });
    const told: string[] = [];
    server.directory.onChange((user) => told.push(user));
    const device = await new Somebody(server).signIn(email);
    await addTotp(device, clock.now);
    expect(right()).toMatchObject({ accounts: 'read', archive: ['common'] });
    await device.ask(RemoveTotp, {});
    expect(right()).toMatchObject({ accounts: 'none', archive: [] });
    // Sockets and account rooms hear of both.
    expect(told.filter((user) => user === id).length).toBeGreaterThanOrEqual(2);
  });
});
