/**
 * A7: a stranger who knows or guesses a client code and an invoice number (R066-R068). A mailbox is proved first, five wrong
 * tries a day are all a code gets, the answers tell nothing, the firm hears at once, and what existed before stays closed.
 */
import { access } from '@navette/rooms/access';
import type { Room } from '@navette/rooms/room-names';
import { makeId } from '@navette/kernel/ids';
import { migrationAskFirm, migrationClaim } from '@navette/protocol/migration';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { activate, askCommand, attach, claim, lettersTo, type Mover } from '../support/mover.ts';

let server: TestServer;
let now: number;
beforeEach(async () => {
  now = Date.now();
  server = await startTestServer({ clock: { now: () => now }, papers: true });
});
afterEach(() => server.close());

const stranger = (n = 1) => activate(server, `stranger-${n}@elsewhere.example`, `Stranger ${n}`);
const RIGHT = { clientCode: 'C20347', number: 'FA-2026-0347' };

test('A7 without a session, or with a mailbox that is not proved, there is no claim at all', async () => {
  const id = makeId<string>(now, crypto.getRandomValues(new Uint8Array(10)));
  const body = { ...RIGHT, id, terms: '2026-11', waited: 0 };
  expect((await askCommand(server, migrationClaim, body)).said).toEqual({ problem: 'sign-in-needed' });
  const token = await server.signIn('paul.delorme@demo.navette.example');
  expect((await askCommand(server, migrationClaim, body, token)).said).toEqual({ problem: 'forbidden' });
  expect((await askCommand(server, migrationAskFirm, RIGHT, token)).said).toEqual({ problem: 'forbidden' });
});

test('A7 a wrong code, a wrong number and a number of another company are one answer; five a day, whoever asks', async () => {
  const mover = await stranger();
  const wrong = [
    { clientCode: 'C20347', number: 'FA-2026-0001' },
    { clientCode: 'C20347', number: 'FA-2026-0311' },
    { clientCode: 'C20347', number: 'NAV-0000-0000' },
  ];
  for (const what of wrong) expect(await claim(server, mover, what)).toEqual({ outcome: 'not-found' });
  expect(await claim(server, mover, { clientCode: 'C99999', number: 'FA-2026-0347' })).toEqual({ outcome: 'not-found' });
  const other = await stranger(2);
  expect(await claim(server, other, { clientCode: 'c20347', number: 'FA-2026-0002' })).toEqual({ outcome: 'not-found' });
  expect(await claim(server, other, { clientCode: 'C 20347', number: 'FA-2026-0003' })).toEqual({ outcome: 'not-found' });
  // The sixth try is not looked at, right or not, from anybody.
  for (const who of [mover, other, await stranger(3)]) {
    const said = await claim(server, who, RIGHT);
    expect(said).toMatchObject({ outcome: 'too-many' });
    expect('wait' in said && said.wait).toBeGreaterThan(23 * 3600_000);
  }
  now += 24 * 3600_000 + 1;
  expect(await claim(server, { token: mover.token }, RIGHT)).toMatchObject({ outcome: 'attached' });
});

test('A7 a code that does not exist runs out the same way, and one person tries ten times in all', async () => {
  const mover = await stranger();
  for (let i = 0; i < 5; i++)
    expect(await claim(server, mover, { clientCode: 'C99999', number: `${i}` })).toEqual({ outcome: 'not-found' });
  expect(await claim(server, mover, { clientCode: 'C99999', number: '9' })).toMatchObject({ outcome: 'too-many' });
  for (let i = 0; i < 5; i++)
    expect(await claim(server, mover, { clientCode: `C9999${i}`, number: '1' })).toEqual({ outcome: 'not-found' });
  expect(await claim(server, mover, RIGHT)).toMatchObject({ outcome: 'too-many' });
  // Somebody else of the company is not kept out by it.
  expect(await claim(server, await stranger(2), RIGHT)).toMatchObject({ outcome: 'attached' });
});

test('A7 G21 the guess that succeeds opens nothing that existed: own box and the company’s users, and the firm hears at once', async () => {
  const mover = await stranger();
  expect(await claim(server, mover, RIGHT)).toMatchObject({ profile: 'administrator-to-confirm' });
  const { id } = server.directory.personByEmail(mover.email) ?? { id: '' as never };
  const membership = server.directory.membership(id);
  const dossier = server.directory.dossiers().find(({ name }) => name === 'Fromagerie des Aravelles')?.id;
  if (!membership || !dossier) throw new Error('nobody');
  const rooms: Room[] = [
    { kind: 'deposits', dossier, year: 2026, box: 'common' },
    { kind: 'processing', dossier, year: 2026, box: 'common' },
    { kind: 'receipts', dossier, box: 'common' },
    { kind: 'deposits', dossier, year: 2026, box: 'pay' },
    { kind: 'talk', dossier, box: 'common', side: 'client' },
    { kind: 'ledger', dossier },
    { kind: 'archive', dossier, box: 'common' },
    { kind: 'sendings', dossier, box: 'common' },
  ];
  expect(rooms.map((room) => access(room, membership))).toEqual(rooms.map(() => 'none'));
  expect(access({ kind: 'deposits', dossier, year: 2026, box: `own-${id}` }, membership)).toBe('write');
  expect(access({ kind: 'access', dossier }, membership)).toBe('read');
  expect(lettersTo(server.data, 'julien.mercier@demo.navette.example')).toHaveLength(1);
});

test('A7 two strangers do not open the dossier to each other', async () => {
  const [one, two] = [await stranger(1), await stranger(2)];
  await claim(server, one, RIGHT);
  expect(await claim(server, two, RIGHT)).toMatchObject({ profile: 'own-papers' });
  const right = rightOf(two);
  expect(right).toMatchObject({ read: [], archive: [], accounts: 'none', admin: false });
});

test('A7 a company whose administrator is known gives a stranger with its code and number nothing but a box of their own', async () => {
  const mover = await stranger();
  expect(await claim(server, mover, { clientCode: 'C20311', number: 'FA-2026-0311' })).toMatchObject({
    profile: 'own-papers',
    administrator: 'Claire Morel',
  });
  expect(rightOf(mover, 'Atelier Bonnefoy')).toMatchObject({ read: [], admin: false });
});

test('A7 twelve claims at the same moment, each sent twice, make one administrator', async () => {
  const movers = await Promise.all(Array.from({ length: 6 }, (_, i) => stranger(i)));
  const said = await Promise.all(
    movers.flatMap((mover) => [claim(server, mover, RIGHT), claim(server, mover, RIGHT), attach(server, mover)]),
  );
  expect(said.map((one) => one.outcome).filter((outcome) => outcome !== 'attached' && outcome !== 'to-claim')).toEqual([]);
  const administrators = movers.filter((mover) => rightOf(mover)?.admin);
  expect(administrators).toHaveLength(1);
});

function rightOf({ email }: Mover, company = 'Fromagerie des Aravelles') {
  const dossier = server.directory.dossiers().find(({ name }) => name === company)?.id;
  const user = server.directory.personByEmail(email)?.id;
  return dossier && user ? server.services.migration.attachments.held(user, dossier) : null;
}
