/**
 * Bugs planted on purpose, each as a part put in the place of a port: a harness that does not find them proves nothing.
 *
 * Every one has happened to somebody (see the named scenarios). None is a switch in product code.
 */
import { Unreachable, type Net, type NetAnswer } from '@navette/device/net';
import type { LocalStore } from '@navette/device/store';
import { concatBytes } from '@navette/kernel/bytes';
import { decodeFrame, encodeFrame } from '@navette/protocol/framing';
import { HEAL_PATH, HealRequest } from '@navette/protocol/healing';
import { HAND_IN_PATH } from '@navette/protocol/leaving';
import { PushRequest } from '@navette/protocol/replication';
import { FRAME_TYPE, MEDIA_TYPE } from '@navette/protocol/version';
import type { Appended, BlobStore, Directory, RoomLog } from '../../../sync-server/src/ports.ts';
import { kindOf } from './world-net.ts';
import type { WorldDevice } from './world-device.ts';
import type { ServerDisk } from './server-disk.ts';
import type { WorldServer } from './world-server.ts';
import type { Seams } from './world.ts';

/** A bug by its name; made anew for each run, since some remember. */
export type Tooth = { readonly name: string; readonly plant: () => Seams };

const onStore = (change: (store: LocalStore, device: WorldDevice) => LocalStore): Seams => ({ device: { store: change } });
const onLog = (change: (log: RoomLog, server: WorldServer) => RoomLog): Seams => ({ server: { log: change } });
const onBlobs = (change: (blobs: BlobStore, server: WorldServer) => BlobStore): Seams => ({ server: { blobs: change } });
const onNet = (change: (net: Net, device: WorldDevice) => Net): Seams => ({ device: { net: change } });

