import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, test } from 'vitest';
import type { DeviceNumber, DossierId } from '@navette/kernel/ids';
import { roomName, scopeOf, type Room } from '@navette/rooms/room-names';
import { brokenLink, CHAIN_START, chainHash } from '../../sync-server/src/log/log-chain.ts';
import { openSqliteRoomLog, type SqliteRoomLogOptions } from '../../sync-server/src/log/sqlite-room-log.ts';
import { startWriterThread, type StartWriter } from '../../sync-server/src/log/sqlite-writer-thread.ts';
import type { NewEntry } from '../../sync-server/src/ports.ts';
import { countedRandom, freshId, NOON } from '../support/sync-world.ts';
import { roomLogSuite } from './room-log.suite.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'navette-log-'));
afterAll(() => rmSync(folder, { recursive: true }));

const clock = { now: () => NOON };
const newFile = (): string => path.join(folder, `${freshId()}.sqlite`);
const open = (file: string, more: Partial<SqliteRoomLogOptions> = {}) =>
  openSqliteRoomLog({ file, clock, random: countedRandom(freshId()), ...more });
const room: Room = { kind: 'deposits', dossier: freshId<DossierId>(), year: 2026, box: 'common' };
const entry = (more: Partial<NewEntry> = {}): NewEntry => ({
  room: roomName(room),
  id: freshId(),
  author: 'server',
  device: 5 as DeviceNumber,
  counter: null,
  bytes: new Uint8Array([1, 2, 3]),
  ...more,
});

roomLogSuite('sqlite', (time, report) => {
  const file = newFile();
  const again = () => open(file, { clock: time, report });
  return {
    log: again(),
    reopen: async () => again(),
    damage: (cursor) => change(file, `UPDATE entry SET bytes = x'010203040506' WHERE cursor = ${cursor}`),
    files: () =>
      ['', '-wal', '-shm']
        .map((side) => file + side)
        .filter((name) => existsSync(name))
        .map((name) => readFileSync(name)),
  };
});

/** By another hand than the log's. */
function change(file: string, sql: string): void {
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
}

test('a file that is no log is refused, never emptied', () => {
  const file = path.join(folder, 'garbage.sqlite');
  writeFileSync(file, 'garbage, and long enough to be looked at as a database header, which it is not at all');
  expect(() => open(file)).toThrow();
  expect(statSync(file).size).toBe(85);
});

describe('one commit for all that gathers', () => {
  /** The thread that writes, with what was sent to it. */
  function watched() {
    const posts: number[] = [];
    const startWriter: StartWriter = (data, events) => {
      const thread = startWriterThread(data, events);
      const post: typeof thread.post = (work) => {
        posts.push(work.kind === 'append' ? work.calls.length / 2 : 1);
        thread.post(work);
      };
      return { ...thread, post };
    };
    return { posts, startWriter };
  }

  test('calls of one turn go together', async () => {
    const { posts, startWriter } = watched();
    const log = open(newFile(), { startWriter });
    await Promise.all(Array.from({ length: 50 }, () => log.append([entry()])));
    expect(posts).toEqual([50]);
    await log.close();
  });

  test('what comes while a commit is under way goes as the next one, whoever asked', async () => {
    const { posts, startWriter } = watched();
    const log = open(newFile(), { startWriter, gatherMs: 0 });
    const first = log.append([entry()]);
    await new Promise(setImmediate);
    const others: Promise<unknown>[] = [];
    for (let i = 0; i < 5; i++) {
      others.push(log.append([entry({ room: roomName({ ...room, year: 2020 + i }) })]));
      await new Promise(setImmediate);
    }
    await Promise.all([first, ...others]);
    expect(posts).toEqual([1, 5]);
    await log.close();
  });
});

