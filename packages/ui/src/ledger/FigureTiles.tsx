/** The headline figures of the dossier's kind: each now, the same months a year before, and how it moved, in words. */
import type { Cents } from '@navette/kernel/cents';
import type { IndicatorName } from '@navette/domain/ledger/indicators';
import type { MonthFigures } from '@navette/domain/ledger/periods';
import { indicatorsTexts, type FigureName } from '@navette/texts/indicators-texts';
import { useSurroundings } from '../surroundings.tsx';
import { Trend } from './Trend.tsx';
import type { FiguresInSight } from './use-figures.ts';

type Props = {
  readonly figures: readonly IndicatorName[];
  readonly selected: FigureName;
  readonly sight: FiguresInSight;
  readonly nameOf: (figure: FigureName) => string;
  readonly hrefOf: (figure: FigureName) => string;
  readonly beforeYear: string | null;
};

const MONTHLY = ['revenue', 'expenses', 'cash', 'receivables', 'payables'] as const;

export function FigureTiles({ figures, selected, sight, nameOf, hrefOf, beforeYear }: Props) {
  const { f, language } = useSurroundings();
  const t = indicatorsTexts(language);
  const { now, was } = sight;
  return (
    <ul class="figs">
      {figures.map((figure) => {
        const value = now?.indicators[figure] ?? 0;
        const before = was?.indicators[figure] ?? null;
        const monthly = MONTHLY.find((known) => known === figure);
        return (
          <li key={figure} class={figure === selected ? 'is-sel' : ''}>
            <a data-row href={hrefOf(figure)} {...(figure === selected ? { 'aria-current': 'true' as const } : {})}>
              <span>{nameOf(figure)}</span>
              <b class="n">{f.wholeMoney(value as Cents)}</b>
              {before === null || beforeYear === null ? (
                <small class="was">{t.notCompared}</small>
              ) : (
                <>
                  <small class="was">{t.inYear(f.wholeMoney(before as Cents), beforeYear)}</small>
                  <Trend now={value} before={before} year={beforeYear} />
                </>
              )}
              {monthly === undefined || now === null ? null : <Spark months={now.months} of={monthly} />}
            </a>
          </li>
        );
      })}
    </ul>
  );
}

/** The months of a figure, small: on a narrow screen, where the chart of only one is in sight. */
function Spark({ months, of }: { months: readonly MonthFigures[]; of: (typeof MONTHLY)[number] }) {
  const values = months.slice(-12).map((month) => month[of]);
  const most = Math.max(1, ...values);
  return (
    <svg class="spark" width="72" height="24" viewBox="0 0 72 24" aria-hidden="true">
      {values.map((value, at) => {
        const height = Math.max(0, (value / most) * 22);
        return <rect key={at} x={at * 6} y={23 - height} width="4" height={height} class={at === values.length - 1 ? 'last' : ''} />;
      })}
      <path d="M0 23.5h72" />
    </svg>
  );
}
