/** What the archive's tables show: published documents, their tree, what is found in them, and what of them is kept offline. */
import { shelfOf } from '@navette/domain/boxes';
import { dayInParis } from '@navette/kernel/dates';
import type { DossierId } from '@navette/kernel/ids';
import { archiveTree, isIn } from '@navette/rooms/archive-tree';
import type { ArchivedView, ArchiveHits, ArchiveView, OfflineView } from '../archive-model.ts';
import { receiptKey } from '../fold/fold-room.ts';
import type { LocalStore } from '../store/local-store.ts';
import { plain } from '../lists/search-words.ts';
import { readPins } from './pins.ts';

/** Texts read at a time, and files found by content at most. */
const PIECE = 50;
const MOST_HITS = 200;
/** Characters shown on each side of what was found. */
const AROUND = 40;

/** Newest date first; of two of one day, by name. */
export async function archivedOf(store: LocalStore, dossier: DossierId): Promise<readonly ArchivedView[]> {
  const [rows, receipts, uploads] = await Promise.all([
    store.list('archive', { index: 'dossier', from: dossier, to: dossier }),
    store.list('receipts', { index: 'dossier', from: dossier, to: dossier }),
    store.list('uploads'),
  ]);
  const receiptByKey = new Map(receipts.map((row) => [row.key, row]));
  const uploadById = new Map(uploads.map((row) => [row.document, row]));
  const views = rows.map((row): ArchivedView => {
    const receipt = receiptByKey.get(receiptKey(dossier, shelfOf(row.box), row.hash));
    return {
      id: row.id,
      dossier,
      box: row.box,
      hash: row.hash,
      size: row.file.size,
      type: row.file.type,
      place: row.place,
      date: row.file.date ?? null,
      of: row.file.of ?? null,
      publishedAt: row.published.at,
      publishedBy: row.published.by === 'server' ? null : row.published.by,
      received: receipt?.valid === true,
      delay: uploadById.get(row.id)?.problem ?? null,
      binnedAt: row.binned?.at ?? null,
      retained: row.retained && { rule: row.retained.rule, hold: row.retained.hold },
      ...(receipt?.erased && { erased: receipt.erased }),
    };
  });
  return views.toSorted((a, b) => dayOf(b).localeCompare(dayOf(a)) || a.place.name.localeCompare(b.place.name, 'fr'));
}

function dayOf({ date, publishedAt }: ArchivedView): string {
  return date ?? dayInParis(publishedAt);
}

/** The bin is the firm's: clients are shown what is published. */
export function viewOf(all: readonly ArchivedView[], staff: boolean): ArchiveView {
  const files = all.filter((file) => file.binnedAt === null);
  return { tree: archiveTree(files), files, binned: staff ? all.filter((file) => file.binnedAt !== null) : [] };
}

export async function searched(store: LocalStore, dossier: DossierId, text: string): Promise<ArchiveHits> {
  const words = plain(text)
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return { byName: [], byContent: [] };
  const files = (await archivedOf(store, dossier)).filter((file) => file.binnedAt === null);
  const has = (haystack: string): boolean => words.every((word) => haystack.includes(word));
  const byName = files.filter(({ place }) => has(plain(`${place.name} ${place.folder.join(' ')} ${place.year ?? ''}`)));
  const named = new Set(byName.map(({ id }) => id));
  const rest = files.filter(({ id }) => !named.has(id));
  const byContent: { file: ArchivedView; around: string }[] = [];
  for (let from = 0; from < rest.length && byContent.length < MOST_HITS; from += PIECE) {
    const some = rest.slice(from, from + PIECE);
    const hashes = [...new Set(some.map(({ hash }) => hash))].toSorted();
    const texts = new Map((await store.list('texts', { anyOf: hashes })).map((row) => [row.hash, row.text]));
    for (const file of some) {
      const found = texts.get(file.hash);
      if (found !== undefined && has(found)) byContent.push({ file, around: around(found, words[0] ?? '') });
    }
  }
  return { byName, byContent };
}

function around(text: string, word: string): string {
  const at = text.indexOf(word);
  const [from, to] = [Math.max(0, at - AROUND), at + word.length + AROUND];
  return `${from > 0 ? '…' : ''}${text.slice(from, to).replace(/\s+/g, ' ').trim()}${to < text.length ? '…' : ''}`;
}

/** Asked in one go: a query behind another that is awaited in a function of its own is not followed by every store. */
export async function offlineOf(store: LocalStore, dossier: DossierId): Promise<OfflineView> {
  const [archived, all] = await Promise.all([store.list('archive', { index: 'dossier', from: dossier, to: dossier }), readPins(store)]);
  const rows = archived.filter((row) => row.binned === null);
  const pins = all.filter((pin) => pin.dossier === dossier).map((pin) => pin.part);
  const hashes = [...new Set(rows.map((row) => row.hash))].toSorted();
  const held = new Set((await store.list('blobs', { anyOf: hashes })).map((row) => row.hash));
  const wanted = new Map(rows.filter((row) => pins.some((part) => isIn(row.place, part))).map((row) => [row.hash, row.file.size]));
  const here = [...wanted].filter(([hash]) => held.has(hash));
  const sum = (sizes: readonly (readonly [unknown, number])[]): number => sizes.reduce((total, [, size]) => total + size, 0);
  return {
    pins,
    wanted: wanted.size,
    here: here.length,
    bytes: sum([...wanted]),
    bytesHere: sum(here),
    missing: [...wanted]
      .filter(([hash]) => !held.has(hash))
      .map(([hash, size]) => ({ hash, size }))
      .toSorted((a, b) => a.size - b.size),
    held,
  };
}
