/** One document, joined from what the store knows of it; and all of them, for those who want no list but everything. */
import type { DocumentRow } from '../model.ts';
import type { DocumentId, DossierId } from '@navette/kernel/ids';
import { documentView } from '../fold/document-view.ts';
import { receiptKey } from '../fold/fold-room.ts';
import type { StoredDocument } from '../fold/stored-document.ts';
import type { LocalStore, UploadRow } from '../store/local-store.ts';

/** @param receipt key of the receipt it would have, where the caller knows it: everything is then asked for at once */
export async function oneDocument(store: LocalStore, id: DocumentId, receipt?: string): Promise<DocumentRow | null> {
  const [stored, beside, asked] = await Promise.all([
    store.get('documents', id),
    besideOf(store, id),
    receipt === undefined ? undefined : store.get('receipts', receipt),
  ]);
  if (!stored) return null;
  const key = receiptOf(stored);
  return documentView(stored, { ...beside, receipt: key === receipt ? asked : await store.get('receipts', key) });
}

/** Every row of a dossier, or of all; newest capture first. */
export async function documentViews(store: LocalStore, dossier: DossierId | null): Promise<DocumentRow[]> {
  const stored = await store.list('documents');
  const views = await Promise.all(stored.filter((one) => dossier === null || one.dossier === dossier).map((one) => viewOf(store, one)));
  return views.flatMap((view) => view ?? []).toSorted((a, b) => b.capturedAt - a.capturedAt);
}

async function viewOf(store: LocalStore, stored: StoredDocument): Promise<DocumentRow | null> {
  const [receipt, beside] = await Promise.all([store.get('receipts', receiptOf(stored)), besideOf(store, stored.id)]);
  return documentView(stored, { ...beside, receipt });
}

async function besideOf(store: LocalStore, id: DocumentId): Promise<{ upload: UploadRow | undefined; comments: number }> {
  const [upload, comments] = await Promise.all([store.get('uploads', id), store.list('comments', { index: 'about', from: id, to: id })]);
  return { upload, comments: comments.length };
}

/** No receipt has the empty key. */
function receiptOf({ dossier, base, hash }: StoredDocument): string {
  return dossier && base && hash ? receiptKey(dossier, base.box, hash) : '';
}
