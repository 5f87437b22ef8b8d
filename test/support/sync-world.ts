/**
 * A sync server for tests: the production heart on memory or real adapters, people in a table, time in the test's hand.
 *
 * The bearer token of a person is their id.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHash } from 'node:crypto';
import { getRequestListener } from '@hono/node-server';
import * as v from 'valibot';
import * as Y from 'yjs';
import { DEFAULT_LIMITS } from '@navette/domain/limits';
import type { ClientRight, DossierRight, Membership } from '@navette/domain/membership';
import { makeId, type DeviceNumber, type DossierId, type FirmId, type UserId } from '@navette/kernel/ids';
import { decodeFrame, encodeFrame } from '@navette/protocol/framing';
import { PullAnswer, PushAnswer } from '@navette/protocol/replication';
import { encodeUploadMetadata } from '@navette/protocol/uploads';
import { FRAME_TYPE } from '@navette/protocol/version';
import { clientId } from '@navette/rooms/client-ids';
import { roomName, type RoomName } from '@navette/rooms/room-names';
import { temporarySigner } from '../../sync-server/src/adapters/ed25519-signer.ts';
import { oneKey } from '../../sync-server/src/keys/one-key.ts';
import { memoryBlobStore } from '../../sync-server/src/adapters/memory-blob-store.ts';
import { memoryBus } from '../../sync-server/src/adapters/memory-bus.ts';
import { memoryRoomLog } from '../../sync-server/src/log/memory-room-log.ts';
import type { BlobStore, Directory, RoomLog, Sessions } from '../../sync-server/src/ports.ts';
import { makeSyncHeart, type SyncHeart, type SyncHeartParts } from '../../sync-server/src/rooms/sync-heart.ts';
import { countedRandom } from './counted-random.ts';

export { countedRandom };

let made = 0;
/** An id nobody else has. */
export function freshId<T extends string>(): T {
  return makeId<T>(1_790_000_000_000 + made++, countedRandom(`id ${made}`).bytes(10));
}

/** Noon in Paris on 20 November 2026. */
export const NOON = Date.UTC(2026, 10, 20, 11);

export const CLIENT_RIGHT: ClientRight = {
  side: 'client',
  deposit: ['common'],
  read: ['common'],
  archive: ['common'],
  accounts: 'none',
  admin: false,
};

export type TestPerson = { readonly id: UserId; readonly device: DeviceNumber };

export class TestDirectory implements Directory {
  readonly firmId = freshId<FirmId>();
  readonly #rights = new Map<UserId, { firmRole: Membership['firmRole']; dossiers: Map<DossierId, DossierRight> }>();
  readonly #devices = new Map<DeviceNumber, UserId>();
  readonly #listeners: ((user: UserId) => void)[] = [];
  /** The dossiers a person has or once had. */
  readonly #ever = new Map<UserId, Set<DossierId>>();
  #nextDevice = 0x10_00;

  add(rights: readonly (readonly [DossierId, DossierRight])[], firmRole: Membership['firmRole'] = null): TestPerson {
    const id = freshId<UserId>();
    this.#rights.set(id, { firmRole, dossiers: new Map(rights) });
    this.#ever.set(id, new Set(rights.map(([dossier]) => dossier)));
    return { id, device: this.enrol(id) };
  }

