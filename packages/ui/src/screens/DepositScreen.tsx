/** Depositing with the company, the kind and a comment in sight; below, what is kept here and still to confirm. */
import { useCallback, useRef, useState } from 'preact/hooks';
import type { DossierView } from '@navette/device/model';
import type { DocumentKind } from '@navette/domain/document-kinds';
import type { DocumentId } from '@navette/kernel/ids';
import { DEFAULT_LIMITS } from '@navette/domain/limits';
import { dropTexts } from '@navette/texts/drop-texts';
import type { ScreenProps } from '../App.tsx';
import { CaptureItem, ChoiceFields, OwnItem } from '../components/CaptureItem.tsx';
import { DropZone, Problems } from '../components/DropZone.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { OtherWays } from '../components/OtherWays.tsx';
import { RecentRow } from '../components/RecentRow.tsx';
import { Shapes, useUnknown } from '../components/Shapes.tsx';
import { useDeposits, type Way } from '../deposits.tsx';
import { depositDossiers, proposedDossier } from '../dossiers.ts';
import type { Batch, ReadyPaper } from '../intake/BatchBar.tsx';
import { usePaste } from '../intake/use-paste.ts';
import { later } from '../later.tsx';
import { routeTo } from '../routes.ts';
import { useSurroundings } from '../surroundings.tsx';
import { FIRST_CHOICE, NO_PAGE, QUIET } from '../unknown-yet.ts';
import { PHONE_WIDTH, useMedia } from '../use-media.ts';
import { useLive, useObservable } from '../use-observable.ts';
import { Main } from './Main.tsx';
import { PhoneDeposit } from './PhoneDeposit.tsx';

const NO_BATCH: Batch = { dossier: null, kind: null };
const BatchBar = later(() => import('../intake/BatchBar.tsx').then((file) => file.BatchBar), true);
const Scanner = later(() => import('../components/Scanner.tsx').then((file) => file.Scanner), true);
const Downloads = later(() => import('../components/Downloads.tsx').then((file) => file.Downloads), true);

