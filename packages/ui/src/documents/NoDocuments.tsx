/** An empty list says what to do next; one that filters have emptied says which of them to take away. */
import type { AccountView, DocumentPage, DossierView } from '@navette/device/model';
import { DropZone } from '../components/DropZone.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { OtherWays } from '../components/OtherWays.tsx';
import { useDeposits } from '../deposits.tsx';
import { routeTo } from '../routes.ts';
import { useSurroundings } from '../surroundings.tsx';
import { useLive } from '../use-observable.ts';
import { activeFilters, NO_FILTERS, queryOf, withoutFilter, type FilterName, type Filters } from './filters.ts';
import { filterWord, type Words } from './filter-words.ts';
import type { ChangeFilters } from './use-filters.ts';

type Props = {
  readonly account: AccountView;
  readonly dossier: DossierView | null;
  readonly filters: Filters;
  readonly onChange: ChangeFilters;
  readonly words: Words;
};

export function NoDocuments({ account, dossier, filters, onChange, words }: Props) {
  const { t } = useSurroundings();
  const { keep } = useDeposits();
  const active = activeFilters(filters);
  if (active.length === 1 && active[0] === 'shelf' && filters.shelf === 'bin') return <EmptyState icon="trash" title={words.d.binEmpty} />;
  if (active.length > 0) return <NothingLeft {...{ dossier, filters, onChange, words, active }} />;
  if (account.side === 'staff') return <EmptyState icon="documents" title={t.list.empty} />;
  return (
    <div class="scrolly">
      <div class="bigdrop">
        <EmptyState icon="documents" title={t.list.empty} hint={t.list.emptyHint}>
          <DropZone
            look="bare"
            icon="clip"
            label=""
            pick={t.deposit.document}
            pickLook="btn primary"
            onFiles={async (files, way) => {
              const problems = await keep(files, way, dossier?.fileLimit);
              if (problems.length < files.length) location.assign(routeTo('deposit'));
              return problems;
            }}
          />
        </EmptyState>
      </div>
      <OtherWays ways={['web', 'phone', 'disk']} />
    </div>
  );
}

function NothingLeft({ dossier, filters, onChange, words, active }: Omit<Props, 'account'> & { readonly active: readonly FilterName[] }) {
  const { d } = words;
  return (
    <EmptyState icon="search" title={d.nothing} {...(active.length > 1 ? { hint: d.nothingHint } : {})}>
      <ul class="wouldbe">
        {active.map((name) => (
          <li key={name}>
            <Without name={name} {...{ dossier, filters, onChange, words }} />
          </li>
        ))}
      </ul>
      {active.length > 1 ? (
        <button type="button" class="btn" onClick={() => onChange({ ...NO_FILTERS, sort: filters.sort })}>
          {d.clear}
        </button>
      ) : null}
    </EmptyState>
  );
}

/** One of the filters, with what would be seen without it. */
function Without({ name, dossier, filters, onChange, words }: Omit<Props, 'account'> & { readonly name: FilterName }) {
  const { doors, f } = useSurroundings();
  const { d } = words;
  const left = withoutFilter(filters, name);
  const query = { ...queryOf(left, dossier?.id ?? null), limit: 0 };
  const page = useLive<DocumentPage, null>(() => doors.library.documents(query), [doors, JSON.stringify(query)], null);
  return (
    <button type="button" class={`btn${page !== null && page.total > 0 ? '' : ' quiet'}`} onClick={() => onChange(left)}>
      <span class="cut">{d.without(filterWord(name, filters, words))}</span>
      <span class="cap n">{page === null ? '' : d.would(page.total, f.count(page.total))}</span>
    </button>
  );
}
