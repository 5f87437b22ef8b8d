/**
 * The open document: its name and facts, its track, why it waits or was refused and what to do, the acts each side may do,
 * the page itself, what was said, and the proof that it arrived.
 */
import type { AccountView, DocumentRow } from '@navette/device/model';
import type { DocumentId } from '@navette/kernel/ids';
import { useEffect, useRef, useState } from 'preact/hooks';
import { DropZone } from '../components/DropZone.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { Icon } from '../components/Icon.tsx';
import { shownState } from '../components/StateChip.tsx';
import { StateTrack } from '../components/StateTrack.tsx';
import { useDeposits } from '../deposits.tsx';
import { siteOf, typeWord } from '../dossiers.ts';
import { later } from '../later.tsx';
import { saveFile } from '../save-file.ts';
import { useSurroundings } from '../surroundings.tsx';
import { NO_PAGE } from '../unknown-yet.ts';
import { useMedia } from '../use-media.ts';
import { useLive } from '../use-observable.ts';
import { ClientActs, StaffActs } from './acts.tsx';
import { Comments } from './Comments.tsx';
import { KindField } from './KindField.tsx';
import { Proof } from './Proof.tsx';
import { useBytes } from './use-bytes.ts';
import { Viewer } from './Viewer.tsx';

const Filing = later(() => import('./Filing.tsx').then((file) => file.Filing), true);
const DocumentTools = later(() => import('./DocumentTools.tsx').then((file) => file.DocumentTools), true);
const InBooks = later(() => import('../ledger/InBooks.tsx').then((file) => file.InBooks), true);
const HumanView = later(() => import('./HumanView.tsx').then((file) => file.HumanView), true);

/** Below this width the list is not beside it. */
const ALONE = '(max-width: 899px)';

export function DocumentPane({ account, id, onClose }: { account: AccountView; id: DocumentId; onClose: () => void }) {
  const { doors, t } = useSurroundings();
  const row = useLive<DocumentRow | null, undefined>(() => doors.library.document(id), [doors, id], undefined);
  const pane = useRef<HTMLElement>(null);
  // On a narrow screen it takes the place of the list, and of the link that had focus.
  useEffect(() => {
    if (matchMedia(ALONE).matches) pane.current?.focus();
  }, []);
  return (
    <aside class="viewer" aria-label={t.viewer.label} ref={pane} tabIndex={-1}>
      {row === undefined ? null : row === null ? (
        <>
          <header class="row top">
            <span class="grow" />
            <Close onClose={onClose} />
          </header>
          <EmptyState icon="info" title={t.viewer.unknown} />
        </>
      ) : (
        <Opened account={account} row={row} onClose={onClose} />
      )}
    </aside>
  );
}

/** The end of a sentence, standing alone. */
function sentence(end: string): string {
  return end.charAt(0).toLocaleUpperCase('fr') + end.slice(1);
}

function Close({ onClose }: { onClose: () => void }) {
  const { t } = useSurroundings();
  return (
    <button type="button" class="btn icon sm quiet" aria-label={t.viewer.close} onClick={onClose}>
      <Icon name="close" />
    </button>
  );
}

