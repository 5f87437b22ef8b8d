/** The échéancier: what comes in and goes out, stretch after stretch, with the tax and social dates and the cash one may expect. */
import { Fragment } from 'preact';
import { useState } from 'preact/hooks';
import type { Cents } from '@navette/kernel/cents';
import { dueDatesTexts } from '@navette/texts/due-dates-texts';
import { Icon } from '../components/Icon.tsx';
import { useNow, useSurroundings } from '../surroundings.tsx';
import type { ScheduledItem, Step, Stretch } from './schedule.ts';

type Props = {
  readonly stretches: readonly Stretch[];
  readonly step: Step;
  readonly hrefOf: (entry: number) => string;
};

const WIDTH = 208;

export function SchedulePart({ stretches, step, hrefOf }: Props) {
  const { f, language } = useSurroundings();
  const t = dueDatesTexts(language);
  const moment = useNow();
  const [open, setOpen] = useState<string | null>(null);
  const most = Math.max(1, ...stretches.flatMap((one) => [Math.abs(one.in), Math.abs(one.out)]));
  const money = (cents: number) => (cents === 0 ? <span class="z">·</span> : f.amount(cents as Cents));
  const nameOf = ({ kind, from, to }: Stretch) =>
    kind === 'late'
      ? t.schedule.late
      : kind === 'later'
        ? t.schedule.later
        : step === 'month'
          ? f.month(from.slice(0, 7))
          : from === to
            ? f.shortDay(from, moment)
            : t.schedule.weekOf(
                from.slice(0, 7) === to.slice(0, 7) ? String(Number(from.slice(8))) : f.shortDay(from, moment),
                f.shortDay(to, moment),
              );
  return (
    <table class="dense schedule">
      <thead>
        <tr>
          <th scope="col">{t.schedule[step === 'week' ? 'week' : 'month']}</th>
          <th scope="col" class="num">
            {t.schedule.in}
          </th>
          <th scope="col" class="c-bar">
            <span class="vh">
              {t.schedule.in}, {t.schedule.out}
            </span>
          </th>
          <th scope="col" class="num c-out">
            {t.schedule.out}
          </th>
          <th scope="col" class="c-big">
            {t.schedule.largest}
          </th>
          <th scope="col" class="num">
            {t.schedule.expected}
          </th>
        </tr>
      </thead>
      <tbody>
        {stretches.map((one) => {
          const key = `${one.kind}${one.from}`;
          const [largest] = one.items.toSorted((a, b) => b.amount - a.amount);
          const half = WIDTH / 2;
          const [comes, goes] = [(Math.max(0, one.in) / most) * half, (Math.max(0, one.out) / most) * half];
          const shown = open === key;
          return (
            <Fragment key={key}>
              <tr class={one.kind === 'stretch' ? '' : 'apart'}>
                <th scope="row">
                  {one.items.length === 0 ? (
                    nameOf(one)
                  ) : (
                    <button type="button" data-row class="unfold" aria-expanded={shown} onClick={() => setOpen(shown ? null : key)}>
                      <Icon name={shown ? 'down' : 'right'} size="s" />
                      {nameOf(one)}
                    </button>
                  )}
                </th>
                <td class="num">{money(one.in)}</td>
                <td class="c-bar">
                  <svg width={WIDTH} height="12" viewBox={`0 0 ${WIDTH} 12`} aria-hidden="true">
                    <rect class="is" x={half - comes} y="0" width={comes} height="12" />
                    <rect class="was" x={half + 0.5} y="0.5" width={Math.max(0, goes)} height="11" />
                  </svg>
                </td>
                <td class="num c-out">{one.out === 0 ? money(0) : f.amount(-one.out as Cents)}</td>
                <td class="c-big">{largest === undefined ? null : <span class="ink2">{largest.partyLabel || largest.party}</span>}</td>
                <td class="num">{one.expected === null ? '' : <b>{f.amount(one.expected as Cents)}</b>}</td>
              </tr>
              {one.taxes.length === 0 ? null : (
                <tr class="taxrow">
                  <td colSpan={6}>
                    <ul class="taxes" aria-label={t.head.taxes}>
                      {one.taxes.map(({ day, tax }) => (
                        <li key={`${day}${tax}`} class="tag">
                          <Icon name="calendar" size="s" />
                          {f.shortDay(day, moment)} · {t.taxes[tax]}
                        </li>
                      ))}
                    </ul>
                  </td>
                </tr>
              )}
              {shown ? (
                <tr class="unfolded">
                  <td colSpan={6}>
                    <Detail items={one.items} hrefOf={hrefOf} />
                  </td>
                </tr>
              ) : null}
            </Fragment>
          );
        })}
      </tbody>
    </table>
  );
}

function Detail({ items, hrefOf }: { items: readonly ScheduledItem[]; hrefOf: (entry: number) => string }) {
  const { f, language } = useSurroundings();
  const t = dueDatesTexts(language);
  const moment = useNow();
  return (
    <ul class="detail" aria-label={t.schedule.detail}>
      {items.map((item) => (
        <li key={`${item.side}${item.row}-${item.day}`}>
          <span class="n">{f.shortDay(item.due, moment)}</span>
          <a class="cut" data-row href={hrefOf(item.entry)}>
            {item.partyLabel || item.party}
          </a>
          <small class="cut">
            {item.pieceRef}
            {item.source === 'estimated' ? ` · ${t.estimated}` : ''}
          </small>
          <span class="num">{f.amount((item.side === 'customers' ? item.amount : -item.amount) as Cents)}</span>
        </li>
      ))}
    </ul>
  );
}
