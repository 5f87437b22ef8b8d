/** Rows of the books as screens see them. */
import type { DossierId } from '@navette/kernel/ids';
import { Book, SettingsOfBooks } from '@navette/rooms/book-record';
import type { LedgerManifest } from '@navette/rooms/ledger-records';
import { readRecord } from '@navette/rooms/records';
import type { BookSettings, ExerciseView } from '../ledger-model.ts';
import type { LedgerRow, LocalStore } from '../store/local-store.ts';

const NO_SETTINGS: BookSettings = { kind: null, taxes: {}, usualTerm: null, terms: new Map(), showVat: false };

/** @returns the packed ledger of a manifest; null for one that has none, or that a newer version wrote */
export function bookOf({ book }: LedgerManifest): Book | null {
  const read = readRecord(Book, book);
  return read.readable ? read.record : null;
}

const ofDossier = (store: LocalStore, dossier: DossierId) => store.list('ledgers', { index: 'dossier', from: dossier, to: dossier });

/** Newest closing first, what is in force before what it replaced. Readers of the accounts have what is published, and nothing else. */
export async function exercisesOf(store: LocalStore, dossier: DossierId): Promise<readonly ExerciseView[]> {
  const rows = await ofDossier(store, dossier);
  const found: (Omit<ExerciseView, 'inForce'> & { readonly force: number })[] = [];
  for (const [id, about] of Map.groupBy(rows, ({ of }) => of)) {
    const manifests = about.flatMap((row) => (row.said.what === 'manifest' ? [{ row, manifest: row.said.record }] : []));
    const first = manifests.find(({ row }) => row.room === 'internal') ?? manifests[0];
    const book = first && bookOf(first.manifest);
    if (!first || !book) continue;
    const { row, manifest } = first;
    const final = about.find(({ room, said }) => room === row.room && said.what === 'final')?.said;
    const force = about.find(({ room, said }) => room === row.room && said.what === 'force')?.said;
    const [figures, words] = await Promise.all([store.get('blobs', book.figures.hash), store.get('blobs', book.words.hash)]);
    found.push({
      id,
      dossier,
      start: book.start,
      closing: book.closing,
      through: manifest.through,
      final: final?.what === 'final' && final.record.final === true,
      published: manifests.some(({ row: { room } }) => room === 'ledger'),
      force: (force?.what === 'force' && force.record.at) || row.at,
      name: manifest.name,
      siren: book.siren ?? null,
      lines: book.summary.lines,
      entries: book.entries,
      reserves: book.reserves,
      importedAt: row.at,
      by: row.by === 'server' ? null : row.by,
      summary: book.summary,
      files: { figures: book.figures.hash, words: book.words.hash, source: book.source.hash },
      here: figures !== undefined && words !== undefined,
    });
  }
  const latest = new Map<string, number>();
  for (const { closing, force } of found) latest.set(closing, Math.max(latest.get(closing) ?? 0, force));
  const settled = new Set<string>();
  return found
    .toSorted((a, b) => (a.closing === b.closing ? b.force - a.force : a.closing < b.closing ? 1 : -1))
    .map(({ force, ...view }) => {
      const inForce = force === latest.get(view.closing) && !settled.has(view.closing);
      if (inForce) settled.add(view.closing);
      return { ...view, inForce };
    });
}

export async function settingsOf(store: LocalStore, dossier: DossierId): Promise<BookSettings> {
  const said = (await ofDossier(store, dossier)).find(({ said: { what } }: LedgerRow) => what === 'settings')?.said;
  const read = said?.what === 'settings' ? readRecord(SettingsOfBooks, said.record) : null;
  if (!read?.readable) return NO_SETTINGS;
  const { kind, taxes, usualTerm, terms, showVat } = read.record;
  return {
    kind,
    taxes: taxes as BookSettings['taxes'],
    usualTerm: usualTerm as BookSettings['usualTerm'],
    terms: new Map(terms as [string, never][]),
    showVat,
  };
}
