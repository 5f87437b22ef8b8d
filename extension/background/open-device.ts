/**
 * The real device of the background: store, tray, sync engine and session, put together.
 *
 * Only here is the keychain opened (M2). A token is shown to the one server it was proved to, never to another whose
 * address somebody typed (N2).
 */
import { makeChunkIntake } from '@navette/device/capture-chunks';
import type { Desk } from '@navette/device/library';
import { firmTrayOf } from '@navette/device/firm-tray';
import { allEnrolments, currentEnrolment, DEVICE_STORE } from '@navette/device/enrolment';
import { indexedDbKeychain } from '@navette/device/keychain';
import { makeIntakeLibrary, type IntakeLibrary } from '@navette/device/intake-library';
import type { Capture } from '@navette/device/model';
import { fetchNet, type Net } from '@navette/device/net';
import { browserPlatform } from '@navette/device/platform';
import { sendCommand } from '@navette/device/commands';
import type { SessionWithCookie } from '@navette/device/session';
import { isServerOrigin } from '@navette/device/server-origin';
import { StoreFailure, type LocalStore } from '@navette/device/store';
import { dexieStores } from '@navette/device/store/dexie';
import { makeSyncEngines } from '@navette/device/sync-all';
import { askTicket } from '@navette/device/ticket';
import { DEFAULT_LIMITS } from '@navette/domain/limits';
import { displayName } from '@navette/kernel/display-name';
import type { DocumentId } from '@navette/kernel/ids';
import { ok, refuse } from '@navette/kernel/result';
import { isFirefox } from '../messages/which-browser.ts';
import type { BackgroundDevice, Intake } from './background-device.ts';
import { loadSeldom } from './load-seldom.ts';
import { firstValue } from './first-value.ts';

export function openBackgroundDevice(): BackgroundDevice {
  const platform = browserPlatform(loadSeldom);
  const openStore = dexieStores();
  const deviceStore = openStore(DEVICE_STORE);
  const library = makeIntakeLibrary({ platform, deviceStore, openStore });
  const keychain = indexedDbKeychain();
  const net = (origin: string, token?: string): Net =>
    fetchNet(origin, { kind: 'bearer', token: () => (token === undefined ? keychain.token(origin) : Promise.resolve(token)) });
  const netOf = (desk: Desk): Net => net(desk.enrolment.origin);
  const engine = makeSyncEngines({
    platform,
    library,
    net: netOf,
    depart: async (desk, departure) => (await session()).depart(desk, departure),
  });
  /** Signing in and out is seldom: what does it is loaded then. */
  let opened: Promise<SessionWithCookie> | null = null;
  const session = (): Promise<SessionWithCookie> =>
    (opened ??= platform
      .seldom()
      .then(({ makeSession }) =>
        makeSession({
          keychain,
          deviceStore,
          openStore,
          desks: library.desks,
          net,
          label: deviceLabel(),
          timers: platform.timers,
          onSignedIn: engine.nudge,
        }),
      )
      .catch((error: unknown) => {
        opened = null;
        throw error;
      }));
  return {
    library,
    sync: { syncNow: engine.syncNow, bring: engine.bring, status: engine.status, firmTray: firmTrayOf(library.desk, netOf) },
    session: {
      lookUp: async (origin) => (await session()).lookUp(origin),
      trustKey: async (origin, keyId) => (await session()).trustKey(origin, keyId),
      signIn: async (origin, email, password) => (await session()).signIn(origin, email, password),
      proveBy: async (origin, name, body) => (await session()).proveBy(origin, name, body),
      switchTo: async (firm) => (await session()).switchTo(firm),
      signOut: async (choice, which) => (await session()).signOut(choice, which),
    },
    intake: makeIntake(library, async () => (await library.desk())?.store ?? deviceStore),
    async liveTicket(room) {
      const desk = await library.desk();
      return desk && askTicket(net(desk.enrolment.origin), desk.enrolment.device, room);
    },
    async command(name, body, at) {
      const origin = at ?? (await currentEnrolment(deviceStore))?.origin;
      if (origin === undefined || !isServerOrigin(origin)) return refuse({ tag: 'unreachable' });
      const given = await sendCommand(net(origin), name, body);
      return given.ok ? ok(given.value.said) : given;
    },
    serverOrigin: async () => (await currentEnrolment(deviceStore))?.origin ?? null,
    isOtherFirm: async (origin) => (await allEnrolments(deviceStore)).slice(1).some((one) => one.origin === origin),
  };
}

function makeIntake(library: IntakeLibrary, store: () => Promise<LocalStore>): Intake {
  const fileBytes = async (): Promise<number> =>
    Math.max(DEFAULT_LIMITS.fileBytes, ...((await firstValue(library.account))?.dossiers.map((dossier) => dossier.fileLimit) ?? []));
  const chunks = makeChunkIntake({ pieces: store, library, now: () => Date.now(), fileBytes });
  const change = async (
    capture: DocumentId,
    status: (url: string) => Capture['status'],
    also: Partial<Capture> = {},
  ): Promise<Capture | null> => {
    const row = await (await store()).get('captures', capture);
    if (row === undefined || row.status.tag === 'ready') return null;
    const changed = { ...row, ...also, status: status(row.status.url) };
    await (await store()).commit({ put: { captures: [changed] } });
    return changed;
  };
  return {
    put: (piece) => chunks.put(piece),
    sweep: () => chunks.sweep(),
    async begin({ capture, name, way, origin, url }) {
      const row: Capture = {
        id: capture,
        name: displayName(name),
        type: '',
        size: 0,
        hash: null,
        capturedAt: Date.now(),
        ...(origin === undefined ? {} : { origin }),
        way,
        status: { tag: 'fetching', url },
      };
      try {
        await (await store()).commit({ put: { captures: [row] } });
        return ok(undefined);
      } catch (error) {
        if (error instanceof StoreFailure) return refuse({ tag: error.tag });
        throw error;
      }
    },
    fail: async (capture, reason) => void (await change(capture, (url) => ({ tag: 'failed', url, reason }))),
    // Its time begins anew, or the sweep would take the running retry for one that died.
    again: (capture) => change(capture, (url) => ({ tag: 'fetching', url }), { capturedAt: Date.now() }),
  };
}

/** How this device is named in the person's list of devices: the system's name, nothing finer. */
function deviceLabel(): string {
  const system = /Windows|Macintosh|Android|Linux|CrOS/.exec(navigator.userAgent)?.[0] ?? '';
  return `Navette, ${isFirefox() ? 'Firefox' : 'Chromium'} ${system}`.trim();
}
