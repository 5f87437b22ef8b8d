/**
 * The library: what any context of this device may show and do, on the local store alone. It never touches the network.
 *
 * It follows the signed-in person: when the enrolment changes, every observable moves to that person's store. While
 * nobody is signed in, captures go to the device's own tray.
 */
import { DEFAULT_KIND, DOCUMENT_KINDS } from '@navette/domain/document-kinds';
import { DEFAULT_LIMITS } from '@navette/domain/limits';
import type { DocumentId } from '@navette/kernel/ids';
import { bytesToHex } from '@navette/kernel/bytes';
import { ok, refuse } from '@navette/kernel/result';
import { DocumentRequest, readRecord } from '@navette/rooms/records';
import { accountView } from './accounts/account-view.ts';
import { currentEnrolment, type Enrolment } from './accounts/enrolment.ts';
import { commitBytes, captureChange, prepareBytes, readBlob } from './capture/keep-bytes.ts';
import { safeBlobs } from './capture/safe-blobs.ts';
import { makeActs, type Acts } from './library/acts.ts';
import { listDocuments, oneDocument, documentViews } from './library/document-list.ts';
import type { AccountView, Capture, LastChoice, Library, Observable, RequestView, SyncStatus } from './model.ts';
import type { Platform } from './platform.ts';
import { RoomBook } from './rooms/room-book.ts';
import { readStatus, SIGNED_OUT } from './sync/status.ts';
import { StoreFailure, type LocalStore } from './store/local-store.ts';

export type LibraryPorts = {
  readonly platform: Platform;
  readonly deviceStore: LocalStore;
  readonly openStore: (name: string) => LocalStore;
  /** Bytes left on this device, null where unknown. */
  readonly roomLeft: () => Promise<number | null>;
};

/** The signed-in person's store and rooms, as this context has them open. */
export type Desk = { readonly enrolment: Enrolment; readonly store: LocalStore; readonly book: RoomBook; readonly acts: Acts };

export type LibraryWithDesk = Library & {
  desk(): Promise<Desk | null>;
  /** What sync says of itself, for screens of any context. */
  readonly syncStatus: Observable<SyncStatus>;
};

const LAST_CHOICE = 'last-choice';

export function makeLibrary({ platform, deviceStore, openStore, roomLeft }: LibraryPorts): LibraryWithDesk {
  let open: Desk | null = null;

  async function desk(): Promise<Desk | null> {
    const enrolment = await currentEnrolment(deviceStore);
    if (!enrolment) return (open = null);
    if (open?.enrolment.storeName !== enrolment.storeName || open.enrolment.device !== enrolment.device) {
      const store = openStore(enrolment.storeName);
      const book = new RoomBook(store, platform);
      open = { enrolment, store, book, acts: makeActs({ platform, enrolment, store, book, account: () => readAccount(enrolment, store) }) };
    }
    return open;
  }

  /** Follows `query` over the current person's store, and over the device's own while nobody is signed in. */
  function follow<R>(query: (store: LocalStore, current: Desk | null) => Promise<R>): Observable<R> {
    return {
      subscribe(listener) {
        let stop: () => void = () => undefined;
        let over = false;
        let followed: string | null | undefined;
        const stopDevice = deviceStore
          .observe(() => currentEnrolment(deviceStore))
          .subscribe((enrolment) => {
            const name = enrolment ? `${enrolment.storeName}#${enrolment.device}` : null;
            if (name === followed) return;
            followed = name;
            void desk().then((current) => {
              stop();
              if (over) return;
              const store = current?.store ?? deviceStore;
              stop = store.observe(() => query(store, current)).subscribe(listener);
            });
          });
        return () => {
          over = true;
          stopDevice();
          stop();
        };
      },
    };
  }

  const capture: Library['capture'] = async (file, about) => {
    const current = await desk();
    const store = current?.store ?? deviceStore;
    const account = current ? await readAccount(current.enrolment, current.store) : null;
    const limit = Math.max(DEFAULT_LIMITS.fileBytes, ...(account?.dossiers.map((dossier) => dossier.fileLimit) ?? []));
    const prepared = await prepareBytes(platform, file, about, limit);
    if (!prepared.ok) return prepared;
    const saved = await commitBytes(store, file.size, () => store.commit(captureChange(prepared.value)));
    return saved.ok ? ok(prepared.value.capture) : saved;
  };

  /** Acts need a signed-in person; without one they are refused, never dropped. */
  const act =
    <A extends unknown[], R>(run: (acts: Acts, ...args: A) => Promise<R>) =>
    async (...args: A): Promise<R | ReturnType<typeof notAllowed>> => {
      const current = await desk();
      return current ? run(current.acts, ...args) : notAllowed();
    };

  return {
    desk,
    account: follow(async (store, current) => (current ? readAccount(current.enrolment, store) : null)),
    tray: follow(async (store, current) => {
      const captures = await store.list('captures');
      const given = current ? await Promise.all(captures.map((row) => store.get('documents', row.id))) : [];
      return captures.filter((_, i) => !given[i]?.base).toSorted((a, b) => b.capturedAt - a.capturedAt);
    }),
    syncStatus: follow((store, current) => (current ? readStatus(store) : Promise.resolve(SIGNED_OUT))),
    refused: follow((store) => store.list('refused')),
    lastChoice: follow(async (store) => lastChoice((await store.get('meta', LAST_CHOICE))?.value)),
    documents: (query) => follow((store) => listDocuments(store, query)),
    document: (id) => follow((store) => oneDocument(store, id)),
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
    capture,
    deposit: act((acts, id, choice) => acts.deposit(id, choice)),
    captureAndDeposit: act((acts, file, about, choice) => acts.captureAndDeposit(file, about, choice)),
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
      if ((await safeBlobs(store)).some((safe) => safe.hash === hash)) await store.commit({ remove: { blobs: [hash] } });
      return null;
    },
    roomLeft,
  };
}

async function readAccount(enrolment: Enrolment, store: LocalStore): Promise<AccountView> {
  return accountView(enrolment, await store.list('account'));
}

function notAllowed(): { readonly ok: false; readonly refusal: { readonly tag: 'not-allowed' } } {
  return refuse({ tag: 'not-allowed' as const });
}

function lastChoice(value: unknown): LastChoice {
  const stored = (typeof value === 'object' && value !== null ? value : {}) as Partial<LastChoice>;
  const kind = DOCUMENT_KINDS.find((known) => known === stored.kind) ?? DEFAULT_KIND;
  return { dossier: stored.dossier ?? null, kind };
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
