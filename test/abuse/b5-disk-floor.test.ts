/** B5: one client cannot fill the firm's disk; what does not fit is said, and waits on the device. */
import { describe, expect, it } from 'vitest';
import { first } from '@navette/device/testing/test-device';
import { readStatus } from '@navette/device/sync-status';
import { startTestServer } from '../../sync-server/src/testing/test-server.ts';
import { CLAIRE, deposit, serverDevice, stateOf } from '../support/server-device.ts';

describe('B5 a disk with less than its share free', () => {
  it('takes no file, says that it is full, and the document waits on the computer with its reason', async () => {
    const server = await startTestServer({ limits: { freeDiskShare: 1 } });
    try {
      const claire = await serverDevice(server.origin, CLAIRE);
      const id = await deposit(claire, 'un');
      await claire.sync.syncNow();
      expect(await stateOf(claire, id)).toBe('local');
      expect(await readStatus(await claire.store())).toMatchObject({ problem: 'server-full', waiting: 1 });
      expect((await first(claire.library.document(id)))?.delay?.problem).toBe('server-full');
      // What people write still enters the log.
      expect(await (await claire.store()).list('outbox')).toEqual([]);
    } finally {
      await server.close();
    }
  });
});