test('a call that the database refuses leaves nothing, not even its room, and its neighbours are stored', async () => {
  const log = open(newFile());
  const unheard = roomName({ ...room, year: 2019 });
  const outcomes = await Promise.allSettled([
    log.append([entry()]),
    log.append([entry({ room: unheard }), entry({ room: unheard, device: 1.5 as DeviceNumber })]),
    log.append([entry({ room: unheard, device: 1.5 as DeviceNumber })]),
    log.append([entry(), entry()]),
  ]);
  expect(outcomes.map((o) => o.status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
  expect(await log.rooms()).toEqual([roomName(room)]);
  await log.append([entry({ room: unheard })]);
  const { entries } = await log.since(0, () => true, 1e6);
  expect(entries.map((e) => [e.cursor, e.seq])).toEqual([
    [1, 1],
    [2, 2],
    [3, 3],
    [4, 1],
  ]);
  expect(brokenLink(CHAIN_START, entries)).toBeNull();
  await log.close();
});

test('segments that turn out damaged are dropped and said, and the room goes on from its entries', async () => {
  const file = newFile();
  const log = open(file);
  await log.append([entry(), entry()]);
  await log.compact(roomName(room), { from: 1, to: 2, tier: 1, bytes: new Uint8Array(100) }, { seq: 2, bytes: new Uint8Array(9) });
  await log.close();
  change(file, 'UPDATE segment SET bytes = zeroblob(99)');
  const said: unknown[] = [];
  const again = open(file, { report: (event, facts) => said.push([event, facts]) });
  expect(await again.segments(roomName(room))).toEqual([]);
  expect([await again.digest(roomName(room)), said]).toEqual([null, [['log-copies-damaged', { room: roomName(room) }]]]);
  expect(await again.room(roomName(room), 0)).toHaveLength(2);
  await again.close();
});

test('a log of the first form is brought up to date, with its chain, its epoch and its scopes', async () => {
  const file = newFile();
  const old = new DatabaseSync(file);
  old.exec(`PRAGMA journal_mode = WAL;
    CREATE TABLE epoch (name TEXT NOT NULL) STRICT;
    CREATE TABLE room (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, scope TEXT NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL) STRICT;
    CREATE TABLE entry (
      cursor INTEGER PRIMARY KEY, room INTEGER NOT NULL REFERENCES room (id), seq INTEGER NOT NULL, scope TEXT NOT NULL, id TEXT NOT NULL UNIQUE,
      author TEXT NOT NULL, device INTEGER NOT NULL, counter INTEGER, at INTEGER NOT NULL, hash TEXT NOT NULL, size INTEGER NOT NULL,
      salt BLOB NOT NULL, bytes BLOB NOT NULL, UNIQUE (room, seq)
    ) STRICT;
    CREATE UNIQUE INDEX entry_counter ON entry (device, counter) WHERE counter IS NOT NULL;
    CREATE INDEX entry_scope ON entry (scope, cursor);
    CREATE TABLE blobs (
      dossier TEXT NOT NULL, box TEXT NOT NULL, hash TEXT NOT NULL, size INTEGER NOT NULL, uploader TEXT NOT NULL, at INTEGER NOT NULL,
      PRIMARY KEY (dossier, box, hash)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX blobs_hash ON blobs (dossier, hash);
    PRAGMA user_version = 1;
    INSERT INTO epoch VALUES ('the-epoch');`);
  let before = CHAIN_START;
  for (let i = 1; i <= 4; i++) {
    const name = roomName({ ...room, year: i % 2 ? 2026 : 2027 } as Room);
    const header = {
      cursor: i,
      room: name,
      seq: Math.ceil(i / 2),
      id: freshId(),
      author: 'server' as const,
      device: 5 as DeviceNumber,
      counter: i,
      at: NOON,
    };
    const [salt, bytes] = [new Uint8Array(16).fill(i), new Uint8Array([i])];
    before = chainHash(before, header, salt, bytes);
    old.prepare('INSERT OR REPLACE INTO room VALUES (?, ?, ?, ?, ?)').run(1 + (i % 2), name, scopeOf(room), header.seq, NOON);
    old
      .prepare('INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
      .run(i, 1 + (i % 2), header.seq, scopeOf(room), header.id, 'server', 5, i, NOON, before, 1, salt, bytes);
  }
  old.close();
  const log = open(file);
  expect(await log.head()).toEqual({ epoch: 'the-epoch', cursor: 4, hash: before });
  await log.append([entry()]);
  const { entries } = await log.scope(scopeOf(room), 1, 5, 1e6);
  expect(entries.map((e) => [e.cursor, e.bytes[0]])).toEqual([
    [2, 2],
    [3, 3],
    [4, 4],
    [5, 1],
  ]);
  expect(brokenLink(CHAIN_START, (await log.since(0, () => true, 1e6)).entries)).toBeNull();
  await log.close();
});
