import { memoryBlobDisk, memoryBlobStore } from '../../sync-server/src/adapters/memory-blob-store.ts';
import { blobStoreSuite } from './blob-store.suite.ts';

blobStoreSuite('memory', (clock, quotaBytes = Infinity) => {
  const disk = memoryBlobDisk();
  return {
    blobs: memoryBlobStore({ clock, quotaBytes, disk }),
    reopen: async () => memoryBlobStore({ clock, quotaBytes, disk }),
    damage: async (hash) => {
      const file = disk.files.get(hash);
      if (file) file[3] = (file[3] ?? 0) ^ 1;
    },
  };
});
