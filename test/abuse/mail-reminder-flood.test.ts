/**
 * ⑪ The reminder of a migration as somebody on the firm's side, or with their session, might abuse it: to flood a mailbox, to
 * carry a link or markup, to write a header. What is shown before is what leaves, and both are tame.
 */
import { MigrationRemind, MigrationReminderPreview } from '@navette/protocol/staff-migrations';
import type { DossierId } from '@navette/kernel/ids';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { askCommand, lettersTo } from '../support/mover.ts';

let server: TestServer;
let token: string;
beforeAll(async () => {
  server = await startTestServer();
  token = await server.signIn('nadia.ferrand@demo.navette.example');
});
afterAll(() => server.close());

async function victim(company: string): Promise<{ readonly email: string; readonly dossier: DossierId }> {
  const dossier = server.createDossier(company);
  await server.grant(server.users.nadia, dossier, { side: 'staff' });
  const { id, email } = await server.createPerson({ name: '<img src=x onerror=alert(1)>', migration: 'not-started' });
  await server.grant(id, dossier, { side: 'client', deposit: ['common'], read: [], archive: [], accounts: 'none', admin: false });
  return { email, dossier };
}

test('mail-reminder-flood a hundred requests at once, from several sessions, send one letter', async () => {
  const { email, dossier } = await victim('Optique Dancet');
  const sessions = [
    token,
    await server.signIn('nadia.ferrand@demo.navette.example'),
    await server.signIn('julien.mercier@demo.navette.example'),
  ];
  const asked = Array.from({ length: 100 }, (_, n) =>
    askCommand(server, MigrationRemind, { dossiers: [dossier, dossier], note: `${n}` }, sessions[n % 3]),
  );
  const outcomes = (await Promise.all(asked)).flatMap(({ said }) =>
    'results' in said ? said.results.map(({ outcome }) => outcome) : ['problem'],
  );
  expect(outcomes.filter((outcome) => outcome === 'sent')).toHaveLength(1);
  expect(outcomes.filter((outcome) => outcome === 'skipped')).toHaveLength(99);
  expect(lettersTo(server.data, email)).toHaveLength(1);
});

test('mail-reminder-flood a request names ten dossiers at most, and a note has its length', async () => {
  const { dossier } = await victim('Garage Perrolaz');
  const many = Array.from({ length: 11 }, () => dossier);
  expect((await askCommand(server, MigrationRemind, { dossiers: many, note: '' }, token)).said).toEqual({ problem: 'bad-request' });
  expect((await askCommand(server, MigrationRemind, { dossiers: [dossier], note: 'x'.repeat(401) }, token)).said).toEqual({
    problem: 'bad-request',
  });
});

test('mail-reminder-flood a note and a company’s name carry no link, no markup and no header, in the preview and in the letter alike', async () => {
  const { email, dossier } = await victim('<b>Halle</b> https://evil.example/a');
  const note = 'Cliquez <a href="https://evil.example">ici</a>\r\nBcc: all@evil.example\r\n\r\nhttp://evil.example/login';
  const shown = (await askCommand(server, MigrationReminderPreview, { dossier, note }, token)).said;
  await askCommand(server, MigrationRemind, { dossiers: [dossier], note }, token);
  const [letter] = lettersTo(server.data, email);
  expect({ subject: letter?.subject, text: letter?.text }).toEqual(shown);
  expect(`${letter?.subject} ${letter?.text} ${letter?.html}`).not.toMatch(/evil\.example/);
  expect(letter?.html).not.toMatch(/<a href="https?:\/\/evil|<b>Halle|onerror/);
  expect(letter?.subject).not.toMatch(/[\r\n]/);
  expect(letter?.to).toBe(email);
});
