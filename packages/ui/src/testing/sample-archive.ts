/** The archive of the samples: three fiscal years of one company, one document in the bin, and what acts on it. All invented. */
import type {
  AccountView,
  ArchivedView,
  ArchiveLibrary,
  ArchivePart,
  Capture,
  DocumentRow,
  Observable,
  OfflineView,
} from '@navette/device/model';
import type { Box } from '@navette/domain/boxes';
import type { BlobHash, DocumentId } from '@navette/kernel/ids';
import { ok, refuse } from '@navette/kernel/result';
import { archiveTree, isIn, partKey } from '@navette/rooms/archive-tree';
import type { ArchiveCategory } from '@navette/rooms/document-records';
import { FIRST_RULES, type ShelvingRule } from '@navette/rooms/shelving';
import { ATELIER, NADIA, SAMPLE_NOW, sampleHash, sampleId } from './sample-data.ts';

export type SampleArchive = {
  readonly files?: readonly ArchivedView[];
  /** How many more, for lists that are long. */
  readonly more?: number;
  readonly pins?: readonly ArchivePart[];
  /** Hashes of files that are on this device; all of the pinned ones without it. */
  readonly held?: readonly BlobHash[];
};

type Line = readonly [
  name: string,
  year: number | null,
  category: ArchiveCategory,
  folder: readonly string[],
  date: string,
  ko: number,
  box?: Box,
];

const LINES: readonly Line[] = [
  ['Comptes annuels 2025', 2025, 'accounting', ['Comptes annuels'], '2026-04-15', 1842],
  ['Plaquette annuelle', 2025, 'accounting', ['Comptes annuels'], '2026-04-15', 2306],
  ['Annexe des comptes', 2025, 'accounting', ['Comptes annuels'], '2026-04-15', 418],
  ['Détail des comptes', 2025, 'accounting', ['Comptes annuels'], '2026-04-14', 964],
  ['Attestation du cabinet', 2025, 'accounting', ['Comptes annuels'], '2026-04-14', 96],
  ['Balance générale', 2025, 'accounting', ['Comptes annuels'], '2026-04-12', 388],
  ['Grand livre général', 2025, 'accounting', ['Grand livre'], '2026-04-10', 5_120],
  ['Grand livre auxiliaire', 2025, 'accounting', ['Grand livre'], '2026-04-10', 3_480],
  ['Liasse 2025', 2025, 'tax', ['Liasses'], '2026-05-04', 720],
  ['TVA CA3 décembre 2025', 2025, 'tax', ['TVA'], '2026-01-19', 84],
  ['TVA CA3 novembre 2025', 2025, 'tax', ['TVA'], '2025-12-18', 82],
  ['Comptes annuels 2024', 2024, 'accounting', ['Comptes annuels'], '2025-04-18', 1794],
  ['Liasse 2024', 2024, 'tax', ['Liasses'], '2025-05-05', 704],
  ['Bulletins de paie, décembre 2024', 2024, 'payroll', ['Bulletins de paie', 'Décembre'], '2024-12-31', 610, 'pay'],
  ['Comptes annuels 2023', 2023, 'accounting', ['Comptes annuels'], '2024-04-16', 1720],
  ['Statuts mis à jour', null, 'legal', ['Statuts'], '2021-09-02', 512],
  ['Rapport de gestion annoté', 2025, 'legal', ['Assemblées'], '2026-06-12', 233, 'management'],
];

/** @param n position, for its id and its hash */
export function sampleArchived(n: number, [name, year, category, folder, date, ko, box = 'common']: Line): ArchivedView {
  return {
    id: sampleId<DocumentId>(30, n),
    dossier: ATELIER,
    box,
    hash: sampleHash(700_000 + n),
    size: ko * 1024,
    type: 'application/pdf',
    place: { v: 1, name, folder: [...folder], year, category },
    date,
    of: null,
    publishedAt: Date.parse(`${date}T09:00:00Z`),
    publishedBy: NADIA,
    received: true,
    delay: null,
    binnedAt: null,
    retained: null,
  };
}

export const SAMPLE_ARCHIVED: readonly ArchivedView[] = LINES.map((line, n) => ({
  ...sampleArchived(n + 1, line),
  ...(n === 7 ? { binnedAt: SAMPLE_NOW - 12 * 86_400_000 } : {}),
  ...(n === 8 ? { retained: { rule: 'tax', hold: null } } : {}),
  ...(n === 11 ? { retained: { rule: 'accounting', hold: 'Contrôle fiscal en cours, avis du 3 novembre 2026' } } : {}),
}));
const WORDS: ReadonlyMap<string, string> = new Map([
  [
    SAMPLE_ARCHIVED[0]?.hash ?? '',
    'bilan actif immobilise fonds commercial constructions materiel et outillage vehicules total de l’actif 268 514,85',
  ],
  [SAMPLE_ARCHIVED[6]?.hash ?? '', 'grand livre 401 fournisseurs scierie du vuache facture f-2025-1187'],
]);

type Held<T> = Observable<T> & { readonly value: T; set(value: T): void };
type Beside = { readonly rows: Held<readonly DocumentRow[]>; readonly tray: Held<readonly Capture[]> };

