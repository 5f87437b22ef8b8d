/**
 * The window of the toolbar button, 360 by 600: deposit, what needs me, where the last deposits are. It fits without
 * scrolling, and takes nothing of the application with it (budget: 60 kB compressed, Preact included).
 */
import { useState } from 'preact/hooks';
import type { AccountView, DeviceDoors, DocumentRow, DossierView, Observable } from '@navette/device/model';
import { showsMigrationBanner, stepsLeft } from '@navette/domain/migration';
import type { DossierId } from '@navette/kernel/ids';
import type { Texts } from '@navette/texts/texts';
import { AppLink } from './components/AppLink.tsx';
import { DemoMark } from './components/Banner.tsx';
import { CompanySwitcher } from './components/CompanySwitcher.tsx';
import { DropZone, Problems } from './components/DropZone.tsx';
import { Icon, Mark } from './components/Icon.tsx';
import { RecentRow } from './components/RecentRow.tsx';
import { openRequests } from './components/RequestItem.tsx';
import { Shapes, useUnknown } from './components/Shapes.tsx';
import { SyncLine } from './components/SyncLine.tsx';
import { UndoBar } from './components/UndoBar.tsx';
import { useDeposits, WithDeposits } from './deposits.tsx';
import { proposedDossier } from './dossiers.ts';
import type { Host } from './host.ts';
import type { IconName } from './icons.ts';
import { routeTo } from './routes.ts';
import { Surrounded, useNow, useSurroundings } from './surroundings.tsx';
import { FIRST_CHOICE, NO_PAGE } from './unknown-yet.ts';
import { useLive, useObservable } from './use-observable.ts';

/** Why the page under the popup cannot be deposited. */
export type PageReason = keyof Texts['page']['reasons'];

export type PageState = { readonly canDeposit: true } | { readonly canDeposit: false; readonly reason: PageReason };

/** The page the toolbar button was pressed on. */
export type PageDoor = {
  readonly state: Observable<PageState>;
  /** Takes what the page shows into the tray. Rejects when it could not; the tray has the reason when it knows one. */
  depositThisPage(): Promise<void>;
  /** Opens the sheet in the page, listing the documents it holds; absent where there is none. */
  openSheet?(): void;
};

export type PopupProps = { readonly doors: DeviceDoors; readonly host: Host; readonly page: PageDoor };

export function Popup({ doors, host, page }: PopupProps) {
  return (
    <Surrounded doors={doors} host={host}>
      <WithDeposits>
        <PopupScreen page={page} />
      </WithDeposits>
    </Surrounded>
  );
}

function PopupScreen({ page }: { page: PageDoor }) {
  const { doors, t } = useSurroundings();
  const account = useObservable<AccountView | null, undefined>(doors.library.account, undefined);
  if (account === undefined) return <div class="popup" aria-busy="true" />;
  if (account === null) {
    return (
      <main class="popup center">
        <p class="brand">
          <Mark />
        </p>
        <h1>{t.product}</h1>
        <p>{t.signIn.why}</p>
        <AppLink to={routeTo('home')} look="btn primary">
          {t.signIn.title}
        </AppLink>
      </main>
    );
  }
  return <SignedIn account={account} page={page} />;
}

function SignedIn({ account, page }: { account: AccountView; page: PageDoor }) {
  const { doors, t } = useSurroundings();
  const [chosen, setChosen] = useState<DossierId | null | undefined>(undefined);
  const last = useObservable(doors.library.lastChoice, FIRST_CHOICE);
  const known = account.dossiers.find(({ id }) => id === chosen) ?? null;
  const dossier = chosen === undefined ? proposedDossier(account, null, last) : known;
  const answer = useLive(() => doors.library.documents({ dossier: dossier?.id ?? null, limit: 5 }), [doors, dossier?.id], null);
  const unknown = useUnknown(answer);
  const latest = answer ?? NO_PAGE;
  const going = latest.byState.local + latest.byState.sent;
  return (
    <div class="popup">
      <header class="row between head">
        <CompanySwitcher account={account} dossier={dossier} onChoose={setChosen} look="bare" caption={account.user.name} />
        <SyncLine />
      </header>
      <main>
        <h1 class="vh">{t.product}</h1>
        <DemoMark account={account} />
        <GiveSection account={account} dossier={dossier} page={page} />
        <ForYou account={account} dossier={dossier} />
        <section class="block pad">
          <header>
            <h2>{t.deposit.latest}</h2>
            {unknown || latest.total === 0 ? null : <small>{t.deposit.underWay(going)}</small>}
          </header>
          {unknown ? <Shapes rows={5} /> : latest.rows.length === 0 ? <p class="cap2 ink2 pad8">{t.deposit.none}</p> : null}
          <ul class="rows one">
            {latest.rows.slice(0, 5).map((row) => (
              <RecentRow key={row.id} row={row} bare />
            ))}
          </ul>
        </section>
      </main>
      <UndoBar />
      <footer class="row between foot">
        <AppLink to={routeTo('home')}>{t.nav.openApp}</AppLink>
        <span class="cap">
          <kbd>Alt</kbd> <kbd>N</kbd> {t.nav.anyPage}
        </span>
      </footer>
    </div>
  );
}

