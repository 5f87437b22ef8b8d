/** What the firm asks for, by where each request stands; lists of a model show how far they have come. */
import { useState } from 'preact/hooks';
import type { RequestView } from '@navette/device/model';
import { REQUEST_STATES, type RequestState } from '@navette/domain/request-state';
import { requestsTexts } from '@navette/texts/requests-texts';
import type { ScreenProps } from '../App.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { Icon } from '../components/Icon.tsx';
import { KeyBar } from '../components/KeyBar.tsx';
import { Shapes, useUnknown } from '../components/Shapes.tsx';
import { AskDialog } from '../requests/AskDialog.tsx';
import { RequestCard } from '../requests/RequestCard.tsx';
import { listsOf } from '../requests/lists-of.ts';
import { useSurroundings } from '../surroundings.tsx';
import { useKeys } from '../use-keys.ts';
import { useLive } from '../use-observable.ts';
import '../style/requests.css';
import { Main } from './Main.tsx';

export function RequestsScreen({ account, dossier }: ScreenProps) {
  const { doors, t, language } = useSurroundings();
  const words = requestsTexts(language);
  const answer = useLive(() => doors.library.requests(dossier?.id ?? null), [doors, dossier?.id], null);
  const unknown = useUnknown(answer);
  const requests = answer ?? [];
  const [tab, setTab] = useState<RequestState>('open');
  const [asking, setAsking] = useState(false);
  const [asked, setAsked] = useState<string | null>(null);
  const [at, setAt] = useState(-1);
  const staff = account.side === 'staff';
  const shown = inOrder(requests.filter(({ state }) => state === tab));
  const lists = listsOf(requests);
  const many = dossier === null && account.dossiers.length > 1;
  const move = (by: number) => setAt((now) => Math.max(0, Math.min(shown.length - 1, now + by)));
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    n: () => staff && setAsking(true),
  });
  return (
    <Main
      title={t.requests.title}
      crumb={dossier?.name ?? account.firm.name}
      aside={
        staff ? (
          <button type="button" class="btn primary sm" onClick={() => setAsking(true)}>
            <Icon name="plus" size="s" />
            {words.ask}
          </button>
        ) : undefined
      }
    >
      <nav class="tabs" aria-label={words.tabsLabel}>
        {REQUEST_STATES.map((state) => (
          <button key={state} type="button" aria-pressed={tab === state} onClick={() => (setTab(state), setAt(-1))}>
            {words.tabs[state]} <span class="n">{requests.filter((one) => one.state === state).length}</span>
          </button>
        ))}
      </nav>
      {asked === null ? null : (
        <p class="note plain" role="status">
          <Icon name="check" />
          <span>{asked}</span>
        </p>
      )}
      <div class="reqgrid">
        <div>
          {unknown ? (
            <Shapes rows={4} />
          ) : shown.length === 0 ? (
            <EmptyState icon="request" title={words.empty[tab]} hint={tab === 'open' ? words.emptyHint[account.side] : ''} />
          ) : (
            <ul class="rows reqs">
              {shown.map((request, index) => (
                <RequestCard
                  key={request.id}
                  account={account}
                  request={request}
                  withDossier={many}
                  current={index === at}
                  rowRef={(row) => index === at && row?.scrollIntoView({ block: 'nearest' })}
                />
              ))}
            </ul>
          )}
        </div>
        {lists.length === 0 ? null : (
          <div>
            {lists.map(({ key, name, dossier: of, done, all }) => (
              <section key={key} class="block">
                <header>
                  <h2>{name}</h2>
                  <small class="n">{words.progress(done, all)}</small>
                </header>
                {many ? <p class="cap2 ink2">{account.dossiers.find(({ id }) => id === of)?.name}</p> : null}
                <progress value={done} max={all} aria-label={words.progressLabel(done, all)} />
              </section>
            ))}
          </div>
        )}
      </div>
      <KeyBar hints={[{ keys: ['j', 'k'], does: t.keys.move }, ...(staff ? [{ keys: ['n'], does: words.ask }] : [])]} />
      {asking ? (
        <AskDialog
          account={account}
          dossier={dossier}
          onClose={() => setAsking(false)}
          onAsked={(count) => {
            setAsking(false);
            setTab('open');
            setAsked(words.asked(count));
          }}
        />
      ) : null}
    </Main>
  );
}

/** The nearest due first, then those asked longest ago. */
function inOrder(requests: readonly RequestView[]): readonly RequestView[] {
  return requests.toSorted((a, b) => (a.due ?? '9').localeCompare(b.due ?? '9') || a.askedAt - b.askedAt);
}
