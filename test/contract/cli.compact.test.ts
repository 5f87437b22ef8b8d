/** `navette compact` on real folders: rooms get short, nothing else changes, and what cannot be read is named and left. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Compacted } from '../../sync-server/src/cli/compact.ts';
import type { Finding } from '../../sync-server/src/cli/findings.ts';
import { startTestServer } from '../../sync-server/src/testing/test-server.ts';
import { Folders, navette, navetteJson, printOf, tamper } from '../support/command-line.ts';

const folders = new Folders();
let data: string;
let short: string;
let first: { code: number; json: Compacted };

beforeAll(async () => {
  data = folders.free();
  await (await startTestServer({ data, papers: true })).stop();
  short = folders.copyOf(data);
  first = await navetteJson<Compacted>('compact', ['--data', short]);
}, 60_000);
afterAll(() => folders.remove());

const verify = (folder: string) =>
  navetteJson<{ findings: Finding[]; copies: { segments: number; rooms: number } }>('verify', ['--data', folder]);
const someRoom = (folder: string, name = 'deposits'): string => {
  let room = '';
  tamper(
    folder,
    (log) =>
      void (room = String(log.prepare(`SELECT name FROM room WHERE name LIKE '%/${name}/%' ORDER BY seq DESC LIMIT 1`).get()?.['name'])),
  );
  return room;
};

describe('navette compact', { timeout: 20_000 }, () => {
  test('I3 brings every room to one segment that gives the same document as its entries, with a digest of the same state', async () => {
    const { code, json } = first;
    expect([code, json.failed, json.changed > 20, json.after.segments >= json.rooms]).toEqual([0, [], true, true]);
    const { code: sound, json: verified } = await verify(short);
    expect([sound, verified.findings, verified.copies.rooms]).toEqual([0, [], json.rooms]);
    // A second time there is nothing left to do.
    expect((await navetteJson<Compacted>('compact', ['--data', short])).json).toMatchObject({
      changed: 0,
      before: json.after,
      after: json.after,
    });
  });

  test('a server goes on from it, and verifies again', async () => {
    const copy = folders.copyOf(short);
    const server = await startTestServer({ data: copy });
    const room = (await server.roomLog.rooms())[0];
    if (!room) throw new Error('no room');
    expect(await server.roomLog.segments(room)).toHaveLength(1);
    await server.stop();
    expect((await verify(copy)).code).toBe(0);
  });

  test('says in sentences what it did, in both languages', async () => {
    const copy = folders.copyOf(data);
    expect((await navette('compact', ['--data', copy])).out).toMatch(/^Espaces raccourcis\u202f: \d+ sur \d+\nCopies abrégées\u202f: /);
    expect((await navette('compact', ['--data', copy], { language: 'en' })).out).toMatch(/^Rooms shortened: 0 of \d+\nShort copies: /);
    expect((await navette('compact', ['--help'])).out).toContain('--again');
  });

  test('names a room that cannot be read, leaves it as it was, and goes on with the others', async () => {
    const copy = folders.copyOf(data);
    const room = someRoom(copy);
    tamper(copy, (log) =>
      log.exec(`UPDATE entry SET bytes = zeroblob(size) WHERE seq = 2 AND room = (SELECT id FROM room WHERE name = '${room}')`),
    );
    const { code, json } = await navetteJson<Compacted>('compact', ['--data', copy]);
    expect([code, json.failed, json.changed > 20]).toEqual([1, [room], true]);
    expect((await navette('compact', ['--data', copy])).out).toContain(`  ${room}`);
  });

  test('is refused beside a running server, on a backup, and on what is no data folder, which are left exactly as they were', async () => {
    const [copy, backup] = [folders.copyOf(data), folders.free()];
    expect((await navette('backup', ['--data', copy, '--to', backup])).code).toBe(0);
    const before = printOf(backup);
    expect((await navette('compact', ['--data', backup])).code).toBe(2);
    expect(printOf(backup)).toEqual(before);
    const server = await startTestServer({ data: copy });
    expect(await navette('compact', ['--data', copy])).toMatchObject({ code: 2, err: expect.stringContaining(copy) });
    await server.stop();
    const nothing = folders.free();
    expect((await navette('compact', ['--data', nothing])).code).toBe(2);
    expect(existsSync(path.join(nothing))).toBe(false);
    expect((await navette('compact', [])).code).toBe(2);
  });
});

describe('I3 navette verify on short copies', { timeout: 20_000 }, () => {
  test.each([
    ['bytes that changed', 'UPDATE segment SET bytes = zeroblob(length(bytes)) WHERE room =', 'damaged'],
    ['a segment that ends too early', 'UPDATE segment SET last = last - 1 WHERE room =', 'order'],
    ['a segment that is gone', 'DELETE FROM segment WHERE room =', 'order'],
    ['a digest of nobody', "UPDATE digest SET bytes = x'00', sum = 3523407757 WHERE room =", 'digest'],
  ])('names %s; "compact --again" makes it good', async (_, sql, problem) => {
    const copy = folders.copyOf(short);
    const room = someRoom(copy);
    tamper(copy, (log) => log.exec(`${sql} (SELECT id FROM room WHERE name = '${room}')`));
    const { code, json } = await verify(copy);
    expect([code, json.findings]).toEqual([1, [{ tag: 'bad-copy', room, problem }]]);
    expect((await navette('verify', ['--data', copy])).out).toContain(`la copie abrégée de ${room} n’est pas bonne`);
    expect((await navetteJson<Compacted>('compact', ['--data', copy, '--again'])).json.failed).toEqual([]);
    expect((await verify(copy)).json.findings).toEqual([]);
  });

  test('names a segment that makes another document than its entries', async () => {
    const copy = folders.copyOf(short);
    const [room, other] = [someRoom(copy), someRoom(copy, 'talk')];
    const idOf = (name: string) => `(SELECT id FROM room WHERE name = '${name}')`;
    tamper(copy, (log) =>
      log.exec(`UPDATE segment SET (bytes, sum) = (SELECT bytes, sum FROM segment WHERE room = ${idOf(other)}) WHERE room = ${idOf(room)}`),
    );
    expect((await verify(copy)).json.findings).toEqual([{ tag: 'bad-copy', room, problem: 'document' }]);
  });
});
