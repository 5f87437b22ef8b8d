/** A figure month by month beside the year before: one link a month, to what makes it. Colour says no more than the outline does. */
import type { Cents } from '@navette/kernel/cents';
import { indicatorsTexts } from '@navette/texts/indicators-texts';
import { useSurroundings } from '../surroundings.tsx';
import { Axis, LEFT } from './Axis.tsx';
import { scaleOf } from './scale.ts';
import { useWidth } from './use-width.ts';

export type MonthValue = {
  /** `AAAA-MM`. */
  readonly month: string;
  /** Cents; null for a month that has not come. */
  readonly now: number | null;
  readonly before: number | null;
};

type Props = {
  readonly label: string;
  readonly months: readonly MonthValue[];
  readonly beforeYear: string;
  readonly picked: string | null;
  readonly hrefOf: (month: string) => string;
};

const HEIGHT = 216;
const [TOP, FOOT] = [8, 24];
/** Below this width of a month its name is one letter. */
const NARROW = 34;

export function MonthBars({ label, months, beforeYear, picked, hrefOf }: Props) {
  const { f, language } = useSurroundings();
  const t = indicatorsTexts(language);
  const { ref, width } = useWidth<SVGSVGElement>(620);
  const scale = scaleOf(months.flatMap(({ now, before }) => [now ?? 0, before ?? 0]));
  const yOf = (cents: number) => TOP + ((scale.high - cents) / (scale.high - scale.low)) * (HEIGHT - TOP - FOOT);
  const step = (width - LEFT) / Math.max(1, months.length);
  const gap = Math.max(2, Math.min(8, step * 0.14));
  const alone = months.every(({ before }) => before === null);
  const bar = Math.max(2, (step - 2 * gap - 1) / 2);
  const box = (cents: number) => ({ y: Math.min(yOf(0), yOf(cents)), height: Math.abs(yOf(cents) - yOf(0)) });
  const money = (cents: number) => f.money(cents as Cents);
  return (
    <svg ref={ref} class="bars" height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} role="group" aria-label={label}>
      <Axis scale={scale} width={width} yOf={yOf} />
      {months.map(({ month, now, before }, at) => {
        const left = LEFT + at * step;
        const on = picked === month;
        const drawn = (
          <>
            <rect class="reach" x={left} y={0} width={step} height={HEIGHT} />
            {before === null ? null : <rect class="was" x={left + gap + 0.5} width={bar} {...box(before)} />}
            {now === null ? null : <rect class="is" x={alone ? left + (step - bar) / 2 : left + gap + bar + 1} width={bar} {...box(now)} />}
          </>
        );
        if (now === null) return <g key={month}>{drawn}</g>;
        return (
          <a
            key={month}
            href={hrefOf(month)}
            class={on ? 'on' : ''}
            aria-label={t.barOf(f.month(month), money(now), before === null ? null : money(before), beforeYear)}
            {...(on ? { 'aria-current': 'true' as const } : {})}
          >
            {drawn}
          </a>
        );
      })}
      {months.map(({ month }, at) => (
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
    </svg>
  );
}