export const TEETH: readonly Tooth[] = [
  {
    // livestore #1426: what was acknowledged stands in memory, and the disk follows a moment later.
    name: 'acknowledge-before-commit',
    plant: () => {
      let durable = 0;
      const log = (real: RoomLog, server: WorldServer): RoomLog => ({
        ...real,
        async append(entries, receipts) {
          const done = await real.append(entries, receipts);
          const { length } = server.disk.log.entries;
          server.sim.at(server.sim.now + 200, () => (durable = Math.max(durable, length)));
          return done;
        },
      });
      return { server: { log, restart: (disk) => cutLog(disk, durable) } };
    },
  },
  {
    // What others are shown is not on the disk yet when the process dies.
    name: 'forward-before-commit',
    plant: () => {
      let durable = 0;
      const log = (real: RoomLog, server: WorldServer): RoomLog => ({
        ...real,
        async append(entries, receipts) {
          const done = await real.append(entries, receipts);
          const { length } = server.disk.log.entries;
          await new Promise<void>((resolve) => server.sim.at(server.sim.now + 200, resolve));
          durable = Math.max(durable, length);
          return done;
        },
      });
      return { server: { log, restart: (disk) => cutLog(disk, durable) } };
    },
  },
  {
    name: 'drop-outbox-first',
    plant: () =>
      onNet((net, device) => ({
        async send(request) {
          if (kindOf(request) === 'push' && request.body instanceof Uint8Array) {
            const ids = decodeFrame(PushRequest, request.body)?.head.updates.map(({ counter }) => counter) ?? [];
            await device.disk.open(device.storeName).commit({ remove: { outbox: ids } });
          }
          return await net.send(request);
        },
      })),
  },
  {
    // An update is stored, and its place in the queue a moment later.
    name: 'outbox-in-another-transaction',
    plant: () => onStore((store) => inTwo(store, 'outbox')),
  },
  {
    name: 'bytes-in-another-transaction',
    plant: () => onStore((store) => inTwo(store, 'blobs')),
  },
  {
    // The cursor moves on before what it stands for is here.
    name: 'cursor-before-entries',
    plant: () =>
      onStore((store) => ({
        ...store,
        async commit(change) {
          const position = change.put?.meta?.filter((row) => row.key === 'position') ?? [];
          if (position.length === 0 || (change.put?.updates?.length ?? 0) === 0) return await store.commit(change);
          await store.commit({ put: { meta: position } });
          return await store.commit(change);
        },
      })),
  },
  {
    // y-indexeddb #28: complete means handed to the system.
    name: 'saved-before-durable',
    plant: () => {
      const unsynced = new Map<WorldDevice, { readonly until: number; readonly put: () => void }>();
      return {
        device: {
          store: (store, device) => ({
            ...store,
            async commit(change) {
              const disk = device.disk.disk(store.name);
              const before = new Map([...disk.rows].map(([table, rows]) => [table, new Map(rows)]));
              const done = await store.commit(change);
              unsynced.set(device, { until: device.parts.sim.now + 20, put: () => void (disk.rows = before) });
              return done;
            },
          }),
          killed: (device) => {
            const last = unsynced.get(device);
            if (last && device.parts.sim.now < last.until) last.put();
          },
        },
      };
    },
  },
  {
    // The store counts from what it finds: an empty queue begins at one again.
    name: 'counter-reused-after-restart',
    plant: () => ({
      device: {
        restart: (device) => {
          const disk = device.disk.disk(device.storeName);
          disk.counters.set('outbox', Math.max(0, ...device.disk.rows(device.storeName, 'outbox').map((row) => row.counter ?? 0)));
        },
      },
    }),
  },
  {
    name: 'last-of-a-batch-lost',
    plant: () =>
      onLog((log) => ({
        ...log,
        async append(entries, receipts) {
          if (entries.length < 2) return await log.append(entries, receipts);
          const done = await log.append(entries.slice(0, -1), receipts);
          return [...done, { ...(done.at(-1) as Appended) }];
        },
      })),
  },
  {
    name: 'rights-cached-for-ever',
    plant: () => {
      const known = new Map<string, ReturnType<Directory['membership']>>();
      return {
        server: {
          directory: (directory) =>
            through(directory, {
              membership: (user) => {
                if (!known.has(user)) known.set(user, copied(directory.membership(user)));
                return known.get(user) ?? null;
              },
            }),
        },
      };
    },
  },
  {
    name: 'pages-not-filtered',
    plant: () => onLog((log) => ({ ...log, since: (cursor, _wanted, most) => log.since(cursor, () => true, most) })),
  },
  {
    // hocuspocus #382, #738: a room that could not be read is taken for an empty one.
    name: 'failed-read-is-an-empty-room',
    plant: () => onLog((log) => ({ ...log, room: async (room, after, until) => await log.room(room, after, until).catch(() => []) })),
  },
  {
    name: 'receipt-written-twice',
    plant: () =>
      onLog((log) => ({
        ...log,
        async append(entries, receipts) {
          const twice = entries
            .filter(({ room }) => room.includes('/receipts/'))
            .map((entry) => ({ ...entry, id: `${entry.id.slice(0, -1)}x` }));
          const done = await log.append([...entries, ...twice], receipts);
          return done.slice(0, entries.length);
        },
      })),
  },
  {
    name: 'receipt-before-the-bytes',
    plant: () => onBlobs((blobs) => ({ ...blobs, finish: async (id) => (await blobs.finish(id), 'stored') })),
  },
  {
    name: 'bytes-not-hashed',
    plant: () =>
      onBlobs((blobs, { disk }) => ({
        ...blobs,
        async finish(id) {
          const held = disk.blobs.uploads.get(id);
          if (!held || held.done || held.state.offset !== held.state.size) return await blobs.finish(id);
          disk.blobs.files.set(held.state.hash, held.bytes);
          held.done = true;
          return 'stored';
        },
      })),
  },
  {
    // A portal's friendly 200 is taken for our server's.
    name: 'anybody-may-say-stored',
    plant: () =>
      onNet((net) => ({
        async send(request) {
          const answer = await net.send(request);
          if (answer.status !== 200 || answer.header('content-type') !== 'text/html' || kindOf(request) !== 'push') return answer;
          const asked = decodeFrame(PushRequest, request.body as Uint8Array)?.head;
          return framed({ epoch: asked?.epoch, results: asked?.updates.map(({ id }) => ({ id, status: 'stored', at: 1, cursor: 1 })) });
        },
      })),
  },
  {
    name: 'two-replicators',
    plant: () => ({
      device: { locks: (locks) => ({ ...locks, hold: (name, task) => (name.endsWith('/sync') ? task() : locks.hold(name, task)) }) },
    }),
  },
  {
    name: 'refused-work-dropped',
    plant: () =>
      onStore((store) => ({
        ...store,
        commit: async ({ put, ...change }) => {
          const { refused: _, captures, ...rest } = put ?? {};
          return await store.commit({ ...change, put: _ === undefined ? { ...rest, ...(captures ? { captures } : {}) } : rest });
        },
      })),
  },
  {
    // What was not sent is erased with the rest: nobody handed it in.
    name: 'forget-without-hand-in',
    plant: () =>
      onNet((net) => ({
        send: (request) => (request.path === HAND_IN_PATH ? Promise.resolve(said({ at: 1, wanted: [] }, MEDIA_TYPE)) : net.send(request)),
      })),
  },
  {
    // Restored, and under the old name: devices believe that nothing happened.
    name: 'skip-the-epoch',
    plant: () => ({ server: { epoch: (_fresh, former) => former } }),
  },
  {
    // After a restore, the server's word "the room is as I have it" is believed without a look at what is in it.
    name: 'trust-the-room-hash',
    plant: () =>
      onNet((net) => ({
        async send(request) {
          if (request.path !== HEAL_PATH) return await net.send(request);
          const frame = decodeFrame(HealRequest, request.body as Uint8Array);
          const results = frame?.head.entries.map(({ id }) => ({ id, status: 'known' })) ?? [];
          return framed({ epoch: frame?.head.epoch ?? '', results });
        },
      })),
  },
  {
    // Two writers of one log, each counting for itself.
    name: 'sequence-not-gapless',
    plant: () =>
      onLog((log, { disk }) => ({
        ...log,
        async append(entries, receipts) {
          const done = await log.append(entries, receipts);
          const last = disk.log.entries.at(-1);
          if (last && last.seq % 3 === 0) disk.log.entries[disk.log.entries.length - 1] = { ...last, seq: last.seq + 1 };
          return done;
        },
      })),
  },
  {
    // What was merged is not what stands in the log; nothing but its clocks was compared.
    name: 'segment-that-lost-its-contents',
    plant: () =>
      onLog((log) => ({
        ...log,
        compact: (room, segment, digest) => log.compact(room, { ...segment, bytes: new Uint8Array([0, 0]) }, digest),
      })),
  },
  {
    // A retry under a new name is another update.
    name: 'a-new-id-at-each-try',
    plant: () => {
      let tries = 0;
      return onNet((net) => ({
        async send(request) {
          if (kindOf(request) !== 'push') return await net.send(request);
          const frame = decodeFrame(PushRequest, request.body as Uint8Array);
          if (!frame) return await net.send(request);
          tries++;
          const names = new Map(frame.head.updates.map(({ id }) => [`${id.slice(0, -4)}${String(tries % 10_000).padStart(4, '0')}`, id]));
          const updates = frame.head.updates.map((update, i) => ({ ...update, id: [...names.keys()][i] ?? update.id }));
          const answer = await net.send({ ...request, body: concatBytes([encodeFrame({ ...frame.head, updates }, []), frame.bytes]) });
          const text = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => {
            let latin = Buffer.from(bytes).toString('latin1');
            for (const [made, id] of names) latin = latin.replaceAll(made, id);
            return new Uint8Array(Buffer.from(latin, 'latin1'));
          };
          return { ...answer, bytes: async () => text(await answer.bytes()) };
        },
      }));
    },
  },
  {
    // Silence is taken for a yes.
    name: 'lost-answer-is-success',
    plant: () =>
      onNet((net) => ({
        async send(request) {
          try {
            return await net.send(request);
          } catch (error) {
            if (!(error instanceof Unreachable) || kindOf(request) !== 'piece') throw error;
            const offset = String(Number(request.headers?.['upload-offset'] ?? 0) + (request.body as Blob).size);
            return {
              status: 204,
              header: (name) => (name === 'tus-resumable' ? '1.0.0' : name === 'upload-offset' ? offset : null),
              bytes: () => Promise.resolve(new Uint8Array()),
            };
          }
        },
      })),
  },
];

