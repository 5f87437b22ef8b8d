import { memoryBlobDisk, memoryBlobStore } from '../../sync-server/src/adapters/memory-blob-store.ts';
import { blobStoreSuite } from './blob-store.suite.ts';

blobStoreSuite('memory', (options) => {
  const disk = memoryBlobDisk();
  return {
    blobs: memoryBlobStore({ ...options, disk }),
    reopen: async () => memoryBlobStore({ ...options, disk }),
    damage: async (hash) => {
      const file = disk.files.get(hash);
      if (file) file[3] = (file[3] ?? 0) ^ 1;
    },
  };
});
