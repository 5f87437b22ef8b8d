/** How far each client company’s people have come with the single identity, for the staff. */
import type { ScreenProps } from '../App.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { migrationsTexts } from '@navette/texts/migrations-texts';
import { Main } from './Main.tsx';

export function MigrationsScreen(_props: ScreenProps) {
  const { language } = useSurroundings();
  const t = migrationsTexts(language);
  return (
    <Main title={t.title}>
      <EmptyState icon="swap" title={t.title} />
    </Main>
  );
}
