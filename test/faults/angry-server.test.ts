/**
 * The server is down, angry, or has forgotten the session, in the middle of a write and in the middle of a file: the queue
 * waits and says why, nothing is lost or sent twice, and it goes on by itself or after the sign-in it asked for.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MEBIBYTE } from '@navette/domain/limits';
import { readStatus } from '@navette/device/sync-status';
import { first } from '@navette/device/testing/test-device';
import type { DocumentId } from '@navette/kernel/ids';
import { startTestServer, TEST_PASSWORD, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { CLAIRE, deposit, hurry, NADIA, serverDevice, stateOf, type Cut, type ServerDevice } from '../support/server-device.ts';

let server: TestServer;
let claire: ServerDevice;
let nadia: ServerDevice;

beforeAll(async () => {
  server = await startTestServer();
  [claire, nadia] = [await serverDevice(server.origin, CLAIRE), await serverDevice(server.origin, NADIA)];
});
afterAll(() => server.close());

/** A file that goes up in three pieces. */
const large = (fill: number): Blob => new Blob(['%PDF-1.7\n', new Uint8Array(9 * MEBIBYTE).fill(fill)]);

/** From the n-th request of this kind on, `how` happens to everything; earlier ones pass. */
function from(device: ServerDevice, method: string, end: string, n: number, how: Cut): void {
  let seen = 0;
  device.watch((asked, to) => {
    if (asked === method && to.includes(end) && ++seen === n) device.cut(how);
  });
}

function calm(device: ServerDevice): void {
  device.watch(() => undefined);
  device.cut('none');
}

async function expectReceivedOnce(ids: readonly DocumentId[]): Promise<void> {
  const store = await claire.store();
  expect([await store.list('outbox'), await store.list('uploads'), await store.list('refused')]).toEqual([[], [], []]);
  await nadia.sync.syncNow();
  const theirs = (await first(nadia.library.documents({ dossier: null, limit: 500 }))).rows;
  for (const id of ids) {
    expect(await stateOf(claire, id)).toBe('received');
    expect(theirs.filter((row) => row.id === id)).toHaveLength(1);
  }
}

describe('in the middle of a write', () => {
  test.each([500, 503, 429, 413] as const)('HTTP %i: the write waits, the next try is planned, and it is stored once', async (status) => {
    const ids = [await deposit(claire, `${status} un`), await deposit(claire, `${status} deux`)];
    from(claire, 'POST', '/push', 1, status);
    await claire.sync.syncNow();
    const said = await readStatus(await claire.store());
    expect(said.problem).toBe(status === 413 ? 'too-large' : status === 429 ? 'server-busy' : 'server-error');
    expect(said.waiting).toBe(2);
    expect(said.nextTryAt).toBeGreaterThan(Date.now());
    for (const id of ids) expect(await stateOf(claire, id)).toBe('local');
    calm(claire);
    await claire.sync.syncNow();
    await expectReceivedOnce(ids);
    expect(await readStatus(await claire.store())).toMatchObject({ state: 'idle', problem: null, waiting: 0 });
  });
});

