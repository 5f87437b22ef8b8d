/** One document, joined from what the store knows of it; and all of them, for those who want no list but everything. */
import type { DocumentRow } from '../model.ts';
import type { DocumentId, DossierId } from '@navette/kernel/ids';
import { documentView } from '../fold/document-view.ts';
import { receiptKey } from '../fold/fold-room.ts';
import type { StoredDocument } from '../fold/stored-document.ts';
import type { LocalStore } from '../store/local-store.ts';

export async function oneDocument(store: LocalStore, id: DocumentId): Promise<DocumentRow | null> {
  const stored = await store.get('documents', id);
  return stored ? viewOf(store, stored) : null;
}

/** Every row of a dossier, or of all; newest capture first. */
export async function documentViews(store: LocalStore, dossier: DossierId | null): Promise<DocumentRow[]> {
  const stored = await store.list('documents');
  const views = await Promise.all(stored.filter((one) => dossier === null || one.dossier === dossier).map((one) => viewOf(store, one)));
  return views.flatMap((view) => view ?? []).toSorted((a, b) => b.capturedAt - a.capturedAt);
}

async function viewOf(store: LocalStore, stored: StoredDocument): Promise<DocumentRow | null> {
  const { id, dossier, base, hash } = stored;
  const [receipt, upload, comments] = await Promise.all([
    store.get('receipts', dossier && base && hash ? receiptKey(dossier, base.box, hash) : ''),
    store.get('uploads', id),
    store.list('comments', { index: 'about', from: id, to: id }),
  ]);
  return documentView(stored, { receipt, upload, comments: comments.length });
}
