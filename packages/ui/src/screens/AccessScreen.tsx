/**
 * Who may come in to a dossier, and what they may do there (R193-R198): the users of one company, the list of companies for
 * whoever has several, and for the firm's administrators their own people and who changed what (G24).
 */
import type { ScreenProps } from '../App.tsx';
import { accessTexts, type AccessTexts } from '@navette/texts/access-texts';
import type { Texts } from '@navette/texts/texts';
import { accessView, ACCESS_VIEWS, companyOf, giverOf, toAccessView, type AccessView } from '../access/access-place.ts';
import { AccessJournal } from '../access/AccessJournal.tsx';
import { CompanyAccess } from '../access/CompanyAccess.tsx';
import { CompanyList } from '../access/CompanyList.tsx';
import { FirmPeople } from '../access/FirmPeople.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { KeyBar, type KeyHint } from '../components/KeyBar.tsx';
import { Shapes } from '../components/Shapes.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { useLive } from '../use-observable.ts';
import { Main } from './Main.tsx';

export function AccessScreen({ account, dossier, route }: ScreenProps) {
  const { doors, language, t: all } = useSurroundings();
  const t = accessTexts(language);
  const chief = account.firmRole === 'admin';
  // The route is parsed anew at each change of the hash: what stands behind it is read with it.
  const view: AccessView = chief ? accessView(location.hash) : 'companies';
  const chosen = companyOf(account, dossier, route.dossier);
  const companies = useLive(() => doors.library.access(chosen), [doors, chosen], null);
  const own = (companies ?? []).filter(
    (company) => giverOf(account, company.dossier) !== null && (chosen === null || company.dossier === chosen),
  );
  const one = chosen !== null || (account.side === 'client' && own.length === 1) ? own[0] : undefined;
  const giver = one && giverOf(account, one.dossier);
  const crumb = view === 'companies' ? (one?.company.name ?? dossier?.name ?? account.firm.name) : account.firm.name;
  const fill = view === 'companies' && one === undefined && chosen === null;
  return (
    <>
      <Main title={t.title} crumb={crumb} look={`access${fill ? ' tightmain fill' : ''}`}>
        {chief ? (
          <nav class="tabs" aria-label={t.views}>
            {ACCESS_VIEWS.map((each) => (
              <a key={each} href={toAccessView(each)} {...(each === view ? { 'aria-current': 'page' as const } : {})}>
                {each === 'companies' ? t.companies : each === 'firm' ? t.firm : t.journal}
              </a>
            ))}
          </nav>
        ) : null}
        {view === 'firm' ? (
          <FirmPeople account={account} />
        ) : view === 'journal' ? (
          <AccessJournal />
        ) : companies === null ? (
          <Shapes rows={4} />
        ) : one && giver ? (
          <CompanyAccess key={one.dossier} account={account} company={one} giver={giver} />
        ) : chosen === null ? (
          <CompanyList t={t} companies={own} />
        ) : (
          <EmptyState icon="access" title={t.noCompany} hint={t.noCompanyHint} />
        )}
      </Main>
      <KeyBar hints={hints(t, all, view, one !== undefined)} />
    </>
  );
}

function hints(t: AccessTexts, all: Texts, view: AccessView, ofOne: boolean): readonly KeyHint[] {
  if (view === 'journal') return [];
  if (view === 'firm') return [{ keys: ['n'], does: t.keys.addStaff }];
  const move = { keys: ['j', 'k'], does: all.keys.move };
  return ofOne
    ? [move, { keys: ['e'], does: t.keys.edit }, { keys: ['n'], does: t.keys.add }]
    : [move, { keys: [all.keys.enter], does: all.keys.open }, { keys: ['/'], does: all.keys.filter }];
}
