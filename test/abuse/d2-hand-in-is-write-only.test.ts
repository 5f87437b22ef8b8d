/** D2: the way out is no way in. What an order opens takes work in, so much and no more, for dossiers its person had; it gives nothing. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ClientRight } from '@navette/domain/membership';
import type { BlobHash, DossierId } from '@navette/kernel/ids';
import { encodeFrame } from '@navette/protocol/framing';
import {
  HAND_IN_PATH,
  handedFilePath,
  ORDER_HEADER,
  ORDERS_PATH,
  TRAY_PATH,
  type EraseOrder,
  type HandedItem,
} from '@navette/protocol/leaving';
import { TUS_VERSION } from '@navette/protocol/uploads';
import { CLIENT_HEADER, FRAME_TYPE } from '@navette/protocol/version';
import { roomName, scopeOf, someRoomOf, type RoomName } from '@navette/rooms/room-names';
import { startTestServer, TEST_EXTENSION_ORIGIN, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { freshId } from '../support/sync-world.ts';

const RIGHT: ClientRight = { side: 'client', deposit: ['common'], read: ['common'], archive: [], accounts: 'none', admin: false };
let server: TestServer;
let table: DatabaseSync;
let stranger: DossierId;
let people = 0;
/** Somebody whose right on the dossier was withdrawn, with their order. */
let gone: { token: string; device: number; order: EraseOrder };

beforeAll(async () => {
  server = await startTestServer();
  stranger = server.createDossier('Jamais eu');
  table = new DatabaseSync(path.join(server.data, 'identity.sqlite'), { timeout: 5000 });
});
afterAll(async () => {
  table.close();
  await server.close();
});

const deposits = (dossier: DossierId = server.dossiers.bonnefoy): RoomName =>
  roomName({ kind: 'deposits', dossier, year: 2026, box: 'common' });
const scope = (room: RoomName) => scopeOf(someRoomOf(room) as never);
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

