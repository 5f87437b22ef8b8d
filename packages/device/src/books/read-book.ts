/** A file to a book: read in pieces with its checks, packed, compressed. Runs in a worker; the file is never held whole. */
import { answer } from '@navette/domain/ledger/questions';
import { fileLine } from '@navette/domain/ledger/ledger';
import { checkFec, hasReserves } from '@navette/formats/check-fec';
import { fecReaderFor } from '@navette/formats/fec';
import { fecFileName } from '@navette/formats/fec-file-name';
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
  const { ledger } = read.value;
  const findings = checkFec(read.value, name);
  const summary = answer(ledger, 'figures', {});
  const { figures, words } = packLedger(ledger);
  const named = fecFileName(name);
  const closing = named?.valid ? named.closing : endOfMonth(summary.last);
  const lineOf = new Map(findings.flatMap(({ rows }) => rows).map((row) => [row, fileLine(ledger, row)]));
  const [zippedFigures, zippedWords, source] = await Promise.all([zipped(figures), zipped(words), zipped(file)]);
  return ok({
    name,
    siren: named?.siren ?? null,
    start: startOf(closing, summary.first),
    closing,
    through: summary.last ?? closing,
    lines: ledger.rows,
    entries: ledger.entries,
    findings,
    lineOf,
    reserves: hasReserves(findings),
    summary,
    files: { figures: zippedFigures, words: zippedWords, source },
  });
}

function endOfMonth(last: string | null): string {
  const [year = 1970, month = 1] = (last ?? '1970-12-31').split('-').map(Number);
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}

/** Twelve months before the closing, or the first line where that is within. Exercises are of one to twenty-four months. */
function startOf(closing: string, first: string | null): string {
  const [year = 1970, month = 1, day = 1] = closing.split('-').map(Number);
  // The day after the same closing one year before; 28 February of a year follows 29 February of another.
  const before = new Date(Date.UTC(year - 1, month - 1, day));
  const last = day >= 28 && month === 2 ? new Date(Date.UTC(year - 1, 2, 0)) : before;
  const usual = new Date(last.getTime() + 86_400_000).toISOString().slice(0, 10);
  return first !== null && first < usual ? first : usual;
}
