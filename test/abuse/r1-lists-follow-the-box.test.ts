/** R1: lists, their counts and their search hold what rooms gave this person, and nothing of another's box. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ownBox } from '@navette/domain/boxes';
import type { DocumentQuery } from '@navette/device/model';
import { first } from '@navette/device/testing/test-device';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { CLAIRE, deposit, NADIA, serverDevice } from '../support/server-device.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

describe('somebody who deposits without reading', () => {
  test('finds their own documents by any question, and of the others neither row, count, word nor file', async () => {
    const claire = await serverDevice(server.origin, CLAIRE);
    const hers = await deposit(claire, 'secret de Claire');
    await claire.library.addComment(hers, 'confidentiel');
    await claire.sync.syncNow();
    const shop = await server.createPerson({ email: 'magasin@demo.navette.example' });
    await server.grant(shop.id, server.dossiers.bonnefoy, {
      side: 'client',
      deposit: [ownBox(shop.id)],
      read: [],
      archive: [],
      accounts: 'none',
      admin: false,
    });
    const helper = await serverDevice(server.origin, shop.email);
    await helper.sync.syncNow();
    const own = await deposit(helper, 'ticket du magasin');
    await helper.sync.syncNow();
    const nadia = await serverDevice(server.origin, NADIA);
    await nadia.sync.syncNow();
    await nadia.library.takeIn(hers);
    await nadia.sync.syncNow();
    await helper.sync.syncNow();

    const all = { dossier: null, limit: 5000 } as const;
    const questions: readonly DocumentQuery[] = [
      all,
      { ...all, early: true, limit: 5 },
      { ...all, state: ['received', 'taken'] },
      { ...all, text: 'facture' },
      { ...all, shelf: 'bin' },
      { ...all, shelf: 'moved' },
      { ...all, box: ['common', 'pay', ownBox(shop.id)] },
      { ...all, sort: { by: 'supplier', down: false } },
    ];
    for (const query of questions) {
      const page = await first(helper.library.documents(query));
      expect(
        page.rows.every(({ id }) => id === own),
        JSON.stringify(query),
      ).toBe(true);
      expect(page.total).toBeLessThanOrEqual(1);
      expect(Object.values(page.byState).reduce((sum, n) => sum + n, 0)).toBeLessThanOrEqual(1);
      expect(Object.values(page.byKind ?? {}).reduce((sum, n) => sum + n, 0)).toBeLessThanOrEqual(1);
    }
    expect((await first(helper.library.documents(all))).rows.map(({ id }) => id)).toEqual([own]);
    expect((await first(helper.library.documents({ ...all, text: 'confidentiel' }))).total).toBe(0);
    const store = await helper.store();
    expect((await store.list('documents')).map(({ id }) => id)).toEqual([own]);
    expect(await store.list('comments')).toEqual([]);
    expect(await store.list('texts')).toEqual([]);

    // Staff see both: it is the rooms that differ, not the question.
    const staff = (await first(nadia.library.documents(all))).rows.map(({ id }) => id);
    expect(staff).toContain(hers);
    expect(staff).toContain(own);
  });
});
