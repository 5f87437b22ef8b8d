/**
 * A5, R161: sign-in by an OpenID Connect provider, against the real `oidc-provider`; and everything that must not open an
 * account, against one that lies.
 */
import { createHash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { OIDC_CALLBACK_PATH, OidcArrive, OidcBegin, SignIn, SignInFactor, SignInWays } from '@navette/protocol/identity';
import { OidcLink, OidcUnlink } from '@navette/protocol/own-account';
import type { OidcProvider } from '../../sync-server/src/oidc/providers.ts';
import { startTestServer, TEST_EXTENSION_ORIGIN, TEST_PASSWORD, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { openLyingProvider, type LyingProvider, type ProviderLies } from '../support/lying-provider.ts';
import { CLIENT, openOidcHouse, RedirectFollower, type OidcHouse } from '../support/oidc-house.ts';
import { addTotp, Somebody } from '../support/somebody.ts';

const provider = (id: string, issuer: string, more: Partial<OidcProvider> = {}): OidcProvider => ({
  id,
  name: id,
  issuer,
  ...CLIENT,
  domains: [],
  provesAddresses: false,
  ...more,
});

let house: OidcHouse;
let liar: LyingProvider;
let server: TestServer;
let callback = '';
beforeAll(async () => {
  // The server's port must be known to the provider, and the provider's to the server.
  const probe = await startTestServer();
  const port = probe.port;
  await probe.close();
  callback = `http://localhost:${port}${OIDC_CALLBACK_PATH}`;
  house = await openOidcHouse(() => callback);
  liar = await openLyingProvider();
  server = await startTestServer({
    port,
    oidc: [
      provider('firm', house.issuer, { name: 'Microsoft', domains: ['aubrac.example'] }),
      provider('liar', liar.issuer, { domains: ['aubrac.example'] }),
      provider('silent', 'http://localhost:9', { domains: ['aubrac.example'] }),
    ],
  });
});
afterAll(async () => {
  await server?.close();
  await house?.close();
  await liar?.close();
});
beforeEach(() => liar.lie({}));

const portal = (): Somebody => new Somebody(server, server.origin);
const begin = async (page: Somebody, id: string): Promise<string> => {
  const { body } = await page.ask(OidcBegin, { provider: id });
  if (body?.outcome !== 'go') throw new Error(`does not begin: ${body?.outcome}`);
  return body.url;
};
/** The provider's redirect to us, as the browser follows it. @returns what stands after `#/arrive/` */
const comeBack = async (page: Somebody, address: string, headers: Record<string, string> = {}): Promise<string> => {
  const cookie = [...page.cookies].map((pair) => pair.join('=')).join('; ');
  const answer = await fetch(address, { redirect: 'manual', headers: { cookie, 'sec-fetch-site': 'cross-site', ...headers } });
  expect(answer.status).toBe(303);
  expect(answer.headers.getSetCookie()).toEqual([]);
  const location = answer.headers.get('location') ?? '';
  expect(location.startsWith(`${server.origin}/#/arrive/`)).toBe(true);
  return location.slice(`${server.origin}/#/arrive/`.length);
};
/** Through the real provider. */
const passOf = async (page: Somebody): Promise<string> => {
  const back = await new RedirectFollower().follow(await begin(page, 'firm'), (at) => at.startsWith(callback));
  return await comeBack(page, back);
};

describe('R161: a person signs in with their provider', { timeout: 30_000 }, () => {
  test('R161 somebody of the firm comes in by the address their provider gave them, in the domain the firm declared', async () => {
    const { id } = await server.createPerson({ email: 'nadia@aubrac.example' });
    house.sitDown({ sub: 'ms-nadia', email: 'Nadia@Aubrac.example', emailVerified: true });
    const page = portal();
    expect((await page.ask(SignInWays, {})).body?.providers[0]).toEqual({ id: 'firm', name: 'Microsoft' });
    const pass = await passOf(page);
    expect(await page.outcome(OidcArrive, { pass })).toBe('signed-in');
    expect(await page.whoAmI()).toBe(id);
    // From now on by the provider's own name for them, whatever their address becomes.
    house.sitDown({ sub: 'ms-nadia', email: 'nadia.autre@ailleurs.example', emailVerified: false });
    const later = portal();
    expect(await later.outcome(OidcArrive, { pass: await passOf(later) })).toBe('signed-in');
    expect(await later.whoAmI()).toBe(id);
  });

  test('R161 a client links a personal account while signed in, and comes in with it from then on; unlinked, it opens nothing', async () => {
    const { email, id } = await server.createPerson();
    house.sitDown({ sub: 'msa-client', email: 'claire@outlook.example', emailVerified: true });
    const stranger = portal();
    const unknown = await stranger.ask(OidcArrive, { pass: await passOf(stranger) });
    expect(unknown.body).toEqual({ outcome: 'unknown-identity', signedIn: false, provider: 'Microsoft' });

    const page = await portal().signIn(email);
    expect(await page.outcome(OidcLink, { pass: await passOf(page) })).toBe('linked');
    const again = portal();
    expect(await again.outcome(OidcArrive, { pass: await passOf(again) })).toBe('signed-in');
    expect(await again.whoAmI()).toBe(id);
    // Nobody else can have the same one.
    const other = await portal().signIn((await server.createPerson()).email);
    expect(await other.outcome(OidcLink, { pass: await passOf(other) })).toBe('taken');

    await again.ask(OidcUnlink, { provider: 'firm' });
    const gone = portal();
    expect(await gone.outcome(OidcArrive, { pass: await passOf(gone) })).toBe('unknown-identity');
  });

  test('A4 the provider’s word does not stand in for the person’s own second factor', async () => {
    const { email } = await server.createPerson({ email: 'factor@aubrac.example' });
    const { app } = await addTotp(await new Somebody(server).signIn(email), Date.now);
    house.sitDown({ sub: 'ms-factor', email, emailVerified: true });
    const page = portal();
    const { body } = await page.ask(OidcArrive, { pass: await passOf(page) });
    expect(body).toMatchObject({ outcome: 'factor', signedIn: false });
    expect(page.signedIn).toBe(false);
    if (body?.outcome !== 'factor') throw new Error('no half-session');
    const code = app.code(Date.now() + 30_000);
    expect(await page.outcome(SignInFactor, { half: body.half, proof: { way: 'totp', code } })).toBe('signed-in');
  });

  test('R161 the code is shown with its verifier and our secret, to the provider it came from', async () => {
    const page = portal();
    const url = new URL(await begin(page, 'liar'));
    const before = liar.asked.length;
    await comeBack(page, liar.signIn(url.href));
    const [asked] = liar.asked.slice(before);
    expect(url.searchParams.get('code_challenge_method')).toBe('S256');
    expect(
      createHash('sha256')
        .update(asked?.form.get('code_verifier') ?? '')
        .digest('base64url'),
    ).toBe(url.searchParams.get('code_challenge'));
    expect(asked?.form.get('redirect_uri')).toBe(callback);
    expect(Buffer.from(asked?.authorization.replace('Basic ', '') ?? '', 'base64').toString()).toBe(
      `navette:${encodeURIComponent(CLIENT.clientSecret)}`,
    );
    for (const name of ['client_secret', 'code_verifier']) expect(url.searchParams.has(name)).toBe(false);
  });

  test('R161 a provider that is down stops nobody else, and is said to be', async () => {
    expect(await portal().outcome(OidcBegin, { provider: 'silent' })).toBe('provider-silent');
    expect((await portal().ask(OidcBegin, { provider: 'invented' })).problem).toBe('not-found');
  });
});

describe('A5: what a lying provider or a thief in the middle gets', { timeout: 30_000 }, () => {
  let page: Somebody;
  let url: string;
  beforeEach(async () => {
    if (!server.directory.personByEmail('victime@aubrac.example')) await server.createPerson({ email: 'victime@aubrac.example' });
    page = portal();
    url = await begin(page, 'liar');
  });

  const now = Math.floor(Date.now() / 1000);
  const victim = { email: 'victime@aubrac.example', email_verified: true };
  test.each<[string, ProviderLies]>([
    ['a token of another issuer', { claims: { iss: 'https://login.microsoftonline.com/common/v2.0' } }],
    ['a token for another client', { claims: { aud: 'somebody-else' } }],
    ['a token for us and for others', { claims: { aud: [CLIENT.clientId, 'somebody-else'] } }],
    ['a token another client was authorized for', { claims: { azp: 'somebody-else' } }],
    ['a nonce of another sign-in', { claims: { nonce: 'another' } }],
    ['no nonce', { without: ['nonce'] }],
    ['no subject', { without: ['sub'] }],
    ['an empty subject', { claims: { sub: '' } }],
    ['a token that is over', { claims: { iat: now - 7200, exp: now - 3600 } }],
    ['a token without an end', { without: ['exp'] }],
    ['a token of tomorrow', { claims: { nbf: now + 86_400 } }],
    ['no signature', { signature: 'none' }],
    ['a signature with our own secret', { signature: 'client-secret' }],
    ['a signature with another key', { signature: 'another-key' }],
    ['a refused code', { tokenStatus: 400 }],
    ['a redirect instead of tokens', { redirectsTokens: true }],
  ])('A5 %s opens nothing', async (_what, lies) => {
    liar.lie({ ...lies, claims: { ...victim, ...lies.claims } });
    expect(await comeBack(page, liar.signIn(url))).toBe('refused');
    expect(page.signedIn).toBe(false);
  });

  test('A5 mix-up: an answer that names another provider shows its code to nobody', async () => {
    for (const iss of [house.issuer, `${liar.issuer}/`, null]) {
      const before = liar.asked.length;
      const fresh = portal();
      expect(await comeBack(fresh, liar.signIn(await begin(fresh, 'liar'), { iss }))).toBe('refused');
      expect(liar.asked.length).toBe(before);
    }
  });

  test('A5 a provider that calls itself another issuer, or sends us elsewhere in plain text, is not asked at all', async () => {
    const other = await startTestServer({ oidc: [provider('liar', liar.issuer)] });
    try {
      liar.lie({ issuerInDescription: 'https://login.microsoftonline.com/common/v2.0' });
      expect(await new Somebody(other, other.origin).outcome(OidcBegin, { provider: 'liar' })).toBe('provider-silent');
      liar.lie({ tokenEndpoint: 'http://192.168.1.1/token' });
      expect(await new Somebody(other, other.origin).outcome(OidcBegin, { provider: 'liar' })).toBe('provider-silent');
    } finally {
      await other.close();
    }
  });

  test('A5 a state is used once: replayed, guessed, or missing, it opens nothing', async () => {
    liar.lie({ claims: victim });
    const back = liar.signIn(url);
    const pass = await comeBack(page, back);
    expect(pass).toMatch(/^[\w-]{43}$/);
    expect(await comeBack(page, back)).toBe('refused');
    for (const state of ['x', 'A'.repeat(43), null]) {
      const fresh = portal();
      expect(await comeBack(fresh, liar.signIn(await begin(fresh, 'liar'), { state }))).toBe('refused');
    }
    expect(await page.outcome(OidcArrive, { pass })).toBe('signed-in');
    expect(await portal().outcome(OidcArrive, { pass })).toBe('spent');
  });

  test('A5 a sign-in ends in the browser it began in: a link signs nobody in as somebody else', async () => {
    liar.lie({ claims: victim });
    const back = liar.signIn(url);
    const elsewhere = portal();
    // Another browser, with a mark of its own or none.
    expect(await comeBack(elsewhere, back)).toBe('refused');
    const [attacker, other] = [portal(), portal()];
    const pass = await comeBack(attacker, liar.signIn(await begin(attacker, 'liar')));
    await begin(other, 'liar');
    expect(await other.outcome(OidcArrive, { pass })).toBe('spent');
    expect(other.signedIn).toBe(false);
    // It was taken by the attempt: not even where it began.
    expect(await attacker.outcome(OidcArrive, { pass })).toBe('spent');
  });

  test('A5 the way back leads to our own page, whatever the request asks for; an error of the provider too', async () => {
    for (const more of [
      { redirectTo: 'https://attacker.example', callbackURL: 'https://attacker.example', state: null },
      { code: null, error: 'access_denied', error_uri: 'https://attacker.example' },
    ]) {
      const fresh = portal();
      expect(await comeBack(fresh, liar.signIn(await begin(fresh, 'liar'), more), { host: new URL(server.origin).host })).toBe('refused');
    }
    const { body } = await portal().ask(OidcBegin, { provider: 'liar', redirectTo: 'https://attacker.example' } as never);
    if (body?.outcome !== 'go') throw new Error('does not begin');
    expect(new URL(body.url).searchParams.get('redirect_uri')).toBe(callback);
  });

  test('A5 no other site begins or ends it, and an extension goes through the portal', async () => {
    const extension = new Somebody(server, TEST_EXTENSION_ORIGIN);
    expect((await extension.ask(OidcBegin, { provider: 'liar' })).problem).toBe('not-found');
    for (const origin of ['https://attacker.example', 'null']) {
      const foreign = new Somebody(server, origin);
      expect((await foreign.ask(OidcBegin, { provider: 'liar' })).status).toBe(403);
      expect((await foreign.ask(OidcArrive, { pass: 'A'.repeat(43) })).status).toBe(403);
    }
  });
});

describe('A5: an address takes over no account', { timeout: 30_000 }, () => {
  const arrive = async (claims: Record<string, unknown>): Promise<{ outcome: string | null; page: Somebody }> => {
    liar.lie({ claims });
    const page = portal();
    const pass = await comeBack(page, liar.signIn(await begin(page, 'liar')));
    return { outcome: await page.outcome(OidcArrive, { pass }), page };
  };

  test.each([
    ['an address the provider has not verified', 'claire@aubrac.example', false],
    ['"true" in letters', 'claire@aubrac.example', 'true'],
    ['no word about it', 'claire@aubrac.example', undefined],
    ['a verified address of a domain nobody declared', 'claire@bonnefoy.example', true],
    ['a domain that only ends alike', 'claire@not-aubrac.example', true],
    ['a domain that begins alike', 'claire@aubrac.example.attacker.example', true],
    ['two at signs', 'claire@bonnefoy.example@aubrac.example', true],
  ])('A5 %s opens nothing', async (what, email, verified) => {
    if (!server.directory.personByEmail(email)) await server.createPerson({ email });
    const { outcome, page } = await arrive({
      sub: `take-over ${what}`,
      email: email.includes('@bonnefoy.example@') ? 'x@claire@aubrac.example' : email,
      email_verified: verified,
    });
    expect(outcome).toBe('unknown-identity');
    expect(page.signedIn).toBe(false);
  });

  test('A5 an account whose address nobody had proved loses password and sessions to the one who proves it', async () => {
    const { email, id } = await server.createPerson({ email: 'squat@aubrac.example' });
    const table = new DatabaseSync(`${server.data}/identity.sqlite`, { timeout: 5000 });
    table.prepare('UPDATE user SET emailVerified = 0 WHERE id = ?').run(id);
    table.close();
    const squatter = await new Somebody(server).signIn(email);
    const { outcome, page } = await arrive({ sub: 'the-owner', email, email_verified: true });
    expect(outcome).toBe('signed-in');
    expect(await page.whoAmI()).toBe(id);
    expect(await squatter.whoAmI()).toBeNull();
    expect(await new Somebody(server).outcome(SignIn, { email, password: TEST_PASSWORD })).toBe('wrong');
  });

  test('A5 somebody who has left the firm does not come back by their provider', async () => {
    const { email, id } = await server.createPerson({ email: 'parti@aubrac.example' });
    expect((await arrive({ sub: 'gone', email, email_verified: true })).outcome).toBe('signed-in');
    await server.remove(id);
    expect((await arrive({ sub: 'gone', email, email_verified: true })).outcome).toBe('unknown-identity');
  });

  test('O1 no code, state, pass, address or secret of it reaches the log', () => {
    const log = server.logLines.join('');
    expect(log).toContain('oidc-refused');
    for (const word of ['the-code', CLIENT.clientSecret, 'aubrac.example', 'subject-1', 'ms-nadia']) expect(log).not.toContain(word);
  });
});
afterEach(() => liar.lie({}));
