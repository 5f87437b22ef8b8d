/** Three questions: what does the firm expect from me, where are my documents, how is my business doing. */
import { useRef, useState } from 'preact/hooks';
import type { AccountView, RequestView } from '@navette/device/model';
import { DOCUMENT_STATES } from '@navette/domain/document-state';
import { ModuleLinks } from '../access/ModuleLinks.tsx';
import type { ScreenProps } from '../App.tsx';
import { AppLink } from '../components/AppLink.tsx';
import { DropZone, Problems } from '../components/DropZone.tsx';
import { Icon } from '../components/Icon.tsx';
import { RecentRow } from '../components/RecentRow.tsx';
import { DueTag, openRequests, requestCaption, requestIcon, useAnswer } from '../components/RequestItem.tsx';
import { Shapes, useUnknown } from '../components/Shapes.tsx';
import { StateChip, stateWord, useOnPhone } from '../components/StateChip.tsx';
import { Thumb } from '../components/Thumb.tsx';
import { useDeposits } from '../deposits.tsx';
import { initials } from '../dossiers.ts';
import { routeTo } from '../routes.ts';
import { useNow, useSurroundings } from '../surroundings.tsx';
import { NO_PAGE } from '../unknown-yet.ts';
import { PHONE_WIDTH, useMedia } from '../use-media.ts';
import { useLive } from '../use-observable.ts';
import { ActivityBlock } from './ActivityBlock.tsx';
import { Main } from './Main.tsx';

export function HomeScreen({ account, dossier }: ScreenProps) {
  const { doors, t, f } = useSurroundings();
  const now = useNow();
  const asked = useLive(() => doors.library.requests(dossier?.id ?? null), [doors, dossier?.id], null);
  const requests = openRequests(asked ?? []);
  const unknown = useUnknown(asked);
  return (
    <Main title={t.home.title} crumb={f.longDay(now)} look="home">
      <div class="homegrid">
        <div>
          <section class="block">
            <header>
              <h2>{t.home.expected}</h2>
              {requests.length === 0 ? null : (
                <a class="cap2" href={routeTo('requests')}>
                  {t.home.requests(requests.length)}
                </a>
              )}
            </header>
            {unknown ? <Shapes rows={2} /> : requests.length === 0 ? <p class="cap2 ink2 pad8">{t.home.nothingExpected}</p> : null}
            <ul class="rows">
              {requests.slice(0, 3).map((request) => (
                <Expected key={request.id} account={account} request={request} />
              ))}
            </ul>
          </section>
          <Whereabouts account={account} dossier={dossier} />
        </div>
        <div>
          {dossier !== null && dossier.right.side === 'client' && dossier.right.accounts === 'none' ? null : (
            <ActivityBlock account={account} dossier={dossier} />
          )}
          <ModuleLinks dossier={dossier} />
          <FirmBlock account={account} />
        </div>
      </div>
    </Main>
  );
}

function Expected({ account, request }: { account: AccountView; request: RequestView }) {
  const surroundings = useSurroundings();
  const { t } = surroundings;
  const answer = useAnswer(account, request);
  const [problems, setProblems] = useState<readonly string[]>([]);
  const input = useRef<HTMLInputElement>(null);
  return (
    <li>
      <div class="need2">
        <Icon name={requestIcon(request)} />
        <span class="grow">
          <b class="cut blk">{request.title}</b>
          <small class="cut blk">{requestCaption(surroundings, account, request)}</small>
        </span>
        {request.due === undefined ? null : <DueTag due={request.due} />}
        <button type="button" class="btn sm" aria-label={`${t.deposit.join}, ${request.title}`} onClick={() => input.current?.click()}>
          <Icon name="clip" size="s" />
          <span class="word">{t.deposit.join}</span>
        </button>
        <input
          ref={input}
          type="file"
          multiple
          hidden
          onChange={(event) => {
            const files = [...(event.currentTarget.files ?? [])];
            event.currentTarget.value = '';
            void answer(files, 'pick').then(setProblems);
          }}
        />
      </div>
      <Problems sentences={problems} />
    </li>
  );
}

