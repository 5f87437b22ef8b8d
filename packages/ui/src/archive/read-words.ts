/** Words of a file, for searching its content: of a PDF by pdf.js, loaded when it is needed; of a text as it stands. */
import type { Library } from '@navette/device/model';
import type { BlobHash } from '@navette/kernel/ids';
import type { Host } from '../host.ts';

const MOST = 100_000;

/** Reads and keeps the words of a file that is here; what cannot be read is left without. Never throws for what the file holds. */
export async function keepWordsOf(
  library: Pick<Library, 'bytes' | 'keepWords'>,
  host: Host,
  file: { readonly hash: BlobHash; readonly type: string },
): Promise<void> {
  const blob = await library.bytes(file.hash);
  if (blob === null) return;
  const words = await wordsOf(blob, file.type, host).catch(() => '');
  if (words.trim() !== '') await library.keepWords(file.hash, words);
}

async function wordsOf(blob: Blob, type: string, host: Host): Promise<string> {
  if (type.startsWith('text/')) return (await blob.slice(0, MOST).text()).slice(0, MOST);
  if (type !== 'application/pdf') return '';
  const { openPdf } = await import('../viewer/pdf.ts');
  const opened = await openPdf(blob, host.workerUrl);
  if (!opened.ok) return '';
  try {
    return await opened.value.words(MOST);
  } finally {
    opened.value.close();
  }
}
