/** R072: what a payroll or tax product posts by HTTP, as devices of the firm and of the company then see it. */
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Sending, SENDING_KINDS } from '@navette/rooms/records';
import { roomName } from '@navette/rooms/room-names';
import * as v from 'valibot';
import * as Y from 'yjs';
import { CLAIRE, NADIA, serverDevice } from '../support/server-device.ts';
import { askCommand, dsn, JULIEN, makeKey, postSending, readSending } from '../support/payroll-product.ts';
import { first } from '@navette/device/testing/test-device';
import { DEMO_COMPANIES } from '../../sync-server/src/demo/demo-companies.ts';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let server: TestServer;
let key: string;
beforeAll(async () => {
  server = await startTestServer();
  ({ key } = await makeKey(server, JULIEN, { owner: 'firm', dossiers: 'all' }));
});
afterAll(() => server.close());

/** What the log says of a dossier's room of sendings. */
async function inRoom(box: 'pay' | 'common', of: TestServer = server): Promise<Sending[]> {
  const doc = new Y.Doc();
  for (const entry of await of.roomLog.room(roomName({ kind: 'sendings', dossier: of.dossiers.bonnefoy, box }), 0))
    Y.applyUpdate(doc, entry.bytes);
  return [...doc.getMap('sendings').values()].map((value) => v.parse(Sending, value));
}

describe('R072 a declaration sent from payroll', () => {
  test('R072 is visible to the company and to the firm, with each of its states as it comes', async () => {
    const made = await postSending(server, key, dsn());
    expect(made).toMatchObject({
      status: 201,
      said: { outcome: 'created', late: [], sending: { reference: 'DSN-2026-10', state: 'sent' } },
    });
    const [claire, nadia] = [await serverDevice(server.origin, CLAIRE), await serverDevice(server.origin, NADIA)];
    for (const device of [claire, nadia]) {
      const [seen] = await first(device.library.sendings(server.dossiers.bonnefoy));
      expect(seen).toMatchObject({
        box: 'pay',
        sending: { kind: 'dsn', product: 'Paie Pro', recipient: 'Net-entreprises', period: '2026-10' },
      });
      expect(seen?.sending.states.map(({ state }) => state)).toEqual(['sent']);
    }
    const rejected = { state: 'rejected', at: '2026-11-05T09:00:00Z', detail: 'Le SIRET de l’établissement n’est pas reconnu.' };
    expect(await postSending(server, key, dsn({ states: [rejected] }))).toMatchObject({ status: 200, said: { outcome: 'updated' } });
    await claire.sync.syncNow();
    const [seen] = await first(claire.library.sendings(null));
    expect(seen?.sending.states.map(({ state, detail }) => [state, detail ?? null])).toEqual([
      ['sent', null],
      ['rejected', 'Le SIRET de l’établissement n’est pas reconnu.'],
    ]);
  });

  test('R072 somebody who may not see the company’s wages sees no DSN and no payslip, and sees the VAT return where they may read', async () => {
    await postSending(server, key, dsn({ reference: 'CA3-2026-10', kind: 'vat', title: 'TVA CA3 d’octobre 2026', recipient: 'DGFiP' }));
    const person = await server.createPerson({ name: 'Lecteur', email: 'lecteur@demo.navette.example' });
    await server.grant(person.id, server.dossiers.bonnefoy, {
      side: 'client',
      deposit: ['common'],
      read: ['common'],
      archive: [],
      accounts: 'none',
      admin: false,
    });
    const device = await serverDevice(server.origin, person.email);
    expect((await first(device.library.sendings(null))).map(({ sending }) => sending.kind)).toEqual(['vat']);
    const hugo = await serverDevice(server.origin, 'hugo.lambert@demo.navette.example');
    expect(await first(hugo.library.sendings(null))).toEqual([]);
  });

  test('R072 posted again, twice at once, or in another order, it is one sending with one history', async () => {
    const body = dsn({ reference: 'DSN-2026-09', period: '2026-09', states: [{ state: 'prepared', at: '2026-10-01T08:00:00Z' }] });
    const all = await Promise.all([1, 2, 3, 4, 5].map(() => postSending(server, key, body)));
    expect(all.map(({ said }) => said['outcome']).toSorted()).toEqual(['created', 'unchanged', 'unchanged', 'unchanged', 'unchanged']);
    const history = ['received', 'sent', 'prepared'].map((state) => ({ state, at: '2026-10-02T08:00:00Z' }));
    expect((await postSending(server, key, { ...body, states: history })).said).toMatchObject({ outcome: 'updated' });
    expect((await postSending(server, key, { ...body, states: history })).said).toMatchObject({ outcome: 'unchanged' });
    const of = (await inRoom('pay')).filter(({ reference }) => reference === 'DSN-2026-09');
    expect(of.map(({ states }) => states.map(({ state }) => state))).toEqual([['prepared', 'sent', 'received']]);
  });

  test('R072 accepted stays accepted: the contrary is refused, and only a sending that corrects it goes on', async () => {
    const body = dsn({ reference: 'IS-2025', kind: 'corporate-tax', period: '2025' });
    await postSending(server, key, { ...body, states: [{ state: 'accepted', at: '2026-05-05T08:00:00Z' }] });
    const contrary = { ...body, states: [{ state: 'rejected', at: '2026-05-06T08:00:00Z', detail: 'Erreur' }] };
    expect(await postSending(server, key, contrary)).toEqual({ status: 409, said: { refused: 'final' } });
    const correction = await postSending(server, key, { ...body, reference: 'IS-2025-R', corrects: 'IS-2025' });
    expect(correction).toMatchObject({ status: 201, said: { sending: { corrects: 'IS-2025', state: 'sent' } } });
    const [whole] = (await inRoom('common')).filter(({ reference }) => reference === 'IS-2025-R');
    expect(whole?.corrects).toMatch(/^[0-9a-f-]{36}$/);
    for (const corrects of ['IS-1999', 'IS-2025-R2'])
      expect((await postSending(server, key, { ...body, reference: 'IS-2025-R2', corrects })).said).toEqual({
        refused: 'unknown-correction',
      });
  });

  test('a reference is that of one declaration: another kind or month under it is refused, another title renames nothing', async () => {
    await postSending(server, key, dsn({ reference: 'R1', period: '2026-08' }));
    expect((await postSending(server, key, dsn({ reference: 'R1', period: '2026-07' }))).said).toEqual({ refused: 'other-sending' });
    expect((await postSending(server, key, dsn({ reference: 'R1', period: '2026-08', kind: 'vat' }))).said).toEqual({
      refused: 'other-sending',
    });
    await postSending(server, key, dsn({ reference: 'R1', period: '2026-08', title: 'Autre nom' }));
    expect((await inRoom('pay')).filter(({ reference }) => reference === 'R1').map(({ title }) => title)).toEqual([
      'DSN mensuelle d’octobre 2026',
    ]);
  });

  test('the product reads back what it posted, and nothing of what another product posted', async () => {
    const read = await readSending(server, key, 'DSN-2026-10');
    expect(read).toMatchObject({ status: 200, said: { sendings: [{ reference: 'DSN-2026-10', state: 'rejected', kind: 'dsn' }] } });
    const other = await makeKey(server, JULIEN, { owner: 'firm', dossiers: 'all' }, 'Fiscal Plus');
    expect(await readSending(server, other.key, 'DSN-2026-10')).toMatchObject({ status: 404, said: { problem: 'not-found' } });
    expect((await readSending(server, key, 'nothing-of-that-name')).status).toBe(404);
  });

  test('a new key of the same product goes on where the former one stopped', async () => {
    const former = await makeKey(server, JULIEN, { owner: 'firm', dossiers: 'all' }, 'Social Net');
    await postSending(server, former.key, dsn({ reference: 'S-1' }));
    await askCommand(server, await server.signIn(JULIEN), 'revoke-api-key', { id: former.id });
    const next = await makeKey(server, JULIEN, { owner: 'firm', dossiers: 'all' }, 'social net');
    const accepted = dsn({ reference: 'S-1', states: [{ state: 'accepted', at: '2026-11-06T08:00:00Z' }] });
    expect((await postSending(server, next.key, accepted)).said).toMatchObject({ outcome: 'updated' });
  });

  test('the company is found by SIREN, SIRET or the firm’s own code, spaces or not', async () => {
    const table = new DatabaseSync(path.join(server.data, 'identity.sqlite'));
    table.prepare('UPDATE dossier SET client_code = ? WHERE id = ?').run('C20418', server.dossiers.bonnefoy);
    table.close();
    const { siren } = DEMO_COMPANIES.bonnefoy;
    for (const company of [{ clientCode: 'C20418' }, { siret: `${siren}00017` }, { siren: `${siren.slice(0, 3)} ${siren.slice(3)}` }])
      expect((await postSending(server, key, dsn({ company }))).said).toMatchObject({ outcome: 'unchanged' });
  });

  test('of two dossiers with one SIREN the client code tells which, and the SIREN alone is refused', async () => {
    const table = new DatabaseSync(path.join(server.data, 'identity.sqlite'));
    server.directory.addDossier({ name: 'Delorme Immobilier', siren: DEMO_COMPANIES.delorme.siren });
    table.prepare('UPDATE dossier SET client_code = ? WHERE id = ?').run('D1', server.dossiers.delorme);
    table.close();
    const body = dsn({ reference: 'D-1', company: { siren: DEMO_COMPANIES.delorme.siren } });
    expect(await postSending(server, key, body)).toEqual({ status: 409, said: { refused: 'several-companies' } });
    expect((await postSending(server, key, { ...body, company: { clientCode: 'D1' } })).said).toMatchObject({ outcome: 'created' });
  });

  test('every kind of sending the rooms know can be posted', async () => {
    for (const kind of SENDING_KINDS)
      expect((await postSending(server, key, dsn({ reference: `K-${kind}`, kind }))).said, kind).toMatchObject({ outcome: 'created' });
  });
});

