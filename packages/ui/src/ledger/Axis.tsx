/** The marks at the left of a chart, with the unit on the highest. */
import type { Cents } from '@navette/kernel/cents';
import { useSurroundings } from '../surroundings.tsx';
import { indicatorsTexts } from '@navette/texts/indicators-texts';
import type { Scale } from './scale.ts';

export const LEFT = 52;

export function Axis({ scale, width, yOf }: { scale: Scale; width: number; yOf: (cents: number) => number }) {
  const { f, language } = useSurroundings();
  const t = indicatorsTexts(language);
  const unit = scale.unit === 100 ? t.euros : scale.unit === 100_000 ? t.thousands : t.millions;
  const written = (cents: number) => {
    const value = cents / scale.unit;
    return Number.isInteger(value) ? f.count(value) : f.amount((value * 100) as Cents).replace(/0$/, '');
  };
  return (
    <g aria-hidden="true">
      {scale.ticks.map((tick, at) => {
        const last = at === scale.ticks.length - 1;
        return (
          <g key={tick}>
            <path d={`M${LEFT} ${yOf(tick)}H${width}`} class={tick === 0 ? 'zero' : 'mark'} />
            <text x={LEFT - 8} y={yOf(tick) + 4} text-anchor="end" class="ax">
              {last ? `${written(tick)}\u202f${unit}` : written(tick)}
            </text>
          </g>
        );
      })}
    </g>
  );
}
