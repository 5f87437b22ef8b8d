/**
 * Every document of one store in memory, joined once and kept up to date from what each commit touched, so that a question is one
 * pass over rows at hand: no row is read from the store for a keystroke.
 *
 * Some 1.5 kB a document. Words of files are brought in when the first search by words asks for them, and stay. Invariant: once
 * `settled`, its rows are those a fresh reading of the store would give.
 */
import type { CommentId, DocumentId, DossierId } from '@navette/kernel/ids';
import { documentView } from '../fold/document-view.ts';
import { receiptKey } from '../fold/fold-room.ts';
import type { StoredDocument } from '../fold/stored-document.ts';
import type { DocumentPage, DocumentQuery, DocumentSort } from '../document-model.ts';
import type { CommentRow, LocalStore, ReceiptRow, UploadRow } from '../store/local-store.ts';
import type { Touched } from '../store/changes.ts';
import { comparison, cut, filterOf, find, listed, NEWEST, withTexts, type Found, type Listed } from './list-rules.ts';
import { FileWords } from './file-words.ts';
import { PackedLines } from './packed-lines.ts';
import { hasPiece } from './search-words.ts';

/** Rows read by their keys at a time; beyond a part of the whole, everything is read anew. */
const BY_KEYS = 500;
const ANEW = 0.3;
const REMEMBERED = 8;

export class ListModel {
  readonly #store: LocalStore;
  readonly #rows = new Map<DocumentId, Listed>();
  readonly #comments = new Map<CommentId, CommentRow>();
  readonly #commentsOf = new Map<DocumentId, CommentId[]>();
  readonly #words: FileWords;
  readonly #listeners = new Set<() => void>();
  readonly #stop: () => void;
  #orders = new Map<string, Listed[]>();
  #packed: PackedLines | null = null;
  #dirty = new Set<DocumentId>();
  #dirtyHashes = new Set<string>();
  #dirtyComments = new Set<CommentId>();
  #everything = true;
  #working: Promise<void> | null = null;
  /** The last questions, until something changes. */
  #answers = new Map<string, { readonly found: Found; inText: readonly Listed[] | null }>();

  constructor(store: LocalStore) {
    this.#store = store;
    this.#words = new FileWords(store);
    this.#stop = store.watch((touched) => this.#note(touched));
  }

  close(): void {
    this.#stop();
    this.#listeners.clear();
  }

