/**
 * The page half of `npm run bench -- documents`: the real library with its worker, the real room and viewer, each beside the bare
 * thing it is made of, the two in turn so that a noisy machine disturbs both.
 */
import { loadSeldom } from '@navette/device/load-seldom';
import { DEVICE_STORE, saveEnrolment } from '@navette/device/enrolment';
import { makeLibrary, type LibraryWithDesk } from '@navette/device/library';
import type { DocumentPage, DocumentQuery } from '@navette/device/model';
import { browserPlatform } from '@navette/device/platform';
import type { LocalStore } from '@navette/device/store';
import { dexieStores, openDexieStore } from '@navette/device/store/dexie';
import { workerLists } from '@navette/device/worker-lists';
import type { DeviceNumber, FirmId, UserId } from '@navette/kernel/ids';
import { clientId } from '@navette/rooms/client-ids';
import { roomName } from '@navette/rooms/room-names';
import { ROOT_OF } from '@navette/rooms/records';
import Dexie from 'dexie/dist/modern/dexie.mjs';
import { getDocument, PDFWorker } from 'pdfjs-dist';
import * as Y from 'yjs';
// oxlint-disable-next-line import/default -- Vite gives the file's address as the default export
import listsWorkerUrl from '@navette/device/lists-worker?worker&url';
// oxlint-disable-next-line import/default -- the same
import pdfWorkerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';
import { foldRoom } from '../../../packages/device/src/fold/fold-room.ts';
import { OpenRoom } from '../../../packages/device/src/rooms/open-room.ts';
import { madeDocument, madeDossier, madeReceipt, madeText } from '../../../packages/device/src/testing/made-documents.ts';
import { openPdf } from '../../../packages/ui/src/viewer/pdf.ts';

const STORE = 'navette-lists';
const DOSSIERS = 4;

export type Pair = { ours: number[]; bare: number[] };
export type Search = { first: number; fields: number[]; texts: number[] };

declare global {
  // The other half calls them once the page has loaded.
  var benchDocuments: {
    fill(documents: number, texts: number): Promise<void>;
    /** In a page just opened, the first rows straight from the index, or the same rows by IndexedDB alone. */
    cold(what: 'ours' | 'bare'): Promise<number>;
    /** From the first question to the whole list, the worker's start included. */
    whole(): Promise<number>;
    /** The road from the index, while nobody keeps the list. */
    early(rounds: number): Promise<Pair>;
    warm(rounds: number): Promise<Pair>;
    keystrokes(words: readonly string[]): Promise<Search>;
    /** From a commit of one row, and of two hundred, to the list that has it. */
    changes(rounds: number): Promise<{ one: number[]; many: number[] }>;
    room(records: number, rounds: number): Promise<{ open: Pair; fold: Pair; bytes: number }>;
    /** The one strict transaction of a deposit, as the library makes it; the same blob put alone. */
    saving(size: number, rounds: number): Promise<Pair>;
    hash(size: number, rounds: number): Promise<number[]>;
    pdf(file: Uint8Array<ArrayBuffer>, rounds: number): Promise<Pair>;
  };
}

let library: LibraryWithDesk | null = null;
const opened = (): LibraryWithDesk => {
  const openStore = dexieStores();
  return (library ??= makeLibrary({
    platform: browserPlatform(loadSeldom),
    deviceStore: openStore(DEVICE_STORE),
    openStore,
    roomLeft: () => Promise.resolve(null),
    lists: workerLists(() => new Worker(listsWorkerUrl, { type: 'module' })),
  }));
};

function filled(size: number): Blob {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += 65_536) crypto.getRandomValues(bytes.subarray(at, Math.min(at + 65_536, size)));
  return new Blob([bytes]);
}

