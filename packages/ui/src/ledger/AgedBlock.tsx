/** The balance of each third party by lateness or by age, under one bar that shows the whole. */
import type { Cents } from '@navette/kernel/cents';
import { dueDatesTexts } from '@navette/texts/due-dates-texts';
import type { ComponentChildren } from 'preact';
import { useSurroundings } from '../surroundings.tsx';
import type { AgedTable } from './aged.ts';
import { More, usePieces } from './More.tsx';

type Props = {
  readonly table: AgedTable;
  readonly view: 'due' | 'document';
  readonly partyWord: string;
  readonly hrefOf: (code: string) => string;
  readonly aside: ComponentChildren;
};

export function AgedBlock({ table, view, partyWord, hrefOf, aside }: Props) {
  const { f, language } = useSurroundings();
  const t = dueDatesTexts(language);
  const words: Readonly<Record<string, string>> = { ...t.ages, ...t.late };
  const shade = (at: number) => `age${view === 'due' ? at : at + 1}`;
  const whole = table.buckets.reduce((sum, one) => sum + Math.max(0, one), 0);
  const pieces = usePieces(100);
  const cell = (cents: number) => (cents === 0 ? <span class="z">·</span> : f.amount(cents as Cents));
  return (
    <section class="block aged">
      <header>
        <h2>
          {view === 'due' ? t.agedDue : t.agedDocument} <small>{t.hints[view]}</small>
        </h2>
        {aside}
      </header>
      {whole === 0 ? null : (
        <div class="agedbar" aria-hidden="true">
          {table.buckets.map((cents, at) =>
            cents <= 0 ? null : <i key={table.columns[at]} class={shade(at)} style={{ flexGrow: cents / whole }} />,
          )}
        </div>
      )}
      <div class="scrollx">
        <table class="dense agedtable">
          <thead>
            <tr>
              <th scope="col">{partyWord}</th>
              {table.columns.map((column, at) => (
                <th key={column} scope="col" class="num">
                  <i class={`key ${shade(at)}`} aria-hidden="true" />
                  {words[column]}
                </th>
              ))}
              <th scope="col" class="num">
                {t.total}
              </th>
            </tr>
          </thead>
          <tbody>
            {table.rows.slice(0, pieces.shown).map((row) => (
              <tr key={row.code}>
                <th scope="row">
                  <a data-row href={hrefOf(row.code)}>
                    {row.label || row.code}
                  </a>{' '}
                  {row.label === '' ? null : <small>{row.code}</small>}
                </th>
                {row.buckets.map((cents, at) => (
                  <td key={table.columns[at]} class="num">
                    {cell(cents)}
                  </td>
                ))}
                <td class="num">
                  <b>{f.amount(row.total as Cents)}</b>
                </td>
              </tr>
            ))}
            <tr class="total">
              <th scope="row">{t.total}</th>
              {table.buckets.map((cents, at) => (
                <td key={table.columns[at]} class="num">
                  {cell(cents)}
                </td>
              ))}
              <td class="num">{f.amount(table.total as Cents)}</td>
            </tr>
          </tbody>
        </table>
      </div>
      {pieces.shown < table.rows.length ? <More onMore={pieces.more} /> : null}
    </section>
  );
}
