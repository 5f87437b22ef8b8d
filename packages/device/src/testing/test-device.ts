/**
 * A device in memory for tests: real library and rooms on the store's twin, with one person already enrolled.
 *
 * Two devices of one person or two people exchange updates through `exchange`, without a server.
 */
import type { DossierRight } from '@navette/domain/membership';
import type { DeviceNumber, DossierId, FirmId, UserId } from '@navette/kernel/ids';
import { saveEnrolment, type Enrolment } from '../accounts/enrolment.ts';
import { makeLibrary, type Desk, type LibraryWithDesk } from '../library.ts';
import { memoryLocks } from '../locks.ts';
import type { Observable } from '../model.ts';
import type { Platform } from '../platform.ts';
import { SELDOM } from '../sync/seldom.ts';
import { openMemoryStore, type MemoryStore } from '../store/memory-store.ts';

export const FIRM = '01980000-0000-7000-8000-00000000f001' as FirmId;
export const DOSSIER = '01980000-0000-7000-8000-00000000d001' as DossierId;
export const CLIENT = '01980000-0000-7000-8000-00000000c001' as UserId;
export const STAFF = '01980000-0000-7000-8000-00000000a001' as UserId;

export const CLIENT_RIGHT: DossierRight = {
  side: 'client',
  deposit: ['common', 'pay'],
  read: ['common', 'pay'],
  archive: ['common'],
  accounts: 'read',
  admin: true,
};

export type TestDevice = {
  readonly library: LibraryWithDesk;
  readonly store: MemoryStore;
  readonly deviceStore: MemoryStore;
  readonly platform: TestPlatform;
  desk(): Promise<Desk>;
};
export type TestPlatform = Platform & { advance(milliseconds: number): void };

/** @param seed devices draw different ids: give each its own */
export function testPlatform(seed: number): TestPlatform {
  let now = Date.UTC(2026, 10, 20, 10);
  return {
    clock: { now: () => now },
    advance: (milliseconds) => void (now += milliseconds),
    timers: { after: () => () => undefined },
    random: {
      bytes: (count) =>
        Uint8Array.from({ length: count }, () => {
          seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
          return (seed >> 8) & 255;
        }),
    },
    hasher: { sha256: async (bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)) },
    locks: memoryLocks(),
    seldom: () => Promise.resolve(SELDOM),
  };
}

export async function testDevice(
  who: { readonly user?: UserId; readonly right?: DossierRight; readonly device?: number; readonly platform?: TestPlatform } = {},
): Promise<TestDevice> {
  const user = who.user ?? CLIENT;
  const platform = who.platform ?? testPlatform(who.device ?? 7);
  const deviceStore = openMemoryStore('device');
  const store = openMemoryStore(`store-${user}`);
  const enrolment: Enrolment = {
    origin: 'http://localhost',
    user: { id: user, name: 'Claire Morel', email: 'claire@example.test' },
    firm: { id: FIRM, name: 'Cabinet', demo: false },
    keyId: 'k',
    publicKey: '',
    device: (who.device ?? 7) as DeviceNumber,
    storeName: store.name,
  };
  await saveEnrolment(deviceStore, enrolment);
  await store.commit({
    put: { account: [{ key: `dossier/${DOSSIER}`, value: { v: 1, name: 'Atelier Bonnefoy', right: who.right ?? CLIENT_RIGHT } }] },
  });
  const library = makeLibrary({ platform, deviceStore, openStore: () => store, roomLeft: () => Promise.resolve(null) });
  return {
    library,
    store,
    deviceStore,
    platform,
    async desk() {
      const desk = await library.desk();
      if (!desk) throw new Error('nobody is signed in');
      return desk;
    },
  };
}

/** The value an observable gives first. */
export function first<T>(observable: Observable<T>): Promise<T> {
  return new Promise((resolve) => {
    let stop: (() => void) | null = null;
    let done = false;
    stop = observable.subscribe((value) => {
      if (done) return;
      done = true;
      resolve(value);
      stop?.();
    });
    if (done) stop();
  });
}

/** Hands every update of one device to the other, as the server's log would, and back. */
export async function exchange(a: TestDevice, b: TestDevice): Promise<void> {
  const [fromA, fromB] = await Promise.all([a.store.list('updates'), b.store.list('updates')]);
  const give = async (to: TestDevice, rows: typeof fromA): Promise<void> => {
    const entries = rows.map((row, i) => ({
      head: {
        cursor: i + 1,
        room: row.room,
        seq: i + 1,
        id: row.id,
        author: row.author,
        device: row.device,
        at: row.at,
        counter: null,
        size: row.bytes.length,
        proof: '',
      },
      bytes: row.bytes,
    }));
    await (await to.desk()).book.receive(entries, {}, () => Promise.resolve('good'));
  };
  await give(b, fromA);
  await give(a, fromB);
}
