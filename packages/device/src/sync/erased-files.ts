/** Files that the firm has erased leave this device (K5). */
import { shelfOf } from '@navette/domain/boxes';
import type { BlobHash } from '@navette/kernel/ids';
import type { Redaction } from '@navette/protocol/redaction';
import type { Change, LocalStore } from '../store/local-store.ts';
import { storedRedactions } from './redactions.ts';

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
  const [uploads, captures, documents, archive] = await Promise.all([
    store.list('uploads'),
    store.list('captures'),
    store.list('documents', { index: 'hash', anyOf: hashes }),
    store.list('archive', { index: 'hash', anyOf: hashes }),
  ]);
  const needed = new Set<unknown>([
    ...uploads.filter(({ document }) => !erased.has(document)).map(({ hash }) => hash),
    ...captures.map(({ hash }) => hash),
    ...documents
      .filter(({ id, dossier, base, hash }) => base && !erased.has(id) && !isErased(dossier, base.box, hash))
      .map(({ hash }) => hash),
    ...archive.filter(({ id, dossier, box, hash }) => !erased.has(id) && !isErased(dossier, shelfOf(box), hash)).map(({ hash }) => hash),
  ]);
  const gone = hashes.filter((hash) => !needed.has(hash));
  return {
    remove: {
      uploads: uploads.filter(({ document }) => erased.has(document)).map(({ document }) => document),
      blobs: gone,
      texts: gone,
    },
  };
}
