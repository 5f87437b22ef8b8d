/** The archive as a tree: fiscal year, category, folders; each with the figures of all below it. Pure: the same rows, the same tree. */
import { ARCHIVE_CATEGORIES, type ArchiveCategory, type ArchivePlace } from './document-records.ts';

/** A part of the archive: of a fiscal year, a category in it, or a folder in that. Nothing said is everything. */
export type ArchivePart = {
  /** Null: what belongs to no year. Absent: every year. */
  readonly year?: number | null;
  readonly category?: ArchiveCategory;
  readonly folder?: readonly string[];
};

/** A node of the tree, with the figures of all that stands below it. */
export type ArchiveNode = {
  readonly key: string;
  readonly part: ArchivePart;
  readonly count: number;
  readonly size: number;
  readonly children: readonly ArchiveNode[];
};

type Growing = { readonly part: ArchivePart; count: number; size: number; readonly children: Map<string, Growing> };

/** @returns years with the last one first, what belongs to none after them */
export function archiveTree(files: readonly { readonly place: ArchivePlace; readonly size: number }[]): readonly ArchiveNode[] {
  const root: Growing = { part: {}, count: 0, size: 0, children: new Map() };
  for (const { place, size } of files) {
    let at = root;
    for (const part of partsOf(place)) {
      const key = partKey(part);
      const child = at.children.get(key) ?? { part, count: 0, size: 0, children: new Map() };
      at.children.set(key, child);
      child.count++;
      child.size += size;
      at = child;
    }
  }
  return grown(root);
}

function grown({ children }: Growing): ArchiveNode[] {
  return [...children]
    .map(([key, child]) => ({ key, part: child.part, count: child.count, size: child.size, children: grown(child) }))
    .toSorted((a, b) => before(a.part, b.part));
}

function before(a: ArchivePart, b: ArchivePart): number {
  if (a.folder !== undefined && b.folder !== undefined) return COLLATOR.compare(a.folder.at(-1) ?? '', b.folder.at(-1) ?? '');
  if (a.category !== undefined && b.category !== undefined)
    return ARCHIVE_CATEGORIES.indexOf(a.category) - ARCHIVE_CATEGORIES.indexOf(b.category);
  return (b.year ?? 0) - (a.year ?? 0);
}

const COLLATOR = new Intl.Collator('fr', { numeric: true });

/** From the year down to the last folder. */
function partsOf({ year, category, folder }: ArchivePlace): ArchivePart[] {
  return [{ year }, { year, category }, ...folder.map((_, i) => ({ year, category, folder: folder.slice(0, i + 1) }))];
}

/** Names a part in an address and in a store: two different parts never share one. */
export function partKey({ year, category, folder = [] }: ArchivePart): string {
  return [year === undefined ? 'all' : (year ?? 'none'), ...(category === undefined ? [] : [category, ...folder])]
    .map((name) => encodeURIComponent(String(name)))
    .join('/');
}

/** Whether a place stands in a part, or below it. */
export function isIn(place: ArchivePlace, { year, category, folder = [] }: ArchivePart): boolean {
  return (
    (year === undefined || place.year === year) &&
    (category === undefined || place.category === category) &&
    folder.every((name, i) => place.folder[i] === name)
  );
}
