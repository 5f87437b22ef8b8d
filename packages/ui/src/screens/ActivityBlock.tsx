/** Five figures of the fiscal year beside the year before, from the firm's published ledgers, with their months. */
import type { Cents } from '@navette/kernel/cents';
import type { LedgerManifest } from '@navette/rooms/ledger-records';
import type { ScreenProps } from '../App.tsx';
import { Shapes } from '../components/Shapes.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { useLive } from '../use-observable.ts';

const FIGURES = ['revenue', 'charges', 'receivables', 'payables', 'cash'] as const;
/** The schema of a ledger carries whole cents as plain numbers. */
const asCents = (value: number) => value as Cents;
type Figure = (typeof FIGURES)[number];

const EMPTY = { subscribe: (listener: (value: readonly LedgerManifest[]) => void) => (listener([]), () => undefined) };

/** Balances are read at the end of a month; flows add up from the first. */
const BALANCES: ReadonlySet<Figure> = new Set(['receivables', 'payables', 'cash']);

/**
 * The year before, stopped at the same month as this one: January to October against January to October.
 * @returns null when that year is unknown or does not reach that month
 */
export function sameMonths(current: LedgerManifest, before: LedgerManifest | undefined, figure: Figure): number | null {
  const reached = before?.months.slice(0, current.months.length) ?? [];
  if (reached.length === 0 || reached.length < current.months.length) return null;
  return BALANCES.has(figure) ? (reached.at(-1)?.[figure] ?? null) : reached.reduce((sum, month) => sum + month[figure], 0);
}

export function ActivityBlock({ account, dossier }: Pick<ScreenProps, 'account' | 'dossier'>) {
  const { doors, t, f } = useSurroundings();
  const answer = useLive(() => (dossier === null ? EMPTY : doors.library.ledgers(dossier.id)), [doors, dossier?.id], null);
  const ledgers = answer ?? [];
  const [current, ...older] = ledgers.filter(({ published }) => published).toSorted((a, b) => b.fiscalYear - a.fiscalYear);
  const before = older.find(({ fiscalYear }) => fiscalYear === (current?.fiscalYear ?? 0) - 1);
  const first = current?.months[0]?.month;
  const last = current?.months.at(-1)?.month;
  return (
    <section class="block" id="activity">
      <header>
        <h2>{t.home.activity}</h2>
        {last === undefined ? null : <small>{t.home.closedAt(f.monthName(last))}</small>}
      </header>
      {answer === null || account.dossiers.length === 0 ? (
        <Shapes rows={5} />
      ) : current === undefined || first === undefined || last === undefined ? (
        <p class="cap2 ink2 pad8">{dossier === null ? t.home.pickCompany : t.home.noFigures}</p>
      ) : (
        <>
          <table class="fl">
            <thead>
              <tr>
                <th scope="col">{t.home.inEuros}</th>
                <th scope="col">
                  <span class="vh">{t.home.lastMonths}</span>
                </th>
                <th scope="col" class="num">
                  {current.fiscalYear}
                  {before === undefined ? null : <span class="blk before">{before.fiscalYear}</span>}
                </th>
              </tr>
            </thead>
            <tbody>
              {FIGURES.map((figure) => {
                const past = sameMonths(current, before, figure);
                return (
                  <tr key={figure}>
                    <th scope="row">{t.home.figures[figure]}</th>
                    <td>
                      <Bars values={current.months.map((month) => month[figure])} />
                    </td>
                    <td class="num">
                      <b>{f.amount(asCents(current.totals[figure]))}</b>
                      {past === null ? null : <small class="blk">{f.amount(asCents(past))}</small>}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
          <p class="cap">{t.home.through(f.monthName(first), f.monthName(last))}</p>
          <details class="how">
            <summary>{t.home.asTable}</summary>
            <div class="scrollx" tabIndex={0} role="region" aria-label={t.home.lastMonths}>
              <table class="dense">
                <thead>
                  <tr>
                    <th scope="col">{t.home.month}</th>
                    {FIGURES.map((figure) => (
                      <th scope="col" class="num" key={figure}>
                        {t.home.figures[figure]}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {current.months.map((month) => (
                    <tr key={month.month}>
                      <th scope="row">{f.monthName(month.month)}</th>
                      {FIGURES.map((figure) => (
                        <td class="num" key={figure}>
                          {f.amount(asCents(month[figure]))}
                        </td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </details>
        </>
      )}
    </section>
  );
}

/** One bar a month, the last one strong; negative months hang below the line. Decorative: the table says the figures. */
function Bars({ values }: { values: readonly number[] }) {
  const top = Math.max(0, ...values);
  const bottom = Math.min(0, ...values);
  const span = top - bottom || 1;
  const line = 20 * (top / span) + 1;
  const step = 64 / Math.max(values.length, 10);
  return (
    <svg class="spark" width="64" height="22" viewBox="0 0 64 22" aria-hidden="true" focusable="false">
      {values.map((value, index) => {
        const height = Math.max((Math.abs(value) / span) * 20, 0.6);
        return (
          <rect
            key={`${index} ${value}`}
            class={index === values.length - 1 ? 'last' : ''}
            x={index * step}
            y={value >= 0 ? line - height : line}
            width={step * 0.53}
            height={height}
          />
        );
      })}
      <path d={`M0 ${line + 0.25}H64`} />
    </svg>
  );
}
