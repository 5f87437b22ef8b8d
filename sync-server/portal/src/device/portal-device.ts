/**
 * The device as the portal's page has it: library, sync engine and session in the page itself, put together once.
 *
 * The session is the server's cookie, which no script can read; there is no token here. Several tabs may be open: the
 * engine's lock lets one of them work at a time.
 */
import { commandDoors } from '@navette/device/command-doors';
import { sendCommand } from '@navette/device/commands';
import { DEVICE_STORE } from '@navette/device/enrolment';
import { memoryKeychain } from '@navette/device/keychain';
import { firmTrayOf } from '@navette/device/firm-tray';
import { makeLibrary, type LibraryWithDesk } from '@navette/device/library';
import type { DeviceDoors } from '@navette/device/model';
import { fetchNet, type Net } from '@navette/device/net';
import { loadSeldom } from '@navette/device/load-seldom';
import { browserPlatform } from '@navette/device/platform';
import { makeSession, type SessionWithCookie } from '@navette/device/session';
import type { LocalStore } from '@navette/device/store';
import { dexieStores } from '@navette/device/store/dexie';
// oxlint-disable-next-line import/default -- Vite gives the file's address as the default export
import booksWorkerUrl from '@navette/device/books-worker?worker&url';
// oxlint-disable-next-line import/default -- the same
import listsWorkerUrl from '@navette/device/lists-worker?worker&url';
import { makeSyncEngine, type SyncEngine } from '@navette/device/sync';
import { askTicket } from '@navette/device/ticket';
import { workerLists } from '@navette/device/worker-lists';
import { ok } from '@navette/kernel/result';
import { makeWorker } from '@navette/ui/make-worker';
import { rememberSignOut } from './signed-out-mark.ts';

export type PortalDevice = {
  readonly origin: string;
  readonly doors: DeviceDoors;
  readonly library: LibraryWithDesk;
  readonly engine: SyncEngine;
  readonly session: SessionWithCookie;
  readonly deviceStore: LocalStore;
  readonly net: Net;
  /** A ticket for a live socket on a room. */
  readonly ticket: (room: string) => Promise<string | null>;
};

/** @param origin the page's own: the portal talks to the server it came from and to no other */
export function openPortalDevice(origin: string): PortalDevice {
  const platform = browserPlatform(loadSeldom);
  const openStore = dexieStores();
  const deviceStore = openStore(DEVICE_STORE);
  const lists = workerLists(() => makeWorker(listsWorkerUrl, 'lists'));
  const books = async () => (await import('@navette/device/worker-books')).workerBooks(() => makeWorker(booksWorkerUrl, 'books'));
  const library = makeLibrary({ platform, deviceStore, openStore, roomLeft, lists, books });
  const net = fetchNet(origin, { kind: 'cookie' });
  const engine = makeSyncEngine({ platform, library, net: () => net, depart: (desk, departure) => session.depart(desk, departure) });
  const session: SessionWithCookie = rememberSignOut(
    makeSession({
      keychain: memoryKeychain(),
      deviceStore,
      openStore,
      desks: library.desks,
      net: () => net,
      label: deviceLabel(),
      timers: platform.timers,
      onSignedIn: engine.nudge,
    }),
  );
  const { commands, signInBy } = commandDoors({
    async send(name, body) {
      const given = await sendCommand(net, name, body);
      return given.ok ? ok(given.value.said) : given;
    },
    prove: (_origin, name, body) => session.proveBy(origin, name, body),
  });
  return {
    origin,
    library,
    engine,
    session,
    deviceStore,
    net,
    async ticket(room) {
      const desk = await library.desk();
      return desk && askTicket(net, desk.enrolment.device, room);
    },
    doors: { library, session: { ...session, signInBy }, commands, sync: { ...engine, firmTray: firmTrayOf(library.desk, () => net) } },
  };
}

/** How this device is named in the person's list of devices: browser and system, nothing finer. */
function deviceLabel(): string {
  const system = /Windows|Macintosh|iPhone|iPad|Android|CrOS|Linux/.exec(navigator.userAgent)?.[0] ?? '';
  const browser = /Firefox|Edg|Chrome|Safari/.exec(navigator.userAgent)?.[0] ?? '';
  return `Portail ${browser} ${system}`.trim();
}

async function roomLeft(): Promise<number | null> {
  const { quota, usage } = await navigator.storage.estimate();
  return quota === undefined || usage === undefined ? null : Math.max(0, quota - usage);
}
