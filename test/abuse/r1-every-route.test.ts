/**
 * R1, D2: each route of the API asked by each kind of person, against a table written by hand; and what is handed in by the
 * way out is read by nobody but the firm.
 */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { encodeFrame, decodeFrame } from '@navette/protocol/framing';
import { HEAL_PATH, HealAnswer } from '@navette/protocol/healing';
import { commandPath } from '@navette/protocol/account-commands';
import { KEYS_PATH } from '@navette/protocol/keys';
import { KEYS_LIST } from '@navette/protocol/keys-commands';
import { HAND_IN_PATH, handedFilePath, ORDER_HEADER, ORDERS_PATH, TRAY_PATH, TrayAnswer, type EraseOrder } from '@navette/protocol/leaving';
import { CHECKPOINT_PATH, PullAnswer, PushAnswer } from '@navette/protocol/replication';
import { encodeUploadMetadata, TUS_VERSION, UPLOADS_PATH } from '@navette/protocol/uploads';
import { CLIENT_HEADER, FRAME_TYPE } from '@navette/protocol/version';
import { clientId } from '@navette/rooms/client-ids';
import { roomName, scopeOf, parseRoom, type RoomName } from '@navette/rooms/room-names';
import type { ClientRight } from '@navette/domain/membership';
import type { DeviceNumber } from '@navette/kernel/ids';
import * as v from 'valibot';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { freshId } from '../support/sync-world.ts';

const RIGHT: ClientRight = { side: 'client', deposit: ['common'], read: ['common'], archive: [], accounts: 'none', admin: false };
const PAPER = Buffer.from('%PDF-1.7\nremis en partant');
const HASH = createHash('sha256').update(PAPER).digest('hex');

type Who = { readonly token: string; readonly device: DeviceNumber };
let server: TestServer;
let deposits: RoomName;
let people: Record<string, Who | null>;
let order: EraseOrder;
let handed: string;

async function call(who: Who | null, method: string, at: string, headers: Record<string, string> = {}, body?: BodyInit): Promise<Response> {
  return await fetch(`${server.origin}${at}`, {
    method,
    headers: { [CLIENT_HEADER]: 'test', ...(who ? { authorization: `Bearer ${who.token}` } : {}), ...headers },
    ...(body === undefined ? {} : { body }),
  });
}
const framed = (who: Who | null, at: string, head: Record<string, unknown>, bytes: Uint8Array = new Uint8Array()) =>
  call(who, 'POST', at, { 'content-type': FRAME_TYPE, accept: FRAME_TYPE }, encodeFrame({ device: who?.device ?? 1, ...head }, [bytes]));
const json = (who: Who | null, at: string, body: unknown) =>
  call(who, 'POST', at, { 'content-type': 'application/json' }, JSON.stringify(body));
async function headOf<S extends v.GenericSchema>(schema: S, response: Response): Promise<v.InferOutput<S> | null> {
  return response.status === 200 ? (decodeFrame(schema, new Uint8Array(await response.arrayBuffer()))?.head ?? null) : null;
}

/** A record in the dossier's common deposits, under this device's id. */
function written(who: Who): Uint8Array {
  const doc = Object.assign(new Y.Doc(), { clientID: clientId(who.device, 0) });
  doc.getMap('deposits').set(freshId<string>(), { v: 1 });
  return Y.encodeStateAsUpdate(doc);
}
const pulled = async (who: Who | null, also: Record<string, unknown> = {}) =>
  await headOf(PullAnswer, await framed(who, '/api/v1/pull', { epoch: null, cursor: 0, rights: null, backfill: [], ...also }));

