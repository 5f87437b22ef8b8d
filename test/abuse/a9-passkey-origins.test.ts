/** A9: a passkey's answer counts from our own origins, for our own host, with its person verified, once. */
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bytesToBase64Url } from '@navette/kernel/bytes';
import { PasskeyAsk, SignInPasskey, type PasskeyQuestion } from '@navette/protocol/identity';
import { AddPasskey, BeginPasskey, RemovePasskey } from '@navette/protocol/own-account';
import { passkeyOrigins } from '../../sync-server/src/accounts/passkeys.ts';
import { EXTENSION_ID, FIREFOX_ID } from '../../sync-server/src/config.ts';
import { startTestServer, TEST_EXTENSION_ORIGIN, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { softwareAuthenticator, type Lies, type SoftwareAuthenticator } from '../support/software-authenticator.ts';
import { Somebody } from '../support/somebody.ts';

let server: TestServer;
beforeAll(async () => void (server = await startTestServer()));
afterAll(() => server.close());

const FIREFOX = passkeyOrigins([], FIREFOX_ID)[0] ?? '';
const OURS = (): [string, string][] => [
  ['the portal', server.origin],
  ['our extension in Chromium', TEST_EXTENSION_ORIGIN],
  ['our extension in Firefox', FIREFOX],
];
const FOREIGN = (): string[] => [
  'https://attacker.example',
  'null',
  '',
  `${server.origin}.attacker.example`,
  `${server.origin}/`,
  server.origin.replace('localhost', 'sub.localhost'),
  server.origin.replace(/\d+$/, '1'),
  'chrome-extension://ponmlkjihgfedcbaponmlkjihgfedcba',
  passkeyOrigins([], 'navette@somebody-else.example')[0] ?? '',
  // What Firefox draws for an installation: WebAuthn never shows that one.
  'moz-extension://0b8f4c4e-3c1a-4a53-9a3e-1d2f3a4b5c6d',
];

const asked = async (who: Somebody): Promise<PasskeyQuestion> => {
  const question = (await who.ask(PasskeyAsk, {})).body;
  if (!question) throw new Error('no question');
  return question;
};
const begun = async (who: Somebody): Promise<PasskeyQuestion> => {
  const question = (await who.ask(BeginPasskey, {})).body;
  if (!question) throw new Error('no question');
  return question;
};
const person = async (): Promise<{ device: Somebody; id: string }> => {
  const { email, id } = await server.createPerson();
  return { device: await new Somebody(server).signIn(email), id };
};
const add = async (device: Somebody, key: SoftwareAuthenticator, lies: Lies = {}): Promise<string | null> => {
  const question = await begun(device);
  return await device.outcome(AddPasskey, {
    ceremony: question.ceremony,
    response: key.attest(question, server.origin, lies),
    name: 'Clé',
  });
};
const come = async (key: SoftwareAuthenticator, lies: Lies = {}): Promise<string | null> => {
  const device = new Somebody(server);
  const question = await asked(device);
  return await device.outcome(SignInPasskey, { ceremony: question.ceremony, response: key.assert(question, server.origin, lies) });
};

describe('A9: origins', { timeout: 30_000 }, () => {
  test('A9 Firefox’s extensions show the hash of their id, a letter for each half byte, the same everywhere', () => {
    expect(FIREFOX).toMatch(/^moz-extension:\/\/[a-p]{64}$/);
    expect(passkeyOrigins([EXTENSION_ID], FIREFOX_ID)).toEqual([TEST_EXTENSION_ORIGIN, FIREFOX]);
    // SHA-256 of nothing is e3b0c44298fc…: 0 becomes a, f becomes p.
    expect(passkeyOrigins([], '')[0]).toMatch(/^moz-extension:\/\/odlameecjipm/);
  });

  test('A9 the relying party is the portal’s host, and the browser is told to verify the person and to find the key by itself', async () => {
    const { device } = await person();
    const adding = await begun(device);
    expect(adding.options).toMatchObject({
      rp: { id: 'localhost' },
      attestation: 'none',
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
    expect((await asked(device)).options).toMatchObject({ rpId: 'localhost', userVerification: 'required' });
  });

  test('A9 a passkey is added and used from each of our origins', async () => {
    for (const [, origin] of OURS()) {
      const { device } = await person();
      const key = softwareAuthenticator();
      expect(await add(device, key, { origin })).toBe('added');
      expect(await come(key, { origin })).toBe('signed-in');
    }
  });

  test('A9 no other origin adds one or comes in with one', async () => {
    const { device } = await person();
    const key = softwareAuthenticator();
    expect(await add(device, key)).toBe('added');
    for (const origin of FOREIGN()) {
      expect([origin, await add(device, softwareAuthenticator(), { origin })]).toEqual([origin, 'refused']);
      expect([origin, await come(key, { origin })]).toEqual([origin, 'wrong']);
    }
  });

  test('A9 a key made for another host is none of ours', async () => {
    const { device } = await person();
    const key = softwareAuthenticator();
    expect(await add(device, softwareAuthenticator(), { rpId: 'attacker.example' })).toBe('refused');
    await add(device, key);
    expect(await come(key, { rpId: 'attacker.example' })).toBe('wrong');
  });
});

describe('A9: what an answer must be', { timeout: 30_000 }, () => {
  test('A9 without its person verified a passkey is one factor, and opens nothing', async () => {
    const { device } = await person();
    const key = softwareAuthenticator();
    expect(await add(device, softwareAuthenticator(), { verified: false })).toBe('refused');
    await add(device, key);
    expect(await come(key, { verified: false })).toBe('wrong');
    expect(await come(key)).toBe('signed-in');
  });

  test('A9 an answer serves once, and only for the question and the ceremony it was made for', async () => {
    const { device } = await person();
    const key = softwareAuthenticator();
    await add(device, key);
    const question = await asked(device);
    const response = key.assert(question, server.origin);
    expect(await new Somebody(server).outcome(SignInPasskey, { ceremony: question.ceremony, response })).toBe('signed-in');
    expect(await new Somebody(server).outcome(SignInPasskey, { ceremony: question.ceremony, response })).toBe('wrong');
    const other = await asked(device);
    expect(await new Somebody(server).outcome(SignInPasskey, { ceremony: other.ceremony, response })).toBe('wrong');
    // The question of an adding is none of a sign-in, nor the other way round.
    const adding = await begun(device);
    const crossed = key.assert({ ...adding, options: { ...adding.options, rpId: 'localhost' } }, server.origin);
    expect(await new Somebody(server).outcome(SignInPasskey, { ceremony: adding.ceremony, response: crossed })).toBe('wrong');
    expect(await come(key, { type: 'webauthn.create' })).toBe('wrong');
    expect(await come(key, { challenge: bytesToBase64Url(new Uint8Array(32)) })).toBe('wrong');
  });

  test('A9 another key’s signature, another’s name, or a copied key whose counter went back opens nothing', async () => {
    const [claire, paul] = [await person(), await person()];
    const [key, pauls] = [softwareAuthenticator(), softwareAuthenticator()];
    await add(claire.device, key);
    await add(paul.device, pauls);
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    expect(await come(key, { signedBy: privateKey })).toBe('wrong');
    expect(await come(key, { userHandle: bytesToBase64Url(new TextEncoder().encode(paul.id)) })).toBe('wrong');
    expect(await come(key, { counter: 50 })).toBe('signed-in');
    expect(await come(key, { counter: 49 })).toBe('wrong');
    expect(await come(softwareAuthenticator())).toBe('wrong');
  });

  test('A9 a step-up by passkey takes the person it is about, and nobody else', async () => {
    const [claire, paul] = [await person(), await person()];
    const key = softwareAuthenticator();
    await add(paul.device, key);
    const question = await asked(claire.device);
    const body = { ceremony: question.ceremony, response: key.assert(question, server.origin), only: claire.id };
    expect(await claire.device.outcome(SignInPasskey, body)).toBe('wrong');
    expect(await claire.device.whoAmI()).toBe(claire.id);
  });

  test('A9 a passkey that is known already is not added to somebody else, and one that was removed opens nothing', async () => {
    const [claire, paul] = [await person(), await person()];
    const key = softwareAuthenticator();
    await add(claire.device, key);
    expect(await add(paul.device, key)).toBe('refused');
    // Nobody removes another’s.
    await paul.device.ask(RemovePasskey, { id: key.id });
    expect(await come(key)).toBe('signed-in');
    await claire.device.ask(RemovePasskey, { id: key.id });
    expect(await come(key)).toBe('wrong');
  });

  test.each<[string, Record<string, unknown>]>([
    ['nothing', {}],
    ['an id of another kind', { id: '../../etc', rawId: 'x' }],
    ['bytes that are no client data', { response: { clientDataJSON: 'AAAA', authenticatorData: 'AAAA', signature: 'AAAA' } }],
    [
      'deep JSON',
      { response: { clientDataJSON: bytesToBase64Url(new TextEncoder().encode('['.repeat(5000))), authenticatorData: '', signature: '' } },
    ],
    [
      'a prototype',
      { response: JSON.parse('{"__proto__":{"signature":"x"},"clientDataJSON":"AAAA","authenticatorData":"AAAA"}') as unknown },
    ],
  ])('A9 %s in place of an answer is refused in order', async (_what, response) => {
    const device = new Somebody(server);
    const question = await asked(device);
    const given = await device.ask(SignInPasskey, {
      ceremony: question.ceremony,
      response: { id: 'AAAA', rawId: 'AAAA', type: 'public-key', ...response },
    } as never);
    expect([200, 400]).toContain(given.status);
    expect(given.body?.outcome ?? given.problem).toMatch(/^(?:wrong|bad-request)$/);
  });
});
