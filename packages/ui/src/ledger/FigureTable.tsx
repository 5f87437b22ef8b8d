/** Figures one under the other beside those of the year before; each leads to what makes it and says how it is made. */
import type { ComponentChildren } from 'preact';
import type { Cents } from '@navette/kernel/cents';
import { indicatorsTexts, type FigureName } from '@navette/texts/indicators-texts';
import { useSurroundings } from '../surroundings.tsx';
import { HowButton, HowWords } from './HowButton.tsx';
import { signedChange } from './Trend.tsx';

export type FigureRow = {
  readonly key: string;
  readonly name: string;
  /** Absent where the value is no amount or comes from no account of its own. */
  readonly figure?: FigureName;
  readonly value: number | null;
  readonly before: number | null;
  /** Where it is no amount: how it is written. */
  readonly written?: (value: number) => string;
  /** Why there is no value, or what to know of it. */
  readonly note?: string;
  readonly how?: ComponentChildren;
  /** A percentage would compare what does not compare. */
  readonly incomparable?: boolean;
  readonly strong?: boolean;
  readonly part?: boolean;
};

type Props = {
  readonly title: string;
  readonly rows: readonly FigureRow[];
  readonly year: string;
  readonly beforeYear: string | null;
  readonly from2025: boolean;
  readonly hrefOf: (figure: FigureName) => string;
  readonly notice?: string | undefined;
  readonly change?: boolean;
};

export function FigureTable({ title, rows, year, beforeYear, from2025, hrefOf, notice, change = false }: Props) {
  const { f, language } = useSurroundings();
  const t = indicatorsTexts(language);
  return (
    <section class="block figblock">
      <header>
        <h2>{title}</h2>
      </header>
      {notice === undefined ? null : <p class="note plain">{notice}</p>}
      <table class="dense figtable">
        <thead>
          <tr>
            <th scope="col">{t.head.figure}</th>
            <th scope="col" class="num">
              {year}
            </th>
            {beforeYear === null ? null : (
              <th scope="col" class="num was">
                {beforeYear}
              </th>
            )}
            {change && beforeYear !== null ? (
              <th scope="col" class="num evo">
                {t.head.change}
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const write = (value: number) => row.written?.(value) ?? f.amount(value as Cents);
            return (
              <tr key={row.key} class={row.strong === true ? 'strong' : row.part === true ? 'part' : ''}>
                <th scope="row">
                  <span class="figname">
                    {row.figure === undefined || row.value === null ? (
                      <span>{row.name}</span>
                    ) : (
                      <a data-row href={hrefOf(row.figure)}>
                        {row.name}
                      </a>
                    )}
                    {row.how === undefined && row.figure === undefined ? null : (
                      <HowButton name={row.name}>
                        {row.how ?? (row.figure === undefined ? null : <HowWords figure={row.figure} from2025={from2025} />)}
                      </HowButton>
                    )}
                  </span>
                  {row.note === undefined ? null : <small class="blk">{row.note}</small>}
                </th>
                <td class={row.value === 0 ? 'num z' : 'num'}>{row.value === null ? <span class="z">–</span> : write(row.value)}</td>
                {beforeYear === null ? null : <td class="num z was">{row.before === null ? '–' : write(row.before)}</td>}
                {change && beforeYear !== null ? (
                  <td class="num evo">
                    {row.value === null || row.before === null ? null : row.incomparable === true ? (
                      <small>{t.changedShort}</small>
                    ) : (
                      <small>{signedChange(f, row.value, row.before)}</small>
                    )}
                  </td>
                ) : null}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