beforeAll(async () => {
  server = await startTestServer({ metrics: true });
  deposits = roomName({ kind: 'deposits', dossier: server.dossiers.bonnefoy, year: 2026, box: 'common' });
  const as = (email: string) => server.device(`${email}@demo.navette.example`);
  const chief = await server.createPerson({ email: 'chef@demo.navette.example', firmRole: 'admin' });
  const elsewhere = await server.createPerson({ email: 'ailleurs@demo.navette.example', firmRole: 'staff' });
  await server.grant(elsewhere.id, server.dossiers.teppes, { side: 'staff' });
  const leaver = await server.createPerson({ email: 'sorti@demo.navette.example' });
  await server.grant(leaver.id, server.dossiers.bonnefoy, RIGHT);
  const gone = await as('sorti');
  people = {
    staff: await as('nadia.ferrand'),
    chief: await server.device(chief.email),
    elsewhere: await server.device(elsewhere.email),
    manager: await as('claire.morel'),
    shop: await as('hugo.lambert'),
    stranger: await as('samira.benali'),
    gone,
    nobody: null,
  };
  const { manager } = people;
  if (!manager) throw new Error('no manager');
  const bytes = written(manager);
  const pushed = await framed(
    manager,
    '/api/v1/push',
    { epoch: '', updates: [{ id: freshId(), counter: 1, room: deposits, size: bytes.length }] },
    bytes,
  );
  const [stored] = (await headOf(PushAnswer, pushed))?.results ?? [];
  if (stored?.status !== 'stored') throw new Error('the room is not written');

  // One leaves, and hands in a document with its file.
  await server.revoke(leaver.id, server.dossiers.bonnefoy);
  const room = parseRoom(deposits);
  order = (await (await json(gone, ORDERS_PATH, { device: gone.device, scopes: room ? [scopeOf(room)] : [] })).json()) as EraseOrder;
  handed = freshId<string>();
  const file = { hash: HASH, size: PAPER.length, name: 'remis.pdf', type: 'application/pdf' };
  const item = { id: handed, room: deposits, what: 'deposit', document: handed, said: [], file, made: 1, size: 3 };
  const under = { [ORDER_HEADER]: order.nonce };
  const took = await call(
    null,
    'POST',
    HAND_IN_PATH,
    { ...under, 'content-type': FRAME_TYPE },
    encodeFrame({ items: [item] }, [new Uint8Array(3)]),
  );
  if (took.status !== 200) throw new Error(`hand-in: ${took.status}`);
  const tus = { ...under, 'tus-resumable': TUS_VERSION, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' };
  const arrived = await call(null, 'PATCH', handedFilePath(handed), tus, PAPER);
  if (arrived.status !== 204) throw new Error(`file: ${arrived.status}`);
}, 60_000);
afterAll(() => server.close());

const create = (who: Who | null, box: string) =>
  call(who, 'POST', UPLOADS_PATH, {
    'tus-resumable': TUS_VERSION,
    'upload-length': '3',
    'upload-metadata': encodeUploadMetadata({ dossier: server.dossiers.bonnefoy, box: box as 'common', hash: 'a'.repeat(64) as never }),
  });

/** What one may see of each thing: a status, or a word. */
const VERBS: Record<string, (who: Who | null) => Promise<string | number>> = {
  pull: async (who) => {
    const answer = await pulled(who);
    return answer
      ? answer.entries.some(({ room }) => room === deposits)
        ? 'sees'
        : 'blind'
      : (await framed(who, '/api/v1/pull', {})).status;
  },
  backfill: async (who) => {
    const { epoch, cursor, rights } = (await pulled(who)) ?? {};
    const room = parseRoom(deposits);
    const backfill = room ? [{ scope: scopeOf(room), after: 0 }] : [];
    const answer = who && (await pulled(who, { epoch, cursor, rights: rights?.digest, backfill }));
    return answer ? (answer.entries.some(({ room: of }) => of === deposits) ? 'sees' : 'blind') : 401;
  },
  push: async (who) => {
    const bytes = who ? written(who) : new Uint8Array([0, 0]);
    const response = await framed(
      who,
      '/api/v1/push',
      { epoch: '', updates: [{ id: freshId(), counter: 50, room: deposits, size: bytes.length }] },
      bytes,
    );
    const [result] = (await headOf(PushAnswer, response))?.results ?? [];
    return result ? (result.status === 'refused' ? result.reason : 'stored') : response.status;
  },
  heal: async (who) => {
    const { manager } = people;
    const answer = await pulled(manager ?? null);
    const entry = answer?.entries.find(({ room }) => room === deposits);
    const bytes = new Uint8Array(entry?.size ?? 0);
    const response = await framed(who, HEAL_PATH, { epoch: answer?.epoch, entries: [{ ...entry, epoch: answer?.epoch }] }, bytes);
    const [result] = (await headOf(HealAnswer, response))?.results ?? [];
    return result ? (result.status === 'refused' ? result.reason : result.status) : response.status;
  },
  ticket: async (who) => (await json(who, '/api/v1/ticket', { device: who?.device ?? 1, room: deposits })).status,
  'ticket-notes': async (who) =>
    (
      await json(who, '/api/v1/ticket', {
        device: who?.device ?? 1,
        room: roomName({ kind: 'internal', dossier: server.dossiers.bonnefoy }),
      })
    ).status,
  'foreign-device': async (who) => (await json(who, '/api/v1/ticket', { device: (who?.device ?? 1) + 1, room: deposits })).status,
  checkpoint: async (who) => (await call(who, 'GET', CHECKPOINT_PATH)).status,
  'upload-common': async (who) => (await create(who, 'common')).status,
  'upload-pay': async (who) => (await create(who, 'pay')).status,
  'handed-file': async (who) => (await call(who, 'GET', `/api/v1/dossiers/${server.dossiers.bonnefoy}/blobs/${HASH}`)).status,
  'handed-item': async (who) => (await call(who, 'GET', handedFilePath(handed))).status,
  'hand-in': async (who) => (await framed(who, HAND_IN_PATH, { items: [] })).status,
  orders: async (who) => (await json(who, ORDERS_PATH, { device: who?.device ?? 1, scopes: [] })).status,
  'orders-of-another': async (who) => (await json(who, ORDERS_PATH, { device: (who?.device ?? 1) + 1, scopes: [] })).status,
  tray: async (who) => {
    const response = await call(who, 'GET', TRAY_PATH);
    if (response.status !== 200) return response.status;
    return v.parse(TrayAnswer, await response.json()).items.length > 0 ? 'sees' : 'empty';
  },
  // Public halves, for whoever holds a receipt; how backups do is the firm's own business.
  keys: async (who) => (await call(who, 'GET', KEYS_PATH)).status,
  'keys-list': async (who) => (await json(who, commandPath(KEYS_LIST.name), {})).status,
  metrics: async (who) => ((await (await call(who, 'GET', '/metrics')).text()).includes('navette_') ? 'told' : 'untold'),
  nothing: async (who) => (await call(who, 'GET', '/api/v1/nothing')).status,
};

const TABLE = `
                   staff     chief     elsewhere manager   shop      stranger  gone      nobody
pull               sees      blind     blind     sees      blind     blind     blind     401
backfill           sees      blind     blind     sees      blind     blind     blind     401
push               forbidden forbidden forbidden stored    forbidden forbidden forbidden 401
heal               no-proof  no-proof  no-proof  no-proof  no-proof  no-proof  no-proof  401
ticket             200       403       403       200       403       403       403       401
ticket-notes       200       403       403       403       403       403       403       401
foreign-device     403       403       403       403       403       403       403       401
checkpoint         200       200       200       200       200       200       200       401
upload-common      201       403       403       201       403       403       403       401
upload-pay         201       403       403       201       403       403       403       401
handed-file        200       200       404       404       404       404       404       401
handed-item        404       404       404       404       404       404       404       404
hand-in            403       403       403       403       403       403       403       403
orders             200       200       200       200       200       200       200       401
orders-of-another  401       401       401       401       401       401       401       401
tray               sees      sees      empty     403       403       403       403       401
keys               200       200       200       200       200       200       200       200
keys-list          403       200       403       403       403       403       403       401
metrics            untold    untold    untold    untold    untold    untold    untold    untold
nothing            404       404       404       404       404       404       404       404
`
  .trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/));

