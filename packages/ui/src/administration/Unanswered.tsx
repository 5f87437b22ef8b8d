/** A section while the server has not answered, or does not: it says that it needs the server, and tries again. */
import { administrationTexts } from '@navette/texts/administration-texts';
import { EmptyState } from '../components/EmptyState.tsx';
import { Shapes } from '../components/Shapes.tsx';
import { commandSentence } from '../command-sentence.ts';
import { useSurroundings } from '../surroundings.tsx';
import type { Asked } from './use-command.ts';

export function Unanswered({ asked, onAgain }: { asked: Exclude<Asked<never>, { state: 'answered' }>; onAgain: () => void }) {
  const surroundings = useSurroundings();
  const t = administrationTexts(surroundings.language);
  if (asked.state === 'asking') return <Shapes rows={4} />;
  return (
    <EmptyState icon="offline" title={t.needsServer} hint={commandSentence(surroundings, asked.refusal)}>
      <button type="button" class="btn" onClick={onAgain}>
        {t.again}
      </button>
    </EmptyState>
  );
}