/** The first answer that will do. */
function answer(query: DocumentQuery, will: (page: DocumentPage) => boolean = () => true): Promise<DocumentPage> {
  return new Promise((resolve) => {
    let done = false;
    const stop = opened()
      .documents(query)
      .subscribe((page) => {
        if (done || !will(page)) return;
        done = true;
        resolve(page);
        queueMicrotask(() => stop());
      });
  });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

const FIRST: DocumentQuery = { dossier: madeDossier(1), limit: 50, early: true };

/** The same fifty rows by IndexedDB alone. */
function bareFirst(db: IDBDatabase): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const index = db.transaction('documents').objectStore('documents').index('[dossier+capturedAt]');
    const range = IDBKeyRange.bound([madeDossier(1), 0], [madeDossier(1), Number.MAX_SAFE_INTEGER]);
    const request = (index as unknown as { getAll(options: object): IDBRequest }).getAll({ query: range, direction: 'prev', count: 50 });
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(new Error('bare')));
  });
}

function openBare(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(STORE);
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(new Error('bare')));
  });
}

const whole = (page: DocumentPage): boolean => page.partial === undefined;

async function enrol(): Promise<void> {
  const store = openDexieStore(STORE);
  const right = { side: 'staff' };
  await store.commit({
    put: {
      account: Array.from({ length: DOSSIERS }, (_, n) => ({
        key: `dossier/${madeDossier(n)}`,
        value: { v: 1, name: `Dossier ${n}`, right },
      })),
    },
  });
  await saveEnrolment(openDexieStore(DEVICE_STORE), {
    origin: location.origin,
    user: { id: '01980000-0000-7000-8000-00000000a001' as UserId, name: 'Nadia', email: 'nadia@example.test' },
    firm: { id: '01980000-0000-7000-8000-00000000f001' as FirmId, name: 'Cabinet', demo: true },
    keyId: 'k',
    publicKey: '',
    device: 7 as DeviceNumber,
    storeName: STORE,
  });
}

