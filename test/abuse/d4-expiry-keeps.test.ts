/** D4, R071, R073: the end of a session locks nothing that is here and destroys nothing that waits. */
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
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

  it('R071 R073 the device knows the day its sign-in ends, and past it reads everything, queues, and goes on after a new sign-in', async () => {
    const server = await startTestServer();
    const table = new DatabaseSync(path.join(server.data, 'identity.sqlite'), { timeout: 5000 });
    try {
      const claire = await serverDevice(server.origin, CLAIRE);
      const until = (await first(claire.library.account))?.session.until ?? 0;
      expect(Math.round((until - Date.now()) / (24 * 3600_000))).toBe(30);
      const early = await deposit(claire, 'un');
      await claire.sync.syncNow();
      // The thirtieth day comes: the server's row is over, and nothing tells the device beforehand.
      table.prepare('UPDATE session SET expiresAt = ? WHERE userId = ?').run(new Date(Date.now() - 1).toISOString(), server.users.claire);
      const late = await deposit(claire, 'deux');
      await claire.sync.syncNow();
      expect(await readStatus(await claire.store())).toMatchObject({ state: 'sign-in-needed', waiting: 1 });
      expect((await first(claire.library.account))?.dossiers).not.toEqual([]);
      expect([await stateOf(claire, early), await stateOf(claire, late)]).toEqual(['received', 'local']);
      expect((await claire.session.signIn(server.origin, CLAIRE, TEST_PASSWORD)).ok).toBe(true);
      await claire.sync.syncNow();
      expect(await stateOf(claire, late)).toBe('received');
    } finally {
      table.close();
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
