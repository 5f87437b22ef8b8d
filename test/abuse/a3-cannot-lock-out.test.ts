/** A3: guessing is slow, and guessing at somebody keeps nobody out but the one who guesses. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ForgotPassword, SignIn } from '@navette/protocol/identity';
import { ChangePassword } from '@navette/protocol/own-account';
import { startTestServer, TEST_PASSWORD, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { movingClock, Somebody } from '../support/somebody.ts';

const clock = movingClock();
const MINUTE = 60_000;
let server: TestServer;
beforeAll(async () => void (server = await startTestServer({ clock, proxies: ['127.0.0.1', '::1', '::ffff:127.0.0.1'] })));
afterAll(() => server.close());

const from = (network: string, mark: string | null = null): Somebody => {
  const somebody = new Somebody(server);
  [somebody.network, somebody.mark] = [network, mark];
  return somebody;
};
const guess = async (email: string, network: string, password = 'not the password'): Promise<number> =>
  (await from(network).ask(SignIn, { email, password })).status;

describe('A3: no account can be locked from outside', { timeout: 30_000 }, () => {
  test('A3 the waits grow from a second to five minutes and no further, for the account and the network that failed', async () => {
    const { email } = await server.createPerson();
    const waits: number[] = [];
    for (let i = 0; i < 16; i++) {
      const { status, headers } = await from('198.51.100.1').ask(SignIn, { email, password: `wrong ${i}` });
      if (status === 200) continue;
      const wait = Number(headers.get('retry-after'));
      waits.push(wait);
      clock.forward(wait * 1000);
    }
    expect(waits.slice(0, 4)).toEqual([1, 2, 4, 8]);
    expect(Math.max(...waits)).toBeLessThanOrEqual(300);
    // The owner is somewhere else, with the right password.
    expect(await guess(email, '203.0.113.9', TEST_PASSWORD)).toBe(200);
  });

  test('A3 a device that has signed in before is not held up by guesses from its own network, nor by others’ devices', async () => {
    const [claire, paul] = [await server.createPerson(), await server.createPerson()];
    const network = '198.51.100.2';
    const office = await from(network).signIn(claire.email);
    const pauls = await from(network).signIn(paul.email);
    let status = 200;
    for (let i = 0; status === 200 && i < 30; i++) status = await guess(claire.email, network);
    expect(status).toBe(429);
    // Somebody new on that network waits, even with the right password; the known device does not.
    expect(await guess(claire.email, network, TEST_PASSWORD)).toBe(429);
    const again = from(network, office.mark);
    expect(await again.outcome(SignIn, { email: claire.email, password: TEST_PASSWORD })).toBe('signed-in');
    // A mark is its account's: with Paul's one waits as everybody does.
    expect((await from(network, pauls.mark).ask(SignIn, { email: claire.email, password: TEST_PASSWORD })).status).toBe(429);
    // And the lane is no licence: its own failures are counted in it.
    let own = 200;
    for (let i = 0; own === 200 && i < 10; i++)
      own = (await from(network, again.mark).ask(SignIn, { email: claire.email, password: 'forgotten' })).status;
    expect(own).toBe(429);
  });

  test('A3 a mark opens nothing, changes at each sign-in, and one that somebody planted is worth nothing to them afterwards', async () => {
    const [victim, thief] = [await server.createPerson(), await server.createPerson()];
    const planted = (await from('203.0.113.1').signIn(thief.email)).mark;
    const browser = await from('203.0.113.2', planted).signIn(victim.email);
    expect(browser.mark).not.toBe(planted);
    const only = from('203.0.113.1', planted);
    expect(await only.whoAmI()).toBeNull();
    const known = server.identity.known;
    const shown = (mark: string | null) => new Headers({ 'navette-known': mark ?? '' });
    expect([known.isOf(shown(planted), victim.id), known.isOf(shown(browser.mark), victim.id)]).toEqual([false, true]);
  });

  test('A3 twenty failures slow a whole network down, whoever it tries; other networks notice nothing', async () => {
    const people = await Promise.all(Array.from({ length: 21 }, () => server.createPerson()));
    const guesses = await Promise.all(people.slice(0, 20).map(({ email }) => guess(email, '198.51.100.3')));
    expect(new Set(guesses)).toEqual(new Set([200]));
    expect(await guess(people[20]?.email ?? '', '198.51.100.3')).toBe(429);
    expect(await guess(people[20]?.email ?? '', '198.51.100.4', TEST_PASSWORD)).toBe(200);
  });

  test('A3 an unknown address takes the answer and the work of a known one', async () => {
    const { email } = await server.createPerson();
    const time = async (address: string): Promise<number> => {
      const begun = performance.now();
      const { body } = await from('203.0.113.77').ask(SignIn, { email: address, password: 'not the password' });
      expect(body).toEqual({ outcome: 'wrong', signedIn: false });
      return performance.now() - begun;
    };
    await time('first@nowhere.example');
    const [known, unknown]: [number[], number[]] = [[], []];
    for (let i = 0; i < 4; i++) {
      known.push(await time(email));
      unknown.push(await time(`nobody-${i}@nowhere.example`));
    }
    // Both do the slow hash; without it an answer takes a few milliseconds. The best of each: a busy machine only adds.
    const [a, b] = [Math.min(...known), Math.min(...unknown)];
    expect(Math.min(a, b) / Math.max(a, b)).toBeGreaterThan(0.2);
  });

  test('A3 letters asked for at somebody’s address: three an hour from one network, and the answer never tells who is known', async () => {
    const { email } = await server.createPerson();
    for (const address of [email, 'nobody@nowhere.example']) {
      const answers = [];
      for (let i = 0; i < 4; i++) answers.push((await from('203.0.113.5').ask(ForgotPassword, { email: address })).status);
      expect(answers).toEqual([200, 200, 200, 429]);
    }
    // From elsewhere its owner is served.
    expect(await from('203.0.113.6').outcome(ForgotPassword, { email })).toBe('sent');
    clock.forward(60 * MINUTE);
    expect(await from('203.0.113.5').outcome(ForgotPassword, { email })).toBe('sent');
  });

  test('A3 a password that everybody chooses is refused when it is changed', async () => {
    const device = await from('203.0.113.8').signIn((await server.createPerson()).email);
    for (const password of ['motdepasse1234', '123456789012345', 'aaaaaaaaaaaa'])
      expect(await device.outcome(ChangePassword, { current: TEST_PASSWORD, password })).toBe('weak');
    expect((await device.ask(ChangePassword, { current: TEST_PASSWORD, password: 'court' })).problem).toBe('bad-request');
    expect(await device.outcome(ChangePassword, { current: 'not it', password: 'une longue phrase à moi' })).toBe('wrong');
    expect(await device.outcome(ChangePassword, { current: TEST_PASSWORD, password: 'une longue phrase à moi' })).toBe('changed');
  });
});
