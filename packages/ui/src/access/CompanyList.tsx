/** The companies whose accesses this person administers, for whoever has several: a row each leads to its users. */
import { useState } from 'preact/hooks';
import type { DossierAccess } from '@navette/device/model';
import type { AccessTexts } from '@navette/texts/access-texts';
import { EmptyState } from '../components/EmptyState.tsx';
import { Icon } from '../components/Icon.tsx';
import { routeTo } from '../routes.ts';
import { useSurroundings } from '../surroundings.tsx';
import { useKeys } from '../use-keys.ts';
import { useListCursor } from '../use-list-cursor.ts';
import { useWindow } from '../use-window.ts';

const ROW = 28;

export function CompanyList({ t, companies }: { t: AccessTexts; companies: readonly DossierAccess[] }) {
  const { t: all, f } = useSurroundings();
  const [wanted, setWanted] = useState('');
  const asked = wanted.trim().toLocaleLowerCase('fr');
  const found = companies.filter(
    ({ company }) => company.name.toLocaleLowerCase('fr').includes(asked) || company.siren?.startsWith(asked) === true,
  );
  const view = useWindow(found.length, ROW);
  const cursor = useListCursor(found.length, ROW, view.box);
  useKeys({
    j: cursor.next,
    k: cursor.previous,
    ArrowDown: cursor.next,
    ArrowUp: cursor.previous,
    '/': () => document.getElementById('company-filter')?.focus(),
  });
  if (companies.length === 0) return <EmptyState icon="access" title={t.noCompany} hint={t.noCompanyHint} />;
  return (
    <>
      <div class="tools">
        <div class="search w200">
          <Icon name="search" size="s" />
          <input
            id="company-filter"
            class="input sm"
            type="search"
            aria-label={all.company.filter}
            placeholder={t.filterCompanies}
            value={wanted}
            onInput={(event) => setWanted(event.currentTarget.value)}
          />
        </div>
        <span class="grow" />
        <span class="cap n">{all.company.dossiers(found.length)}</span>
      </div>
      {found.length === 0 ? <EmptyState icon="search" title={t.nothing} hint={t.nothingHint} /> : null}
      {found.length === 0 ? null : (
        <div class="tablewrap" ref={view.box} onScroll={view.onScroll} tabIndex={0} role="region" aria-label={t.companies}>
          <table class="dense pf companytable" aria-rowcount={found.length + 1}>
            <thead>
              <tr>
                <th scope="col">{t.company}</th>
                <th scope="col">{all.portfolio.siren}</th>
                <th scope="col" class="num">
                  {t.people}
                </th>
                <th scope="col" class="num">
                  {t.waiting}
                </th>
                <th scope="col">{t.lastChange}</th>
              </tr>
            </thead>
            <tbody>
              {view.before > 0 ? <tr aria-hidden="true" style={{ height: `${view.before}px` }} /> : null}
              {found.slice(view.start, view.end).map(({ dossier, company, users }, i) => {
                const index = view.start + i;
                const invited = users.filter(({ user }) => user.state === 'invited').length;
                const names = users.filter(({ user }) => user.right.admin && user.state === 'active').map(({ user }) => user.name);
                return (
                  <tr key={dossier} class={cursor.at === index ? 'is-on is-cur' : ''} aria-rowindex={index + 2}>
                    <th scope="row">
                      <a ref={cursor.linkRef(index)} href={routeTo('access', { dossier })}>
                        {company.name}
                      </a>
                    </th>
                    <td class="mono z">{company.siren === undefined ? '' : f.siren(company.siren)}</td>
                    <td class="num">{f.count(users.length - invited)}</td>
                    <td class={`num${invited === 0 ? ' z' : ''}`}>{invited === 0 ? '·' : f.count(invited)}</td>
                    <td class="ink2 cut">{names.join(', ')}</td>
                  </tr>
                );
              })}
              {view.after > 0 ? <tr aria-hidden="true" style={{ height: `${view.after}px` }} /> : null}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}