function Opened({ account, row, onClose }: { account: AccountView; row: DocumentRow; onClose: () => void }) {
  const { doors, t, f } = useSurroundings();
  const bytes = useBytes(row);
  // Beside the list it stands under the list's title; alone on a narrow screen it is the title.
  const Title = useMedia(ALONE) ? 'h1' : 'h2';
  const [pages, setPages] = useState<number | null>(null);
  const facts = [typeWord(row.type) ?? t.viewer.bytes, pages === null ? null : t.viewer.pages(pages), f.fileSize(row.size)]
    .filter((fact) => fact !== null)
    .join(', ');
  return (
    <>
      <header class="row top">
        <div class="grow">
          <Title class="cut">{row.name}</Title>
          <small class="cut blk">{row.origin === undefined ? facts : `${facts} · ${t.viewer.from(siteOf(row.origin))}`}</small>
        </div>
        <button
          type="button"
          class="btn icon sm quiet"
          aria-label={t.viewer.download}
          disabled={bytes.state !== 'here'}
          onClick={() => (bytes.state === 'here' ? saveFile(bytes.blob, row.name) : undefined)}
        >
          <Icon name="download" />
        </button>
        <Close onClose={onClose} />
      </header>
      <StateTrack row={row} />
      <div class="pad16 notes">
        <Notes account={account} row={row} blob={bytes.state === 'here' ? bytes.blob : null} />
        <KindField row={row} />
        <Filing account={account} row={row} />
        {account.side === 'staff' ? <StaffActs row={row} /> : <ClientActs account={account} row={row} />}
        <DocumentTools account={account} row={row} blob={bytes.state === 'here' ? bytes.blob : null} />
      </div>
      <HumanView account={account} row={row} here={bytes.state === 'here'} />
      {bytes.state === 'here' ? (
        <Viewer
          blob={bytes.blob}
          type={row.type}
          name={row.name}
          onPages={setPages}
          quarters={row.turn}
          onTurn={(quarters) => void doors.library.turn(row.id, quarters)}
        />
      ) : row.erased !== undefined ? (
        <div class="grow" />
      ) : (
        <div class="desk grow">
          <EmptyState
            icon="cloud"
            title={bytes.state === 'coming' ? t.viewer.bringing : t.viewer.notHere}
            {...(bytes.state === 'failed' ? { hint: sentence(t.delays[bytes.problem]) } : {})}
          >
            {bytes.state === 'coming' ? (
              <progress aria-label={t.viewer.bringing} />
            ) : bytes.state === 'failed' && bytes.problem === 'infected' ? null : (
              <button type="button" class="btn" onClick={() => bytes.bring(doors)}>
                <Icon name="download" size="s" />
                {t.viewer.bring}
              </button>
            )}
          </EmptyState>
        </div>
      )}
      {row.facts === null ? null : <InBooks account={account} row={row} />}
      <Comments account={account} row={row} />
      <Proof account={account} row={row} />
    </>
  );
}

/** What to know first: refused and why, not sent and why, withdrawn; each with the shortest way to repair. */
function Notes({ account, row, blob }: { account: AccountView; row: DocumentRow; blob: Blob | null }) {
  const { doors, t, f } = useSurroundings();
  const { give } = useDeposits();
  const [trying, setTrying] = useState(false);
  const erased = row.erased;
  const queue = useLive(() => doors.library.documents({ dossier: row.dossier, state: 'local', limit: 1 }), [doors, row.dossier], NO_PAGE);
  if (erased !== undefined) {
    return (
      <p class="note plain">
        <Icon name="archive" />
        <span>{t.viewer.erasedNote(f.day(erased.at), erased.why.replace(/[.\s]+$/, ''))}</span>
      </p>
    );
  }
  if (row.withdrawn) {
    return (
      <p class="note plain">
        <Icon name="undo" />
        <span>{t.viewer.withdrawnNote}</span>
      </p>
    );
  }
  if (row.state === 'refused') {
    const dossier = account.dossiers.find(({ id }) => id === row.dossier);
    return (
      <>
        <p class="note bad">
          <Icon name="refused" />
          <span>
            <b>{t.viewer.refusedLead}</b>
            {row.reason ?? ''}
          </span>
        </p>
        {account.side === 'staff' || dossier === undefined ? null : (
          <DropZone
            look="mini"
            label={t.viewer.replace}
            pick={t.deposit.pickShort}
            pickLabel={`${t.deposit.pickShort}, ${t.viewer.replace}`}
            onFiles={(files, way) =>
              give(files, way, { dossier: dossier.id, kind: row.kind, ...(row.answers === null ? {} : { answers: row.answers }) }, dossier)
            }
          />
        )}
      </>
    );
  }
  if (shownState(row) !== 'failed' || row.delay === null) return null;
  const again = async () => {
    setTrying(true);
    try {
      await doors.sync.syncNow();
    } finally {
      setTrying(false);
    }
  };
  return (
    <>
      <p class="note bad">
        <Icon name="alert" />
        <span>
          <b>{t.state.delayLead + t.delays[row.delay.problem]}</b>{' '}
          {row.delay.nextAt === null ? '' : t.state.nextTry(f.time(row.delay.nextAt))} {t.state.safeHere}
        </span>
      </p>
      <div class="row wrap acts">
        <button type="button" class="btn sm primary" disabled={trying || queue.total === 0} onClick={() => void again()}>
          <Icon name="sync" size="s" />
          {t.queue.tryNow}
        </button>
        <button
          type="button"
          class="btn sm"
          disabled={blob === null}
          onClick={() => (blob === null ? undefined : saveFile(blob, row.name))}
        >
          <Icon name="download" size="s" />
          {t.queue.saveCopy}
        </button>
      </div>
      {row.progress === null ? null : (
        <p class="cap2">
          <span class="n">{t.state.progress(f.fileSize(row.progress), f.fileSize(row.size))}</span>
          <progress value={row.progress} max={row.size} aria-label={t.state.sending} />
        </p>
      )}
    </>
  );
}
