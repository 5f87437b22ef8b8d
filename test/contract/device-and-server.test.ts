/**
 * A device's real library and sync engine against a real server over loopback: what one person saves reaches the other,
 * byte for byte, whatever is cut on the way.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fetchNet, Unreachable, type Net } from '@navette/device/net';
import { makeLibrary, type LibraryWithDesk } from '@navette/device/library';
import { makeSession } from '@navette/device/session';
import { memoryKeychain } from '@navette/device/keychain';
import { makeSyncEngine, readStatus, type SyncEngine } from '@navette/device/sync';
import { openMemoryStore, type MemoryStore } from '@navette/device/store/memory';
import { first, testPlatform } from '@navette/device/testing/test-device';
import type { DocumentId } from '@navette/kernel/ids';
import { TEST_EXTENSION_ORIGIN, TEST_PASSWORD, startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';

type TestDevice = { library: LibraryWithDesk; sync: SyncEngine; store: () => Promise<MemoryStore>; cut(how: 'none' | 'before' | 'after' | 'portal'): void };

let server: TestServer;
let seed = 100;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

async function device(email: string): Promise<TestDevice> {
  const platform = { ...testPlatform(seed++), clock: { now: () => Date.now() } };
  const deviceStore = openMemoryStore('device');
  const stores = new Map<string, MemoryStore>();
  const openStore = (name: string): MemoryStore => {
    const store = stores.get(name) ?? openMemoryStore(name);
    stores.set(name, store);
    return store;
  };
  const keychain = memoryKeychain();
  let how: 'none' | 'before' | 'after' | 'portal' = 'none';
  const net = (origin: string): Net => faulty(fetchNet(origin, { kind: 'bearer', token: () => keychain.token() }), () => how);
  const library = makeLibrary({ platform, deviceStore, openStore, roomLeft: () => Promise.resolve(null) });
  const session = makeSession({ keychain, deviceStore, openStore, desk: library.desk, net, label: 'test', onSignedIn: () => undefined });
  const signed = await session.signIn(server.origin, email, TEST_PASSWORD);
  if (!signed.ok) throw new Error(`sign-in: ${signed.refusal.tag}`);
  const sync = makeSyncEngine({ platform, desk: library.desk, net: (desk) => net(desk.enrolment.origin) });
  await sync.syncNow();
  return {
    library,
    sync,
    cut: (next) => void (how = next),
    store: async () => {
      const desk = await library.desk();
      const store = desk && stores.get(desk.store.name);
      if (!store) throw new Error('no store');
      return store;
    },
  };
}

/** Cuts the request before it leaves, or after the server did its work: the answer is lost. */
function faulty(net: Net, how: () => 'none' | 'before' | 'after' | 'portal'): Net {
  return {
    async send(request) {
      const mode = how();
      if (mode === 'before') throw new Unreachable('cut');
      if (mode === 'portal') return { status: 200, header: (name) => (name === 'content-type' ? 'text/html' : null), bytes: () => Promise.resolve(new TextEncoder().encode('<h1>Wi-Fi</h1>')) };
      const answer = await net.send({ ...request, headers: { ...request.headers, origin: TEST_EXTENSION_ORIGIN } });
      if (mode === 'after') throw new Unreachable('answer lost');
      return answer;
    },
  };
}

const pdf = (text: string): Blob => new Blob([`%PDF-1.7\n${text}`]);

async function deposit(from: TestDevice, text: string): Promise<DocumentId> {
  const account = await first(from.library.account);
  const dossier = account?.dossiers.find((one) => one.name.includes('Bonnefoy'));
  if (!dossier) throw new Error('no dossier');
  const done = await from.library.captureAndDeposit(pdf(text), { name: 'facture.pdf', way: 'drop' }, { dossier: dossier.id, kind: 'purchase-invoices' });
  if (!done.ok) throw new Error(done.refusal.tag);
  return done.value.id;
}

const stateOf = async (from: TestDevice, id: DocumentId) => (await first(from.library.document(id)))?.state;
const CLAIRE = 'claire.morel@demo.navette.example';
const NADIA = 'nadia.ferrand@demo.navette.example';

