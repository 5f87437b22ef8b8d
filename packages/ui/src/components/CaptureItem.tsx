/**
 * A capture of the tray: to confirm with its company, kind and comment; still coming; or not taken, with the ways out.
 *
 * The company is written in full on the button that gives: nothing leaves for a company nobody read.
 */
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks';
import type { AccountView, Capture, DocumentRow, DossierView, RequestView } from '@navette/device/model';
import { isNoPdfDespiteItsName } from '@navette/domain/deposit';
import { DOCUMENT_KINDS, type DocumentKind } from '@navette/domain/document-kinds';
import type { DocumentId } from '@navette/kernel/ids';
import type { Source } from '@navette/rooms/document-records';
import { useDeposits } from '../deposits.tsx';
import { depositDossiers, proposedDossier, siteOf, typeWord } from '../dossiers.ts';
import type { Batch, ReadyPaper } from '../intake/BatchBar.tsx';
import { setAside, useTwins } from '../intake/twins.ts';
import { later } from '../later.tsx';
import { proposeFor } from '../reading/proposals.ts';
import { useReading } from '../reading/use-reading.ts';
import { refusalSentence } from '../refusal-sentence.ts';
import { saveFile } from '../save-file.ts';
import { useSurroundings } from '../surroundings.tsx';
import { FIRST_CHOICE } from '../unknown-yet.ts';
import { useObservable } from '../use-observable.ts';
import { Problems } from './DropZone.tsx';
import { Icon } from './Icon.tsx';
import { Thumb } from './Thumb.tsx';

// They come with the first file that was read.
const AnswerField = later(() => import('../intake/AnswerField.tsx').then((file) => file.AnswerField), true);
const ArchiveQuestion = later(() => import('../intake/ArchiveQuestion.tsx').then((file) => file.ArchiveQuestion), true);
const ReadNote = later(() => import('../intake/ReadNote.tsx').then((file) => file.ReadNote), true);
const TwinQuestion = later(() => import('../intake/TwinQuestion.tsx').then((file) => file.TwinQuestion), true);

type Props = {
  readonly account: AccountView;
  readonly capture: Capture;
  readonly onScreen: DossierView | null;
  readonly onLeave?: () => void;
  /** Of the lot it is given with: a company and kind in force until the person chooses others for it. */
  readonly batch?: Batch;
  /** Told how it is given, once it can be; null while it cannot. */
  readonly onReady?: (capture: DocumentId, paper: ReadyPaper | null) => void;
};

export function CaptureItem(props: Props) {
  const { status } = props.capture;
  if (status.tag === 'ready') return <ToConfirm {...props} />;
  return status.tag === 'fetching' ? <Fetching {...props} /> : <Failed {...props} />;
}

/** The fields a deposit is chosen by, shared with the drop zone of the deposit screen. */
export function ChoiceFields(props: {
  account: AccountView;
  dossier: DossierView | null;
  kind: DocumentKind;
  comment: string;
  onDossier: (dossier: DossierView | null) => void;
  onKind: (kind: DocumentKind) => void;
  onComment: (comment: string) => void;
}) {
  const { t } = useSurroundings();
  const id = useId();
  const open = depositDossiers(props.account);
  return (
    <div class="choicefields">
      {open.length < 2 ? null : (
        <div>
          <label for={`${id}d`}>{t.deposit.company}</label>
          <select
            id={`${id}d`}
            class="input sm"
            value={props.dossier?.id ?? ''}
            onChange={(event) => props.onDossier(open.find((dossier) => dossier.id === event.currentTarget.value) ?? null)}
          >
            <option value="">{t.deposit.chooseCompany}</option>
            {open.map((dossier) => (
              <option key={dossier.id} value={dossier.id}>
                {dossier.name}
              </option>
            ))}
          </select>
        </div>
      )}
      <div>
        <label for={`${id}k`}>{t.deposit.kind}</label>
        <select
          id={`${id}k`}
          class="input sm"
          value={props.kind}
          onChange={(event) => props.onKind(DOCUMENT_KINDS.find((kind) => kind === event.currentTarget.value) ?? props.kind)}
        >
          {DOCUMENT_KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {t.kinds[kind]}
            </option>
          ))}
        </select>
      </div>
      <div>
        <label for={`${id}c`}>{t.deposit.comment}</label>
        <input
          id={`${id}c`}
          class="input sm"
          maxLength={2000}
          value={props.comment}
          onInput={(event) => props.onComment(event.currentTarget.value)}
        />
      </div>
    </div>
  );
}

