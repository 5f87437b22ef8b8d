/** The dossiers of a member of the staff, with what waits in each. Rows of 28 px, only those in sight are counted. */
import { useState } from 'preact/hooks';
import type { DossierView } from '@navette/device/model';
import { DOCUMENT_STATES } from '@navette/domain/document-state';
import type { ScreenProps } from '../App.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { Icon } from '../components/Icon.tsx';
import { KeyBar } from '../components/KeyBar.tsx';
import { openRequests } from '../components/RequestItem.tsx';
import { routeTo } from '../routes.ts';
import { useNow, useSurroundings } from '../surroundings.tsx';
import { NO_PAGE } from '../unknown-yet.ts';
import { useKeys } from '../use-keys.ts';
import { useLive } from '../use-observable.ts';
import { useListCursor } from '../use-list-cursor.ts';
import { useWindow } from '../use-window.ts';
import { HandedInLink } from '../components/HandedInLink.tsx';
import { Main } from './Main.tsx';

const ROW = 28;

export function PortfolioScreen({ account }: ScreenProps) {
  const { t } = useSurroundings();
  const [wanted, setWanted] = useState('');
  const asked = wanted.trim().toLocaleLowerCase('fr');
  const dossiers = account.dossiers.filter(
    ({ name, siren }) => name.toLocaleLowerCase('fr').includes(asked) || siren?.startsWith(asked) === true,
  );
  const view = useWindow(dossiers.length, ROW);
  const cursor = useListCursor(dossiers.length, ROW, view.box);
  useKeys({
    j: cursor.next,
    k: cursor.previous,
    ArrowDown: cursor.next,
    ArrowUp: cursor.previous,
    '/': () => document.getElementById('portfolio-filter')?.focus(),
  });
  return (
    <>
      <Main title={t.portfolio.title} crumb={account.firm.name} look="tightmain fill">
        <div class="tools">
          <div class="search w200">
            <Icon name="search" size="s" />
            <input
              id="portfolio-filter"
              class="input sm"
              type="search"
              aria-label={t.company.filter}
              placeholder={t.portfolio.filter}
              value={wanted}
              onInput={(event) => setWanted(event.currentTarget.value)}
            />
          </div>
          <span class="grow" />
          <HandedInLink />
          <span class="cap n">{t.company.dossiers(dossiers.length)}</span>
        </div>
        {account.dossiers.length === 0 ? <EmptyState icon="briefcase" title={t.portfolio.empty} hint={t.portfolio.emptyHint} /> : null}
        {account.dossiers.length > 0 && dossiers.length === 0 ? (
          <EmptyState icon="search" title={t.list.nothing} hint={t.list.nothingHint} />
        ) : null}
        {dossiers.length === 0 ? null : (
          <div class="tablewrap" ref={view.box} onScroll={view.onScroll} tabIndex={0} role="region" aria-label={t.portfolio.title}>
            <table class="dense pf" aria-rowcount={dossiers.length + 1}>
              <thead>
                <tr>
                  <th scope="col">{t.portfolio.dossier}</th>
                  <th scope="col">{t.portfolio.siren}</th>
                  <th scope="col" class="num">
                    {t.portfolio.toTake}
                  </th>
                  {DOCUMENT_STATES.filter((state) => state !== 'local' && state !== 'received').map((state) => (
                    <th scope="col" class="num" key={state}>
                      {t.state[state]}
                    </th>
                  ))}
                  <th scope="col" class="num">
                    {t.portfolio.requests}
                  </th>
                  <th scope="col">{t.portfolio.last}</th>
                </tr>
              </thead>
              <tbody>
                {view.before > 0 ? <tr aria-hidden="true" style={{ height: `${view.before}px` }} /> : null}
                {dossiers.slice(view.start, view.end).map((dossier, index) => (
                  <PortfolioRow
                    key={dossier.id}
                    dossier={dossier}
                    index={view.start + index}
                    current={cursor.at === view.start + index}
                    linkRef={cursor.linkRef(view.start + index)}
                  />
                ))}
                {view.after > 0 ? <tr aria-hidden="true" style={{ height: `${view.after}px` }} /> : null}
              </tbody>
            </table>
          </div>
        )}
      </Main>
      <KeyBar
        hints={[
          { keys: ['j', 'k'], does: t.keys.move },
          { keys: [t.keys.enter], does: t.keys.open },
          { keys: ['/'], does: t.keys.filter },
        ]}
        {...(cursor.at < 0 ? {} : { position: t.list.position(String(cursor.at + 1), String(dossiers.length)) })}
      />
    </>
  );
}

function PortfolioRow({
  dossier,
  index,
  current,
  linkRef,
}: {
  dossier: DossierView;
  index: number;
  current: boolean;
  linkRef: (link: HTMLElement | null) => void;
}) {
  const { doors, t, f } = useSurroundings();
  const now = useNow();
  const answer = useLive(() => doors.library.documents({ dossier: dossier.id, limit: 1 }), [doors, dossier.id], null);
  const page = answer ?? NO_PAGE;
  const requests = useLive(() => doors.library.requests(dossier.id), [doors, dossier.id], []);
  const asked = openRequests(requests).length;
  const last = page.rows[0];
  // Each figure leads to what makes it up.
  const cell = (n: number, key: string, label: string, to: string) => (
    <td class={`num${n === 0 ? ' z' : ''}`} key={key}>
      {answer === null ? (
        ''
      ) : n === 0 ? (
        '·'
      ) : (
        <a href={to} aria-label={`${dossier.name}, ${label} ${n}`}>
          {f.count(n)}
        </a>
      )}
    </td>
  );
  return (
    <tr class={current ? 'is-on is-cur' : ''} aria-rowindex={index + 2}>
      <th scope="row">
        <a ref={linkRef} href={routeTo('documents', { dossier: dossier.id })}>
          {dossier.name}
        </a>
      </th>
      <td class="mono z">{dossier.siren === undefined ? '' : f.siren(dossier.siren)}</td>
      {cell(page.byState.received, 'received', t.portfolio.toTake, routeTo('documents', { dossier: dossier.id, state: 'received' }))}
      {DOCUMENT_STATES.filter((state) => state !== 'local' && state !== 'received').map((state) =>
        cell(page.byState[state], state, t.state[state], routeTo('documents', { dossier: dossier.id, state })),
      )}
      {cell(asked, 'requests', t.portfolio.requests, routeTo('requests', { dossier: dossier.id }))}
      <td class="n ink2">{last === undefined ? '' : f.when(last.capturedAt, now)}</td>
    </tr>
  );
}
