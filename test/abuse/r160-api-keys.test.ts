/**
 * R160: API keys given to providers open what their maker may see, for posting sendings, and nothing else: not another
 * dossier, not another road, not a day after they were ended; and a stranger cannot find one.
 */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { DossierRight } from '@navette/domain/membership';
import { createApiKey, listApiKeys } from '@navette/protocol/sendings';
import * as v from 'valibot';
import { DEMO_COMPANIES } from '../../sync-server/src/demo/demo-companies.ts';
import { SENDING_LIMITS } from '../../sync-server/src/sendings/sending-routes.ts';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { askCommand, dsn, JULIEN, makeKey, postSending, readSending, tokenOf, type Scope } from '../support/payroll-product.ts';
import { CLAIRE, NADIA } from '../support/server-device.ts';

// A busy machine is no fault of a key.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const ALL: Scope = { owner: 'firm', dossiers: 'all' };
const GUESS = `nvk_${'A'.repeat(43)}`;
const teppes = { company: { siren: DEMO_COMPANIES.teppes.siren } };
const delorme = { company: { siren: DEMO_COMPANIES.delorme.siren } };
let server: TestServer;
/** The hour is ours, so that a sign-in can grow old. */
let ahead = 0;
beforeAll(async () => void (server = await startTestServer({ clock: { now: () => Date.now() + ahead } })));
afterAll(() => server.close());

const keysOf = async (email: string) => {
  const answer = await askCommand(server, await tokenOf(server, email), listApiKeys.name, {});
  return v.parse(listApiKeys.answer, await answer.json());
};
const create = async (email: string, scope: unknown) =>
  await askCommand(server, await tokenOf(server, email), createApiKey.name, { name: 'Clé', product: 'Paie Pro', scope });

