/**
 * D2: a person whose access was withdrawn keeps nothing it opened, and loses nothing of their own: what had not been sent
 * is handed in to the firm first, and read there by the staff of the dossier and nobody else.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { first } from '@navette/device/testing/test-device';
import { currentEnrolment } from '@navette/device/enrolment';
import type { ClientRight } from '@navette/domain/membership';
import type { DocumentId } from '@navette/kernel/ids';
import { TRAY_PATH, TrayAnswer } from '@navette/protocol/leaving';
import { CLIENT_HEADER, MEDIA_TYPE } from '@navette/protocol/version';
import * as v from 'valibot';
import { startTestServer, TEST_PASSWORD, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { CLAIRE, deposit, hurry, NADIA, pdf, serverDevice, type ServerDevice } from '../support/server-device.ts';

const RIGHT: ClientRight = { side: 'client', deposit: ['common'], read: ['common'], archive: [], accounts: 'none', admin: false };
const SHOWN = ['documents', 'comments', 'receipts', 'requests', 'outbox', 'uploads', 'refused', 'captures', 'blobs'] as const;
let server: TestServer;
let nadia: string;
beforeAll(async () => {
  server = await startTestServer();
  nadia = await server.signIn(NADIA);
});
afterAll(() => server.close());

let people = 0;
async function newcomer(name: string) {
  const person = await server.createPerson({ name, email: `parti-${++people}@demo.navette.example` });
  await server.grant(person.id, server.dossiers.bonnefoy, RIGHT);
  const device = await serverDevice(server.origin, person.email);
  return { person, device, store: await device.store() };
}

const call = async (token: string, path: string, body?: unknown) => {
  const answer = await fetch(`${server.origin}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${token}`, [CLIENT_HEADER]: 'test', 'content-type': MEDIA_TYPE },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, text: await answer.text() };
};
/** What the staff of the dossier see of this person's work. */
async function trayOf(name: string, token = nadia) {
  const { items } = v.parse(TrayAnswer, JSON.parse((await call(token, TRAY_PATH)).text));
  return items.filter((item) => item.name === name);
}
async function isEmpty(device: ServerDevice): Promise<void> {
  const store = await device.store();
  for (const table of SHOWN) expect(await store.list(table), table).toEqual([]);
  expect((await store.list('updates')).filter((row) => row.room.startsWith('dossier/'))).toEqual([]);
}
/** A document sent, one not sent with a comment, one sent without its file. */
let given = 0;
async function threeKinds(device: ServerDevice): Promise<{ unsent: DocumentId; half: DocumentId; text: string }> {
  // Bytes the box does not hold yet.
  const mine = ++given;
  await deposit(device, `${mine} sent`);
  await device.sync.syncNow();
  device.watch((_, path) => device.cut(path.startsWith('/api/v1/uploads') ? 'before' : 'none'));
  const half = await deposit(device, `${mine} moitié`);
  await device.sync.syncNow();
  device.watch(() => undefined);
  device.cut('before');
  const unsent = await deposit(device, `${mine} unsent`);
  expect((await device.library.addComment(unsent, 'À répartir sur deux lots')).ok).toBe(true);
  return { unsent, half, text: `${mine} unsent` };
}

