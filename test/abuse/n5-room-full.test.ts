/** N5: a room has a largest size; what would pass it is refused, and what is deleted makes room again. */
import { expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '@navette/domain/limits';
import { memoryBus } from '../../sync-server/src/adapters/memory-bus.ts';
import { makeAccept } from '../../sync-server/src/rooms/accept.ts';
import { makeKeeper } from '../../sync-server/src/rooms/keeper.ts';
import { mergeHere } from '../../sync-server/src/rooms/merger.ts';
import { makeRoomRules } from '../../sync-server/src/rooms/room-rights.ts';
import { syncWorld, TestDevice } from '../support/sync-world.ts';

test('N5 a room that reached its largest size is said once, and takes no more; what was deleted in it makes room again', async () => {
  const { log, directory, clock, client, deposits } = syncWorld();
  const reports: string[] = [];
  const report = (event: string): void => void reports.push(event);
  const limits = { ...DEFAULT_LIMITS, roomAlarmBytes: 100_000, roomBytes: 200_000 };
  const accept = makeAccept({ log, rules: makeRoomRules(directory, clock), bus: memoryBus(), clock, limits, report });
  const device = new TestDevice(client, deposits);
  const send = async () => {
    const writes = device.waiting.splice(0);
    const answers = await accept.write(deposits, { user: client.id, device: client.device, by: 'push' }, writes);
    return answers.map((answer) => (answer.status === 'refused' ? answer.reason : answer.status));
  };
  const key = device.record({ v: 1, note: '' });
  for (let i = 0; i < 19; i++) device.map().set(key, { v: 1, note: `${i}`.padEnd(10_000) });
  expect(new Set(await send())).toEqual(new Set(['stored']));
  expect(reports).toEqual(['room-large']);
  device.map().set(key, { v: 1, note: 'x'.repeat(10_000) });
  const [last] = device.waiting;
  expect(await send()).toEqual(['room-full']);

  // All but the last value were replaced: kept short, the room takes the same update.
  const keeper = makeKeeper({ log, accept, merger: mergeHere, clock, report });
  expect(await keeper.keep(deposits)).toBe(true);
  if (last) device.waiting.push(last);
  expect(await send()).toEqual(['stored']);
  expect(reports).toEqual(['room-large']);
});