function ToConfirm({ account, capture, onScreen, onLeave, batch, onReady }: Props) {
  const { doors, language, t } = useSurroundings();
  const { confirm, meant, onTheWay } = useDeposits();
  const intended = meant(capture.id);
  const last = useObservable(doors.library.lastChoice, FIRST_CHOICE);
  const read = useReading(account, capture);
  const [chosen, setChosen] = useState<DossierView | null | undefined>(undefined);
  const [kindChosen, setKind] = useState<DocumentKind | null>(null);
  const [answering, answer] = useState<RequestView | null | undefined>(undefined);
  const [comment, setComment] = useState(intended?.comment ?? '');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [whole, setWhole] = useState(false);
  const reading = read.tag === 'read' ? read.reading : null;
  const proposed = useMemo(() => (reading ? proposeFor(reading, account) : null), [reading, account]);
  const meantDossier = account.dossiers.find(({ id }) => id === intended?.dossier) ?? null;
  const dossier =
    chosen === undefined ? (proposed?.dossier ?? batch?.dossier ?? meantDossier ?? proposedDossier(account, onScreen, last)) : chosen;
  // What was meant holds until the person says otherwise; a request is one company's.
  const request = answering?.dossier === dossier?.id ? answering : null;
  const answers =
    answering === undefined
      ? intended?.answers !== undefined && intended.dossier === dossier?.id
        ? intended.answers
        : null
      : (request?.id ?? null);
  const asked = request?.kind ?? (answering !== undefined || intended?.answers === undefined ? null : intended.kind);
  const kind = kindChosen ?? asked ?? batch?.kind ?? proposed?.kind ?? intended?.kind ?? last.kind;
  const facts = reading?.facts ?? null;
  const twins = useTwins(capture, dossier, facts, read.tag !== 'reading');
  const give = async (replaced?: DocumentRow): Promise<boolean> => {
    if (dossier === null) return false;
    setBusy(true);
    const from: Source | undefined = replaced ? { how: 'replaces', of: [replaced.id] } : intended?.from;
    const refused = await confirm(
      capture,
      {
        dossier: dossier.id,
        kind,
        ...(comment.trim() === '' ? {} : { comment: comment.trim() }),
        ...(answers === null ? {} : { answers }),
        ...(facts ? { facts } : {}),
        ...(from ? { from } : {}),
      },
      dossier,
      { reading, proposed: proposed?.kind ?? null },
    );
    if (refused === null && replaced)
      await setAside(
        doors.library,
        account,
        replaced,
        (await import('@navette/texts/capture-texts')).captureTexts(language).twins.replacedNote(capture.name),
      );
    setProblem(refused);
    setBusy(false);
    return refused === null;
  };
  const archive = reading?.archive && reading.archive.files.length > 0 && !whole ? reading.archive : null;
  const latestGive = useRef(give);
  latestGive.current = give;
  const company = dossier !== null && !archive && twins.length === 0 && read.tag !== 'reading' ? dossier.name : null;
  useEffect(() => {
    onReady?.(capture.id, company === null ? null : { company, give: () => latestGive.current() });
    return () => onReady?.(capture.id, null);
  }, [capture.id, company, onReady]);
  if (onTheWay.has(capture.id)) return null;
  return (
    <li class="capture">
      <Head capture={capture} kind={kind}>
        <Discard capture={capture} onProblem={setProblem} />
      </Head>
      {isNoPdfDespiteItsName(capture.name, capture.type) ? <p class="bad2">{t.deposit.notThePdf}</p> : null}
      {archive ? (
        <ArchiveQuestion capture={capture} archive={archive} meant={intended} onWhole={() => setWhole(true)} />
      ) : (
        <>
          <ReadNote read={read} proposed={proposed} kind={kind} dossier={dossier} />
          <ChoiceFields
            account={account}
            dossier={dossier}
            kind={kind}
            comment={comment}
            onDossier={setChosen}
            onKind={setKind}
            onComment={setComment}
          />
          {dossier === null || account.side === 'staff' ? null : <AnswerField dossier={dossier} value={answers} onChoose={answer} />}
          {twins.length > 0 && dossier !== null ? (
            <TwinQuestion
              capture={capture}
              twins={twins}
              facts={facts}
              busy={busy}
              onGive={(replaced) => void give(replaced)}
              onProblem={setProblem}
            />
          ) : (
            <div class="row acts">
              <button type="button" class="btn primary give" disabled={dossier === null || busy} onClick={() => void give()}>
                <Icon name="deposit" />
                <span>{dossier === null ? t.deposit.chooseCompany : t.deposit.forCompany(dossier.name)}</span>
              </button>
              {onLeave === undefined ? null : (
                <button type="button" class="btn" onClick={onLeave}>
                  {t.deposit.leave}
                </button>
              )}
            </div>
          )}
        </>
      )}
      <Problems sentences={problem === null ? [] : [problem]} />
    </li>
  );
}