function GiveSection({ account, dossier, page }: { account: AccountView; dossier: DossierView | null; page: PageDoor }) {
  const { doors, t } = useSurroundings();
  const { give, keep } = useDeposits();
  const last = useObservable(doors.library.lastChoice, FIRST_CHOICE);
  const state = useObservable<PageState, null>(page.state, null);
  const [busy, setBusy] = useState(false);
  const [said, say] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const takePage = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await page.depositThisPage();
      say(t.page.kept);
    } catch {
      setProblem(t.page.failed);
    }
    setBusy(false);
  };
  return (
    <section class="pad">
      <h2 class="vh">{t.deposit.title}</h2>
      <button
        type="button"
        class="btn primary wide tall"
        disabled={busy || state?.canDeposit !== true}
        aria-describedby="page-reason"
        onClick={() => void takePage()}
      >
        <Icon name="deposit" />
        {t.deposit.thisPage}
      </button>
      <p id="page-reason" class="cap" role="status">
        {state?.canDeposit === false ? t.page.reasons[state.reason] : (said ?? '')}
      </p>
      <Problems sentences={problem === null ? [] : [problem]} />
      {state?.canDeposit === true && page.openSheet !== undefined ? (
        <p class="cap">
          <button type="button" class="linklike" onClick={() => page.openSheet?.()}>
            {t.page.openSheet}
          </button>
        </p>
      ) : null}
      <DropZone
        look="slim"
        label={t.deposit.hereShort}
        pick={t.deposit.pickIt}
        onFiles={(files, way) =>
          dossier === null ? keep(files, way) : give(files, way, { dossier: dossier.id, kind: last.kind }, dossier)
        }
      />
      <p class="cap choiceline">
        {dossier === null
          ? t.deposit.chooseCompany
          : t.deposit.choice(t.kinds[last.kind], account.dossiers.find(({ id }) => id === dossier.id)?.name ?? dossier.name)}{' '}
        · <AppLink to={routeTo('deposit')}>{t.deposit.change}</AppLink>
      </p>
    </section>
  );
}

type Need = {
  readonly key: string;
  readonly icon: IconName;
  readonly title: string;
  readonly caption: string;
  readonly to: string;
  readonly decide?: boolean;
};

/** The three things that need this person first. */
function ForYou({ account, dossier }: { account: AccountView; dossier: DossierView | null }) {
  const { doors, t, f } = useSurroundings();
  const now = useNow();
  const answer = useLive(() => doors.library.requests(dossier?.id ?? null), [doors, dossier?.id], null);
  const unknown = useUnknown(answer);
  const requests = answer ?? [];
  const staff = account.side === 'staff';
  const found = useLive(
    () => doors.library.documents({ dossier: dossier?.id ?? null, state: staff ? 'received' : 'refused', limit: 3 }),
    [doors, dossier?.id, staff],
    NO_PAGE,
  );
  const tray = useObservable(doors.library.tray, []);
  const toConfirm: Need[] =
    tray.length === 0
      ? []
      : [{ key: 'tray', icon: 'deposit', title: t.deposit.toConfirm, caption: t.forYou.toConfirm(tray.length), to: routeTo('deposit') }];
  const identity: Need[] = showsMigrationBanner(account.migration)
    ? [
        {
          key: 'identity',
          icon: 'swap',
          title: t.forYou.identity,
          caption: t.forYou.stepsLeft(stepsLeft(account.migration)),
          to: routeTo('migration'),
          decide: true,
        },
      ]
    : [];
  // What a client is asked for is the client's to do; the staff have what they received and not taken on.
  const asked = (staff ? [] : openRequests(requests)).map(
    (request): Need => ({
      key: request.id,
      icon: 'request',
      title: request.title,
      caption: request.due === undefined ? '' : t.forYou.before(f.shortDay(request.due, now)),
      to: routeTo('requests'),
    }),
  );
  const nameOf = (row: DocumentRow) => account.dossiers.find(({ id }) => id === row.dossier)?.name ?? '';
  const papers = found.rows.map(
    (row): Need => ({
      key: row.id,
      icon: staff ? 'received' : 'refused',
      title: row.name,
      caption: staff ? nameOf(row) : (row.reason ?? ''),
      to: routeTo('documents', { document: row.id }),
    }),
  );
  const all = [...toConfirm, ...asked.slice(0, 1), ...papers.slice(0, 1), ...identity, ...asked.slice(1), ...papers.slice(1)];
  const total = all.length - papers.length + found.total;
  const needs = all.slice(0, 3);
  return (
    <section class="block pad">
      <header>
        <h2>{t.forYou.title}</h2>
        {all.length === 0 ? null : <span class="count">{total}</span>}
      </header>
      {unknown ? <Shapes rows={2} /> : needs.length === 0 ? <p class="cap2 ink2 pad8">{t.forYou.nothing}</p> : null}
      <ul class="rows one">
        {needs.map((need) => (
          <li key={need.key}>
            <AppLink look={`need${need.decide === true ? ' decide' : ''}`} to={need.to}>
              <Icon name={need.icon} />
              <b class="grow cut">{need.title}</b>
              <small class="cut">{need.caption}</small>
              <Icon name="right" size="s" />
            </AppLink>
          </li>
        ))}
      </ul>
    </section>
  );
}
