/** N5: bodies cut, changed, inflated or of another kind are answered, each by itself, by every route that reads one; never a 500, never an effect. */
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { encodeFrame } from '@navette/protocol/framing';
import { HEAL_PATH } from '@navette/protocol/healing';
import { FRAME_TYPE, MEDIA_TYPE } from '@navette/protocol/version';
import { seededRandom } from '../support/seeded-random.ts';
import { ask, freshId, pulled, syncWorld, TestDevice } from '../support/sync-world.ts';

const CASES = Number(process.env['NAVETTE_FUZZ'] ?? 2000);
const PATHS = ['/api/v1/pull', '/api/v1/push', HEAL_PATH, '/api/v1/ticket'];
const KINDS = [FRAME_TYPE, MEDIA_TYPE, 'application/json', 'text/html', ''];
const ODD: readonly unknown[] = [null, -1, 1.5, 2 ** 53, 1e308, '', 'x'.repeat(400), [], {}, [[[]]], true, '__proto__', '\u0000', '\uD800'];

test('N5 garbage in bodies and headers is refused by itself, and the log is as it was', async () => {
  const draw = seededRandom(5);
  const world = syncWorld();
  const { heart, client, deposits } = world;
  const device = new TestDevice(client, deposits);
  device.record();
  const [update] = device.waiting;
  const bytes = update?.bytes ?? new Uint8Array();
  await device.send(heart);
  const { answer, bytes: served } = await pulled(heart, client);
  const entries = answer.entries.map((head) => ({ ...head, epoch: answer.epoch }));
  const honest: readonly (readonly [Record<string, unknown>, Uint8Array])[] = [
    [{ device: client.device, epoch: answer.epoch, cursor: 0, rights: null, backfill: [{ scope: 'x', after: 0 }] }, new Uint8Array()],
    [{ device: client.device, epoch: answer.epoch, updates: [{ id: freshId(), counter: 9, room: deposits, size: bytes.length }] }, bytes],
    [{ device: client.device, epoch: answer.epoch, entries }, served],
    [{ device: client.device, room: deposits }, new Uint8Array()],
  ];
  /** One value of the head replaced by something odd, at any depth. */
  function odd(value: unknown): unknown {
    if (typeof value !== 'object' || value === null || draw.chance(0.2)) return draw.one(ODD);
    if (Array.isArray(value))
      return value.length === 0 || draw.chance(0.2)
        ? [...(value as unknown[]), draw.one(ODD)]
        : value.map((one, i) => (i === 0 ? odd(one) : one));
    const key = draw.one(Object.keys(value));
    return { ...value, [key]: odd((value as Record<string, unknown>)[key]) };
  }
  const statuses = new Map<number, number>();
  for (let i = 0; i < CASES; i++) {
    // Slow enough for no rate.
    world.time.now += 1_000;
    const which = draw.below(honest.length);
    const [head, rest] = honest[which] as (typeof honest)[number];
    const path = draw.chance(0.85) ? (PATHS[which] ?? '') : draw.one(PATHS);
    const said = draw.chance(0.5) ? odd(head) : head;
    const asJson = path.endsWith('ticket') || draw.chance(0.1);
    let body = asJson ? new TextEncoder().encode(JSON.stringify(said)) : encodeFrame(said, [rest]);
    for (let changes = draw.chance(0.4) ? 1 + draw.below(3) : 0; changes > 0; changes--) body[draw.below(body.length)] = draw.below(256);
    if (draw.chance(0.1)) body = body.slice(0, draw.below(body.length + 1));
    if (draw.chance(0.1)) body = new Uint8Array([...body, ...Array.from({ length: draw.below(20) }, () => draw.below(256))]);
    const zipped = draw.chance(0.15);
    if (zipped) body = new Uint8Array(draw.chance(0.7) ? gzipSync(body) : body);
    const headers = {
      'content-type': draw.chance(0.85) ? (asJson ? 'application/json' : FRAME_TYPE) : draw.one(KINDS),
      ...(zipped ? { 'content-encoding': 'gzip' } : {}),
    };
    const response = await ask(heart, draw.chance(0.05) ? null : client, path, { method: 'POST', headers, body });
    await response.arrayBuffer();
    statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
    if (response.status >= 500) throw new Error(`case ${i}: ${path} ${response.status} ${Buffer.from(body).toString('hex')}`);
  }
  expect([...statuses.keys()].filter((status) => ![200, 400, 401, 403, 409, 413, 429].includes(status))).toEqual([]);
  expect((statuses.get(400) ?? 0) + (statuses.get(200) ?? 0)).toBeGreaterThan(CASES * 0.8);
  expect(statuses.get(200)).toBeGreaterThan(CASES * 0.1);
  const log = await world.log.room(deposits, 0);
  // A changed body may still be an honest push: then it is one that its writer could have made.
  for (const entry of log) expect(entry.author).toBe(client.id);
  expect(await world.log.rooms()).toEqual([deposits]);

  const bomb = gzipSync(new Uint8Array(64 * 1024 * 1024));
  const before = process.memoryUsage().rss;
  for (const path of PATHS) {
    const response = await ask(heart, client, path, {
      method: 'POST',
      headers: { 'content-type': FRAME_TYPE, 'content-encoding': 'gzip' },
      body: bomb,
    });
    expect([400, 413, 429]).toContain(response.status);
  }
  expect(process.memoryUsage().rss - before).toBeLessThan(48 * 1024 * 1024);
  await heart.close();
}, 60_000);
