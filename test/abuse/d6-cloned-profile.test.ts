/** D6: a copied profile shows itself at its first push, and a push that is repeated counts once. */
import { describe, expect, test } from 'vitest';
import { push, pushed, syncWorld, TestDevice } from '../support/sync-world.ts';

describe('D6 counters', () => {
  test('the same push twice, its answer lost, is stored once and told the same time', async () => {
    const { heart, log, client, deposits, time } = syncWorld();
    const device = new TestDevice(client, deposits);
    for (let i = 0; i < 3; i++) device.record();
    const waiting = [...device.waiting];
    const first = await pushed(heart, client, waiting);
    time.now += 60_000;
    const second = await pushed(heart, client, waiting);
    expect(second.map((result) => result.status)).toEqual(['known', 'known', 'known']);
    expect(second.map((result) => 'at' in result && result.at)).toEqual(first.map((result) => 'at' in result && result.at));
    expect((await log.head()).cursor).toBe(3);
  });

  test('cloned-profile: the copy’s work under the same counter is not taken for known: the device is told', async () => {
    const { heart, log, client, deposits } = syncWorld();
    const original = new TestDevice(client, deposits);
    const copy = new TestDevice(client, deposits);
    original.record({ v: 1, name: 'original' });
    copy.record({ v: 1, name: 'copie' });
    expect(await original.send(heart)).toMatchObject([{ status: 'stored' }]);
    const response = await push(heart, client, copy.waiting);
    expect([response.status, await response.json()]).toEqual([409, { problem: 'copied-device' }]);
    expect((await log.head()).cursor).toBe(1);
  });

  test('cloned-profile: also in another room, and nothing after the reused counter is stored', async () => {
    const world = syncWorld();
    const { heart, log, client, deposits } = world;
    const original = new TestDevice(client, deposits);
    original.record();
    await original.send(heart);
    const copy = new TestDevice(client, deposits.replace('2026', '2025') as typeof deposits);
    copy.record();
    copy.record();
    expect((await push(heart, client, copy.waiting)).status).toBe(409);
    expect((await log.head()).cursor).toBe(1);
    // With a new number its work goes in.
    const device = world.directory.enrol(client.id);
    const renumbered = new TestDevice({ ...client, device }, copy.room);
    renumbered.record();
    expect(await renumbered.send(heart)).toMatchObject([{ status: 'stored' }]);
  });

  test('a device of somebody else, or of nobody, may not push', async () => {
    const { heart, client, colleague, deposits } = syncWorld();
    const device = new TestDevice({ ...client, device: colleague.device }, deposits);
    device.record();
    const response = await push(heart, device.who, device.waiting);
    expect([response.status, await response.json()]).toEqual([403, { problem: 'unknown-device' }]);
  });
});
