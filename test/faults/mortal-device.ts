/**
 * A device that can die at any await and lives on the same disk afterwards: real library and sync engine, in lives.
 *
 * Each call of a port (store, network) is a step. A life may be told to end at its n-th step or request, before or after its effect:
 * from then on nothing it awaits ever answers, and its locks are free, as with a killed worker.
 */
import { SELDOM } from '@navette/device/seldom';
import { saveEnrolment, type Enrolment } from '@navette/device/enrolment';
import { makeLibrary, type LibraryWithDesk } from '@navette/device/library';
import { memoryLocks, type Locks } from '@navette/device/locks';
import { Unreachable, type Net, type NetAnswer } from '@navette/device/net';
import type { LocalStore } from '@navette/device/store';
import { openMemoryStore, type MemoryStore } from '@navette/device/store/memory';
import { makeSyncEngine, type SyncEngine } from '@navette/device/sync';
import { testPlatform } from '@navette/device/testing/test-device';
import type { DossierRight } from '@navette/domain/membership';
import { bytesToBase64Url } from '@navette/kernel/bytes';
import type { SyncWorld, TestPerson } from '../support/sync-world.ts';

/** What becomes of one request: nothing, lost on its way there or back, or answered by an angry server or by nobody we know. */
export type NetFault = 'none' | 'lost-request' | 'lost-answer' | 'status-500' | 'status-429' | 'status-413' | 'status-401' | 'portal';

/** Dies at the count-th step, or request, of the life: before its effect or after it. */
export type Death = { readonly at: 'step' | 'request'; readonly count: number; readonly after: boolean };

export type Life = {
  readonly library: LibraryWithDesk;
  /** A page of the same device: shares the store and the locks, dies with it. */
  readonly page: LibraryWithDesk;
  readonly sync: SyncEngine;
  readonly dead: () => boolean;
  /** The value, or 'killed' when the device died first. */
  outlive<T>(work: Promise<T>): Promise<T | 'killed'>;
};

export type MortalDevice = {
  readonly who: TestPerson;
  readonly disk: MemoryStore;
  /** Starts a life; the former one is over. */
  start(death: Death | null): Life;
  /** Reads the disk without a step: the tester's eyes. */
  watcher(): { readonly library: LibraryWithDesk };
  fault: (path: string) => NetFault;
  /** Times each kind of fault was met. */
  readonly met: Map<string, number>;
};

const never = new Promise<never>(() => {});

export async function mortalDevice(world: SyncWorld, who: TestPerson, right: DossierRight): Promise<MortalDevice> {
  const deviceDisk = openMemoryStore('device');
  const disk = openMemoryStore(`store-${who.id}`);
  const { keyId } = world.signer;
  const publicKey = bytesToBase64Url(world.signer.publicKey);
  const enrolment: Enrolment = {
    origin: 'http://localhost',
    user: { id: who.id, name: 'Personne', email: 'personne@example.test' },
    firm: { id: world.directory.firmId, name: 'Cabinet', demo: true },
    keyId,
    publicKey,
    device: who.device,
    storeName: disk.name,
  };
  await saveEnrolment(deviceDisk, enrolment);
  await disk.commit({ put: { account: [{ key: `dossier/${world.dossier}`, value: { v: 1, name: 'Atelier Bonnefoy', right } }] } });
  const met = new Map<string, number>();
  const count = (what: string): void => void met.set(what, (met.get(what) ?? 0) + 1);
  let end: () => void = () => undefined;

  const device: MortalDevice = {
    who,
    disk,
    met,
    fault: () => 'none',
    watcher: () => ({
      library: makeLibrary({
        platform: testPlatform(1),
        deviceStore: deviceDisk,
        openStore: () => disk,
        roomLeft: () => Promise.resolve(null),
      }),
    }),
    start(death) {
      end();
      let dead = false;
      let steps = 0;
      let die: () => void = () => undefined;
      const died = new Promise<void>((resolve) => (die = resolve));
      const kill = (): void => {
        if (!dead) count('killed');
        dead = true;
        die();
      };
      end = () => {
        dead = true;
        die();
      };
      const step = async <T>(what: string, run: () => Promise<T>): Promise<T> => {
        if (dead) return never;
        const counted = death?.at === 'step' || what.endsWith(' request');
        const last = death !== null && counted && ++steps >= death.count;
        if (last && !death.after) kill();
        if (dead) return never;
        if (last) count(`killed after ${what}`);
        // The effect happens; whoever asked for it never hears.
        const doing = run();
        if (last) kill();
        const [outcome] = await Promise.allSettled([doing]);
        if (dead) return never;
        if (outcome.status === 'rejected') throw outcome.reason;
        return outcome.value;
      };
      const mortal = (store: MemoryStore): LocalStore => ({
        name: store.name,
        commit: (change) => step('commit', () => store.commit(change)),
        get: (table, key) => step('get', () => store.get(table, key)),
        list: (table, range) => step('list', () => store.list(table, range)),
        observe: (query) => store.observe(query),
        watch: (listener) => store.watch(listener),
        close: () => undefined,
        erase: (unless) => step('erase', () => store.erase(unless)),
      });
      const free = memoryLocks();
      const locks: Locks = {
        hold: (name, task) => free.hold(name, () => Promise.race([task(), died.then(() => never)])),
        holdIfFree: (name, task) => free.holdIfFree(name, task),
      };
      const platform = {
        clock: world.clock,
        timers: { after: () => () => undefined },
        random: world.random,
        hasher: { sha256: async (bytes: Uint8Array<ArrayBuffer>) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)) },
        locks,
        seldom: () => Promise.resolve(SELDOM),
      };
      const open = (): LibraryWithDesk =>
        makeLibrary({ platform, deviceStore: mortal(deviceDisk), openStore: () => mortal(disk), roomLeft: () => Promise.resolve(null) });
      const library = open();
      const net: Net = {
        send: (request) =>
          step(`${request.method} request`, async () => {
            const fault = device.fault(request.path);
            if (fault !== 'none') count(fault);
            if (fault === 'lost-request') throw new Unreachable('cut');
            if (fault === 'portal') return foreignAnswer(200);
            if (fault.startsWith('status-')) return foreignAnswer(Number(fault.slice(7)));
            const body = request.body instanceof Blob ? await request.body.arrayBuffer() : request.body;
            const response = await world.heart.routes.request(request.path, {
              method: request.method,
              headers: { ...request.headers, authorization: `Bearer ${who.id}` },
              ...(body === undefined ? {} : { body }),
            });
            const bytes = new Uint8Array(await response.arrayBuffer());
            if (fault === 'lost-answer') throw new Unreachable('answer lost');
            return { status: response.status, header: (name) => response.headers.get(name), bytes: () => Promise.resolve(bytes) };
          }),
      };
      return {
        library,
        page: open(),
        sync: makeSyncEngine({ platform, library, net: () => net }),
        dead: () => dead,
        outlive: (work) => Promise.race([work, died.then(() => 'killed' as const)]),
      };
    },
  };
  return device;
}

function foreignAnswer(status: number): NetAnswer {
  return {
    status,
    header: (name) => (name === 'content-type' ? 'text/html' : null),
    bytes: () => Promise.resolve(new TextEncoder().encode('<h1>Wi-Fi</h1>')),
  };
}
