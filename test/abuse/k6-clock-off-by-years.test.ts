/** K6: the server's clock may jump by years, forth and back: numbers stay gapless, times of a room never go back, nothing is lost. */
import { afterAll, expect, test } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brokenLink, CHAIN_START } from '../../sync-server/src/log/log-chain.ts';
import { memoryRoomLog } from '../../sync-server/src/log/memory-room-log.ts';
import { openSqliteRoomLog } from '../../sync-server/src/log/sqlite-room-log.ts';
import { makeAttempts } from '../../sync-server/src/http/attempts.ts';
import { makeBudget } from '../../sync-server/src/http/budget.ts';
import type { RoomLog } from '../../sync-server/src/ports.ts';
import { countedRandom, listen, NOON, pulled, syncWorld, TestDevice, ticketFor, until } from '../support/sync-world.ts';
import { WebSocket } from 'ws';

const folder = mkdtempSync(path.join(tmpdir(), 'navette-clock-'));
afterAll(() => rmSync(folder, { recursive: true }));

const YEAR = 365 * 24 * 3600_000;
const JUMPS = [0, 10 * YEAR, -YEAR / 2, 3 * YEAR, -YEAR + 1, 0, 1];

test.each(['memory', 'sqlite'] as const)('on the %s log', async (kind) => {
  const time = { now: NOON };
  const parts = { clock: { now: () => time.now }, random: countedRandom(kind) };
  const log: RoomLog = kind === 'memory' ? memoryRoomLog(parts) : openSqliteRoomLog({ file: path.join(folder, 'log.sqlite'), ...parts });
  const world = syncWorld({ log, clock: parts.clock });
  const [a, b] = [new TestDevice(world.client, world.deposits), new TestDevice(world.colleague, world.deposits)];
  const told: number[] = [];
  for (const jump of JUMPS) {
    time.now = NOON + jump;
    for (const device of [a, b]) {
      device.record();
      const [result] = await device.send(world.heart);
      expect(result).toMatchObject({ status: 'stored' });
      told.push(result && 'at' in result ? result.at : 0);
    }
  }
  const entries = await log.room(world.deposits, 0);
  expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, i) => i + 1));
  expect(entries.map(({ at }) => at)).toEqual(entries.map(({ at }) => at).toSorted((x, y) => x - y));
  expect(told).toEqual(entries.map(({ at }) => at));
  expect(brokenLink(CHAIN_START, (await log.since(0, () => true, 1e9)).entries)).toBeNull();
  const { answer } = await pulled(world.heart, world.reader, {});
  expect(answer.entries.map(({ cursor }) => cursor)).toEqual(entries.map(({ cursor }) => cursor));
  await log.close();
});

test('a ticket is no older for a clock that went back, and a socket survives jumps both ways', async () => {
  const world = syncWorld();
  const server = await listen(world.heart);
  const open = async (ticket: string) => {
    const socket = new WebSocket(`${server.url}/${world.deposits}?ticket=${ticket}`);
    let state: 'open' | number | null = null;
    socket.on('open', () => (state = 'open'));
    socket.on('unexpected-response', (_request, response) => (state = response.statusCode ?? 0));
    socket.on('error', () => undefined);
    await until(() => state !== null, 'answered');
    return { socket, state };
  };
  const kept = await ticketFor(world.heart, world.client, world.deposits);
  const { socket, state } = await open(await ticketFor(world.heart, world.client, world.deposits));
  expect(state).toBe('open');
  world.time.now += 10 * YEAR;
  expect((await open(kept)).state).toBe(401);
  world.time.now -= 10 * YEAR + YEAR / 2;
  expect((await open(kept)).state).toBe(401);
  expect((await open(await ticketFor(world.heart, world.client, world.deposits))).state).toBe('open');
  expect(socket.readyState).toBe(WebSocket.OPEN);
  await server.close();
});

test('nobody waits a year because the clock went back by one: budgets and delays after failed attempts stay what they are', () => {
  const time = { now: NOON };
  const clock = { now: () => time.now };
  const budget = makeBudget(clock, { burst: 2, perSecond: 1 });
  const attempts = makeAttempts(clock);
  for (let i = 0; i < 6; i++) attempts.failed('network', 'somebody');
  for (let i = 0; i < 4; i++) budget.take('somebody');
  const before = [budget.take('somebody'), attempts.wait('network', 'somebody')];
  time.now -= YEAR;
  expect(budget.take('somebody')).toBeLessThanOrEqual(before[0] ?? 0);
  expect(attempts.wait('network', 'somebody')).toBeLessThanOrEqual(before[1] ?? 0);
  time.now += 2_000;
  expect(budget.take('somebody')).toBe(0);
  time.now += 20 * YEAR;
  expect([budget.take('somebody'), attempts.wait('network', 'somebody')]).toEqual([0, 0]);
});

test('a server that wakes up in 1970 still takes the work of this year, opens its rooms, and keeps its order', async () => {
  const world = syncWorld();
  const device = new TestDevice(world.client, world.deposits);
  device.record();
  await device.send(world.heart);
  world.time.now = 1_000;
  device.record();
  expect(await device.send(world.heart)).toMatchObject([{ status: 'stored' }]);
  expect(await ticketFor(world.heart, world.client, world.deposits)).not.toBe('');
  const { answer } = await pulled(world.heart, world.reader, {});
  expect(answer.entries.map(({ seq }) => seq)).toEqual([1, 2]);
  expect(answer.entries[1]?.at).toBeGreaterThanOrEqual(answer.entries[0]?.at ?? Infinity);
  expect(answer.rights?.scopes).toContain(`dossier/${world.dossier}/deposits/common`);
});