  setRight(user: UserId, dossier: DossierId, right: DossierRight | null): void {
    const dossiers = this.#rights.get(user)?.dossiers;
    if (right) this.#ever.get(user)?.add(dossier);
    if (right) dossiers?.set(dossier, right);
    else dossiers?.delete(dossier);
    for (const listener of this.#listeners) listener(user);
  }

  /** The person leaves the firm. */
  remove(user: UserId): void {
    this.#rights.delete(user);
    for (const listener of this.#listeners) listener(user);
  }
  /** Somebody who had left is let in again, with these rights. */
  letIn(user: UserId, rights: readonly (readonly [DossierId, DossierRight])[]): void {
    this.#rights.set(user, { firmRole: null, dossiers: new Map(rights) });
    for (const listener of this.#listeners) listener(user);
  }
  dossiersEver(user: UserId): ReadonlySet<DossierId> {
    return this.#ever.get(user) ?? new Set();
  }

  firm() {
    return { id: this.firmId, name: 'Cabinet', demo: true };
  }
  person(id: UserId) {
    return this.#rights.has(id) ? { id, name: 'Personne', email: 'personne@example.test' } : null;
  }
  membership(id: UserId): Membership | null {
    const rights = this.#rights.get(id);
    return rights ? { user: id, firm: this.firmId, ...rights } : null;
  }
  dossiers() {
    return [];
  }
  members(dossier: DossierId) {
    return [...this.#rights].flatMap(([id, { dossiers }]) => {
      const right = dossiers.get(dossier);
      return right ? [{ person: { id, name: 'Personne', email: 'personne@example.test' }, right }] : [];
    });
  }
  migration(): never {
    throw new Error('not asked by the sync heart');
  }
  onChange(listener: (user: UserId) => void): void {
    this.#listeners.push(listener);
  }
  enrol(user: UserId): DeviceNumber {
    const device = this.#nextDevice++ as DeviceNumber;
    this.#devices.set(device, user);
    return device;
  }
  ownsDevice(user: UserId, device: DeviceNumber): boolean {
    return this.#devices.get(device) === user;
  }
  deviceOwner(device: DeviceNumber): UserId | null {
    return this.#devices.get(device) ?? null;
  }
}

const sessions: Sessions = {
  async of(headers) {
    const bearer = headers.get('authorization')?.replace(/^Bearer /, '');
    const cookie = /session=([0-9a-f-]+)/.exec(headers.get('cookie') ?? '')?.[1];
    const user = bearer ?? cookie;
    return user
      ? { user: user as UserId, sessionId: user, by: bearer ? 'bearer' : 'cookie', since: 0, until: Infinity, device: null }
      : null;
  },
  alive: () => true,
  bind: () => undefined,
  speaksFor: () => true,
};

export type WorldOptions = {
  readonly log?: RoomLog;
  readonly blobs?: BlobStore;
  readonly directory?: TestDirectory;
  readonly clock?: { now(): number };
  readonly heart?: Partial<Pick<SyncHeartParts, 'budgets' | 'bus' | 'gate' | 'keys' | 'metrics' | 'redactions' | 'trace' | 'transfers'>>;
};

/** One server with one dossier, a member of staff, a client who may deposit, and another client's dossier. */
export function syncWorld(options: WorldOptions = {}) {
  const time = { now: NOON };
  const clock = options.clock ?? { now: () => time.now };
  const random = countedRandom(freshId());
  const directory = options.directory ?? new TestDirectory();
  const log = options.log ?? memoryRoomLog({ clock, random });
  const blobs = options.blobs ?? memoryBlobStore({ clock });
  const signer = temporarySigner();
  const reports: string[] = [];
  const heart = makeSyncHeart({
    log,
    blobs,
    directory,
    sessions,
    keys: oneKey(signer),
    clock,
    random,
    bus: memoryBus(),
    limits: DEFAULT_LIMITS,
    origins: ['https://portal.example', 'chrome-extension://abcdefghijklmnopabcdefghijklmnop'],
    report: (event, facts) => reports.push(`${event} ${JSON.stringify(facts ?? {})}`),
    ...options.heart,
  });
  const dossier = freshId<DossierId>();
  const otherDossier = freshId<DossierId>();
  const staff = directory.add([[dossier, { side: 'staff' }]], 'staff');
  const client = directory.add([[dossier, CLIENT_RIGHT]]);
  const colleague = directory.add([[dossier, CLIENT_RIGHT]]);
  const reader = directory.add([[dossier, { ...CLIENT_RIGHT, deposit: [] }]]);
  const stranger = directory.add([[otherDossier, CLIENT_RIGHT]]);
  const deposits = roomName({ kind: 'deposits', dossier, year: 2026, box: 'common' });
  return {
    time,
    clock,
    random,
    directory,
    log,
    blobs,
    signer,
    heart,
    reports,
    dossier,
    otherDossier,
    staff,
    client,
    colleague,
    reader,
    stranger,
    deposits,
  };
}
export type SyncWorld = ReturnType<typeof syncWorld>;

/** A request to the heart as a person. */
export async function ask(heart: SyncHeart, who: TestPerson | null, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  if (who) headers.set('authorization', `Bearer ${who.id}`);
  return await heart.routes.request(path, { ...init, headers });
}

export type TestUpdate = { readonly id: string; readonly counter: number; readonly room: RoomName; readonly bytes: Uint8Array };

export async function push(heart: SyncHeart, who: TestPerson, updates: readonly TestUpdate[]): Promise<Response> {
  const head = {
    device: who.device,
    epoch: '',
    updates: updates.map(({ id, counter, room, bytes }) => ({ id, counter, room, size: bytes.length })),
  };
  return await ask(heart, who, '/api/v1/push', {
    method: 'POST',
    headers: { 'content-type': FRAME_TYPE },
    body: encodeFrame(
      head,
      updates.map((update) => update.bytes),
    ),
  });
}

/** What became of each update of a push that was answered. */
export async function pushed(heart: SyncHeart, who: TestPerson, updates: readonly TestUpdate[]) {
  const response = await push(heart, who, updates);
  if (response.status !== 200) throw new Error(`push: ${response.status} ${await response.text()}`);
  return decodeFrame(PushAnswer, new Uint8Array(await response.arrayBuffer()))?.head.results ?? [];
}

/** One page of a pull. */
export async function pulled(
  heart: SyncHeart,
  who: TestPerson,
  request: Partial<Record<'epoch' | 'cursor' | 'rights' | 'backfill', unknown>> = {},
) {
  const body = encodeFrame({ device: who.device, epoch: null, cursor: 0, rights: null, backfill: [], ...request }, []);
  const response = await ask(heart, who, '/api/v1/pull', { method: 'POST', headers: { 'content-type': FRAME_TYPE }, body });
  if (response.status !== 200) throw new Error(`pull: ${response.status} ${await response.text()}`);
  const frame = decodeFrame(PullAnswer, new Uint8Array(await response.arrayBuffer()));
  if (!frame) throw new Error('pull: not a frame');
  return { answer: v.parse(PullAnswer, frame.head), bytes: frame.bytes };
}

/** A device that writes one room: a Yjs document under its own client id, its updates numbered. */
export class TestDevice {
  readonly doc = new Y.Doc();
  readonly who: TestPerson;
  readonly room: RoomName;
  waiting: TestUpdate[] = [];
  counter = 1;

  constructor(who: TestPerson, room: RoomName, slot = 0) {
    this.who = who;
    this.room = room;
    this.doc.clientID = clientId(who.device, slot);
    this.doc.on('update', (bytes: Uint8Array, origin: unknown) => {
      if (origin !== 'server') this.waiting.push({ id: freshId(), counter: this.counter++, room, bytes });
    });
  }

  map(name = 'deposits'): Y.Map<unknown> {
    return this.doc.getMap(name);
  }

  /** Writes a record under a new id. */
  record(value: unknown = { v: 1 }): string {
    const key = freshId<string>();
    this.map().set(key, value);
    return key;
  }

  async send(heart: SyncHeart) {
    const updates = this.waiting;
    this.waiting = [];
    return await pushed(heart, this.who, updates);
  }
}

/** The document that a room's log amounts to. */
export async function documentOf(log: RoomLog, room: RoomName): Promise<Y.Doc> {
  const doc = new Y.Doc({ gc: false });
  for (const entry of await log.room(room, 0)) Y.applyUpdate(doc, entry.bytes, 'server');
  return doc;
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

const TUS = { 'tus-resumable': '1.0.0' };

export async function createUpload(
  heart: SyncHeart,
  who: TestPerson,
  bytes: Uint8Array,
  place: { dossier: DossierId; box?: string; hash?: string },
): Promise<Response> {
  const metadata = encodeUploadMetadata({
    dossier: place.dossier,
    box: (place.box ?? 'common') as 'common',
    hash: place.hash ?? sha256(bytes),
  });
  return await ask(heart, who, '/api/v1/uploads', {
    method: 'POST',
    headers: { ...TUS, 'upload-length': String(bytes.length), 'upload-metadata': metadata },
  });
}

export async function patchUpload(
  heart: SyncHeart,
  who: TestPerson,
  location: string,
  offset: number,
  bytes: Uint8Array,
): Promise<Response> {
  return await ask(heart, who, location, {
    method: 'PATCH',
    headers: { ...TUS, 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) },
    body: new Uint8Array(bytes),
  });
}

export async function headUpload(heart: SyncHeart, who: TestPerson, location: string): Promise<Response> {
  return await ask(heart, who, location, { method: 'HEAD', headers: TUS });
}

/** A whole upload in one piece. */
export async function upload(
  heart: SyncHeart,
  who: TestPerson,
  bytes: Uint8Array,
  place: { dossier: DossierId; box?: string; hash?: string },
): Promise<Response> {
  const created = await createUpload(heart, who, bytes, place);
  const location = created.headers.get('location');
  return location === null ? created : await patchUpload(heart, who, location, 0, bytes);
}

export async function ticketFor(heart: SyncHeart, who: TestPerson, room: string): Promise<string> {
  const response = await ask(heart, who, '/api/v1/ticket', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ device: who.device, room }),
  });
  if (response.status !== 200) throw new Error(`ticket: ${response.status}`);
  return v.parse(v.object({ ticket: v.string() }), await response.json()).ticket;
}

/** A real HTTP server running the heart. */
export async function listen(heart: SyncHeart, port = 0): Promise<{ url: string; port: number; close(): Promise<void> }> {
  const server: Server = createServer(getRequestListener((request) => heart.routes.fetch(request)));
  server.on('upgrade', (request, socket, head) => {
    if (!heart.upgrade(request, socket, head)) socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address() as AddressInfo;
  return {
    url: `ws://127.0.0.1:${address.port}/live`,
    port: address.port,
    async close() {
      await heart.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export async function until(holds: () => boolean, what: string, within = 5000): Promise<void> {
  const end = performance.now() + within;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
