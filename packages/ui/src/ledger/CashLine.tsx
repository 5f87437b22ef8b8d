/** What was in the banks and tills day after day, as a line of steps; the lowest day is said in words. */
import type { Cents } from '@navette/kernel/cents';
import { indicatorsTexts } from '@navette/texts/indicators-texts';
import { useSurroundings } from '../surroundings.tsx';
import { Axis, LEFT } from './Axis.tsx';
import { lastDayOf, monthsBetween } from './exercises.ts';
import { scaleOf } from './scale.ts';
import { useWidth } from './use-width.ts';

type Props = {
  readonly label: string;
  readonly days: readonly { readonly day: string; readonly cash: number }[];
  readonly start: string;
  readonly closing: string;
  readonly through: string;
  readonly picked: string | null;
  readonly hrefOf: (month: string) => string;
};

const HEIGHT = 216;
const [TOP, FOOT] = [8, 24];
const DAY = 86_400_000;
const NARROW = 34;

export function CashLine({ label, days, start, closing, through, picked, hrefOf }: Props) {
  const { f, language } = useSurroundings();
  const t = indicatorsTexts(language);
  const { ref, width } = useWidth<SVGSVGElement>(620);
  const from = Date.parse(`${start.slice(0, 7)}-01`);
  const to = Date.parse(lastDayOf(closing.slice(0, 7))) + DAY;
  const xOf = (day: string) => LEFT + ((Date.parse(day) - from) / (to - from)) * (width - LEFT);
  const scale = scaleOf(days.map(({ cash }) => cash));
  const yOf = (cents: number) => TOP + ((scale.high - cents) / (scale.high - scale.low)) * (HEIGHT - TOP - FOOT);
  const points = days.map(({ day, cash }) => `H${xOf(day).toFixed(1)}V${yOf(cash).toFixed(1)}`).join('');
  const [first] = days;
  const end = xOf(through) + (width - LEFT) / ((to - from) / DAY);
  const line = first === undefined ? '' : `M${xOf(first.day)} ${yOf(first.cash)}${points}H${end.toFixed(1)}`;
  const lowest = days.reduce<(typeof days)[number] | null>((low, one) => (low === null || one.cash < low.cash ? one : low), null);
  const months = monthsBetween(start, closing);
  const step = (width - LEFT) / Math.max(1, months.length);
  return (
    <>
      <svg ref={ref} class="bars" height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} role="group" aria-label={label}>
        <Axis scale={scale} width={width} yOf={yOf} />
        {months.map((month, at) => {
          const on = picked === month;
          const drawn = <rect class="reach" x={LEFT + at * step} y={0} width={step} height={HEIGHT} />;
          const last = days.findLast(({ day }) => day.slice(0, 7) <= month);
          if (month > through.slice(0, 7) || last === undefined) return <g key={month}>{drawn}</g>;
          return (
            <a
              key={month}
              href={hrefOf(month)}
              class={on ? 'on' : ''}
              aria-label={t.barOf(f.month(month), f.money(last.cash as Cents), null, '')}
              {...(on ? { 'aria-current': 'true' as const } : {})}
            >
              {drawn}
            </a>
          );
        })}
        {months.map((month, at) => (
          <text
            key={month}
            x={LEFT + (at + 0.5) * step}
            y={HEIGHT - 7}
            text-anchor="middle"
            class={picked === month ? 'ax on' : 'ax'}
            aria-hidden="true"
          >
            {step < NARROW ? f.shortMonth(month).slice(0, 1).toLocaleUpperCase(language) : f.shortMonth(month)}
          </text>
        ))}
        {line === '' ? null : (
          <g class="line" aria-hidden="true">
            <path class="under" d={`${line}V${yOf(0)}H${xOf(first?.day ?? start)}z`} />
            <path class="stroke" d={line} />
            {lowest === null ? null : <circle cx={xOf(lowest.day)} cy={yOf(lowest.cash)} r="3.5" />}
          </g>
        )}
      </svg>
      {lowest === null ? null : <p class="cap">{t.lowest(f.money(lowest.cash as Cents), f.day(lowest.day))}</p>}
    </>
  );
}
