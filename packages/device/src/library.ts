/**
 * The library: what any context of this device may show and do, on the local store alone. It never touches the network.
 *
 * It follows the signed-in person: when the enrolment changes, every observable moves to that person's store. While
 * nobody is signed in, captures go to the device's own tray.
 */
import type { DocumentId } from '@navette/kernel/ids';
import { bytesToHex } from '@navette/kernel/bytes';
import { ok, refuse } from '@navette/kernel/result';
import { DocumentRequest, readRecord } from '@navette/rooms/records';
import { readBlob } from './capture/keep-bytes.ts';
import { receivedBlobs } from './capture/safe-blobs.ts';
import { accessOf, rowsOf, sendingViews } from './library/account-views.ts';
import { makeActs, type Acts } from './library/acts.ts';
import { followDesk, type LibraryPorts } from './library/desk.ts';
import { DRAFT } from './library/drafts.ts';
import { listDocuments, documentViews } from './library/document-list.ts';
import { atDesk, makeIntakeLibrary, type IntakeLibrary } from './library/intake-library.ts';
import { migrationPastOf } from './library/migration-past.ts';
import type { Capture, Departure, Library, RequestView } from './model.ts';
import { StoreFailure, type LocalStore } from './store/local-store.ts';
import { DEPARTURE } from './sync/departure.ts';

export type { Desk, LibraryPorts } from './library/desk.ts';

export type LibraryWithDesk = Library & IntakeLibrary;

export function makeLibrary(ports: LibraryPorts): LibraryWithDesk {
  const { platform, deviceStore, roomLeft } = ports;
  const following = followDesk(ports);
  const { desk, follow } = following;
  const act = <A extends unknown[], R>(run: (acts: Acts, ...args: A) => Promise<R>) =>
    atDesk(desk, (current, ...args: A) => run(makeActs(current, platform), ...args));

  return {
    ...makeIntakeLibrary(ports, following),
    documents: (query) => follow((store) => listDocuments(store, query)),
    comments: (document) =>
      follow(async (store) =>
        (await store.list('comments', { index: 'about', from: document, to: document })).toSorted((a, b) => a.at - b.at),
      ),
    requests: (dossier) => follow((store) => listRequests(store, dossier)),
    ledgers: (dossier) =>
      follow(async (store) =>
        (await store.list('ledgers', { index: 'dossier', from: dossier, to: dossier }))
          .map((row) => row.manifest)
          .toSorted((a, b) => b.fiscalYear - a.fiscalYear),
      ),
    access: (dossier) => follow((store) => accessOf(store, dossier)),
    migrationPast: (dossier) => follow((store) => migrationPastOf(store, dossier)),
    sendings: (dossier) => follow(async (store) => sendingViews(await rowsOf(store, 'sendings', dossier))),
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
    departures: follow(async (store) =>
      (await store.list('meta', { from: DEPARTURE, to: `${DEPARTURE}\uffff` })).map((row) => row.value as Departure),
    ),
    async dismissDeparture(id) {
      const store = (await desk())?.store ?? deviceStore;
      await store.commit({ remove: { meta: [DEPARTURE + id] } });
    },
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
    async dismissRefused(id) {
      const store = (await desk())?.store;
      await store?.commit({ remove: { refused: [id] } });
    },
    async bytes(hash) {
      const store = (await desk())?.store ?? deviceStore;
      const row = await store.get('blobs', hash);
      if (!row) return null;
      const read = await readBlob(row.bytes);
      if (read && bytesToHex(await platform.hasher.sha256(read)) === hash) return row.bytes;
      // A bad blob breaks one row: dropped when the server can give it again, else kept for whoever can mend it (I11).
      if ((await receivedBlobs(store)).some((safe) => safe.hash === hash)) await store.commit({ remove: { blobs: [hash] } });
      return null;
    },
    roomLeft,
  };
}

async function listRequests(store: LocalStore, dossier: string | null): Promise<RequestView[]> {
  const rows = await store.list('requests', dossier ? { index: 'dossier', from: dossier, to: dossier } : {});
  const answers = new Map<string, DocumentId[]>();
  for (const view of await documentViews(store, null)) {
    if (view.answers && !view.withdrawn) answers.set(view.answers, [...(answers.get(view.answers) ?? []), view.id]);
  }
  return rows
    .filter((row) => !row.closed)
    .flatMap((row) => {
      const read = readRecord(DocumentRequest, row.record);
      if (!read.readable) return [];
      const { title, detail, due, kind } = read.record;
      const by = row.author === 'server' ? null : row.author;
      return [
        {
          id: row.id,
          dossier: row.dossier,
          title,
          ...(detail === undefined ? {} : { detail }),
          ...(due === undefined ? {} : { due }),
          kind,
          by,
          answeredBy: answers.get(row.id) ?? [],
        },
      ];
    })
    .toSorted((a, b) => ((a.due ?? '9') < (b.due ?? '9') ? -1 : 1));
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
