/**
 * The files of a drop, a paste or a picked folder: folders walked, litter of systems left out, and where a page or a mail program promised
 * a file and gave none, what it gave instead, so that a sentence can say what to do.
 */
import { DEFAULT_LIMITS } from '@navette/domain/limits';

export type Gathered = {
  readonly files: readonly File[];
  /** They came out of a folder: nobody picked them one by one, and more of them may come. */
  readonly folder: boolean;
  readonly problem: GatherProblem | null;
};
export type GatherProblem =
  | { readonly tag: 'folder-empty' }
  | { readonly tag: 'too-many'; readonly count: number }
  /** A link, and no file behind it. */
  | { readonly tag: 'link'; readonly site: string }
  /** A file that was promised and never given. */
  | { readonly tag: 'not-given'; readonly mail: boolean };

const LITTER = /^(?:\.DS_Store|Thumbs\.db|desktop\.ini|\._.*)$/i;
const DEEPEST = 12;

/** Whether a drag brings something we can take, or at least answer. */
export function carriesPaper(event: DragEvent): boolean {
  const types = event.dataTransfer?.types ?? [];
  return types.includes('Files') || types.includes('DownloadURL') || types.includes('text/uri-list');
}

/** Reads a drop. Call it straight from the event: what it holds is gone a moment later. */
export async function gatherDrop(data: DataTransfer): Promise<Gathered> {
  const entries = [...data.items].flatMap((item) => (item.kind === 'file' ? (item.webkitGetAsEntry() ?? []) : []));
  const plain = [...data.files];
  const [link, promised, types] = [data.getData('text/uri-list'), data.getData('DownloadURL'), [...data.types]];
  if (!entries.some(({ isDirectory }) => isDirectory)) {
    if (plain.length > 0) return { files: plain, folder: false, problem: null };
    return { files: [], folder: false, problem: withoutFiles(link, promised, types) };
  }
  const files: File[] = [];
  let count = 0;
  for (const entry of entries) {
    for await (const file of filesOf(entry, 0)) {
      count++;
      if (files.length < DEFAULT_LIMITS.filesPerFolder) files.push(file);
    }
  }
  return folder(files, count);
}

/** Reads what a picker of folders gave. */
export function gatherFolder(picked: readonly File[]): Gathered {
  const files = picked.filter(({ name }) => !LITTER.test(name));
  return folder(files, files.length);
}

function folder(files: readonly File[], count: number): Gathered {
  if (count > DEFAULT_LIMITS.filesPerFolder) return { files: [], folder: true, problem: { tag: 'too-many', count } };
  return { files, folder: true, problem: count === 0 ? { tag: 'folder-empty' } : null };
}

function withoutFiles(link: string, promised: string, types: readonly string[]): GatherProblem | null {
  // `type:name:address`, as mail on the web writes it.
  const address = /^[^:]*:[^:]*:(https?:.*)$/.exec(promised)?.[1];
  if (address !== undefined) return { tag: 'not-given', mail: /mail|outlook|messag/i.test(hostOf(address) ?? '') };
  const [first] = link.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#'));
  const site = first === undefined ? null : hostOf(first);
  if (site !== null) return { tag: 'link', site };
  return types.includes('Files') ? { tag: 'not-given', mail: true } : null;
}

function hostOf(address: string): string | null {
  return URL.canParse(address) ? new URL(address).hostname || null : null;
}

async function* filesOf(entry: FileSystemEntry, depth: number): AsyncGenerator<File> {
  if (isFileEntry(entry)) {
    if (LITTER.test(entry.name)) return;
    const file = await new Promise<File | null>((resolve) => entry.file(resolve, () => resolve(null)));
    if (file) yield file;
    return;
  }
  if (!isFolderEntry(entry) || depth >= DEEPEST || /^(?:__MACOSX|\.git)$/.test(entry.name)) return;
  const reader = entry.createReader();
  for (;;) {
    // A hundred at a time at most, until it gives none.
    const some = await new Promise<readonly FileSystemEntry[]>((resolve) => reader.readEntries(resolve, () => resolve([])));
    if (some.length === 0) return;
    for (const inside of some) yield* filesOf(inside, depth + 1);
  }
}

function isFileEntry(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolderEntry(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}
