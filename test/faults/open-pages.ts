/** Several of our pages over one real IndexedDB: each its own connections, rooms and write slot, as browser tabs have. */
import Dexie from 'dexie/dist/modern/dexie.mjs';
import { saveEnrolment, type Enrolment } from '@navette/device/enrolment';
import { makeLibrary, type Desk, type LibraryWithDesk } from '@navette/device/library';
import { loadSeldom } from '@navette/device/load-seldom';
import { browserPlatform } from '@navette/device/platform';
import type { LocalStore } from '@navette/device/store';
import { openDexieStore } from '@navette/device/store/dexie';
import { CLIENT, CLIENT_RIGHT, DOSSIER, FIRM } from '@navette/device/testing/test-device';
import type { DeviceNumber } from '@navette/kernel/ids';

export const CHOICE = { dossier: DOSSIER, kind: 'purchase-invoices' } as const;
export const DEVICE = 7 as DeviceNumber;

export type OpenPage = { readonly library: LibraryWithDesk; readonly store: LocalStore; desk(): Promise<Desk> };

export type PagesOfOneDevice = {
  open(): OpenPage;
  /** Closes every page and removes the databases. */
  remove(): Promise<void>;
};

/** A new device on which Claire is signed in. */
export async function newDevice(): Promise<PagesOfOneDevice> {
  const device = `device-${crypto.randomUUID()}`;
  const storeName = `${device}-claire`;
  const stores: LocalStore[] = [];
  const kept = (store: LocalStore): LocalStore => {
    stores.push(store);
    return store;
  };
  const enrolment: Enrolment = {
    origin: 'http://localhost',
    user: { id: CLIENT, name: 'Claire Morel', email: 'claire@example.test' },
    firm: { id: FIRM, name: 'Cabinet', demo: false },
    keyId: 'k',
    publicKey: '',
    device: DEVICE,
    storeName,
  };
  await saveEnrolment(kept(openDexieStore(device)), enrolment);
  const right = { key: `dossier/${DOSSIER}`, value: { v: 1, name: 'Atelier Bonnefoy', right: CLIENT_RIGHT } };
  await kept(openDexieStore(storeName)).commit({ put: { account: [right] } });
  return {
    open() {
      const store = kept(openDexieStore(storeName));
      const deviceStore = kept(openDexieStore(device));
      const library = makeLibrary({
        platform: browserPlatform(loadSeldom),
        deviceStore,
        openStore: () => store,
        roomLeft: () => Promise.resolve(null),
      });
      return {
        library,
        store,
        async desk() {
          const desk = await library.desk();
          if (!desk) throw new Error('nobody is signed in');
          return desk;
        },
      };
    },
    async remove() {
      for (const store of stores) store.close();
      await Dexie.delete(storeName);
      await Dexie.delete(device);
    },
  };
}

export function paper(text: string, size = 0): Blob {
  const head = `%PDF-1.7\n${text}`;
  return new Blob([head, new Uint8Array(Math.max(0, size - head.length))]);
}

/** All a store holds that an act may change. */
export async function everything(store: LocalStore): Promise<Record<string, readonly unknown[]>> {
  const tables = [
    'meta',
    'account',
    'captures',
    'pieces',
    'blobs',
    'updates',
    'outbox',
    'uploads',
    'documents',
    'comments',
    'refused',
  ] as const;
  return Object.fromEntries(await Promise.all(tables.map(async (table) => [table, await store.list(table)] as const)));
}
