/**
 * What the firm has erased, as this device obeys it (K5): the word is kept for the day a restored server has lost it; files that are
 * erased in their box leave this device with what still waits to send them. Contents of rooms leave in `room-book.ts`.
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

/** Uploads and bytes of the files that are erased; bytes stay that something else on this device still stands for. */
export async function withoutFiles(store: LocalStore, redactions: readonly Redaction[]): Promise<Change> {
  const fresh = redactions.flatMap(({ file }) => (file ? [file] : []));
  if (fresh.length === 0) return {};
  const places = [...fresh, ...(await storedRedactions(store)).flatMap(({ file }) => (file ? [file] : []))];
  const isErased = (dossier: unknown, box: unknown, hash: unknown): boolean =>
    places.some((place) => place.dossier === dossier && place.box === box && place.hash === hash);
  const hashes = [...new Set(fresh.map(({ hash }) => hash as BlobHash))];
  const [uploads, captures, documents] = await Promise.all([
    store.list('uploads'),
    store.list('captures'),
    store.list('documents', { index: 'hash', anyOf: hashes }),
  ]);
  const needed = new Set<unknown>([
    ...captures.map(({ hash }) => hash),
    ...documents.filter(({ dossier, base, hash }) => base && !isErased(dossier, base.box, hash)).map(({ hash }) => hash),
  ]);
  return {
    remove: {
      uploads: uploads.filter(({ dossier, box, hash }) => isErased(dossier, box, hash)).map(({ document }) => document),
      blobs: hashes.filter((hash) => !needed.has(hash)),
    },
  };
}