describe('R160 a key is not found', () => {
  test('R160 guessed, cut, lengthened, or of another kind, it opens nothing, and all are answered alike', async () => {
    const { key } = await makeKey(server, JULIEN, ALL);
    const session = await server.signIn(JULIEN);
    const wrong = [
      GUESS,
      key.slice(0, -1),
      `${key}A`,
      key.toLowerCase(),
      `${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`,
      session,
      '',
      'null',
    ];
    for (const one of wrong)
      expect(await postSending(server, one, dsn()), one.slice(0, 4)).toEqual({ status: 401, said: { problem: 'sign-in-needed' } });
    expect((await readSending(server, GUESS, 'DSN-2026-10')).status).toBe(401);
  });

  test('R160 whoever guesses is sent away soon, and the good key of the same network is not', async () => {
    const own = await startTestServer();
    const { key } = await makeKey(own, JULIEN, ALL);
    const answers: number[] = [];
    for (let i = 0; i < SENDING_LIMITS.strangers.burst + 5; i++) answers.push((await postSending(own, GUESS, dsn())).status);
    expect(answers.filter((status) => status === 401)).toHaveLength(SENDING_LIMITS.strangers.burst);
    expect(answers.at(-1)).toBe(429);
    expect((await postSending(own, key, dsn())).status).toBe(201);
    // Nor does a forgotten program in the office keep its people out.
    await own.signIn(CLAIRE);
    await own.close();
  });

  test('R160 in an address it is refused, good or bad: addresses are written down on the way', async () => {
    const { key } = await makeKey(server, JULIEN, ALL);
    await postSending(server, key, dsn());
    for (const at of [`?key=${key}`, `?api_key=${GUESS}`, `/${key}`]) {
      const url = `${server.origin}/api/v1/sendings${at.startsWith('/') ? at : `/DSN-2026-10${at}`}`;
      expect((await fetch(url)).status, at.slice(0, 8)).toBe(400);
      expect((await fetch(url, { headers: { authorization: `Bearer ${key}` } })).status).toBe(400);
    }
    const basic = await fetch(`${server.origin}/api/v1/sendings/DSN-2026-10`, {
      headers: { authorization: `Basic ${Buffer.from(`x:${key}`).toString('base64')}` },
    });
    expect(basic.status).toBe(401);
  });

  test('R160, N2 it stands in no log and no table as it was shown, and in one answer only', async () => {
    const { key, id } = await makeKey(server, JULIEN, ALL, 'Canari');
    await postSending(server, key, dsn({ reference: 'CANARY' }));
    await postSending(server, key, '{');
    await readSending(server, key, 'CANARY');
    const listed = JSON.stringify(await keysOf(JULIEN));
    expect(listed).toContain(id);
    expect(listed).not.toContain(key);
    const log = server.logLines.join('');
    expect(log).toContain('api-key-created');
    expect(log).not.toContain(key.slice(4, 24));
    const files = readdirSync(server.data, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
    for (const file of files) expect(readFileSync(path.join(file.parentPath, file.name), 'latin1')).not.toContain(key.slice(4, 24));
  });
});

describe('R160 a key reaches what its maker may see, and no further', () => {
  test('R160 staff reach their own dossiers, an administrator every one; unknown and forbidden are one answer', async () => {
    const julien = await server.createPerson({ email: 'seule@demo.navette.example', firmRole: 'staff' });
    await server.grant(julien.id, server.dossiers.bonnefoy, { side: 'staff' });
    const { key } = await makeKey(server, julien.email, ALL);
    expect((await postSending(server, key, dsn({ reference: 'A' }))).status).toBe(201);
    const unknown = { company: { siren: '732829320' } };
    const answers = await Promise.all(
      [teppes, delorme, unknown].map((company) => postSending(server, key, dsn({ reference: 'A', ...company }))),
    );
    for (const answer of answers) expect(answer).toEqual({ status: 404, said: { refused: 'unknown-company' } });
    const chief = await makeKey(server, JULIEN, ALL);
    // Julien is not assigned to this one.
    expect((await postSending(server, chief.key, dsn({ reference: 'A', ...delorme }))).status).toBe(201);
  });

  test('R160 with listed dossiers it reaches those, and reads back of those alone', async () => {
    const both = await makeKey(server, JULIEN, ALL, 'Liste');
    const one = await makeKey(server, JULIEN, { owner: 'firm', dossiers: [server.dossiers.teppes] }, 'Liste');
    expect((await postSending(server, both.key, dsn({ reference: 'L' }))).status).toBe(201);
    expect((await postSending(server, both.key, dsn({ reference: 'L', ...teppes }))).status).toBe(201);
    expect((await postSending(server, one.key, dsn({ reference: 'L' }))).said).toEqual({ refused: 'unknown-company' });
    expect((await readSending(server, one.key, 'L')).said['sendings']).toHaveLength(1);
    expect((await readSending(server, both.key, 'L')).said['sendings']).toHaveLength(2);
  });

  test('R160 ended, it is refused at the very next request, and stays so', async () => {
    const { key, id } = await makeKey(server, JULIEN, ALL);
    expect((await postSending(server, key, dsn({ reference: 'E' }))).status).toBe(201);
    const ended = await askCommand(server, await tokenOf(server, JULIEN), 'revoke-api-key', { id });
    expect(ended.status).toBe(200);
    for (let i = 0; i < 2; i++) expect((await postSending(server, key, dsn({ reference: 'E' }))).status).toBe(401);
    expect((await keysOf(JULIEN)).keys.find((one) => one.id === id)?.state).toBe('revoked');
  });

  test('R160 its maker loses a dossier, or leaves: so does the key, and its list says that it rests', async () => {
    const person = await server.createPerson({ email: 'partant@demo.navette.example', firmRole: 'staff' });
    await server.grant(person.id, server.dossiers.bonnefoy, { side: 'staff' });
    await server.grant(person.id, server.dossiers.teppes, { side: 'staff' });
    const { key, id } = await makeKey(server, person.email, ALL, 'Départ');
    expect((await postSending(server, key, dsn({ reference: 'P', ...teppes }))).status).toBe(201);
    await server.revoke(person.id, server.dossiers.teppes);
    expect((await postSending(server, key, dsn({ reference: 'P', ...teppes }))).status).toBe(404);
    expect((await postSending(server, key, dsn({ reference: 'P' }))).status).toBe(201);
    await server.remove(person.id);
    expect((await postSending(server, key, dsn({ reference: 'P' }))).said).toEqual({ refused: 'unknown-company' });
    expect((await keysOf(JULIEN)).keys.find((one) => one.id === id)?.state).toBe('idle');
  });

  test('R160 a key of one firm is nothing at another', async () => {
    const other = await startTestServer();
    const { key } = await makeKey(server, JULIEN, ALL);
    expect((await postSending(other, key, dsn())).status).toBe(401);
    await other.close();
  });

  test('R160 it opens no other road: no command, no room, no file, no list of keys', async () => {
    const { key } = await makeKey(server, JULIEN, ALL);
    const head = { authorization: `Bearer ${key}`, 'navette-client': 'paie', 'content-type': 'application/json' };
    const roads: [string, unknown][] = [
      ['/api/v1/api-keys', {}],
      ['/api/v1/create-api-key', { name: 'Clé', product: 'Paie', scope: ALL }],
      ['/api/v1/revoke-api-key', { id: server.users.claire }],
      ['/api/v1/firm-details', {}],
      ['/api/v1/enrol', { label: 'x' }],
      ['/api/v1/ticket', { device: 1, room: `account/${server.users.julien}` }],
      ['/api/v1/pull', {}],
      ['/api/v1/push', {}],
      ['/api/v1/tray', null],
    ];
    for (const [at, body] of roads) {
      const sent = body === null ? { method: 'GET' } : { method: 'POST', body: JSON.stringify(body) };
      expect((await fetch(`${server.origin}${at}`, { ...sent, headers: head })).status, at).toBe(401);
    }
    const who = await fetch(`${server.origin}/api/auth/get-session`, { headers: head });
    expect(await who.json()).toBeNull();
    for (const method of ['PUT', 'PATCH', 'DELETE'])
      expect((await fetch(`${server.origin}/api/v1/sendings/DSN-2026-10`, { method, headers: head })).status).toBe(404);
  });
});

describe('R160 who makes keys, and who ends them', () => {
  const reader: DossierRight = {
    side: 'client',
    deposit: ['common'],
    read: ['common', 'pay'],
    archive: [],
    accounts: 'read',
    admin: false,
  };

  test('R160 the company’s administrators for their company, staff for their dossiers; nobody for what they do not hold', async () => {
    const { bonnefoy, teppes: other } = server.dossiers;
    expect((await create(CLAIRE, { owner: 'company', dossier: bonnefoy })).status).toBe(200);
    const person = await server.createPerson({ email: 'sansdroit@demo.navette.example' });
    await server.grant(person.id, bonnefoy, reader);
    const forbidden: [string, Scope][] = [
      [CLAIRE, { owner: 'company', dossier: other }],
      [CLAIRE, ALL],
      [CLAIRE, { owner: 'firm', dossiers: [bonnefoy] }],
      [person.email, { owner: 'company', dossier: bonnefoy }],
      [NADIA, { owner: 'company', dossier: bonnefoy }],
      [JULIEN, { owner: 'firm', dossiers: [server.users.claire] }],
    ];
    const alone = await server.createPerson({ email: 'une@demo.navette.example', firmRole: 'staff' });
    await server.grant(alone.id, bonnefoy, { side: 'staff' });
    forbidden.push([alone.email, { owner: 'firm', dossiers: [bonnefoy, other] }]);
    for (const [email, scope] of forbidden) expect((await create(email, scope)).status, `${email} ${JSON.stringify(scope)}`).toBe(403);
  });

  test('R160 a company’s key never touches what came by the firm’s, under the same product and reference', async () => {
    const firm = await makeKey(server, JULIEN, ALL, 'Commun');
    const company = await makeKey(server, CLAIRE, { owner: 'company', dossier: server.dossiers.bonnefoy }, 'Commun');
    await postSending(server, firm.key, dsn({ reference: 'SAME' }));
    const accepted = dsn({ reference: 'SAME', states: [{ state: 'accepted', at: '2026-11-06T08:00:00Z' }] });
    expect((await postSending(server, company.key, accepted)).said).toMatchObject({ outcome: 'created' });
    expect((await readSending(server, firm.key, 'SAME')).said).toMatchObject({ sendings: [{ state: 'sent' }] });
    expect((await postSending(server, company.key, dsn({ reference: 'SAME', ...teppes }))).status).toBe(404);
  });

  test('R160, A8 making one wants a sign-in of the last ten minutes and is told by letter; ending one waits for nothing', async () => {
    const token = await server.signIn(JULIEN);
    const body = { name: 'Clé', product: 'Paie Pro', scope: ALL };
    const { view } = v.parse(
      v.looseObject({ view: v.looseObject({ id: v.string() }) }),
      await (await askCommand(server, token, createApiKey.name, body)).json(),
    );
    ahead = 11 * 60_000;
    const late = await askCommand(server, token, createApiKey.name, body);
    expect([late.status, await late.json()]).toEqual([403, { problem: 'step-up-needed' }]);
    expect((await askCommand(server, token, 'revoke-api-key', { id: view.id })).status).toBe(200);
    ahead = 0;
    const letters = readdirSync(path.join(server.data, 'outbox')).map((name) =>
      readFileSync(path.join(server.data, 'outbox', name), 'utf8'),
    );
    const told = letters.filter((letter) => letter.includes(JULIEN) && letter.includes('#/administration/keys'));
    expect(told.length).toBeGreaterThan(0);
    expect(letters.join('')).not.toContain('nvk_');
  });

  test('R160 nobody sees or ends the keys of others, and an unknown one is answered like theirs', async () => {
    const firm = await makeKey(server, NADIA, ALL, 'Privé');
    const company = await makeKey(server, CLAIRE, { owner: 'company', dossier: server.dossiers.bonnefoy }, 'Maison');
    const ids = async (email: string) => (await keysOf(email)).keys.map(({ id }) => id);
    expect(await ids(JULIEN)).toEqual(expect.arrayContaining([firm.id, company.id]));
    expect(await ids(NADIA)).toContain(firm.id);
    expect(await ids(NADIA)).not.toContain(company.id);
    for (const email of [CLAIRE, 'samira.benali@demo.navette.example']) {
      expect(await ids(email)).not.toContain(firm.id);
      const answers = await Promise.all(
        [firm.id, server.users.hugo].map(async (id) => askCommand(server, await tokenOf(server, email), 'revoke-api-key', { id })),
      );
      for (const answer of answers) expect([answer.status, await answer.json()]).toEqual([404, { problem: 'not-found' }]);
    }
    expect((await postSending(server, firm.key, dsn({ reference: 'V' }))).status).toBe(201);
  });
});

describe('R160 what is posted is held to its form', () => {
  let key: string;
  beforeAll(async () => void ({ key } = await makeKey(server, JULIEN, ALL, 'Formes')));

  test('R160 the form is closed, and the answer names the field, never its contents', async () => {
    const state = { state: 'sent', at: '2026-11-05T08:12:00Z' };
    const wrong: [Record<string, unknown>, string][] = [
      [{ extra: 1 }, 'extra'],
      [{ kind: 'wages' }, 'kind'],
      [{ reference: '../x' }, 'reference'],
      [{ reference: 'a b' }, 'reference'],
      [{ reference: '' }, 'reference'],
      [{ period: '2026-13' }, 'period'],
      [{ title: '\u202e\u200f' }, 'title'],
      [{ title: 'x'.repeat(201) }, 'title'],
      [{ company: {} }, 'company'],
      [{ company: { siren: DEMO_COMPANIES.bonnefoy.siren, clientCode: 'X' } }, 'company'],
      [{ states: [] }, 'states'],
      [{ states: Array.from({ length: 11 }, () => state) }, 'states'],
      [{ states: [{ ...state, at: 'yesterday' }] }, 'states.0.at'],
      [{ states: [{ ...state, state: 'lost' }] }, 'states.0.state'],
      [{ states: [{ state: 'rejected', at: state.at }] }, 'states.0'],
      [{ states: [{ ...state, detail: 'x'.repeat(501) }] }, 'states.0.detail'],
    ];
    for (const [also, at] of wrong)
      expect(await postSending(server, key, dsn({ reference: 'FORM', ...also })), at).toEqual({
        status: 400,
        said: { problem: 'bad-request', at },
      });
    for (const body of ['{', '[]', 'null', '"x"', '{"__proto__":{"reference":"x"}}'])
      expect((await postSending(server, key, body)).status).toBe(400);
    expect((await readSending(server, key, 'FORM')).status).toBe(404);
  });

  test('R160 a body beyond its size is refused as it comes', async () => {
    expect((await postSending(server, key, dsn({ title: 'x'.repeat(20_000) }))).status).toBe(413);
  });

  test('R160 names that would mislead are kept as the plain words they are', async () => {
    await postSending(
      server,
      key,
      dsn({
        reference: 'NAMES',
        title: '<img src=x onerror=alert(1)>\u202eNSD\n\u0000',
        recipient: 'URSSAF\u2066 \u200f<b>',
        states: [{ state: 'rejected', at: '2026-11-05T08:12:00Z', detail: '  Motif\u202d :\t<script>  ' }],
      }),
    );
    const said = JSON.stringify((await readSending(server, key, 'NAMES')).said);
    expect(said).toContain('Motif : <script>');
    for (const hidden of ['\u0000', '\u200f', '\u202d', '\u202e', '\u2066']) expect(said).not.toContain(hidden);
  });

  test('R160, K6 the product’s clock is written down as claimed and decides nothing, however wrong', async () => {
    const before = Date.now();
    const states = [
      { state: 'prepared', at: '2099-01-01T00:00:00Z' },
      { state: 'sent', at: '1999-01-01T00:00:00Z' },
    ];
    const { said } = await postSending(server, key, dsn({ reference: 'CLOCK', states }));
    const [first, last] = (said.sending?.states ?? []) as { receivedAt: string; claimedAt: string }[];
    expect(said.sending?.state).toBe('sent');
    expect(first?.claimedAt).toBe('2099-01-01T00:00:00.000Z');
    for (const state of [first, last]) expect(Math.abs(Date.parse(state?.receivedAt ?? '') - before)).toBeLessThan(60_000);
  });

  test('R160, N5 a key has its rate, and new sendings of one company theirs', async () => {
    const own = await startTestServer({ clock: { now: () => Date.UTC(2026, 10, 5) } });
    const flood = await makeKey(own, JULIEN, ALL);
    const { requests, made } = SENDING_LIMITS;
    const send = (i: number) => postSending(own, flood.key, dsn({ reference: `F-${i}` })).then(({ status }) => status);
    const statuses: number[] = [];
    for (let i = 0; i < made.burst + 3; i++) statuses.push(await send(i));
    expect(statuses.filter((status) => status === 201)).toHaveLength(made.burst);
    expect(statuses.slice(-3)).toEqual([429, 429, 429]);
    // What is known already is still told of.
    expect(await send(0)).toBe(200);
    for (let i = made.burst + 4; i < requests.burst; i++) await readSending(own, flood.key, 'F-0');
    expect(await send(0)).toBe(429);
    await own.close();
  }, 60_000);

  test('R160, N3 no page of another site and no form posts with a key', async () => {
    const head = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const body = JSON.stringify(dsn({ reference: 'SITE' }));
    const from = async (headers: Record<string, string>) =>
      (await fetch(`${server.origin}/api/v1/sendings`, { method: 'POST', headers: { ...head, ...headers }, body })).status;
    expect(await from({ origin: 'https://hostile.example', 'navette-client': 'x' })).toBe(403);
    expect(await from({})).toBe(403);
    expect(await from({ 'navette-client': 'x' })).toBe(201);
  });
});
