/**
 * The page half of `npm run bench -- deposit`: the real library on a real IndexedDB, beside a bare strict write of the
 * same bytes, the two in turn so that a noisy machine disturbs both.
 */
import { loadSeldom } from '@navette/device/load-seldom';
import { browserPlatform } from '@navette/device/platform';
import { makeLibrary, type LibraryWithDesk } from '@navette/device/library';
import { openDexieStore } from '@navette/device/store/dexie';
import { DEVICE_STORE, saveEnrolment } from '@navette/device/enrolment';
import type { DeviceNumber, DossierId, FirmId, UserId } from '@navette/kernel/ids';

const DOSSIER = '01980000-0000-7000-8000-00000000d001' as DossierId;

export type DepositFigures = { deposit: number[]; bare: number[] };

declare global {
  // The other half calls it once the page has loaded.
  var benchDeposit: (bytes: number, rounds: number) => Promise<DepositFigures>;
}

globalThis.benchDeposit = async (size, rounds) => {
  const library = await signedInLibrary();
  const bare = await openBare();
  const figures: DepositFigures = { deposit: [], bare: [] };
  for (let i = 0; i < rounds + 2; i++) {
    const [one, two] = [pdf(size), pdf(size)];
    const bareTime = await timed(() => putBare(bare, i, one));
    const depositTime = await timed(() =>
      library.captureAndDeposit(two, { name: `facture-${i}.pdf`, way: 'drop' }, { dossier: DOSSIER, kind: 'purchase-invoices' }),
    );
    // The first two warm the code and the database.
    if (i >= 2) {
      figures.bare.push(bareTime);
      figures.deposit.push(depositTime);
    }
  }
  return figures;
};

async function signedInLibrary(): Promise<LibraryWithDesk> {
  const deviceStore = openDexieStore(DEVICE_STORE);
  const storeName = 'navette-bench';
  await saveEnrolment(deviceStore, {
    origin: location.origin,
    user: { id: '01980000-0000-7000-8000-00000000c001' as UserId, name: 'Claire', email: 'claire@example.test' },
    firm: { id: '01980000-0000-7000-8000-00000000f001' as FirmId, name: 'Cabinet', demo: true },
    keyId: 'k',
    publicKey: '',
    device: 7 as DeviceNumber,
    storeName,
  });
  const right = { side: 'client', deposit: ['common'], read: ['common'], archive: [], accounts: 'none', admin: false };
  await openDexieStore(storeName).commit({ put: { account: [{ key: `dossier/${DOSSIER}`, value: { v: 1, name: 'Atelier', right } }] } });
  return makeLibrary({
    platform: browserPlatform(loadSeldom),
    deviceStore,
    openStore: openDexieStore,
    roomLeft: () => Promise.resolve(null),
  });
}

function pdf(size: number): Blob {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += 65_536) crypto.getRandomValues(bytes.subarray(at, Math.min(at + 65_536, size)));
  bytes.set(new TextEncoder().encode('%PDF-1.7\n'));
  return new Blob([bytes]);
}

function openBare(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('bare', 1);
    request.addEventListener('upgradeneeded', () => request.result.createObjectStore('blobs'));
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(new Error('bare')));
  });
}

function putBare(db: IDBDatabase, key: number, blob: Blob): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = db.transaction('blobs', 'readwrite', { durability: 'strict' });
    transaction.objectStore('blobs').put(blob, key);
    transaction.addEventListener('complete', () => resolve());
    transaction.addEventListener('abort', () => reject(new Error('bare')));
  });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
