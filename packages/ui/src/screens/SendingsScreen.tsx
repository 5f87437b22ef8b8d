/** "Suivi des envois": declarations and deposits sent, with their states (R070, R072). */
import type { ScreenProps } from '../App.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { sendingsTexts } from '@navette/texts/sendings-texts';
import { Main } from './Main.tsx';

export function SendingsScreen(_props: ScreenProps) {
  const { language } = useSurroundings();
  const t = sendingsTexts(language);
  return (
    <Main title={t.title}>
      <EmptyState icon="sent" title={t.title} />
    </Main>
  );
}
