/** An empty follow-up says how a product is connected; an empty search says how to widen it. */
import type { AccountView } from '@navette/device/model';
import { sendingsTexts } from '@navette/texts/sendings-texts';
import { EmptyState } from '../components/EmptyState.tsx';
import { useSurroundings } from '../surroundings.tsx';
import type { Tab } from './followed.ts';

/** Whether this person may make keys: the server decides, here it only says where to go. */
export function mayConnect(account: AccountView): boolean {
  return account.side === 'staff' || account.dossiers.some(({ right }) => right.side === 'client' && right.admin);
}

export function NoSendings({
  account,
  tab,
  filtered,
  onClear,
}: {
  account: AccountView;
  tab: Tab;
  filtered: boolean;
  onClear: () => void;
}) {
  const { language } = useSurroundings();
  const t = sendingsTexts(language);
  if (filtered) {
    return (
      <EmptyState icon="search" title={t.nothing} hint={t.nothingHint}>
        <button type="button" class="btn" onClick={onClear}>
          {t.filters.clear}
        </button>
      </EmptyState>
    );
  }
  if (tab === 'deposits') return <EmptyState icon="documents" title={t.emptyDeposits} hint={t.emptyDepositsHint} />;
  return (
    <EmptyState icon="sent" title={tab === 'declarations' ? t.emptyDeclarations : t.empty} hint={t.emptyHint}>
      {mayConnect(account) ? (
        <a class="btn primary" href="#/administration/keys">
          {t.connect}
        </a>
      ) : (
        <p class="cap2">{t.emptyAsk}</p>
      )}
    </EmptyState>
  );
}