describe('what a crash leaves', () => {
  test('a post whose room was not written before the server died is in its room after the next start, once', async () => {
    const own = await startTestServer();
    const made = await makeKey(own, JULIEN, { owner: 'firm', dossiers: 'all' });
    await postSending(own, made.key, dsn());
    await own.stop();
    // As if killed between the table and the room: the state that came last is in the table alone.
    const table = new DatabaseSync(path.join(own.data, 'identity.sqlite'));
    const row = table.prepare('SELECT id, record FROM sending').get();
    const record = v.parse(Sending, JSON.parse(String(row?.['record'])));
    const later: Sending = { ...record, states: [...record.states, { state: 'received', at: (record.states[0]?.at ?? 0) + 1 }] };
    table.prepare('UPDATE sending SET record = ?, written = 0 WHERE id = ?').run(JSON.stringify(later), String(row?.['id']));
    table.close();
    const again = await startTestServer({ data: own.data });
    await expect.poll(async () => (await inRoom('pay', again)).map(({ states }) => states.at(-1)?.state)).toEqual(['received']);
    // The product, which heard nothing, posts again: nothing more happens.
    const same = dsn({ states: [{ state: 'received', at: '2026-11-05T08:12:00+01:00' }] });
    expect((await postSending(again, made.key, same)).said).toMatchObject({ outcome: 'unchanged' });
    expect(await inRoom('pay', again)).toHaveLength(1);
    await again.stop();
    own.forget();
  });
});
