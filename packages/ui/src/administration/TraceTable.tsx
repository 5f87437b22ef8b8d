/** The lines of the trace, day by day, the newest first. On a phone the dossier stands under the person, the hours under the act. */
import type { TraceRow } from '@navette/protocol/trace';
import { traceTexts } from '@navette/texts/trace-texts';
import { useSurroundings } from '../surroundings.tsx';
import { actWords, hoursOf, placeWords } from './trace-table.ts';

export function TraceTable({ rows }: { rows: readonly TraceRow[] }) {
  const { f, language } = useSurroundings();
  const t = traceTexts(language);
  return (
    <table class="tracetable">
      <caption class="vh">{t.caption}</caption>
      <thead>
        <tr>
          <th scope="col" class="c-who">
            {t.head.person}
          </th>
          <th scope="col" class="c-place">
            {t.head.dossier}
          </th>
          <th scope="col">{t.head.what}</th>
          <th scope="col" class="c-hours">
            {t.head.hours}
          </th>
        </tr>
      </thead>
      {byDay(rows).map(([day, lines]) => (
        <tbody key={day}>
          <tr class="traceon">
            <th colSpan={4} scope="rowgroup">
              {f.day(day)}
            </th>
          </tr>
          {lines.map((row) => (
            <Line key={`${row.person} ${row.device} ${row.what} ${row.dossier} ${row.first}`} row={row} />
          ))}
        </tbody>
      ))}
    </table>
  );
}

function Line({ row }: { row: TraceRow }) {
  const { f, language } = useSurroundings();
  const t = traceTexts(language);
  const place = placeWords(row, t);
  const hours = hoursOf(row, f);
  const device = row.device === 0 ? '' : t.device(row.device);
  const about = [row.side === 'staff' ? '' : t.sides[row.side], device].filter(Boolean).join(' · ');
  return (
    <tr>
      <th scope="row">
        <b>{row.name === '' ? t.unnamed : row.name}</b>
        {about === '' ? null : <small class="blk">{about}</small>}
        <small class="blk onphone">{place}</small>
      </th>
      <td class="c-place">{place}</td>
      <td>
        {actWords(row, t)}
        {row.offline ? (
          <span class="tag" title={t.offlineHint}>
            {t.offline}
          </span>
        ) : null}
        <small class="blk onphone n">{hours}</small>
      </td>
      <td class="c-hours n nw">{hours}</td>
    </tr>
  );
}

function byDay(rows: readonly TraceRow[]): readonly (readonly [string, readonly TraceRow[]])[] {
  const days = new Map<string, TraceRow[]>();
  for (const row of rows) {
    const lines = days.get(row.day);
    if (lines) lines.push(row);
    else days.set(row.day, [row]);
  }
  return [...days];
}