function framed(head: unknown): NetAnswer {
  const bytes = encodeFrame(head, []);
  return { status: 200, header: (name) => (name === 'content-type' ? FRAME_TYPE : null), bytes: () => Promise.resolve(bytes) };
}

function said(value: unknown, type: string): NetAnswer {
  const bytes = new Uint8Array(new TextEncoder().encode(JSON.stringify(value)));
  return { status: 200, header: (name) => (name === 'content-type' ? type : null), bytes: () => Promise.resolve(bytes) };
}

function cutLog(disk: ServerDisk, durable: number): ServerDisk {
  return durable >= disk.log.entries.length || durable === 0
    ? disk
    : { ...disk, log: { ...disk.log, entries: disk.log.entries.slice(0, durable) } };
}

/** One change as two transactions, the rows of one table in the second. */
function inTwo(store: LocalStore, table: 'outbox' | 'blobs'): LocalStore {
  return {
    ...store,
    async commit(change) {
      const { [table]: apart, ...put } = change.put ?? {};
      if (apart === undefined || apart.length === 0) return await store.commit(change);
      const done = await store.commit({ ...change, put });
      return done === 'conflict' ? done : await store.commit({ put: { [table]: apart } });
    },
  };
}

function copied(membership: ReturnType<Directory['membership']>): ReturnType<Directory['membership']> {
  return membership && { ...membership, dossiers: new Map(membership.dossiers) };
}

/** A directory that answers otherwise to a few questions. */
function through(directory: Directory, other: Partial<Directory>): Directory {
  return new Proxy(directory, {
    get(target, name) {
      const changed = Reflect.get(other, name) as unknown;
      if (changed !== undefined) return changed;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
