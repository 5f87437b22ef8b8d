/** D4, R071, R073: the end of a session locks nothing that is here and destroys nothing that waits. */
import { describe, expect, it } from 'vitest';
import { first } from '@navette/device/testing/test-device';
import { readStatus } from '@navette/device/sync-status';
import { startTestServer, TEST_PASSWORD } from '../../sync-server/src/testing/test-server.ts';
import { CLAIRE, deposit, serverDevice, stateOf } from '../support/server-device.ts';

describe('D4 expiry-keeps', () => {
  it('R073 once the session is over everything can be read, deposits are taken, and nothing is sent until sign-in', async () => {
    const server = await startTestServer();
    try {
      const claire = await serverDevice(server.origin, CLAIRE);
      const early = await deposit(claire, 'un');
      await claire.sync.syncNow();
      server.auth.endSessions(server.users.claire);
      const late = await deposit(claire, 'deux');
      await claire.sync.syncNow();
      expect(await readStatus(await claire.store())).toMatchObject({ state: 'sign-in-needed', waiting: 1, nextTryAt: null });
      expect(await stateOf(claire, early)).toBe('received');
      expect(await stateOf(claire, late)).toBe('local');
      expect((await first(claire.library.documents({ dossier: null, limit: 10 }))).total).toBe(2);
      expect((await claire.session.signIn(server.origin, CLAIRE, TEST_PASSWORD)).ok).toBe(true);
      await claire.sync.syncNow();
      expect(await stateOf(claire, late)).toBe('received');
    } finally {
      await server.close();
    }
  });

  it('signing out with "keep" leaves everything; "erase" refuses while something unsent is left', async () => {
    const server = await startTestServer();
    try {
      const claire = await serverDevice(server.origin, CLAIRE);
      await deposit(claire, 'un');
      expect(await claire.session.signOut('erase')).toEqual({ ok: false, refusal: { tag: 'unsent-work', waiting: 2 } });
      const store = await claire.store();
      expect((await readStatus(store)).waiting).toBe(1);
      expect(await claire.session.signOut('keep')).toEqual({ ok: true, value: undefined });
      expect(await store.list('uploads')).toHaveLength(1);
      expect(await first(claire.library.account)).toBeNull();
    } finally {
      await server.close();
    }
  });
});
