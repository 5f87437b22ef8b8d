/** The chosen figure over the exercise: a chart, its table one key away, and how it is made. */
import type { Cents } from '@navette/kernel/cents';
import { indicatorsTexts, type FigureName } from '@navette/texts/indicators-texts';
import { Icon } from '../components/Icon.tsx';
import { Shapes } from '../components/Shapes.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { CashLine } from './CashLine.tsx';
import { HowWords } from './HowButton.tsx';
import { MonthBars, type MonthValue } from './MonthBars.tsx';
import { signedChange } from './Trend.tsx';
import { useAnswer } from './use-book.ts';
import type { FiguresInSight } from './use-figures.ts';
import { isStock, useMonths } from './use-months.ts';

type Props = {
  readonly figure: FigureName;
  readonly name: string;
  readonly sight: FiguresInSight;
  readonly month: string | null;
  readonly hrefOf: (month: string) => string;
  readonly year: string;
  readonly beforeYear: string | null;
  readonly asTable: boolean;
  readonly onTable: (asTable: boolean) => void;
};

export function ChartPart({ figure, name, sight, month, hrefOf, year, beforeYear, asTable, onTable }: Props) {
  const { f, language } = useSurroundings();
  const t = indicatorsTexts(language);
  const { exercise, now } = sight;
  const months = useMonths(figure, sight);
  const line = figure === 'cash';
  const cash = useAnswer(sight.book, 'cash', line && !asTable ? {} : null);
  const title = line && !asTable ? t.day(name) : isStock(figure) ? t.atMonthEnd(name) : t.byMonth(name);
  return (
    <section class="chartpart" aria-label={title}>
      <header class="row charthead">
        <h2 class="grow">{title}</h2>
        {line && !asTable ? null : (
          <>
            <span class="leg">
              <i class="k1" />
              {year}
            </span>
            {beforeYear === null ? null : (
              <span class="leg">
                <i class="k2" />
                {beforeYear}
              </span>
            )}
          </>
        )}
        <button type="button" class={`filter noprint${asTable ? ' on' : ''}`} aria-pressed={asTable} onClick={() => onTable(!asTable)}>
          <Icon name="list" size="s" />
          {t.table} <kbd class="wideonly">t</kbd>
        </button>
      </header>
      {asTable ? (
        <MonthTable months={months} year={year} beforeYear={beforeYear} hrefOf={hrefOf} picked={month} />
      ) : line ? (
        cash === null ? (
          <div class="chartshape" aria-busy={sight.state.state !== 'failed'} />
        ) : (
          <CashLine
            label={title}
            days={cash}
            start={exercise.start}
            closing={exercise.closing}
            through={exercise.through}
            picked={month}
            hrefOf={hrefOf}
          />
        )
      ) : months === null ? (
        <div class="chartshape" aria-busy={sight.state.state !== 'failed'} />
      ) : (
        <MonthBars label={title} months={months} beforeYear={beforeYear ?? ''} picked={month} hrefOf={hrefOf} />
      )}
      <details class="how">
        <summary>
          <Icon name="right" size="s" />
          {t.how}
        </summary>
        <div>
          <HowWords figure={figure} from2025={now?.from2025 ?? false} />
          <p>
            {t.formula.of(f.day(exercise.start), f.day(exercise.through))}{' '}
            {t.formula.source(f.count(exercise.lines), f.day(exercise.importedAt))}
            {now === null || now.closingLeftOut === 0 ? '' : ` ${t.formula.closing}`}
            {now === null || now.unread === 0 ? '' : ` ${t.formula.unread(now.unread, f.count(now.unread))}`}
          </p>
        </div>
      </details>
    </section>
  );
}

type TableProps = Pick<Props, 'year' | 'beforeYear' | 'hrefOf'> & {
  readonly months: readonly MonthValue[] | null;
  readonly picked: string | null;
};

function MonthTable({ months, year, beforeYear, hrefOf, picked }: TableProps) {
  const { f, language } = useSurroundings();
  const t = indicatorsTexts(language);
  if (months === null) return <Shapes rows={6} />;
  const written = (cents: number | null) => (cents === null ? '' : f.amount(cents as Cents));
  return (
    <table class="dense monthtable">
      <thead>
        <tr>
          <th scope="col">{t.head.month}</th>
          <th scope="col" class="num">
            {year}
          </th>
          {beforeYear === null ? null : (
            <>
              <th scope="col" class="num was">
                {beforeYear}
              </th>
              <th scope="col" class="num evo">
                {t.head.change}
              </th>
            </>
          )}
        </tr>
      </thead>
      <tbody>
        {months.map(({ month, now, before }) => (
          <tr key={month} class={picked === month ? 'is-on' : ''}>
            <th scope="row">{now === null ? f.month(month) : <a href={hrefOf(month)}>{f.month(month)}</a>}</th>
            <td class="num">{written(now)}</td>
            {beforeYear === null ? null : (
              <>
                <td class="num z was">{written(before)}</td>
                <td class="num evo">
                  <small>{now === null || before === null ? '' : signedChange(f, now, before)}</small>
                </td>
              </>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
