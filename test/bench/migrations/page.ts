/**
 * The page half of `npm run bench -- migrations`: the application on the real library and a real IndexedDB, with a firm of a
 * thousand client companies in it; and a bare read of the same rows.
 */
import { h, render } from 'preact';
import type { DeviceNumber } from '@navette/kernel/ids';
import { browserPlatform } from '@navette/device/platform';
import { makeLibrary } from '@navette/device/library';
import { openDexieStore } from '@navette/device/store/dexie';
import { DEVICE_STORE, saveEnrolment } from '@navette/device/enrolment';
import type { DeviceDoors } from '@navette/device/model';
import { App } from '@navette/ui/app';
import { sampleDoors } from '@navette/ui/testing/sample-doors';
import '@navette/ui/style.css';
import { accessRows, accountRows, FIRM, NOW, STAFF } from './firm.ts';

const STORE = 'navette-bench';

declare global {
  // The other half calls these once the page has loaded.
  var benchSeed: (dossiers: number, users: number) => Promise<number>;
  var benchBare: () => Promise<number>;
  var benchStart: () => void;
}

globalThis.benchSeed = async (dossiers, users) => {
  await saveEnrolment(openDexieStore(DEVICE_STORE), {
    origin: location.origin,
    user: { id: STAFF, name: 'Nadia Ferrand', email: 'nadia@firm.example' },
    firm: { id: FIRM, name: 'Cabinet', demo: true },
    keyId: 'k',
    publicKey: '',
    device: 7 as DeviceNumber,
    storeName: STORE,
  });
  const access = accessRows(dossiers, users);
  await openDexieStore(STORE).commit({ put: { account: accountRows(dossiers, users), access } });
  return access.length;
};

/** Milliseconds until every row of the table is an object of this page, through IndexedDB itself. */
globalThis.benchBare = () =>
  new Promise((resolve, reject) => {
    const opening = indexedDB.open(STORE);
    opening.addEventListener('error', () => reject(new Error('bare')));
    opening.addEventListener('success', () => {
      const from = performance.now();
      const request = opening.result.transaction('access').objectStore('access').getAll();
      request.addEventListener('success', () => {
        const rows = request.result.length;
        resolve(rows > 0 ? performance.now() - from : Infinity);
        opening.result.close();
      });
    });
  });

/** The application, on its home screen. Nothing but the library is real: no server is asked. */
globalThis.benchStart = () => {
  const library = makeLibrary({
    platform: browserPlatform(),
    deviceStore: openDexieStore(DEVICE_STORE),
    openStore: openDexieStore,
    roomLeft: () => Promise.resolve(null),
  });
  const { sync, session, commands } = sampleDoors({ side: 'staff', sync: 'offline' });
  const doors: DeviceDoors = { library, sync, session, commands };
  const root = document.getElementById('root');
  if (root === null) throw new Error('no root');
  render(h(App, { doors, host: { kind: 'portal', language: 'fr', workerUrl: '', now: () => NOW } }), root);
};
