/** What a drop takes more than a moment for: walking folders, and saying what was given in place of a file. Loaded when it is needed. */
import { DEFAULT_LIMITS } from '@navette/domain/limits';
import type { Gathered, GatherProblem } from './gather.ts';

const LITTER = /^(?:\.DS_Store|Thumbs\.db|desktop\.ini|\._.*)$/i;
const DEEPEST = 12;

/** @returns the files under these entries, or that they are none or too many */
export async function filesIn(entries: readonly FileSystemEntry[]): Promise<Gathered> {
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

/** Opens the browser's picker of folders. @returns what was picked; nothing where the person changed their mind */
export async function pickFolderFiles(): Promise<Gathered> {
  const field = document.createElement('input');
  field.type = 'file';
  field.webkitdirectory = true;
  const picked = new Promise<readonly File[] | null>((resolve) => {
    field.addEventListener('change', () => resolve([...(field.files ?? [])]));
    field.addEventListener('cancel', () => resolve(null));
  });
  field.click();
  const files = await picked;
  return files === null ? { files: [], folder: true, problem: null } : gatherFolder(files);
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

/** @returns what stands where a file should: a link, a promise that was not kept */
export function withoutFiles(link: string, promised: string, types: readonly string[]): GatherProblem | null {
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