function Whereabouts({ dossier }: Pick<ScreenProps, 'account' | 'dossier'>) {
  const { doors, t, f } = useSurroundings();
  const now = useNow();
  const phone = useMedia(PHONE_WIDTH);
  const onPhone = useOnPhone();
  const { keep } = useDeposits();
  const answer = useLive(() => doors.library.documents({ dossier: dossier?.id ?? null, limit: 5 }), [doors, dossier?.id], null);
  const unknown = useUnknown(answer);
  const page = answer ?? NO_PAGE;
  const rows = page.rows.slice(0, 5);
  return (
    <section class="block">
      <header>
        <h2>{t.home.where}</h2>
        <a class="cap2" href={routeTo('documents')}>
          {t.home.allOf(unknown ? '0' : f.count(page.total))}
        </a>
      </header>
      <ul class="strip">
        {DOCUMENT_STATES.map((state) => (
          <li key={state}>
            <a href={routeTo('documents', { state })}>
              <StateChip plain row={{ state, delay: null, withdrawn: false }} />
              <b
                class="n"
                {...(unknown ? { 'aria-hidden': true } : { 'aria-label': `${stateWord(t, state, onPhone)} ${page.byState[state]}` })}
              >
                {unknown ? '·' : f.count(page.byState[state])}
              </b>
            </a>
          </li>
        ))}
      </ul>
      {unknown ? <Shapes rows={5} /> : rows.length === 0 ? <p class="cap2 ink2 pad8">{t.home.noDocument}</p> : null}
      {phone ? (
        <ul class="rows tight">
          {rows.map((row) => (
            <RecentRow key={row.id} row={row} />
          ))}
        </ul>
      ) : rows.length === 0 ? null : (
        <table class="plainrows">
          <colgroup>
            <col class="k1" />
            <col />
            <col class="k3" />
            <col class="k4" />
            <col class="k5" />
          </colgroup>
          <thead class="vh">
            <tr>
              <th scope="col">{t.list.preview}</th>
              <th scope="col">{t.list.document}</th>
              <th scope="col">{t.list.kind}</th>
              <th scope="col">{t.viewer.capturedAt('')}</th>
              <th scope="col">{t.list.stateHead}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <td class="thumbcell">
                  <Thumb kind={row.kind} />
                </td>
                <th scope="row">
                  <AppLink look="cut blk" to={routeTo('documents', { document: row.id })}>
                    {row.name}
                  </AppLink>
                  {row.state === 'refused' && row.reason !== null ? (
                    <small class="blk bad two">{row.reason}</small>
                  ) : row.comment === undefined ? null : (
                    <small class="cut blk">{row.comment}</small>
                  )}
                </th>
                <td class="ink2">{t.kinds[row.kind]}</td>
                <td class="ink2 nw">{f.when(row.capturedAt, now)}</td>
                <td class="chipcell">
                  <StateChip row={row} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {phone ? null : (
        <DropZone
          look="slim"
          icon="deposit"
          label={t.home.dropAnywhere}
          pick={t.home.pickOne}
          onFiles={async (files, way) => {
            const problems = await keep(files, way, dossier?.fileLimit);
            if (problems.length < files.length) location.assign(routeTo('deposit'));
            return problems;
          }}
        />
      )}
    </section>
  );
}

/** The people of the firm, by name. */
function FirmBlock({ account }: { account: AccountView }) {
  const { t } = useSurroundings();
  const staff = [...account.people.values()].filter(({ side }) => side === 'staff').slice(0, 3);
  if (staff.length === 0) return null;
  return (
    <section class="block firm">
      <header>
        <h2>{t.home.firm}</h2>
      </header>
      {staff.map((person) => (
        <div class="row top person" key={person.id}>
          <span class="mono2" aria-hidden="true">
            {initials(person.name)}
          </span>
          <div class="grow">
            <b>{person.name}</b>
            <small class="blk">{[person.title, account.firm.name].filter((part) => part !== undefined).join(', ')}</small>
          </div>
        </div>
      ))}
    </section>
  );
}
