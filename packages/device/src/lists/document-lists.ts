/**
 * Lists of one store, followed: in this context (`modelLists`) or asked of a worker of the page (`worker-lists.ts`).
 *
 * A store of a few documents is read as a whole at each change, which needs no model and no worker. Of a larger one the newest
 * rows can come first, straight from the index, while the model is being made.
 */
import { DOCUMENT_STATES, type DocumentState } from '@navette/domain/document-state';
import type { DocumentId } from '@navette/kernel/ids';
import { documentView } from '../fold/document-view.ts';
import { receiptKey } from '../fold/fold-room.ts';
import type { StoredDocument } from '../fold/stored-document.ts';
import type { DocumentPage, DocumentQuery, DocumentRow } from '../document-model.ts';
import type { Observable } from '../model.ts';
import type { LocalStore } from '../store/local-store.ts';
import { ListModel } from './list-model.ts';
import { filterOf, isGone, NEWEST, pageOf } from './list-rules.ts';

export type DocumentLists = {
  follow(query: DocumentQuery): Observable<DocumentPage>;
  close(): void;
};

/** The model of a store in this context, made when it is first asked. */
export function modelLists(store: LocalStore): DocumentLists {
  let model: ListModel | null = null;
  return {
    follow: (query) => ({ subscribe: (listener) => followModel((model ??= new ListModel(store)), query, listener) }),
    close: () => model?.close(),
  };
}

/** Tells each answer of a model to a question, words of files after fields; a failing store says nothing more. */
export function followModel(model: ListModel, query: DocumentQuery, listener: (page: DocumentPage) => void): () => void {
  let over = false;
  let turn = 0;
  let complete = false;
  const ask = async (): Promise<void> => {
    const mine = ++turn;
    const late = (): boolean => over || mine !== turn;
    await model.settled();
    if (late()) return;
    const page = model.page(query);
    // Once the words of files were heard, they do not go away while they are searched again.
    if (!page.searching || !complete) listener(page);
    complete = !page.searching || complete;
    if (!page.searching || !(await model.searchTexts(query, late)) || late()) return;
    complete = true;
    listener(model.page(query));
  };
  const askAgain = (): void => void ask().catch(() => undefined);
  const stop = model.onChange(askAgain);
  askAgain();
  return () => {
    over = true;
    stop();
  };
}

/** Rows of which a store is small: they are read at each change; more where the question wants so many at once. */
const FEW = 64;
const MANY = 1000;

/**
 * @param lists asked where the store holds more than a few documents
 */
export function followDocuments(store: LocalStore, lists: DocumentLists, query: DocumentQuery): Observable<DocumentPage> {
  const wanted = (query.offset ?? 0) + query.limit + 14;
  return {
    subscribe: (listener) =>
      large.has(lists)
        ? lists.follow(query).subscribe(listener)
        : startSmall(store, lists, query, wanted > MANY ? FEW : Math.max(FEW, wanted), listener),
  };
}

/** Those of stores once seen to hold more than a few, whose model is there by now. */
const large = new WeakSet<DocumentLists>();

function startSmall(
  store: LocalStore,
  lists: DocumentLists,
  query: DocumentQuery,
  few: number,
  listener: (page: DocumentPage) => void,
): () => void {
  let stopModel: (() => void) | null = null;
  let over = false;
  const stopSmall = store
    .observe(() => newest(store, query, few))
    .subscribe(({ rows, all, texts }) => {
      if (over || stopModel !== null) return;
      if (all) return listener(pageOf(rows, query, texts));
      // Said before the model starts, which takes the worker's time and a little of this context's.
      if (query.early && isPlain(query)) listener(earlyPage(rows, query));
      if (over) return;
      stopModel = lists.follow(query).subscribe((page) => {
        large.add(lists);
        listener(page);
      });
      // Called while it subscribes, it has no name yet.
      queueMicrotask(() => stopSmall());
    });
  return () => {
    over = true;
    stopSmall();
    stopModel?.();
  };
}

/** The newest rows answer it by themselves. */
function isPlain({ dossier: _dossier, limit: _limit, early: _early, offset = 0, sort = NEWEST, ...narrowing }: DocumentQuery): boolean {
  return offset === 0 && sort.by === 'captured' && sort.down && Object.keys(narrowing).length === 0;
}

/** The newest rows as they are: their counts are theirs alone. */
function earlyPage(newest: readonly DocumentRow[], { limit }: DocumentQuery): DocumentPage {
  const rows = newest.filter((row) => !isGone(row) && row.binnedAt === null && row.moved === null).slice(0, limit);
  const byState = Object.fromEntries(DOCUMENT_STATES.map((state) => [state, 0])) as Record<DocumentState, number>;
  for (const { state, withdrawn } of rows) if (!withdrawn) byState[state]++;
  return { rows, total: rows.length, byState, partial: true };
}

type Newest = { readonly rows: readonly DocumentRow[]; readonly all: boolean; readonly texts: ReadonlyMap<string, string> };

/** The last documents captured; ids begin with their moment, so that their order is nearly that of captures. */
async function newest(store: LocalStore, query: DocumentQuery, count: number): Promise<Newest> {
  const range = query.dossier
    ? { index: '[dossier+capturedAt]', from: [query.dossier, 0], to: [query.dossier, Number.MAX_SAFE_INTEGER] }
    : {};
  const stored = await store.list('documents', { ...range, reverse: true, limit: count });
  const all = stored.length < count;
  const rows = await joined(store, stored);
  const searched = all && filterOf(query).pieces.length > 0;
  const texts = searched ? await store.list('texts', { anyOf: [...new Set(rows.map(({ hash }) => hash))].toSorted() }) : [];
  return { rows, all, texts: new Map(texts.map(({ hash, text }) => [hash, text])) };
}

/** Documents with what stands beside them; without those whose record has not come. */
export async function joined(store: LocalStore, stored: readonly StoredDocument[]): Promise<DocumentRow[]> {
  if (stored.length === 0) return [];
  const [receipts, uploads, comments] = await Promise.all([
    store.list('receipts', { anyOf: [...new Set(stored.map(keyOf))].toSorted() }),
    // What waits to be sent is little.
    store.list('uploads'),
    store.list('comments', { index: 'about', anyOf: stored.map(({ id }) => id).toSorted() }),
  ]);
  const receiptByKey = new Map(receipts.map((row) => [row.key, row]));
  const uploadById = new Map(uploads.map((row) => [row.document, row]));
  const counts = new Map<DocumentId, number>();
  for (const { about } of comments) counts.set(about, (counts.get(about) ?? 0) + 1);
  return stored.flatMap(
    (document) =>
      documentView(document, {
        receipt: receiptByKey.get(keyOf(document)),
        upload: uploadById.get(document.id),
        comments: counts.get(document.id) ?? 0,
      }) ?? [],
  );
}

function keyOf({ dossier, base, hash }: StoredDocument): string {
  return dossier && base && hash ? receiptKey(dossier, base.box, hash) : '';
}
