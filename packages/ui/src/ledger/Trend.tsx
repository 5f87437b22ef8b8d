/** How a figure moved, in words with an arrow beside them: never by colour. */
import type { Cents } from '@navette/kernel/cents';
import type { Formats } from '@navette/texts/formats';
import { indicatorsTexts, type IndicatorsTexts } from '@navette/texts/indicators-texts';
import { Icon } from '../components/Icon.tsx';
import { useSurroundings } from '../surroundings.tsx';

type Way = { readonly arrow: 'up' | 'down' | null; readonly words: string };

/** A percentage where both are of one sign and positive; else the difference in euros, of which a percentage would say nothing. */
export function wayOf(t: IndicatorsTexts, f: Formats, now: number, before: number | null, year: string): Way {
  if (before === null) return { arrow: null, words: t.trend.none };
  if (now === before) return { arrow: null, words: t.trend.flat };
  if (before === 0) return { arrow: null, words: t.trend.noneBefore(year) };
  const arrow = now > before ? 'up' : 'down';
  if (before < 0 || now < 0) return { arrow, words: t.trend[arrow](f.wholeMoney(Math.abs(now - before) as Cents)) };
  const change = f.change(now as Cents, before as Cents)?.replace(/^[+\u2212-]/, '') ?? '';
  return /^0(?:[.,]0)?\D*$/.test(change) ? { arrow: null, words: t.trend.flat } : { arrow, words: t.trend[arrow](change) };
}

/** The same in a column of figures: signed, without words; empty where nothing moved from nothing. */
export function signedChange(f: Formats, now: number, before: number): string {
  if (before > 0 && now >= 0) return f.change(now as Cents, before as Cents) ?? '';
  if (now === before) return '';
  const written = f.wholeMoney((now - before) as Cents);
  return now > before ? `+${written}` : written;
}

export function Trend({ now, before, year }: { now: number; before: number | null; year: string }) {
  const { f, language } = useSurroundings();
  const { arrow, words } = wayOf(indicatorsTexts(language), f, now, before, year);
  return (
    <small class="dl">
      {arrow === null ? null : <Icon name={arrow === 'up' ? 'rising' : 'falling'} size="s" />}
      {words}
    </small>
  );
}
