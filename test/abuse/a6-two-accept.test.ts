/** A6: of two who accept with the same link one comes in, once, with one account; whatever the order in which things happen. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { InvitationAccept, InvitationCode, UserAdd, UserDelete, type WantedRight } from '@navette/protocol/access-administration';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { ask, lastCode, lastLink, send, type Shows } from '../support/commands.ts';
import { CLAIRE } from '../support/server-device.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

const DEPOSIT: WantedRight = { deposit: ['common'], read: [], archive: [], accounts: 'none', admin: false, secured: [] };
const PASSWORD = 'un-mot-de-passe-choisi';
let server: TestServer;
let claire: Shows;
let made = 0;

beforeAll(async () => {
  server = await startTestServer();
  claire = await server.device(CLAIRE);
});
afterAll(() => server.close());

async function invited() {
  const email = `deux-${(made += 1)}@atelier.example`;
  const added = await ask(server, claire, UserAdd, { dossier: server.dossiers.bonnefoy, email, name: 'Deux Fois', right: DEPOSIT });
  return { email, token: lastLink(server, email), invitation: added.outcome === 'invited' ? added.invitation : '' };
}
async function proofFor(token: string, email: string) {
  const given = await ask(server, null, InvitationCode, { token });
  if (given.outcome !== 'sent') throw new Error(given.outcome);
  return { by: 'code' as const, id: given.id, code: lastCode(server, email) };
}
const accept = async (token: string, proof: unknown) =>
  ((await send(server, null, InvitationAccept, { token, proof, password: PASSWORD })).said as { outcome: string }).outcome;

describe('A6 two-accept', () => {
  test('A6 at the same moment, with the same code: one comes in, and there is one person', async () => {
    const { email, token } = await invited();
    const proof = await proofFor(token, email);
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => accept(token, proof)));
    expect(outcomes.filter((outcome) => outcome === 'accepted')).toHaveLength(1);
    expect(server.directory.people().filter((person) => person.email === email)).toHaveLength(1);
  });

  test('A6 one after the other: the second is told that it has been used', async () => {
    const { email, token } = await invited();
    expect(await accept(token, await proofFor(token, email))).toBe('accepted');
    expect(await ask(server, null, InvitationCode, { token })).toEqual({ outcome: 'closed' });
    expect(await accept(token, { by: 'code', id: 'x', code: '12345678' })).toBe('closed');
  });

  test('A6 withdrawn while the password is being hashed: nobody comes in', async () => {
    const { email, token, invitation } = await invited();
    const proof = await proofFor(token, email);
    const [outcome] = await Promise.all([
      accept(token, proof),
      ask(server, claire, UserDelete, { dossier: server.dossiers.bonnefoy, user: invitation }),
    ]);
    const person = server.directory.personByEmail(email);
    // Whichever was first: accepted and a person, or withdrawn and none.
    expect([outcome, person === null]).toSatisfy(([said, none]) => (said === 'accepted') !== none);
  });

  test('A6 invited by two companies, an address becomes one person with both accesses', async () => {
    const samira = await server.device('samira.benali@demo.navette.example');
    const { email, token } = await invited();
    await ask(server, samira, UserAdd, { dossier: server.dossiers.teppes, email, name: 'Deux Fois', right: DEPOSIT });
    const second = lastLink(server, email);
    expect(await accept(token, await proofFor(token, email))).toBe('accepted');
    expect(await accept(second, await proofFor(second, email))).toBe('accepted');
    const person = server.directory.personByEmail(email);
    expect(person && [...(server.directory.membership(person.id)?.dossiers.keys() ?? [])].toSorted()).toEqual(
      [server.dossiers.bonnefoy, server.dossiers.teppes].toSorted(),
    );
    await server.signIn(email, PASSWORD);
  });
});
