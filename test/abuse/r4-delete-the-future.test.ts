/** R4: nothing is deleted before it is written. */
import { expect, test } from 'vitest';
import { clientId } from '@navette/rooms/client-ids';
import { handMade } from '../support/hand-made-updates.ts';
import { documentOf, freshId, pushed, syncWorld, TestDevice } from '../support/sync-world.ts';

test('R4 a deletion of a colleague’s next million writes is refused, alone or behind an honest write', async () => {
  const { heart, log, client, colleague, deposits } = syncWorld();
  const victim = new TestDevice(colleague, deposits);
  victim.record();
  await victim.send(heart);
  const deletes = [[victim.doc.clientID, 1, 1_000_000]] as const;
  const own = { client: clientId(client.device, 0), clock: 0, structs: [{ key: freshId<string>() }] };
  const write = async (counter: number, bytes: Uint8Array) =>
    (await pushed(heart, client, [{ id: freshId(), counter, room: deposits, bytes }]))[0];
  expect(await write(1, handMade({ deletes }))).toMatchObject({ status: 'refused', reason: 'delete-the-future' });
  expect(await write(2, handMade({ clients: [own], deletes }))).toMatchObject({ status: 'refused', reason: 'delete-the-future' });
  expect(await write(3, handMade({ deletes: [[4_000_000_000, 0, 5]] }))).toMatchObject({ status: 'refused', reason: 'delete-the-future' });
  const key = victim.record();
  expect(await victim.send(heart)).toMatchObject([{ status: 'stored' }]);
  expect((await documentOf(log, deposits)).getMap('deposits').has(key)).toBe(true);
});
