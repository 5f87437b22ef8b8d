/**
 * The library: what any context of this device may show and do, on the local store alone. It never touches the network.
 *
 * It follows the signed-in person: when the enrolment changes, every observable moves to that person's store. While
 * nobody is signed in, captures go to the device's own tray.
 */
import type { BlobHash, DocumentId } from '@navette/kernel/ids';
import { bytesToHex } from '@navette/kernel/bytes';
import { ok, refuse } from '@navette/kernel/result';
import { readBlob } from './capture/keep-bytes.ts';
import { receivedBlobs } from './capture/safe-blobs.ts';
import { accessOf, rowsOf, sendingViews } from './library/account-views.ts';
import { makeArchive } from './library/archive.ts';
import { lazyBooks } from './library/lazy-books.ts';
import { makeActs, type Acts } from './library/acts.ts';
import { followDesk, readAccount, type Desk, type LibraryPorts } from './library/desk.ts';
import { DRAFT } from './library/drafts.ts';
import { diagnosticsOf } from './library/diagnostics.ts';
import { atDesk, makeIntakeLibrary, type IntakeLibrary } from './library/intake-library.ts';
import { laterJournal } from './library/later-journal.ts';
import { migrationPastOf } from './library/migration-past.ts';
import { plain } from './lists/search-words.ts';
import { requestsOf } from './library/requests.ts';
import { followDocuments, modelLists, type DocumentLists } from './lists/document-lists.ts';
import type { Capture, Departure, FirmView, Library, Observable } from './model.ts';
import { StoreFailure, type LocalStore } from './store/local-store.ts';
import { DEPARTURE } from './sync/departure.ts';
import { noteExport } from './sync/export-notes.ts';
import { readStatus } from './sync/status.ts';

export type { Desk, LibraryPorts } from './library/desk.ts';

const LESSONS = 'lessons';
/** Characters kept of one file for search. */
const MOST_WORDS = 100_000;

export type LibraryWithDesk = Library & IntakeLibrary;

export function makeLibrary(ports: LibraryPorts): LibraryWithDesk {
  const { platform, deviceStore, roomLeft } = ports;
  const following = followDesk(ports);
  const { desk, desks, follow, followThrough, followAll } = following;
  const lists = new WeakMap<LocalStore, DocumentLists>();
  const listsOf = (store: LocalStore): DocumentLists => {
    const known = lists.get(store) ?? (ports.lists ?? modelLists)(store);
    lists.set(store, known);
    return known;
  };
  const act = <A extends unknown[], R>(run: (acts: Acts, ...args: A) => Promise<R>) =>
    atDesk(desk, (current, ...args: A) => run(makeActs(current, platform), ...args));

  const bytes = async (hash: BlobHash): Promise<Blob | null> => {
    const store = (await desk())?.store ?? deviceStore;
    const row = await store.get('blobs', hash);
    if (!row) return null;
    const read = await readBlob(row.bytes);
    if (read && bytesToHex(await platform.hasher.sha256(read)) === hash) return row.bytes;
    // A bad blob breaks one row: dropped when the server can give it again, else kept for whoever can mend it (I11).
    if ((await receivedBlobs(store)).some((safe) => safe.hash === hash)) await store.commit({ remove: { blobs: [hash] } });
    return null;
  };

  return {
    ...makeIntakeLibrary(ports, following),
    documents: (query) => followThrough((store) => followDocuments(store, listsOf(store), query)),
    comments: (document) =>
      follow(async (store) =>
        (await store.list('comments', { index: 'about', from: document, to: document })).toSorted((a, b) => a.at - b.at),
      ),
    requests: (dossier) => follow((store) => requestsOf(store, dossier)),
    ledgers: (dossier) =>
      follow(async (store) =>
        (await store.list('ledgers', { index: 'dossier', from: dossier, to: dossier }))
          .flatMap(({ room, said }) => (room === 'ledger' && said.what === 'manifest' ? [said.record] : []))
          .toSorted((a, b) => b.fiscalYear - a.fiscalYear),
      ),
    access: (dossier) => follow((store) => accessOf(store, dossier)),
    migrationPast: (dossier) => follow((store) => migrationPastOf(store, dossier)),
    sendings: (dossier) => follow(async (store) => sendingViews(await rowsOf(store, 'sendings', dossier))),
    published: (key) => follow(async (store) => (await store.get('account', key))?.value),
    draft: (name) => ({
      subscribe: (listener) => deviceStore.observe(async () => (await deviceStore.get('meta', DRAFT + name))?.value).subscribe(listener),
    }),
    async saveDraft(name, value) {
      const key = DRAFT + name;
      try {
        await deviceStore.commit(value === undefined ? { remove: { meta: [key] } } : { put: { meta: [{ key, value }] } });
        return ok(undefined);
      } catch (error) {
        if (error instanceof StoreFailure) return refuse({ tag: error.tag });
        throw error;
      }
    },
    // Of a dossier they stand with the person's own rows; of a whole firm, with the device, whichever firm is on screen now.
    departures: joined(follow(listDepartures), {
      subscribe: (listener) => deviceStore.observe(() => listDepartures(deviceStore)).subscribe(listener),
    }),
    async noteExport(made) {
      const current = await desk();
      if (current) await noteExport(current, platform, made);
    },
    async dismissDeparture(id) {
      for (const store of [(await desk())?.store, deviceStore]) await store?.commit({ remove: { meta: [DEPARTURE + id] } });
    },
    firms: {
      subscribe: (listener) =>
        followAll(async (store, at) => (at ? await firmView(at, store) : null)).subscribe((views) =>
          listener(views.filter((view) => view !== null)),
        ),
    },
    async alike(asked) {
      const current = await desk();
      // With what tells papers apart, which weighs more than the library: asked for when something is about to be given.
      return current ? (await import('./library/alike.ts')).alikeDocuments(current.store, asked) : [];
    },
    async keepWords(hash, words) {
      const current = await desk();
      if (!current || !(await current.store.get('blobs', hash))) return;
      await quietly(current.store.commit({ put: { texts: [{ hash, text: plain(words).slice(0, MOST_WORDS) }] } }));
    },
    lessons: follow(async (store) => (await store.get('meta', LESSONS))?.value),
    async learn(value) {
      const current = await desk();
      if (current) await quietly(current.store.commit({ put: { meta: [{ key: LESSONS, value }] } }));
    },
    archive: makeArchive(platform, following),
    books: lazyBooks(platform, following, {
      workers: ports.books ?? (async () => (await import('./books/here-books.ts')).hereBooks),
      bytes,
    }),
    journal: laterJournal(platform, following),
    async discard(id) {
      const store = (await desk())?.store ?? deviceStore;
      return discard(store, id);
    },
    undoDeposit: act((acts, id) => acts.undoDeposit(id)),
    addComment: act((acts, id, text) => acts.addComment(id, text)),
    reclassify: act((acts, id, kind) => acts.reclassify(id, kind)),
    takeIn: act((acts, id) => acts.takeIn(id)),
    accept: act((acts, id) => acts.accept(id)),
    refuse: act((acts, id, reason) => acts.refuse(id, reason)),
    setFacts: act((acts, id, facts) => acts.setFacts(id, facts)),
    turn: act((acts, id, quarters) => acts.turn(id, quarters)),
    book: act((acts, id, booked) => acts.book(id, booked)),
    bin: act((acts, id, binned) => acts.bin(id, binned)),
    retain: act((acts, id, retained) => acts.retain(id, retained)),
    move: act((acts, id, to) => acts.move(id, to)),
    ask: act((acts, asked) => acts.ask(asked)),
    closeRequest: act((acts, id, closed) => acts.closeRequest(id, closed)),
    answerNone: act((acts, id, answer) => acts.answerNone(id, answer)),
    async dismissRefused(id) {
      const store = (await desk())?.store;
      await store?.commit({ remove: { refused: [id] } });
    },
    bytes,
    roomLeft,
    diagnostics: async () => diagnosticsOf(deviceStore, await desks()),
  };
}

