import { browserPlatform } from '@navette/device/platform';
import { makeLibrary } from '@navette/device/library';
import { openDexieStore } from '@navette/device/store/dexie';
import { DEVICE_STORE, saveEnrolment } from '@navette/device/enrolment';
import type { DeviceNumber } from '@navette/kernel/ids';
import { accessRows, accountRows, FIRM, STAFF } from './firm.ts';

const STORE = 'navette-bench';
const g = globalThis as any;
g.seed = async () => {
  const deviceStore = openDexieStore(DEVICE_STORE);
  await saveEnrolment(deviceStore, {
    origin: location.origin,
    user: { id: STAFF, name: 'Nadia', email: 'n@e.example' },
    firm: { id: FIRM, name: 'Cabinet', demo: true },
    keyId: 'k',
    publicKey: '',
    device: 7 as DeviceNumber,
    storeName: STORE,
  });
  const store = openDexieStore(STORE);
  await store.commit({ put: { account: accountRows(1000), access: accessRows(1000, 5) } });
};
let library: any;
g.open = () => {
  library = makeLibrary({
    platform: browserPlatform(),
    deviceStore: openDexieStore(DEVICE_STORE),
    openStore: openDexieStore,
    roomLeft: () => Promise.resolve(null),
  });
};
g.access = () =>
  new Promise((resolve) => {
    const start = performance.now();
    performance.mark('access-start');
    const stop = library.access(null).subscribe((value: any[]) => {
      performance.mark('access-end');
      resolve([performance.now() - start, value.length]);
      setTimeout(() => stop(), 0);
    });
  });
g.bare = () =>
  new Promise((resolve) => {
    const open = indexedDB.open(STORE);
    open.onsuccess = () => {
      const start = performance.now();
      const r = open.result.transaction('access').objectStore('access').getAll();
      r.onsuccess = () => {
        const t1 = performance.now();
        const n = r.result.length;
        resolve([t1 - start, performance.now() - t1, n]);
        open.result.close();
      };
    };
  });
g.ready = true;
