/** The room log on a real PostgreSQL, started for these tests; the same contract as every other log, and what is its own. */
import { cpSync, existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DeviceNumber, DossierId } from '@navette/kernel/ids';
import { roomName } from '@navette/rooms/room-names';
import { brokenLink, CHAIN_START } from '../../sync-server/src/log/log-chain.ts';
import { openPostgresRoomLog, type PostgresRoomLogOptions } from '../../sync-server/src/log/postgres-room-log.ts';
import type { NewEntry, RoomLog } from '../../sync-server/src/ports.ts';
import { startTestServer } from '../../sync-server/src/testing/test-server.ts';
import { CLAIRE, deposit, NADIA, serverDevice, stateOf } from '../support/server-device.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { countedRandom, freshId, NOON } from '../support/sync-world.ts';
import { roomLogSuite } from './room-log.suite.ts';

let postgres: TestPostgres;
beforeAll(async () => void (postgres = await startPostgres()), 60_000);
afterAll(() => postgres.stop());

let schemas = 0;
const newSchema = (): string => `log_${++schemas}`;
const open = (schema: string, more: Partial<PostgresRoomLogOptions> = {}): Promise<RoomLog> =>
  openPostgresRoomLog({ url: postgres.url, schema, clock: { now: () => NOON }, random: countedRandom(freshId()), ...more });
const room = roomName({ kind: 'deposits', dossier: freshId<DossierId>(), year: 2026, box: 'common' });
const entry = (more: Partial<NewEntry> = {}): NewEntry => ({
  room,
  id: freshId(),
  author: 'server',
  device: 5 as DeviceNumber,
  counter: null,
  bytes: new Uint8Array([1, 2, 3]),
  ...more,
});

/** By another hand than the log's. */
async function change(sql: string): Promise<void> {
  const client = new Client(postgres.url);
  await client.connect();
  await client.query(sql);
  await client.end();
}

roomLogSuite('postgres', async (clock, report) => {
  const schema = newSchema();
  const again = () => open(schema, { clock, report });
  return {
    log: await again(),
    reopen: again,
    damage: (cursor) => change(`UPDATE ${schema}.entry SET bytes = '\\x010203040506' WHERE cursor = ${cursor}`),
  };
});

describe('a log in PostgreSQL', () => {
  test('is held by one server: a second one is refused, and takes over when the first is gone', async () => {
    const schema = newSchema();
    const log = await open(schema);
    await expect(open(schema)).rejects.toThrow('another server holds it');
    await log.append([entry()]);
    await log.close();
    const again = await open(schema);
    expect((await again.head()).cursor).toBe(1);
    await again.close();
  });

  test('a server that lost its connection writes no more, says so, and reads on; what it was told stored is there', async () => {
    const schema = newSchema();
    const said: unknown[] = [];
    const log = await open(schema, { report: (event, facts) => said.push([event, facts?.['reason']]) });
    await log.append([entry()]);
    await change(`SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()`);
    await expect(log.append([entry()])).rejects.toThrow();
    await expect(log.append([entry()])).rejects.toThrow('reopen the log');
    expect(said).toEqual([['log-closed', 'log: a commit failed; reopen the log']]);
    expect(await log.room(room, 0)).toHaveLength(1);
    await log.close();
  });

  test('I2 I6 nothing acknowledged is lost when the database crashes in the middle of writing, and the chain is whole', async () => {
    const schema = newSchema();
    const log = await open(schema, { gatherMs: 0 });
    const acknowledged: string[] = [];
    const lane = async (): Promise<void> => {
      for (;;) {
        const next = entry({ bytes: new Uint8Array(500) });
        try {
          await log.append([next]);
        } catch {
          return;
        }
        acknowledged.push(next.id);
      }
    };
    const lanes = Promise.all(Array.from({ length: 8 }, lane));
    while (acknowledged.length < 100) await new Promise(setImmediate);
    await postgres.crash();
    await lanes;
    await log.close();
    const again = await open(schema);
    const { entries } = await again.since(0, () => true, 1e9);
    expect(brokenLink(CHAIN_START, entries)).toBeNull();
    expect(acknowledged.filter((id) => !entries.some((one) => one.id === id))).toEqual([]);
    expect(await again.append([entry()])).toMatchObject([
      { status: 'stored', entry: { cursor: entries.length + 1, seq: entries.length + 1 } },
    ]);
    await again.close();
    // A database that crashed looks through all its files before it answers.
  }, 60_000);

  test('a table that refuses a commit harms nothing: those calls are rejected, the next ones are stored', async () => {
    const schema = newSchema();
    const log = await open(schema);
    await log.append([entry()]);
    await change(`ALTER TABLE ${schema}.entry ADD CONSTRAINT small CHECK (size < 100)`);
    await expect(log.append([entry({ bytes: new Uint8Array(100) })])).rejects.toThrow('small');
    expect(await log.append([entry()])).toMatchObject([{ status: 'stored', entry: { cursor: 2 } }]);
    await log.close();
  });

  test('a row whose hash alone was changed does not condemn the row after it', async () => {
    const schema = newSchema();
    const log = await open(schema);
    const other = roomName({ kind: 'internal', dossier: freshId<DossierId>() });
    await log.append([entry(), entry({ room: other })]);
    await log.close();
    await change(`UPDATE ${schema}.entry SET hash = repeat('0', 64) WHERE cursor = 1`);
    const again = await open(schema);
    expect(await again.room(other, 0)).toHaveLength(1);
    await expect(again.room(room, 0)).rejects.toThrow('is unreadable');
    await again.close();
  });

  test('a whole server runs on it, over a restart, and a second one on the same firm is refused', async () => {
    const server = await startTestServer({ database: postgres.url });
    const claire = await serverDevice(server.origin, CLAIRE);
    const id = await deposit(claire, 'en base');
    await claire.sync.syncNow();
    expect(await stateOf(claire, id)).toBe('received');
    const { data, port } = server;
    const copy = `${data}-copy`;
    cpSync(data, copy, { recursive: true, filter: (file) => !file.includes('lock.sqlite') });
    await expect(startTestServer({ data: copy, database: postgres.url })).rejects.toThrow('database-in-use');
    rmSync(copy, { recursive: true });
    await server.stop();
    expect(existsSync(path.join(data, 'log.sqlite'))).toBe(false);

    const again = await startTestServer({ data, port, database: postgres.url });
    const nadia = await serverDevice(again.origin, NADIA);
    expect(await stateOf(nadia, id)).toBe('received');
    await again.stop();
    await expect(startTestServer({ data, database: 'postgres://navette@localhost:1/none' })).rejects.toThrow('database-refused');
    server.forget();
  }, 30_000);

  test('tables written by newer code, and a name that is no schema, are refused', async () => {
    const schema = newSchema();
    await (await open(schema)).close();
    await change(`UPDATE ${schema}.version SET version = 99`);
    await expect(open(schema)).rejects.toThrow('written by newer code');
    await expect(open('x; DROP TABLE')).rejects.toThrow('not the name of a schema');
  });
});
