import { memoryLogDisk, memoryRoomLog } from '../../sync-server/src/log/memory-room-log.ts';
import { countedRandom, freshId } from '../support/sync-world.ts';
import { roomLogSuite } from './room-log.suite.ts';

roomLogSuite('memory', (clock, report) => {
  const random = countedRandom(freshId());
  const disk = memoryLogDisk(random);
  const open = () => memoryRoomLog({ clock, random, disk, report });
  return { log: open(), reopen: async () => open(), damage: (cursor) => disk.damaged.add(cursor) };
});
