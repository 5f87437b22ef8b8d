/** N5: an update that a socket says again and again brings nothing, and costs a look at memory: nothing is read for it. */
import { expect, test } from 'vitest';
import { memoryRoomLog } from '../../sync-server/src/log/memory-room-log.ts';
import { countedRandom, freshId, NOON, syncWorld, TestDevice } from '../support/sync-world.ts';

test('N5 D6 what is known already, said fifty times in a room of large entries, reads no entry', async () => {
  const clock = { now: () => NOON };
  const log = memoryRoomLog({ clock, random: countedRandom('said again') });
  let reads = 0;
  const world = syncWorld({ log: { ...log, room: (...from) => (reads++, log.room(...from)) }, clock });
  const { heart, client, deposits } = world;
  const device = new TestDevice(client, deposits);
  const large = { v: 1, text: 'x'.repeat(200_000) };
  for (let i = 0; i < 20; i++) device.record(large);
  const said = device.waiting.splice(0).map(({ bytes }) => bytes);
  const write = async (bytes: Uint8Array) => {
    const writer = { user: client.id, device: client.device, by: 'live' as const };
    return (await heart.accept.write(deposits, writer, [{ id: freshId(), counter: null, bytes }]))[0]?.status;
  };
  for (const bytes of said) expect(await write(bytes)).toBe('stored');
  const before = reads;
  for (let i = 0; i < 50; i++) expect(await write(said[i % said.length] as Uint8Array)).toBe('known');
  expect(reads).toBe(before);
  await heart.close();
});
