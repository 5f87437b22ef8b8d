/** While the ledger comes, and when it does not: what screens say, the figures of the summary standing all the while. */
import { indicatorsTexts } from '@navette/texts/indicators-texts';
import { Icon } from '../components/Icon.tsx';
import { useSurroundings } from '../surroundings.tsx';
import type { BookState } from './use-book.ts';

export function BookNotice({ state }: { state: BookState }) {
  const { t: all, language } = useSurroundings();
  const t = indicatorsTexts(language);
  if (state.state === 'bringing')
    return (
      <div class="booknotice" role="status">
        <p class="cap2">{t.bringing}</p>
        <progress aria-label={t.bringing} />
      </div>
    );
  if (state.state !== 'failed') return null;
  const own = { 'not-here': t.notHere, 'ledger-file-damaged': t.damaged, 'ledger-gone': t.gone };
  const why = state.problem in own ? own[state.problem as keyof typeof own] : all.delays[state.problem as keyof typeof all.delays];
  return (
    <div class="note bad booknotice" role="alert">
      <Icon name="alert" />
      <p class="grow">
        {t.failedLead}
        {why}
      </p>
      <button type="button" class="btn sm" onClick={state.again}>
        {t.again}
      </button>
    </div>
  );
}
