/** Hands bytes to a file the person chooses, where the platform lets a page write to one; else to the browser's own download (R205). */
import { displayName } from '@navette/kernel/display-name';
import { saveFile } from '../save-file.ts';

type Writable = { write(bytes: Blob | Uint8Array): Promise<void>; close(): Promise<void>; abort(): Promise<void> };
type FileHandle = { readonly name: string; createWritable(): Promise<Writable> };
type Picker = (options: { readonly suggestedName: string }) => Promise<FileHandle>;

function picker(): Picker | null {
  const found = (globalThis as { showSaveFilePicker?: Picker }).showSaveFilePicker;
  return typeof found === 'function' ? found.bind(globalThis) : null;
}

export function canSaveAs(): boolean {
  return picker() !== null;
}

export type ChosenFile = { readonly name: string; readonly to: Writable };

/** Call it straight from the click. @returns null when the person turned back; @throws when the place cannot be written */
export async function chooseFile(name: string): Promise<ChosenFile | null> {
  try {
    const handle = await picker()?.({ suggestedName: displayName(name) });
    return handle ? { name: handle.name, to: await handle.createWritable() } : null;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return null;
    throw error;
  }
}

/** @returns the name it was saved under; null when the person turned back, or the browser asks by itself */
export async function saveAs(bytes: Blob, name: string): Promise<string | null> {
  if (!canSaveAs()) {
    saveFile(bytes, name);
    return null;
  }
  const chosen = await chooseFile(name);
  if (chosen === null) return null;
  try {
    await chosen.to.write(bytes);
    await chosen.to.close();
  } catch (error) {
    await chosen.to.abort().catch(() => undefined);
    throw error;
  }
  return chosen.name;
}

/** Types a browser shows by itself, and nothing that runs (F1, M4). */
const SHOWN: ReadonlySet<string> = new Set(['application/pdf', 'image/png', 'image/jpeg', 'image/gif', 'image/webp', 'text/plain']);

export function canOpen(type: string): boolean {
  return SHOWN.has(type);
}

/** In a tab of its own, by the browser's own viewer. */
export function openFile(bytes: Blob, type: string): void {
  const url = URL.createObjectURL(new Blob([bytes], { type }));
  open(url, '_blank', 'noopener');
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** A name with the ending of its type, where it has none: archives are named as people call them. */
export function fileName(name: string, type: string): string {
  const ending: Readonly<Record<string, string>> = {
    'application/pdf': '.pdf',
    'image/png': '.png',
    'image/jpeg': '.jpg',
    'text/csv': '.csv',
    'application/zip': '.zip',
  };
  const wanted = ending[type];
  return wanted === undefined || name.toLowerCase().endsWith(wanted) || /\.[a-z0-9]{2,5}$/i.test(name) ? name : name + wanted;
}
