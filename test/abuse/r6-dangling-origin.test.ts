/** R6: a struct that hangs on nothing, on itself or on a circle is refused; the author's later writes are not held up. */
import { expect, test } from 'vitest';
import { clientId } from '@navette/rooms/client-ids';
import { handMade, type HandMadeStruct } from '../support/hand-made-updates.ts';
import { documentOf, freshId, pushed, syncWorld, TestDevice } from '../support/sync-world.ts';

test('R6 origins and parents must exist in the room', async () => {
  const { heart, log, client, deposits } = syncWorld();
  const own = clientId(client.device, 0);
  const crooked: HandMadeStruct[] = [
    { origin: [own, 0] },
    { origin: [own, 5] },
    { origin: [4_000_000_000, 0] },
    { rightOrigin: [4_000_000_000, 9] },
  ];
  for (const [i, struct] of crooked.entries()) {
    const bytes = handMade({ clients: [{ client: own, clock: 0, structs: [struct] }] });
    expect(await pushed(heart, client, [{ id: freshId(), counter: i + 1, room: deposits, bytes }])).toMatchObject([
      { status: 'refused', reason: 'dangling-origin' },
    ]);
  }
  const parented = handMade({ clients: [{ client: own, clock: 0, structs: [{ parent: [own, 7], key: 'x' }] }] });
  expect(await pushed(heart, client, [{ id: freshId(), counter: 9, room: deposits, bytes: parented }])).toMatchObject([
    { status: 'refused' },
  ]);
  const device = new TestDevice(client, deposits);
  device.counter = 10;
  const key = device.record();
  expect(await device.send(heart)).toMatchObject([{ status: 'stored' }]);
  const doc = await documentOf(log, deposits);
  expect([doc.getMap('deposits').has(key), doc.store.pendingStructs]).toEqual([true, null]);
});
