/** A6: a link in a letter is looked at by scanners, previews and colleagues; none of that uses it up or lets anybody in. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  InvitationAccept,
  InvitationCode,
  InvitationLook,
  InvitationRenew,
  UserAdd,
  AccessResend,
  type WantedRight,
} from '@navette/protocol/access-administration';
import type { UserId } from '@navette/kernel/ids';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { ask, lastCode, lastLink, lettersTo, send } from '../support/commands.ts';
import { CLAIRE } from '../support/server-device.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

const DEPOSIT: WantedRight = { deposit: ['common'], read: [], archive: [], accounts: 'none', admin: false, secured: [] };
const PASSWORD = 'un-mot-de-passe-choisi';
const DAY = 24 * 3600_000;
let now = Date.now();
let server: TestServer;
let claire: { token: string; user: UserId };
let made = 0;

async function invited(): Promise<{ email: string; token: string }> {
  const email = `invitee-${(made += 1)}@atelier.example`;
  await ask(server, claire, UserAdd, { dossier: server.dossiers.bonnefoy, email, name: 'Une Invitée', right: DEPOSIT });
  return { email, token: lastLink(server, email) };
}
const look = (token: string) => ask(server, null, InvitationLook, { token });
async function codeFor(token: string, email: string) {
  const given = await ask(server, null, InvitationCode, { token });
  if (given.outcome !== 'sent') throw new Error(given.outcome);
  return { by: 'code' as const, id: given.id, code: lastCode(server, email) };
}

beforeAll(async () => {
  server = await startTestServer({ clock: { now: () => now } });
  claire = await server.device(CLAIRE);
});
afterAll(() => server.close());

describe('A6 scanner-opens-link', () => {
  test('A6 a hundred looks use nothing up, make nobody and send nothing', async () => {
    const { email, token } = await invited();
    const [people, letters] = [server.directory.people().length, lettersTo(server, email).length];
    for (let i = 0; i < 100; i += 1) expect((await look(token)).state).toBe('open');
    expect(server.directory.people()).toHaveLength(people);
    expect(lettersTo(server, email)).toHaveLength(letters);
    const proof = await codeFor(token, email);
    expect((await send(server, null, InvitationAccept, { token, proof, password: PASSWORD })).said).toMatchObject({ outcome: 'accepted' });
  });

  test('A6 what opens the portal’s page by its address never shows the link to the server: it stands behind the hash', async () => {
    const { email } = await invited();
    const [letter] = lettersTo(server, email);
    const address = /http\S+/.exec(letter?.text ?? '')?.[0] ?? '';
    const seen = new URL(address);
    expect(seen.pathname + seen.search).toBe('/');
    expect(server.logLines.join('\n')).not.toContain(lastLink(server, email));
  });

  test('A6 holding the link is not enough: without the code of the mailbox nobody comes in', async () => {
    const { email, token } = await invited();
    const other = await invited();
    const theirs = await codeFor(other.token, other.email);
    const own = await codeFor(token, email);
    const tryWith = (proof: unknown) => send(server, null, InvitationAccept, { token, proof, password: PASSWORD });
    expect((await tryWith({ by: 'session' })).said).toEqual({ outcome: 'other-address' });
    expect((await tryWith({ ...own, code: '00000000' })).said).toMatchObject({ outcome: 'wrong-code' });
    expect((await tryWith(theirs)).said, 'a code of another mailbox').toEqual({ outcome: 'code-spent' });
    expect((await send(server, claire, InvitationAccept, { token, proof: { by: 'session' }, password: PASSWORD })).said).toEqual({
      outcome: 'other-address',
    });
    expect(server.directory.personByEmail(email)).toBeNull();
    expect((await tryWith(own)).said).toMatchObject({ outcome: 'accepted' });
  });

  test('A6 a weak or short password costs neither the link nor the code', async () => {
    const { email, token } = await invited();
    const proof = await codeFor(token, email);
    for (const password of [null, '', 'court', 'azertyuiop123', '123456789012345', 'aaaaaaaaaaaaaa'])
      expect((await send(server, null, InvitationAccept, { token, proof, password })).said).toEqual({ outcome: 'weak-password' });
    expect((await send(server, null, InvitationAccept, { token, proof, password: PASSWORD })).said).toMatchObject({ outcome: 'accepted' });
  });

  test('A6 links are kept as hashes: the database holds none that opens', async () => {
    const { token } = await invited();
    const files = ['identity.sqlite', 'identity.sqlite-wal'].map((name) => readFileSync(path.join(server.data, name)).toString('latin1'));
    for (const file of files) expect(file).not.toContain(token);
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
  });

  test('A6 after 72 hours a link opens nothing; another is sent to the same address and to no other, and the older one is replaced', async () => {
    const { email, token } = await invited();
    const proof = await codeFor(token, email);
    now += 3 * DAY + 1;
    expect(await look(token)).toMatchObject({ state: 'expired', renewable: true, by: 'Claire Morel', company: 'Atelier Bonnefoy' });
    expect((await send(server, null, InvitationAccept, { token, proof, password: PASSWORD })).said).toEqual({ outcome: 'closed' });
    expect(await ask(server, null, InvitationCode, { token })).toEqual({ outcome: 'closed' });
    expect(await ask(server, null, InvitationRenew, { token })).toEqual({ outcome: 'sent', letter: 'sent' });
    expect(await look(token)).toMatchObject({ state: 'replaced', renewable: false });
    expect(await ask(server, null, InvitationRenew, { token }), 'not twice in a minute').toEqual({ outcome: 'closed' });
    const fresh = lastLink(server, email);
    expect(fresh).not.toBe(token);
    expect((await look(fresh)).state).toBe('open');
    now += 31 * DAY;
    expect(await look(token)).toMatchObject({ state: 'replaced', renewable: false });
  });

  test('A6 the same holds for a link back in: a scanner changes no password', async () => {
    const email = 'hugo.lambert@demo.navette.example';
    const about = { dossier: server.dossiers.bonnefoy, user: server.users.hugo };
    await ask(server, claire, AccessResend, about);
    const token = lastLink(server, email);
    for (let i = 0; i < 20; i += 1) await look(token);
    await server.signIn(email);
    // Signed in with that address, a click is enough, and the password stays.
    const hugo = await server.device(email);
    expect(await ask(server, hugo, InvitationLook, { token })).toMatchObject({ session: 'same', password: false });
    expect((await send(server, hugo, InvitationAccept, { token, proof: { by: 'session' }, password: null })).said).toMatchObject({
      outcome: 'accepted',
      signedIn: false,
    });
    await server.signIn(email);
    expect((await look(token)).state).toBe('used');
  });

  test.each(['', 'x', 'a'.repeat(43), 'A'.repeat(44), '../../../etc/passwd', '%00'.repeat(14) + 'a'])(
    'A6 a link that nobody sent is unknown: %j',
    async (token) => {
      for (const command of [InvitationLook, InvitationCode, InvitationRenew]) {
        const { status, said } = await send(server, null, command, { token });
        expect([status, JSON.stringify(said)]).toSatisfy(([code, text]) => code === 400 || /"unknown"|"closed"/.test(String(text)));
      }
    },
  );
});
