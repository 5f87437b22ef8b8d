/** Lists of documents: every row of the dossiers asked for, joined, filtered and counted on this device. */
import type { DocumentPage, DocumentQuery, DocumentRow } from '../model.ts';
import { DOCUMENT_STATES, type DocumentState } from '@navette/domain/document-state';
import type { DocumentId, DossierId } from '@navette/kernel/ids';
import { documentView } from '../fold/document-view.ts';
import { receiptKey } from '../fold/fold-room.ts';
import type { StoredDocument } from '../fold/stored-document.ts';
import type { LocalStore } from '../store/local-store.ts';

export async function listDocuments(store: LocalStore, query: DocumentQuery): Promise<DocumentPage> {
  const views = await documentViews(store, query.dossier);
  const shown = views.filter((row) => !isGone(row) && matches(row, query));
  const byState = Object.fromEntries(DOCUMENT_STATES.map((state) => [state, 0])) as Record<DocumentState, number>;
  for (const row of shown) if (!row.withdrawn) byState[row.state]++;
  const rows = query.state ? shown.filter((row) => row.state === query.state) : shown;
  return { rows: rows.slice(0, query.limit), total: rows.length, byState };
}

/** Newest capture first. */
export async function documentViews(store: LocalStore, dossier: DossierId | null): Promise<DocumentRow[]> {
  const index = dossier ? { index: '[dossier+capturedAt]', from: [dossier, 0], to: [dossier, Number.MAX_SAFE_INTEGER], reverse: true } : {};
  const within = dossier ? { index: 'dossier', from: dossier, to: dossier } : {};
  const [stored, receipts, uploads, comments] = await Promise.all([
    store.list('documents', index),
    store.list('receipts', within),
    store.list('uploads'),
    store.list('comments', within),
  ]);
  const receiptByKey = new Map(receipts.map((row) => [row.key, row]));
  const uploadById = new Map(uploads.map((row) => [row.document, row]));
  const counts = new Map<DocumentId, number>();
  for (const { about } of comments) counts.set(about, (counts.get(about) ?? 0) + 1);
  const views = stored.flatMap((document) => {
    const view = documentView(document, {
      receipt: receiptByKey.get(keyOf(document)),
      upload: uploadById.get(document.id),
      comments: counts.get(document.id) ?? 0,
    });
    return view ? [view] : [];
  });
  return dossier ? views : views.toSorted((a, b) => b.capturedAt - a.capturedAt);
}

export async function oneDocument(store: LocalStore, id: DocumentId): Promise<DocumentRow | null> {
  const stored = await store.get('documents', id);
  if (!stored) return null;
  const [receipt, upload, comments] = await Promise.all([
    store.get('receipts', keyOf(stored)),
    store.get('uploads', id),
    store.list('comments', { index: 'about', from: id, to: id }),
  ]);
  return documentView(stored, { receipt, upload, comments: comments.length });
}

function keyOf(document: StoredDocument): string {
  return document.dossier && document.base && document.hash ? receiptKey(document.dossier, document.base.box, document.hash) : '';
}

/** Withdrawn before its bytes ever reached the firm: nothing is left to show. */
function isGone(row: DocumentRow): boolean {
  return row.withdrawn && row.receivedAt === null;
}

function matches(row: DocumentRow, query: DocumentQuery): boolean {
  if (query.kind && row.kind !== query.kind) return false;
  if (query.year && row.year !== query.year) return false;
  if (!query.text) return true;
  const haystack = plain(`${row.name} ${row.comment ?? ''} ${row.origin ?? ''} ${row.reason ?? ''}`);
  return plain(query.text)
    .split(' ')
    .every((word) => haystack.includes(word));
}

/** Lower case without accents: "facture" finds "Facturé". */
export function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
    .trim();
}
