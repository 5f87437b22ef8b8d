/** The words of one line of the trace, for the screen and for a spreadsheet. */
import type { TraceRow } from '@navette/protocol/trace';
import type { Formats, Language } from '@navette/texts/formats';
import { traceTexts, type TraceTexts } from '@navette/texts/trace-texts';
import { csvCell } from '../documents/export-list.ts';

export function actWords({ what, of, count }: Pick<TraceRow, 'what' | 'of' | 'count'>, t: TraceTexts): string {
  switch (what) {
    case 'file':
      return t.what.file(count);
    case 'export':
      return of === null ? t.what.export : t.what[of](count);
    default:
      return t.what[what];
  }
}

/** What is of no dossier is of the firm. */
export function placeWords({ dossier, dossierName }: Pick<TraceRow, 'dossier' | 'dossierName'>, t: TraceTexts): string {
  return dossier === null ? t.whole : dossierName === '' ? t.gone : dossierName;
}

export function hoursOf({ first, last }: Pick<TraceRow, 'first' | 'last'>, f: Pick<Formats, 'time'>): string {
  const [from, to] = [f.time(first), f.time(last)];
  return from === to ? from : `${from} – ${to}`;
}

/** All of them, as a table for a spreadsheet. */
export function traceTable(rows: readonly TraceRow[], { f, language }: { readonly f: Formats; readonly language: Language }): string {
  const t = traceTexts(language);
  const lines = rows.map((row) => [
    row.day,
    row.name === '' ? t.unnamed : row.name,
    t.sides[row.side],
    placeWords(row, t),
    actWords(row, t),
    String(row.count),
    f.time(row.first),
    f.time(row.last),
    row.device === 0 ? '' : String(row.device),
    row.offline ? t.yes : t.no,
  ]);
  return [t.csvHead, ...lines].map((cells) => cells.map(csvCell).join(';')).join('\r\n');
}