beforeEach(async () => {
  const person = await server.createPerson({ email: `sorti-${++people}@demo.navette.example` });
  await server.grant(person.id, server.dossiers.bonnefoy, RIGHT);
  const { token, device } = await server.device(person.email);
  await server.revoke(person.id, server.dossiers.bonnefoy);
  const answer = await fetch(`${server.origin}${ORDERS_PATH}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', [CLIENT_HEADER]: 'test' },
    body: JSON.stringify({ device, scopes: [scope(deposits()), scope(deposits(stranger)), 'no such scope'] }),
  });
  gone = { token, device, order: (await answer.json()) as EraseOrder };
});

function item(also: Partial<HandedItem> = {}): HandedItem {
  const id = freshId<string>();
  return { id, room: deposits(), what: 'deposit', document: id, said: [], file: null, made: 1, size: 3, ...also };
}
async function handIn(items: readonly HandedItem[], nonce = gone.order.nonce, bytes = items.map(({ size }) => new Uint8Array(size))) {
  const answer = await fetch(`${server.origin}${HAND_IN_PATH}`, {
    method: 'POST',
    headers: { [ORDER_HEADER]: nonce, 'content-type': FRAME_TYPE, [CLIENT_HEADER]: 'test' },
    body: encodeFrame({ items }, bytes),
  });
  return [answer.status, (await answer.json()) as Record<string, unknown>] as const;
}
async function file(method: 'HEAD' | 'PATCH' | 'GET', id: string, offset = 0, body = '', nonce = gone.order.nonce) {
  const answer = await fetch(`${server.origin}${handedFilePath(id)}`, {
    method,
    headers: {
      [ORDER_HEADER]: nonce,
      [CLIENT_HEADER]: 'test',
      'tus-resumable': TUS_VERSION,
      ...(method === 'PATCH' ? { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) } : {}),
    },
    ...(method === 'PATCH' ? { body } : {}),
  });
  await answer.text();
  return [answer.status, answer.headers.get('upload-offset')] as const;
}
const kept = () => Number(table.prepare('SELECT count(*) AS n FROM handed_in').get()?.['n']);

describe('D2 the hand-in', () => {
  it('an order names only what the person really lost: not what was never a scope; and a dossier never had takes nothing in', async () => {
    expect(gone.order.scopes).toContain(scope(deposits()));
    expect(gone.order.scopes).not.toContain('no such scope');
    const before = kept();
    expect((await handIn([item({ room: deposits(stranger) })]))[0]).toBe(403);
    expect(kept()).toBe(before);
  });

  it('only rooms the order is about: not another box, another dossier, an account, nor a name that is no room', async () => {
    const before = kept();
    const elsewhere = [
      roomName({ kind: 'deposits', dossier: server.dossiers.bonnefoy, year: 2026, box: 'pay' }),
      deposits(stranger),
      roomName({ kind: 'account', user: gone.order.user as never }),
      '../../etc',
    ];
    // One that may and one that may not: all or nothing.
    for (const room of elsewhere) expect((await handIn([item(), item({ room })]))[0], room).toBe(403);
    expect(kept()).toBe(before);
  });

  it('a nonce nobody was given, or whose time is over, opens nothing; nor does a session without an order', async () => {
    const before = kept();
    for (const nonce of ['', 'A'.repeat(32), gone.order.nonce.toLowerCase(), gone.order.signature])
      expect((await handIn([item()], nonce))[0]).toBe(403);
    table.prepare('UPDATE erase_order SET until = 1 WHERE user_id = ?').run(gone.order.user);
    expect((await handIn([item()]))[0]).toBe(403);
    const answer = await fetch(`${server.origin}${HAND_IN_PATH}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${gone.token}`, 'content-type': FRAME_TYPE, [CLIENT_HEADER]: 'test' },
      body: encodeFrame({ items: [item()] }, [new Uint8Array(3)]),
    });
    expect([answer.status, kept()]).toEqual([403, before]);
    await answer.text();
  });

  it('B2 whether a colleague’s file is there is not told: it is wanted all the same', async () => {
    const hash = sha256(`d’un collègue ${people}`);
    const row = {
      dossier: server.dossiers.bonnefoy,
      box: 'common',
      hash: hash as BlobHash,
      size: 3,
      uploader: server.users.claire,
      at: 1,
    } as const;
    await server.roomLog.append([], [row]);
    expect(await server.roomLog.holds(row.dossier, row.box, row.hash)).not.toBeNull();
    const named = item({ file: { hash, size: 3, name: 'a.pdf', type: 'application/pdf' } });
    expect(await handIn([named])).toMatchObject([200, { wanted: [named.id] }]);
  });

  it('N3 an extension may show the order’s nonce: its browser asks first, and is told so', async () => {
    const answer = await fetch(`${server.origin}${HAND_IN_PATH}`, {
      method: 'OPTIONS',
      headers: { origin: TEST_EXTENSION_ORIGIN, 'access-control-request-method': 'POST', 'access-control-request-headers': ORDER_HEADER },
    });
    expect(answer.headers.get('access-control-allow-headers')?.split(', ')).toContain(ORDER_HEADER);
  });

  it('reads nothing: not what was handed in, not its file, not the tray, not another device’s item', async () => {
    const own = item({ file: { hash: sha256('abc'), size: 3, name: 'a.pdf', type: 'application/pdf' } });
    await handIn([own]);
    expect((await file('PATCH', own.id, 0, 'abc'))[0]).toBe(204);
    expect((await file('GET', own.id))[0]).toBe(404);
    for (const at of [HAND_IN_PATH, TRAY_PATH]) {
      const answer = await fetch(`${server.origin}${at}`, { headers: { [ORDER_HEADER]: gone.order.nonce, [CLIENT_HEADER]: 'test' } });
      await answer.text();
      expect([401, 404]).toContain(answer.status);
    }
    const another = gone;
    const person = await server.createPerson({ email: 'voisin@demo.navette.example' });
    await server.grant(person.id, server.dossiers.bonnefoy, RIGHT);
    const { token, device } = await server.device(person.email);
    await server.revoke(person.id, server.dossiers.bonnefoy);
    const answer = await fetch(`${server.origin}${ORDERS_PATH}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', [CLIENT_HEADER]: 'test' },
      body: JSON.stringify({ device, scopes: [scope(deposits())] }),
    });
    const { nonce } = (await answer.json()) as EraseOrder;
    expect(nonce).not.toBe(another.order.nonce);
    expect((await file('HEAD', own.id, 0, '', nonce))[0]).toBe(404);
  });

  it('counts once by its id: a repeat changes nothing, whatever it says', async () => {
    const first = item({ said: [['k', { v: 1, name: 'vrai' }]] });
    expect(await handIn([first, first])).toMatchObject([200, { wanted: [] }]);
    const before = kept();
    expect(await handIn([{ ...first, said: [['k', { v: 1, name: 'faux' }]] }])).toMatchObject([200, { wanted: [] }]);
    expect(kept()).toBe(before);
    const row = table.prepare('SELECT said FROM handed_in WHERE id = ?').get(first.id);
    expect(String(row?.['said'])).toContain('vrai');
  });

  it('a file is what its hash says or nothing: other bytes, more bytes and a false offset are refused, the true ones then taken', async () => {
    const own = item({ file: { hash: sha256(`vrai ${people}`), size: `vrai ${people}`.length, name: 'a.pdf', type: 'application/pdf' } });
    expect(await handIn([own])).toMatchObject([200, { wanted: [own.id] }]);
    expect(await file('HEAD', own.id)).toEqual([200, '0']);
    expect((await file('PATCH', own.id, 2, 'x'))[0]).toBe(409);
    expect((await file('PATCH', own.id, 0, 'x'.repeat(50)))[0]).toBe(413);
    expect((await file('PATCH', own.id, 0, 'faux!'.padEnd(`vrai ${people}`.length)))[0]).toBe(460);
    expect(await handIn([own])).toMatchObject([200, { wanted: [own.id] }]);
    expect((await file('PATCH', own.id, 0, 'vrai'))[0]).toBe(204);
    expect(await file('HEAD', own.id)).toEqual([200, '4']);
    expect((await file('PATCH', own.id, 4, ` ${people}`))[0]).toBe(204);
    expect(await handIn([own])).toMatchObject([200, { wanted: [] }]);
  });

  it('N5 is bounded: items and bytes of one device, items of one request, the shape of each, the rate', async () => {
    expect((await handIn(Array.from({ length: 101 }, () => item())))[0]).toBe(400);
    for (const wrong of [{ id: 'x' }, { what: 'room' as never }, { said: [[1, 2]] as never }, { size: -1 }, { made: 1.5 }])
      expect((await handIn([item(wrong)], gone.order.nonce, [new Uint8Array(3)]))[0], JSON.stringify(wrong)).toBe(400);
    expect((await handIn([item({ size: 4 })], gone.order.nonce, [new Uint8Array(3)]))[0]).toBe(400);
    const huge = 2 * 1024 * 1024 * 1024;
    expect((await handIn([item({ file: { hash: sha256('x'), size: huge, name: 'x', type: '' } })]))[0]).toBe(507);
    const statuses = new Set<number>();
    for (let i = 0; i < 220; i++) statuses.add((await file('HEAD', freshId()))[0]);
    expect(statuses).toEqual(new Set([404, 429]));
  });
});