globalThis.benchDocuments = {
  async fill(count, texts) {
    await enrol();
    const store = openDexieStore(STORE);
    for (let from = 0; from < count; from += 2000) {
      const documents = Array.from({ length: Math.min(2000, count - from) }, (_, n) => madeDocument(from + n, DOSSIERS));
      await store.commit({
        put: {
          documents,
          receipts: documents.map(madeReceipt),
          texts: documents.slice(0, Math.max(0, texts - from)).flatMap(({ hash }, n) => (hash ? [{ hash, text: madeText(from + n) }] : [])),
        },
      });
    }
  },

  async cold(what) {
    // The databases are opened by whatever screen came before: neither side pays for it.
    await new Promise<void>((resolve) => void opened().account.subscribe(() => resolve()));
    const db = await openBare();
    const time = await timed(() => (what === 'bare' ? bareFirst(db) : answer(FIRST)));
    db.close();
    return time;
  },

  async whole() {
    await new Promise<void>((resolve) => void opened().account.subscribe(() => resolve()));
    return timed(() => answer(FIRST, whole));
  },

  async early(rounds) {
    const openStore = dexieStores();
    library = makeLibrary({
      platform: browserPlatform(loadSeldom),
      deviceStore: openStore(DEVICE_STORE),
      openStore,
      roomLeft: () => Promise.resolve(null),
      lists: () => ({ follow: () => ({ subscribe: () => () => undefined }), close: () => undefined }),
    });
    const db = await openBare();
    const pair: Pair = { ours: [], bare: [] };
    for (let i = 0; i < rounds + 10; i++) {
      const bare = await timed(() => bareFirst(db));
      const ours = await timed(() => answer(FIRST));
      if (i < 10) continue;
      pair.bare.push(bare);
      pair.ours.push(ours);
    }
    db.close();
    library = null;
    return pair;
  },

  async warm(rounds) {
    const db = await openBare();
    const pair: Pair = { ours: [], bare: [] };
    // A list on screen: another question is asked while one is followed.
    const stop = opened()
      .documents({ ...FIRST, limit: 10 })
      .subscribe(() => undefined);
    await answer(FIRST, whole);
    const desk = await opened().desk();
    if (!desk) throw new Error('nobody');
    for (let i = 0; i < rounds + 5; i++) {
      const bare = await timed(() => bareFirst(db));
      const ours = await timed(() => answer(FIRST));
      if (i >= 5) {
        pair.bare.push(bare);
        pair.ours.push(ours);
      }
    }
    stop();
    db.close();
    return pair;
  },

  async keystrokes(words) {
    const search: Search = { first: 0, fields: [], texts: [] };
    const all: DocumentQuery = { dossier: null, limit: 50 };
    await answer(all, whole);
    search.first = await timed(() => answer({ ...all, text: 'zebre' }, (page) => page.searching === undefined));
    for (const word of words)
      for (let length = 1; length <= word.length; length++) {
        const text = word.slice(0, length);
        search.fields.push(await timed(() => answer({ ...all, text })));
      }
    for (const word of words) search.texts.push(await timed(() => answer({ ...all, text: word }, (page) => page.searching === undefined)));
    return search;
  },

  async changes(rounds) {
    const store = openDexieStore(STORE);
    const figures = { one: [] as number[], many: [] as number[] };
    let told: (page: DocumentPage) => void = () => undefined;
    const stop = opened()
      .documents({ dossier: null, limit: 50, booked: true })
      .subscribe((page) => told(page));
    await new Promise<void>((resolve) => (told = () => resolve()));
    let total = 0;
    for (const [name, size] of [
      ['one', 1],
      ['many', 200],
    ] as const)
      for (let i = 0; i < rounds; i++) {
        const booked = Array.from({ length: size }, (_, n) => ({
          id: madeDocument(1000 + total + n, DOSSIERS).id,
          booked: { by: null, at: 1, record: { v: 1 as const, on: '2026-11-20' } },
        }));
        total += size;
        const heard = new Promise<void>((resolve) => (told = (page) => page.total >= total && resolve()));
        await store.commit({ merge: { documents: booked } });
        figures[name].push(await timed(() => heard));
      }
    stop();
    return figures;
  },

  async room(records, rounds) {
    const dossier = madeDossier(9);
    const name = roomName({ kind: 'deposits', dossier, year: 2026, box: 'common' });
    const doc = new Y.Doc({ gc: false });
    doc.clientID = clientId(7 as DeviceNumber, 0);
    const map = doc.getMap(ROOT_OF.deposits);
    doc.transact(() => {
      for (let n = 0; n < records; n++) {
        const made = madeDocument(n, 1);
        map.set(made.id, made.base?.deposit);
      }
    });
    const bytes = Y.encodeStateAsUpdate(doc);
    const row = {
      i: 1,
      room: name,
      id: 'u',
      bytes,
      author: 'server' as const,
      device: 7 as DeviceNumber,
      at: 1,
      cursor: 1,
      acknowledged: true,
    };
    const open: Pair = { ours: [], bare: [] };
    const fold: Pair = { ours: [], bare: [] };
    for (let i = 0; i < rounds + 1; i++) {
      const bareOpen = await timed(async () => Y.applyUpdate(new Y.Doc({ gc: false }), bytes, 'store'));
      let room = new OpenRoom(name);
      const oursOpen = await timed(async () => {
        room = new OpenRoom(name);
        room.hold(row);
      });
      const store = openDexieStore(`fold-${i}`);
      const bareDb = new Dexie(`bare-${i}`, { chromeTransactionDurability: 'strict' });
      bareDb.version(1).stores({ documents: 'id,[dossier+capturedAt],hash,answers' });
      await Promise.all([store.list('documents'), bareDb.open()]);
      const documents = foldRoom(room, room.keys()).merge?.documents ?? [];
      const bareFold = await timed(() => bareDb.transaction('rw', 'documents', () => bareDb.table('documents').bulkPut([...documents])));
      const oursFold = await timed(() => store.commit(foldRoom(room, room.keys())));
      await Promise.all([store.erase(), bareDb.delete()]);
      if (i === 0) continue;
      open.bare.push(bareOpen);
      open.ours.push(oursOpen);
      fold.bare.push(bareFold);
      fold.ours.push(oursFold);
    }
    return { open, fold, bytes: bytes.length };
  },

  async saving(size, rounds) {
    const pair: Pair = { ours: [], bare: [] };
    const bare = new Dexie('bare-blobs', { chromeTransactionDurability: 'strict' });
    bare.version(1).stores({ blobs: '' });
    const db = (await bare.open()).backendDB();
    const openStore = dexieStores();
    const clocked = (store: LocalStore): LocalStore => ({
      ...store,
      async commit(change) {
        const start = performance.now();
        const done = await store.commit(change);
        if (change.put?.blobs) pair.ours.push(performance.now() - start);
        return done;
      },
    });
    await enrol();
    const depositing = makeLibrary({
      platform: browserPlatform(loadSeldom),
      deviceStore: openStore(DEVICE_STORE),
      openStore: (name) => clocked(openStore(name)),
      roomLeft: () => Promise.resolve(null),
    });
    for (let i = 0; i < rounds + 2; i++) {
      const [one, two] = [filled(size), filled(size)];
      const time = await timed(
        () =>
          new Promise<void>((resolve, reject) => {
            const transaction = db.transaction('blobs', 'readwrite', { durability: 'strict' });
            transaction.objectStore('blobs').put(one, i);
            transaction.addEventListener('complete', () => resolve());
            transaction.addEventListener('abort', () => reject(new Error('bare')));
          }),
      );
      const made = await depositing.captureAndDeposit(two, { name: `f-${i}.pdf`, way: 'drop' }, { dossier: madeDossier(1), kind: 'bank' });
      if (!made.ok) throw new Error(made.refusal.tag);
      pair.bare.push(time);
    }
    bare.close();
    return { ours: pair.ours.slice(2), bare: pair.bare.slice(2) };
  },

  async hash(size, rounds) {
    const { hasher } = browserPlatform(loadSeldom);
    const bytes = new Uint8Array(size);
    const times: number[] = [];
    for (let i = 0; i < rounds; i++) times.push(await timed(() => hasher.sha256(bytes)));
    return times;
  },

  async pdf(file, rounds) {
    const place = document.getElementById('place');
    if (place === null) throw new Error('no place');
    const pair: Pair = { ours: [], bare: [] };
    const worker = PDFWorker.create({ port: new Worker(pdfWorkerUrl, { type: 'module' }) });
    const standardFontDataUrl = new URL('pdfjs/standard_fonts/', new URL(pdfWorkerUrl, location.href)).href;
    const width = 600;
    for (let i = 0; i < rounds + 3; i++) {
      const bare = await timed(async () => {
        const pdf = await getDocument({ data: file.slice(), worker, standardFontDataUrl, useSystemFonts: false }).promise;
        const page = await pdf.getPage(1);
        const viewport = page.getViewport({ scale: width / page.getViewport({ scale: 1 }).width });
        const canvas = document.createElement('canvas');
        canvas.width = Math.floor(viewport.width);
        canvas.height = Math.floor(viewport.height);
        await page.render({ canvas, viewport }).promise;
        place.replaceChildren(canvas);
        void pdf.loadingTask.destroy();
      });
      const blob = new Blob([file]);
      const ours = await timed(async () => {
        const open = await openPdf(blob, pdfWorkerUrl);
        if (!open.ok) throw new Error(open.refusal);
        const stop = new AbortController();
        // Its picture is what a person waits for; words to select come over it after.
        const drawn = new Promise<void>((resolve) => {
          const watch = new MutationObserver(() => {
            if (place.firstElementChild?.className !== 'page') return;
            watch.disconnect();
            resolve();
          });
          watch.observe(place, { childList: true });
        });
        const whole = open.value.draw(1, place, { width, turn: 0, label: '1' }, stop.signal);
        await drawn;
        void whole.then(() => open.value.close());
      });
      await new Promise((resolve) => setTimeout(resolve, 30));
      if (i < 3) continue;
      pair.bare.push(bare);
      pair.ours.push(ours);
    }
    return pair;
  },
};
