/**
 * A folder a person picked, looked at while the page is open: files that were there before are left, a new one is given once it has stood
 * still between two looks, so that a scanner is not read half-way. Nothing is kept of the folder, and nothing in it is changed.
 */

/** The part of a picked folder that is used. */
export type PickedFolder = { readonly name: string; values(): AsyncIterable<FolderEntry> };
export type FolderEntry = { readonly kind: 'file' | 'directory'; readonly name: string; getFile?(): Promise<File> };

const LITTER = /^(?:\.|~\$|Thumbs\.db$|desktop\.ini$)|\.(?:tmp|part|crdownload)$/i;

/** Asks the browser for a folder. @returns null where it cannot, or the person changed their mind; call it straight from the click */
export async function pickFolder(): Promise<PickedFolder | null> {
  const { showDirectoryPicker } = globalThis as { showDirectoryPicker?: (options: { mode: 'read' }) => Promise<PickedFolder> };
  return showDirectoryPicker ? showDirectoryPicker({ mode: 'read' }).catch(() => null) : null;
}

export function canPickFolder(): boolean {
  return 'showDirectoryPicker' in globalThis;
}

/** @returns a look: each call gives the files that came since the first one and stand still since the former one */
export function watchFolder(folder: PickedFolder): () => Promise<readonly File[]> {
  let begun = false;
  const given = new Set<string>();
  let moving = new Map<string, string>();
  return async () => {
    const seen = new Map<string, string>();
    const still: File[] = [];
    for await (const entry of folder.values()) {
      if (entry.kind !== 'file' || !entry.getFile || LITTER.test(entry.name)) continue;
      const file = await entry.getFile().catch(() => null);
      if (!file) continue;
      const mark = `${file.size} ${file.lastModified}`;
      const key = `${entry.name} ${mark}`;
      if (!begun) given.add(key);
      if (given.has(key)) continue;
      seen.set(entry.name, mark);
      if (file.size > 0 && moving.get(entry.name) === mark) {
        given.add(key);
        still.push(file);
      }
    }
    begun = true;
    moving = seen;
    return still;
  };
}
