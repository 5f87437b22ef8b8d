/** A8: the address moves only with a recent sign-in and a proved mailbox; the old mailbox takes it back for three days. */
import type { UserId } from '@navette/kernel/ids';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ForgotPassword, ResetPassword, SignIn, UndoEmail } from '@navette/protocol/identity';
import { ChangeEmail, ChangePassword, ConfirmEmail } from '@navette/protocol/own-account';
import { startTestServer, TEST_PASSWORD, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { lettersTo, linkIn } from '../support/letters-sent.ts';
import { addTotp, movingClock, Somebody } from '../support/somebody.ts';

const clock = movingClock();
const HOUR = 3600_000;
const NEW_PASSWORD = 'une longue phrase à moi';
let server: TestServer;
beforeAll(async () => void (server = await startTestServer({ clock })));
afterAll(() => server.close());

let n = 0;
const freshAddress = () => `nouvelle-${++n}@bonnefoy.example`;
const lastLetter = async (to: string): Promise<string> => {
  await server.identity.notices.settled();
  return lettersTo(server, to).at(-1)?.text ?? '';
};
const codeFor = async (to: string): Promise<string> => (/\b\d{4}\s?\d{4}\b/.exec(await lastLetter(to))?.[0] ?? '').replace(/\s/, '');

async function changed(): Promise<{ device: Somebody; from: string; to: string; undo: string; id: UserId }> {
  const { email: from, id } = await server.createPerson();
  const device = await new Somebody(server).signIn(from);
  const to = freshAddress();
  const begun = (await device.ask(ChangeEmail, { email: to })).body;
  if (begun?.outcome !== 'code-sent') throw new Error(`no code: ${begun?.outcome}`);
  expect(await device.outcome(ConfirmEmail, { request: begun.request, code: await codeFor(to) })).toBe('changed');
  return { device, from, to, id, undo: linkIn(await lastLetter(from), 'undo-email') };
}

describe('A8: an address is changed by its owner alone', { timeout: 30_000 }, () => {
  test('A8 the new mailbox is proved first; until then everything stays, and the person signs in with the old one', async () => {
    const { email } = await server.createPerson();
    const device = await new Somebody(server).signIn(email);
    const to = freshAddress();
    const begun = (await device.ask(ChangeEmail, { email: to })).body;
    if (begun?.outcome !== 'code-sent') throw new Error('no code');
    expect(await device.outcome(ConfirmEmail, { request: begun.request, code: '00000000' })).toBe('wrong');
    expect(server.directory.personByEmail(to)).toBeNull();
    // Somebody else cannot confirm it, whatever they hold.
    const other = await new Somebody(server).signIn((await server.createPerson()).email);
    expect(await other.outcome(ConfirmEmail, { request: begun.request, code: await codeFor(to) })).toBe('spent');
    expect(await device.outcome(ConfirmEmail, { request: begun.request, code: await codeFor(to) })).toBe('changed');
    expect(await new Somebody(server).outcome(SignIn, { email, password: TEST_PASSWORD })).toBe('wrong');
    expect(await new Somebody(server).outcome(SignIn, { email: to, password: TEST_PASSWORD })).toBe('signed-in');
  });

  test('A8 a sign-in older than ten minutes changes nothing', async () => {
    const device = await new Somebody(server).signIn((await server.createPerson()).email);
    clock.forward(10 * 60_000 + 1000);
    expect((await device.ask(ChangeEmail, { email: freshAddress() })).problem).toBe('step-up-needed');
    expect((await device.ask(ChangePassword, { current: TEST_PASSWORD, password: NEW_PASSWORD })).problem).toBe('step-up-needed');
  });

  test('A8 a step-up is a new session on the same device, and the one of before ends', async () => {
    const { email } = await server.createPerson();
    const device = await new Somebody(server).signIn(email);
    const [before, number] = [device.token, await server.enrol(device.token ?? '')];
    clock.forward(11 * 60_000);
    await device.signIn(email);
    expect(device.token).not.toBe(before);
    const old = new Somebody(server);
    old.token = before;
    expect(await old.whoAmI()).toBeNull();
    expect(await device.outcome(ChangeEmail, { email: freshAddress() })).toBe('code-sent');
    // The number goes on: the device speaks for it in its new session.
    expect((await server.auth.sessions.of(new Headers({ authorization: `Bearer ${device.token}` })))?.device).toBe(number);
  });

  test('A8 an address that is somebody’s here is taken, which only its owner can learn', async () => {
    const [mine, theirs] = [await server.createPerson(), await server.createPerson()];
    const device = await new Somebody(server).signIn(mine.email);
    const begun = (await device.ask(ChangeEmail, { email: theirs.email })).body;
    if (begun?.outcome !== 'code-sent') throw new Error('no code');
    expect(await device.outcome(ConfirmEmail, { request: begun.request, code: await codeFor(theirs.email) })).toBe('taken');
    expect(server.directory.person(mine.id)?.email).toBe(mine.email);
  });

  test('A8 other devices of the person are signed out, and the account room says the new address', async () => {
    const { email, id } = await server.createPerson();
    const [device, other] = [await new Somebody(server).signIn(email), await new Somebody(server).signIn(email)];
    const to = freshAddress();
    const begun = (await device.ask(ChangeEmail, { email: to })).body;
    if (begun?.outcome !== 'code-sent') throw new Error('no code');
    await device.ask(ConfirmEmail, { request: begun.request, code: await codeFor(to) });
    expect([await device.whoAmI(), await other.whoAmI()]).toEqual([id, null]);
    expect(server.directory.person(id)?.email).toBe(to);
  });
});

describe('A8: the old mailbox takes the address back for 72 hours', { timeout: 30_000 }, () => {
  test('A8 the link restores it, once; every session ends, and the password somebody may know opens nothing', async () => {
    const { device, from, to, undo } = await changed();
    const anybody = new Somebody(server);
    expect((await anybody.ask(UndoEmail, { token: undo })).body).toEqual({ outcome: 'undone', email: from });
    expect(await anybody.outcome(UndoEmail, { token: undo })).toBe('spent');
    expect(await device.whoAmI()).toBeNull();
    for (const email of [from, to]) expect(await anybody.outcome(SignIn, { email, password: TEST_PASSWORD })).toBe('wrong');
    // A new password comes by the old mailbox.
    await server.identity.notices.settled();
    const letters = lettersTo(server, from).map(({ text }) => text);
    const token = linkIn(letters.findLast((text) => text.includes('#/reset/')) ?? '', 'reset');
    expect(await anybody.outcome(ResetPassword, { token, password: NEW_PASSWORD })).toBe('done');
    expect(await anybody.outcome(SignIn, { email: from, password: NEW_PASSWORD })).toBe('signed-in');
  });

  test('A8 after 72 hours it restores nothing', async () => {
    const { undo } = await changed();
    clock.forward(72 * HOUR);
    expect(await new Somebody(server).outcome(UndoEmail, { token: undo })).toBe('spent');
  });

  test('A8 a thief who moves the address twice keeps no link that gives it back to them', async () => {
    const { device, from, to, undo } = await changed();
    await device.signIn(to);
    const third = freshAddress();
    const begun = (await device.ask(ChangeEmail, { email: third })).body;
    if (begun?.outcome !== 'code-sent') throw new Error('no code');
    await device.ask(ConfirmEmail, { request: begun.request, code: await codeFor(third) });
    const thiefs = linkIn(await lastLetter(to), 'undo-email');
    const anybody = new Somebody(server);
    expect(await anybody.outcome(UndoEmail, { token: undo })).toBe('undone');
    expect(await anybody.outcome(UndoEmail, { token: thiefs })).toBe('spent');
    expect(server.directory.personByEmail(from)).not.toBeNull();
  });

  test('A8 it never gives an address to a person when somebody else has it by then', async () => {
    const { from, to, undo, id } = await changed();
    await server.createPerson({ email: from });
    expect(await new Somebody(server).outcome(UndoEmail, { token: undo })).toBe('spent');
    expect(server.directory.person(id)?.email).toBe(to);
  });
});

describe('A8: what is done to an account is told', { timeout: 30_000 }, () => {
  test('A8 a sign-in from a device never seen is told; the first one ever and those of known devices are not', async () => {
    const { email } = await server.createPerson();
    const first = await new Somebody(server).signIn(email);
    await first.signIn(email);
    await server.identity.notices.settled();
    expect(lettersTo(server, email)).toEqual([]);
    await new Somebody(server).signIn(email);
    expect(await lastLetter(email)).toMatch(/new-sign-in|nouvel appareil|Connexion/);
  });

  test('A8 a changed password and a new factor are told, with no secret in the letter', async () => {
    const { email } = await server.createPerson();
    const device = await new Somebody(server).signIn(email);
    await device.ask(ChangePassword, { current: TEST_PASSWORD, password: NEW_PASSWORD });
    expect(await lastLetter(email)).toMatch(/Mot de passe changé/);
    const { recovery } = await addTotp(device, clock.now);
    expect(await lastLetter(email)).toMatch(/Application d’authentification ajoutée/);
    const all = lettersTo(server, email)
      .map(({ text }) => text)
      .join('');
    for (const secret of [NEW_PASSWORD, TEST_PASSWORD, device.token ?? '', ...recovery]) expect(all).not.toContain(secret);
  });
});

describe('A8: a reset link', { timeout: 30_000 }, () => {
  const resetLink = async (email: string): Promise<string> => {
    await new Somebody(server).ask(ForgotPassword, { email });
    return linkIn(await lastLetter(email), 'reset');
  };

  test('A8 opened by a scanner it is still good; used once it is not; a weak password does not spend it', async () => {
    const { email } = await server.createPerson();
    const token = await resetLink(email);
    // What a scanner does: it gets the page. The secret is after the #, and reaches no server.
    expect((await fetch(`${server.origin}/`)).status).toBeLessThan(500);
    const anybody = new Somebody(server);
    expect(await anybody.outcome(ResetPassword, { token, password: 'motdepasse1234' })).toBe('weak');
    expect(await anybody.outcome(ResetPassword, { token, password: NEW_PASSWORD })).toBe('done');
    expect(await anybody.outcome(ResetPassword, { token, password: `${NEW_PASSWORD} 2` })).toBe('spent');
    expect(await anybody.outcome(SignIn, { email, password: NEW_PASSWORD })).toBe('signed-in');
  });

  test('A8 it lives an hour, a newer one ends it, and every session ends when it is used', async () => {
    const { email } = await server.createPerson();
    const device = await new Somebody(server).signIn(email);
    const [first, second] = [await resetLink(email), await resetLink(email)];
    const anybody = new Somebody(server);
    expect(await anybody.outcome(ResetPassword, { token: first, password: NEW_PASSWORD })).toBe('spent');
    expect(await anybody.outcome(ResetPassword, { token: second, password: NEW_PASSWORD })).toBe('done');
    expect(await device.whoAmI()).toBeNull();
    const late = await resetLink(email);
    clock.forward(HOUR);
    expect(await anybody.outcome(ResetPassword, { token: late, password: NEW_PASSWORD })).toBe('spent');
  });

  test('A8 of two that come together one is served', async () => {
    const { email } = await server.createPerson();
    const token = await resetLink(email);
    const outcomes = await Promise.all(
      [1, 2, 3].map((i) => new Somebody(server).outcome(ResetPassword, { token, password: `${NEW_PASSWORD} ${i}` })),
    );
    expect(outcomes.toSorted()).toEqual(['done', 'spent', 'spent']);
  });

  test('A8 its secret stands nowhere but in the letter', async () => {
    const { email } = await server.createPerson();
    const token = await resetLink(email);
    const { DatabaseSync } = await import('node:sqlite');
    const table = new DatabaseSync(`${server.data}/identity.sqlite`, { readOnly: true });
    const kept = JSON.stringify(table.prepare('SELECT * FROM one_time_secret').all());
    table.close();
    expect(kept).not.toContain(token);
    expect(server.logLines.join('')).not.toContain(token);
  });
});