describe('a deposit on its way', () => {
  it('is local, then received with the server’s signed word, and stands the same at the firm', async () => {
    const [claire, nadia] = [await device(CLAIRE), await device(NADIA)];
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
    const [claire, nadia] = [await device(CLAIRE), await device(NADIA)];
    const id = await deposit(claire, 'deux');
    for (let i = 0; i < 4; i++) {
      claire.cut('after');
      await claire.sync.syncNow();
      expect(await stateOf(claire, id)).not.toBe('received');
    }
    claire.cut('none');
    const store = await claire.store();
    await store.commit({ put: { uploads: (await store.list('uploads')).map((row) => ({ ...row, nextAt: 0 })) } });
    await claire.sync.syncNow();
    expect(await stateOf(claire, id)).toBe('received');
    await nadia.sync.syncNow();
    const page = await first(nadia.library.documents({ dossier: null, limit: 100 }));
    expect(page.rows.filter((row) => row.id === id)).toHaveLength(1);
    expect(await readStatus(store)).toMatchObject({ waiting: 0, problem: null });
  });

  it('N1 waits, and says offline, when a captive portal answers 200 to everything', async () => {
    const claire = await device(CLAIRE);
    const id = await deposit(claire, 'trois');
    claire.cut('portal');
    await claire.sync.syncNow();
    expect(await stateOf(claire, id)).toBe('local');
    expect(await readStatus(await claire.store())).toMatchObject({ state: 'offline', waiting: 1 });
  });

  it('D4 R073 waits through the end of the session: nothing sent, nothing lost, sign-in asked', async () => {
    const claire = await device(CLAIRE);
    const id = await deposit(claire, 'quatre');
    const desk = await claire.library.desk();
    if (!desk) throw new Error('signed out');
    const net = fetchNet(server.origin, { kind: 'bearer', token: () => Promise.resolve('over') });
    const expired = makeSyncEngine({ platform: { ...testPlatform(seed++), clock: { now: () => Date.now() } }, desk: claire.library.desk, net: () => net });
    await expired.syncNow();
    expect(await readStatus(desk.store)).toMatchObject({ state: 'sign-in-needed', waiting: 1 });
    expect(await stateOf(claire, id)).toBe('local');
    await claire.sync.syncNow();
    expect(await stateOf(claire, id)).toBe('received');
  });
});

describe('two people apart', () => {
  it('keep both edits and see the same list when both are back', async () => {
    const [claire, nadia] = [await device(CLAIRE), await device(NADIA)];
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
    await server.grant(paul.id, server.dossiers.bonnefoy, { side: 'client', deposit: ['common'], read: ['common'], archive: [], accounts: 'none', admin: false });
    const his = await device(paul.email);
    const id = await deposit(his, 'six');
    await server.revoke(paul.id, server.dossiers.bonnefoy);
    await his.sync.syncNow();
    const store = await his.store();
    expect(await first(his.library.refused)).toMatchObject([{ what: 'deposit', reason: 'forbidden', document: id }]);
    expect(await store.get('captures', id)).toMatchObject({ status: { tag: 'ready' } });
    expect(await store.list('outbox')).toHaveLength(0);
    expect((await store.list('documents')).length).toBe(0);
    expect((await store.list('blobs')).length).toBe(1);
  });

  it('a right given later brings the dossier from its first entry', async () => {
    const claire = await device(CLAIRE);
    const id = await deposit(claire, 'sept');
    await claire.sync.syncNow();
    const late = await server.createPerson({ email: 'tard@demo.navette.example' });
    const hers = await device(late.email);
    expect((await first(hers.library.documents({ dossier: null, limit: 10 }))).total).toBe(0);
    await server.grant(late.id, server.dossiers.bonnefoy, { side: 'client', deposit: [], read: ['common'], archive: [], accounts: 'none', admin: false });
    await hers.sync.syncNow();
    expect(await stateOf(hers, id)).toBe('received');
  });
});
