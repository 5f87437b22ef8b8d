/** `navette inspect` on real folders: figures that agree with what is there, ids only, nothing touched. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Inspected } from '../../sync-server/src/cli/inspect.ts';
import { DEMO_COMPANIES } from '../../sync-server/src/demo/demo-companies.ts';
import { DEMO_PEOPLE } from '../../sync-server/src/demo/people.ts';
import { startTestServer } from '../../sync-server/src/testing/test-server.ts';
import { Folders, navette, navetteJson, printOf, tamper } from '../support/command-line.ts';

const folders = new Folders();
let data: string;
let cursor: number;
beforeAll(async () => {
  data = folders.free();
  const server = await startTestServer({ data, papers: true });
  await server.access.settled();
  ({ cursor } = await server.roomLog.head());
  await server.stop();
}, 60_000);
afterAll(() => folders.remove());

const inspect = (folder: string) => navetteJson<Inspected & { sound: boolean }>('inspect', ['--data', folder]);

test('counts rooms, entries, files and databases, and leaves the folder exactly as it was', async () => {
  const before = printOf(data);
  const { code, json } = await inspect(data);
  expect([code, json.sound, json.cursor, json.unreadable, json.demo]).toEqual([0, true, cursor, [], true]);
  expect(json.kinds.reduce((sum, kind) => sum + kind.entries, 0)).toBe(cursor);
  expect(json.kinds.reduce((sum, kind) => sum + kind.rooms, 0)).toBe(json.rooms);
  expect(json.kinds.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['deposits', 'receipts', 'talk', 'account']));
  expect(json.largest).toHaveLength(10);
  expect(json.largest.map(({ bytes }) => bytes)).toEqual(json.largest.map(({ bytes }) => bytes).toSorted((a, b) => b - a));
  expect(json.files.count).toBeGreaterThan(40);
  expect(json.databases['log.sqlite']).toBeGreaterThan(100_000);
  expect(printOf(data)).toEqual(before);
});

test('O1 shows ids and figures, no name of a person or a company, in either language', async () => {
  for (const language of ['fr', 'en'] as const) {
    const { code, out } = await navette('inspect', ['--data', data], { language });
    expect(code).toBe(0);
    expect(out).toContain(language === 'fr' ? 'Tous les espaces sont lisibles.' : 'Every room can be read.');
    for (const { name, email } of Object.values(DEMO_PEOPLE)) for (const word of [name, email]) expect(out).not.toContain(word);
    for (const { name } of Object.values(DEMO_COMPANIES)) expect(out).not.toContain(name);
  }
  expect((await navette('inspect', ['--help'])).out).toContain('navette inspect --data');
});

test('I12 names the rooms a server would refuse', async () => {
  const copy = folders.copyOf(data);
  let room = '';
  tamper(copy, (log) => {
    const row = log.prepare(`SELECT e.cursor, r.name FROM entry e JOIN room r ON r.id = e.room WHERE r.name LIKE '%/talk/%' LIMIT 1`).get();
    room = String(row?.['name']);
    log.prepare('UPDATE entry SET author = ? WHERE cursor = ?').run('somebody else', Number(row?.['cursor']));
  });
  const { code, json } = await inspect(copy);
  expect([code, json.sound, json.unreadable]).toEqual([1, false, [room]]);
  expect((await navette('inspect', ['--data', copy])).out).toContain(`  ${room}`);
});

test('runs beside a server, on a backup, and on an empty firm', { timeout: 20_000 }, async () => {
  const [copy, backup, empty] = [folders.copyOf(data), folders.free(), folders.free()];
  const server = await startTestServer({ data: copy });
  expect((await inspect(copy)).code).toBe(0);
  await server.stop();
  expect((await navette('backup', ['--data', copy, '--to', backup])).code).toBe(0);
  expect((await inspect(backup)).json.cursor).toBeGreaterThanOrEqual(cursor);
  await (await startTestServer({ data: empty, demo: false })).stop();
  expect((await inspect(empty)).json).toMatchObject({ rooms: 0, cursor: 0, from: null, kinds: [], unreadable: [] });
});