class Kept<T> {
  value: T;
  readonly #listeners = new Set<(value: T) => void>();
  constructor(value: T) {
    this.value = value;
  }
  subscribe(listener: (value: T) => void): () => void {
    this.#listeners.add(listener);
    listener(this.value);
    return () => this.#listeners.delete(listener);
  }
  set(value: T): void {
    this.value = value;
    for (const listener of this.#listeners) listener(value);
  }
}

export function sampleArchive(options: SampleArchive, who: AccountView, { rows, tray }: Beside): ArchiveLibrary {
  const more = Array.from({ length: options.more ?? 0 }, (_, n) =>
    sampleArchived(1000 + n, [`Pièce ${n + 1}`, 2010 + (n % 12), 'accounting', ['Pièces'], `20${10 + (n % 12)}-06-1${n % 10}`, 120]),
  );
  const files = new Kept<readonly ArchivedView[]>([...(options.files ?? SAMPLE_ARCHIVED), ...more]);
  const pins = new Kept<readonly ArchivePart[]>(options.pins ?? [{ year: 2025, category: 'accounting', folder: ['Comptes annuels'] }]);
  const rules = new Kept<readonly ShelvingRule[]>(FIRST_RULES);
  const mapped = <T, U>(of: Kept<T>, read: (value: T) => U): Observable<U> => ({
    subscribe: (tell) => of.subscribe((value) => tell(read(value))),
  });
  const of = (dossier: string) => files.value.filter((file) => file.dossier === dossier);
  const change = (id: DocumentId, by: Partial<ArchivedView>) => {
    if (!files.value.some((file) => file.id === id)) return refuse({ tag: 'unknown-document' as const });
    files.set(files.value.map((file) => (file.id === id ? { ...file, ...by } : file)));
    return ok(undefined);
  };
  const offline = (dossier: string): OfflineView => {
    const wanted = of(dossier).filter((file) => file.binnedAt === null && pins.value.some((part) => isIn(file.place, part)));
    const held = new Set(options.held ?? wanted.map(({ hash }) => hash));
    const here = wanted.filter(({ hash }) => held.has(hash));
    const sum = (some: readonly ArchivedView[]) => some.reduce((total, { size }) => total + size, 0);
    const missing = wanted.filter(({ hash }) => !held.has(hash)).map(({ hash, size }) => ({ hash, size }));
    return { pins: pins.value, wanted: wanted.length, here: here.length, bytes: sum(wanted), bytesHere: sum(here), missing, held };
  };
  let made = 0;
  return {
    view: (dossier) =>
      mapped(files, () => {
        const shown = of(dossier)
          .filter((file) => file.binnedAt === null)
          .toSorted((a, b) => (b.date ?? '').localeCompare(a.date ?? ''));
        const binned = who.side === 'staff' ? of(dossier).filter((file) => file.binnedAt !== null) : [];
        return { tree: archiveTree(shown), files: shown, binned };
      }),
    search: (dossier, text) =>
      mapped(files, () => {
        const words = plain(text).split(' ');
        const shown = of(dossier).filter((file) => file.binnedAt === null);
        const byName = shown.filter(({ place }) => words.every((word) => plain(`${place.name} ${place.folder.join(' ')}`).includes(word)));
        const byContent = shown
          .filter((file) => !byName.includes(file))
          .flatMap((file) => {
            const found = WORDS.get(file.hash);
            return found !== undefined && words.every((word) => found.includes(word)) ? [{ file, around: found.slice(0, 80) }] : [];
          });
        return { byName, byContent };
      }),
    offline: (dossier) => ({
      subscribe(tell) {
        const say = () => tell(offline(dossier));
        const stops = [files.subscribe(say), pins.subscribe(say)];
        return () => stops.forEach((stop) => stop());
      },
    }),
    pinned: mapped(pins, (all) => (all.length > 0 ? [ATELIER] : [])),
    async publish(asked) {
      const ids = asked.map(({ source, box, place, date }) => {
        const row = 'document' in source ? rows.value.find(({ id }) => id === source.document) : undefined;
        const capture = 'capture' in source ? tray.value.find(({ id }) => id === source.capture) : undefined;
        const known = row ?? capture;
        const line: Line = [place.name, place.year, place.category, place.folder, date ?? '2026-11-20', (known?.size ?? 1024) / 1024, box];
        const file: ArchivedView = {
          ...sampleArchived(5000 + ++made, line),
          ...(known?.hash ? { hash: known.hash, type: known.type } : {}),
          received: false,
          date: date ?? null,
          of: row?.id ?? null,
          publishedAt: SAMPLE_NOW,
        };
        if (capture) tray.set(tray.value.filter(({ id }) => id !== capture.id));
        files.set([file, ...files.value]);
        return file.id;
      });
      return ok(ids);
    },
    place: async (id, place) => change(id, { place: { v: 1, ...place } }),
    bin: async (id, binned) => change(id, { binnedAt: binned ? SAMPLE_NOW : null }),
    retain: async (id, retained) => change(id, { retained }),
    async pin(_dossier, part, kept) {
      pins.set(kept ? [...pins.value, part] : pins.value.filter((other) => partKey(other) !== partKey(part)));
      return ok(undefined);
    },
    async bundle(dossier) {
      const published = of(dossier).filter((file) => file.binnedAt === null);
      return {
        firm: who.firm,
        dossier: { id: ATELIER, name: 'Atelier Bonnefoy' },
        files: published.map((file) => ({
          where: 'archive' as const,
          id: file.id,
          box: file.box,
          name: file.place.name,
          type: file.type,
          size: file.size,
          hash: file.hash,
          date: file.date,
          year: file.place.year,
          category: file.place.category,
          folder: file.place.folder,
          state: 'published',
          receivedAt: file.publishedAt,
          erased: false,
        })),
        receipts: [],
        keys: { firm: who.firm.id, acts: [], pinned: { keyId: '7f3a91c204be5d60', publicKey: '' } },
      };
    },
    rules,
    async saveRules(next) {
      rules.set(next);
      return ok(undefined);
    },
  };
}

const plain = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
    .trim();