  /** Told after each change of what a question could answer. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Resolves when what was committed before it was asked is in the rows. */
  async settled(): Promise<void> {
    while (this.#working !== null || this.#isDirty()) await (this.#working ??= this.#work());
  }

  get size(): number {
    return this.#rows.size;
  }

  /** Answers from the rows as they are; `searching` where words of files are still to be looked at (`searchTexts`). */
  page(query: DocumentQuery): DocumentPage {
    const { filter, answer } = this.#ask(query);
    const { found, inText } = answer;
    if (filter.pieces.length === 0) return cut(found, query);
    return inText === null ? { ...cut(found, query), searching: true } : cut(withTexts(found, filter, inText), query);
  }

  /**
   * Looks in the words of files, in slices that let other questions in between.
   * @param over asked between slices whether anybody still wants to know
   * @returns whether it came to an end, so that `page` has something new to say
   */
  async searchTexts(query: DocumentQuery, over: () => boolean): Promise<boolean> {
    await this.#words.ready();
    const { filter, key, answer } = this.#ask(query);
    if (filter.pieces.length === 0) return false;
    if (answer.inText !== null) return true;
    const rows: Listed[] = [];
    const pieces = filter.pieces.toSorted((a, b) => b.length - a.length);
    let until = performance.now() + SLICE;
    for (const one of answer.found.wordless) {
      const words = this.#words.of(one.row.hash);
      if (words !== undefined && hasEach(one.line, words, pieces)) rows.push(one);
      if (performance.now() < until) continue;
      await breath();
      if (over() || this.#answers.get(key) !== answer) return false;
      until = performance.now() + SLICE;
    }
    answer.inText = rows;
    return true;
  }

  #ask(query: DocumentQuery) {
    const filter = filterOf(query);
    const key = questionOf(query);
    let answer = this.#answers.get(key);
    if (!answer) {
      const having = filter.pieces.length === 0 ? null : (this.#packed ??= new PackedLines([...this.#rows.values()])).having(filter.pieces);
      answer = { found: find(this.#ordered(query.sort ?? NEWEST), filter, having), inText: null };
      for (const old of [...this.#answers.keys()].slice(0, Math.max(0, this.#answers.size - REMEMBERED + 1))) this.#answers.delete(old);
      this.#answers.set(key, answer);
    }
    return { filter, key, answer };
  }

  #ordered(sort: DocumentSort): readonly Listed[] {
    const key = `${sort.by} ${sort.down}`;
    let order = this.#orders.get(key);
    if (!order) this.#orders.set(key, (order = [...this.#rows.values()].toSorted(comparison(sort))));
    return order;
  }

  #note(touched: Touched): void {
    if (touched === null) this.#everything = true;
    else {
      const { documents = [], uploads = [], receipts = [], comments = [], texts = [] } = touched;
      for (const id of [...documents, ...uploads]) this.#dirty.add(id as DocumentId);
      for (const key of receipts) this.#dirtyHashes.add(String(key).slice(String(key).lastIndexOf('/') + 1));
      for (const id of comments) this.#dirtyComments.add(id as CommentId);
      if (texts.length > 0 && this.#words.forget(texts as readonly string[])) this.#changed();
    }
    if (this.#isDirty()) this.settled().catch(() => undefined);
  }

  #isDirty(): boolean {
    return this.#everything || this.#dirty.size > 0 || this.#dirtyHashes.size > 0 || this.#dirtyComments.size > 0;
  }

  async #work(): Promise<void> {
    try {
      const many = this.#dirty.size + this.#dirtyHashes.size + this.#dirtyComments.size;
      if (this.#everything || many > Math.max(BY_KEYS, this.#rows.size * ANEW)) await this.#readAll();
      else await this.#readDirty();
    } catch (failed) {
      // What was to be read is forgotten by now: the next change, or question, reads everything.
      this.#everything = true;
      throw failed;
    } finally {
      this.#working = null;
    }
  }

  async #readAll(): Promise<void> {
    this.#everything = false;
    this.#dirty = new Set();
    this.#dirtyHashes = new Set();
    this.#dirtyComments = new Set();
    const [stored, receipts, uploads, comments] = await Promise.all([
      this.#store.list('documents'),
      this.#store.list('receipts'),
      this.#store.list('uploads'),
      this.#store.list('comments'),
    ]);
    this.#rows.clear();
    this.#comments.clear();
    this.#commentsOf.clear();
    for (const comment of comments) this.#keepComment(comment);
    this.#join(stored, receipts, uploads);
    this.#orders = new Map();
    this.#changed();
    this.#packed = new PackedLines([...this.#rows.values()]);
  }

  async #readDirty(): Promise<void> {
    const ids = this.#dirty;
    const hashes = [...this.#dirtyHashes];
    const said = [...this.#dirtyComments];
    this.#dirty = new Set();
    this.#dirtyHashes = new Set();
    this.#dirtyComments = new Set();
    if (said.length > 0) {
      const now = new Map((await this.#store.list('comments', { anyOf: said })).map((comment) => [comment.id, comment]));
      for (const id of said) {
        const comment = now.get(id);
        const before = this.#comments.get(id);
        if (before) {
          ids.add(before.about);
          this.#dropComment(before);
        }
        if (comment) {
          ids.add(comment.about);
          this.#keepComment(comment);
        }
      }
    }
    if (hashes.length > 0) for (const { id } of await this.#store.list('documents', { index: 'hash', anyOf: hashes })) ids.add(id);
    const changed: Listed[] = [];
    const all = [...ids];
    for (let at = 0; at < all.length; at += BY_KEYS) {
      const some = all.slice(at, at + BY_KEYS);
      const stored = await this.#store.list('documents', { anyOf: some });
      const [receipts, uploads] = await Promise.all([
        this.#store.list('receipts', { anyOf: [...new Set(stored.map(receiptOf))].toSorted() }),
        this.#store.list('uploads', { anyOf: some }),
      ]);
      for (const id of some) this.#rows.delete(id);
      changed.push(...this.#join(stored, receipts, uploads));
    }
    for (const [key, order] of this.#orders) this.#orders.set(key, this.#reordered(key, order, ids, changed));
    this.#changed();
  }

  #join(stored: readonly StoredDocument[], receipts: readonly ReceiptRow[], uploads: readonly UploadRow[]): Listed[] {
    const receiptByKey = new Map(receipts.map((row) => [row.key, row]));
    const uploadById = new Map(uploads.map((row) => [row.document, row]));
    const made: Listed[] = [];
    for (const document of stored) {
      const comments = (this.#commentsOf.get(document.id) ?? []).flatMap((id) => this.#comments.get(id) ?? []);
      const row = documentView(document, {
        receipt: receiptByKey.get(receiptOf(document)),
        upload: uploadById.get(document.id),
        comments: comments.length,
      });
      if (row === null) continue;
      const one = listed(
        row,
        comments.map(({ text }) => text),
      );
      this.#rows.set(row.id, one);
      made.push(one);
    }
    return made;
  }

  /** What changed taken out, and put in again where it belongs: one pass. */
  #reordered(key: string, order: readonly Listed[], ids: ReadonlySet<DocumentId>, changed: readonly Listed[]): Listed[] {
    const [by, down] = key.split(' ');
    const compare = comparison({ by: by as DocumentSort['by'], down: down === 'true' });
    const coming = changed.toSorted(compare);
    const merged: Listed[] = [];
    let next = 0;
    for (const one of order) {
      if (ids.has(one.row.id)) continue;
      for (let first = coming[next]; first !== undefined && compare(first, one) < 0; first = coming[++next]) merged.push(first);
      merged.push(one);
    }
    merged.push(...coming.slice(next));
    return merged;
  }

  #keepComment(comment: CommentRow): void {
    this.#comments.set(comment.id, comment);
    this.#commentsOf.set(comment.about, [...(this.#commentsOf.get(comment.about) ?? []), comment.id]);
  }

  #dropComment({ id, about }: CommentRow): void {
    this.#comments.delete(id);
    const left = (this.#commentsOf.get(about) ?? []).filter((one) => one !== id);
    if (left.length > 0) this.#commentsOf.set(about, left);
    else this.#commentsOf.delete(about);
  }

  #changed(): void {
    this.#answers = new Map();
    this.#packed = null;
    for (const listener of this.#listeners) listener();
  }
}

/** Longest stretch of searching without letting anybody else in, ms. */
const SLICE = 4;

const breath = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => (port1.close(), resolve());
    port2.postMessage(null);
  });

/** Pieces found in the words of a file, or in what its fields say; the longest, which are rarest, first. */
function hasEach(line: string, words: string, longestFirst: readonly string[]): boolean {
  for (const piece of longestFirst) if (!hasPiece(words, piece) && !line.includes(piece)) return false;
  return true;
}

function receiptOf({ dossier, base, hash }: StoredDocument): string {
  return dossier && base && hash ? receiptKey(dossier as DossierId, base.box, hash) : '';
}

/** The same text for questions that differ in their page alone. */
function questionOf({ limit: _limit, offset: _offset, early: _early, ...asked }: DocumentQuery): string {
  return JSON.stringify(asked);
}