describe('D2 a dossier was withdrawn', () => {
  it('what was not sent is handed in, readable and with its files; then rooms, rows and files leave the device', async () => {
    const { person, device } = await newcomer('Bastien');
    const { unsent, half, text } = await threeKinds(device);
    await server.revoke(person.id, server.dossiers.bonnefoy);
    const before = await server.roomLog.head();
    device.cut('none');
    await device.sync.syncNow();
    await isEmpty(device);
    const items = await trayOf('Bastien');
    expect(items.map(({ what, document, file }) => [what, document, file?.arrived ?? null]).toSorted()).toEqual(
      [
        ['comment', unsent, null],
        ['deposit', unsent, true],
        ['file', half, true],
      ].toSorted(),
    );
    const handed = items.find(({ what }) => what === 'deposit');
    expect(handed?.said).toMatchObject([[unsent, { name: 'facture.pdf', kind: 'purchase-invoices' }]]);
    expect(items.find(({ what }) => what === 'comment')?.said[0]?.[1]).toMatchObject({ text: 'À répartir sur deux lots' });
    const bytes = await call(nadia, `/api/v1/dossiers/${server.dossiers.bonnefoy}/blobs/${handed?.file?.hash}`);
    expect(bytes).toEqual({ status: 200, text: await pdf(text).text() });
    // It is a tray: no room has anything new but what the server wrote of the withdrawal itself.
    const since = await server.roomLog.since(before.cursor, () => true, 1e6);
    expect(since.entries.filter((entry) => entry.author !== 'server')).toEqual([]);
  });

  it('the device says so until the person has read it, with the dossier’s name and what was handed in', async () => {
    const { person, device } = await newcomer('Inès');
    await threeKinds(device);
    await server.revoke(person.id, server.dossiers.bonnefoy);
    device.cut('none');
    await device.sync.syncNow();
    const [told] = await first(device.library.departures);
    expect(told).toMatchObject({ dossiers: [{ name: expect.stringContaining('Bonnefoy'), whole: true }], documents: 2, others: 1 });
    await device.library.dismissDeparture(told?.id ?? '');
    expect(await first(device.library.departures)).toEqual([]);
  });

  it('offline everything stays and can be read', async () => {
    const { person, device, store } = await newcomer('Odile');
    await threeKinds(device);
    const before = await Promise.all(SHOWN.map((table) => store.list(table)));
    await server.revoke(person.id, server.dossiers.bonnefoy);
    await device.sync.syncNow();
    expect(await Promise.all(SHOWN.map((table) => store.list(table)))).toEqual(before);
  });

  it.each([
    ['/api/v1/orders', 'before'],
    ['/api/v1/hand-in', 'before'],
    ['/api/v1/hand-in', 'after'],
    ['/api/v1/hand-in', 500],
    ['/file', 'before'],
    ['/file', 'after'],
  ] as const)('I13 nothing is erased while %s is answered by “%s”, and once it is everything counts once', async (path, how) => {
    const { person, device, store } = await newcomer(`Coupé ${path} ${how}`);
    const { unsent } = await threeKinds(device);
    await server.revoke(person.id, server.dossiers.bonnefoy);
    device.watch((_, asked) => device.cut(asked.endsWith(path) ? how : 'none'));
    await device.sync.syncNow();
    const capture = await store.get('captures', unsent);
    expect(capture?.hash && (await store.get('blobs', capture.hash))).toBeTruthy();
    expect(await store.list('refused')).toHaveLength(2);
    expect(await first(device.library.departures)).toEqual([]);
    device.watch(() => undefined);
    device.cut('none');
    await device.sync.syncNow();
    await isEmpty(device);
    const items = await trayOf(`Coupé ${path} ${how}`);
    expect(items.map(({ what, file }) => [what, file?.arrived ?? true]).toSorted()).toEqual([
      ['comment', true],
      ['deposit', true],
      ['file', true],
    ]);
    expect(await first(device.library.departures)).toMatchObject([{ documents: 2, others: 1 }]);
  });

  it('a file of another dossier that the server has no room for keeps nobody from leaving this one', async () => {
    const { person, device, store } = await newcomer('Plein');
    const other = server.createDossier('Autre dossier');
    await server.grant(person.id, other, RIGHT);
    await threeKinds(device);
    device.cut('none');
    await device.sync.syncNow();
    const kept = await device.library.captureAndDeposit(pdf('autre'), { name: 'autre.pdf', way: 'drop' }, { dossier: other, kind: 'bank' });
    await server.revoke(person.id, server.dossiers.bonnefoy);
    device.watch((_, path) => device.cut(path.startsWith('/api/v1/uploads') ? 500 : 'none'));
    await device.sync.syncNow();
    expect((await store.list('documents')).map((row) => row.dossier)).toEqual([other]);
    expect(kept.ok && (await store.get('uploads', kept.value.id))).toBeTruthy();
  });

  it('only a part was withdrawn: that part goes, the rest of the dossier stays', async () => {
    const person = await server.createPerson({ name: 'Part', email: 'part@demo.navette.example' });
    await server.grant(person.id, server.dossiers.bonnefoy, { ...RIGHT, deposit: ['common', 'pay'], read: ['common', 'pay'] });
    const device = await serverDevice(server.origin, person.email);
    const give = async (kind: 'payroll' | 'purchase-invoices') => {
      const done = await device.library.captureAndDeposit(
        pdf(kind),
        { name: `${kind}.pdf`, way: 'drop' },
        { dossier: server.dossiers.bonnefoy, kind },
      );
      if (!done.ok) throw new Error(done.refusal.tag);
    };
    await give('payroll');
    await give('purchase-invoices');
    await device.sync.syncNow();
    await server.grant(person.id, server.dossiers.bonnefoy, RIGHT);
    await device.sync.syncNow();
    const boxes = async () => new Set((await (await device.store()).list('documents')).map((row) => row.base?.box));
    expect(await boxes()).toEqual(new Set(['common']));
    expect(await first(device.library.departures)).toMatchObject([{ dossiers: [{ whole: false }], documents: 0 }]);
  });
});

