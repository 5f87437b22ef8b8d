/** "Aide - À propos": version, registration form again (R037), help. */
import type { ScreenProps } from '../App.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { aboutTexts } from '@navette/texts/about-texts';
import { Main } from './Main.tsx';

export function AboutScreen(_props: ScreenProps) {
  const { language } = useSurroundings();
  const t = aboutTexts(language);
  return (
    <Main title={t.title}>
      <EmptyState icon="help" title={t.title} />
    </Main>
  );
}
