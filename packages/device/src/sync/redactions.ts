/**
 * What the firm has erased, as this device obeys it (K5): the word is kept for the day a restored server has lost it; files that are
 * erased in their box leave this device. Contents of rooms leave in `room-book.ts`.
 */
import { redactionOf, type Redaction } from '@navette/protocol/redaction';
import type { BlobHash } from '@navette/kernel/ids';
import type { Change, KeyValueRow, LocalStore } from '../store/local-store.ts';

const KEY = 'redaction/';

export function keptRedactions(redactions: readonly Redaction[]): Change {
  return { put: { meta: redactions.map((one): KeyValueRow => ({ key: KEY + one.id, value: one })) } };
}

export async function storedRedactions(store: LocalStore): Promise<Redaction[]> {
  return (await store.list('meta', { from: KEY, to: `${KEY}\uffff` })).map((row) => row.value as Redaction);
}

/** The firm's words that belong to entries which are handed back. */
export async function redactionsTold(store: LocalStore, entryIds: readonly string[]): Promise<Redaction[]> {
  const ids = new Set(entryIds.map(redactionOf));
  return ids.size > 1 || !ids.has(undefined) ? (await storedRedactions(store)).filter(({ id }) => ids.has(id)) : [];
}

/** Whether an entry tells of a redaction. */
export function tellsOfRedaction(entryId: string): boolean {
  return redactionOf(entryId) !== undefined;
}

export function redactionKeys(redactions: readonly Redaction[]): string[] {
  return redactions.map(({ id }) => KEY + id);
}

/**
 * Bytes of the files that are erased, with what waits to send them for an erased document. Bytes stay that something else on this device
 * stands for, unsent work of its person above all: the server says that it does not take them (I13).
 */
export async function withoutFiles(store: LocalStore, redactions: readonly Redaction[]): Promise<Change> {
  const hashes = [...new Set(redactions.flatMap(({ file }) => (file ? [file.hash as BlobHash] : [])))];
  if (hashes.length === 0) return {};
  const all = [...redactions, ...(await storedRedactions(store))];
  const erased = new Set<unknown>(all.map(({ document }) => document));
  // With a document its own file goes; the firm may not have known of another one of the same bytes, which a restore had lost.
  const isErased = (dossier: unknown, box: unknown, hash: unknown): boolean =>
    all.some(
      ({ document, file }) => document === null && file !== null && file.dossier === dossier && file.box === box && file.hash === hash,
    );
  const [uploads, captures, documents] = await Promise.all([
    store.list('uploads'),
    store.list('captures'),
    store.list('documents', { index: 'hash', anyOf: hashes }),
  ]);
  const needed = new Set<unknown>([
    ...uploads.filter(({ document }) => !erased.has(document)).map(({ hash }) => hash),
    ...captures.map(({ hash }) => hash),
    ...documents
      .filter(({ id, dossier, base, hash }) => base && !erased.has(id) && !isErased(dossier, base.box, hash))
      .map(({ hash }) => hash),
  ]);
  return {
    remove: {
      uploads: uploads.filter(({ document }) => erased.has(document)).map(({ document }) => document),
      blobs: hashes.filter((hash) => !needed.has(hash)),
    },
  };
}
