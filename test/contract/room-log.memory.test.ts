import { memoryLogDisk, memoryRoomLog } from '../../sync-server/src/adapters/memory-room-log.ts';
import { countedRandom, freshId } from '../support/sync-world.ts';
import { roomLogSuite } from './room-log.suite.ts';

roomLogSuite('memory', (clock) => {
  const random = countedRandom(freshId());
  const disk = memoryLogDisk(random);
  return { log: memoryRoomLog({ clock, random, disk }), reopen: async () => memoryRoomLog({ clock, random, disk }) };
});
