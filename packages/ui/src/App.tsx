/**
 * The whole application, in a full tab of the extension and as the portal: rail, header, screens; on a phone a bar of five
 * at the foot. Where it stands is the page's hash (`routes.ts`).
 *
 * A file dropped outside any drop target goes to the tray, to be confirmed: nothing leaves for a company nobody chose.
 */
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { AccountView, DeviceDoors, DossierView } from '@navette/device/model';
import type { DossierId } from '@navette/kernel/ids';
import { AccountMenu } from './components/AccountMenu.tsx';
import { Departures } from './components/Departures.tsx';
import { DemoMark, DepositBanner, MigrationBanner } from './components/Banner.tsx';
import { CompanySwitcher } from './components/CompanySwitcher.tsx';
import { carriesFiles } from './components/DropZone.tsx';
import { Icon, Mark } from './components/Icon.tsx';
import { SyncLine } from './components/SyncLine.tsx';
import { UndoBar } from './components/UndoBar.tsx';
import { useDeposits, WithDeposits, type Way } from './deposits.tsx';
import type { Host } from './host.ts';
import type { IconName } from './icons.ts';
import { gatherDrop } from './intake/gather.ts';
import { later } from './later.tsx';
import { routeTo, useRoute, type Route, type Screen } from './routes.ts';
import { WithStepUp } from './identity/step-up.tsx';
import { LicenceSlot } from './registration/LicenceSlot.tsx';
import { DepositScreen } from './screens/DepositScreen.tsx';
import { GotoBox } from './screens/GotoBox.tsx';
import { HomeScreen } from './screens/HomeScreen.tsx';
import { PhoneDeposit } from './screens/PhoneDeposit.tsx';
import { QueueScreen } from './screens/QueueScreen.tsx';
import { StaffHomeScreen } from './screens/StaffHomeScreen.tsx';
import { mayReadArchive } from './archive/may-read.ts';
import { hasBooks } from './ledger/may-read-books.ts';
import { entriesWord } from '@navette/texts/entries-word';
import { maySeeEntries } from './drafts/may-see.ts';
import { openRequests } from './components/RequestItem.tsx';
import { mayConnect } from './sendings/NoSendings.tsx';
import { Surrounded, useSurroundings } from './surroundings.tsx';
import { NO_FOLLOW_UP, QUIET } from './unknown-yet.ts';
import { useKeys } from './use-keys.ts';
import { PHONE_WIDTH, useMedia } from './use-media.ts';
import { useLive, useObservable } from './use-observable.ts';

// Rare or heavy: each is fetched when it is first asked for.
const AddFirm = later(() => import('./components/AddFirm.tsx').then((file) => file.AddFirm));
const SignInScreen = later(() => import('./SignIn.tsx').then((file) => file.SignInScreen));
const ClaimNews = later(() => import('./migration/Launch.tsx').then((file) => file.ClaimNews), true);
const MigrationLaunch = later(() => import('./migration/Launch.tsx').then((file) => file.MigrationLaunch), true);
const DocumentsScreen = later(() => import('./screens/DocumentsScreen.tsx').then((file) => file.DocumentsScreen));
const HandedInScreen = later(() => import('./screens/HandedInScreen.tsx').then((file) => file.HandedInScreen));
const PortfolioScreen = later(() => import('./screens/PortfolioScreen.tsx').then((file) => file.PortfolioScreen));
const MigrationAssistant = later(() => import('./migration/MigrationAssistant.tsx').then((file) => file.MigrationAssistant));
const QuietReading = later(() => import('./reading/QuietReading.tsx').then((file) => file.QuietReading), true);
const RegistrationAssistant = later(() => import('./registration/RegistrationAssistant.tsx').then((file) => file.RegistrationAssistant));
const ArrivePage = later(() => import('./identity/ProviderPages.tsx').then((file) => file.ArrivePage));
const HandOverPage = later(() => import('./identity/ProviderPages.tsx').then((file) => file.HandOverPage));
const ResetPage = later(() => import('./identity/LinkPages.tsx').then((file) => file.ResetPage));
const UndoEmailPage = later(() => import('./identity/LinkPages.tsx').then((file) => file.UndoEmailPage));
const AboutScreen = later(() => import('./screens/AboutScreen.tsx').then((file) => file.AboutScreen));
const ArchiveScreen = later(() => import('./archive/ArchiveScreen.tsx').then((file) => file.ArchiveScreen));
const BooksScreen = later(() => import('./books/BooksScreen.tsx').then((file) => file.BooksScreen));
const IndicatorsScreen = later(() => import('./ledger/IndicatorsScreen.tsx').then((file) => file.IndicatorsScreen));
const DueDatesScreen = later(() => import('./ledger/DueDatesScreen.tsx').then((file) => file.DueDatesScreen));
const JournalScreen = later(() => import('./journal/JournalScreen.tsx').then((file) => file.JournalScreen));
const OfflineKeeper = later(() => import('./archive/OfflineKeeper.tsx').then((file) => file.OfflineKeeper), true);
const AccessScreen = later(() => import('./screens/AccessScreen.tsx').then((file) => file.AccessScreen));
const AccountScreen = later(() => import('./screens/AccountScreen.tsx').then((file) => file.AccountScreen));
const AdministrationScreen = later(() => import('./screens/AdministrationScreen.tsx').then((file) => file.AdministrationScreen));
const EntriesScreen = later(() => import('./drafts/EntriesScreen.tsx').then((file) => file.EntriesScreen));
const MigrationsScreen = later(() => import('./screens/MigrationsScreen.tsx').then((file) => file.MigrationsScreen));
const RequestsScreen = later(() => import('./screens/RequestsScreen.tsx').then((file) => file.RequestsScreen));
const SendingsScreen = later(() => import('./screens/SendingsScreen.tsx').then((file) => file.SendingsScreen));
const Welcome = later(() => import('./welcome/Welcome.tsx').then((file) => file.Welcome));