describe('in the middle of a file', () => {
  const mishaps = [
    ['HTTP 500', 500],
    ['HTTP 503', 503],
    ['HTTP 429', 429],
    ['the request lost', 'before'],
    ['the answer lost', 'after'],
  ] as const;

  test.each(mishaps)('%s at its second piece: its progress stays, and it goes on from there', async (_name, how) => {
    const id = await deposit(claire, large(typeof how === 'number' ? how % 251 : how.length));
    from(claire, 'PATCH', '/uploads/', 2, how);
    await claire.sync.syncNow();
    const row = await first(claire.library.document(id));
    expect(row).toMatchObject({ state: 'local', progress: 4 * MEBIBYTE });
    expect(row?.delay?.problem).toBe(how === 429 ? 'server-busy' : typeof how === 'number' ? 'server-error' : 'server-down');
    const sent: number[] = [];
    calm(claire);
    claire.watch((method) => void (method === 'PATCH' && sent.push(1)));
    await hurry(claire);
    await claire.sync.syncNow();
    // Where the answer was lost, the server has the second piece too: it is asked, and not sent again.
    expect(sent).toHaveLength(how === 'after' ? 1 : 2);
    await expectReceivedOnce([id]);
  });

  test('HTTP 413 is the matter of that file: it says so and keeps its bytes, and the others go', async () => {
    const tooLarge = await deposit(claire, large(13));
    claire.watch((method, to) => claire.cut(method === 'PATCH' && to.includes('/uploads/') ? 413 : 'none'));
    await claire.sync.syncNow();
    expect((await first(claire.library.document(tooLarge)))?.delay).toMatchObject({ problem: 'too-large', nextAt: expect.any(Number) });
    calm(claire);
    const small = await deposit(claire, 'petit');
    await claire.sync.syncNow();
    expect(await stateOf(claire, small)).toBe('received');
    const row = await first(claire.library.document(tooLarge));
    expect((await claire.library.bytes(row?.hash ?? ('' as never)))?.size).toBe(9 * MEBIBYTE + 9);
    await hurry(claire);
    await claire.sync.syncNow();
    await expectReceivedOnce([tooLarge, small]);
  });

  test('R073 the session ends: the queue pauses, sign-in is asked, deposits are still taken, and all goes on after it', async () => {
    const ids = [await deposit(claire, large(41)), await deposit(claire, 'attend')];
    let patches = 0;
    claire.watch((method) => {
      if (method === 'PATCH' && ++patches === 2) server.auth.endSessions(server.users.claire);
    });
    await claire.sync.syncNow();
    calm(claire);
    expect(await readStatus(await claire.store())).toMatchObject({ state: 'sign-in-needed', problem: 'sign-in-needed' });
    ids.push(await deposit(claire, 'pendant'));
    await claire.sync.syncNow();
    expect(await stateOf(claire, ids[2] ?? ('' as never))).toBe('local');
    expect((await readStatus(await claire.store())).waiting).toBeGreaterThan(1);
    expect((await claire.session.signIn(server.origin, CLAIRE, TEST_PASSWORD)).ok).toBe(true);
    await claire.sync.syncNow();
    await expectReceivedOnce(ids);
  });

  test('R073 the session ends in the middle of writes: the same', async () => {
    const ids = [await deposit(claire, 'ecrit un'), await deposit(claire, 'ecrit deux')];
    claire.watch((method, to) => {
      if (method === 'POST' && to.endsWith('/push')) server.auth.endSessions(server.users.claire);
    });
    await claire.sync.syncNow();
    calm(claire);
    expect(await readStatus(await claire.store())).toMatchObject({ state: 'sign-in-needed', waiting: 2 });
    expect((await claire.session.signIn(server.origin, CLAIRE, TEST_PASSWORD)).ok).toBe(true);
    await claire.sync.syncNow();
    await expectReceivedOnce(ids);
  });
});

describe('a server that is down', () => {
  test('nothing is lost while it is away, and everything arrives once it is back with its data', async () => {
    const data = mkdtempSync(path.join(tmpdir(), 'navette-down-'));
    try {
      const before = await startTestServer({ data });
      const device = await serverDevice(before.origin, CLAIRE);
      const early = await deposit(device, 'avant');
      await device.sync.syncNow();
      await before.stop();
      const late = [await deposit(device, 'pendant la panne'), await deposit(device, large(77))];
      await device.library.addComment(early, 'Écrit pendant la panne');
      await device.sync.syncNow();
      expect(await readStatus(await device.store())).toMatchObject({
        state: 'offline',
        problem: 'server-down',
        waiting: 3,
        nextTryAt: expect.any(Number),
      });
      const after = await startTestServer({ data, port: Number(new URL(before.origin).port) });
      try {
        await device.sync.syncNow();
        for (const id of [early, ...late]) expect(await stateOf(device, id)).toBe('received');
        expect((await first(device.library.comments(early))).map((one) => one.sent)).toEqual([true]);
        expect(await readStatus(await device.store())).toMatchObject({ state: 'idle', waiting: 0 });
      } finally {
        await after.stop();
      }
    } finally {
      rmSync(data, { recursive: true, force: true });
    }
  });
});