/** For what is made again at any time: a full disk costs it and nothing else. */
async function quietly(commit: Promise<unknown>): Promise<void> {
  await commit.catch((error: unknown) => {
    if (!(error instanceof StoreFailure)) throw error;
  });
}

async function firmView(at: Desk, store: LocalStore): Promise<FirmView> {
  const [account, { waiting, problem }] = [await readAccount(at), await readStatus(store)];
  const { origin, storeName } = at.enrolment;
  return { key: storeName, origin, firm: account.firm, person: account.user.name, dossiers: account.dossiers, waiting, problem };
}

async function listDepartures(store: LocalStore): Promise<readonly Departure[]> {
  return (await store.list('meta', { from: DEPARTURE, to: `${DEPARTURE}\uffff` })).map((row) => row.value as Departure);
}

/** Both lists as one, each departure once: while nobody is signed in they are the same list. */
function joined(one: Observable<readonly Departure[]>, other: Observable<readonly Departure[]>): Observable<readonly Departure[]> {
  return {
    subscribe(listener) {
      const parts: (readonly Departure[] | undefined)[] = [undefined, undefined];
      const take = (i: number) => (value: readonly Departure[]) => {
        parts[i] = value;
        const [a, b] = parts;
        if (a && b) listener([...new Map([...a, ...b].map((departure) => [departure.id, departure])).values()]);
      };
      const stops = [one.subscribe(take(0)), other.subscribe(take(1))];
      return () => stops.forEach((stop) => stop());
    },
  };
}

/** Removes a capture, and its bytes unless something else on this device holds them. */
async function discard(
  store: LocalStore,
  id: DocumentId,
): Promise<
  | ReturnType<typeof ok<void>>
  | { readonly ok: false; readonly refusal: { readonly tag: 'unknown-document' | 'store-full' | 'store-unavailable' } }
> {
  const row = await store.get('captures', id);
  if (!row) return refuse({ tag: 'unknown-document' as const });
  try {
    await store.commit({ remove: { captures: [id], ...((await isHeldElsewhere(store, row)) || !row.hash ? {} : { blobs: [row.hash] }) } });
    return ok(undefined);
  } catch (error) {
    if (error instanceof StoreFailure) return refuse({ tag: error.tag });
    throw error;
  }
}

async function isHeldElsewhere(store: LocalStore, row: Capture): Promise<boolean> {
  if (!row.hash) return false;
  const documents = await store.list('documents', { index: 'hash', from: row.hash, to: row.hash });
  return documents.length > 0 || (await store.list('captures')).some((other) => other.id !== row.id && other.hash === row.hash);
}
