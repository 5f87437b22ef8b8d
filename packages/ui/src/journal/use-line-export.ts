/** All the lines of a list as a file, a page at a time, noted like every export (R16). */
import { useState } from 'preact/hooks';
import type { OpenBook } from '@navette/device/model';
import type { LineView } from '@navette/domain/ledger/lines';
import type { DossierId } from '@navette/kernel/ids';
import { journalTexts } from '@navette/texts/journal-texts';
import { useExportNote } from '../documents/use-export-note.ts';
import { saveFile } from '../save-file.ts';
import { useSurroundings } from '../surroundings.tsx';
import { linesHead, linesPart } from './journal-table.ts';
import type { LineQuery } from './line-query.ts';

/** Lines asked for at once. */
const PART = 5000;

export type LineExport = {
  readonly query: LineQuery;
  readonly total: number;
  /** What stood before the first line; null without a running balance. */
  readonly running: number | null;
  readonly name: string;
};

export function useLineExport(dossier: DossierId) {
  const { language } = useSurroundings();
  const { csv } = journalTexts(language);
  const note = useExportNote();
  const [done, setDone] = useState<number | null>(null);
  return {
    /** Lines written so far; null where nothing is. */
    done,
    async save(book: OpenBook, { query, total, running, name }: LineExport) {
      if (done !== null || !(await note({ what: 'list', items: total, dossiers: [dossier] }))) return;
      const parts = [linesHead(csv, running !== null)];
      setDone(0);
      try {
        for (let offset = 0; offset < total; offset += PART) {
          const { lines } = await book.ask('lines', { query, offset, limit: PART, running: running !== null });
          parts.push(linesPart(lines, running !== null, running ?? 0));
          setDone(Math.min(total, offset + PART));
        }
      } finally {
        setDone(null);
      }
      saveFile(new Blob(parts, { type: 'text/csv' }), name);
    },
  };
}

/** The first lines of a list, for paper. */
export async function linesForPaper(book: OpenBook, query: LineQuery, running: boolean, most: number): Promise<readonly LineView[]> {
  return (await book.ask('lines', { query, offset: 0, limit: most, running })).lines;
}