describe('D2 somebody left the firm', () => {
  it('though the session is gone, work is handed in, and nothing of the firm stays: no store, no key, no token', async () => {
    const { person, device, store } = await newcomer('Parti');
    await threeKinds(device);
    await server.remove(person.id);
    device.cut('none');
    await device.sync.syncNow();
    expect(await currentEnrolment(device.deviceStore)).toBeNull();
    for (const table of [...SHOWN, 'account', 'meta', 'updates'] as const) expect(await store.list(table), table).toEqual([]);
    expect((await trayOf('Parti')).map(({ what }) => what).toSorted()).toEqual(['comment', 'deposit', 'file']);
    expect(await first(device.library.departures)).toMatchObject([{ dossiers: null, documents: 2, others: 1 }]);
    expect(await device.session.signIn(server.origin, person.email, TEST_PASSWORD)).toMatchObject({
      ok: false,
      refusal: { tag: 'wrong-credentials' },
    });
  });

  it('so it is when the session had ended by itself before', async () => {
    const { person, device } = await newcomer('Expiré');
    await threeKinds(device);
    server.auth.endSessions(person.id);
    device.cut('none');
    await device.sync.syncNow();
    expect(await (await device.store()).list('documents')).not.toHaveLength(0);
    await server.remove(person.id);
    await device.sync.syncNow();
    expect(await currentEnrolment(device.deviceStore)).toBeNull();
    expect(await trayOf('Expiré')).toHaveLength(3);
  });

  it('so it is in the portal, whose cookie is all that is left of the session, even after it asked who is signed in', async () => {
    const person = await server.createPerson({ email: 'portail@demo.navette.example' });
    await server.grant(person.id, server.dossiers.bonnefoy, RIGHT);
    const cookie = await server.signInPortal(person.email);
    const portal = async (asked: string, body?: unknown) => {
      const answer = await fetch(`${server.origin}${asked}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: { cookie, origin: server.origin, [CLIENT_HEADER]: 'test', 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: answer.status, cookies: answer.headers.getSetCookie(), body: (await answer.json()) as Record<string, unknown> };
    };
    const { device } = (await portal('/api/v1/enrol', { label: 'portail' })).body;
    expect((await portal('/api/v1/orders', { device, scopes: [] })).body).toMatchObject({ scopes: [] });
    await server.remove(person.id);
    expect(await portal('/api/auth/get-session')).toEqual({ status: 200, cookies: [], body: null });
    expect((await portal('/api/v1/orders', { device, scopes: [] })).body).toMatchObject({ scopes: 'all', device, user: person.id });
    // Somebody who is still of the firm and only signed out gets no such thing.
    const stays = await server.createPerson({ email: 'portail-reste@demo.navette.example' });
    const { token, device: number } = await server.device(stays.email);
    server.auth.endSessions(stays.id);
    expect((await call(token, '/api/v1/orders', { device: number, scopes: [] })).status).toBe(401);
  });

  it('I13 what was captured and never given to the firm stays, and only that, until the person has seen to it', async () => {
    const { person, device, store } = await newcomer('Tiroir');
    await threeKinds(device);
    const own = await device.library.capture(pdf('à moi'), { name: 'perso.pdf', way: 'pick' });
    if (!own.ok) throw new Error(own.refusal.tag);
    await server.remove(person.id);
    device.cut('none');
    await device.sync.syncNow();
    await device.sync.syncNow();
    expect(await store.list('documents')).toEqual([]);
    expect((await store.list('captures')).map(({ name }) => name)).toEqual(['perso.pdf']);
    expect(await store.list('blobs')).toHaveLength(1);
    expect(await first(device.library.departures)).toMatchObject([{ dossiers: null, documents: 2 }]);
    await device.library.discard(own.value.id);
    await device.sync.syncNow();
    expect(await currentEnrolment(device.deviceStore)).toBeNull();
    expect(await first(device.library.departures)).toMatchObject([{ dossiers: null, documents: 2 }]);
    expect(await trayOf('Tiroir')).toHaveLength(3);
  });
});

describe('the firm’s tray', () => {
  it('is shown to the staff of the dossier and the firm’s administrators; to nobody else, list nor file', async () => {
    const { person, device } = await newcomer('Vu');
    await threeKinds(device);
    await server.revoke(person.id, server.dossiers.bonnefoy);
    device.cut('none');
    await device.sync.syncNow();
    const items = await trayOf('Vu');
    const [item] = items;
    const hash = items.find(({ what }) => what === 'deposit')?.file?.hash;
    const file = `/api/v1/dossiers/${server.dossiers.bonnefoy}/blobs/${hash}`;
    const elsewhere = await server.createPerson({ firmRole: 'staff' });
    await server.grant(elsewhere.id, server.createDossier('Ailleurs'), { side: 'staff' });
    const admin = await server.createPerson({ firmRole: 'admin' });
    const tokenOf = (one: { email: string }) => server.signIn(one.email);
    const [other, boss, claire] = [await tokenOf(elsewhere), await tokenOf(admin), await server.signIn(CLAIRE)];
    expect(await trayOf('Vu', other)).toEqual([]);
    expect((await trayOf('Vu', boss)).map(({ mine }) => mine)).toEqual([false, false, false]);
    expect((await call(claire, TRAY_PATH)).status).toBe(403);
    expect((await call(person.email, TRAY_PATH)).status).toBe(401);
    expect((await call(boss, file)).status).toBe(200);
    for (const token of [other, claire]) expect((await call(token, file)).status).toBe(404);
    for (const token of [other, claire]) expect((await call(token, `${TRAY_PATH}/${item?.n}`, { how: 'filed' })).status).toBe(404);
    expect(await trayOf('Vu')).toHaveLength(3);
  });

  it('an item leaves it with its answer, once', async () => {
    const { person, device } = await newcomer('Classé');
    await threeKinds(device);
    await server.revoke(person.id, server.dossiers.bonnefoy);
    device.cut('none');
    await device.sync.syncNow();
    const [item] = await trayOf('Classé');
    const answered = v.parse(TrayAnswer, JSON.parse((await call(nadia, `${TRAY_PATH}/${item?.n}`, { how: 'filed' })).text));
    expect(answered.items.some(({ n }) => n === item?.n)).toBe(false);
    expect((await call(nadia, `${TRAY_PATH}/${item?.n}`, { how: 'deposited' })).status).toBe(200);
    expect(await trayOf('Classé')).toHaveLength(2);
  });

  it('I5 work whose right was given back meanwhile, and that came by its normal road, is not in it a second time', async () => {
    const { person, device } = await newcomer('Rendu');
    await threeKinds(device);
    await server.revoke(person.id, server.dossiers.bonnefoy);
    // The records are handed in, their files never get there.
    device.watch((_, path) => device.cut(path.endsWith('/file') ? 'before' : 'none'));
    await device.sync.syncNow();
    expect(await trayOf('Rendu')).toHaveLength(3);
    await server.grant(person.id, server.dossiers.bonnefoy, RIGHT);
    device.watch(() => undefined);
    device.cut('none');
    await hurry(device);
    await device.sync.syncNow();
    // What was sent without its file got it now; what was refused is the person's again, and still the firm's to see.
    expect((await trayOf('Rendu')).map(({ what }) => what).toSorted()).toEqual(['comment', 'deposit']);
    expect(await first(device.library.departures)).toEqual([]);
  });
});