export type AppProps = { readonly doors: DeviceDoors; readonly host: Host };

export function App({ doors, host }: AppProps) {
  return (
    <Surrounded doors={doors} host={host}>
      <WithStepUp>
        <WithDeposits>
          <Gate />
        </WithDeposits>
      </WithStepUp>
    </Surrounded>
  );
}

/** Nobody signed in: the sign-in page. The session ended with work waiting: the application, and the way back in. */
function Gate() {
  const { doors, host } = useSurroundings();
  const route = useRoute();
  const account = useObservable<AccountView | null, undefined>(doors.library.account, undefined);
  useEffect(() => {
    // Told to the banner that the extension draws above the portal: it leaves with the move, and not a page later (R054).
    if (host.kind === 'portal' && account && !account.pending) document.documentElement.dataset['navetteMigration'] = account.migration;
  }, [host, account?.migration, account?.pending]);
  if (account === undefined) return <div class="app" aria-busy="true" />;
  const frameless = framelessScreen(route.screen, account);
  if (frameless !== null) return frameless;
  return account === null ? <SignInScreen /> : <SignedIn key={account.user.id} account={account} />;
}

/** The assistants and the welcome: without the frame, whoever is signed in or nobody. */
function framelessScreen(screen: Screen, account: AccountView | null) {
  switch (screen) {
    case 'migration':
      return <MigrationAssistant account={account} />;
    case 'registration':
      return <RegistrationAssistant account={account} />;
    case 'welcome':
      return <Welcome account={account} />;
    case 'add-firm':
      return account === null ? null : <AddFirm account={account} />;
    case 'reset':
      return <ResetPage />;
    case 'undo-email':
      return <UndoEmailPage />;
    case 'arrive':
      return <ArrivePage account={account} />;
    case 'hand-over':
      return <HandOverPage account={account} />;
    default:
      return null;
  }
}

export type ScreenProps = { readonly account: AccountView; readonly dossier: DossierView | null; readonly route: Route };

