/** Why there is nothing to show yet, and what to do about it. */
import type { AccountView, DossierView } from '@navette/device/model';
import { indicatorsTexts } from '@navette/texts/indicators-texts';
import { EmptyState } from '../components/EmptyState.tsx';
import { routeTo, type Screen } from '../routes.ts';
import { useSurroundings } from '../surroundings.tsx';
import { mayReadBooks } from './may-read-books.ts';

/** Links shown at most: more are found with the search of the header. */
const MOST = 12;

export function PickCompany({ account, screen }: { account: AccountView; screen: Screen }) {
  const { language } = useSurroundings();
  const t = indicatorsTexts(language);
  const dossiers = account.dossiers.filter(mayReadBooks).slice(0, MOST);
  return (
    <EmptyState icon="chart" title={t.pick} hint={t.pickHint}>
      <ul class="rows tight picklinks">
        {dossiers.map(({ id, name }) => (
          <li key={id}>
            <a data-row href={routeTo(screen, { dossier: id })}>
              {name}
            </a>
          </li>
        ))}
      </ul>
    </EmptyState>
  );
}

export function NoExercise({ account, dossier }: { account: AccountView; dossier: DossierView }) {
  const { language } = useSurroundings();
  const t = indicatorsTexts(language);
  if (!mayReadBooks(dossier)) return <EmptyState icon="lock" title={t.notAllowed} hint={t.notAllowedHint} />;
  return (
    <EmptyState icon="chart" title={t.empty} hint={account.side === 'staff' ? t.emptyStaff : t.emptyClient}>
      <ImportLink account={account} dossier={dossier} />
    </EmptyState>
  );
}

/** Where the firm imports and publishes. */
export function ImportLink({ account, dossier }: { account: AccountView; dossier: DossierView }) {
  const { t } = useSurroundings();
  if (account.side !== 'staff') return null;
  return (
    <a class="btn primary" data-row href={routeTo('books', { dossier: dossier.id })}>
      {t.nav.books}
    </a>
  );
}
