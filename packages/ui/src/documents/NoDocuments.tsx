/** An empty list says what to do next; an empty search says how to widen it. */
import type { AccountView, DossierView } from '@navette/device/model';
import { DropZone } from '../components/DropZone.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { OtherWays } from '../components/OtherWays.tsx';
import { useDeposits } from '../deposits.tsx';
import { routeTo } from '../routes.ts';
import { useSurroundings } from '../surroundings.tsx';
import type { Filters } from './DocumentFilters.tsx';

export function NoDocuments({
  account,
  dossier,
  filters,
  filtered,
  onClear,
}: {
  account: AccountView;
  dossier: DossierView | null;
  filters: Filters;
  filtered: boolean;
  onClear: () => void;
}) {
  const { t } = useSurroundings();
  const { keep } = useDeposits();
  const onlyYear = filters.year !== null && filters.text === '' && filters.kind === null && filters.state === null;
  if (filtered && !onlyYear) {
    return (
      <EmptyState icon="search" title={t.list.nothing} hint={t.list.nothingHint}>
        <button type="button" class="btn" onClick={onClear}>
          {t.list.clear}
        </button>
      </EmptyState>
    );
  }
  if (account.side === 'staff')
    return <EmptyState icon="documents" title={filters.year === null ? t.list.empty : t.list.emptyYear(filters.year)} />;
  return (
    <div class="scrolly">
      <div class="bigdrop">
        <EmptyState icon="documents" title={filters.year === null ? t.list.empty : t.list.emptyYear(filters.year)} hint={t.list.emptyHint}>
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
