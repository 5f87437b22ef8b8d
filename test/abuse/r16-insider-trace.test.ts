/**
 * R16: who looks at a dossier, opens a file or takes an export away leaves a trace; the firm's administrators see it, and nobody else. An
 * export in bulk asks who it is, and is told to them.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BULK_EXPORT, isBulkExport } from '@navette/domain/exports';
import { first } from '@navette/device/testing/test-device';
import { commandPath } from '@navette/protocol/account-commands';
import { TraceAnswer, type TraceRow } from '@navette/protocol/trace';
import { CLIENT_HEADER, MEDIA_TYPE } from '@navette/protocol/version';
import * as v from 'valibot';
import { openTraceBook } from '../../sync-server/src/trace/trace-book.ts';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { Folders, navette, navetteJson } from '../support/command-line.ts';
import { CLAIRE, deposit, NADIA, serverDevice } from '../support/server-device.ts';
import { freshId, NOON } from '../support/sync-world.ts';

const folders = new Folders();
const data = folders.free();
const time = { now: NOON };
let server: TestServer;
let admin: string;
beforeAll(async () => {
  server = await startTestServer({ data, clock: { now: () => time.now } });
  const who = await server.createPerson({ name: 'Directrice', email: 'direction@demo.navette.example', firmRole: 'admin' });
  admin = await server.signIn(who.email);
});
afterAll(async () => {
  await server.stop();
  folders.remove();
});

const DAYS = { from: '2026-11-01', to: '2026-12-31' };
const call = (token: string | null, name: string, body: unknown) =>
  fetch(`${server.origin}${commandPath(name)}`, {
    method: 'POST',
    headers: { [CLIENT_HEADER]: 'test', 'content-type': MEDIA_TYPE, ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify(body),
  });
async function traced(filter: object = {}): Promise<TraceRow[]> {
  const answer = await call(admin, 'trace-list', { ...DAYS, person: null, dossier: null, after: 0, ...filter });
  expect(answer.status).toBe(200);
  return v.parse(TraceAnswer, await answer.json()).rows;
}
const note = (more: object = {}) => ({
  id: freshId(),
  what: 'list',
  items: 3,
  dossiers: [server.dossiers.bonnefoy],
  at: NOON,
  offline: false,
  ...more,
});
const letters = () => readdirSync(path.join(data, 'outbox')).map((name) => readFileSync(path.join(data, 'outbox', name), 'utf8'));

describe('R16 what is traced', { timeout: 30_000 }, () => {
  test('the dossier a colleague’s device was given, once a day; the file they opened; from which device they signed in', async () => {
    const [claire, nadia] = [await serverDevice(server.origin, CLAIRE), await serverDevice(server.origin, NADIA)];
    const id = await deposit(claire, 'secret de la cliente');
    for (let n = 0; n < 3; n++) {
      await claire.sync.syncNow();
      await nadia.sync.syncNow();
    }
    const row = await first(nadia.library.document(id));
    if (!row) throw new Error('no document');
    await nadia.sync.bring(row.dossier, row.hash);
    const rows = await traced({ person: server.users.nadia, dossier: server.dossiers.bonnefoy });
    expect(rows.map(({ what, side, day }) => [what, side, day]).toSorted()).toEqual([
      ['file', 'staff', '2026-11-20'],
      ['rooms', 'staff', '2026-11-20'],
    ]);
    expect(rows.find(({ what }) => what === 'rooms')).toMatchObject({
      name: expect.any(String),
      dossierName: expect.stringContaining('Bonnefoy'),
    });
    expect((await traced({ person: server.users.nadia })).some(({ what, device }) => what === 'sign-in' && device > 0)).toBe(true);
    expect(await traced({ person: server.users.nadia, dossier: freshId() })).toEqual([]);
    expect(await traced({ from: '2026-11-21' })).toEqual([]);
    // No name, no file name, no word: ids alone.
    expect(readFileSync(path.join(data, 'trace.sqlite')).includes('secret de la cliente')).toBe(false);
  });

  test('that the trace itself was looked at', async () => {
    await traced();
    expect((await traced()).some(({ what }) => what === 'trace')).toBe(true);
  });

  test('is shown to the firm’s administrators, and to nobody else', async () => {
    const asked = { ...DAYS, person: null, dossier: null, after: 0 };
    for (const email of [CLAIRE, NADIA]) expect((await call(await server.signIn(email), 'trace-list', asked)).status, email).toBe(403);
    expect((await call(null, 'trace-list', asked)).status).toBe(401);
    for (const bad of [{ ...asked, from: 'hier' }, { ...asked, person: "' OR 1=1" }, { ...asked, after: -1 }, {}])
      expect((await call(admin, 'trace-list', bad)).status).toBe(400);
  });
});

describe('R16 an export', { timeout: 30_000 }, () => {
  test('is in bulk from so many documents, or over several dossiers', () => {
    expect(isBulkExport({ items: BULK_EXPORT.items - 1, dossiers: 1 })).toBe(false);
    expect(isBulkExport({ items: BULK_EXPORT.items, dossiers: 1 })).toBe(true);
    expect(isBulkExport({ items: 1, dossiers: BULK_EXPORT.dossiers })).toBe(true);
  });

  test('counts once however often its note is sent, and a small one disturbs nobody', async () => {
    const nadia = await server.signIn(NADIA);
    const [one, before] = [note(), letters().length];
    for (let n = 0; n < 3; n++) expect((await call(nadia, 'trace-note', one)).status).toBe(200);
    const rows = (await traced({ person: server.users.nadia })).filter(({ what, count }) => what === 'export' && count === 3);
    expect(rows).toHaveLength(1);
    expect(letters()).toHaveLength(before);
  });

  test('in bulk wants a recent sign-in, and is told to the administrators; made offline, it is noted as such', async () => {
    const nadia = await server.signIn(NADIA);
    const before = letters().length;
    const bulk = note({ items: 400 });
    // Sessions are dated by the machine's clock: eleven minutes after this one was opened.
    time.now = Date.now() + 11 * 60_000;
    const refused = await call(nadia, 'trace-note', bulk);
    expect([refused.status, ((await refused.json()) as { problem: string }).problem]).toEqual([403, 'step-up-needed']);
    expect((await traced({ from: '2000-01-01', to: '2999-12-31', person: server.users.nadia })).some(({ count }) => count === 400)).toBe(
      false,
    );
    expect((await call(nadia, 'trace-note', { ...bulk, offline: true })).status).toBe(200);
    expect(
      (await traced({ from: '2000-01-01', to: '2999-12-31', person: server.users.nadia })).find(({ count }) => count === 400),
    ).toMatchObject({
      what: 'export',
      offline: true,
    });
    time.now = Date.now();
    expect((await call(await server.signIn(NADIA), 'trace-note', note({ items: 401 }))).status).toBe(200);
    time.now = NOON;
    const fresh = letters().slice(before);
    expect(letters().length).toBeGreaterThan(before);
    expect(fresh.every((letter) => !letter.includes('Bonnefoy'))).toBe(true);
  });

  test('of a dossier that was never theirs, or out of shape, is refused', async () => {
    const claire = await server.signIn(CLAIRE);
    const foreign = server.createDossier('Autre');
    expect((await call(claire, 'trace-note', note({ dossiers: [foreign] }))).status).toBe(403);
    for (const bad of [note({ dossiers: [] }), note({ what: 'everything' }), note({ items: -1 }), note({ id: 'x' })])
      expect((await call(claire, 'trace-note', bad)).status).toBe(400);
    expect((await call(null, 'trace-note', note())).status).toBe(401);
  });
});

describe('R16 the breach report', { timeout: 30_000 }, () => {
  test('says who read and who wrote, per dossier and person, beside the server; a spreadsheet takes no cell for a formula', async () => {
    await traced();
    const args = ['--data', data, '--from', DAYS.from, '--to', DAYS.to, '--dossier', server.dossiers.bonnefoy];
    const { json } = await navetteJson<{ rows: { what: string; person: string }[] }>('trace', args);
    const of = (person: string) => new Set(json.rows.filter((row) => row.person === person).map(({ what }) => what));
    expect(of(server.users.claire)).toContain('wrote');
    expect([...of(server.users.nadia)]).toEqual(expect.arrayContaining(['rooms', 'file', 'export']));
    const csv = (await navette('trace', [...args, '--person', server.users.nadia, '--csv'])).out.split('\n');
    expect(csv[0]?.split(';')[0]).toBe('day');
    expect(csv.slice(1).every((line) => line.includes(server.users.nadia) && !/(^|;)"[=+\-@]/.test(line))).toBe(true);
    expect((await navette('trace', ['--data', data, '--from', 'hier', '--to', DAYS.to])).code).toBe(2);
  });
});

describe('R16 the book', () => {
  test('writes together, adds up over a restart, and forgets only dossiers that are no more', () => {
    const file = path.join(folders.free().replace(/folder-\d+$/, ''), 'book.sqlite');
    const clock = { now: () => NOON };
    const [mine, gone] = [freshId<never>(), freshId<never>()];
    const who = { user: freshId<never>(), device: 7 as never, what: 'rooms' as const };
    const all = { from: '0000-01-01', to: '9999-12-31', user: null, dossier: null };
    for (let start = 0; start < 2; start++) {
      const book = openTraceBook({ file, clock, report: () => undefined });
      for (let n = 0; n < 5000; n++) book.note({ ...who, dossier: n % 2 === 0 ? mine : gone });
      book.close();
    }
    const book = openTraceBook({ file, clock, report: () => undefined });
    expect(book.lines(all, 0, 10).map(({ count }) => count)).toEqual([5000, 5000]);
    expect(book.forget('2030-01-01', new Set([mine]))).toBe(1);
    expect(book.lines(all, 0, 10).map(({ dossier }) => dossier)).toEqual([mine]);
    book.close();
  });
});
