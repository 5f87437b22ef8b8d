import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openSqliteRoomLog } from '../../sync-server/src/adapters/sqlite-room-log.ts';
import { countedRandom, freshId, NOON } from '../support/sync-world.ts';
import { roomLogSuite } from './room-log.suite.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'navette-log-'));
afterAll(() => rmSync(folder, { recursive: true }));

roomLogSuite('sqlite', (clock) => {
  const file = path.join(folder, `${freshId()}.sqlite`);
  const random = countedRandom(freshId());
  return { log: openSqliteRoomLog({ file, clock, random }), reopen: async () => openSqliteRoomLog({ file, clock, random }) };
});

test('a file that is no log is refused, never emptied', () => {
  const file = path.join(folder, 'garbage.sqlite');
  writeFileSync(file, 'garbage, and long enough to be looked at as a database header, which it is not at all');
  expect(() => openSqliteRoomLog({ file, clock: { now: () => NOON }, random: countedRandom() })).toThrow();
});
