/** What narrows the list: words, a button for each filter, and those in use as chips that can be taken away. */
import type { ComponentChildren } from 'preact';
import type { AccountView, DocumentPage, DossierView } from '@navette/device/model';
import { DOCUMENT_KINDS } from '@navette/domain/document-kinds';
import { DOCUMENT_STATES } from '@navette/domain/document-state';
import { Icon } from '../components/Icon.tsx';
import { Popover } from '../components/Popover.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { Checks } from './Checks.tsx';
import { AmountFilter, CompanyFilter, MoreFilters, PeriodFilter, SupplierFilter } from './FilterPanels.tsx';
import { activeFilters, NO_FILTERS, withoutFilter, type FilterName, type Filters } from './filters.ts';
import { filterWord, type Words } from './filter-words.ts';
import type { ChangeFilters } from './use-filters.ts';

/** Filters behind the last button. */
const RARE: readonly FilterName[] = ['boxes', 'answers', 'commented', 'booked', 'shelf'];

type Props = {
  readonly account: AccountView;
  readonly dossier: DossierView | null;
  readonly filters: Filters;
  readonly onChange: ChangeFilters;
  readonly page: DocumentPage;
  readonly words: Words;
};

export function FilterBar({ account, dossier, filters, onChange, page, words }: Props) {
  const { t, f } = useSurroundings();
  const { d } = words;
  const active = activeFilters(filters);
  const rare = active.filter((name) => RARE.includes(name)).length;
  const toggle = <T,>(all: readonly T[], one: T): readonly T[] =>
    all.includes(one) ? all.filter((other) => other !== one) : [...all, one];
  return (
    <div class="filters noprint" role="search" aria-label={d.filters}>
      <div class="tools">
        <div class="search">
          <Icon name="search" size="s" />
          <input
            id="document-filter"
            class="input sm"
            type="search"
            aria-label={d.search}
            placeholder={d.searchHint}
            maxLength={200}
            value={filters.text}
            onInput={(event) => onChange({ ...filters, text: event.currentTarget.value }, 'typing')}
          />
        </div>
        <FilterButton title={d.period} on={active.includes('period')}>
          {(close) => <PeriodFilter filters={filters} onChange={onChange} close={close} words={words} />}
        </FilterButton>
        <FilterButton title={d.kind} on={active.includes('kinds')}>
          {() => (
            <Checks
              title={d.kind}
              choices={DOCUMENT_KINDS.map((kind) => ({
                key: kind,
                word: t.kinds[kind],
                on: filters.kinds.includes(kind),
                count: page.byKind === undefined ? null : f.count(page.byKind[kind]),
                choose: () => onChange({ ...filters, kinds: toggle(filters.kinds, kind) }),
              }))}
            />
          )}
        </FilterButton>
        <FilterButton title={d.state} on={active.includes('states')}>
          {() => (
            <Checks
              title={d.state}
              choices={DOCUMENT_STATES.map((state) => ({
                key: state,
                word: t.state[state],
                on: filters.states.includes(state),
                count: f.count(page.byState[state]),
                choose: () => onChange({ ...filters, states: toggle(filters.states, state) }),
              }))}
            />
          )}
        </FilterButton>
        <FilterButton title={d.supplier} on={active.includes('supplier')}>
          {(close) => <SupplierFilter filters={filters} onChange={onChange} close={close} words={words} rows={page.rows} />}
        </FilterButton>
        <FilterButton title={d.amount} on={active.includes('amount')}>
          {(close) => <AmountFilter filters={filters} onChange={onChange} close={close} words={words} />}
        </FilterButton>
        {dossier === null && account.dossiers.length > 1 ? (
          <FilterButton title={d.company} on={active.includes('companies')}>
            {() => <CompanyFilter filters={filters} onChange={onChange} words={words} />}
          </FilterButton>
        ) : null}
        <FilterButton title={rare === 0 ? d.more : d.moreCount(rare)} on={rare > 0} icon="sliders">
          {() => <MoreFilters filters={filters} onChange={onChange} words={words} dossier={dossier} />}
        </FilterButton>
        <span class="grow" />
        <span class="cap n nw" role="status">
          {page.searching ? d.searching : t.list.count(page.total, f.count(page.total))}
        </span>
      </div>
      {active.length === 0 ? null : (
        <ul class="chips" aria-label={d.active}>
          {active.map((name) => {
            const word = filterWord(name, filters, words);
            return (
              <li key={name}>
                <button type="button" class="chip" aria-label={d.remove(word)} onClick={() => onChange(withoutFilter(filters, name))}>
                  <span class="cut">{word}</span>
                  <Icon name="close" size="s" />
                </button>
              </li>
            );
          })}
          <li>
            <button type="button" class="btn sm quiet" onClick={() => onChange({ ...NO_FILTERS, sort: filters.sort })}>
              {d.clear}
            </button>
          </li>
        </ul>
      )}
    </div>
  );
}

function FilterButton({
  title,
  on,
  icon,
  children,
}: {
  title: string;
  on: boolean;
  icon?: 'sliders';
  children: (close: () => void) => ComponentChildren;
}) {
  return (
    <Popover
      title={title}
      look="filtermenu"
      buttonClass={`filter${on ? ' on' : ''}${icon === undefined ? '' : ' bare'}`}
      {...(icon === undefined ? {} : { label: title })}
      button={
        icon === undefined ? (
          <>
            {title} <Icon name="down" />
          </>
        ) : (
          <Icon name={icon} />
        )
      }
    >
      {children}
    </Popover>
  );
}