describe('R1 every route, every kind of person', () => {
  const [columns = [], ...rows] = TABLE;
  test.each(rows.map(([verb, ...expected]) => [verb ?? '', expected] as const))('%s', async (verb, expected) => {
    const seen: string[] = [];
    for (const name of columns) {
      const answer = await VERBS[verb]?.(people[name] ?? null);
      seen.push(String(answer));
    }
    expect(Object.fromEntries(columns.map((name, i) => [name, seen[i]]))).toEqual(
      Object.fromEntries(columns.map((name, i) => [name, expected[i]])),
    );
  });

  test('the table has every verb, and the tray is answered by the firm only: anybody else is told there is nothing', async () => {
    expect(rows.map(([verb]) => verb).toSorted()).toEqual(Object.keys(VERBS).toSorted());
    const [item] = v.parse(TrayAnswer, await (await call(people['staff'] ?? null, 'GET', TRAY_PATH)).json()).items;
    for (const name of ['elsewhere', 'manager', 'shop', 'stranger', 'gone', 'nobody'])
      expect((await json(people[name] ?? null, `${TRAY_PATH}/${item?.n}`, { how: 'filed' })).status).toBe(name === 'nobody' ? 401 : 404);
    expect((await json(people['staff'] ?? null, `${TRAY_PATH}/${(item?.n ?? 0) + 1000}`, { how: 'filed' })).status).toBe(404);
    expect((await json(people['chief'] ?? null, `${TRAY_PATH}/${item?.n}`, { how: 'filed' })).status).toBe(200);
  });

  test('what was handed in stands in no room: those who read the dossier do not get it', async () => {
    for (const name of ['manager', 'staff', 'gone']) {
      const answer = await pulled(people[name] ?? null);
      expect(answer?.entries.some(({ id }) => id === handed)).toBe(false);
    }
    const nonce = { [ORDER_HEADER]: order.nonce };
    for (const at of ['/api/v1/pull', '/api/v1/push', CHECKPOINT_PATH, TRAY_PATH, UPLOADS_PATH])
      expect(
        (
          await call(null, at === CHECKPOINT_PATH || at === TRAY_PATH ? 'GET' : 'POST', at, {
            ...nonce,
            'tus-resumable': TUS_VERSION,
            'content-type': FRAME_TYPE,
          })
        ).status,
      ).toBe(401);
  });
});
