/** What the firm asks for: a drop target each, then what was answered. */
import type { ScreenProps } from '../App.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { openRequests, RequestItem } from '../components/RequestItem.tsx';
import { Shapes, useUnknown } from '../components/Shapes.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { useLive } from '../use-observable.ts';
import { Main } from './Main.tsx';

export function RequestsScreen({ account, dossier }: ScreenProps) {
  const { doors, t } = useSurroundings();
  const answer = useLive(() => doors.library.requests(dossier?.id ?? null), [doors, dossier?.id], null);
  const unknown = useUnknown(answer);
  const requests = answer ?? [];
  const open = openRequests(requests);
  const answered = requests.filter(({ state }) => state === 'answered' || state === 'none');
  const many = dossier === null && account.dossiers.length > 1;
  return (
    <Main title={t.requests.title} crumb={dossier?.name ?? account.firm.name}>
      <div class="reading">
        {unknown ? (
          <Shapes rows={4} />
        ) : requests.length === 0 ? (
          <EmptyState icon="request" title={t.requests.empty} hint={t.requests.emptyHint} />
        ) : null}
        {open.length === 0 ? null : (
          <section class="block">
            <header>
              <h2>{account.side === 'staff' ? t.requests.unanswered : t.requests.toProvide}</h2>
              <span class="count">{open.length}</span>
            </header>
            <ul class="rows reqs">
              {open.map((request) => (
                <RequestItem key={request.id} account={account} request={request} withDossier={many} />
              ))}
            </ul>
          </section>
        )}
        {answered.length === 0 ? null : (
          <section class="block">
            <header>
              <h2>{t.requests.answered}</h2>
              <small class="n">{answered.length}</small>
            </header>
            <ul class="rows reqs">
              {answered.map((request) => (
                <RequestItem key={request.id} account={account} request={request} withDossier={many} />
              ))}
            </ul>
          </section>
        )}
      </div>
    </Main>
  );
}
