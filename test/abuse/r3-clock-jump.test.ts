/** R3: a jump of clocks is never stored as a hole: it is a gap, and what follows in order is taken. */
import { expect, test } from 'vitest';
import { clientId } from '@navette/rooms/client-ids';
import { handMade } from '../support/hand-made-updates.ts';
import { freshId, pushed, syncWorld, TestDevice } from '../support/sync-world.ts';

test('R3 a struct far ahead is asked for, not stored; one too long is refused; the author’s next writes stand', async () => {
  const { heart, log, client, deposits } = syncWorld();
  const own = clientId(client.device, 0);
  const write = async (counter: number, bytes: Uint8Array) =>
    (await pushed(heart, client, [{ id: freshId(), counter, room: deposits, bytes }]))[0];
  expect(await write(1, handMade({ clients: [{ client: own, clock: 1_000_000, structs: [{ gc: 1 }] }] }))).toMatchObject({ status: 'gap' });
  expect(await write(2, handMade({ clients: [{ client: own, clock: 0, structs: [{ gc: 2_000_000 }] }] }))).toMatchObject({
    status: 'refused',
    reason: 'struct-too-long',
  });
  expect((await log.head()).cursor).toBe(0);
  const device = new TestDevice(client, deposits);
  device.counter = 3;
  device.record();
  expect(await device.send(heart)).toMatchObject([{ status: 'stored' }]);
});

test('R3 a lost push in the middle gives a gap; everything unsent, in order, closes it', async () => {
  const { heart, log, client, deposits } = syncWorld();
  const device = new TestDevice(client, deposits);
  for (let i = 0; i < 3; i++) device.record();
  const [first, second, third] = device.waiting as [
    (typeof device.waiting)[number],
    (typeof device.waiting)[number],
    (typeof device.waiting)[number],
  ];
  expect((await pushed(heart, client, [first, third])).map((r) => r.status)).toEqual(['stored', 'gap']);
  expect((await pushed(heart, client, [second, third])).map((r) => r.status)).toEqual(['stored', 'stored']);
  expect((await log.room(deposits, 0)).map((entry) => entry.counter)).toEqual([1, 2, 3]);
});
