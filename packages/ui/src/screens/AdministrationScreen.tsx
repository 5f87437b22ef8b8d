/** What the firm’s administrators set: the firm, its people, API keys. */
import type { ScreenProps } from '../App.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { administrationTexts } from '@navette/texts/administration-texts';
import { Main } from './Main.tsx';

export function AdministrationScreen(_props: ScreenProps) {
  const { language } = useSurroundings();
  const t = administrationTexts(language);
  return (
    <Main title={t.title}>
      <EmptyState icon="sliders" title={t.title} />
    </Main>
  );
}
