/**
 * N5: items that all claim the same place make Yjs compare each with each: two updates of 80 kB cost every reader half a
 * minute. No honest client writes them, and none is let in; what honest clients write at one key is.
 */
import { expect, test } from 'vitest';
import { clientId } from '@navette/rooms/client-ids';
import { handMade, type HandMadeStruct } from '../support/hand-made-updates.ts';
import { documentOf, freshId, pushed, syncWorld, TestDevice } from '../support/sync-world.ts';

const world = syncWorld();
const { heart, log, client, colleague, deposits } = world;
let counter = 1;

async function write(slot: number, structs: readonly HandMadeStruct[]): Promise<unknown> {
  const bytes = handMade({ clients: [{ client: clientId(client.device, slot), clock: 0, structs }] });
  const [result] = await pushed(heart, client, [{ id: freshId(), counter: counter++, room: deposits, bytes }]);
  return result?.status === 'refused' ? result.reason : result?.status;
}

test('N5 thousands of first values of one key, or of successors of one value, are refused', async () => {
  const key = freshId<string>();
  const first = Array.from({ length: 4_000 }, (): HandMadeStruct => ({ key }));
  expect(await write(1, first)).toBe('shape');
  expect(await write(2, first)).toBe('shape');
  expect(await write(3, [{ key }])).toBe('stored');
  const origin = [clientId(client.device, 3), 0] as const;
  expect(
    await write(
      4,
      Array.from({ length: 9_000 }, (): HandMadeStruct => ({ origin })),
    ),
  ).toBe('shape');
  expect(
    await write(
      5,
      Array.from({ length: 9_000 }, (_, i): HandMadeStruct => ({ rightOrigin: i < 1 ? origin : [clientId(client.device, 5), i - 1] })),
    ),
  ).toBe('shape');
  const before = performance.now();
  await documentOf(log, deposits);
  expect(performance.now() - before).toBeLessThan(1_000);
});

test('one record written five thousand times in one update, and the same key by two people who do not hear each other, are taken', async () => {
  const [a, b] = [new TestDevice(client, deposits, 8), new TestDevice(colleague, deposits, 8)];
  a.counter = counter;
  const key = freshId<string>();
  for (const device of [a, b]) {
    device.doc.transact(() => {
      for (let i = 0; i < 5_000; i++) {
        if (i % 10 === 9) device.map().delete(key);
        else device.map().set(key, i);
      }
    });
    expect(await device.send(heart)).toMatchObject([{ status: 'stored' }]);
  }
});
