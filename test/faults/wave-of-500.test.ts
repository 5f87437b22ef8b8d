/**
 * Named scenario `wave-of-500-returns`: after a cut of the line, five hundred devices come back in the same second, over
 * real HTTP. All are answered; those above the firm's rate are told another moment each, and are served then.
 */
import { Agent, request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeFrame } from '@navette/protocol/framing';
import { FRAME_TYPE } from '@navette/protocol/version';
import { makeBudgets } from '../../sync-server/src/http/budgets.ts';
import { makeMetrics } from '../../sync-server/src/figures/metrics.ts';
import { CLIENT_RIGHT, countedRandom, listen, NOON, syncWorld, TestDevice, type TestPerson } from '../support/sync-world.ts';

const DEVICES = 500;
const time = { now: NOON };
const clock = { now: () => time.now };
const metrics = makeMetrics();
const budgets = makeBudgets({
  clock,
  random: countedRandom(),
  metrics,
  limits: { 'firm-replications-burst': 300, 'firm-replications-per-second': 20 },
});
const world = syncWorld({ clock, heart: { budgets, metrics } });
const people: TestPerson[] = [];
const agent = new Agent({ keepAlive: true, maxSockets: DEVICES });
let port: number;
let close: () => Promise<void>;

beforeAll(async () => {
  for (let i = 0; i < DEVICES; i++) people.push(world.directory.add([[world.dossier, CLIENT_RIGHT]]));
  const writer = new TestDevice(world.client, world.deposits);
  for (let i = 0; i < 20; i++) writer.record({ v: 1, n: i });
  await writer.send(world.heart);
  ({ port, close } = await listen(world.heart));
});
afterAll(async () => {
  agent.destroy();
  await close();
});

function pull(who: TestPerson): Promise<{ readonly status: number; readonly after: number }> {
  const body = encodeFrame({ device: who.device, epoch: null, cursor: 0, rights: null, backfill: [] }, []);
  const headers = { authorization: `Bearer ${who.id}`, 'content-type': FRAME_TYPE, 'content-length': body.length };
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path: '/api/v1/pull', method: 'POST', agent, headers }, (answer) => {
      answer.resume().on('end', () => resolve({ status: answer.statusCode ?? 0, after: Number(answer.headers['retry-after'] ?? 0) }));
    })
      .on('error', reject)
      .end(body);
  });
}

test('wave-of-500-returns: everybody is answered, now or at a moment of their own', { timeout: 30_000 }, async () => {
  let waiting = people.map((who) => ({ who, at: time.now }));
  const moments = new Map<number, number>();
  let served = 0;
  for (let round = 0; waiting.length > 0; round++) {
    expect(round).toBeLessThan(60);
    const due = waiting.filter(({ at }) => at <= time.now);
    const answers = await Promise.all(due.map(async ({ who }) => ({ who, ...(await pull(who)) })));
    for (const { status, after } of answers) {
      expect([200, 429]).toContain(status);
      if (status === 200) served++;
      else if (round === 0) moments.set(after, (moments.get(after) ?? 0) + 1);
    }
    const later = answers.filter(({ status }) => status === 429).map(({ who, after }) => ({ who, at: time.now + after * 1000 }));
    waiting = [...waiting.filter(({ at }) => at > time.now), ...later];
    time.now += 1000;
  }
  expect(served).toBe(DEVICES);
  // The two hundred that were refused at once were spread over seconds, none of them too full for the next wave.
  expect(moments.size).toBeGreaterThanOrEqual(8);
  expect(Math.max(...moments.values())).toBeLessThan(60);
  expect(metrics.text()).toMatch(/navette_rate_refused_total\{budget="firm"\} [2-9]\d\d/);
});