/** A file of the tray that can be given to no company any more: the person's own, to be saved or removed. */
export function OwnItem({ capture }: { capture: Capture }) {
  const { doors, t } = useSurroundings();
  const [problem, setProblem] = useState<string | null>(null);
  const save = async () => {
    const bytes = capture.hash === null ? null : await doors.library.bytes(capture.hash);
    if (bytes === null) setProblem(t.viewer.notHere);
    else saveFile(bytes, capture.name);
  };
  return (
    <li class="capture">
      <Head capture={capture} kind="miscellaneous" />
      <div class="row wrap acts">
        {capture.hash === null ? null : (
          <button type="button" class="btn sm" aria-label={`${t.queue.saveCopy}, ${capture.name}`} onClick={() => void save()}>
            <Icon name="download" size="s" />
            {t.queue.saveCopy}
          </button>
        )}
        <Discard capture={capture} onProblem={setProblem} />
      </div>
      <Problems sentences={problem === null ? [] : [problem]} />
    </li>
  );
}

function Head({ capture, kind, children }: { capture: Capture; kind: DocumentKind; children?: ComponentChildren }) {
  const { t, f } = useSurroundings();
  const facts = [
    typeWord(capture.type),
    capture.size > 0 ? f.fileSize(capture.size) : null,
    capture.origin === undefined ? null : t.deposit.from(siteOf(capture.origin)),
  ];
  return (
    <div class="row top">
      <Thumb kind={kind} />
      <p class="grow">
        <b class="cut blk">{capture.name}</b>
        <small class="blk">{facts.filter((fact) => fact !== null).join(' · ')}</small>
      </p>
      {children}
    </div>
  );
}

function Fetching({ capture }: Props) {
  const { t } = useSurroundings();
  const [problem, setProblem] = useState<string | null>(null);
  return (
    <li class="capture">
      <Head capture={capture} kind="miscellaneous" />
      <div class="row acts">
        <span class="grow cap2 ink2">
          {t.deposit.fetching}
          <progress aria-label={t.deposit.fetching} />
        </span>
        <Discard capture={capture} onProblem={setProblem} />
      </div>
      <Problems sentences={problem === null ? [] : [problem]} />
    </li>
  );
}

function Failed({ capture }: Props) {
  const { t, host } = useSurroundings();
  const [problem, setProblem] = useState<string | null>(null);
  const { status } = capture;
  if (status.tag !== 'failed') return null;
  return (
    <li class="capture">
      <Head capture={capture} kind="miscellaneous" />
      <p class="bad2">{t.captureProblems[status.reason]}</p>
      <div class="row wrap acts">
        {host.allowSite === undefined || status.reason !== 'elsewhere' ? null : (
          <button type="button" class="btn sm primary" onClick={() => void host.allowSite?.(capture)}>
            {t.deposit.allowSite}
          </button>
        )}
        {host.openPage === undefined ? null : (
          <>
            <button type="button" class="btn sm" onClick={() => host.openPage?.(capture.origin ?? status.url)}>
              <Icon name="external" size="s" />
              {t.deposit.reopen}
            </button>
            <button type="button" class="btn sm" onClick={() => host.openPage?.(status.url)}>
              <Icon name="download" size="s" />
              {t.deposit.downloadFirst}
            </button>
          </>
        )}
        <Discard capture={capture} onProblem={setProblem} />
      </div>
      <Problems sentences={problem === null ? [] : [problem]} />
    </li>
  );
}

function Discard({ capture, onProblem }: { capture: Capture; onProblem: (sentence: string | null) => void }) {
  const surroundings = useSurroundings();
  const { doors, t } = surroundings;
  const discard = async () => {
    const gone = await doors.library.discard(capture.id);
    onProblem(gone.ok ? null : refusalSentence(surroundings, gone.refusal));
  };
  return (
    <button type="button" class="btn sm quiet" aria-label={t.queue.removeNamed(capture.name)} onClick={() => void discard()}>
      {t.deposit.remove}
    </button>
  );
}