function SignedIn({ account }: { account: AccountView }) {
  const { doors, host, language, t } = useSurroundings();
  const phone = useMedia(PHONE_WIDTH);
  const route = useRoute();
  const status = useObservable(doors.sync.status, QUIET);
  const [chosen, setChosen] = useState<DossierId | null>(null);
  const [signingIn, setSigningIn] = useState(false);
  useEffect(() => {
    // A dossier open beside the migrations is looked at, not worked in.
    if (route.dossier !== null && route.screen !== 'migrations') setChosen(route.dossier);
  }, [route.dossier, route.screen]);
  // Of one company nobody has to choose; and companies come after the person, with the first synchronisation.
  const dossier = useMemo(
    () => account.dossiers.find(({ id }) => id === chosen) ?? (account.dossiers.length === 1 ? (account.dossiers[0] ?? null) : null),
    [account, chosen],
  );
  const takeIn = useKeepAndShow(dossier);
  const requests = openRequests(useLive(() => doors.library.requests(dossier?.id ?? null), [doors, dossier?.id], []));
  const { decisions } = useObservable(doors.library.followUp, NO_FOLLOW_UP);
  useKeys({ d: () => location.assign(routeTo('deposit')) });
  useEffect(() => {
    if (status.state !== 'sign-in-needed') setSigningIn(false);
  }, [status.state]);
  if (signingIn) return <SignInScreen again onDone={() => setSigningIn(false)} />;

  const mayAdminister = account.side === 'staff' || account.dossiers.some(({ right }) => right.side === 'client' && right.admin);
  const screen = <ScreenOf account={account} dossier={dossier} route={route} />;
  const switcher = <CompanySwitcher account={account} dossier={dossier} onChoose={setChosen} look={phone ? 'bare' : ''} />;
  return (
    <div class={`app${phone ? ' phone' : ''}`}>
      <a class="skip" href="#content" onClick={(event) => (event.preventDefault(), document.getElementById('content')?.focus())}>
        {t.nav.skip}
      </a>
      <div class="banners">
        {host.kind === 'portal' && !phone && account.side === 'client' ? <DepositBanner onFiles={takeIn} /> : null}
        <MigrationBanner account={account} />
        <ClaimNews account={account} />
        <LicenceSlot account={account} part="banner" />
        <Departures own />
        {status.state === 'sign-in-needed' ? (
          <div class="banner decideless" role="region" aria-label={t.sync.signIn}>
            <Icon name="lock" />
            <p class="grow">{t.signIn.again}</p>
            <button type="button" class="btn sm" onClick={() => setSigningIn(true)}>
              {t.signIn.submit}
            </button>
          </div>
        ) : null}
      </div>
      {phone ? (
        <>
          <header class="ph">
            {switcher}
            <SyncLine />
            <DemoMark account={account} />
          </header>
          {screen}
          {route.screen === 'home' || route.screen === 'requests' ? <PhoneDeposit account={account} dossier={dossier} round /> : null}
          <nav class="tabbar" aria-label={t.nav.label}>
            <Place to="home" icon="home" word={t.nav.home} at={route.screen} />
            <Place to="documents" icon="documents" word={t.nav.documents} at={route.screen} />
            <Place to="deposit" icon="plus" word={t.nav.deposit} at={route.screen} />
            <Place to="requests" icon="request" word={t.nav.requests} at={route.screen} count={requests.length} />
            <AccountMenu account={account} onPhone />
          </nav>
        </>
      ) : (
        <div class="shell">
          <aside class="rail" aria-label={t.nav.rail}>
            <p class="brand">
              <Mark />
              {t.product}
            </p>
            {switcher}
            <nav class="nav" aria-label={t.nav.label}>
              {account.side === 'staff' ? (
                <Place
                  to="portfolio"
                  icon="briefcase"
                  word={t.nav.portfolio}
                  at={route.screen === 'handed-in' ? 'portfolio' : route.screen}
                />
              ) : null}
              <Place to="home" icon="home" word={t.nav.home} at={route.screen} />
              <Place to="deposit" icon="deposit" word={t.nav.deposit} at={route.screen} />
              <Place to="documents" icon="documents" word={t.nav.documents} at={route.screen} />
              {hasBooks(account) ? (
                <>
                  <Place to="indicators" icon="chart" word={t.nav.indicators} at={route.screen} />
                  <Place to="journal" icon="ledger" word={t.nav.journal} at={route.screen} />
                  <Place to="due-dates" icon="calendar" word={t.nav.dueDates} at={route.screen} />
                </>
              ) : null}
              {maySeeEntries(account) ? <Place to="entries" icon="edit" word={entriesWord(language)} at={route.screen} /> : null}
              {mayReadArchive(account) ? <Place to="archive" icon="archive" word={t.nav.archive} at={route.screen} /> : null}
              <Place to="requests" icon="request" word={t.nav.requests} at={route.screen} count={requests.length} />
              {mayAdminister ? <Place to="access" icon="access" word={t.nav.access} at={route.screen} /> : null}
              {account.side === 'staff' ? (
                <>
                  <Place to="books" icon="folder" word={t.nav.books} at={route.screen} />
                  <Place to="migrations" icon="swap" word={t.nav.migrations} at={route.screen} count={decisions} />
                  <Place to="administration" icon="sliders" word={t.nav.administration} at={route.screen} />
                </>
              ) : null}
            </nav>
            <LicenceSlot account={account} part="note" />
            <DemoMark account={account} />
            <AccountMenu account={account} />
          </aside>
          <div class="side">
            <header class="topbar">
              <GotoBox account={account} />
              <span class="grow" />
              <SyncLine />
              <a class="btn primary sm" href={routeTo('deposit')}>
                <Icon name="deposit" size="s" />
                {t.deposit.act} <kbd>d</kbd>
              </a>
            </header>
            {screen}
          </div>
        </div>
      )}
      <UndoBar />
      {mayReadArchive(account) ? <OfflineKeeper /> : null}
      <MigrationLaunch account={account} />
      <QuietReading account={account} />
      <LicenceSlot account={account} part="window" />
    </div>
  );
}

