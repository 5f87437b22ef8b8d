/** A file to a book: read in pieces with its checks, packed, compressed. Runs in a worker; the file is never held whole. */
import { fecReaderFor } from '@navette/formats/fec';
import { bookFacts } from '@navette/formats/book-facts';
import { packLedger } from '@navette/formats/ledger-file';
import { ok, refuse, type Result } from '@navette/kernel/result';
import type { ReadBook, ReadRefusal } from '../ledger-model.ts';
import { zipped } from './zipping.ts';

const PIECE = 8 * 1024 * 1024;
const HEAD = 4_096;

/** @param progress called after each piece, with bytes of bytes */
export async function readBook(file: File, progress: (read: number, of: number) => void): Promise<Result<ReadBook, ReadRefusal>> {
  const { size, name } = file;
  const bytesOf = async (from: number, to: number) => new Uint8Array(await file.slice(from, to).arrayBuffer());
  const reader = fecReaderFor(await bytesOf(0, Math.min(HEAD, size)), size);
  try {
    for (let from = 0; from < size; from += PIECE) {
      const to = Math.min(from + PIECE, size);
      if (!reader.push(await bytesOf(from, to))) break;
      progress(to, size);
    }
  } catch {
    return refuse({ tag: 'fec-not-read' });
  }
  const read = reader.finish();
  if (!read.ok) return read;
  const { figures, words } = packLedger(read.value.ledger);
  const [zippedFigures, zippedWords, source] = await Promise.all([zipped(figures), zipped(words), zipped(file)]);
  return ok({ ...bookFacts(read.value, name), files: { figures: zippedFigures, words: zippedWords, source } });
}