export function DepositScreen({ account, dossier: onScreen }: ScreenProps) {
  const { doors, host, language, t, f } = useSurroundings();
  const { give, keep, onTheWay } = useDeposits();
  const [pasteProblems, setPasteProblems] = useState<readonly string[]>([]);
  const phone = useMedia(PHONE_WIDTH);
  const last = useObservable(doors.library.lastChoice, FIRST_CHOICE);
  const captures = useObservable(doors.library.tray, null);
  const tray = captures ?? [];
  const [chosen, setChosen] = useState<DossierView | null | undefined>(undefined);
  const [kindChosen, setKind] = useState<DocumentKind | null>(null);
  const [comment, setComment] = useState('');
  const dossier = chosen === undefined ? proposedDossier(account, onScreen, last) : chosen;
  const kind = kindChosen ?? last.kind;
  const answer = useLive(() => doors.library.documents({ dossier: dossier?.id ?? null, limit: 6 }), [doors, dossier?.id], null);
  const unknown = useUnknown(answer);
  const { lastSyncAt } = useObservable(doors.sync.status, QUIET);
  const latest = answer ?? NO_PAGE;
  // Companies come after the person, with the first synchronisation: until it has succeeded, no right can be denied.
  const unheard = lastSyncAt === null && account.dossiers.length === 0;
  const take = async (files: readonly File[], way: Way, folder = false): Promise<readonly string[]> => {
    if (dossier === null) return keep(files, way, undefined, { folder });
    const problems = await give(
      files,
      way,
      { dossier: dossier.id, kind, ...(comment.trim() === '' ? {} : { comment: comment.trim() }) },
      dossier,
      { kindChosen: kindChosen !== null, folder },
    );
    if (problems.length < files.length) setComment('');
    return problems;
  };
  const [batch, setBatch] = useState<Batch>(NO_BATCH);
  const [ready, setReady] = useState<ReadonlyMap<DocumentId, ReadyPaper>>(new Map());
  const onReady = useCallback(
    (id: DocumentId, paper: ReadyPaper | null) =>
      setReady((before) => {
        if (paper === null && !before.has(id)) return before;
        const after = new Map(before);
        if (paper === null) after.delete(id);
        else after.set(id, paper);
        return after;
      }),
    [],
  );
  const latestTake = useRef(take);
  latestTake.current = take;
  const paste = useCallback((files: readonly File[]) => void latestTake.current(files, 'paste').then(setPasteProblems), []);
  usePaste(paste);
  if (depositDossiers(account).length === 0 && !unknown && !unheard) {
    return (
      <Main title={t.deposit.title}>
        <EmptyState icon="lock" title={t.refusals['not-allowed']({})} hint={t.deposit.noRight} />
        {tray.length === 0 ? null : (
          <section class="block reading">
            <header>
              <h2>{t.deposit.own}</h2>
              <span class="count">{tray.length}</span>
            </header>
            <p class="cap pad8">{t.deposit.ownHint}</p>
            <ul class="rows">
              {tray.map((capture) => (
                <OwnItem key={capture.id} capture={capture} />
              ))}
            </ul>
          </section>
        )}
      </Main>
    );
  }
  const toGive = tray.filter(({ id, status }) => status.tag === 'ready' && !onTheWay.has(id)).length;
  const shownTray = tray.filter(({ id }) => !onTheWay.has(id));
  const noCompany = unheard ? t.deposit.companiesUnknown : t.deposit.chooseCompany;
  return (
    <Main title={t.deposit.title} crumb={dossier === null ? noCompany : t.deposit.choice(t.kinds[kind], dossier.name)}>
      <div class="homegrid">
        <div>
          <section class="block depositform">
            <h2 class="vh">{t.deposit.document}</h2>
            {unheard ? <p class="note plain">{t.deposit.companiesUnknownHint}</p> : null}
            <ChoiceFields
              account={account}
              dossier={dossier}
              kind={kind}
              comment={comment}
              onDossier={setChosen}
              onKind={setKind}
              onComment={setComment}
            />
            {phone ? (
              <PhoneDeposit account={account} dossier={dossier} />
            ) : (
              <DropZone
                look="bigdrop"
                icon="deposit"
                label={t.deposit.here}
                pick={t.deposit.pick}
                pickLook="btn primary"
                release={dossier === null ? t.deposit.release : t.deposit.forCompany(dossier.name)}
                folders
                onFiles={take}
              />
            )}
            <Problems sentences={pasteProblems} />
            <p class="cap">
              {phone ? null : `${dropTexts(language).pasteHint} `}
              {t.deposit.limits(f.fileSize(dossier?.fileLimit ?? DEFAULT_LIMITS.fileBytes), DEFAULT_LIMITS.filesPerDrop)}{' '}
              {t.deposit.offlineToo}
            </p>
          </section>
          <section class="block">
            <header>
              <h2>{t.deposit.toConfirm}</h2>
              {shownTray.length === 0 ? null : <span class="count">{shownTray.length}</span>}
            </header>
            {captures === null ? (
              <Shapes rows={1} />
            ) : shownTray.length === 0 ? (
              <p class="cap2 ink2 pad8">{t.deposit.trayEmpty}</p>
            ) : (
              <p class="cap pad8">{t.deposit.confirmHint}</p>
            )}
            {toGive < 2 ? null : <BatchBar account={account} batch={batch} onBatch={setBatch} ready={ready} all={toGive} />}
            <ul class="rows">
              {shownTray.map((capture) => (
                <CaptureItem
                  key={capture.id}
                  account={account}
                  capture={capture}
                  onScreen={dossier}
                  batch={toGive < 2 ? NO_BATCH : batch}
                  onReady={onReady}
                />
              ))}
            </ul>
          </section>
        </div>
        <div>
          <section class="block">
            <header>
              <h2>{t.deposit.latest}</h2>
              <a class="cap2" href={routeTo('documents')}>
                {t.home.seeAll}
              </a>
            </header>
            {unknown ? <Shapes rows={5} /> : latest.rows.length === 0 ? <p class="cap2 ink2 pad8">{t.deposit.none}</p> : null}
            <ul class="rows tight">
              {latest.rows.map((row) => (
                <RecentRow key={row.id} row={row} />
              ))}
            </ul>
          </section>
          {host.downloads === undefined ? null : <Downloads door={host.downloads} />}
          {phone ? null : <Scanner {...(dossier === null ? {} : { fileLimit: dossier.fileLimit })} />}
          {phone ? null : <OtherWays ways={['web']} look="column" />}
        </div>
      </div>
    </Main>
  );
}
