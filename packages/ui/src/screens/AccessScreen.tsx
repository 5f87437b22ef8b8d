/** Who may come in to a dossier, and what they may do there (R193-R198). */
import type { ScreenProps } from '../App.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { accessTexts } from '@navette/texts/access-texts';
import { Main } from './Main.tsx';

export function AccessScreen(_props: ScreenProps) {
  const { language } = useSurroundings();
  const t = accessTexts(language);
  return (
    <Main title={t.title}>
      <EmptyState icon="access" title={t.title} />
    </Main>
  );
}
