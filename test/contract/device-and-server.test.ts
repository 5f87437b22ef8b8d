/**
 * A device's real library and sync engine against a real server over loopback: what one person saves reaches the other,
 * byte for byte, whatever is cut on the way.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MEBIBYTE } from '@navette/domain/limits';
import { fetchNet } from '@navette/device/net';
import { makeSyncEngine } from '@navette/device/sync';
import { readStatus } from '@navette/device/sync-status';
import { first, testPlatform } from '@navette/device/testing/test-device';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { CLAIRE, deposit, hurry, NADIA, serverDevice, stateOf } from '../support/server-device.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

describe('a deposit on its way', () => {
  it('is local, then received with the server’s signed word, and stands the same at the firm', async () => {
    const [claire, nadia] = [await serverDevice(server.origin, CLAIRE), await serverDevice(server.origin, NADIA)];
    const id = await deposit(claire, 'un');
    expect(await stateOf(claire, id)).toBe('local');
    await claire.sync.syncNow();
    const row = await first(claire.library.document(id));
    expect(row).toMatchObject({ state: 'received', name: 'facture.pdf' });
    expect(row?.receivedAt).toBeGreaterThan(Date.now() - 60_000);
    await nadia.sync.syncNow();
    expect(await stateOf(nadia, id)).toBe('received');
    if (!row) throw new Error('gone');
    expect(await nadia.library.bytes(row.hash)).toBeNull();
    expect((await nadia.sync.bring(row.dossier, row.hash)).ok).toBe(true);
    expect(await (await nadia.library.bytes(row.hash))?.text()).toBe('%PDF-1.7\nun');
    expect((await first(nadia.library.document(id)))?.author).toBe(server.users.claire);
  });

  it('I2 I5 counts once when every answer is lost', async () => {
    const [claire, nadia] = [await serverDevice(server.origin, CLAIRE), await serverDevice(server.origin, NADIA)];
    const id = await deposit(claire, 'deux');
    for (let i = 0; i < 4; i++) {
      claire.cut('after');
      await claire.sync.syncNow();
      expect(await stateOf(claire, id)).not.toBe('received');
    }
    claire.cut('none');
    await hurry(claire);
    await claire.sync.syncNow();
    expect(await stateOf(claire, id)).toBe('received');
    await nadia.sync.syncNow();
    const page = await first(nadia.library.documents({ dossier: null, limit: 100 }));
    expect(page.rows.filter((row) => row.id === id)).toHaveLength(1);
    expect(await readStatus(await claire.store())).toMatchObject({ waiting: 0, problem: null });
  });

  it('of a file the firm has already is received at once, under its own record', async () => {
    const claire = await serverDevice(server.origin, CLAIRE);
    const first = await deposit(claire, 'deux fois');
    await claire.sync.syncNow();
    const second = await deposit(claire, 'deux fois');
    const sent: string[] = [];
    claire.watch((method) => sent.push(method));
    await claire.sync.syncNow();
    expect(await stateOf(claire, first)).toBe('received');
    expect(await stateOf(claire, second)).toBe('received');
    expect(sent).not.toContain('PATCH');
    expect(await readStatus(await claire.store())).toMatchObject({ waiting: 0, problem: null });
  });

  it('N1 waits, and says offline, when a captive portal answers 200 to everything', async () => {
    const claire = await serverDevice(server.origin, CLAIRE);
    const id = await deposit(claire, 'trois');
    claire.cut('portal');
    await claire.sync.syncNow();
    expect(await stateOf(claire, id)).toBe('local');
    expect(await readStatus(await claire.store())).toMatchObject({ state: 'offline', waiting: 1 });
  });

  it('D4 R073 waits through the end of the session: nothing sent, nothing lost, sign-in asked', async () => {
    const claire = await serverDevice(server.origin, CLAIRE);
    const id = await deposit(claire, 'quatre');
    const desk = await claire.library.desk();
    if (!desk) throw new Error('signed out');
    const net = fetchNet(server.origin, { kind: 'bearer', token: () => Promise.resolve('over') });
    const expired = makeSyncEngine({
      platform: { ...testPlatform(1), clock: { now: () => Date.now() } },
      library: claire.library,
      net: () => net,
    });
    await expired.syncNow();
    expect(await readStatus(desk.store)).toMatchObject({ state: 'sign-in-needed', waiting: 1 });
    expect(await stateOf(claire, id)).toBe('local');
    await claire.sync.syncNow();
    expect(await stateOf(claire, id)).toBe('received');
  });
});

describe('a large file', () => {
  it('of 95 MiB goes on from where it was cut, with its progress', async () => {
    const claire = await serverDevice(server.origin, CLAIRE);
    const bytes = new Uint8Array(95 * MEBIBYTE).fill(7);
    bytes.set(new TextEncoder().encode('%PDF-1.7'));
    const id = await deposit(claire, new Blob([bytes]));
    const paths: string[] = [];
    claire.watch((method) => {
      paths.push(method);
      if (paths.filter((one) => one === 'PATCH').length === 10) claire.cut('before');
    });
    await claire.sync.syncNow();
    expect((await first(claire.library.document(id)))?.progress).toBe(9 * 4 * MEBIBYTE);
    claire.cut('none');
    paths.length = 0;
    claire.watch((method) => paths.push(method));
    await hurry(claire);
    await claire.sync.syncNow();
    expect(await stateOf(claire, id)).toBe('received');
    // 24 chunks in all, 9 were there: nothing is sent twice but at most one chunk.
    expect(paths.filter((one) => one === 'PATCH')).toHaveLength(15);
    expect(paths.filter((one) => one === 'HEAD')).toHaveLength(1);
  }, 60_000);

  it('over the limit is refused before it is read; 200 MB pass once the firm has raised it', async () => {
    const generous = await startTestServer({ limits: { fileBytes: 250 * MEBIBYTE } });
    try {
      const [claire, raised] = [await serverDevice(server.origin, CLAIRE), await serverDevice(generous.origin, CLAIRE)];
      const big = new Blob([new Uint8Array(200_000_000).fill(1)]);
      const refused = await claire.library.capture(big, { name: 'scan.pdf', way: 'drop' });
      expect(refused).toEqual({ ok: false, refusal: { tag: 'file-too-large', size: 200_000_000, limit: 100 * MEBIBYTE } });
      const id = await deposit(raised, big);
      await raised.sync.syncNow();
      expect(await stateOf(raised, id)).toBe('received');
    } finally {
      await generous.close();
    }
  }, 120_000);
});

describe('two people apart', () => {
  it('keep both edits and see the same list when both are back', async () => {
    const [claire, nadia] = [await serverDevice(server.origin, CLAIRE), await serverDevice(server.origin, NADIA)];
    const id = await deposit(claire, 'cinq');
    await claire.sync.syncNow();
    await nadia.sync.syncNow();
    nadia.cut('before');
    claire.cut('before');
    await nadia.library.reclassify(id, 'miscellaneous');
    await nadia.library.addComment(id, 'Vu, merci');
    await claire.library.addComment(id, 'Deux lots');
    await nadia.sync.syncNow();
    nadia.cut('none');
    claire.cut('none');
    await nadia.sync.syncNow();
    await claire.sync.syncNow();
    await nadia.sync.syncNow();
    const [hers, theirs] = [await first(claire.library.document(id)), await first(nadia.library.document(id))];
    expect(hers).toMatchObject({ kind: 'miscellaneous', comments: 2, state: 'received' });
    expect({ ...hers, progress: null, delay: null }).toEqual({ ...theirs, progress: null, delay: null });
  });

  it('I4 a refused write goes to the tray with its reason, and the file is a capture again', async () => {
    const paul = await server.createPerson({ email: 'nouveau@demo.navette.example' });
    const right = { side: 'client', deposit: ['common'], read: ['common'], archive: [], accounts: 'none', admin: false } as const;
    await server.grant(paul.id, server.dossiers.bonnefoy, right);
    const his = await serverDevice(server.origin, paul.email);
    const id = await deposit(his, 'six');
    await server.grant(paul.id, server.dossiers.bonnefoy, { ...right, deposit: [] });
    await his.sync.syncNow();
    const store = await his.store();
    expect(await first(his.library.refused)).toMatchObject([{ what: 'deposit', reason: 'forbidden', document: id }]);
    expect(await store.get('captures', id)).toMatchObject({ status: { tag: 'ready' } });
    expect(await store.list('outbox')).toHaveLength(0);
    expect(await store.get('documents', id)).toBeUndefined();
    const capture = await store.get('captures', id);
    expect(capture?.hash && (await store.get('blobs', capture.hash))).toBeTruthy();
  });

  it('a right given later brings the dossier from its first entry', async () => {
    const claire = await serverDevice(server.origin, CLAIRE);
    const id = await deposit(claire, 'sept');
    await claire.sync.syncNow();
    const late = await server.createPerson({ email: 'tard@demo.navette.example' });
    const hers = await serverDevice(server.origin, late.email);
    expect((await first(hers.library.documents({ dossier: null, limit: 10 }))).total).toBe(0);
    await server.grant(late.id, server.dossiers.bonnefoy, {
      side: 'client',
      deposit: [],
      read: ['common'],
      archive: [],
      accounts: 'none',
      admin: false,
    });
    await hers.sync.syncNow();
    expect(await stateOf(hers, id)).toBe('received');
  });
});