function ScreenOf(props: ScreenProps) {
  const { account, route } = props;
  switch (route.screen) {
    case 'deposit':
      return <DepositScreen {...props} />;
    case 'documents':
      return <DocumentsScreen {...props} />;
    case 'archive':
      return <ArchiveScreen {...props} />;
    case 'books':
      return <BooksScreen {...props} />;
    case 'indicators':
      return <IndicatorsScreen {...props} />;
    case 'journal':
      return <JournalScreen {...props} />;
    case 'due-dates':
      return <DueDatesScreen {...props} />;
    case 'requests':
      return <RequestsScreen {...props} />;
    case 'portfolio':
      return account.side === 'staff' ? <PortfolioScreen {...props} /> : <HomeScreen {...props} />;
    case 'handed-in':
      return account.side === 'staff' ? <HandedInScreen {...props} /> : <HomeScreen {...props} />;
    case 'queue':
      return <QueueScreen />;
    case 'account':
      return <AccountScreen {...props} />;
    case 'access':
      return <AccessScreen {...props} />;
    case 'entries':
      return maySeeEntries(account) ? <EntriesScreen {...props} /> : <HomeScreen {...props} />;
    case 'sendings':
      return <SendingsScreen {...props} />;
    case 'migrations':
      return account.side === 'staff' ? <MigrationsScreen {...props} /> : <HomeScreen {...props} />;
    case 'administration':
      return mayConnect(account) ? <AdministrationScreen {...props} /> : <HomeScreen {...props} />;
    case 'about':
      return <AboutScreen {...props} />;
    case 'migration':
    case 'registration':
    case 'welcome':
    case 'add-firm':
    case 'reset':
    case 'undo-email':
    case 'arrive':
    case 'hand-over':
      // Drawn without the frame, above.
      return null;
    case 'home':
      return account.side === 'staff' ? <StaffHomeScreen {...props} /> : <HomeScreen {...props} />;
  }
}

function Place({ to, icon, word, at, count = 0 }: { to: Screen; icon: IconName; word: string; at: Screen; count?: number }) {
  return (
    <a href={routeTo(to)} title={word} {...(at === to ? { 'aria-current': 'page' as const } : {})}>
      <Icon name={icon} />
      <span>{word}</span>
      {count === 0 ? null : <span class="count">{count}</span>}
    </a>
  );
}

/** Files dropped anywhere go to the tray and the deposit screen opens on them; and a stray drop never leaves the page. */
function useKeepAndShow(dossier: DossierView | null) {
  const { keep } = useDeposits();
  const takeIn = async (files: readonly File[], way: Way, folder = false): Promise<readonly string[]> => {
    const problems = await keep(files, way, dossier?.fileLimit, { folder });
    if (problems.length < files.length) location.assign(routeTo('deposit'));
    return problems;
  };
  useEffect(() => {
    const over = (event: DragEvent) => {
      if (carriesFiles(event)) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      if (!carriesFiles(event) || event.defaultPrevented || event.dataTransfer === null) return;
      event.preventDefault();
      void gatherDrop(event.dataTransfer).then(({ files, folder }) => (files.length > 0 ? takeIn(files, 'drop', folder) : []));
    };
    addEventListener('dragover', over);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragover', over);
      removeEventListener('drop', drop);
    };
  }, [keep, dossier]);
  return takeIn;
}
