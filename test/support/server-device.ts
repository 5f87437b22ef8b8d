/**
 * A whole device in memory (real library, session and sync engine on the store's twin) signed in to a real server, with a
 * network that can be cut before a request leaves or after the server did its work.
 */
import { firmTrayOf } from '@navette/device/firm-tray';
import type { SyncControl } from '@navette/device/model';
import { fetchNet, Unreachable, type Net, type NetAnswer } from '@navette/device/net';
import { makeLibrary, type LibraryWithDesk } from '@navette/device/library';
import { makeSession, type SessionWithCookie } from '@navette/device/session';
import { memoryKeychain } from '@navette/device/keychain';
import type { SyncEngine } from '@navette/device/sync';
import { makeSyncEngines } from '@navette/device/sync-all';
import { openMemoryStore, type MemoryStore } from '@navette/device/store/memory';
import { first, testPlatform } from '@navette/device/testing/test-device';
import type { DocumentId } from '@navette/kernel/ids';
import { TEST_EXTENSION_ORIGIN, TEST_PASSWORD } from '../../sync-server/src/testing/test-server.ts';

export const CLAIRE = 'claire.morel@demo.navette.example';
export const NADIA = 'nadia.ferrand@demo.navette.example';

/** `hang`: no answer ever comes; `before`: nothing leaves; `after`: the answer is lost; `middle`: it is cut while it comes; `portal`: somebody else answers 200 to everything; a number: a proxy answers that, and the server hears nothing. */
export type Cut = 'none' | 'hang' | 'before' | 'after' | 'middle' | 'portal' | 413 | 429 | 500 | 503;

export type ServerDevice = {
  readonly library: LibraryWithDesk;
  readonly session: SessionWithCookie;
  readonly sync: SyncEngine;
  readonly firmTray: SyncControl['firmTray'];
  readonly deviceStore: MemoryStore;
  store(): Promise<MemoryStore>;
  /** @param at the server it is cut from; all of them without it */
  cut(how: Cut, at?: string): void;
  /** Called with each request that leaves, before it does. */
  watch(watcher: (method: string, path: string) => void): void;
  /** Somebody on the line: answers to these paths are replaced by what it makes of their JSON. */
  meddle(path: string, change: ((body: Record<string, unknown>) => unknown) | null): void;
};

let seed = 100;

export async function serverDevice(origin: string, email: string, password = TEST_PASSWORD): Promise<ServerDevice> {
  const platform = { ...testPlatform(seed++), clock: { now: () => Date.now() } };
  const deviceStore = openMemoryStore('device');
  const stores = new Map<string, MemoryStore>();
  const openStore = (name: string): MemoryStore => {
    const store = stores.get(name) ?? openMemoryStore(name);
    stores.set(name, store);
    return store;
  };
  const keychain = memoryKeychain();
  let everywhere: Cut = 'none';
  const cuts = new Map<string, Cut>();
  let watcher: (method: string, path: string) => void = () => undefined;
  const meddlers = new Map<string, (body: Record<string, unknown>) => unknown>();
  const net = (to: string, token?: string): Net =>
    faulty(
      meddled(fetchNet(to, { kind: 'bearer', token: () => (token === undefined ? keychain.token(to) : Promise.resolve(token)) }), meddlers),
      () => cuts.get(to) ?? everywhere,
      (method, path) => watcher(method, path),
    );
  const library = makeLibrary({ platform, deviceStore, openStore, roomLeft: () => Promise.resolve(null) });
  const session = makeSession({
    keychain,
    deviceStore,
    openStore,
    desks: library.desks,
    net,
    label: 'test',
    timers: { after: () => () => undefined },
    onSignedIn: () => undefined,
  });
  const signed = await session.signIn(origin, email, password);
  if (!signed.ok) throw new Error(`sign-in: ${signed.refusal.tag}`);
  const sync = makeSyncEngines({
    platform,
    library,
    net: (desk) => net(desk.enrolment.origin),
    depart: (desk, departure) => session.depart(desk, departure),
  });
  await sync.syncNow();
  return {
    library,
    session,
    sync,
    firmTray: firmTrayOf(library.desk, (desk) => net(desk.enrolment.origin)),
    deviceStore,
    cut(next, at) {
      if (at !== undefined) cuts.set(at, next);
      else {
        cuts.clear();
        everywhere = next;
      }
    },
    watch: (next) => void (watcher = next),
    meddle: (path, change) => void (change ? meddlers.set(path, change) : meddlers.delete(path)),
    async store() {
      const desk = await library.desk();
      const store = desk && stores.get(desk.store.name);
      if (!store) throw new Error('no store');
      return store;
    },
  };
}

function faulty(net: Net, how: () => Cut, watch: (method: string, path: string) => void): Net {
  return {
    async send(request) {
      watch(request.method, request.path);
      if (how() === 'hang') return new Promise<never>(() => undefined);
      if (how() === 'before') throw new Unreachable('cut');
      const now = how();
      if (now === 'portal' || typeof now === 'number') return fromSomebodyElse(now === 'portal' ? 200 : now);
      const answer = await net.send({ ...request, headers: { ...request.headers, origin: TEST_EXTENSION_ORIGIN } });
      if (how() === 'after') throw new Unreachable('answer lost');
      if (how() === 'middle') return { ...answer, bytes: () => Promise.reject(new Unreachable('cut short')) };
      return answer;
    },
  };
}

function meddled(net: Net, meddlers: ReadonlyMap<string, (body: Record<string, unknown>) => unknown>): Net {
  return {
    async send(request) {
      const answer = await net.send(request);
      const change = meddlers.get(request.path);
      if (!change || answer.status !== 200) return answer;
      const body = JSON.parse(new TextDecoder().decode(await answer.bytes())) as Record<string, unknown>;
      return { ...answer, bytes: () => Promise.resolve(new TextEncoder().encode(JSON.stringify(change(body)))) };
    },
  };
}

function fromSomebodyElse(status: number): NetAnswer {
  return {
    status,
    header: (name) => (name === 'content-type' ? 'text/html' : null),
    bytes: () => Promise.resolve(new TextEncoder().encode('<h1>Wi-Fi</h1>')),
  };
}

export const pdf = (text: string): Blob => new Blob([`%PDF-1.7\n${text}`]);

export async function deposit(from: ServerDevice, file: Blob | string): Promise<DocumentId> {
  const account = await first(from.library.account);
  const dossier = account?.dossiers.find((one) => one.name.includes('Bonnefoy'));
  if (!dossier) throw new Error('no dossier');
  const done = await from.library.captureAndDeposit(
    typeof file === 'string' ? pdf(file) : file,
    { name: 'facture.pdf', way: 'drop' },
    { dossier: dossier.id, kind: 'purchase-invoices' },
  );
  if (!done.ok) throw new Error(done.refusal.tag);
  return done.value.id;
}

export async function stateOf(from: ServerDevice, id: DocumentId): Promise<string | undefined> {
  return (await first(from.library.document(id)))?.state;
}

/** Uploads that wait for their next try may go at once. */
export async function hurry(from: ServerDevice): Promise<void> {
  const store = await from.store();
  await store.commit({ put: { uploads: (await store.list('uploads')).map((row) => ({ ...row, nextAt: 0 })) } });
}
