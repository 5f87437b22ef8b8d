/**
 * The files of a drop, a paste or a picked folder: folders walked, litter of systems left out, and where a page or a mail program promised
 * a file and gave none, what it gave instead, so that a sentence can say what to do.
 */
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
  const plainOnly = !entries.some(({ isDirectory }) => isDirectory);
  if (plainOnly && plain.length > 0) return { files: plain, folder: false, problem: null };
  const { filesIn, withoutFiles } = await import('./walk.ts');
  return plainOnly ? { files: [], folder: false, problem: withoutFiles(link, promised, types) } : filesIn(entries);
}
