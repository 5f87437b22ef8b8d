/** By account or by third party: two ways into the same amount. */
import { indicatorsTexts } from '@navette/texts/indicators-texts';
import { useSurroundings } from '../surroundings.tsx';
import type { FigurePlace } from './figure-place.ts';

export function ByChoice({ place, hrefOf }: { place: FigurePlace; hrefOf: (place: FigurePlace) => string }) {
  const { language } = useSurroundings();
  const t = indicatorsTexts(language);
  return (
    <nav class="tabs noprint" aria-label={t.drill.label}>
      {(['account', 'party'] as const).map((by) => (
        <a key={by} href={hrefOf({ ...place, by })} {...(place.by === by ? { 'aria-current': 'true' as const } : {})}>
          {by === 'account' ? t.drill.byAccount : t.drill.byParty}
        </a>
      ))}
    </nav>
  );
}
