/** The side panel, from 320 px wide: what is to confirm, the firm's requests each with its drop target, the latest deposits. */
import { useState } from 'preact/hooks';
import type { AccountView, DeviceDoors } from '@navette/device/model';
import type { DocumentId, DossierId } from '@navette/kernel/ids';
import { AppLink } from './components/AppLink.tsx';
import { DemoMark } from './components/Banner.tsx';
import { CaptureItem } from './components/CaptureItem.tsx';
import { CompanySwitcher } from './components/CompanySwitcher.tsx';
import { DropZone } from './components/DropZone.tsx';
import { RecentRow } from './components/RecentRow.tsx';
import { openRequests, RequestItem } from './components/RequestItem.tsx';
import { Shapes, useUnknown } from './components/Shapes.tsx';
import { SyncLine } from './components/SyncLine.tsx';
import { UndoBar } from './components/UndoBar.tsx';
import { useDeposits, WithDeposits } from './deposits.tsx';
import { proposedDossier } from './dossiers.ts';
import type { Host } from './host.ts';
import { routeTo } from './routes.ts';
import { SignInScreen } from './SignIn.tsx';
import { Surrounded, useSurroundings } from './surroundings.tsx';
import { FIRST_CHOICE, NO_PAGE, QUIET } from './unknown-yet.ts';
import { useLive, useObservable } from './use-observable.ts';

export type PanelProps = { readonly doors: DeviceDoors; readonly host: Host };

export function Panel({ doors, host }: PanelProps) {
  return (
    <Surrounded doors={doors} host={host}>
      <WithDeposits>
        <PanelScreen />
      </WithDeposits>
    </Surrounded>
  );
}

function PanelScreen() {
  const { doors } = useSurroundings();
  const account = useObservable<AccountView | null, undefined>(doors.library.account, undefined);
  if (account === undefined) return <div class="panel" aria-busy="true" />;
  return account === null ? <SignInScreen /> : <SignedIn account={account} />;
}

function SignedIn({ account }: { account: AccountView }) {
  const { doors, t } = useSurroundings();
  const { keep } = useDeposits();
  const [chosen, setChosen] = useState<DossierId | null | undefined>(undefined);
  const [left, setLeft] = useState<ReadonlySet<DocumentId>>(new Set());
  const last = useObservable(doors.library.lastChoice, FIRST_CHOICE);
  const dossier = chosen === undefined ? proposedDossier(account, null, last) : (account.dossiers.find(({ id }) => id === chosen) ?? null);
  const tray = useObservable(doors.library.tray, []);
  const requests = openRequests(useLive(() => doors.library.requests(dossier?.id ?? null), [doors, dossier?.id], []));
  const answer = useLive(() => doors.library.documents({ dossier: dossier?.id ?? null, limit: 5 }), [doors, dossier?.id], null);
  const unknown = useUnknown(answer);
  const latest = answer ?? NO_PAGE;
  const status = useObservable(doors.sync.status, QUIET);
  const shown = tray.filter(({ id }) => !left.has(id));
  return (
    <div class="panel">
      <header class="row between head">
        <CompanySwitcher account={account} dossier={dossier} onChoose={setChosen} look="bare" />
        <SyncLine />
      </header>
      <main>
        <h1 class="vh">{t.product}</h1>
        <DemoMark account={account} />
        {shown.length === 0 ? null : (
          <section class="confirm" aria-labelledby="to-confirm">
            <header class="row between">
              <h2 id="to-confirm">{t.deposit.toConfirm}</h2>
              <span class="count">{tray.length}</span>
            </header>
            <ul>
              {shown.map((capture) => (
                <CaptureItem
                  key={capture.id}
                  account={account}
                  capture={capture}
                  onScreen={dossier}
                  onLeave={() => setLeft(new Set([...left, capture.id]))}
                />
              ))}
            </ul>
          </section>
        )}
        <section class="pad">
          <h2 class="vh">{t.deposit.title}</h2>
          <DropZone
            look="slim"
            label={t.deposit.hereShort}
            pick={t.deposit.pickIt}
            onFiles={(files, way, folder) => keep(files, way, dossier?.fileLimit, { folder })}
          />
        </section>
        {requests.length === 0 ? null : (
          <section class="block pad">
            <header>
              <h2>{t.requests.asked}</h2>
              <span class="count">{requests.length}</span>
            </header>
            <ul class="rows tight">
              {requests.map((request) => (
                <RequestItem key={request.id} account={account} request={request} withDossier={dossier === null} />
              ))}
            </ul>
          </section>
        )}
        <section class="block pad">
          <header>
            <h2>{t.deposit.latest}</h2>
            <AppLink to={routeTo('documents')} look="cap2">
              {t.home.seeAll}
            </AppLink>
          </header>
          {unknown ? <Shapes rows={5} /> : latest.rows.length === 0 ? <p class="cap2 ink2 pad8">{t.deposit.none}</p> : null}
          <ul class="rows tight">
            {latest.rows.map((row) => (
              <RecentRow key={row.id} row={row} />
            ))}
          </ul>
        </section>
      </main>
      <UndoBar />
      <footer class="row between foot">
        <small>{t.deposit.underWayLong(status.waiting, status.refused)}</small>
        <AppLink to={routeTo('home')}>{t.nav.openApp}</AppLink>
      </footer>
    </div>
  );
}
