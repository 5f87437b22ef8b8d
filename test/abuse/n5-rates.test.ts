/** N5, N6: a person and their devices fit in the rates, a script does not; nobody uses up another's, and the table is bounded. */
import { expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { decodeFrame, encodeFrame } from '@navette/protocol/framing';
import { PullAnswer } from '@navette/protocol/replication';
import { FRAME_TYPE } from '@navette/protocol/version';
import { readStatus } from '@navette/device/sync-status';
import type { DeviceNumber, UserId } from '@navette/kernel/ids';
import { roomName } from '@navette/rooms/room-names';
import { makeBudget } from '../../sync-server/src/http/budget.ts';
import { makeBudgets } from '../../sync-server/src/http/budgets.ts';
import { makeMetrics } from '../../sync-server/src/figures/metrics.ts';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { SERVER_LIMITS, type ServerLimits } from '../../sync-server/src/server-limits.ts';
import { CLAIRE, deposit, NADIA, serverDevice, stateOf } from '../support/server-device.ts';
import { countedRandom, freshId } from '../support/sync-world.ts';

vi.setConfig({ testTimeout: 20_000 });

const set = (limits: Partial<ServerLimits>) => {
  const time = { now: 0 };
  const metrics = makeMetrics();
  return { time, metrics, budgets: makeBudgets({ clock: { now: () => time.now }, random: countedRandom(), metrics, limits }) };
};
const user = () => freshId<UserId>();
const device = 7 as DeviceNumber;

test('N5 fifty updates a second, five hundred at once: a batch passes whole or waits whole, and is never starved by small ones', () => {
  const { budgets, time } = set({});
  const [one, other] = [user(), user()];
  expect(budgets.writes.take(one, 500)).toBe(0);
  expect(budgets.writes.take(one, 1)).toBeGreaterThan(0);
  expect(budgets.writes.take(other, 500)).toBe(0);
  // Ten seconds bring five hundred, and no more than the burst is ever saved up.
  time.now += 10_000;
  expect(budgets.writes.take(one, 499)).toBe(0);
  time.now += 3600_000;
  expect([budgets.writes.take(one, 500), budgets.writes.take(one, 500) > 0]).toEqual([0, true]);
  // A little is there: the large batch passes, and the next waits until it is made up for.
  time.now += 1000;
  expect(budgets.writes.take(one, 500)).toBe(0);
  const wait = budgets.writes.take(one, 1);
  expect(wait).toBeGreaterThan(8_900);
  expect(wait).toBeLessThan(11_100);
});

test('N5 over an hour, a script gets the rate and no more, however it asks', () => {
  const { budgets, time } = set({});
  const script = user();
  let taken = 0;
  for (; time.now < 3600_000; time.now += 500) for (const size of [1, 500, 30]) if (budgets.writes.take(script, size) === 0) taken += size;
  expect(taken).toBeLessThanOrEqual(3600 * SERVER_LIMITS['writes-per-second'] + 2 * SERVER_LIMITS['writes-burst']);
});

test('N5 those who are refused together are told to come back at different moments', () => {
  const { budgets } = set({ 'firm-replications-per-second': 100, 'firm-replications-burst': 50 });
  const waits = Array.from({ length: 500 }, () => budgets.replication(user(), device));
  expect(waits.filter((wait) => wait === 0)).toHaveLength(50);
  const seconds = new Set(waits.filter((wait) => wait > 0).map((wait) => Math.ceil(wait / 1000)));
  expect(seconds.size).toBeGreaterThan(8);
});

test('N5 a page that continues an answer is free, once, for that device alone', () => {
  const { budgets } = set({ 'replications-burst': 1 });
  const one = user();
  expect(budgets.replication(one, device)).toBe(0);
  for (let page = 0; page < 1000; page++) {
    budgets.promiseNext(one, device);
    expect(budgets.replication(one, device)).toBe(0);
  }
  budgets.promiseNext(one, device);
  expect(budgets.replication(one, 8 as DeviceNumber)).toBeGreaterThan(0);
  expect(budgets.replication(user(), device)).toBe(0);
});

test('N5 what one person has under way at once is capped, and given back once', () => {
  const { budgets } = set({ 'parallel-pieces': 2 });
  const one = user();
  const [first, second] = [budgets.enter('pieces', one), budgets.enter('pieces', one)];
  expect([typeof first, typeof second, budgets.enter('pieces', one)]).toEqual(['function', 'function', null]);
  expect(budgets.enter('pieces', user())).not.toBeNull();
  first?.();
  first?.();
  expect(budgets.enter('pieces', one)).not.toBeNull();
  expect(budgets.enter('pieces', one)).toBeNull();
});

test('N6 the table is bounded: a million networks leave no more than it holds, and clocks set back open nothing', () => {
  const time = { now: 1_000_000 };
  const budget = makeBudget({ now: () => time.now }, { burst: 1, perSecond: 0.001 }, 100);
  budget.take('first');
  for (let i = 0; i < 1000; i++) budget.take(`2001:db8:${i}::/64`);
  // Only forgives: the one that asked longest ago is as one who never asked.
  expect(budget.take('first')).toBe(0);
  expect(budget.take('2001:db8:999::/64')).toBeGreaterThan(0);
  time.now = 0;
  expect(budget.take('first')).toBeGreaterThan(0);
  time.now = 1;
  expect(budget.take('first')).toBeGreaterThan(0);
});

const withServer = async (serverLimits: Partial<ServerLimits>, run: (server: TestServer) => Promise<void>) => {
  const server = await startTestServer({ serverLimits });
  try {
    await run(server);
  } finally {
    await server.close();
  }
};

const ask = (server: TestServer, token: string | null, path: string, body: Uint8Array<ArrayBuffer> | string, type = 'application/json') =>
  fetch(`${server.origin}/api/v1/${path}`, {
    method: 'POST',
    headers: { 'content-type': type, 'navette-client': 'test', ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
    body,
  });

test('N5 over HTTP: over a rate the answer is 429 with Retry-After and nothing is done; a sync of many pages is never refused', async () => {
  await withServer(
    { 'commands-burst': 3, 'commands-per-second': 0.01, 'replications-burst': 3, 'replications-per-second': 0.01 },
    async (server) => {
      const { token, device: own, user: nadia } = await server.device(NADIA);
      const long = new Y.Doc();
      for (let n = 0; n < 5; n++) {
        const update = new Promise<Uint8Array>((resolve) => long.once('update', resolve));
        long.getMap('account').set(`page ${n}`, 'x'.repeat(400_000));
        const entry = {
          room: roomName({ kind: 'account', user: nadia }),
          author: 'server',
          device: 0 as DeviceNumber,
          counter: null,
        } as const;
        await server.roomLog.append([{ ...entry, id: freshId<string>(), bytes: await update }]);
      }
      const pull = async (cursor: number, epoch: string | null): Promise<PullAnswer | number> => {
        const head = { device: own, epoch, cursor, rights: null, backfill: [] };
        const answer = await ask(server, token, 'pull', encodeFrame(head, []) as Uint8Array<ArrayBuffer>, FRAME_TYPE);
        if (answer.status !== 200) return answer.status;
        return decodeFrame(PullAnswer, new Uint8Array(await answer.arrayBuffer()))?.head ?? 0;
      };
      let most = 0;
      for (let sync = 0; sync < 3; sync++) {
        let page: PullAnswer | number = await pull(0, null);
        for (let pages = 1; typeof page === 'object' && page.more; pages++) {
          most = Math.max(most, pages);
          page = await pull(page.cursor, page.epoch);
        }
        expect(typeof page).toBe('object');
      }
      expect(most).toBeGreaterThan(1);
      expect(await pull(0, null)).toBe(429);
      // One was spent on this device's number, and none on replication: each budget is its own.
      const enrolled = [];
      for (let i = 0; i < 4; i++) enrolled.push(await ask(server, token, 'enrol', JSON.stringify({ label: 'x' })));
      expect(enrolled.map(({ status }) => status)).toEqual([200, 200, 429, 429]);
      expect(Number(enrolled[3]?.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
      expect(await enrolled[3]?.json()).toEqual({ problem: 'too-many' });
      const other = await server.signIn(CLAIRE);
      expect((await ask(server, other, 'enrol', JSON.stringify({ label: 'x' }))).status).toBe(200);
    },
  );
});

test('N6 over HTTP: who shows no session is counted by network; who does is not held back by them', async () => {
  await withServer({ 'strangers-burst': 10, 'strangers-per-second': 0.01 }, async (server) => {
    const token = await server.signIn(CLAIRE);
    const statuses = new Set<number>();
    for (let i = 0; i < 15; i++) statuses.add((await ask(server, null, 'pull', '{}')).status);
    expect([...statuses].toSorted()).toEqual([401, 429]);
    expect((await ask(server, token, 'enrol', JSON.stringify({ label: 'x' }))).status).toBe(200);
  });
});

test('N5 a device that is told to wait waits, says so, and loses nothing: what is done meanwhile waits with the rest', async () => {
  await withServer({ 'writes-burst': 2, 'writes-per-second': 0.5 }, async (server) => {
    const claire = await serverDevice(server.origin, CLAIRE);
    const ids = [];
    for (const name of ['un', 'deux', 'trois', 'quatre']) ids.push(await deposit(claire, name));
    const asked: string[] = [];
    claire.watch((method, to) => void asked.push(`${method} ${to}`));
    for (let run = 0; run < 3; run++) await claire.sync.syncNow();
    const late = await deposit(claire, 'cinq');
    ids.push(late);
    await claire.sync.syncNow();
    const said = await readStatus(await claire.store());
    expect(said.problem).toBe('server-busy');
    expect(said.nextTryAt).toBeGreaterThan(Date.now());
    // The run that heard "later" ended there, and the nudges after it asked nothing.
    const before = asked.length;
    await claire.sync.syncNow();
    claire.sync.nudge();
    expect(asked).toHaveLength(before);
    expect(await stateOf(claire, late)).toBe('local');
  });
});
