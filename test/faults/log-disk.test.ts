/** The disk of the log is full, fails, tears or changes what was written (threats K4; faults of the server; I2, I6, I12). */
import {
  copyFileSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
  closeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import type { DeviceNumber, DossierId } from '@navette/kernel/ids';
import { roomName, type RoomName } from '@navette/rooms/room-names';
import { brokenLink, CHAIN_START } from '../../sync-server/src/log/log-chain.ts';
import { makeLogWriter } from '../../sync-server/src/log/sqlite-log-writer.ts';
import { openSqliteRoomLog, type SqliteRoomLogOptions } from '../../sync-server/src/log/sqlite-room-log.ts';
import { writerThreadOf } from '../../sync-server/src/log/sqlite-writer-thread.ts';
import type { LogEntry, NewEntry, RoomLog } from '../../sync-server/src/ports.ts';
import { countedRandom } from '../support/counted-random.ts';
import { inThreadWriter } from '../support/in-thread-writer.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'navette-disk-'));
afterAll(() => rmSync(folder, { recursive: true }));

const random = countedRandom('disk');
let made = 0;
const newFile = (): string => path.join(folder, `${++made}.sqlite`);
const dossier = '01990000-0000-7000-8000-000000000001' as DossierId;
const rooms = Array.from({ length: 40 }, (_, i): RoomName => roomName({ kind: 'deposits', dossier, year: 2000 + i, box: 'common' }));
const entry = (more: Partial<NewEntry> = {}): NewEntry => ({
  room: rooms[0] as RoomName,
  id: `entry-${++made}`,
  author: 'server',
  device: 1 as DeviceNumber,
  counter: null,
  bytes: new Uint8Array(300).fill(made % 256),
  ...more,
});
const open = (file: string, more: Partial<SqliteRoomLogOptions> = {}): RoomLog =>
  openSqliteRoomLog({ file, clock: { now: () => 1_790_000_000_000 }, random, ...more });

async function wholeLog(log: RoomLog): Promise<readonly LogEntry[]> {
  const { entries, unreadable } = await log.since(0, () => true, Number.MAX_SAFE_INTEGER);
  expect(unreadable).toEqual([]);
  expect(brokenLink(CHAIN_START, entries)).toBeNull();
  expect(entries.map(({ cursor }) => cursor)).toEqual(entries.map((_, i) => i + 1));
  return entries;
}

/** The log over a database whose statements a test can spoil, with what it reported. */
function spoilt(file: string) {
  const said: unknown[] = [];
  let database: DatabaseSync | undefined;
  const startWriter = inThreadWriter((its) => {
    database = new DatabaseSync(its);
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0;');
    return makeLogWriter(database);
  });
  const log = open(file, { startWriter, report: (event, facts) => said.push([event, facts]) });
  if (!database) throw new Error('the writer did not start');
  return { log, said, database };
}

describe('a full disk', () => {
  test('I2 refuses what does not fit, whole, keeps what was said stored, and passes when there is room again', async () => {
    const file = newFile();
    const { log, said, database } = spoilt(file);
    await log.append([entry()]);
    const pages = Number(database.prepare('PRAGMA page_count').get()?.['page_count']);
    database.exec(`PRAGMA max_page_count = ${pages + 20}`);
    const stored: string[] = [];
    let refused: unknown;
    while (refused === undefined) {
      const calls = [1, 2, 3].map(() => [entry({ bytes: new Uint8Array(2000) }), entry({ room: rooms[made % 40] as RoomName })]);
      const outcomes = await Promise.allSettled(calls.map((call) => log.append(call)));
      refused = outcomes.find((one) => one.status === 'rejected')?.reason;
      // They share their commit: all of them, or none.
      expect(new Set(outcomes.map(({ status }) => status)).size).toBe(1);
      if (refused === undefined) stored.push(...calls.flat().map(({ id }) => id));
    }
    expect(refused).toMatchObject({ errcode: 13 });
    await expect(log.append([entry({ bytes: new Uint8Array(100_000) })])).rejects.toMatchObject({ errcode: 13 });
    expect((await wholeLog(log)).slice(1).map(({ id }) => id)).toEqual(stored);

    database.exec('PRAGMA max_page_count = 1000000');
    const late = entry({ bytes: new Uint8Array(100_000) });
    expect(await log.append([late])).toMatchObject([{ status: 'stored', entry: { cursor: stored.length + 2 } }]);
    expect((await wholeLog(log)).at(-1)?.id).toBe(late.id);
    expect(said).toEqual([]);
    await log.close();
  });
});

describe('a commit that fails', () => {
  const fsyncFailed = Object.assign(new Error('disk I/O error'), { code: 'ERR_SQLITE_ERROR', errcode: 1034 });

  test.each(['before', 'after'] as const)(
    'fsync, %s its effect: nothing is said stored, nothing more is written, and reopening tells what holds',
    async (when) => {
      const file = newFile();
      const { log, said, database } = spoilt(file);
      const first = entry();
      await log.append([first]);
      const exec = database.exec.bind(database);
      let commits = 0;
      database.exec = (sql) => {
        if (sql === 'COMMIT') {
          commits++;
          if (when === 'after') exec(sql);
          throw fsyncFailed;
        }
        exec(sql);
      };
      const second = entry();
      const both = await Promise.allSettled([log.append([second]), log.append([entry()])]);
      expect(both.map((one) => one.status === 'rejected' && one.reason.errcode)).toEqual([1034, 1034]);
      await expect(log.append([second])).rejects.toThrow('reopen the log');
      // Never tried again: the next fsync could say yes without having written.
      expect([commits, said]).toEqual([1, [['log-closed', { reason: 'log: a commit failed; reopen the log' }]]]);
      expect((await log.room(rooms[0] as RoomName, 0)).map(({ id }) => id)).toContain(first.id);
      await log.close();

      const again = open(file);
      expect(await again.append([second])).toMatchObject([{ status: when === 'after' ? 'duplicate' : 'stored' }]);
      expect((await wholeLog(again))[0]?.id).toBe(first.id);
      await again.close();
    },
  );

  test('fsync in the carrying over of the write-ahead log closes the log too', async () => {
    const { log, said, database } = spoilt(newFile());
    const exec = database.exec.bind(database);
    database.exec = (sql) => {
      if (sql.includes('checkpoint')) throw fsyncFailed;
      exec(sql);
    };
    const large = entry({ bytes: new Uint8Array(3_000_000) });
    expect(await log.append([large])).toMatchObject([{ status: 'stored' }]);
    await expect(log.append([entry()])).rejects.toThrow('reopen the log');
    expect(said).toHaveLength(1);
    await log.close();
  });

  test('a database that is held by another process refuses for a while, and closes nothing', async () => {
    const file = newFile();
    const { log, said, database } = spoilt(file);
    await log.append([entry()]);
    const other = new DatabaseSync(file);
    other.exec('BEGIN IMMEDIATE');
    await expect(log.append([entry()])).rejects.toMatchObject({ errcode: 5 });
    other.exec('ROLLBACK');
    other.close();
    expect(database.isTransaction).toBe(false);
    expect(await log.append([entry()])).toMatchObject([{ status: 'stored', entry: { cursor: 2 } }]);
    expect(said).toEqual([]);
    await log.close();
  });
});

test('a writer that dies rejects all who wait, closes the log to writing and says so; reads go on, and a new one takes over', async () => {
  const file = newFile();
  const said: unknown[] = [];
  const startWriter = writerThreadOf(fileURLToPath(new URL('./mortal-log-writer.ts', import.meta.url)));
  const log = open(file, { startWriter, gatherMs: 0, report: (event, facts) => said.push([event, facts]) });
  const first = entry();
  await log.append([first]);
  const waiting = await Promise.allSettled([
    log.append([entry()]),
    log.append([entry()]),
    log.compact(rooms[0] as RoomName, { from: 1, to: 1, tier: 1, bytes: new Uint8Array(2) }, { seq: 1, bytes: new Uint8Array(1) }),
  ]);
  const reasons = waiting.map((one) => one.status === 'rejected' && String(one.reason.message));
  expect(reasons).toEqual(reasons.map(() => 'log: the writer died; reopen the log'));
  await expect(log.append([entry()])).rejects.toThrow('the writer died');
  expect((await log.room(rooms[0] as RoomName, 0)).map(({ id }) => id)).toEqual([first.id]);
  expect(said).toEqual([
    ['log-closed', { reason: 'log: the writer died; reopen the log', kind: 'Error', at: expect.stringContaining('mortal-log-writer') }],
  ]);
  await log.close();
  const again = open(file);
  await again.append([entry()]);
  expect(await wholeLog(again)).toHaveLength(2);
  await again.close();
});

describe('a torn write', { timeout: 30_000 }, () => {
  /** A log that stopped in the middle: its files as they were, and how far the write-ahead log was when `known` was acknowledged. */
  async function halfWay() {
    const file = newFile();
    const log = open(file);
    for (let i = 0; i < 20; i++) await log.append([entry({ room: rooms[i % 40] as RoomName }), entry()]);
    const known = (await wholeLog(log)).map(({ hash }) => hash);
    const end = statSync(`${file}-wal`).size;
    for (let i = 0; i < 20; i++) await log.append([entry({ room: rooms[i % 40] as RoomName, bytes: new Uint8Array(1500).fill(i) })]);
    const [database, wal] = [readFileSync(file), readFileSync(`${file}-wal`)];
    expect(wal.length).toBeGreaterThan(end);
    await log.close();
    return { known, end, database, wal };
  }
  async function reopened(database: Uint8Array, wal: Uint8Array): Promise<string[]> {
    const file = newFile();
    writeFileSync(file, database);
    writeFileSync(`${file}-wal`, wal);
    const log = open(file);
    const hashes = (await wholeLog(log)).map(({ hash }) => hash);
    expect(await log.append([entry()])).toMatchObject([{ status: 'stored', entry: { cursor: hashes.length + 1 } }]);
    await wholeLog(log);
    await log.close();
    return hashes;
  }

  test('at the end of the write-ahead log, cut off or turned to garbage, takes nothing that was acknowledged before', async () => {
    const { known, end, database, wal } = await halfWay();
    const chance = countedRandom('torn');
    const longest: number[] = [];
    for (let i = 0; i < 16; i++) {
      const [a = 0, b = 0, c = 0] = chance.bytes(3);
      const at = end + Math.floor(((a * 256 + b) / 65536) * (wal.length - end));
      const torn = c % 3 === 0 ? wal.subarray(0, at) : Buffer.from(wal);
      if (c % 3 === 1) torn.set(chance.bytes(512).subarray(0, Math.min(512, wal.length - at)), at);
      if (c % 3 === 2) torn.fill(0, at);
      const hashes = await reopened(database, torn);
      expect(hashes.slice(0, known.length)).toEqual(known);
      longest.push(hashes.length);
    }
    expect(new Set(longest).size).toBeGreaterThan(4);
  });

  test('in the database itself, while the write-ahead log is carried over, takes nothing at all', async () => {
    const { known, database, wal } = await halfWay();
    const file = newFile();
    writeFileSync(file, database);
    writeFileSync(`${file}-wal`, wal);
    const carried = new DatabaseSync(file);
    carried.exec('PRAGMA wal_checkpoint(FULL)');
    const after = readFileSync(file);
    carried.close();
    const chance = countedRandom('carried');
    for (let i = 0; i < 12; i++) {
      // Some sectors of the pages are written, some not, the end of the file not at all.
      const torn = Buffer.alloc(Math.max(database.length, after.length - 4096 * (i % 5)));
      database.copy(torn);
      const sectors = chance.bytes(Math.ceil(torn.length / 512));
      for (let at = 0; at < torn.length; at += 512)
        if ((sectors[at / 512] ?? 0) % 2) after.copy(torn, at, at, Math.min(at + 512, torn.length));
      const hashes = await reopened(torn, wal);
      expect(hashes.slice(0, known.length)).toEqual(known);
      expect(hashes).toHaveLength(60);
    }
  });
});

describe('I12 rows and pages that are not as they were written', { timeout: 20_000 }, () => {
  async function filled() {
    const file = newFile();
    const log = open(file);
    for (let i = 0; i < 30; i++) await log.append(rooms.map((room) => entry({ room })));
    const entries = await wholeLog(log);
    await log.close();
    return { file, entries };
  }
  const change = (file: string, sql: string): void => {
    const database = new DatabaseSync(file);
    database.exec(sql);
    database.close();
  };
  const roomAt = (entries: readonly LogEntry[], cursor: number): RoomName => entries[cursor - 1]?.room as RoomName;

  test.each([
    ['bytes', `bytes = CAST(x'00' || substr(bytes, 2) AS BLOB)`],
    ['its hash', `hash = replace(hash, substr(hash, 5, 1), 'x')`],
    ['its author', `author = 'somebody else'`],
    ['its time', 'at = at + 1'],
    ['its salt', 'salt = zeroblob(16)'],
  ])('%s changed in one entry: its room alone is unreadable', async (_, set) => {
    const { file, entries } = await filled();
    change(file, `UPDATE entry SET ${set} WHERE cursor = 500`);
    const log = open(file);
    const { entries: read, next, unreadable } = await log.since(0, () => true, Number.MAX_SAFE_INTEGER);
    expect([next, unreadable]).toEqual([1200, [roomAt(entries, 500)]]);
    expect(new Set(read.map(({ room }) => room)).size).toBe(40);
    expect(read.length).toBe(1200 - 30 + read.filter(({ room }) => room === roomAt(entries, 500)).length);
    for (const room of rooms.filter((one) => one !== roomAt(entries, 500))) expect(await log.room(room, 0)).toHaveLength(30);
    expect(await log.append([entry({ room: roomAt(entries, 501) })])).toMatchObject([{ status: 'stored' }]);
    await expect(log.append([entry({ room: roomAt(entries, 500) })])).rejects.toThrow('is unreadable');
    await log.close();
  });

  test.each([
    ['nothing', new Uint8Array(4096)],
    ['garbage', countedRandom('page').bytes(4096)],
  ])('a page of entries turned to %s: the rooms that had entries in it, and no other', async (_, page) => {
    const { file, entries } = await filled();
    const marked = entries[599] as LogEntry;
    // The salt of an entry stands in its row and nowhere else.
    const at = readFileSync(file).indexOf(Buffer.from(marked.salt));
    const handle = openSync(file, 'r+');
    writeSync(handle, page, 0, 4096, Math.floor(at / 4096) * 4096);
    closeSync(handle);

    const said: unknown[] = [];
    const log = open(file, { report: (event, facts) => said.push([event, facts]) });
    const { entries: read, next, unreadable } = await log.since(0, () => true, Number.MAX_SAFE_INTEGER);
    expect(next).toBe(1200);
    expect(unreadable).toContain(marked.room);
    expect(unreadable.length).toBeLessThan(30);
    expect(said).toHaveLength(unreadable.length);
    const sound = rooms.filter((room) => !unreadable.includes(room));
    for (const room of sound) {
      expect(await log.room(room, 0)).toHaveLength(30);
      expect(read.filter((one) => one.room === room)).toHaveLength(30);
    }
    await expect(log.room(marked.room, 0)).rejects.toThrow('is unreadable');
    expect(await log.append([entry({ room: sound[0] as RoomName })])).toMatchObject([
      { status: 'stored', entry: { cursor: 1201, seq: 31 } },
    ]);
    await log.close();

    // Asked for by itself, before anything else was read.
    const again = open(file);
    await expect(again.room(marked.room, 0)).rejects.toThrow('is unreadable');
    expect(await again.room(sound[0] as RoomName, 0)).toHaveLength(31);
    await again.close();
  });

  test('a file cut short is refused when it is opened or read, and never taken for a shorter log', async () => {
    const { file, entries } = await filled();
    const copy = newFile();
    copyFileSync(file, copy);
    truncateSync(copy, Math.floor(statSync(copy).size / 2 / 4096) * 4096);
    const read = async (): Promise<'said' | 'believed'> => {
      const log = open(copy);
      try {
        const page = await log.since(0, () => true, Number.MAX_SAFE_INTEGER);
        return page.entries.length < entries.length && page.unreadable.length === 0 ? 'believed' : 'said';
      } finally {
        await log.close();
      }
    };
    expect(await read().catch(() => 'said')).toBe('said');
  });
});
